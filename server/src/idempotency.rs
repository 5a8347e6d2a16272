//! `Idempotency-Key`: a request that is sent again gives the first answer again.
//!
//! A key is scoped to its account and the kind of request, and bound to a hash of the request. It is stored in the transaction
//! that does what was asked, so a request that was refused (402, 422, 429) leaves the key unused.

use rusqlite::{Connection, OptionalExtension, params};

use crate::database;
use crate::ledger::AccountId;

/// A key and the hash of the request that it came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedRequest {
    /// As the client named it; scoped to its account.
    pub key: String,
    /// Of what was asked, hexadecimal.
    pub sha256: String,
}

/// The key was used for another request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the Idempotency-Key was used before with another request")]
pub struct Reused;

/// Where one kind of request keeps its keys: a table of (`account`, `key`, `request_sha256`, and the id of what was created).
#[derive(Debug)]
pub struct Keys {
    /// The table.
    pub table: &'static str,
    /// Its column with the id.
    pub created: &'static str,
}

impl Keys {
    /// The id of what the same request created before.
    ///
    /// # Errors
    /// [`Reused`]; [`database::Error`].
    pub fn find<E>(&self, tx: &Connection, account: &AccountId, request: &KeyedRequest) -> Result<Option<String>, E>
    where
        E: From<Reused> + From<database::Error>,
    {
        let Keys { table, created } = self;
        let select = format!("SELECT request_sha256, {created} FROM {table} WHERE account = ?1 AND key = ?2");
        let found: Option<(String, String)> = tx
            .prepare_cached(&select)
            .and_then(|mut statement| {
                let row = statement.query_row(params![account.0, request.key], |row| Ok((row.get(0)?, row.get(1)?)));
                row.optional()
            })
            .map_err(database::Error::from)?;
        match found {
            None => Ok(None),
            Some((first, id)) if first == request.sha256 => Ok(Some(id)),
            Some(_) => Err(Reused.into()),
        }
    }

    /// Binds the key to what is created in the same transaction.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record(
        &self,
        tx: &Connection,
        account: &AccountId,
        request: &KeyedRequest,
        id: &str,
    ) -> Result<(), database::Error> {
        let Keys { table, created } = self;
        tx.prepare_cached(&format!(
            "INSERT INTO {table} (account, key, request_sha256, {created}) VALUES (?1, ?2, ?3, ?4)"
        ))?
        .execute(params![account.0, request.key, request.sha256, id])?;
        Ok(())
    }
}
