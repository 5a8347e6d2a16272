//! The outbox: a row per mail.

use rusqlite::{Connection, params};
use time::OffsetDateTime;

use crate::database::{self, Millis};

/// A mail to be sent, in plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail {
    /// The recipient's address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Lines of text; wrapped by nobody.
    pub text: String,
}

/// Puts a mail into the outbox, in the transaction of what it is about.
///
/// # Errors
/// When the database fails.
pub fn queue(tx: &Connection, mail: &NewMail, now: OffsetDateTime) -> Result<(), database::Error> {
    tx.prepare_cached(
        "INSERT INTO mail (recipient, subject, text, queued_at_ms, due_at_ms) VALUES (?1, ?2, ?3, ?4, ?4)",
    )?
    .execute(params![mail.to, mail.subject, mail.text, Millis::of(now)])?;
    Ok(())
}
