//! What cannot be opened, written or decided, and why.

use super::CaseId;
use crate::idempotency::Reused;
use crate::ledger::{self, Credits};
use crate::{database, payments};

/// What cannot be opened, written or decided, and why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// The ledger refused.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// The purchase cannot be refunded.
    #[error(transparent)]
    Payments(#[from] payments::Error),
    /// The case was opened before, and about something else.
    #[error(transparent)]
    KeyReused(#[from] Reused),
    /// No such case, or another account's.
    #[error("there is no case {0}")]
    NoSuchCase(String),
    /// The generation or purchase that the case is said to be about is not the account's.
    #[error("the account has no {what} {id}")]
    NotYours {
        /// `generation` or `purchase`.
        what: &'static str,
        /// As asked for.
        id: String,
    },
    /// A text is empty or too long.
    #[error("the {what} has {bytes} bytes; it must have 1 to {most}")]
    Length {
        /// Which text.
        what: &'static str,
        /// How long it is.
        bytes: usize,
        /// How long it may be.
        most: usize,
    },
    /// A text has a character that no text has.
    #[error("the {what} has a NUL in it; leave that out")]
    Nul {
        /// Which text.
        what: &'static str,
    },
    /// The account has as many open cases as it may.
    #[error("{0} cases of this account are open; write in one of them, or wait until one is decided")]
    TooManyOpen(usize),
    /// The case has as many messages as it may.
    #[error("the case has {0} messages, and no more may be written; its decision comes by mail")]
    TooManyMessages(usize),
    /// The case was decided.
    #[error("case {case} is decided: {outcome}")]
    Decided {
        /// Which.
        case: CaseId,
        /// How.
        outcome: &'static str,
    },
    /// More credits than the generation took and has not given back.
    #[error(
        "case {case}: {asked} credits cannot be restored: its generation took {restorable} that were not given back; \
         --beyond-cost restores more"
    )]
    BeyondCost {
        /// Which.
        case: CaseId,
        /// How many were to be restored.
        asked: Credits,
        /// How many can be.
        restorable: Credits,
    },
    /// The case names no purchase whose money could go back.
    #[error("case {0} names no purchase: restore credits, or open a case about the purchase with 'case open'")]
    NoPurchase(CaseId),
    /// Money is decided to go back that was not sent.
    #[error("case {0}: its money was not sent back")]
    NotSent(CaseId),
    /// A refund was ordered for the case, and the case is to be decided otherwise.
    #[error(
        "case {case}: a refund of {amount_minor} (in the smallest unit) was ordered for it; decide it so again, to the end"
    )]
    RefundOrdered {
        /// Which.
        case: CaseId,
        /// How much.
        amount_minor: i64,
    },
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Error::Database(error.into())
    }
}
