//! A generation is created once for each `Idempotency-Key`.

use rusqlite::Connection;
use time::OffsetDateTime;

use super::{Error, GenerationId, GenerationOptions, store};
use crate::idempotency::{KeyedRequest, Keys};
use crate::ledger::{AccountId, Credits};

const KEYS: Keys = Keys { table: "idempotency_key", created: "generation" };

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
    if let Some(request) = request
        && let Some(earlier) = find(tx, account, request)?
    {
        return Ok(earlier);
    }
    store::create(tx, id, account, options, price, now)?;
    if let Some(request) = request {
        KEYS.record(tx, account, request, &id.0)?;
    }
    Ok(id.clone())
}

/// The generation that this key created before.
///
/// # Errors
/// [`Error::KeyReused`] when it was for another request.
pub fn find(tx: &Connection, account: &AccountId, request: &KeyedRequest) -> Result<Option<GenerationId>, Error> {
    Ok(KEYS.find::<Error>(tx, account, request)?.map(GenerationId))
}
