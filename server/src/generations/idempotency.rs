//! `Idempotency-Key`: a request that is sent again gives the first answer again.
//!
//! The key is scoped to its account and bound to a hash of the request. It is stored in the transaction that creates the
//! generation, so a request that was refused (402, 422, 429) leaves the key unused.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Error, GenerationId};
use crate::ledger::AccountId;

/// The generation that this key created before.
///
/// # Errors
/// [`Error::KeyReused`] when it was for another request.
pub fn find(
    tx: &Connection,
    account: &AccountId,
    key: &str,
    request_sha256: &str,
) -> Result<Option<GenerationId>, Error> {
    let found: Option<(String, String)> = tx
        .prepare_cached("SELECT request_sha256, generation FROM idempotency_key WHERE account = ?1 AND key = ?2")?
        .query_row(params![account.0, key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match found {
        None => Ok(None),
        Some((first, generation)) if first == request_sha256 => Ok(Some(GenerationId(generation))),
        Some(_) => Err(Error::KeyReused),
    }
}

/// Binds the key to the generation that is created in the same transaction.
///
/// # Errors
/// [`Error::Database`].
pub fn record(
    tx: &Connection,
    account: &AccountId,
    key: &str,
    request_sha256: &str,
    generation: &GenerationId,
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO idempotency_key (account, key, request_sha256, generation) VALUES (?1, ?2, ?3, ?4)",
        params![account.0, key, request_sha256, generation.0],
    )?;
    Ok(())
}
