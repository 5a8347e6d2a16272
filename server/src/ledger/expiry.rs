//! Expiry: an entry in the journal, not a filter.

use rusqlite::{Connection, params};
use time::OffsetDateTime;

use super::journal::{EntryKind, Millis, NewEntry, Part, record};
use super::{AccountId, Credits, Error, accounts};

/// Records the expiry of what is due in any account; answers in how many lots. Meant to be called now and then: holds
/// and voids expire what is due in their own account first, so a late call never lets expired credits be spent.
///
/// # Errors
/// When the database fails.
pub fn expire_lots(tx: &Connection, now: OffsetDateTime) -> Result<usize, Error> {
    let at = Millis::of(now);
    let mut statement = tx.prepare_cached(
        "SELECT account, number, available, usable_until_ms FROM lot WHERE available > 0 AND usable_until_ms <= ?1
         ORDER BY usable_until_ms, number",
    )?;
    expire(tx, due(&mut statement, params![at])?, at)
}

/// Whether the account has credits whose expiry is due and not recorded: then [`expire_lots_of`] has something to do.
///
/// # Errors
/// [`Error::NoSuchAccount`].
pub fn has_due_lots(tx: &Connection, account: &AccountId, now: OffsetDateTime) -> Result<bool, Error> {
    let number = accounts::number(tx, account)?;
    let due = tx
        .prepare_cached("SELECT 1 FROM lot WHERE account = ?1 AND available > 0 AND usable_until_ms <= ?2")?
        .exists(params![number, Millis::of(now)])?;
    Ok(due)
}

/// [`expire_lots`] for one account, before its owner looks at the journal.
///
/// # Errors
/// [`Error::NoSuchAccount`].
pub fn expire_lots_of(tx: &Connection, account: &AccountId, now: OffsetDateTime) -> Result<usize, Error> {
    expire_account(tx, accounts::number(tx, account)?, Millis::of(now))
}

/// [`expire_lots_of`] by the account's row.
pub(super) fn expire_account(tx: &Connection, account: i64, at: Millis) -> Result<usize, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT account, number, available, usable_until_ms FROM lot
         WHERE account = ?2 AND available > 0 AND usable_until_ms <= ?1 ORDER BY usable_until_ms, number",
    )?;
    expire(tx, due(&mut statement, params![at, account])?, at)
}

fn due(statement: &mut rusqlite::Statement<'_>, values: impl rusqlite::Params) -> Result<Vec<(i64, Part)>, Error> {
    let due = statement.query_map(values, |row| {
        Ok((row.get(0)?, Part { lot: row.get(1)?, credits: Credits(row.get(2)?), usable_until: row.get(3)? }))
    })?;
    Ok(due.collect::<Result<_, _>>()?)
}

fn expire(tx: &Connection, due: Vec<(i64, Part)>, at: Millis) -> Result<usize, Error> {
    for (account, part) in &due {
        record(tx, &NewEntry::plain(*account, EntryKind::Expiry, at), &[*part])?;
    }
    Ok(due.len())
}
