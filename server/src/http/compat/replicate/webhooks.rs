//! What signs the webhooks of predictions, and which of them a request asks for.

use hyper::{
    StatusCode,
    header::{self, HeaderValue},
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;

use super::super::{
    super::{Answer, Front, body, problem::Problem},
    fields::Fields,
};
use crate::{
    configuration::WebhooksSection,
    ledger::AccountId,
    webhooks::{self, Event, PredictionWebhook, SigningSecret},
};

/// The names that a filter may have, and what is told for them; nothing for `logs`, which are in the prediction.
const FILTER: [(&str, Option<Event>); 4] = [
    ("start", Some(Event::PredictionStart)),
    ("output", Some(Event::PredictionOutput)),
    ("logs", None),
    ("completed", Some(Event::PredictionCompleted)),
];

/// What verifies webhooks of the account's predictions.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WebhookSecret")]
pub(in super::super::super) struct Secret {
    key: SigningSecret,
}

/// `GET /v1/webhooks/default/secret`, made when it is asked for first.
pub(in super::super::super) async fn secret(front: &Front, account: AccountId) -> Result<Answer, Problem> {
    let (now, owner) = (OffsetDateTime::now_utc(), account.clone());
    let found = front.database.read(move |tx| webhooks::find_default_secret(tx, &owner, now)).await?;
    let key = match found {
        Some(secret) => secret,
        None => front.database.write(move |tx| webhooks::default_secret(tx, &account, now)).await?,
    };
    let mut answer = body::json(StatusCode::OK, &Secret { key });
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

/// Takes `webhook` and `webhook_events_filter`. Without a filter the output and the end are told, as at Replicate.
///
/// # Errors
/// 422 that names the field.
pub(super) fn read(fields: &mut Fields, section: &WebhooksSection) -> Result<Option<PredictionWebhook>, Problem> {
    let events = match fields.take("webhook_events_filter") {
        None => vec![Event::PredictionOutput, Event::PredictionCompleted],
        Some(filter) => filtered(&filter)?,
    };
    let Some(url) = fields.take_text("webhook")? else { return Ok(None) };
    webhooks::check_url(section, &url)
        .map_err(|reason| Problem::invalid("invalid_option", format!("webhook: {reason}")))?;
    Ok(Some(PredictionWebhook { url, events }))
}

fn filtered(filter: &Value) -> Result<Vec<Event>, Problem> {
    let wrong = |why: &str| {
        let names = FILTER.map(|(name, _)| name).join(", ");
        Problem::invalid("invalid_option", format!("webhook_events_filter {why}; it is a list of {names}"))
    };
    let names = filter.as_array().ok_or_else(|| wrong("is no list"))?;
    let known = |name: &Value| FILTER.iter().any(|(known, _)| name == known);
    if !names.iter().all(known) {
        return Err(wrong("has something else in it"));
    }
    let chosen = FILTER.into_iter().filter(|(name, _)| names.iter().any(|chosen| chosen == name));
    let events: Vec<Event> = chosen.filter_map(|(_, event)| event).collect();
    // Of logs alone nobody would ever hear.
    if events.is_empty() { Err(wrong("leaves nothing to tell: name start, output or completed")) } else { Ok(events) }
}
