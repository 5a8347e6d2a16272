//! API keys: shown once, stored as a digest.
//!
//! `oc3d_<id><secret><checksum>`: a prefix that scanners for leaked secrets can look for, 80 bits that name the row,
//! 256 secret bits, and a checksum that tells a mistyped key from a wrong one without a look at the database.

use std::fmt;

use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use time::{Duration, OffsetDateTime};

use super::ids::{encode, random};
use super::journal::Millis;
use super::{AccountId, Error, KeyId, Role, accounts};
use crate::date_time::DateTime;

const PREFIX: &str = "oc3d_";
const ID: usize = 16;
const SECRET: usize = 52;
const CHECKSUM: usize = 6;

/// The most keys of one account that work at the same time.
const MAX_KEYS: i64 = 100;
/// The longest name of a key, in characters.
const MAX_NAME: usize = 64;
/// How exactly the last use of a key is kept.
const USE_NOTED_EVERY_MS: i64 = 3_600_000;

/// A whole API key. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ApiKey(pub String);

impl ApiKey {
    /// The id that names it where it must not appear itself.
    ///
    /// # Panics
    /// On what is no key; [`create_key`] makes none such.
    #[must_use]
    pub fn id(&self) -> KeyId {
        parse(&self.0).expect("a key that was made here")
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}

/// What is known of a key afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Key")]
pub struct KeyRow {
    /// Names the key; the first characters after the prefix are the same.
    pub id: KeyId,
    /// Whose.
    pub account: AccountId,
    /// What its owner calls it.
    pub name: Option<String>,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "DateTime")]
    pub created_at: OffsetDateTime,
    /// When it was last used, to the hour.
    #[serde(with = "time::serde::rfc3339::option")]
    #[schemars(with = "Option<DateTime>")]
    pub last_used_at: Option<OffsetDateTime>,
    /// When it stopped working, or will: a key that was replaced may work for a while.
    #[serde(with = "time::serde::rfc3339::option")]
    #[schemars(with = "Option<DateTime>")]
    pub revoked_at: Option<OffsetDateTime>,
}

/// A page of keys, and where the next one starts.
#[derive(Debug, Clone)]
pub struct KeyPage {
    /// Latest first.
    pub data: Vec<KeyRow>,
    /// The next page's cursor; none on the last.
    pub next: Option<String>,
}

/// Makes a key for an account. The answer is the only copy.
///
/// # Errors
/// [`Error::NoSuchAccount`]; [`Error::Invalid`] when the name cannot be; [`Error::TooManyKeys`].
pub fn create_key(
    tx: &Connection,
    account: &AccountId,
    name: Option<&str>,
    now: OffsetDateTime,
) -> Result<ApiKey, Error> {
    create_key_as(tx, &KeyId::random()?, account, name, now)
}

/// [`create_key`] with an id that the asker made.
///
/// # Errors
/// As [`create_key`]; [`Error::KeyMade`] when there is one of this id, whose secret nobody has any more.
pub fn create_key_as(
    tx: &Connection,
    id: &KeyId,
    account: &AccountId,
    name: Option<&str>,
    now: OffsetDateTime,
) -> Result<ApiKey, Error> {
    check_unmade(tx, id)?;
    let number = accounts::number(tx, account)?;
    let name = name.map(valid_name).transpose()?;
    let working: i64 = tx
        .prepare_cached(
            "SELECT count(*) FROM api_key WHERE account = ?1 AND (revoked_at_ms IS NULL OR revoked_at_ms > ?2)",
        )?
        .query_row(params![number, Millis::of(now)], |row| row.get(0))?;
    if working >= MAX_KEYS {
        return Err(Error::TooManyKeys(MAX_KEYS));
    }
    let mut key = format!("{PREFIX}{}{}", name_in_key(id), encode(&random::<32>()?));
    key.push_str(&checksum(&key));
    tx.prepare_cached("INSERT INTO api_key (id, account, name, sha256, created_at_ms) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![id.0, number, name, digest(&key), Millis::of(now)])?;
    Ok(ApiKey(key))
}

fn check_unmade(tx: &Connection, id: &KeyId) -> Result<(), Error> {
    let made = tx.prepare_cached("SELECT 1 FROM api_key WHERE id = ?1")?.exists([&id.0])?;
    if made { Err(Error::KeyMade(id.0.clone())) } else { Ok(()) }
}

/// Makes a key of the id `new` that takes another one's place and name; the other works for `grace` more.
///
/// # Errors
/// [`Error::NoSuchKey`] when the account has none of this id, [`Error::KeyMade`] when there is a key `new`,
/// [`Error::KeyRevoked`] when the old one was revoked or replaced before.
pub fn rotate_key(
    tx: &Connection,
    account: &AccountId,
    key: &KeyId,
    new: &KeyId,
    grace: Duration,
    now: OffsetDateTime,
) -> Result<ApiKey, Error> {
    let old = key_of(tx, account, key)?;
    // Whoever asks again has to hear what his request made, and not only that something did.
    check_unmade(tx, new)?;
    if old.revoked_at.is_some() {
        return Err(Error::KeyRevoked(key.0.clone()));
    }
    // First the old one: an account that has as many as it may can still rotate each of them.
    tx.prepare_cached("UPDATE api_key SET revoked_at_ms = ?2 WHERE id = ?1")?
        .execute(params![key.0, Millis::of(now + grace)])?;
    create_key_as(tx, new, account, old.name.as_deref(), now)
}

/// Who a key says is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Whose key it is.
    pub account: AccountId,
    /// Which key it is.
    pub key: KeyId,
    /// That the key's last use is not noted for this hour: [`note_use`] does it.
    pub use_unnoted: bool,
    /// What that account may do.
    pub role: Role,
    /// The account was terminated: the key is right and does not work.
    pub terminated: bool,
}

