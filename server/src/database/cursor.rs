//! Lists that go on from a row: the cursor is the public id of the last row shown, so that it stays good whatever is added.

use rusqlite::{Connection, OptionalExtension, params};

use super::Error;

/// The number in column `order` of `table` of the row `cursor`, whoever's it is; none when there is no such row.
///
/// # Errors
/// When the database fails.
pub fn number(
    tx: &Connection,
    (table, order): (&'static str, &'static str),
    cursor: &str,
) -> Result<Option<i64>, Error> {
    let found = tx
        .prepare_cached(&format!("SELECT {order} FROM {table} WHERE id = ?1"))?
        .query_row([cursor], |row| row.get(0))
        .optional()?;
    Ok(found)
}

/// The number in column `order` of `table` below which a list, newest first, goes on after the row `cursor`; the highest there
/// can be without one. None when the cursor is not one of the account's rows.
///
/// # Errors
/// When the database fails.
pub fn before(
    tx: &Connection,
    (table, order): (&'static str, &'static str),
    account: &str,
    cursor: Option<&str>,
) -> Result<Option<i64>, Error> {
    let Some(id) = cursor else { return Ok(Some(i64::MAX)) };
    let found = tx
        .prepare_cached(&format!("SELECT {order} FROM {table} WHERE id = ?1 AND account = ?2"))?
        .query_row(params![id, account], |row| row.get(0))
        .optional()?;
    Ok(found)
}
