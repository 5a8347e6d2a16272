//! What became of the mails, for operators.

use std::fmt;

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::database::{self, Millis};

/// The most mails that a list shows.
const LIST: usize = 1000;

/// A mail's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MailId(pub i64);

impl fmt::Display for MailId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How far a mail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// It is tried, or tried again.
    Waiting,
    /// It went.
    Sent,
    /// It was given up.
    Failed,
}

/// A mail, without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    /// Its number.
    pub id: MailId,
    /// The recipient's address.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// How far it is.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: u32,
    /// What the last attempt failed with.
    pub error: Option<String>,
    /// When its cause was.
    #[serde(with = "time::serde::rfc3339")]
    pub queued_at: OffsetDateTime,
    /// When it went, or was given up, or is tried next.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// Why a mail cannot be sent again.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// No such mail.
    #[error("there is no mail {0}; 'mail list' shows those that there are")]
    NoSuchMail(MailId),
    /// It went before.
    #[error("mail {0} was sent")]
    Sent(MailId),
    /// The secret in it opens nothing any more and is gone.
    #[error("what mail {0} was for is over: its recipient can ask for another")]
    Over(MailId),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Error::Database(error.into())
    }
}

/// The latest mails, or the latest of those that were given up; a thousand at most.
///
/// # Errors
/// When the database fails.
pub fn mails(tx: &Connection, failed_only: bool) -> Result<Vec<MailRow>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT number, recipient, subject, attempts, error, queued_at_ms, due_at_ms, sent_at_ms, failed_at_ms FROM mail
         WHERE failed_at_ms IS NOT NULL OR NOT ?1 ORDER BY number DESC LIMIT ?2",
    )?;
    let mut rows = statement.query(params![failed_only, LIST as i64])?;
    let mut mails = Vec::new();
    while let Some(row) = rows.next()? {
        let (due, sent, failed): (Millis, Option<Millis>, Option<Millis>) = (row.get(6)?, row.get(7)?, row.get(8)?);
        let (state, at) = match (sent, failed) {
            (Some(sent), _) => (MailState::Sent, sent),
            (None, Some(failed)) => (MailState::Failed, failed),
            (None, None) => (MailState::Waiting, due),
        };
        mails.push(MailRow {
            id: MailId(row.get(0)?),
            to: row.get(1)?,
            subject: row.get(2)?,
            state,
            attempts: row.get(3)?,
            error: row.get(4)?,
            queued_at: row.get::<_, Millis>(5)?.time()?,
            at: at.time()?,
        });
    }
    Ok(mails)
}

/// Makes a mail that waits or was given up due now, with all its attempts before it.
///
/// # Errors
/// Why it cannot be.
pub fn retry(tx: &Connection, id: MailId, now: OffsetDateTime) -> Result<(), Error> {
    let at = Millis::of(now);
    let found: Option<(bool, bool)> = tx
        .prepare_cached(
            "SELECT sent_at_ms IS NOT NULL, useless_from_ms IS NOT NULL AND secret IS NULL FROM mail WHERE number = ?1",
        )?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match found {
        None => return Err(Error::NoSuchMail(id)),
        Some((true, _)) => return Err(Error::Sent(id)),
        Some((_, true)) => return Err(Error::Over(id)),
        Some((false, false)) => {}
    }
    tx.prepare_cached("UPDATE mail SET failed_at_ms = NULL, attempts = 0, due_at_ms = ?2 WHERE number = ?1")?
        .execute(params![id.0, at])?;
    Ok(())
}