/// Whose key this is; none when it is malformed, unknown or revoked.
///
/// # Errors
/// When the database fails.
pub fn authenticate(tx: &Connection, presented: &str, now: OffsetDateTime) -> Result<Option<Caller>, Error> {
    let Some(id) = parse(presented) else { return Ok(None) };
    let now = Millis::of(now);
    let found: Option<([u8; 32], Caller)> = tx
        .prepare_cached(
            "SELECT sha256, account.id, role, terminated_at_ms IS NOT NULL, last_used_at_ms
             FROM api_key JOIN account ON account.number = api_key.account
             WHERE api_key.id = ?1 AND (revoked_at_ms IS NULL OR revoked_at_ms > ?2)",
        )?
        .query_row(params![id.0, now], |row| {
            let last_used: Option<Millis> = row.get(4)?;
            let caller = Caller {
                account: AccountId(row.get(1)?),
                key: id.clone(),
                use_unnoted: last_used.is_none_or(|last| last.0 <= now.0 - USE_NOTED_EVERY_MS),
                role: row.get(2)?,
                terminated: row.get(3)?,
            };
            Ok((row.get(0)?, caller))
        })
        .optional()?;
    // In constant time, so that the answer's delay says nothing of how much of the digest agreed.
    Ok(found.filter(|(stored, _)| bool::from(stored.as_slice().ct_eq(&digest(presented)))).map(|(_, caller)| caller))
}

/// Notes that a key was used, unless that was done within the last hour.
///
/// # Errors
/// When the database fails.
pub fn note_use(tx: &Connection, key: &KeyId, now: OffsetDateTime) -> Result<(), Error> {
    let now = Millis::of(now);
    tx.prepare_cached("UPDATE api_key SET last_used_at_ms = ?2 WHERE id = ?1 AND coalesce(last_used_at_ms, 0) <= ?3")?
        .execute(params![key.0, now, Millis(now.0 - USE_NOTED_EVERY_MS)])?;
    Ok(())
}

/// All keys of an account, oldest first.
///
/// # Errors
/// [`Error::NoSuchAccount`].
pub fn keys(tx: &Connection, account: &AccountId) -> Result<Vec<KeyRow>, Error> {
    let number = accounts::number(tx, account)?;
    select(tx, account, "account = ?1 ORDER BY number", params![number])
}

/// Keys of an account, latest first, from `cursor` (a page's `next`) on.
///
/// # Errors
/// [`Error::NoSuchAccount`]; [`Error::Invalid`] for a cursor that no page gave.
pub fn key_page(tx: &Connection, account: &AccountId, cursor: Option<&str>, limit: usize) -> Result<KeyPage, Error> {
    let number = accounts::number(tx, account)?;
    let before: i64 = match cursor {
        None => i64::MAX,
        // The last key shown, so that it stays good whatever is made meanwhile.
        Some(cursor) => tx
            .prepare_cached("SELECT number FROM api_key WHERE id = ?1 AND account = ?2")?
            .query_row(params![cursor, number], |row| row.get(0))
            .optional()?
            .ok_or_else(|| Error::Invalid("this cursor is not one that a page of keys gave as 'next'".to_owned()))?,
    };
    // One more than asked tells whether there is a next page.
    let wanted = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let which = "account = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3";
    let mut data = select(tx, account, which, params![number, before, wanted])?;
    let more = data.len() > limit;
    data.truncate(limit);
    let next = if more { data.last().map(|key| key.id.0.clone()) } else { None };
    Ok(KeyPage { data, next })
}

/// One key of an account.
///
/// # Errors
/// [`Error::NoSuchKey`], also when another account has it.
pub fn key_of(tx: &Connection, account: &AccountId, key: &KeyId) -> Result<KeyRow, Error> {
    let number = accounts::number(tx, account)?;
    select(tx, account, "account = ?1 AND id = ?2", params![number, key.0])?
        .pop()
        .ok_or_else(|| Error::NoSuchKey(key.0.clone()))
}

fn select(
    tx: &Connection,
    account: &AccountId,
    which: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<KeyRow>, Error> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT id, name, created_at_ms, last_used_at_ms, revoked_at_ms FROM api_key WHERE {which}"
    ))?;
    let mut rows = statement.query(values)?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        keys.push(KeyRow {
            id: KeyId(row.get(0)?),
            account: account.clone(),
            name: row.get(1)?,
            created_at: row.get::<_, Millis>(2)?.time()?,
            last_used_at: row.get::<_, Option<Millis>>(3)?.map(Millis::time).transpose()?,
            revoked_at: row.get::<_, Option<Millis>>(4)?.map(Millis::time).transpose()?,
        });
    }
    Ok(keys)
}

/// Stops a key from working, for good. A key that was revoked before stays as it is.
///
/// # Errors
/// [`Error::NoSuchKey`].
pub fn revoke_key(tx: &Connection, key: &KeyId, now: OffsetDateTime) -> Result<(), Error> {
    if !tx.prepare_cached("SELECT 1 FROM api_key WHERE id = ?1")?.exists([&key.0])? {
        return Err(Error::NoSuchKey(key.0.clone()));
    }
    tx.prepare_cached(
        "UPDATE api_key SET revoked_at_ms = ?2 WHERE id = ?1 AND (revoked_at_ms IS NULL OR revoked_at_ms > ?2)",
    )?
    .execute(params![key.0, Millis::of(now)])?;
    Ok(())
}

/// Something that fits in a line of a list.
fn valid_name(name: &str) -> Result<&str, Error> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
        return Err(Error::Invalid(format!(
            "a key's name has 1 to {MAX_NAME} characters, none of them a control character"
        )));
    }
    Ok(name)
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
