//! Credits: append-only double-entry journal, lots with expiry, holds that end exactly once.
//!
//! Every function works on a connection that is inside a transaction ([`crate::database::Database::write`] or `read`),
//! so that callers join it with their own rows (a generation and its hold appear together or not at all).
//! This module knows no HTTP.
//!
//! Every credit of a lot is in one of six books: available, held, spent, expired, frozen, clawed back. [`grant`] and
//! [`grant_purchase`] issue, [`hold`] moves from available to held, [`commit_hold`] from held to spent, [`void_hold`] back,
//! [`expire_lots`] from available to expired, and [`claim_lot`] to and from frozen and clawed back.

mod accounts;
mod audit;
mod claims;
mod credits;
mod entries;
mod error;
mod expiry;
mod export;
mod history;
mod holds;
mod ids;
mod journal;
mod keys;
mod lots;
mod standing;
mod terms;
mod totals;

pub use accounts::{
    Account, Role, account, account_of, accounts, any_account, create_account, create_account_as, reinstate_account,
    set_role, terminate_account, valid_email,
};
pub use audit::{AuditReport, Books, Check, audit};
pub use claims::{Claim, Claimed, claim_lot};
pub use credits::Credits;
pub use entries::{Entry, EntryKind, EntryLot, EntryPage, entries};
pub use error::Error;
pub use expiry::{expire_lots, expire_lots_of, has_due_lots};
pub use export::EXPORT;
pub use history::{Span, Standing, balance_at};
pub use holds::{commit_hold, hold, void_hold};
pub use ids::{AccountId, CaseId, DeliveryId, EndpointId, HoldId, KeyId, LotId, PurchaseId};
pub(crate) use ids::{encode, random};
pub use keys::{
    ApiKey, Caller, KeyPage, KeyRow, authenticate, create_key, create_key_as, key_of, key_page, keys, note_use,
    revoke_key, rotate_key,
};
pub use lots::{Adjustment, Balance, Lot, MAX_GRANT, balance, grant, grant_as, grant_purchase};
pub use standing::{LotStanding, lot_standing};
pub use terms::Terms;
pub use totals::books;
