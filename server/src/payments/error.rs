//! What cannot be sold, recorded or derived, and why.

use super::{GatewayError, PaymentRef, Provider};
use crate::ledger::{self, AccountId, PurchaseId};
use crate::{database, generations};

/// What cannot be sold, recorded or derived, and why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// The ledger refused.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// A generation of an account that was ended could not be ended with it.
    #[error(transparent)]
    Generations(#[from] generations::Error),
    /// No such purchase, or another account's.
    #[error("there is no purchase {0}")]
    NoSuchPurchase(String),
    /// A provider says of a purchase what cannot be true of it: less money, another currency, a second payment.
    #[error("purchase {purchase}: {reason}")]
    Contradicted {
        /// Which.
        purchase: PurchaseId,
        /// What disagrees.
        reason: String,
    },
    /// The policy that was accepted is not the one in force, or none is.
    #[error("{}", match current {
        Some(current) => format!("the policy in force is {current}: read it, and send this as policy_sha256"),
        None => "no policy is published yet; 'oneclick3d policy publish' does that".to_owned(),
    })]
    PolicyNotCurrent {
        /// The hash of the one in force.
        current: Option<String>,
    },
    /// The account has begun many checkouts and paid none of them.
    #[error("{most} checkouts of this account wait for their payment; pay one of them, or begin another tomorrow")]
    TooManyOpen {
        /// As many as may.
        most: usize,
    },
    /// The key began another checkout.
    #[error(transparent)]
    KeyReused(#[from] crate::idempotency::Reused),
    /// The operator's reference sold something else.
    #[error("the reference {reference:?} was used before: it sold {purchase}", purchase = purchase.0)]
    ReferenceReused {
        /// As given.
        reference: String,
        /// What it sold.
        purchase: PurchaseId,
    },
    /// No such dispute is known.
    #[error("there is no dispute {0}; 'disputes list' shows those that there are")]
    NoSuchDispute(String),
    /// The account cannot be brought back yet.
    #[error("{account} cannot be reinstated while {dispute} is open; when it is won, the account comes back by itself")]
    StillDisputed {
        /// Whose purchase is disputed.
        account: AccountId,
        /// The provider's id of the dispute.
        dispute: String,
    },
    /// No such event was received.
    #[error("no event {0} was received")]
    NoSuchEvent(String),
    /// The money cannot be sent back.
    #[error("purchase {purchase}: {reason}")]
    NotRefundable {
        /// Which.
        purchase: PurchaseId,
        /// Why, and what can.
        reason: String,
    },
    /// The provider did not do what it was asked.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// The payment at the provider belongs to another purchase.
    #[error("{provider} says that {payment} pays for {purchase}; it pays for {other}", purchase = purchase.0, other = other.0)]
    PaymentTaken {
        /// Who says it.
        provider: Provider,
        /// Which payment.
        payment: PaymentRef,
        /// For what.
        purchase: PurchaseId,
        /// What it pays for.
        other: PurchaseId,
    },
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Error::Database(error.into())
    }
}
