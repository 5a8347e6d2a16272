//! What both sides write.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Case, CaseId, Error, case, letters};
use crate::configuration::ServiceSection;
use crate::database::Millis;
use crate::idempotency::{KeyedRequest, Keys};
use crate::ledger::AccountId;

/// Longest message, in bytes.
const MAX_TEXT: usize = 10_000;

/// Most messages of a case.
const MAX_MESSAGES: usize = 200;

const KEYS: Keys = Keys { table: "case_message_key", created: "case_id" };

/// Who writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// The case's account.
    Account(AccountId),
    /// An operator: his account's id, or `console:USER`.
    Operator(String),
}

/// Something that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// An account's id, or `console:USER`.
    pub author: String,
    /// Whether an operator wrote it.
    pub from_operator: bool,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// What.
    pub text: String,
}

/// Adds a message to an open case and tells the other side by mail; the case afterwards.
///
/// # Errors
/// [`Error::NoSuchCase`], also for another account's; [`Error::Decided`], [`Error::Length`], [`Error::TooManyMessages`].
pub fn reply(
    tx: &Connection,
    id: &CaseId,
    author: &Author,
    text: &str,
    service: &ServiceSection,
    now: OffsetDateTime,
) -> Result<Case, Error> {
    let case = match author {
        Author::Account(account) => case::of_account(tx, account, id)?,
        Author::Operator(_) => case::get(tx, id)?,
    };
    if let Some(decision) = &case.decision {
        return Err(Error::Decided { case: id.clone(), outcome: decision.outcome.name() });
    }
    // A command whose answer was lost comes again.
    let again =
        |last: &&Message| matches!(author, Author::Operator(who) if *who == last.author) && last.text == text.trim();
    if case.messages.last().filter(again).is_some() {
        return Ok(case);
    }
    if case.messages.len() >= MAX_MESSAGES {
        return Err(Error::TooManyMessages(MAX_MESSAGES));
    }
    add(tx, id, author, text, now)?;
    let case = case::get(tx, id)?;
    match author {
        Author::Account(_) => letters::user_replied(tx, &case, service, now)?,
        Author::Operator(_) => letters::operator_replied(tx, &case, service, now)?,
    }
    Ok(case)
}

/// [`reply`] of an account, once for each key; the case afterwards, and whether the key had written it before.
///
/// # Errors
/// As [`reply`]; [`Error::KeyReused`].
pub fn reply_once(
    tx: &Connection,
    id: &CaseId,
    account: &AccountId,
    text: &str,
    request: Option<&KeyedRequest>,
    service: &ServiceSection,
    now: OffsetDateTime,
) -> Result<(Case, bool), Error> {
    if let Some(request) = request
        && KEYS.find::<Error>(tx, account, request)?.is_some()
    {
        return Ok((case::of_account(tx, account, id)?, true));
    }
    let case = reply(tx, id, &Author::Account(account.clone()), text, service, now)?;
    if let Some(request) = request {
        KEYS.record(tx, account, request, &id.0)?;
    }
    Ok((case, false))
}

pub(super) fn add(tx: &Connection, id: &CaseId, author: &Author, text: &str, now: OffsetDateTime) -> Result<(), Error> {
    let text = text_within("text", text, MAX_TEXT)?;
    let (name, from_operator) = match author {
        Author::Account(account) => (&account.0, false),
        Author::Operator(name) => (name, true),
    };
    tx.prepare_cached(
        "INSERT INTO case_message (case_id, author, from_operator, text, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![id.0, name, from_operator, text, Millis::of(now)])?;
    Ok(())
}

pub(super) fn of(tx: &Connection, id: &CaseId) -> Result<Vec<Message>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT author, from_operator, at_ms, text FROM case_message WHERE case_id = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([&id.0])?;
    let mut messages = Vec::new();
    while let Some(row) = rows.next()? {
        messages.push(Message {
            author: row.get(0)?,
            from_operator: row.get(1)?,
            at: row.get::<_, Millis>(2)?.time()?,
            text: row.get(3)?,
        });
    }
    Ok(messages)
}

/// `text` without the space around it, if its length is right. Of a NUL the database sees the end of a text.
pub(super) fn text_within<'a>(what: &'static str, text: &'a str, most: usize) -> Result<&'a str, Error> {
    let text = text.trim();
    if text.contains('\0') {
        return Err(Error::Nul { what });
    }
    if text.is_empty() || text.len() > most { Err(Error::Length { what, bytes: text.len(), most }) } else { Ok(text) }
}
