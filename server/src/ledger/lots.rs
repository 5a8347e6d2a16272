//! Lots: credits that came in together and expire together.

use rusqlite::{Connection, OptionalExtension, Rows, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::journal::{EntryKind, Millis, NewEntry, Part, record};
use super::{AccountId, Credits, Error, LotId, PurchaseId, Terms, accounts};
use crate::date_time::DateTime;

/// Most credits in one grant: a finger that slips on a zero is caught, and sums stay far from 64 bits.
pub const MAX_GRANT: Credits = Credits(1_000_000_000);

/// Longest reason or reference, in bytes.
const MAX_NOTE: usize = 1000;

/// Why an operator gives credits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// In words; kept in the journal.
    pub reason: String,
    /// Names the occasion (a ticket, an invoice). The same reference grants once.
    pub reference: Option<String>,
}

/// `{available, held, frozen, lots}` of one account at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Balance {
    /// Credits that a new hold can take.
    pub available: Credits,
    /// Credits that open holds have taken.
    pub held: Credits,
    /// Credits that an open dispute keeps from use.
    pub frozen: Credits,
    /// Lots with something remaining, held or frozen, first to expire first.
    pub lots: Vec<Lot>,
}

/// One grant with its own expiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Lot {
    /// Public id.
    pub id: LotId,
    /// As granted.
    pub credits: Credits,
    /// Free to be held.
    pub remaining: Credits,
    /// On hold.
    pub held: Credits,
    /// Kept from use by a dispute.
    pub frozen: Credits,
    /// When what remains expires.
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "DateTime")]
    pub expires_at: OffsetDateTime,
}

/// Gives an account credits as an operator's recorded adjustment. A reference that granted the same before answers with the
/// lot of then and grants nothing.
///
/// # Errors
/// [`Error::NoSuchAccount`]; [`Error::Invalid`] for an amount outside 1 to [`MAX_GRANT`] or an empty reason or reference;
/// [`Error::ReferenceReused`] when the reference granted something else.
pub fn grant(
    tx: &Connection,
    account: &AccountId,
    credits: Credits,
    adjustment: &Adjustment,
    terms: &Terms,
    now: OffsetDateTime,
) -> Result<LotId, Error> {
    grant_as(tx, &LotId::random()?, account, credits, adjustment, terms, now)
}

/// [`grant`] as a lot whose id the caller has made ([`LotId::random`]). Repeated, it finds the lot granted.
///
/// # Errors
/// As [`grant`]; [`Error::Invalid`] when the id is that of something else.
pub fn grant_as(
    tx: &Connection,
    id: &LotId,
    account: &AccountId,
    credits: Credits,
    adjustment: &Adjustment,
    terms: &Terms,
    now: OffsetDateTime,
) -> Result<LotId, Error> {
    let reason = note("reason", &adjustment.reason)?;
    let reference = adjustment.reference.as_deref().map(|text| note("reference", text)).transpose()?;
    issue(tx, EntryKind::Grant, id, account, credits, (Some(reason), reference), (terms, now))
}

/// Gives an account the credits that it bought, as one lot (policy P15). The same purchase is granted once: repeated, it
/// answers with the lot of then.
///
/// # Errors
/// As [`grant`]; [`Error::ReferenceReused`] when the purchase granted something else.
pub fn grant_purchase(
    tx: &Connection,
    purchase: &PurchaseId,
    account: &AccountId,
    credits: Credits,
    terms: &Terms,
    now: OffsetDateTime,
) -> Result<LotId, Error> {
    issue(tx, EntryKind::Purchase, &LotId::random()?, account, credits, (None, Some(&purchase.0)), (terms, now))
}

