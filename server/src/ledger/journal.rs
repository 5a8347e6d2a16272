//! The one place that writes the journal, and with it the balances that follow from it.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Credits, Error};

/// Where a credit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Book {
    /// Opposite of all others: minus what was granted.
    Issued,
    Available,
    Held,
    Spent,
    Expired,
}

impl Book {
    pub(super) const ALL: [Book; 5] = [Book::Issued, Book::Available, Book::Held, Book::Spent, Book::Expired];

    pub(super) fn name(self) -> &'static str {
        match self {
            Book::Issued => "issued",
            Book::Available => "available",
            Book::Held => "held",
            Book::Spent => "spent",
            Book::Expired => "expired",
        }
    }

    /// Its sign in the change of `book` when a credit goes `from` -> `to`.
    fn change(self, from: Book, to: Book) -> i64 {
        i64::from(to == self) - i64::from(from == self)
    }
}

/// What an entry of the journal records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EntryKind {
    /// Credits came in: issued -> available.
    Grant,
    /// Credits were set aside for a generation: available -> held.
    Hold,
    /// Credits were used: held -> spent.
    Commit,
    /// Credits came back: held -> available.
    Void,
    /// Credits ran out of time: available -> expired.
    Expiry,
}

impl EntryKind {
    const ALL: [EntryKind; 5] =
        [EntryKind::Grant, EntryKind::Hold, EntryKind::Commit, EntryKind::Void, EntryKind::Expiry];

    pub(super) fn from_name(name: &str) -> Option<EntryKind> {
        EntryKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            EntryKind::Grant => "grant",
            EntryKind::Hold => "hold",
            EntryKind::Commit => "commit",
            EntryKind::Void => "void",
            EntryKind::Expiry => "expiry",
        }
    }

    /// Out of which book, into which.
    pub(super) fn books(self) -> (Book, Book) {
        match self {
            EntryKind::Grant => (Book::Issued, Book::Available),
            EntryKind::Hold => (Book::Available, Book::Held),
            EntryKind::Commit => (Book::Held, Book::Spent),
            EntryKind::Void => (Book::Held, Book::Available),
            EntryKind::Expiry => (Book::Available, Book::Expired),
        }
    }
}

impl ToSql for EntryKind {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.name().into())
    }
}

impl FromSql for EntryKind {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let name = value.as_str()?;
        EntryKind::from_name(name).ok_or_else(|| FromSqlError::Other(format!("no kind of entry: {name}").into()))
    }
}

/// Milliseconds since 1970, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Millis(pub i64);

impl Millis {
    pub(super) fn of(time: OffsetDateTime) -> Millis {
        // The years that `time` can express fit.
        Millis((time.unix_timestamp_nanos() / 1_000_000) as i64)
    }

    pub(super) fn time(self) -> Result<OffsetDateTime, Error> {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000)
            .map_err(|_| Error::Invalid(format!("{} ms after 1970 is no time", self.0)))
    }
}

impl ToSql for Millis {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.into())
    }
}

impl FromSql for Millis {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Millis)
    }
}

/// An entry to be written.
pub(super) struct NewEntry<'a> {
    pub account: i64,
    pub kind: EntryKind,
    pub at: Millis,
    /// Of a hold, commit or void.
    pub hold: Option<i64>,
    /// Of a grant.
    pub reason: Option<&'a str>,
    /// Of a grant.
    pub reference: Option<&'a str>,
}

/// Credits of one lot that an entry moves between the books of its kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub lot: i64,
    pub credits: Credits,
    /// The expiry of these credits after the entry; their lot keeps the latest that any entry gave it.
    pub usable_until: Millis,
}

/// Writes an entry with its postings, and moves the balances of the account and its lots by the same amounts. A grant's
/// lot is written by [`super::lots::grant`], with the credits in it.
pub(super) fn record(tx: &Connection, entry: &NewEntry<'_>, parts: &[Part]) -> Result<(), Error> {
    let (from, to) = entry.kind.books();
    let total = Credits::sum(parts.iter().map(|part| part.credits))?.0;
    let (sequence, available, held): (i64, i64, i64) = tx
        .prepare_cached(
            "UPDATE account SET available = available + ?2, held = held + ?3, entries = entries + 1 WHERE number = ?1
             RETURNING entries, available, held",
        )?
        .query_row(
            params![entry.account, total * Book::Available.change(from, to), total * Book::Held.change(from, to)],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
    tx.prepare_cached(
        "INSERT INTO entry (account, sequence, kind, at_ms, hold, reason, reference, available, held)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        entry.account,
        sequence,
        entry.kind,
        entry.at,
        entry.hold,
        entry.reason,
        entry.reference,
        available,
        held
    ])?;
    let number = tx.last_insert_rowid();
    let mut post = tx.prepare_cached(
        "INSERT INTO posting (entry, lot, book, amount, usable_until_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for part in parts {
        let Part { lot, credits: Credits(amount), usable_until } = *part;
        let deadline = matches!(to, Book::Available | Book::Held).then_some(usable_until);
        post.execute(params![number, lot, from.name(), -amount, None::<i64>])?;
        post.execute(params![number, lot, to.name(), amount, deadline])?;
        if from != Book::Issued {
            move_in_lot(tx, from, to, part)?;
        }
    }
    Ok(())
}

fn move_in_lot(tx: &Connection, from: Book, to: Book, part: &Part) -> Result<(), Error> {
    let change = |book: Book| part.credits.0 * book.change(from, to);
    tx.prepare_cached(
        "UPDATE lot SET available = available + ?2, held = held + ?3, spent = spent + ?4, expired = expired + ?5,
         usable_until_ms = max(usable_until_ms, ?6) WHERE number = ?1",
    )?
    .execute(params![
        part.lot,
        change(Book::Available),
        change(Book::Held),
        change(Book::Spent),
        change(Book::Expired),
        part.usable_until
    ])?;
    Ok(())
}
