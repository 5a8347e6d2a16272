//! The one place that writes the journal, and with it the balances that follow from it.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Credits, Error};
pub(super) use crate::database::Millis;

/// Where a credit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Book {
    /// Opposite of all others: minus what was granted.
    Issued,
    Available,
    Held,
    Spent,
    Expired,
    /// A dispute has them.
    Frozen,
    /// The money for them went back.
    ClawedBack,
}

impl Book {
    pub(super) const ALL: [Book; 7] =
        [Book::Issued, Book::Available, Book::Held, Book::Spent, Book::Expired, Book::Frozen, Book::ClawedBack];

    pub(super) fn name(self) -> &'static str {
        match self {
            Book::Issued => "issued",
            Book::Available => "available",
            Book::Held => "held",
            Book::Spent => "spent",
            Book::Expired => "expired",
            Book::Frozen => "frozen",
            Book::ClawedBack => "clawed_back",
        }
    }

    /// Its sign in the change of `book` when a credit goes `from` -> `to`.
    fn change(self, from: Book, to: Book) -> i64 {
        i64::from(to == self) - i64::from(from == self)
    }
}

/// What an entry of the journal records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EntryKind {
    /// An operator gave credits: issued -> available.
    Grant,
    /// Credits were bought: issued -> available.
    Purchase,
    /// Credits were set aside for a generation: available -> held.
    Hold,
    /// Credits were used: held -> spent.
    Commit,
    /// Credits came back: held -> available.
    Void,
    /// Credits ran out of time: available -> expired.
    Expiry,
    /// A dispute took credits out of use: available -> frozen.
    Freeze,
    /// The dispute was won: frozen -> available.
    Unfreeze,
    /// The money for frozen credits went back: frozen -> clawed back.
    Forfeit,
    /// The money for credits went back: available -> clawed back.
    Clawback,
    /// The money came in after all: clawed back -> available.
    Restore,
}

impl EntryKind {
    const ALL: [EntryKind; 11] = [
        EntryKind::Grant,
        EntryKind::Purchase,
        EntryKind::Hold,
        EntryKind::Commit,
        EntryKind::Void,
        EntryKind::Expiry,
        EntryKind::Freeze,
        EntryKind::Unfreeze,
        EntryKind::Forfeit,
        EntryKind::Clawback,
        EntryKind::Restore,
    ];

    pub(super) fn from_name(name: &str) -> Option<EntryKind> {
        EntryKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// As in the database and the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            EntryKind::Grant => "grant",
            EntryKind::Purchase => "purchase",
            EntryKind::Hold => "hold",
            EntryKind::Commit => "commit",
            EntryKind::Void => "void",
            EntryKind::Expiry => "expiry",
            EntryKind::Freeze => "freeze",
            EntryKind::Unfreeze => "unfreeze",
            EntryKind::Forfeit => "forfeit",
            EntryKind::Clawback => "clawback",
            EntryKind::Restore => "restore",
        }
    }

    /// Out of which book, into which.
    pub(super) fn books(self) -> (Book, Book) {
        match self {
            EntryKind::Grant | EntryKind::Purchase => (Book::Issued, Book::Available),
            EntryKind::Hold => (Book::Available, Book::Held),
            EntryKind::Commit => (Book::Held, Book::Spent),
            EntryKind::Void => (Book::Held, Book::Available),
            EntryKind::Expiry => (Book::Available, Book::Expired),
            EntryKind::Freeze => (Book::Available, Book::Frozen),
            EntryKind::Unfreeze => (Book::Frozen, Book::Available),
            EntryKind::Forfeit => (Book::Frozen, Book::ClawedBack),
            EntryKind::Clawback => (Book::Available, Book::ClawedBack),
            EntryKind::Restore => (Book::ClawedBack, Book::Available),
        }
    }

    /// The signs with which an entry changes the available and the held credits of its account: -1, 0 or 1.
    pub(super) fn signs(self) -> (i64, i64) {
        let (from, to) = self.books();
        (Book::Available.change(from, to), Book::Held.change(from, to))
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

/// An entry to be written.
pub(super) struct NewEntry<'a> {
    pub account: i64,
    pub kind: EntryKind,
    pub at: Millis,
    /// Of a hold, commit or void.
    pub hold: Option<i64>,
    /// Of a grant, and of what a claim moves.
    pub reason: Option<&'a str>,
    /// Of a grant or a purchase.
    pub reference: Option<&'a str>,
}

impl NewEntry<'_> {
    /// An entry that says no more than its kind.
    pub(super) fn plain(account: i64, kind: EntryKind, at: Millis) -> Self {
        NewEntry { account, kind, at, hold: None, reason: None, reference: None }
    }
}

/// Credits of one lot that an entry moves between the books of its kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub lot: i64,
    pub credits: Credits,
    /// The expiry of these credits after the entry; their lot keeps the latest that any entry gave it.
    pub usable_until: Millis,
}

/// Writes an entry with its postings, and moves the balances of the account and its lots by the same amounts. The lot of a
/// grant or purchase is written before it, with the credits in it.
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
         frozen = frozen + ?6, clawed_back = clawed_back + ?7, usable_until_ms = max(usable_until_ms, ?8)
         WHERE number = ?1",
    )?
    .execute(params![
        part.lot,
        change(Book::Available),
        change(Book::Held),
        change(Book::Spent),
        change(Book::Expired),
        change(Book::Frozen),
        change(Book::ClawedBack),
        part.usable_until
    ])?;
    Ok(())
}
