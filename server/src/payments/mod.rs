//! Purchases: how credits are sold, and what providers say of the money afterwards (policy P7, P9, P11, P15).
//!
//! Providers repeat their events, lose them and send them out of order. So nothing here is a reaction to an event: an event
//! is stored as received ([`events`]), what it says becomes [`facts`] that only grow, and [`reconcile`] derives from all facts
//! of a purchase what the ledger must hold. Whatever the order and however often, the same facts end in the same state.
//! Facts name the payment at the provider, so that they may be here before their purchase is.
//!
//! Functions take a connection inside a transaction, like [`crate::ledger`].

pub mod audit;
pub mod btcpay;
pub mod checkout;
mod disputes;
mod error;
pub mod events;
mod export;
mod facts;
mod gateway;
mod hmac;
mod manual;
mod provider;
mod purchase;
mod receipt;
mod reconcile;
pub mod refund_orders;
mod refunds;
mod reinstatement;
mod revenue;
pub mod stripe;
mod till;

pub use checkout::NewSession;
pub use disputes::{Dispute, DisputeStatus, dispute, disputes};
pub use error::Error;
pub use export::EXPORT;
pub use facts::{Fact, Paid, Unpaid, record};
pub use gateway::{Gateway, GatewayError};
pub use manual::sell;
pub use provider::{PaymentRef, Provider};
pub use purchase::{Consent, NewPurchase, Purchase, PurchaseState, create, find, latest, of_account, page};
pub use receipt::Receipt;
pub use reconcile::{Effects, reconcile};
pub use refund_orders::RefundOrder;
pub use refunds::RefundStatus;
pub use reinstatement::reinstate;
pub use revenue::{Revenue, revenue};
pub use till::Till;
