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

/// The names that a filter may have, and what is told for them.
const FILTER: [(&str, Event); 3] =
    [("start", Event::PredictionStart), ("output", Event::PredictionOutput), ("completed", Event::PredictionCompleted)];

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
    let filter = fields.take("webhook_events_filter").map(|filter| filtered(&filter)).transpose()?;
    let Some(url) = fields.take_text("webhook")? else {
        return match filter {
            None => Ok(None),
            Some(_) => Err(wrong("has nobody to tell: send 'webhook' too")),
        };
    };
    let events = filter.unwrap_or_else(|| vec![Event::PredictionOutput, Event::PredictionCompleted]);
    webhooks::check_url(section, &url)
        .map_err(|reason| Problem::invalid("invalid_option", format!("webhook: {reason}")))?;
    Ok(Some(PredictionWebhook { url, events }))
}

fn filtered(filter: &Value) -> Result<Vec<Event>, Problem> {
    let names = filter.as_array().ok_or_else(|| wrong("is no list"))?;
    if names.iter().any(|name| name == "logs") {
        let detail = "webhook_events_filter cannot be honoured: of logs nobody is told, they are in the prediction; \
                      leave \"logs\" out";
        return Err(Problem::invalid("field_not_honoured", detail));
    }
    let known = |name: &Value| FILTER.iter().any(|(known, _)| name == known);
    if !names.iter().all(known) {
        return Err(wrong("has something else in it"));
    }
    let chosen = FILTER.into_iter().filter(|(name, _)| names.iter().any(|chosen| chosen == name));
    let events: Vec<Event> = chosen.map(|(_, event)| event).collect();
    if events.is_empty() { Err(wrong("leaves nothing to tell")) } else { Ok(events) }
}

fn wrong(why: &str) -> Problem {
    let names = FILTER.map(|(name, _)| name).join(", ");
    Problem::invalid("invalid_option", format!("webhook_events_filter {why}; it is a list of {names}"))
}
