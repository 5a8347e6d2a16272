//! `/v1/webhook-endpoints`: where an account hears how its generations ended. Another account's endpoint is one that does not exist.

use std::{sync::Arc, time::Duration};

use hyper::{
    HeaderMap, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{
    Answer, Front, body,
    compat::replicate,
    generations, idempotency_key,
    pages::{Page, PageRequest},
    problem::Problem,
};
use crate::{
    date_time::DateTime,
    generations::Generation,
    ledger::{AccountId, DeliveryId, EndpointId},
    webhooks::{self, DisabledReason, Endpoint, Error, Event, NewEndpoint, SigningSecret},
};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewWebhookEndpoint")]
pub(super) struct Request {
    url: String,
    events: Option<Vec<String>>,
    description: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WebhookEndpoint")]
pub(super) struct View {
    id: EndpointId,
    url: String,
    events: Vec<&'static str>,
    description: Option<String>,
    state: &'static str,
    disabled_reason: Option<DisabledReason>,
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "DateTime")]
    created_at: OffsetDateTime,
}

/// An endpoint whose secret was just made: the one answer that has it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MadeWebhookEndpoint")]
pub(super) struct Made {
    #[serde(flatten)]
    endpoint: View,
    secret: SigningSecret,
}

impl From<Endpoint> for View {
    fn from(endpoint: Endpoint) -> View {
        View {
            id: endpoint.id,
            url: endpoint.url,
            events: endpoint.events.into_iter().map(Event::as_str).collect(),
            description: endpoint.description,
            state: if endpoint.disabled.is_some() { "disabled" } else { "enabled" },
            disabled_reason: endpoint.disabled,
            created_at: endpoint.created_at,
        }
    }
}

/// `GET /v1/webhook-endpoints`: newest first.
pub(super) async fn list(front: &Front, account: AccountId, query: Option<&str>) -> Result<Answer, Problem> {
    let PageRequest { cursor, limit } = PageRequest::parse(query)?;
    // One more than asked tells whether there is a next page.
    let list = move |tx: &_| webhooks::endpoints(tx, &account, cursor.as_deref(), limit + 1);
    let endpoints = front.database.read(list).await?.ok_or_else(PageRequest::wrong_cursor)?;
    let page = Page::of(endpoints.into_iter().map(View::from).collect(), limit, |last| last.id.0.clone());
    Ok(body::json(StatusCode::OK, &page))
}

/// `POST /v1/webhook-endpoints`.
pub(super) async fn create(
    front: &Front,
    account: AccountId,
    headers: &HeaderMap,
    body: &mut Incoming,
) -> Result<Answer, Problem> {
    let key = idempotency_key::claim(front, &account, "webhook endpoint", headers)?;
    let Request { url, events, description } = body::read_json(front, headers, body).await?;
    let id = key.as_ref().map_or_else(EndpointId::random, |key| Ok(EndpointId::of_key(&account, key.name())))?;
    let (new, configuration) = (NewEndpoint { id, url, events, description }, Arc::clone(&front.configuration));
    let create = move |tx: &_| webhooks::create(tx, &account, &new, &configuration.webhooks, OffsetDateTime::now_utc());
    let (endpoint, secret, replayed) = front.database.write(create).await?;
    let mut answer = made(StatusCode::CREATED, endpoint, secret);
    idempotency_key::mark(&mut answer, replayed);
    Ok(answer)
}

/// `GET /v1/webhook-endpoints/{id}`.
pub(super) async fn get(front: &Front, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let id = EndpointId(id.to_owned());
    let endpoint = front.database.read(move |tx| webhooks::endpoint(tx, &account, &id)).await?;
    Ok(body::json(StatusCode::OK, &View::from(endpoint)))
}

/// `DELETE /v1/webhook-endpoints/{id}`.
pub(super) async fn delete(front: &Front, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let (id, now) = (EndpointId(id.to_owned()), OffsetDateTime::now_utc());
    front.database.write(move |tx| webhooks::delete(tx, &account, &id, now)).await?;
    Ok(body::no_content())
}

/// `POST /v1/webhook-endpoints/{id}/enable`.
pub(super) async fn enable(front: &Front, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let id = EndpointId(id.to_owned());
    let endpoint = front.database.write(move |tx| webhooks::enable(tx, &account, &id)).await?;
    Ok(body::json(StatusCode::OK, &View::from(endpoint)))
}

