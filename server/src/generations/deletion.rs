//! What an owner deleted: the files go, the generation stays in the history (policy P4).

use rusqlite::{Connection, params};
use time::OffsetDateTime;

use super::{Error, GenerationId};
use crate::database::Millis;

/// Notes that the owner deleted what a generation made; noted once, however often it is asked for. Whoever asks removes the
/// files afterwards.
///
/// # Errors
/// [`Error::Database`].
pub fn delete(tx: &Connection, id: &GenerationId, now: OffsetDateTime) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO deletion (generation, deleted_at_ms) VALUES (?1, ?2) ON CONFLICT (generation) DO NOTHING",
        params![id.0, Millis::of(now)],
    )?;
    Ok(())
}
