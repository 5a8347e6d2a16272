//! Deliveries, as their owner sees them.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params};
use schemars::JsonSchema;
use serde::Serialize;
use time::{Duration, OffsetDateTime};

use super::{Endpoint, Error, Event, endpoint, outbox};
use crate::database::{Millis, cursor};
use crate::date_time::DateTime;
use crate::generations::GenerationId;
use crate::ledger::{AccountId, DeliveryId, EndpointId};

/// The most tests of an endpoint within [`TESTS_WITHIN`].
const MOST_TESTS: usize = 10;
const TESTS_WITHIN: Duration = Duration::MINUTE;

/// How far a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It is tried, or tried again.
    Pending,
    /// The endpoint took it.
    Delivered,
    /// It was given up.
    Failed,
}

impl FromSql for DeliveryState {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_str()? {
            "pending" => Ok(DeliveryState::Pending),
            "delivered" => Ok(DeliveryState::Delivered),
            "failed" => Ok(DeliveryState::Failed),
            name => Err(FromSqlError::Other(format!("no state of a delivery: {name}").into())),
        }
    }
}

/// One time that it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "WebhookAttempt")]
pub struct Attempt {
    /// When it began.
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "DateTime")]
    pub at: OffsetDateTime,
    /// What was answered; none without an answer.
    pub status: Option<u16>,
    /// What went wrong.
    pub error: Option<String>,
    /// How long it took.
    pub ms: i64,
}

/// Something that is told to an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "WebhookDelivery")]
pub struct Delivery {
    /// The `webhook-id`, the same at every attempt.
    pub id: DeliveryId,
    /// What it tells.
    pub event: String,
    /// Of which generation; none for a test.
    pub generation: Option<GenerationId>,
    /// How far it is.
    pub state: DeliveryState,
    /// When what it tells happened.
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "DateTime")]
    pub created_at: OffsetDateTime,
    /// When it is sent next; none when it has ended.
    #[serde(with = "time::serde::rfc3339::option")]
    #[schemars(with = "Option<DateTime>")]
    pub next_attempt_at: Option<OffsetDateTime>,
    /// The latest of them, oldest first.
    pub attempts: Vec<Attempt>,
}

const COLUMNS: &str = "sequence, id, event, generation, state, created_at_ms, due_at_ms";

fn read(row: &Row<'_>) -> Result<(i64, Delivery), Error> {
    let delivery = Delivery {
        id: DeliveryId(row.get(1)?),
        event: row.get(2)?,
        generation: row.get::<_, Option<String>>(3)?.map(GenerationId),
        state: row.get(4)?,
        created_at: row.get::<_, Millis>(5)?.time()?,
        next_attempt_at: row.get::<_, Option<Millis>>(6)?.map(Millis::time).transpose()?,
        attempts: Vec::new(),
    };
    Ok((row.get(0)?, delivery))
}

/// Deliveries to an endpoint, newest first, from after the cursor on. `None` when the cursor is not one of this account's.
///
/// # Errors
/// [`Error::NoSuchEndpoint`].
pub fn deliveries(
    tx: &Connection,
    account: &AccountId,
    id: &EndpointId,
    after: Option<&str>,
    limit: usize,
) -> Result<Option<Vec<Delivery>>, Error> {
    endpoint(tx, account, id)?;
    let Some(before) = cursor::before(tx, ("webhook_delivery", "sequence"), &account.0, after)? else {
        return Ok(None);
    };
    let mut statement = tx.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM webhook_delivery WHERE endpoint = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3"
    ))?;
    let wanted = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![id.0, before, wanted], |row| Ok(read(row)))?;
    let mut deliveries = Vec::new();
    for row in rows {
        deliveries.push(with_attempts(tx, row??)?);
    }
    Ok(Some(deliveries))
}

fn with_attempts(tx: &Connection, (sequence, mut delivery): (i64, Delivery)) -> Result<Delivery, Error> {
    let mut statement =
        tx.prepare_cached("SELECT at_ms, status, error, ms FROM webhook_attempt WHERE delivery = ?1 ORDER BY number")?;
    let mut rows = statement.query([sequence])?;
    while let Some(row) = rows.next()? {
        let at = row.get::<_, Millis>(0)?.time()?;
        delivery.attempts.push(Attempt { at, status: row.get(1)?, error: row.get(2)?, ms: row.get(3)? });
    }
    Ok(delivery)
}

/// One delivery to an endpoint.
fn delivery(tx: &Connection, endpoint: &EndpointId, id: &DeliveryId) -> Result<Delivery, Error> {
    let found = tx
        .prepare_cached(&format!("SELECT {COLUMNS} FROM webhook_delivery WHERE id = ?1 AND endpoint = ?2"))?
        .query_row(params![id.0, endpoint.0], |row| Ok(read(row)))
        .optional()?;
    with_attempts(tx, found.ok_or(Error::NoSuchDelivery)??)
}

fn enabled(tx: &Connection, account: &AccountId, id: &EndpointId) -> Result<(), Error> {
    let Endpoint { disabled, .. } = endpoint(tx, account, id)?;
    if disabled.is_some() { Err(Error::Disabled(id.0.clone())) } else { Ok(()) }
}

/// Makes a delivery due now, whatever came of it, with all its attempts before it.
///
/// # Errors
/// [`Error::NoSuchEndpoint`], [`Error::NoSuchDelivery`], [`Error::Disabled`].
pub fn replay(
    tx: &Connection,
    account: &AccountId,
    endpoint: &EndpointId,
    id: &DeliveryId,
    now: OffsetDateTime,
) -> Result<Delivery, Error> {
    enabled(tx, account, endpoint)?;
    delivery(tx, endpoint, id)?;
    tx.prepare_cached(
        "UPDATE webhook_delivery SET state = 'pending', failures = 0, due_at_ms = ?2, ended_at_ms = NULL WHERE id = ?1",
    )?
    .execute(params![id.0, Millis::of(now)])?;
    delivery(tx, endpoint, id)
}

/// Sends a test.
///
/// # Errors
/// [`Error::NoSuchEndpoint`], [`Error::Disabled`], [`Error::TooManyTests`].
pub fn test(tx: &Connection, account: &AccountId, id: &EndpointId, now: OffsetDateTime) -> Result<Delivery, Error> {
    enabled(tx, account, id)?;
    let tests: i64 = tx
        .prepare_cached(
            "SELECT count(*) FROM (SELECT event, created_at_ms FROM webhook_delivery WHERE endpoint = ?1
                                   ORDER BY sequence DESC LIMIT 1000)
             WHERE event = ?2 AND created_at_ms > ?3",
        )?
        .query_row(params![id.0, Event::Test.as_str(), Millis::of(now - TESTS_WITHIN)], |row| row.get(0))?;
    if tests >= MOST_TESTS as i64 {
        return Err(Error::TooManyTests(MOST_TESTS));
    }
    let made = outbox::queue(tx, account, Some(&id.0), None, Event::Test, now)?;
    delivery(tx, id, &made)
}
