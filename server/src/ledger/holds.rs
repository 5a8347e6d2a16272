//! Holds: credits set aside for one generation, until it is known whether they are used.

use rusqlite::{Connection, OptionalExtension, params};
use time::OffsetDateTime;

use super::journal::{EntryKind, Millis, NewEntry, Part, record};
use super::{AccountId, Credits, Error, HoldId, Terms, accounts, claims, expiry};

/// Takes `credits` from the lots that expire first and remembers from which.
///
/// # Errors
/// [`Error::InsufficientCredits`], [`Error::NoSuchAccount`], [`Error::AccountTerminated`], [`Error::Invalid`] for an amount that is not positive.
pub fn hold(tx: &Connection, account: &AccountId, credits: Credits, now: OffsetDateTime) -> Result<HoldId, Error> {
    if credits <= Credits::ZERO {
        return Err(Error::Invalid(format!("{credits} credits cannot be held: a positive number can")));
    }
    let number = accounts::number_in_use(tx, account)?;
    let at = Millis::of(now);
    expiry::expire_account(tx, number, at)?;
    let parts = take(tx, number, credits)?;
    let id = HoldId::random()?;
    tx.prepare_cached("INSERT INTO hold (id, account, credits, created_at_ms) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![id.0, number, credits.0, at])?;
    let hold = Some(tx.last_insert_rowid());
    let entry = NewEntry { hold, ..NewEntry::plain(number, EntryKind::Hold, at) };
    record(tx, &entry, &parts)?;
    Ok(id)
}

/// Spends a hold, exactly once.
///
/// # Errors
/// [`Error::HoldResolved`], [`Error::NoSuchHold`].
pub fn commit_hold(tx: &Connection, hold: &HoldId, now: OffsetDateTime) -> Result<(), Error> {
    resolve(tx, hold, EntryKind::Commit, Millis::of(now), |_| {}).map(drop)
}

/// Returns a hold's credits to the lots they came from, exactly once. Credits whose lot expired while they were held
/// stay usable for the grace period from now; those of a lot that is claimed ([`super::claim_lot`]) fall to the claim.
///
/// # Errors
/// [`Error::HoldResolved`], [`Error::NoSuchHold`].
pub fn void_hold(tx: &Connection, hold: &HoldId, terms: &Terms, now: OffsetDateTime) -> Result<(), Error> {
    let at = Millis::of(now);
    // A part still says the expiry in force when its credits were taken. Credits taken within a grace period and back
    // before its end get no further one, or a hold a month would keep them for ever.
    let parts = resolve(tx, hold, EntryKind::Void, at, |part| {
        part.usable_until = terms.after_return(part.usable_until, at);
    })?;
    for part in parts {
        claims::settle(tx, part.lot, terms, at)?;
    }
    Ok(())
}

/// Lots to take from, first to expire first, then oldest first.
fn take(tx: &Connection, account: i64, credits: Credits) -> Result<Vec<Part>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT number, available, usable_until_ms FROM lot WHERE account = ?1 AND available > 0
         ORDER BY usable_until_ms, number",
    )?;
    let mut rows = statement.query([account])?;
    let mut parts = Vec::new();
    let mut missing = credits;
    while missing > Credits::ZERO {
        let Some(row) = rows.next()? else {
            let available = credits.checked_sub(missing)?;
            return Err(Error::InsufficientCredits { needed: credits.0, available: available.0 });
        };
        let taken = missing.min(Credits(row.get(1)?));
        parts.push(Part { lot: row.get(0)?, credits: taken, usable_until: row.get(2)? });
        missing = missing.checked_sub(taken)?;
    }
    Ok(parts)
}

fn resolve(
    tx: &Connection,
    id: &HoldId,
    kind: EntryKind,
    at: Millis,
    adjust: impl FnMut(&mut Part),
) -> Result<Vec<Part>, Error> {
    let state = if kind == EntryKind::Commit { "committed" } else { "voided" };
    // Compare and set: of two that resolve the same hold, the second finds no row.
    let resolved: Option<(i64, i64)> = tx
        .prepare_cached(
            "UPDATE hold SET state = ?2, resolved_at_ms = ?3 WHERE id = ?1 AND state = 'held' RETURNING number, account",
        )?
        .query_row(params![id.0, state, at], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((hold, account)) = resolved else { return Err(why_not_resolved(tx, id)?) };
    // What the lots still have and should have lost goes first: the grace period is for what comes back, not for that.
    expiry::expire_account(tx, account, at)?;
    let mut parts = taken_by(tx, hold)?;
    parts.iter_mut().for_each(adjust);
    let entry = NewEntry { hold: Some(hold), ..NewEntry::plain(account, kind, at) };
    record(tx, &entry, &parts)?;
    Ok(parts)
}

/// What a hold took, from the journal.
fn taken_by(tx: &Connection, hold: i64) -> Result<Vec<Part>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT posting.lot, posting.amount, posting.usable_until_ms FROM entry
         JOIN posting ON posting.entry = entry.number AND posting.book = 'held'
         WHERE entry.hold = ?1 AND entry.kind = 'hold' ORDER BY posting.lot",
    )?;
    let parts = statement.query_map([hold], |row| {
        Ok(Part { lot: row.get(0)?, credits: Credits(row.get(1)?), usable_until: row.get(2)? })
    })?;
    Ok(parts.collect::<Result<_, _>>()?)
}

fn why_not_resolved(tx: &Connection, id: &HoldId) -> Result<Error, Error> {
    let state: Option<String> =
        tx.prepare_cached("SELECT state FROM hold WHERE id = ?1")?.query_row([&id.0], |row| row.get(0)).optional()?;
    Ok(match state.as_deref() {
        None => Error::NoSuchHold(id.0.clone()),
        Some("committed") => Error::HoldResolved(id.0.clone(), "committed"),
        Some(_) => Error::HoldResolved(id.0.clone(), "voided"),
    })
}
