//! Artifacts that a retention rule takes away: first the row says so, then the files go. The records stay (policy P4, P12).

use rusqlite::{Connection, OptionalExtension, params};
use time::OffsetDateTime;

use super::{Error, GenerationId};
use crate::database::Millis;

/// How many a transaction marks: the ledger's writer is not kept for long.
const AT_ONCE: i64 = 500;

/// Marks artifacts of generations that ended by `finished_until`, the oldest first; how many.
///
/// # Errors
/// [`Error::Database`].
pub fn expire_artifacts(tx: &Connection, finished_until: OffsetDateTime, now: OffsetDateTime) -> Result<usize, Error> {
    // None before the latest that is marked can be due: they are marked in their order.
    let marked = tx
        .prepare_cached(
            "INSERT INTO artifact_expiry (generation, finished_at_ms, expired_at_ms) \
             SELECT id, finished_at_ms, ?2 FROM generation \
             WHERE state = 'SUCCEEDED' AND finished_at_ms <= ?1 \
               AND finished_at_ms >= (SELECT coalesce(max(finished_at_ms), 0) FROM artifact_expiry) \
               AND NOT EXISTS (SELECT 1 FROM artifact_expiry WHERE generation = generation.id) \
             ORDER BY finished_at_ms LIMIT ?3",
        )?
        .execute(params![Millis::of(finished_until), Millis::of(now), AT_ONCE])?;
    Ok(marked)
}

/// Whose files are still there although they expired.
///
/// # Errors
/// [`Error::Database`].
pub fn artifacts_to_remove(tx: &Connection) -> Result<Vec<GenerationId>, Error> {
    let mut statement =
        tx.prepare_cached("SELECT generation FROM artifact_expiry WHERE removed_at_ms IS NULL LIMIT ?1")?;
    let rows = statement.query_map([AT_ONCE], |row| row.get(0).map(GenerationId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes that the files of `ids` are gone.
///
/// # Errors
/// [`Error::Database`].
pub fn artifacts_removed(tx: &Connection, ids: &[GenerationId], now: OffsetDateTime) -> Result<(), Error> {
    let mut update =
        tx.prepare_cached("UPDATE artifact_expiry SET removed_at_ms = max(?2, expired_at_ms) WHERE generation = ?1")?;
    for id in ids {
        update.execute(params![id.0, Millis::of(now)])?;
    }
    Ok(())
}

/// When the artifacts of a generation expired, if they did.
///
/// # Errors
/// [`Error::Database`].
pub fn artifacts_expired_at(tx: &Connection, id: &GenerationId) -> Result<Option<OffsetDateTime>, Error> {
    let expired: Option<Millis> = tx
        .prepare_cached("SELECT expired_at_ms FROM artifact_expiry WHERE generation = ?1")?
        .query_row([&id.0], |row| row.get(0))
        .optional()?;
    Ok(expired.map(Millis::time).transpose()?)
}

/// Which of `ids` are generations that ended by `finished_until`.
///
/// # Errors
/// [`Error::Database`].
pub fn ended_by(
    tx: &Connection,
    ids: Vec<GenerationId>,
    finished_until: OffsetDateTime,
) -> Result<Vec<GenerationId>, Error> {
    let mut ended = tx.prepare_cached("SELECT 1 FROM generation WHERE id = ?1 AND finished_at_ms <= ?2")?;
    let mut found = Vec::new();
    for id in ids {
        if ended.exists(params![id.0, Millis::of(finished_until)])? {
            found.push(id);
        }
    }
    Ok(found)
}

/// Which of `ids` are generations.
///
/// # Errors
/// [`Error::Database`].
pub fn known(tx: &Connection, ids: Vec<GenerationId>) -> Result<Vec<GenerationId>, Error> {
    let mut known = tx.prepare_cached("SELECT 1 FROM generation WHERE id = ?1")?;
    let mut found = Vec::new();
    for id in ids {
        if known.exists([&id.0])? {
            found.push(id);
        }
    }
    Ok(found)
}