/// `POST /v1/webhook-endpoints/{id}/rotate`.
pub(super) async fn rotate(front: &Front, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let (id, now) = (EndpointId(id.to_owned()), OffsetDateTime::now_utc());
    let (endpoint, secret) = front.database.write(move |tx| webhooks::rotate(tx, &account, &id, now)).await?;
    Ok(made(StatusCode::OK, endpoint, secret))
}

fn made(status: StatusCode, endpoint: Endpoint, secret: SigningSecret) -> Answer {
    let mut answer = body::json(status, &Made { endpoint: endpoint.into(), secret });
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// `POST /v1/webhook-endpoints/{id}/test`.
pub(super) async fn test(front: &Front, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let (id, now) = (EndpointId(id.to_owned()), OffsetDateTime::now_utc());
    let delivery = front.database.write(move |tx| webhooks::test(tx, &account, &id, now)).await?;
    Ok(body::json(StatusCode::ACCEPTED, &delivery))
}

/// `GET /v1/webhook-endpoints/{id}/deliveries`: newest first.
pub(super) async fn deliveries(
    front: &Front,
    account: AccountId,
    id: &str,
    query: Option<&str>,
) -> Result<Answer, Problem> {
    let PageRequest { cursor, limit } = PageRequest::parse(query)?;
    let id = EndpointId(id.to_owned());
    let list = move |tx: &_| webhooks::deliveries(tx, &account, &id, cursor.as_deref(), limit + 1);
    let deliveries = front.database.read(list).await?.ok_or_else(PageRequest::wrong_cursor)?;
    Ok(body::json(StatusCode::OK, &Page::of(deliveries, limit, |last| last.id.0.clone())))
}

/// `POST /v1/webhook-endpoints/{id}/deliveries/{delivery}/replay`.
pub(super) async fn replay(front: &Front, account: AccountId, id: &str, delivery: &str) -> Result<Answer, Problem> {
    let (id, delivery) = (EndpointId(id.to_owned()), DeliveryId(delivery.to_owned()));
    let now = OffsetDateTime::now_utc();
    let delivery = front.database.write(move |tx| webhooks::replay(tx, &account, &id, &delivery, now)).await?;
    Ok(body::json(StatusCode::ACCEPTED, &delivery))
}

/// A generation as an event tells it: as `GET` answers it, or the prediction of it.
///
/// # Panics
/// Never: plain data serializes.
pub fn words(front: &Front, generation: &Generation, event: Event) -> Vec<u8> {
    let now = OffsetDateTime::now_utc();
    let words = match event {
        Event::Succeeded | Event::Failed | Event::Canceled | Event::Test => {
            serde_json::to_vec(&generations::view(front, generation))
        }
        Event::PredictionOutput | Event::PredictionCompleted => {
            serde_json::to_vec(&replicate::prediction(front, generation, now))
        }
        Event::PredictionStart => serde_json::to_vec(&replicate::prediction(front, &generation.as_started(), now)),
    };
    words.expect("plain data serializes")
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let detail = error.to_string();
        match error {
            Error::Ledger(error) => error.into(),
            Error::KeyReused(_) => Problem::invalid("idempotency_key_reused", detail),
            Error::NoSuchEndpoint => Problem::new(StatusCode::NOT_FOUND, "webhook_endpoint_not_found", detail),
            Error::NoSuchDelivery => Problem::new(StatusCode::NOT_FOUND, "webhook_delivery_not_found", detail),
            Error::Invalid { .. } => Problem::invalid("invalid", detail),
            Error::TooMany(_) => Problem::new(StatusCode::CONFLICT, "too_many_webhook_endpoints", detail),
            Error::SecretReplaced(_) => Problem::new(StatusCode::CONFLICT, "webhook_secret_replaced", detail),
            Error::Deleted(_) => Problem::new(StatusCode::CONFLICT, "webhook_endpoint_deleted", detail),
            Error::Disabled(_) => Problem::new(StatusCode::CONFLICT, "webhook_endpoint_disabled", detail),
            Error::TooManyTests(_) => Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_webhook_tests", detail)
                .retry_after(Duration::from_secs(60)),
            error => Problem::internal(&error),
        }
    }
}
