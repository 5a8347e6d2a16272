//! The row of a case: whose it is and what it is about.

use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Author, Decision, Error, Message, decision, letters, messages};
use crate::configuration::ServiceSection;
use crate::database::{Millis, cursor};
use crate::generations::GenerationId;
use crate::idempotency::Reused;
use crate::ledger::{self, AccountId, PurchaseId};

pub use crate::ledger::CaseId;

/// Longest subject, in bytes.
const MAX_SUBJECT: usize = 200;

/// What is true of a case that waits for its decision.
const OPEN: &str = "NOT EXISTS (SELECT 1 FROM case_decision WHERE case_id = support_case.id)";

/// Most open cases of an account.
const MAX_OPEN: usize = 10;

/// A case before it is there.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// Made by the asker. Repeated, it finds the case opened.
    pub id: CaseId,
    /// Whose.
    pub account: AccountId,
    /// In a line.
    pub subject: String,
    /// What happened.
    pub text: String,
    /// The generation it is about.
    pub generation: Option<GenerationId>,
    /// The purchase it is about.
    pub purchase: Option<PurchaseId>,
}

/// A case with all that was written and decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Public id.
    pub id: CaseId,
    /// Whose.
    pub account: AccountId,
    /// In a line.
    pub subject: String,
    /// The generation it is about.
    pub generation: Option<GenerationId>,
    /// The purchase it is about.
    pub purchase: Option<PurchaseId>,
    /// When it was opened.
    #[serde(with = "time::serde::rfc3339")]
    pub opened_at: OffsetDateTime,
    /// Oldest first; the first one opened it. None where cases are listed: they may be long.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Message>,
    /// How it was decided; none while it is open.
    pub decision: Option<Decision>,
}

/// Opens a case, and tells the service's contact.
///
/// # Errors
/// [`Error::NotYours`], [`Error::Length`], [`Error::TooManyOpen`], [`Error::KeyReused`]; [`Error::Ledger`] without such an
/// account.
pub fn open(
    tx: &Connection,
    new: &NewCase,
    author: &Author,
    service: &ServiceSection,
    now: OffsetDateTime,
) -> Result<Case, Error> {
    if let Some(case) = find(tx, &new.id)? {
        if case.account != new.account {
            return Err(Error::NoSuchCase(new.id.0.clone()));
        }
        let text = case.messages.first().map(|message| message.text.as_str());
        let same = case.subject == new.subject.trim()
            && text == Some(new.text.trim())
            && (&case.generation, &case.purchase) == (&new.generation, &new.purchase);
        return if same { Ok(case) } else { Err(Reused.into()) };
    }
    ledger::account(tx, &new.account)?;
    let subject = messages::text_within("subject", &new.subject, MAX_SUBJECT)?;
    owned(tx, "generation", &new.account, new.generation.as_ref().map(|id| &id.0))?;
    owned(tx, "purchase", &new.account, new.purchase.as_ref().map(|id| &id.0))?;
    let open: i64 = tx
        .prepare_cached(&format!("SELECT count(*) FROM support_case WHERE account = ?1 AND {OPEN}"))?
        .query_row([&new.account.0], |row| row.get(0))?;
    // An operator opens for whoever wrote to him, and knows what he does.
    if open >= MAX_OPEN as i64 && matches!(author, Author::Account(_)) {
        return Err(Error::TooManyOpen(MAX_OPEN));
    }
    tx.prepare_cached(
        "INSERT INTO support_case (id, account, subject, generation, purchase, opened_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        new.id.0,
        new.account.0,
        subject,
        new.generation.as_ref().map(|id| &id.0),
        new.purchase.as_ref().map(|id| &id.0),
        Millis::of(now)
    ])?;
    messages::add(tx, &new.id, author, &new.text, now)?;
    let case = get(tx, &new.id)?;
    letters::opened(tx, &case, service, now)?;
    Ok(case)
}

