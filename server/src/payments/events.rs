//! Events: stored as received before anything is done about them, processed once, and replayable for ever.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Effects, Error, Fact, PaymentRef, Provider, btcpay, facts, reconcile, stripe};
use crate::configuration::Configuration;
use crate::database::Millis;
use crate::ledger::PurchaseId;

/// The event's row, in the order received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventNumber(pub i64);

impl EventNumber {
    /// Before the first.
    pub const NONE: EventNumber = EventNumber(0);
}

/// What came of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// What it says is a purchase's now.
    Applied,
    /// Its purchase is not here yet.
    Parked,
    /// It says nothing of purchases.
    Ignored,
    /// It cannot be true of its purchase, or cannot be read.
    Refused,
}

impl Outcome {
    const ALL: [Outcome; 4] = [Outcome::Applied, Outcome::Parked, Outcome::Ignored, Outcome::Refused];

    /// As in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Applied => "applied",
            Outcome::Parked => "parked",
            Outcome::Ignored => "ignored",
            Outcome::Refused => "refused",
        }
    }
}

/// An event as stored, without its body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// In the order received.
    pub number: EventNumber,
    /// Who sent it.
    pub provider: Provider,
    /// The provider's id.
    pub id: String,
    /// When it came first.
    #[serde(with = "time::serde::rfc3339")]
    pub received_at: OffsetDateTime,
    /// What came of it; none while it waits.
    pub outcome: Option<Outcome>,
    /// Why, where that needs words.
    pub detail: Option<String>,
    /// Whose it is.
    pub purchase: Option<PurchaseId>,
}

/// Stores an event whose signature was right, as received. The same one again changes nothing.
///
/// # Errors
/// [`Error::Database`].
pub fn store(tx: &Connection, provider: Provider, id: &str, body: &[u8], now: OffsetDateTime) -> Result<(), Error> {
    tx.prepare_cached(
        "INSERT INTO provider_event (provider, id, body, received_at_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (provider, id) DO NOTHING",
    )?
    .execute(params![provider, id, body, Millis::of(now)])?;
    Ok(())
}

/// The oldest event after `after` that nothing was done about.
///
/// # Errors
/// [`Error::Database`].
pub fn waiting(tx: &Connection, after: EventNumber) -> Result<Option<EventNumber>, Error> {
    let waiting = tx
        .prepare_cached(
            "SELECT number FROM provider_event WHERE processed_at_ms IS NULL AND number > ?1 ORDER BY number LIMIT 1",
        )?
        .query_row([after.0], |row| row.get(0).map(EventNumber))
        .optional()?;
    Ok(waiting)
}

