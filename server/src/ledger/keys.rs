//! API keys: shown once, stored as a digest.
//!
//! `oc3d_<id><secret><checksum>`: a prefix that scanners for leaked secrets can look for, 80 bits that name the row,
//! 256 secret bits, and a checksum that tells a mistyped key from a wrong one without a look at the database.

use std::fmt;

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use time::OffsetDateTime;

use super::ids::{encode, random};
use super::journal::Millis;
use super::{AccountId, Error, KeyId, Role, accounts};

const PREFIX: &str = "oc3d_";
const ID: usize = 16;
const SECRET: usize = 52;
const CHECKSUM: usize = 6;

/// A whole API key. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApiKey(pub String);

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}

/// What is known of a key afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRow {
    /// Names the key; the first characters after the prefix are the same.
    pub id: KeyId,
    /// Whose.
    pub account: AccountId,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it stopped working.
    #[serde(with = "time::serde::rfc3339::option")]
    pub revoked_at: Option<OffsetDateTime>,
}

/// Makes a key for an account. The answer is the only copy.
///
/// # Errors
/// [`Error::NoSuchAccount`].
pub fn create_key(tx: &Connection, account: &AccountId, now: OffsetDateTime) -> Result<ApiKey, Error> {
    let number = accounts::number(tx, account)?;
    let id = KeyId::random()?;
    let mut key = format!("{PREFIX}{}{}", name_in_key(&id), encode(&random::<32>()?));
    key.push_str(&checksum(&key));
    tx.prepare_cached("INSERT INTO api_key (id, account, sha256, created_at_ms) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![id.0, number, digest(&key), Millis::of(now)])?;
    Ok(ApiKey(key))
}

/// Who a key says is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Whose key it is.
    pub account: AccountId,
    /// What that account may do.
    pub role: Role,
    /// The account was terminated: the key is right and does not work.
    pub terminated: bool,
}

/// Whose key this is; none when it is malformed, unknown or revoked.
///
/// # Errors
/// When the database fails.
pub fn authenticate(tx: &Connection, presented: &str) -> Result<Option<Caller>, Error> {
    let Some(id) = parse(presented) else { return Ok(None) };
    let found: Option<([u8; 32], Caller)> = tx
        .prepare_cached(
            "SELECT sha256, account.id, role, terminated_at_ms IS NOT NULL
             FROM api_key JOIN account ON account.number = api_key.account
             WHERE api_key.id = ?1 AND revoked_at_ms IS NULL",
        )?
        .query_row([&id.0], |row| {
            let caller = Caller { account: AccountId(row.get(1)?), role: row.get(2)?, terminated: row.get(3)? };
            Ok((row.get(0)?, caller))
        })
        .optional()?;
    // In constant time, so that the answer's delay says nothing of how much of the digest agreed.
    Ok(found.filter(|(stored, _)| bool::from(stored.as_slice().ct_eq(&digest(presented)))).map(|(_, caller)| caller))
}

/// All keys of an account, oldest first.
///
/// # Errors
/// [`Error::NoSuchAccount`].
pub fn keys(tx: &Connection, account: &AccountId) -> Result<Vec<KeyRow>, Error> {
    let number = accounts::number(tx, account)?;
    let mut statement =
        tx.prepare_cached("SELECT id, created_at_ms, revoked_at_ms FROM api_key WHERE account = ?1 ORDER BY number")?;
    let mut rows = statement.query([number])?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        keys.push(KeyRow {
            id: KeyId(row.get(0)?),
            account: account.clone(),
            created_at: row.get::<_, Millis>(1)?.time()?,
            revoked_at: row.get::<_, Option<Millis>>(2)?.map(Millis::time).transpose()?,
        });
    }
    Ok(keys)
}

/// Stops a key from working, for good. A key that was revoked before stays as it is.
///
/// # Errors
/// [`Error::NoSuchKey`].
pub fn revoke_key(tx: &Connection, key: &KeyId, now: OffsetDateTime) -> Result<(), Error> {
    let changed = tx
        .prepare_cached("UPDATE api_key SET revoked_at_ms = coalesce(revoked_at_ms, ?2) WHERE id = ?1")?
        .execute(params![key.0, Millis::of(now)])?;
    if changed == 0 { Err(Error::NoSuchKey(key.0.clone())) } else { Ok(()) }
}

/// The id in a well-formed key.
fn parse(key: &str) -> Option<KeyId> {
    let body = key.strip_prefix(PREFIX)?;
    if body.len() != ID + SECRET + CHECKSUM || !body.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let (signed, sum) = key.split_at(key.len() - CHECKSUM);
    (checksum(signed) == sum).then(|| KeyId(format!("key_{}", &body[..ID])))
}

fn name_in_key(id: &KeyId) -> &str {
    id.0.strip_prefix("key_").expect("a key's id starts with key_")
}

fn checksum(text: &str) -> String {
    encode(&digest(text))[..CHECKSUM].to_owned()
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_recognised_and_a_typo_is_not() {
        let id = KeyId::random().expect("random");
        let mut key = format!("{PREFIX}{}{}", name_in_key(&id), encode(&[7; 32]));
        key.push_str(&checksum(&key));
        assert_eq!(key.len(), 79);
        assert_eq!(parse(&key), Some(id));
        for at in PREFIX.len()..key.len() {
            let mut typo = key.clone().into_bytes();
            typo[at] = if typo[at] == b'0' { b'1' } else { b'0' };
            assert_eq!(parse(std::str::from_utf8(&typo).expect("ASCII")), None, "changed at {at}");
        }
        assert_eq!(parse(&format!("{}é", &key[..77])), None);
    }
}
