//! Disputes: how each stands, and what the account's disputes together mean for it (policy P11).

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Error, PaymentRef, Provider};
use crate::database::Millis;
use crate::ledger::{AccountId, PurchaseId};

/// What a provider says of a dispute, as its event says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputeStatus {
    /// The provider's id.
    pub id: String,
    /// How much is disputed, in the currency's smallest unit.
    pub amount_minor: i64,
    /// ISO 4217, lower case.
    pub currency: String,
    /// The cardholder's, in the provider's word.
    pub reason: String,
    /// In the provider's word.
    pub status: String,
    /// Until when evidence is taken.
    pub due_by: Option<OffsetDateTime>,
}

/// A dispute as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// The provider's id.
    pub id: String,
    /// Whose.
    pub provider: Provider,
    /// The disputed payment.
    pub payment: PaymentRef,
    /// The purchase that it paid for; none while that is not here.
    pub purchase: Option<PurchaseId>,
    /// Who bought.
    pub account: Option<AccountId>,
    /// How much is disputed, in the currency's smallest unit.
    pub amount_minor: i64,
    /// ISO 4217, lower case.
    pub currency: String,
    /// The cardholder's, in the provider's word.
    pub reason: String,
    /// In the provider's word.
    pub status: String,
    /// Since when, by the provider's clock.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Until when evidence is taken.
    #[serde(with = "time::serde::rfc3339::option")]
    pub due_by: Option<OffsetDateTime>,
}

/// What a status means. Providers word them; these are Stripe's, <https://docs.stripe.com/api/disputes/object>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    /// An early warning or inquiry: nothing is taken yet, and nothing is frozen or ended for it.
    Inquiry,
    /// The money is taken, and the dispute may still be won.
    Open,
    /// Over, and the money is here or was given back by agreement.
    Won,
    /// Over, and the money is gone.
    Lost,
}

impl Meaning {
    fn of(status: &str) -> Meaning {
        match status {
            "won" | "prevented" => Meaning::Won,
            "lost" => Meaning::Lost,
            warning if warning.starts_with("warning_") => Meaning::Inquiry,
            // needs_response and under_review; and what a provider may invent is taken for a dispute rather than for none.
            _ => Meaning::Open,
        }
    }

    /// An inquiry may become a dispute, and a dispute ends; nothing goes back. Of two ends the later counts: banks revise.
    fn step(self) -> i64 {
        match self {
            Meaning::Inquiry => 0,
            Meaning::Open => 1,
            Meaning::Won | Meaning::Lost => 2,
        }
    }
}

