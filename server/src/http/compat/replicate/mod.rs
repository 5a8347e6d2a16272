//! Predictions, as clients of cog (its HTTP server, `/predictions`) and of Replicate (its HTTP API, `/v1/predictions` and
//! `/v1/models`) know them. Errors are `application/problem+json`, which Replicate's clients read.

pub(in super::super) mod files;
pub(in super::super) mod models;
mod prediction;
mod request;
mod stream;
pub(in super::super) mod webhooks;

pub(in super::super) use prediction::{Prediction, view as prediction};
pub(in super::super) use stream::stream;

use std::{net::IpAddr, time::Duration};

use hyper::{
    HeaderMap, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
};
use schemars::JsonSchema;
use serde::Serialize;
use time::OffsetDateTime;

use super::super::{
    Answer, Front, body, generation_request,
    generations::{self, parse_id},
    idempotency_key,
    pages::PageRequest,
    prefer::{self, Preference},
    problem::Problem,
    query::Query,
};
use request::Request;

use crate::{generations as store, jobs::CancelError, ledger::AccountId};

/// Whose models these are in `OWNER/NAME`.
const OWNER: &str = "oneclick3d";
/// Predictions on a page, as at Replicate.
const PAGE: usize = 100;

/// Which of the operations that make a prediction.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Asked<'a> {
    /// cog's `POST /predictions`: of the default model, and answered at the end unless the client prefers not to wait.
    Cog,
    /// `POST /v1/predictions`, whose body names a version.
    Version,
    /// `POST /v1/models/{owner}/{name}/predictions`.
    Model { owner: &'a str, name: &'a str },
}

/// Makes a prediction.
pub(in super::super) async fn create(
    front: &Front,
    asked: Asked<'_>,
    account: AccountId,
    address: Option<IpAddr>,
    headers: &HeaderMap,
    incoming: &mut Incoming,
) -> Result<Answer, Problem> {
    if let Asked::Model { owner, name } = asked {
        models::find(front, owner, name).await?;
    }
    if headers.contains_key("cancel-after") {
        let detail = "the header Cancel-After cannot be honoured; leave it out, and cancel the prediction yourself";
        return Err(Problem::invalid("field_not_honoured", detail));
    }
    let key = idempotency_key::claim(front, &account, "generation", headers)?;
    let (fields, upload) = body::read_object(front, &account, headers, incoming).await?;
    let (default, section) = (front.catalog.default_generator().name(), &front.configuration.webhooks);
    let Request { mut input, model, webhook } = request::read(fields, asked, default, section)?;
    let sent_ahead = files::take(front, &account, &mut input).await?;
    let mut request = generation_request::of_json(input, sent_ahead, &model, &front.fetcher).await?;
    request.webhook = webhook;
    let submitted = generations::submit(front, &account, address, key, request).await?;
    drop(upload);

    let mut generation = submitted.generation;
    let wait = match (asked, prefer::of(headers)) {
        (_, Preference::RespondAsync) | (Asked::Version | Asked::Model { .. }, Preference::None) => None,
        (Asked::Cog, Preference::None | Preference::Wait(None)) => Some(Duration::MAX),
        (_, Preference::Wait(None)) => Some(front.limits.wait),
        (_, Preference::Wait(Some(wait))) => Some(wait.min(front.limits.wait)),
    };
    if let Some(wait) = wait {
        generations::wait_for_end(front, &generation.id, wait).await;
        generation = generations::find(front, &account, &generation.id).await?;
    }
    let status = match asked {
        Asked::Cog if wait.is_some() => StatusCode::OK,
        Asked::Cog => StatusCode::ACCEPTED,
        Asked::Version | Asked::Model { .. } => StatusCode::CREATED,
    };
    let mut answer = body::json(status, &prediction::created(front, &generation, OffsetDateTime::now_utc()));
    let location = format!("/v1/predictions/{}", generation.id);
    answer.headers_mut().insert(header::LOCATION, HeaderValue::try_from(location).expect("an id is ASCII"));
    idempotency_key::mark(&mut answer, submitted.replayed);
    Ok(answer)
}

/// `GET /v1/predictions/{id}`, and cog's `GET /predictions/{id}`.
pub(in super::super) async fn get(front: &Front, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let generation = generations::find(front, &account, &parse_id(id)?).await?;
    Ok(body::json(StatusCode::OK, &prediction::view(front, &generation, OffsetDateTime::now_utc())))
}

/// `POST /v1/predictions/{id}/cancel`, and cog's. What has ended stays as it ended, and the answer says how.
pub(in super::super) async fn cancel(front: &Front, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let id = parse_id(id)?;
    let generation = match front.jobs.cancel(&account, &id).await {
        Ok(generation) => generation,
        Err(CancelError::Ended(_)) => generations::find(front, &account, &id).await?,
        Err(error) => return Err(error.into()),
    };
    Ok(body::json(StatusCode::OK, &prediction::view(front, &generation, OffsetDateTime::now_utc())))
}

/// A page of Replicate's API.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ResultsOf{T}")]
pub(in super::super) struct Page<T> {
    /// Lists go forward only.
    previous: Option<String>,
    next: Option<String>,
    results: Vec<T>,
}

/// `GET /v1/predictions`, newest first.
pub(in super::super) async fn list(front: &Front, account: AccountId, query: Option<&str>) -> Result<Answer, Problem> {
    let cursor = Query::parse(query, &["cursor"])?.get::<Cursor>("cursor")?.map(|Cursor(cursor)| cursor);
    let page = front
        .database
        .read(move |tx| store::list(tx, &account, cursor.as_deref(), PAGE))
        .await?
        .ok_or_else(PageRequest::wrong_cursor)?;
    let now = OffsetDateTime::now_utc();
    let results = page.generations.iter().map(|generation| prediction::view(front, generation, now)).collect();
    let next = page.next.map(|cursor| format!("{}/v1/predictions?cursor={cursor}", front.configuration.service.url));
    Ok(body::json(StatusCode::OK, &Page { previous: None, next, results }))
}

struct Cursor(String);

impl std::str::FromStr for Cursor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(Cursor(text.to_owned()))
    }
}
