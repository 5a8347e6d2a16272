//! What the owner of an account is told by mail without having asked (policy P10): credits that expire soon, a balance that is low.
//!
//! Each notice is noted in the transaction that queues its mail, so that it goes out once, whatever ends the server.

mod expiring;
mod low_balance;

use rusqlite::Connection;
use time::{Duration, OffsetDateTime};

use crate::configuration::Configuration;
use crate::database;

/// Most accounts in one transaction: what else waits for the writer is soon served.
const BATCH: usize = 100;

/// Milliseconds of a day.
const DAY_MS: i64 = Duration::DAY.whole_milliseconds() as i64;

/// An account that has a notice to get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate(i64);

/// Some accounts for which [`send`] has something to do; none when all is told. It looks at all accounts, which takes its time:
/// for a reading connection, so that nobody waits.
///
/// # Errors
/// When the database fails.
pub fn candidates(
    tx: &Connection,
    configuration: &Configuration,
    now: OffsetDateTime,
) -> Result<Vec<Candidate>, database::Error> {
    let mut candidates = expiring::candidates(tx, configuration, now)?;
    candidates.extend(low_balance::candidates(tx, configuration)?);
    candidates.truncate(BATCH);
    Ok(candidates)
}

/// Queues the mails that are due for these accounts; answers how many. What was told since they were found is not told again. To be
/// called after [`crate::ledger::expire_lots`], so that what has expired counts for nothing.
///
/// # Errors
/// When the database fails.
pub fn send(
    tx: &Connection,
    configuration: &Configuration,
    candidates: &[Candidate],
    now: OffsetDateTime,
) -> Result<usize, database::Error> {
    let mut sent = 0;
    for &candidate in candidates {
        sent += expiring::send(tx, configuration, candidate, now)?;
        sent += low_balance::send(tx, configuration, candidate, now)?;
    }
    Ok(sent)
}
