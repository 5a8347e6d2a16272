//! Endpoints: where an account wants to hear.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params};
use schemars::JsonSchema;
use serde::Serialize;
use time::OffsetDateTime;

use super::event::{of_json, to_json};
use super::{Error, Event, SigningSecret, check_url, outbox, secret};
use crate::configuration::WebhooksSection;
use crate::database::{Millis, cursor};
use crate::idempotency::Reused;
use crate::ledger::{AccountId, EndpointId};

/// The most endpoints of one account.
const MOST: usize = 10;
/// The longest description, in characters.
const MAX_DESCRIPTION: usize = 200;

/// An endpoint before it is there.
#[derive(Debug, Clone)]
pub struct NewEndpoint {
    /// Made by the asker. Repeated, it finds the endpoint made.
    pub id: EndpointId,
    /// Where to.
    pub url: String,
    /// Names of events; every one without it.
    pub events: Option<Vec<String>>,
    /// What its owner calls it.
    pub description: Option<String>,
}

/// Why nothing is sent to an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DisabledReason {
    /// It answered 410.
    Gone,
    /// Every attempt failed for days.
    Failing,
}

impl DisabledReason {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            DisabledReason::Gone => "gone",
            DisabledReason::Failing => "failing",
        }
    }
}

impl FromSql for DisabledReason {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let name = value.as_str()?;
        [DisabledReason::Gone, DisabledReason::Failing]
            .into_iter()
            .find(|reason| reason.as_str() == name)
            .ok_or_else(|| FromSqlError::Other(format!("no reason: {name}").into()))
    }
}

/// An endpoint, without what signs for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Public id.
    pub id: EndpointId,
    /// Where to.
    pub url: String,
    /// What is told there.
    pub events: Vec<Event>,
    /// What its owner calls it.
    pub description: Option<String>,
    /// Why nothing is sent there; none while it is enabled.
    pub disabled: Option<DisabledReason>,
    /// When it was made.
    pub created_at: OffsetDateTime,
}

/// Makes an endpoint, or finds the one that the same request made: whether it did, and the secret that it was made with.
///
/// # Errors
/// [`Error::Invalid`] that names the field, [`Error::TooMany`]; for what was made before, [`Error::KeyReused`],
/// [`Error::Deleted`], [`Error::SecretReplaced`].
pub fn create(
    tx: &Connection,
    account: &AccountId,
    new: &NewEndpoint,
    section: &WebhooksSection,
    now: OffsetDateTime,
) -> Result<(Endpoint, SigningSecret, bool), Error> {
    let events = match &new.events {
        Some(names) => events_of(names)?,
        None => Event::OF_ENDPOINTS.to_vec(),
    };
    let description = new.description.as_deref().map(valid_description).transpose()?;
    if let Some((before, deleted)) = find(tx, account, &new.id)? {
        let same = (&before.url, &before.events, before.description.as_deref()) == (&new.url, &events, description);
        return if !same {
            Err(Reused.into())
        } else if deleted {
            Err(Error::Deleted(before.id.0))
        } else {
            let secret = secret::first(tx, &before.id.0)?.ok_or_else(|| Error::SecretReplaced(before.id.0.clone()))?;
            Ok((before, secret, true))
        };
    }
    check_url(section, &new.url).map_err(|reason| Error::Invalid { field: "url", reason })?;
    let there: i64 = tx
        .prepare_cached("SELECT count(*) FROM webhook_endpoint WHERE account = ?1 AND deleted_at_ms IS NULL")?
        .query_row([&account.0], |row| row.get(0))?;
    if there >= MOST as i64 {
        return Err(Error::TooMany(MOST));
    }
    tx.prepare_cached(
        "INSERT INTO webhook_endpoint (id, account, url, events, description, created_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![new.id.0, account.0, new.url, to_json(&events), description, Millis::of(now)])?;
    let secret = secret::renew(tx, &new.id.0, now)?;
    Ok((endpoint(tx, account, &new.id)?, secret, false))
}

fn events_of(names: &[String]) -> Result<Vec<Event>, Error> {
    let wrong = |what: String| {
        let known: Vec<&str> = Event::OF_ENDPOINTS.iter().map(|event| event.as_str()).collect();
        Error::Invalid { field: "events", reason: format!("{what}; there are {}", known.join(", ")) }
    };
    let find = |name: &String| {
        let found = Event::OF_ENDPOINTS.into_iter().find(|event| event.as_str() == name);
        let short = || wrong(format!("there is no event '{}'", name.chars().take(40).collect::<String>()));
        found.ok_or_else(short)
    };
    let named: Vec<Event> = names.iter().map(find).collect::<Result<_, _>>()?;
    if named.is_empty() {
        return Err(wrong("name one at least, or leave it out for all".to_owned()));
    }
    // Each once, in our order.
    Ok(Event::OF_ENDPOINTS.into_iter().filter(|event| named.contains(event)).collect())
}

fn valid_description(text: &str) -> Result<&str, Error> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > MAX_DESCRIPTION || text.chars().any(char::is_control) {
        let reason = format!("it has 1 to {MAX_DESCRIPTION} characters, none of them a control character");
        return Err(Error::Invalid { field: "description", reason });
    }
    Ok(text)
}

