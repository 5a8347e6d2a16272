//! All accounts together.

use rusqlite::Connection;

use super::{Books, Error};

/// Where all credits ever granted are, as the lots say; [`super::audit`] says whether the journal agrees.
///
/// # Errors
/// When the database fails.
pub fn books(tx: &Connection) -> Result<Books, Error> {
    let books = tx
        .prepare_cached(
            "SELECT coalesce(sum(granted), 0), coalesce(sum(available), 0), coalesce(sum(held), 0), coalesce(sum(spent), 0),
                    coalesce(sum(expired), 0), coalesce(sum(frozen), 0), coalesce(sum(clawed_back), 0)
             FROM lot",
        )?
        .query_row([], |row| {
            Ok(Books {
                issued: row.get(0)?,
                available: row.get(1)?,
                held: row.get(2)?,
                spent: row.get(3)?,
                expired: row.get(4)?,
                frozen: row.get(5)?,
                clawed_back: row.get(6)?,
            })
        })?;
    Ok(books)
}
