//! The outbox: a row per delivery.

use std::time::Duration as Span;

use rusqlite::{Connection, OptionalExtension, params};
use time::{Duration, OffsetDateTime};

use super::endpoint::{DisabledReason, disable};
use super::event::of_json;
use super::{Error, Event, SigningSecret, prediction, secret};
use crate::configuration::{Configuration, WebhooksSection};
use crate::database::Millis;
use crate::generations::{self, Generation, GenerationId, State};
use crate::ledger::{self, AccountId, DeliveryId};
use crate::mail::{self, NewMail};

/// Deliveries on their way to one endpoint at the same time: one that is slow keeps no others waiting.
const IN_A_LANE: usize = 4;
/// The longest `Retry-After` that is heeded.
const LONGEST_REQUEST: Duration = Duration::DAY;
/// Attempts of a delivery that are kept: it may be replayed for ever.
const KEPT_ATTEMPTS: i64 = 50;
/// The status by which an endpoint says that it wants nothing more.
const GONE: u16 = 410;

/// Tells whom it concerns that a generation ended, in the transaction that ends it: its account's endpoints, and its own webhook.
/// An account that has none costs a look into two indexes.
///
/// # Errors
/// When the database fails.
pub fn queue_end(
    tx: &Connection,
    account: &AccountId,
    generation: &GenerationId,
    state: State,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let Some(event) = Event::of_end(state) else { return Ok(()) };
    // A terminated account hears nothing (policy P11).
    let mut statement = tx.prepare_cached(
        "SELECT endpoint.id, events FROM webhook_endpoint AS endpoint JOIN account ON account.id = endpoint.account
         WHERE endpoint.account = ?1 AND deleted_at_ms IS NULL AND disabled_at_ms IS NULL AND terminated_at_ms IS NULL",
    )?;
    let mut rows = statement.query([&account.0])?;
    while let Some(row) = rows.next()? {
        let endpoint: String = row.get(0)?;
        if of_json(&row.get::<_, String>(1)?)?.contains(&event) {
            queue(tx, account, Some(&endpoint), Some(generation), event, now)?;
        }
    }
    let output = (state == State::Succeeded).then_some(Event::PredictionOutput);
    queue_own(tx, account, generation, output.into_iter().chain([Event::PredictionCompleted]), now)
}

/// Tells a generation's own webhook that its run started, in the transaction that starts it.
///
/// # Errors
/// When the database fails.
pub fn queue_start(
    tx: &Connection,
    account: &AccountId,
    generation: &GenerationId,
    now: OffsetDateTime,
) -> Result<(), Error> {
    queue_own(tx, account, generation, [Event::PredictionStart], now)
}

fn queue_own(
    tx: &Connection,
    account: &AccountId,
    generation: &GenerationId,
    events: impl IntoIterator<Item = Event>,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let wanted: Option<String> = tx
        .prepare_cached(
            "SELECT events FROM prediction_webhook JOIN account ON account.id = ?2
             WHERE generation = ?1 AND terminated_at_ms IS NULL",
        )?
        .query_row(params![generation.0, account.0], |row| row.get(0))
        .optional()?;
    let Some(wanted) = wanted.as_deref().map(of_json).transpose()? else { return Ok(()) };
    for event in events.into_iter().filter(|event| wanted.contains(event)) {
        queue(tx, account, None, Some(generation), event, now)?;
    }
    Ok(())
}

/// Puts a delivery into the outbox, due at once.
pub(super) fn queue(
    tx: &Connection,
    account: &AccountId,
    endpoint: Option<&str>,
    generation: Option<&GenerationId>,
    event: Event,
    now: OffsetDateTime,
) -> Result<DeliveryId, Error> {
    let id = DeliveryId::random()?;
    tx.prepare_cached(
        "INSERT INTO webhook_delivery (id, account, endpoint, generation, event, lane, created_at_ms, due_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
    )?
    .execute(params![
        id.0,
        account.0,
        endpoint,
        generation.map(|id| &id.0),
        event.as_str(),
        endpoint.unwrap_or(&account.0),
        Millis::of(now)
    ])?;
    Ok(id)
}

/// Gives up what waits for an endpoint.
pub(super) fn give_up(tx: &Connection, endpoint: &str, now: OffsetDateTime) -> Result<(), Error> {
    give_up_where(tx, "lane = ?1", endpoint, now)
}

fn give_up_where(tx: &Connection, which: &str, value: &str, now: OffsetDateTime) -> Result<(), Error> {
    tx.prepare_cached(&format!(
        "UPDATE webhook_delivery SET state = 'failed', due_at_ms = NULL, ended_at_ms = ?2 WHERE state = 'pending' AND {which}"
    ))?
    .execute(params![value, Millis::of(now)])?;
    Ok(())
}

/// A delivery whose time has come.
pub(super) struct Due {
    pub(super) sequence: i64,
    pub(super) id: DeliveryId,
    pub(super) lane: String,
    pub(super) event: Event,
    pub(super) created_at: OffsetDateTime,
    pub(super) url: String,
    pub(super) secrets: Vec<SigningSecret>,
    /// None for a test.
    pub(super) generation: Option<Generation>,
    /// None for a prediction's own webhook.
    pub(super) endpoint: Option<String>,
}

