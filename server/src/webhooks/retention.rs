//! Deliveries that have been kept as long as the operator wants.

use rusqlite::{Connection, params};
use time::OffsetDateTime;

use super::Error;
use crate::database::Millis;

/// How many a transaction removes: the ledger's writer is not kept for long.
const AT_ONCE: i64 = 500;

/// Removes deliveries that ended by `ended_until`, with their attempts; how many.
///
/// # Errors
/// When the database fails.
pub fn forget(tx: &Connection, ended_until: OffsetDateTime) -> Result<usize, Error> {
    const DUE: &str = "SELECT sequence FROM webhook_delivery WHERE state <> 'pending' AND ended_at_ms <= ?1
                       ORDER BY ended_at_ms, sequence LIMIT ?2";
    let which = params![Millis::of(ended_until), AT_ONCE];
    tx.prepare_cached(&format!("DELETE FROM webhook_attempt WHERE delivery IN ({DUE})"))?.execute(which)?;
    Ok(tx.prepare_cached(&format!("DELETE FROM webhook_delivery WHERE sequence IN ({DUE})"))?.execute(which)?)
}