/// Does what an event asks for, or did: it may be processed again at any time.
///
/// # Errors
/// [`Error::Database`] and what else is nobody's word but ours; an event that is wrong is [`Outcome::Refused`], and no error.
pub fn process(
    tx: &Connection,
    event: EventNumber,
    configuration: &Configuration,
    now: OffsetDateTime,
) -> Result<Effects, Error> {
    let (provider, body): (Provider, Vec<u8>) = tx
        .prepare_cached("SELECT provider, body FROM provider_event WHERE number = ?1")?
        .query_row([event.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let read = match provider {
        Provider::Stripe => stripe::event::read(&body),
        Provider::Btcpay => btcpay::event::read(&body),
        Provider::Manual => Err("nobody sends events of manual sales".to_owned()),
    };
    let fact = match read {
        Ok(Some(fact)) => fact,
        Ok(None) => return finish(tx, event, Outcome::Ignored, None, None, None, now).map(|()| Effects::default()),
        Err(why) => {
            tracing::error!(why, "an event of {provider} is refused");
            return finish(tx, event, Outcome::Refused, Some(&why), None, None, now).map(|()| Effects::default());
        }
    };
    let purchase = match facts::record(tx, provider, &fact) {
        Ok(purchase) => purchase,
        Err(error @ (Error::Contradicted { .. } | Error::PaymentTaken { .. })) => {
            tracing::error!(%error, "an event of {provider} is refused");
            let why = error.to_string();
            finish(tx, event, Outcome::Refused, Some(&why), fact.payment(), None, now)?;
            return Ok(Effects::default());
        }
        Err(error) => return Err(error),
    };
    let Some(purchase) = purchase else {
        finish(tx, event, Outcome::Parked, None, fact.payment(), None, now)?;
        return Ok(Effects::default());
    };
    finish(tx, event, Outcome::Applied, None, fact.payment(), Some(&purchase), now)?;
    if let (Fact::Session { .. }, Some(payment)) = (&fact, fact.payment()) {
        adopt(tx, provider, payment, &purchase)?;
    }
    reconcile(tx, &purchase, configuration, now)
}

/// Does what waited for the purchase that `payment` pays for, now that it is known.
pub(super) fn take_up(
    tx: &Connection,
    provider: Provider,
    payment: &PaymentRef,
    configuration: &Configuration,
    now: OffsetDateTime,
) -> Result<Effects, Error> {
    let parked = tx
        .prepare_cached(
            "SELECT number FROM provider_event WHERE provider = ?1 AND payment = ?2 AND outcome = 'parked' ORDER BY number",
        )?
        .query_map(params![provider, payment.0], |row| row.get(0).map(EventNumber))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut effects = Effects::default();
    for event in parked {
        effects.extend(process(tx, event, configuration, now)?);
    }
    Ok(effects)
}

/// What waited for a purchase is its now; the facts themselves are found by their payment.
fn adopt(tx: &Connection, provider: Provider, payment: &PaymentRef, purchase: &PurchaseId) -> Result<(), Error> {
    tx.prepare_cached(
        "UPDATE provider_event SET outcome = 'applied', purchase = ?3
         WHERE provider = ?1 AND payment = ?2 AND outcome = 'parked'",
    )?
    .execute(params![provider, payment.0, purchase.0])?;
    Ok(())
}

fn finish(
    tx: &Connection,
    event: EventNumber,
    outcome: Outcome,
    detail: Option<&str>,
    payment: Option<&PaymentRef>,
    purchase: Option<&PurchaseId>,
    now: OffsetDateTime,
) -> Result<(), Error> {
    tx.prepare_cached(
        "UPDATE provider_event SET processed_at_ms = coalesce(processed_at_ms, ?2), outcome = ?3, detail = ?4, payment = ?5,
         purchase = ?6 WHERE number = ?1",
    )?
    .execute(params![
        event.0,
        Millis::of(now),
        outcome.name(),
        detail,
        payment.map(|payment| &payment.0),
        purchase.map(|purchase| &purchase.0)
    ])?;
    Ok(())
}

/// Which events [`events`] shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// Only the one of this id.
    pub id: Option<String>,
    /// Only those received since.
    #[serde(with = "time::serde::rfc3339::option")]
    pub since: Option<OffsetDateTime>,
}

/// Events, oldest first.
///
/// # Errors
/// [`Error::Database`].
pub fn events(tx: &Connection, selection: &Selection) -> Result<Vec<Event>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT number, provider, id, received_at_ms, outcome, detail, purchase FROM provider_event
         WHERE (?1 IS NULL OR id = ?1) AND (?2 IS NULL OR received_at_ms >= ?2) ORDER BY number",
    )?;
    let mut rows = statement.query(params![selection.id, selection.since.map(Millis::of)])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        let outcome: Option<String> = row.get(4)?;
        events.push(Event {
            number: EventNumber(row.get(0)?),
            provider: row.get(1)?,
            id: row.get(2)?,
            received_at: row.get::<_, Millis>(3)?.time()?,
            outcome: outcome.and_then(|name| Outcome::ALL.into_iter().find(|outcome| outcome.name() == name)),
            detail: row.get(5)?,
            purchase: row.get::<_, Option<String>>(6)?.map(PurchaseId),
        });
    }
    Ok(events)
}
