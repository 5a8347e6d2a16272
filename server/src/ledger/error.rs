//! What the ledger refuses, and why.

use super::{AccountId, LotId};

/// What the ledger refuses, and why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] crate::database::Error),
    /// Fewer credits available than asked.
    #[error("{needed} credits are needed and {available} are available")]
    InsufficientCredits {
        /// Asked for.
        needed: i64,
        /// There.
        available: i64,
    },
    /// The hold was committed or voided before.
    #[error("hold {0} is already {1}")]
    HoldResolved(String, &'static str),
    /// No such account.
    #[error("there is no account {0}")]
    NoSuchAccount(String),
    /// The account was terminated.
    #[error("the account {0} was terminated")]
    AccountTerminated(String),
    /// No such lot.
    #[error("there is no lot {0}")]
    NoSuchLot(String),
    /// No such hold.
    #[error("there is no hold {0}")]
    NoSuchHold(String),
    /// No such API key.
    #[error("there is no key {0}")]
    NoSuchKey(String),
    /// The key was revoked, or another took its place.
    #[error("the key {0} was revoked or replaced before")]
    KeyRevoked(String),
    /// The same request made the key before.
    #[error(
        "this request made {0} before, and a key is shown once; put another in its place (POST /v1/keys/{0}/rotate) or revoke it"
    )]
    KeyMade(String),
    /// The account has as many working keys as it may.
    #[error("this account has {0} keys that work, the most that it may have; revoke one first")]
    TooManyKeys(i64),
    /// The e-mail address has an account.
    #[error("{email} has the account {account} already", account = account.0)]
    EmailTaken {
        /// As asked for.
        email: String,
        /// The account that has it.
        account: AccountId,
    },
    /// The reference granted something else before.
    #[error(
        "the reference {reference:?} was used before: it granted {credits} credits to {account} as {lot}",
        account = account.0, lot = lot.0
    )]
    ReferenceReused {
        /// As given.
        reference: String,
        /// What it granted,
        credits: i64,
        /// to whom,
        account: AccountId,
        /// as which lot.
        lot: LotId,
    },
    /// An amount that is not positive, or an e-mail or reason that is empty.
    #[error("{0}")]
    Invalid(String),
    /// Credits beyond what 64 bits hold.
    #[error("credits overflow: {0} and {1}")]
    Overflow(i64, i64),
    /// The operating system gives no random numbers.
    #[error("no random numbers from the operating system: {0}")]
    Random(#[from] getrandom::Error),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Error::Database(error.into())
    }
}