/// Records what an event says of a dispute, unless a later one is here.
pub(super) fn record(
    tx: &Connection,
    provider: Provider,
    payment: &PaymentRef,
    dispute: &DisputeStatus,
    at: OffsetDateTime,
) -> Result<(), Error> {
    let at = Millis::of(at);
    let known: Option<(String, Millis)> = tx
        .prepare_cached("SELECT status, at_ms FROM payment_dispute WHERE provider = ?1 AND id = ?2")?
        .query_row(params![provider, dispute.id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    // A total order, so that whichever event comes first the same one stands.
    let key = |status: &str, at: Millis| (Meaning::of(status).step(), at, Meaning::of(status), status.to_owned());
    if known.is_none_or(|(status, known_at)| key(&dispute.status, at) > key(&status, known_at)) {
        tx.prepare_cached(
            "INSERT INTO payment_dispute (provider, id, payment, amount_minor, currency, reason, status, at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (provider, id) DO UPDATE SET amount_minor = excluded.amount_minor, reason = excluded.reason,
                 status = excluded.status, at_ms = excluded.at_ms",
        )?
        .execute(params![
            provider,
            dispute.id,
            payment.0,
            dispute.amount_minor,
            dispute.currency,
            dispute.reason,
            dispute.status,
            at
        ])?;
    }
    // Any event may be the one that tells.
    tx.prepare_cached(
        "UPDATE payment_dispute SET due_by_ms = max(coalesce(due_by_ms, ?3), ?3)
         WHERE provider = ?1 AND id = ?2 AND ?3 IS NOT NULL",
    )?
    .execute(params![provider, dispute.id, dispute.due_by.map(Millis::of)])?;
    Ok(())
}

/// What the disputes of a payment mean together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// One is open.
    pub(super) open: bool,
    /// One was lost.
    pub(super) lost: bool,
    /// In words: which, and how they stand.
    pub(super) words: Vec<String>,
    /// Ids that keep their account from use, and those that no longer do.
    pub(super) against: Vec<String>,
    pub(super) over: Vec<String>,
}

pub(super) fn standing(tx: &Connection, provider: Provider, payment: &PaymentRef) -> Result<Standing, Error> {
    let mut statement =
        tx.prepare_cached("SELECT id, status FROM payment_dispute WHERE provider = ?1 AND payment = ?2 ORDER BY id")?;
    let mut rows = statement.query(params![provider, payment.0])?;
    let mut standing = Standing::default();
    while let Some(row) = rows.next()? {
        let (id, status): (String, String) = (row.get(0)?, row.get(1)?);
        let meaning = Meaning::of(&status);
        standing.open |= meaning == Meaning::Open;
        standing.lost |= meaning == Meaning::Lost;
        standing.words.push(format!("dispute {id} is {status}"));
        match meaning {
            Meaning::Open | Meaning::Lost => standing.against.push(id),
            Meaning::Inquiry | Meaning::Won => standing.over.push(id),
        }
    }
    Ok(standing)
}

/// Notes whether a dispute keeps its account terminated; whether that is new.
pub(super) fn set_terminates(tx: &Connection, provider: Provider, id: &str, terminates: bool) -> Result<bool, Error> {
    let changed = tx
        .prepare_cached(
            "UPDATE payment_dispute SET terminates = ?3 WHERE provider = ?1 AND id = ?2 AND terminates <> ?3",
        )?
        .execute(params![provider, id, terminates])?;
    Ok(changed > 0)
}

/// Whether any dispute keeps this account terminated.
pub(super) fn any_terminates(tx: &Connection, account: &AccountId) -> Result<bool, Error> {
    let any = tx
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM purchase JOIN payment_dispute USING (provider, payment)
             WHERE purchase.account = ?1 AND payment_dispute.terminates)",
        )?
        .query_row([&account.0], |row| row.get(0))?;
    Ok(any)
}

/// One of the account's disputes that are open, by the provider's id.
pub(super) fn open_of(tx: &Connection, account: &AccountId) -> Result<Option<String>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT payment_dispute.id, status FROM purchase JOIN payment_dispute USING (provider, payment)
         WHERE purchase.account = ?1 ORDER BY at_ms",
    )?;
    let mut rows = statement.query([&account.0])?;
    while let Some(row) = rows.next()? {
        if Meaning::of(&row.get::<_, String>(1)?) == Meaning::Open {
            return Ok(Some(row.get(0)?));
        }
    }
    Ok(None)
}

/// All disputes, those whose evidence is due first; those that are over last.
///
/// # Errors
/// [`Error::Database`].
pub fn disputes(tx: &Connection) -> Result<Vec<Dispute>, Error> {
    let order =
        "ORDER BY status IN ('won', 'lost', 'prevented', 'warning_closed'), due_by_ms IS NULL, due_by_ms, at_ms";
    select(tx, order, [])
}

/// One dispute, by the provider's id.
///
/// # Errors
/// [`Error::NoSuchDispute`].
pub fn dispute(tx: &Connection, id: &str) -> Result<Dispute, Error> {
    let found = select(tx, "WHERE payment_dispute.id = ?1", [id])?.pop();
    found.ok_or_else(|| Error::NoSuchDispute(id.to_owned()))
}

fn select(tx: &Connection, which: &str, values: impl rusqlite::Params) -> Result<Vec<Dispute>, Error> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT payment_dispute.id, provider, payment, purchase.id, purchase.account, amount_minor,
                payment_dispute.currency, reason, status, at_ms, due_by_ms
         FROM payment_dispute LEFT JOIN purchase USING (provider, payment) {which}"
    ))?;
    let mut rows = statement.query(values)?;
    let mut disputes = Vec::new();
    while let Some(row) = rows.next()? {
        disputes.push(Dispute {
            id: row.get(0)?,
            provider: row.get(1)?,
            payment: PaymentRef(row.get(2)?),
            purchase: row.get::<_, Option<String>>(3)?.map(PurchaseId),
            account: row.get::<_, Option<String>>(4)?.map(AccountId),
            amount_minor: row.get(5)?,
            currency: row.get(6)?,
            reason: row.get(7)?,
            status: row.get(8)?,
            at: row.get::<_, Millis>(9)?.time()?,
            due_by: row.get::<_, Option<Millis>>(10)?.map(Millis::time).transpose()?,
        });
    }
    Ok(disputes)
}