/// What is on its way: the number of a delivery and its lane.
pub(super) type UnderWay = [(i64, String)];

/// At most `room` deliveries whose time has come, a few of each lane, beginning after the lane `last` so that each has its turn.
pub(super) fn due(
    tx: &Connection,
    now: OffsetDateTime,
    under_way: &UnderWay,
    last: &str,
    room: usize,
) -> Result<Vec<Due>, Error> {
    let mut found = Vec::new();
    for (from, to) in [(last, None), ("", Some(last))] {
        let mut lane = from.to_owned();
        while found.len() < room
            && let Some(next) = lane_after(tx, &lane)?
            && to.is_none_or(|to| next.as_str() <= to)
        {
            let taken = under_way.iter().filter(|(_, lane)| *lane == next).count();
            let free = IN_A_LANE.saturating_sub(taken).min(room - found.len());
            if free > 0 {
                due_in(tx, &next, now, under_way, free, &mut found)?;
            }
            lane = next;
        }
    }
    Ok(found)
}

fn lane_after(tx: &Connection, lane: &str) -> Result<Option<String>, Error> {
    let next = tx
        .prepare_cached("SELECT min(lane) FROM webhook_delivery WHERE state = 'pending' AND lane > ?1")?
        .query_row([lane], |row| row.get(0))?;
    Ok(next)
}

fn due_in(
    tx: &Connection,
    lane: &str,
    now: OffsetDateTime,
    under_way: &UnderWay,
    free: usize,
    found: &mut Vec<Due>,
) -> Result<(), Error> {
    // What a terminated account waits for, it gets when it is reinstated.
    let mut statement = tx.prepare_cached(
        "SELECT delivery.sequence, delivery.id, delivery.account, delivery.endpoint, delivery.generation, event,
                delivery.created_at_ms, coalesce(endpoint.url, own.url)
         FROM webhook_delivery AS delivery JOIN account ON account.id = delivery.account
              LEFT JOIN webhook_endpoint AS endpoint ON endpoint.id = delivery.endpoint
              LEFT JOIN prediction_webhook AS own ON own.generation = delivery.generation
         WHERE delivery.state = 'pending' AND lane = ?1 AND due_at_ms <= ?2 AND terminated_at_ms IS NULL
         ORDER BY due_at_ms, delivery.sequence LIMIT ?3",
    )?;
    // Those that are under way are due as well.
    let mut rows = statement.query(params![lane, Millis::of(now), IN_A_LANE as i64 * 2])?;
    let most = found.len() + free;
    while let Some(row) = rows.next()?
        && found.len() < most
    {
        let sequence: i64 = row.get(0)?;
        if under_way.iter().any(|(number, _)| *number == sequence) {
            continue;
        }
        let (account, endpoint): (String, Option<String>) = (row.get(2)?, row.get(3)?);
        let generation = match row.get::<_, Option<String>>(4)? {
            None => None,
            Some(id) => {
                let missing = || Error::Unreadable(format!("there is no generation {id}"));
                Some(generations::get_any(tx, &GenerationId(id.clone()))?.ok_or_else(missing)?)
            }
        };
        found.push(Due {
            sequence,
            id: DeliveryId(row.get(1)?),
            lane: lane.to_owned(),
            event: Event::read(&row.get::<_, String>(5)?)?,
            created_at: row.get::<_, Millis>(6)?.time()?,
            url: row.get(7)?,
            secrets: secret::signing(tx, endpoint.as_ref().unwrap_or(&account), now)?,
            generation,
            endpoint,
        });
    }
    Ok(())
}

/// What came of sending a delivery.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) at: OffsetDateTime,
    pub(super) took: Span,
    /// The status; or why there is none.
    pub(super) answer: Result<u16, String>,
    pub(super) retry_after: Option<Span>,
}

/// What an attempt made of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Delivered,
    Waits,
    GivenUp,
}

