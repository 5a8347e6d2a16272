//! `/v1/keys`: the account's own API keys. Another account's key is one that does not exist.

use hyper::{
    HeaderMap, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::{
    Answer, Front, body, idempotency_key,
    pages::{Page, PageRequest},
    problem::Problem,
};
use crate::ledger::{self, AccountId, ApiKey, KeyId, KeyRow};

/// The longest time that a key works on after another took its place: 30 days.
const MAX_GRACE_S: u32 = 30 * 24 * 3600;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewKey {
    name: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Rotation {
    #[serde(default)]
    grace_s: u32,
}

/// A key that was just made: the one answer that has it whole.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MadeKey")]
pub(super) struct Made {
    key: ApiKey,
    #[serde(flatten)]
    row: KeyRow,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<KeyRow>,
}

/// `GET /v1/keys`.
pub(super) async fn list(front: &Front, account: AccountId, query: Option<&str>) -> Result<Answer, Problem> {
    let PageRequest { cursor, limit } = PageRequest::parse(query)?;
    let page = front.database.read(move |tx| ledger::key_page(tx, &account, cursor.as_deref(), limit)).await?;
    Ok(body::json(StatusCode::OK, &Page { data: page.data, next: page.next }))
}

/// `POST /v1/keys`.
pub(super) async fn create(
    front: &Front,
    account: AccountId,
    headers: &HeaderMap,
    body: &mut Incoming,
) -> Result<Answer, Problem> {
    let guard = idempotency_key::claim(front, &account, "key", headers)?;
    let NewKey { name } = body::read_json(front, headers, body).await?;
    let id = guard.as_ref().map_or_else(KeyId::random, |key| Ok(KeyId::of_key(&account, key.name())))?;
    let now = OffsetDateTime::now_utc();
    let create = move |tx: &_| {
        let key = ledger::create_key_as(tx, &id, &account, name.as_deref(), now)?;
        let row = ledger::key_of(tx, &account, &key.id())?;
        Ok::<_, ledger::Error>(Made { key, row, replaces: None })
    };
    Ok(made(&front.database.write(create).await?))
}

/// `DELETE /v1/keys/{id}`: also the key that asks.
pub(super) async fn revoke(front: &Front, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let (key, now) = (KeyId(id.to_owned()), OffsetDateTime::now_utc());
    let revoke = move |tx: &_| {
        // First whose it is.
        ledger::key_of(tx, &account, &key)?;
        ledger::revoke_key(tx, &key, now)?;
        ledger::key_of(tx, &account, &key)
    };
    Ok(body::json(StatusCode::OK, &front.database.write(revoke).await?))
}

/// `POST /v1/keys/{id}/rotate`.
pub(super) async fn rotate(
    front: &Front,
    account: AccountId,
    id: &str,
    headers: &HeaderMap,
    body: &mut Incoming,
) -> Result<Answer, Problem> {
    let guard = idempotency_key::claim(front, &account, "key", headers)?;
    let Rotation { grace_s } = body::read_json(front, headers, body).await?;
    if grace_s > MAX_GRACE_S {
        let detail = format!("grace_s is {grace_s}; it must be 0 to {MAX_GRACE_S} (30 days)");
        return Err(Problem::invalid("invalid", detail));
    }
    let new = guard.as_ref().map_or_else(KeyId::random, |key| {
        // Of its own: the key that is made under the same Idempotency-Key is another one.
        Ok(KeyId::of_key(&account, &format!("{} in place of {id}", key.name())))
    })?;
    let (old, now) = (KeyId(id.to_owned()), OffsetDateTime::now_utc());
    let rotate = move |tx: &_| {
        let key = ledger::rotate_key(tx, &account, &old, &new, Duration::seconds(grace_s.into()), now)?;
        let row = ledger::key_of(tx, &account, &key.id())?;
        let replaces = Some(ledger::key_of(tx, &account, &old)?);
        Ok::<_, ledger::Error>(Made { key, row, replaces })
    };
    Ok(made(&front.database.write(rotate).await?))
}

fn made(made: &Made) -> Answer {
    let mut answer = body::json(StatusCode::CREATED, made);
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}
