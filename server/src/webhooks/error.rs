//! What is refused of webhooks, and why.

use crate::idempotency::Reused;
use crate::{database, generations, ledger};

/// What is refused of webhooks, and why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// The ledger refused: there are no random numbers.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// A generation cannot be read.
    #[error(transparent)]
    Generation(#[from] generations::Error),
    /// The key made another endpoint before.
    #[error(transparent)]
    KeyReused(#[from] Reused),
    /// The account has none of this id.
    #[error("this account has no such webhook endpoint")]
    NoSuchEndpoint,
    /// The endpoint has none of this id.
    #[error("this webhook endpoint has no such delivery")]
    NoSuchDelivery,
    /// A field that cannot be.
    #[error("{field}: {reason}")]
    Invalid {
        /// Which.
        field: &'static str,
        /// Why, and what can be.
        reason: String,
    },
    /// The account has as many as it may.
    #[error("this account has {0} webhook endpoints, the most that it may have; delete one first")]
    TooMany(usize),
    /// The same request made the endpoint before, and its secret is another one by now.
    #[error(
        "this request made {0} before, whose secret was replaced since; put another in its place (POST /v1/webhook-endpoints/{0}/rotate)"
    )]
    SecretReplaced(String),
    /// The same request made the endpoint before, and it was deleted.
    #[error("this request made {0} before, which was deleted since; send it with another Idempotency-Key")]
    Deleted(String),
    /// Nothing is sent to the endpoint.
    #[error("this webhook endpoint is disabled; enable it first (POST /v1/webhook-endpoints/{0}/enable)")]
    Disabled(String),
    /// So many tests were asked for within a minute.
    #[error("{0} tests of this endpoint were sent within a minute; send the request again in a minute")]
    TooManyTests(usize),
    /// A row that this version cannot read.
    #[error("webhooks: {0}")]
    Unreadable(String),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Error::Database(error.into())
    }
}
