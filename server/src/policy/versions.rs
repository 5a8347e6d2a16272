//! Versions: what was published, when.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::Draft;
use super::draft::LAST_UPDATED;
use crate::database::{Error, Millis};

/// A pair of pages that was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyVersion {
    /// 1, 2, 3, …
    pub number: i64,
    /// [`Draft::sha256`] of the pages.
    pub sha256: String,
    /// Its day is the page's "last updated".
    #[serde(with = "time::serde::rfc3339")]
    pub published_at: OffsetDateTime,
    /// Whether accounts are told by mail.
    pub material: bool,
}

/// What came of [`publish`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The version that is shown now.
    pub version: PolicyVersion,
    /// Whether it is new; the same text again is not.
    pub new: bool,
}

const COLUMNS: &str = "SELECT number, sha256, published_at_ms, \
    EXISTS (SELECT 1 FROM policy_announcement WHERE version = number) FROM policy_version";

/// The version in force; none before a server was first started.
///
/// # Errors
/// When the database fails.
pub fn current(tx: &Connection) -> Result<Option<PolicyVersion>, Error> {
    one(tx, "ORDER BY number DESC LIMIT 1", [])
}

/// The latest version with this text.
///
/// # Errors
/// When the database fails.
pub fn of_hash(tx: &Connection, sha256: &str) -> Result<Option<PolicyVersion>, Error> {
    one(tx, "WHERE sha256 = ?1 ORDER BY number DESC LIMIT 1", [sha256])
}

/// The version with this number.
///
/// # Errors
/// When the database fails.
pub fn of_number(tx: &Connection, number: i64) -> Result<Option<PolicyVersion>, Error> {
    one(tx, "WHERE number = ?1", [number])
}

/// All versions, latest first.
///
/// # Errors
/// When the database fails.
pub fn versions(tx: &Connection) -> Result<Vec<PolicyVersion>, Error> {
    select(tx, "ORDER BY number DESC", [])
}

/// The pages of a version as they are shown, with its date.
///
/// # Errors
/// When the database fails.
pub fn pages(tx: &Connection, version: &PolicyVersion) -> Result<Draft, Error> {
    let date = version.published_at.date().to_string();
    let shown = |page: String| page.replace(LAST_UPDATED, &date);
    Ok(tx
        .prepare_cached("SELECT refunds, terms FROM policy_version WHERE number = ?1")?
        .query_row([version.number], |row| Ok(Draft { refunds: shown(row.get(0)?), terms: shown(row.get(1)?) }))?)
}

/// Makes `draft` the version in force. The text that is in force already stays the version that it is. A material change, new
/// or not, is announced with `summary` ([`super::announce`]), once a version.
///
/// # Errors
/// When the database fails.
pub fn publish(
    tx: &Connection,
    draft: &Draft,
    material: bool,
    summary: Option<&str>,
    now: OffsetDateTime,
) -> Result<Published, Error> {
    let sha256 = draft.sha256();
    let before = current(tx)?.filter(|version| version.sha256 == sha256);
    let new = before.is_none();
    if new {
        tx.prepare_cached(
            "INSERT INTO policy_version (sha256, published_at_ms, refunds, terms) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![sha256, Millis::of(now), draft.refunds, draft.terms])?;
    }
    let number = before.map_or_else(|| tx.last_insert_rowid(), |version| version.number);
    if material {
        tx.prepare_cached("INSERT INTO policy_announcement (version, summary) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
            .execute(params![number, summary])?;
    }
    let version = of_number(tx, number)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    Ok(Published { version, new })
}

/// Publishes `draft` where nothing is published yet; the version in force.
///
/// # Errors
/// When the database fails.
pub fn publish_first(tx: &Connection, draft: &Draft, now: OffsetDateTime) -> Result<PolicyVersion, Error> {
    match current(tx)? {
        Some(version) => Ok(version),
        None => Ok(publish(tx, draft, false, None, now)?.version),
    }
}

fn one(tx: &Connection, which: &str, values: impl rusqlite::Params) -> Result<Option<PolicyVersion>, Error> {
    let mut statement = tx.prepare_cached(&format!("{COLUMNS} {which}"))?;
    let found = statement.query_row(values, read).optional()?;
    found.map(time).transpose()
}

fn select(tx: &Connection, which: &str, values: impl rusqlite::Params) -> Result<Vec<PolicyVersion>, Error> {
    let mut statement = tx.prepare_cached(&format!("{COLUMNS} {which}"))?;
    let rows = statement.query_map(values, read)?;
    rows.map(|row| time(row?)).collect()
}

type Row = (i64, String, Millis, bool);

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn time((number, sha256, published, material): Row) -> Result<PolicyVersion, Error> {
    Ok(PolicyVersion { number, sha256, published_at: published.time()?, material })
}
