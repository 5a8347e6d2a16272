//! `/v1/cases`: what a user writes in with, and what came of it (policy P6). Another account's case is one that does not exist.

use std::sync::Arc;

use hyper::{HeaderMap, StatusCode, body::Incoming};
use rusqlite::Connection;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{
    Answer, Front, body, idempotency_key,
    pages::{Page, PageRequest},
    problem::Problem,
};
use crate::{
    cases::{self, Author, Case, CaseId, Error, NewCase, Outcome},
    date_time::DateTime,
    digest,
    generations::GenerationId,
    idempotency::KeyedRequest,
    ledger::{AccountId, Credits, LotId, PurchaseId},
};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewCase")]
pub(super) struct Opening {
    subject: String,
    text: String,
    generation: Option<String>,
    purchase: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewMessage")]
pub(super) struct Reply {
    text: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Case")]
pub(super) struct View {
    id: CaseId,
    state: &'static str,
    subject: String,
    generation: Option<GenerationId>,
    purchase: Option<PurchaseId>,
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "DateTime")]
    opened_at: OffsetDateTime,
    /// Not in lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    messages: Vec<MessageView>,
    decision: Option<DecisionView>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CaseMessage")]
struct MessageView {
    /// Which operator it is, is no business of the account's.
    author: &'static str,
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "DateTime")]
    at: OffsetDateTime,
    text: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CaseDecision")]
struct DecisionView {
    outcome: &'static str,
    reason: String,
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "DateTime")]
    decided_at: OffsetDateTime,
    credits: Option<Credits>,
    lot: Option<LotId>,
    amount_minor: Option<i64>,
}

impl From<Case> for View {
    fn from(case: Case) -> View {
        View {
            id: case.id,
            state: if case.decision.is_some() { "decided" } else { "open" },
            subject: case.subject,
            generation: case.generation,
            purchase: case.purchase,
            opened_at: case.opened_at,
            messages: case
                .messages
                .into_iter()
                .map(|message| MessageView {
                    author: if message.from_operator { "operator" } else { "account" },
                    at: message.at,
                    text: message.text,
                })
                .collect(),
            decision: case.decision.map(|decision| {
                let (credits, amount_minor) = match decision.outcome {
                    Outcome::Refused => (None, None),
                    Outcome::CreditsRestored { credits, .. } => (Some(credits), None),
                    Outcome::MoneyReturned { amount_minor } => (None, Some(amount_minor)),
                };
                DecisionView {
                    outcome: decision.outcome.name(),
                    reason: decision.reason,
                    decided_at: decision.decided_at,
                    credits,
                    lot: decision.lot,
                    amount_minor,
                }
            }),
        }
    }
}

/// `POST /v1/cases`.
pub(super) async fn open(
    front: &Front,
    account: AccountId,
    headers: &HeaderMap,
    body: &mut Incoming,
) -> Result<Answer, Problem> {
    let key = idempotency_key::claim(front, &account, "case", headers)?;
    let Opening { subject, text, generation, purchase } = body::read_json(front, headers, body).await?;
    let new = NewCase {
        id: key.as_ref().map_or_else(CaseId::random, |key| Ok(CaseId::of_key(&account, key.name())))?,
        account: account.clone(),
        subject,
        text,
        generation: generation.map(GenerationId),
        purchase: purchase.map(PurchaseId),
    };
    let configuration = Arc::clone(&front.configuration);
    let open = move |tx: &Connection| {
        let replayed = cases::find(tx, &new.id)?.is_some();
        let now = OffsetDateTime::now_utc();
        let case = cases::open(tx, &new, &Author::Account(account), &configuration.service, now)?;
        Ok::<_, Error>((case, replayed))
    };
    let (case, replayed) = front.database.write(open).await?;
    let mut answer = body::json(StatusCode::CREATED, &View::from(case));
    idempotency_key::mark(&mut answer, replayed);
    Ok(answer)
}

/// `POST /v1/cases/{id}/messages`.
pub(super) async fn reply(
    front: &Front,
    account: AccountId,
    id: &str,
    headers: &HeaderMap,
    body: &mut Incoming,
) -> Result<Answer, Problem> {
    let key = idempotency_key::claim(front, &account, "message", headers)?;
    let Reply { text } = body::read_json(front, headers, body).await?;
    let request = key.as_ref().map(|key| {
        let sha256 = digest::of_parts(&[id.as_bytes(), text.as_bytes()]);
        KeyedRequest { key: key.name().to_owned(), sha256 }
    });
    let (id, configuration) = (CaseId(id.to_owned()), Arc::clone(&front.configuration));
    let reply = move |tx: &Connection| {
        let now = OffsetDateTime::now_utc();
        cases::reply_once(tx, &id, &account, &text, request.as_ref(), &configuration.service, now)
    };
    let (case, replayed) = front.database.write(reply).await?;
    let mut answer = body::json(StatusCode::CREATED, &View::from(case));
    idempotency_key::mark(&mut answer, replayed);
    Ok(answer)
}

/// `GET /v1/cases`: newest first.
pub(super) async fn list(front: &Front, account: AccountId, query: Option<&str>) -> Result<Answer, Problem> {
    let PageRequest { cursor, limit } = PageRequest::parse(query)?;
    // One more than asked tells whether there is a next page.
    let page = front.database.read(move |tx| cases::page(tx, &account, cursor.as_deref(), limit + 1)).await?;
    let cases = page.ok_or_else(PageRequest::wrong_cursor)?;
    let page = Page::of(cases.into_iter().map(View::from).collect(), limit, |last| last.id.0.clone());
    Ok(body::json(StatusCode::OK, &page))
}

/// `GET /v1/cases/{id}`.
pub(super) async fn get(front: &Front, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let id = CaseId(id.to_owned());
    let case = front.database.read(move |tx| cases::of_account(tx, &account, &id)).await?;
    Ok(body::json(StatusCode::OK, &View::from(case)))
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let detail = error.to_string();
        match error {
            Error::Ledger(error) => error.into(),
            Error::Payments(error) => error.into(),
            Error::NoSuchCase(_) => {
                Problem::new(StatusCode::NOT_FOUND, "case_not_found", "this account has no such case")
            }
            Error::NotYours { what, .. } => {
                Problem::invalid(if what == "purchase" { "no_such_purchase" } else { "no_such_generation" }, detail)
            }
            Error::KeyReused(_) => Problem::invalid("idempotency_key_reused", detail),
            Error::Length { .. } | Error::Nul { .. } => Problem::invalid("invalid", detail),
            Error::TooManyOpen(_) => Problem::new(StatusCode::CONFLICT, "too_many_open_cases", detail),
            Error::TooManyMessages(_) => Problem::new(StatusCode::CONFLICT, "too_many_messages", detail),
            Error::Decided { .. } => Problem::new(
                StatusCode::CONFLICT,
                "case_decided",
                "this case is decided, and nothing can be added; open another one if there is something new",
            ),
            error => Problem::internal(&error),
        }
    }
}