const COLUMNS: &str = "id, url, events, description, disabled_reason, created_at_ms, deleted_at_ms IS NOT NULL";

fn read(row: &Row<'_>) -> Result<(Endpoint, bool), Error> {
    let endpoint = Endpoint {
        id: EndpointId(row.get(0)?),
        url: row.get(1)?,
        events: of_json(&row.get::<_, String>(2)?)?,
        description: row.get(3)?,
        disabled: row.get(4)?,
        created_at: row.get::<_, Millis>(5)?.time()?,
    };
    Ok((endpoint, row.get(6)?))
}

/// An endpoint, and whether it was deleted.
fn find(tx: &Connection, account: &AccountId, id: &EndpointId) -> Result<Option<(Endpoint, bool)>, Error> {
    tx.prepare_cached(&format!("SELECT {COLUMNS} FROM webhook_endpoint WHERE id = ?1 AND account = ?2"))?
        .query_row(params![id.0, account.0], |row| Ok(read(row)))
        .optional()?
        .transpose()
}

/// One endpoint of an account.
///
/// # Errors
/// [`Error::NoSuchEndpoint`], also when it was deleted or is another account's.
pub fn endpoint(tx: &Connection, account: &AccountId, id: &EndpointId) -> Result<Endpoint, Error> {
    match find(tx, account, id)? {
        Some((endpoint, false)) => Ok(endpoint),
        _ => Err(Error::NoSuchEndpoint),
    }
}

/// Endpoints of an account, newest first, from after the cursor on. `None` when the cursor is not one of this account's.
///
/// # Errors
/// When the database fails.
pub fn endpoints(
    tx: &Connection,
    account: &AccountId,
    after: Option<&str>,
    limit: usize,
) -> Result<Option<Vec<Endpoint>>, Error> {
    let Some(before) = cursor::before(tx, ("webhook_endpoint", "sequence"), &account.0, after)? else {
        return Ok(None);
    };
    let mut statement = tx.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM webhook_endpoint WHERE account = ?1 AND deleted_at_ms IS NULL AND sequence < ?2
         ORDER BY sequence DESC LIMIT ?3"
    ))?;
    let wanted = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![account.0, before, wanted], |row| Ok(read(row)))?;
    let mut endpoints = Vec::new();
    for row in rows {
        endpoints.push(row??.0);
    }
    Ok(Some(endpoints))
}

/// Deletes an endpoint: nothing more is sent there.
///
/// # Errors
/// [`Error::NoSuchEndpoint`].
pub fn delete(tx: &Connection, account: &AccountId, id: &EndpointId, now: OffsetDateTime) -> Result<(), Error> {
    endpoint(tx, account, id)?;
    tx.prepare_cached("UPDATE webhook_endpoint SET deleted_at_ms = ?2 WHERE id = ?1")?
        .execute(params![id.0, Millis::of(now)])?;
    secret::remove(tx, &id.0)?;
    outbox::give_up(tx, &id.0, now)
}

/// Makes an endpoint that was disabled hear again of what happens from now on.
///
/// # Errors
/// [`Error::NoSuchEndpoint`].
pub fn enable(tx: &Connection, account: &AccountId, id: &EndpointId) -> Result<Endpoint, Error> {
    endpoint(tx, account, id)?;
    tx.prepare_cached(
        "UPDATE webhook_endpoint SET disabled_reason = NULL, disabled_at_ms = NULL, failing_since_ms = NULL WHERE id = ?1",
    )?
    .execute([&id.0])?;
    endpoint(tx, account, id)
}

/// Sends nothing more to an endpoint; whether that is new.
pub(super) fn disable(tx: &Connection, id: &str, reason: DisabledReason, now: OffsetDateTime) -> Result<bool, Error> {
    let changed = tx
        .prepare_cached(
            "UPDATE webhook_endpoint SET disabled_reason = ?2, disabled_at_ms = ?3
             WHERE id = ?1 AND disabled_at_ms IS NULL AND deleted_at_ms IS NULL",
        )?
        .execute(params![id, reason.as_str(), Millis::of(now)])?;
    outbox::give_up(tx, id, now)?;
    Ok(changed > 0)
}

/// Makes another secret for an endpoint; the one before signs beside it for a day.
///
/// # Errors
/// [`Error::NoSuchEndpoint`].
pub fn rotate(
    tx: &Connection,
    account: &AccountId,
    id: &EndpointId,
    now: OffsetDateTime,
) -> Result<(Endpoint, SigningSecret), Error> {
    let endpoint = endpoint(tx, account, id)?;
    Ok((endpoint, secret::renew(tx, &id.0, now)?))
}
