//! Credits: append-only double-entry journal, lots with expiry, holds that end exactly once.
//!
//! Every function works on a connection that is inside a transaction ([`crate::database::Database::write`] or `read`),
//! so that callers join it with their own rows (a generation and its hold appear together or not at all).
//! This module knows no HTTP.

use rusqlite::Connection;
use serde::Serialize;
use time::OffsetDateTime;

/// Whole credits; arithmetic is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Credits(pub i64);

/// An account's public id, `acct_…`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct AccountId(pub String);

/// A lot's public id, `lot_…`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct LotId(pub String);

/// A hold's public id, `hold_…`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct HoldId(pub String);

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
    /// No such hold.
    #[error("there is no hold {0}")]
    NoSuchHold(String),
    /// An amount that is not positive, or an e-mail or reason that is empty.
    #[error("{0}")]
    Invalid(String),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Error::Database(error.into())
    }
}

/// `{available, held, lots}` of one account at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// Credits that a new hold can take.
    pub available: Credits,
    /// Credits that open holds have taken.
    pub held: Credits,
    /// Lots with something remaining or held, first to expire first.
    pub lots: Vec<Lot>,
}

/// One grant with its own expiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lot {
    /// Public id.
    pub id: LotId,
    /// As granted.
    pub credits: Credits,
    /// Neither spent, held nor expired.
    pub remaining: Credits,
    /// When what remains expires.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
}

/// Takes `credits` from the lots that expire first and remembers from which.
///
/// # Errors
/// [`Error::InsufficientCredits`], [`Error::NoSuchAccount`].
pub fn hold(tx: &Connection, account: &AccountId, credits: Credits, now: OffsetDateTime) -> Result<HoldId, Error> {
    todo!("{tx:?} {account:?} {credits:?} {now}")
}

/// Spends a hold, exactly once.
///
/// # Errors
/// [`Error::HoldResolved`], [`Error::NoSuchHold`].
pub fn commit_hold(tx: &Connection, hold: &HoldId, now: OffsetDateTime) -> Result<(), Error> {
    todo!("{tx:?} {hold:?} {now}")
}

/// Returns a hold's credits to the lots they came from, exactly once.
///
/// # Errors
/// [`Error::HoldResolved`], [`Error::NoSuchHold`].
pub fn void_hold(tx: &Connection, hold: &HoldId, now: OffsetDateTime) -> Result<(), Error> {
    todo!("{tx:?} {hold:?} {now}")
}

/// What the account has at `now`.
///
/// # Errors
/// [`Error::NoSuchAccount`].
pub fn balance(tx: &Connection, account: &AccountId, now: OffsetDateTime) -> Result<Balance, Error> {
    todo!("{tx:?} {account:?} {now}")
}