fn issue(
    tx: &Connection,
    kind: EntryKind,
    id: &LotId,
    account: &AccountId,
    credits: Credits,
    (reason, reference): (Option<&str>, Option<&str>),
    (terms, now): (&Terms, OffsetDateTime),
) -> Result<LotId, Error> {
    if credits <= Credits::ZERO || credits > MAX_GRANT {
        return Err(Error::Invalid(format!("{credits} credits cannot be granted: from 1 to {MAX_GRANT} can")));
    }
    let number = accounts::number(tx, account)?;
    let same: Option<bool> = tx
        .prepare_cached("SELECT account = ?2 AND granted = ?3 FROM lot WHERE id = ?1")?
        .query_row(params![id.0, number, credits.0], |row| row.get(0))
        .optional()?;
    match same {
        Some(true) => return Ok(id.clone()),
        Some(false) => return Err(Error::Invalid(format!("{id} is another lot"))),
        None => {}
    }
    if let Some(reference) = reference
        && let Some(first) = granted_by(tx, reference)?
    {
        if first.account == *account && first.credits == credits {
            return Ok(first.lot);
        }
        return Err(Error::ReferenceReused {
            reference: reference.to_owned(),
            credits: first.credits.0,
            account: first.account,
            lot: first.lot,
        });
    }
    let (at, expires) = (Millis::of(now), Millis::of(terms.expiry(now)?));
    tx.prepare_cached(
        "INSERT INTO lot (id, account, granted, available, granted_at_ms, expires_at_ms, usable_until_ms)
         VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?5)",
    )?
    .execute(params![id.0, number, credits.0, at, expires])?;
    let part = Part { lot: tx.last_insert_rowid(), credits, usable_until: expires };
    let entry = NewEntry { reason, reference, ..NewEntry::plain(number, kind, at) };
    record(tx, &entry, &[part])?;
    Ok(id.clone())
}

/// What the account has at `now`. Credits whose expiry is due count as expired, even before [`super::expire_lots`] has
/// recorded it.
///
/// # Errors
/// [`Error::NoSuchAccount`].
pub fn balance(tx: &Connection, account: &AccountId, now: OffsetDateTime) -> Result<Balance, Error> {
    let number = accounts::number(tx, account)?;
    let mut statement = tx.prepare_cached(
        "SELECT id, granted, available, held, frozen, usable_until_ms FROM lot
         WHERE account = ?1 AND (available > 0 OR held > 0 OR frozen > 0) ORDER BY usable_until_ms, number",
    )?;
    Balance::of(&mut statement.query([number])?, Millis::of(now))
}

impl Balance {
    /// From lots as they are booked, in the order of their expiry: id, granted, available, held, frozen, usable until. What
    /// is due `at` the time counts as expired.
    pub(super) fn of(lots: &mut Rows<'_>, at: Millis) -> Result<Balance, Error> {
        let mut balance =
            Balance { available: Credits::ZERO, held: Credits::ZERO, frozen: Credits::ZERO, lots: Vec::new() };
        while let Some(row) = lots.next()? {
            let usable_until: Millis = row.get(5)?;
            let available = Credits(row.get(2)?);
            let lot = Lot {
                id: LotId(row.get(0)?),
                credits: Credits(row.get(1)?),
                remaining: if usable_until > at { available } else { Credits::ZERO },
                held: Credits(row.get(3)?),
                frozen: Credits(row.get(4)?),
                expires_at: usable_until.time()?,
            };
            balance.available = balance.available.checked_add(lot.remaining)?;
            balance.held = balance.held.checked_add(lot.held)?;
            balance.frozen = balance.frozen.checked_add(lot.frozen)?;
            if [lot.remaining, lot.held, lot.frozen].iter().any(|&part| part > Credits::ZERO) {
                balance.lots.push(lot);
            }
        }
        Ok(balance)
    }
}

struct Granted {
    account: AccountId,
    credits: Credits,
    lot: LotId,
}

fn granted_by(tx: &Connection, reference: &str) -> Result<Option<Granted>, Error> {
    let granted = tx
        .prepare_cached(
            "SELECT account.id, lot.granted, lot.id FROM entry
             JOIN posting ON posting.entry = entry.number AND posting.book = 'available'
             JOIN lot ON lot.number = posting.lot JOIN account ON account.number = entry.account
             WHERE entry.reference = ?1",
        )?
        .query_row([reference], |row| {
            Ok(Granted { account: AccountId(row.get(0)?), credits: Credits(row.get(1)?), lot: LotId(row.get(2)?) })
        })
        .optional()?;
    Ok(granted)
}

pub(super) fn note<'a>(what: &str, text: &'a str) -> Result<&'a str, Error> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::Invalid(format!("the {what} is empty: say in words what it is")));
    }
    if text.len() > MAX_NOTE {
        return Err(Error::Invalid(format!("the {what} has {} bytes; at most {MAX_NOTE} are kept", text.len())));
    }
    Ok(text)
}
