//! `Idempotency-Key`: a request that is sent again gives the first answer again.
//!
//! The key is scoped to its account and bound to a hash of the request. It is stored in the transaction that creates the
//! generation, so a request that was refused (402, 422, 429) leaves the key unused.

use rusqlite::{Connection, OptionalExtension, params};
use time::OffsetDateTime;

use super::{Error, GenerationId, GenerationOptions, store};
use crate::ledger::{AccountId, Credits};

/// A key and the hash of the request that it came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedRequest {
    /// As the client named it; scoped to its account.
    pub key: String,
    /// Of what was asked, hexadecimal.
    pub sha256: String,
}

/// Creates generation `id` and its hold ([`store::create`]), or finds the one that the same request created before: its id
/// is another one then. The lookup is in the transaction of the creation, because a request whose connection dropped may
/// have been committed since its client last asked.
///
/// # Errors
/// [`Error::KeyReused`]; [`Error::Ledger`] without credits, which leaves the key unused.
pub fn create_once(
    tx: &Connection,
    id: &GenerationId,
    account: &AccountId,
    options: &GenerationOptions,
    price: Credits,
    request: Option<&KeyedRequest>,
    now: OffsetDateTime,
) -> Result<GenerationId, Error> {
    if let Some(KeyedRequest { key, sha256 }) = request
        && let Some(earlier) = find(tx, account, key, sha256)?
    {
        return Ok(earlier);
    }
    store::create(tx, id, account, options, price, now)?;
    if let Some(KeyedRequest { key, sha256 }) = request {
        record(tx, account, key, sha256, id)?;
    }
    Ok(id.clone())
}

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
fn record(
    tx: &Connection,
    account: &AccountId,
    key: &str,
    request_sha256: &str,
    generation: &GenerationId,
) -> Result<(), Error> {
    tx.prepare_cached(
        "INSERT INTO idempotency_key (account, key, request_sha256, generation) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![account.0, key, request_sha256, generation.0])?;
    Ok(())
}
