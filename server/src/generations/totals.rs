//! All generations together.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::Error;

/// How many generations there are, by `column`, which is `state` or `fault_kind`.
fn count(tx: &Connection, column: &'static str) -> Result<BTreeMap<String, i64>, Error> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT {column}, count(*) FROM generation WHERE {column} IS NOT NULL GROUP BY {column}"
    ))?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many there are in each state.
///
/// # Errors
/// When the database fails.
pub fn by_state(tx: &Connection) -> Result<BTreeMap<String, i64>, Error> {
    count(tx, "state")
}

/// How many failed with each kind of fault.
///
/// # Errors
/// When the database fails.
pub fn by_fault(tx: &Connection) -> Result<BTreeMap<String, i64>, Error> {
    count(tx, "fault_kind")
}