/// Notes what came of an attempt.
pub(super) fn note(
    tx: &Connection,
    sequence: i64,
    sent: &Sent,
    configuration: &Configuration,
    now: OffsetDateTime,
) -> Result<Outcome, Error> {
    let error = match &sent.answer {
        Ok(200..300) => None,
        Ok(status) => Some(format!("the answer was {status}")),
        Err(why) => Some(why.clone()),
    };
    note_attempt(tx, sequence, sent, error.as_deref())?;
    let row: (String, Option<String>, Option<String>, bool, u32) = tx
        .prepare_cached(
            "SELECT account, endpoint, generation, state = 'pending', failures FROM webhook_delivery WHERE sequence = ?1",
        )?
        .query_row([sequence], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?;
    let (account, endpoint, generation, waits, failures) = row;
    if error.is_none() {
        end(tx, sequence, "delivered", now)?;
        if let Some(endpoint) = endpoint {
            tx.prepare_cached(
                "UPDATE webhook_endpoint SET failing_since_ms = NULL WHERE id = ?1 AND failing_since_ms IS NOT NULL",
            )?
            .execute([endpoint])?;
        }
        return Ok(Outcome::Delivered);
    }
    // What was given up meanwhile, with its endpoint, stays so.
    let next = sent.next(failures, &configuration.webhooks, now)?.filter(|_| waits);
    if let Some(next) = next {
        tx.prepare_cached("UPDATE webhook_delivery SET failures = failures + 1, due_at_ms = ?2 WHERE sequence = ?1")?
            .execute(params![sequence, Millis::of(next)])?;
    } else if waits {
        end(tx, sequence, "failed", now)?;
    }
    let gone = matches!(sent.answer, Ok(GONE));
    let disabled = match (&endpoint, &generation) {
        (Some(endpoint), _) if gone => disable(tx, endpoint, DisabledReason::Gone, now)?,
        (Some(endpoint), _) => fail(tx, &AccountId(account), endpoint, configuration, now)?,
        (None, Some(generation)) if gone => {
            prediction::silence(tx, generation)?;
            give_up_where(tx, "generation = ?1 AND endpoint IS NULL", generation, now)?;
            false
        }
        (None, _) => false,
    };
    Ok(if next.is_some() && !disabled { Outcome::Waits } else { Outcome::GivenUp })
}

fn note_attempt(tx: &Connection, sequence: i64, sent: &Sent, error: Option<&str>) -> Result<(), Error> {
    let number: i64 = tx
        .prepare_cached("SELECT coalesce(max(number), 0) + 1 FROM webhook_attempt WHERE delivery = ?1")?
        .query_row([sequence], |row| row.get(0))?;
    tx.prepare_cached("DELETE FROM webhook_attempt WHERE delivery = ?1 AND number <= ?2")?
        .execute(params![sequence, number - KEPT_ATTEMPTS])?;
    let ms = i64::try_from(sent.took.as_millis()).unwrap_or(i64::MAX);
    tx.prepare_cached(
        "INSERT INTO webhook_attempt (delivery, number, at_ms, status, error, ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![sequence, number, Millis::of(sent.at), sent.answer.as_ref().ok(), error, ms])?;
    Ok(())
}

fn end(tx: &Connection, sequence: i64, state: &str, now: OffsetDateTime) -> Result<(), Error> {
    tx.prepare_cached(
        "UPDATE webhook_delivery SET state = ?2, due_at_ms = NULL, ended_at_ms = ?3 WHERE sequence = ?1",
    )?
    .execute(params![sequence, state, Millis::of(now)])?;
    Ok(())
}

/// An attempt at an endpoint failed: one at which all have for days is disabled, and its owner told; whether it is.
fn fail(
    tx: &Connection,
    account: &AccountId,
    endpoint: &str,
    configuration: &Configuration,
    now: OffsetDateTime,
) -> Result<bool, Error> {
    let (since, url): (Millis, String) = tx
        .prepare_cached(
            "UPDATE webhook_endpoint SET failing_since_ms = coalesce(failing_since_ms, ?2) WHERE id = ?1
             RETURNING failing_since_ms, url",
        )?
        .query_row(params![endpoint, Millis::of(now)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let since = since.time()?;
    if now - since < configuration.webhooks.disable_after || !disable(tx, endpoint, DisabledReason::Failing, now)? {
        return Ok(false);
    }
    let (name, service) = (&configuration.service.name, &configuration.service.url);
    let text = format!(
        "Hello,\n\nevery attempt to reach the webhook endpoint {endpoint} of your account {account} at {name} has failed since \
         {since}, so that nothing more is sent there:\n\n{url}\n\nWhat was sent, and what came of it: GET \
         {service}/v1/webhook-endpoints/{endpoint}/deliveries. When it works again, POST \
         {service}/v1/webhook-endpoints/{endpoint}/enable.",
        since = since.date(),
    );
    let to = ledger::account(tx, account)?.email;
    mail::queue(tx, &NewMail { to, subject: format!("{name}: a webhook endpoint was disabled"), text }, now)?;
    Ok(true)
}

impl Sent {
    /// When it is tried again that failed so many times before; never after the last wait, nor where it is gone.
    fn next(
        &self,
        failures: u32,
        section: &WebhooksSection,
        now: OffsetDateTime,
    ) -> Result<Option<OffsetDateTime>, Error> {
        if matches!(self.answer, Ok(GONE)) {
            return Ok(None);
        }
        let Some(&wait) = section.retry.get(failures as usize) else { return Ok(None) };
        // Up to a tenth more, so that what failed together does not come again together.
        let [chance] = ledger::random::<1>()?;
        let wait = wait.mul_f64(1.0 + f64::from(chance) / 2560.0);
        let asked = self
            .retry_after
            .map_or(Duration::ZERO, |asked| Duration::try_from(asked).unwrap_or(LONGEST_REQUEST).min(LONGEST_REQUEST));
        Ok(Some((now + wait).max(now + asked)))
    }
}
