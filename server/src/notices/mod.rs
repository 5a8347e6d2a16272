//! What the owner of an account is told by mail without having asked (policy P10): credits that expire soon, a balance that is low.
//!
//! Each notice is noted in the transaction that queues its mail, so that it goes out once, whatever ends the server.

mod expiring;
mod low_balance;

use rusqlite::Connection;
use time::{Duration, OffsetDateTime};

use crate::configuration::Configuration;
use crate::database;

/// Most mails of one kind in one transaction: what else waits for the writer is soon served.
const BATCH: usize = 100;

/// Milliseconds of a day.
const DAY_MS: i64 = Duration::DAY.whole_milliseconds() as i64;

/// Queues the mails that are due, at most some hundred; answers how many. To be called again until it says 0, after
/// [`crate::ledger::expire_lots`], so that what has expired counts for nothing.
///
/// # Errors
/// When the database fails.
pub fn send(tx: &Connection, configuration: &Configuration, now: OffsetDateTime) -> Result<usize, database::Error> {
    Ok(expiring::send(tx, configuration, now)? + low_balance::send(tx, configuration, now)?)
}

/// Whether [`send`] has something to do; for a connection that cannot write.
///
/// # Errors
/// When the database fails.
pub fn any_due(tx: &Connection, configuration: &Configuration, now: OffsetDateTime) -> Result<bool, database::Error> {
    Ok(expiring::any_due(tx, configuration, now)? || low_balance::any_due(tx, configuration)?)
}

/// How every notice ends: who writes, and to whom to write (policy P14).
fn signature(configuration: &Configuration) -> String {
    let service = &configuration.service;
    format!("{}\n{}\n\nQuestions? Write to {}.\n", service.name, service.url, service.contact)
}
