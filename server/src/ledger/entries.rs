//! The journal of one account, page by page.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::{Connection, Row, params};
use schemars::JsonSchema;
use serde::Serialize;
use time::OffsetDateTime;

pub use super::journal::EntryKind;
use super::journal::{Book, Millis};
use super::{AccountId, Credits, Error, HoldId, LotId, Standing, accounts};
use crate::date_time::DateTime;

/// Most entries on one page.
const MAX_PAGE: usize = 1000;

/// One entry of an account's journal: what happened, and the running balance after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Entry {
    /// 1 for the account's first entry, then one more each time.
    pub sequence: i64,
    /// What happened.
    pub kind: EntryKind,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "DateTime")]
    pub created_at: OffsetDateTime,
    /// How many credits moved.
    pub credits: Credits,
    /// By how much that changed what is available and what is held.
    pub change: Standing,
    /// Out of which lots, or into which.
    pub lots: Vec<EntryLot>,
    /// Of a hold, commit or void: which.
    pub hold: Option<HoldId>,
    /// Of a grant: why.
    pub reason: Option<String>,
    /// Of a grant: the operator's reference.
    pub reference: Option<String>,
    /// Available credits after this entry.
    pub available: Credits,
    /// Held credits after this entry.
    pub held: Credits,
}

/// One lot's share of an [`Entry`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EntryLot {
    /// Which.
    pub lot: LotId,
    /// How many of its credits moved.
    pub credits: Credits,
}

/// Some entries, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryPage {
    /// The entries.
    pub data: Vec<Entry>,
    /// Where the next page starts; none on the last.
    pub next: Option<String>,
}

/// The account's journal, newest first, from where `cursor` (of the page before) says. New entries do not shift pages.
///
/// # Errors
/// [`Error::NoSuchAccount`]; [`Error::Invalid`] for a cursor that no page gave or a limit outside 1 to 1000.
pub fn entries(tx: &Connection, account: &AccountId, cursor: Option<&str>, limit: usize) -> Result<EntryPage, Error> {
    if limit == 0 || limit > MAX_PAGE {
        return Err(Error::Invalid(format!("a page of {limit} entries cannot be had: 1 to {MAX_PAGE} can")));
    }
    let number = accounts::number(tx, account)?;
    let before = cursor.map(position).transpose()?.unwrap_or(i64::MAX);
    let mut statement = tx.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM entry LEFT JOIN hold ON hold.number = entry.hold
         WHERE entry.account = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3"
    ))?;
    // One more than asked tells whether there is a next page.
    let mut rows = statement.query(params![number, before, limit as i64 + 1])?;
    let mut data = Vec::new();
    let mut next = None;
    while let Some(row) = rows.next()? {
        if data.len() == limit {
            next = data.last().map(|entry: &Entry| cursor_after(entry.sequence));
            break;
        }
        data.push(read(tx, row)?);
    }
    Ok(EntryPage { data, next })
}

/// What [`read`] reads.
pub(super) const COLUMNS: &str =
    "entry.number, entry.sequence, kind, at_ms, hold.id, reason, reference, entry.available, entry.held";

pub(super) fn read(tx: &Connection, row: &Row<'_>) -> Result<Entry, Error> {
    let kind: EntryKind = row.get(2)?;
    let lots = shares(tx, row.get(0)?, kind.books().1)?;
    let credits = Credits::sum(lots.iter().map(|share| share.credits))?;
    let (available, held) = kind.signs();
    Ok(Entry {
        sequence: row.get(1)?,
        kind,
        created_at: row.get::<_, Millis>(3)?.time()?,
        credits,
        change: Standing { available: Credits(available * credits.0), held: Credits(held * credits.0) },
        lots,
        hold: row.get::<_, Option<String>>(4)?.map(HoldId),
        reason: row.get(5)?,
        reference: row.get(6)?,
        available: Credits(row.get(7)?),
        held: Credits(row.get(8)?),
    })
}

fn shares(tx: &Connection, entry: i64, into: Book) -> Result<Vec<EntryLot>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT lot.id, amount FROM posting JOIN lot ON lot.number = posting.lot
         WHERE entry = ?1 AND book = ?2 ORDER BY lot.number",
    )?;
    let shares = statement.query_map(params![entry, into.name()], |row| {
        Ok(EntryLot { lot: LotId(row.get(0)?), credits: Credits(row.get(1)?) })
    })?;
    Ok(shares.collect::<Result<_, _>>()?)
}

/// Opaque on purpose: clients hand it back and do not compute with it.
fn cursor_after(sequence: i64) -> String {
    URL_SAFE_NO_PAD.encode(format!("entry:{sequence}"))
}

fn position(cursor: &str) -> Result<i64, Error> {
    URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| text.strip_prefix("entry:")?.parse().ok())
        .ok_or_else(|| Error::Invalid(format!("{cursor:?} is no cursor of this list: take `next` of the page before")))
}