/// Refuses a generation or purchase of another account as one that does not exist.
fn owned(tx: &Connection, what: &'static str, account: &AccountId, id: Option<&String>) -> Result<(), Error> {
    let Some(id) = id else { return Ok(()) };
    let yours = tx
        .prepare_cached(&format!("SELECT 1 FROM {what} WHERE id = ?1 AND account = ?2"))?
        .exists(params![id, account.0])?;
    if yours { Ok(()) } else { Err(Error::NotYours { what, id: id.clone() }) }
}

/// One case, whoever opened it; none when there is none.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &Connection, id: &CaseId) -> Result<Option<Case>, Error> {
    let Some(mut case) = select(tx, "WHERE id = ?1", [&id.0])?.pop() else { return Ok(None) };
    case.messages = messages::of(tx, id)?;
    Ok(Some(case))
}

pub(super) fn get(tx: &Connection, id: &CaseId) -> Result<Case, Error> {
    find(tx, id)?.ok_or_else(|| Error::NoSuchCase(id.0.clone()))
}

/// The case of this id if it is the account's.
///
/// # Errors
/// [`Error::NoSuchCase`].
pub fn of_account(tx: &Connection, account: &AccountId, id: &CaseId) -> Result<Case, Error> {
    find(tx, id)?.filter(|case| case.account == *account).ok_or_else(|| Error::NoSuchCase(id.0.clone()))
}

/// At most `limit` cases of an account, newest first, from after the case `after`; none when that is not one of the account's.
///
/// # Errors
/// When the database fails.
pub fn page(
    tx: &Connection,
    account: &AccountId,
    after: Option<&str>,
    limit: usize,
) -> Result<Option<Vec<Case>>, Error> {
    let Some(before) = cursor::before(tx, ("support_case", "number"), &account.0, after)? else { return Ok(None) };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let which = "WHERE account = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3";
    select(tx, which, params![account.0, before, limit]).map(Some)
}

/// A thousand cases for operators: those that are open, oldest first, or all, newest first; from after the case `after`, where one is
/// given.
///
/// # Errors
/// [`Error::NoSuchCase`].
pub fn of_all(tx: &Connection, open_only: bool, after: Option<&CaseId>) -> Result<Vec<Case>, Error> {
    let after = after
        .map(|id| cursor::number(tx, ("support_case", "number"), &id.0)?.ok_or_else(|| Error::NoSuchCase(id.0.clone())))
        .transpose()?;
    let which = if open_only {
        format!("WHERE {OPEN} AND (?1 IS NULL OR number > ?1) ORDER BY number LIMIT 1000")
    } else {
        "WHERE ?1 IS NULL OR number < ?1 ORDER BY number DESC LIMIT 1000".to_owned()
    };
    select(tx, &which, [after])
}

/// How many cases wait for a decision.
///
/// # Errors
/// When the database fails.
pub fn count_open(tx: &Connection) -> Result<i64, Error> {
    let count = format!("SELECT count(*) FROM support_case WHERE {OPEN}");
    Ok(tx.prepare_cached(&count)?.query_row([], |row| row.get(0))?)
}

fn select(tx: &Connection, which: &str, values: impl rusqlite::Params) -> Result<Vec<Case>, Error> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT id, account, subject, generation, purchase, opened_at_ms FROM support_case {which}"
    ))?;
    let mut rows = statement.query(values)?;
    let mut cases = Vec::new();
    while let Some(row) = rows.next()? {
        cases.push(read(tx, row)?);
    }
    Ok(cases)
}

fn read(tx: &Connection, row: &Row<'_>) -> Result<Case, Error> {
    let id = CaseId(row.get(0)?);
    Ok(Case {
        messages: Vec::new(),
        decision: decision::of(tx, &id)?,
        id,
        account: AccountId(row.get(1)?),
        subject: row.get(2)?,
        generation: row.get::<_, Option<String>>(3)?.map(GenerationId),
        purchase: row.get::<_, Option<String>>(4)?.map(PurchaseId),
        opened_at: row.get::<_, Millis>(5)?.time()?,
    })
}
