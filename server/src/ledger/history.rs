//! The past, from the journal alone: the balance at any time, and stretches of the journal between two times.
//!
//! What was known at a time is the journal up to its last entry of that time or earlier. Entries are cut off by their number,
//! not picked by their time: a clock that was set back leaves no gap, and stretches that meet share no entry and miss none.

use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::entries::{COLUMNS, Entry, read};
use super::journal::Millis;
use super::{AccountId, Balance, Credits, Error};

/// What the account had `at` a time that has passed: the same that [`super::balance`] said then, also of what was due.
///
/// # Errors
/// [`Error::NoSuchAccount`]; [`Error::Invalid`] for a time before the account was made or after `now`.
pub fn balance_at(
    tx: &Connection,
    account: &AccountId,
    at: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<Balance, Error> {
    let owner = owner(tx, account)?;
    let at = owner.check("at", at, now)?;
    let last = owner.last_before(tx, Millis(at.0 + 1))?;
    // A lot's expiry in force is the latest that any entry gave it (`journal::record`).
    let mut statement = tx.prepare_cached(
        "SELECT lot.id, lot.granted,
                coalesce(sum(posting.amount) FILTER (WHERE book = 'available'), 0),
                coalesce(sum(posting.amount) FILTER (WHERE book = 'held'), 0),
                coalesce(sum(posting.amount) FILTER (WHERE book = 'frozen'), 0),
                max(posting.usable_until_ms) AS usable_until
         FROM entry JOIN posting ON posting.entry = entry.number JOIN lot ON lot.number = posting.lot
         WHERE entry.account = ?1 AND entry.sequence <= ?2
         GROUP BY lot.number ORDER BY usable_until, lot.number",
    )?;
    Balance::of(&mut statement.query(params![owner.number, last])?, at)
}

/// Available and held credits after an entry, or the change that it made of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    /// Not on hold.
    pub available: Credits,
    /// On hold.
    pub held: Credits,
}

impl Standing {
    const NOTHING: Standing = Standing { available: Credits::ZERO, held: Credits::ZERO };
}

/// A stretch of an account's journal between two times. The journal only grows, so that a stretch stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    account: i64,
    /// Numbers of its entries in the account's journal: after this one.
    after: i64,
    /// To this one.
    pub last: i64,
    /// From then on.
    pub from: OffsetDateTime,
    /// Until before then, or all that is there at that time if no end was asked for.
    pub to: OffsetDateTime,
    /// What there was before its first entry.
    pub opening: Standing,
    /// What there was after its last entry.
    pub closing: Standing,
}

impl Span {
    /// The entries at `from` and later, and before `to`; without them from the account's first to its last.
    ///
    /// # Errors
    /// [`Error::NoSuchAccount`]; [`Error::Invalid`] for a time before the account was made, one after `now`, or an end before
    /// the beginning.
    pub fn between(
        tx: &Connection,
        account: &AccountId,
        from: Option<OffsetDateTime>,
        to: Option<OffsetDateTime>,
        now: OffsetDateTime,
    ) -> Result<Span, Error> {
        let owner = owner(tx, account)?;
        let after = match from {
            Some(from) => {
                let from = owner.check("from", from, now)?;
                owner.last_before(tx, from)?
            }
            None => 0,
        };
        let last = match to {
            Some(to) => {
                let to = owner.check("to", to, now)?;
                owner.last_before(tx, to)?
            }
            None => owner.entries,
        };
        let (from, to) = (from.unwrap_or(owner.created_at), to.unwrap_or(now));
        if to < from {
            let (from, to) = (Millis::of(from).rfc3339()?, Millis::of(to).rfc3339()?);
            return Err(Error::Invalid(format!("it would end ({to}) before it begins ({from}): swap from and to")));
        }
        let (opening, closing) = (owner.standing(tx, after)?, owner.standing(tx, last)?);
        Ok(Span { account: owner.number, after, last, from, to, opening, closing })
    }

    /// At most `limit` of its entries, oldest first, after the one with the number `after` (of the page before).
    ///
    /// # Errors
    /// When the database fails.
    pub fn page(&self, tx: &Connection, after: Option<i64>, limit: usize) -> Result<Vec<Entry>, Error> {
        let after = after.unwrap_or(self.after).max(self.after);
        let mut statement = tx.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM entry LEFT JOIN hold ON hold.number = entry.hold
             WHERE entry.account = ?1 AND sequence > ?2 AND sequence <= ?3 ORDER BY sequence LIMIT ?4"
        ))?;
        let mut rows = statement.query(params![self.account, after, self.last, limit as i64])?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            entries.push(read(tx, row)?);
        }
        Ok(entries)
    }
}

/// An account whose past is asked for.
struct Owner {
    number: i64,
    created_at: OffsetDateTime,
    entries: i64,
}

fn owner(tx: &Connection, account: &AccountId) -> Result<Owner, Error> {
    let row: Option<(i64, Millis, i64)> = tx
        .prepare_cached("SELECT number, created_at_ms, entries FROM account WHERE id = ?1")?
        .query_row([&account.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((number, created_at, entries)) = row else { return Err(Error::NoSuchAccount(account.0.clone())) };
    Ok(Owner { number, created_at: created_at.time()?, entries })
}

impl Owner {
    /// `time`, when it is one of this account's past.
    fn check(&self, name: &str, time: OffsetDateTime, now: OffsetDateTime) -> Result<Millis, Error> {
        let (time, made, now) = (Millis::of(time), Millis::of(self.created_at), Millis::of(now));
        let wrong = |what: &str, limit: Millis, side: &str| {
            let (time, limit) = (time.rfc3339()?, limit.rfc3339()?);
            Err(Error::Invalid(format!("{name} is {time}, {what}: give {limit} or {side}")))
        };
        if time < made {
            return wrong("before the account was made", made, "later");
        }
        if time > now {
            return wrong("in the future", now, "earlier");
        }
        Ok(time)
    }

    /// The number of the last entry before a time; 0 for none.
    fn last_before(&self, tx: &Connection, time: Millis) -> Result<i64, Error> {
        let last: Option<i64> = tx
            .prepare_cached("SELECT max(sequence) FROM entry WHERE account = ?1 AND at_ms < ?2")?
            .query_row(params![self.number, time], |row| row.get(0))?;
        Ok(last.unwrap_or(0))
    }

    fn standing(&self, tx: &Connection, entry: i64) -> Result<Standing, Error> {
        if entry == 0 {
            return Ok(Standing::NOTHING);
        }
        let standing = tx
            .prepare_cached("SELECT available, held FROM entry WHERE account = ?1 AND sequence = ?2")?
            .query_row(params![self.number, entry], |row| {
                Ok(Standing { available: Credits(row.get(0)?), held: Credits(row.get(1)?) })
            })?;
        Ok(standing)
    }
}
