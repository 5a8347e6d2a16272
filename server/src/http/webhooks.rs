//! `/v1/payments/…`: what providers send. The signature is checked on the raw body before anything reads it.

use hyper::{HeaderMap, StatusCode, body::Incoming};
use time::OffsetDateTime;

use super::{Answer, Front, body, problem::Problem};
use crate::payments::{
    Provider,
    stripe::{event, signature},
};

/// Longest event, in bytes; providers' have a few thousand.
const MAX_EVENT: usize = 1 << 20;

/// `POST /v1/payments/stripe`: answered as soon as the event is stored.
pub(super) async fn stripe(front: &Front, headers: &HeaderMap, incoming: &mut Incoming) -> Result<Answer, Problem> {
    let section = front.configuration.payments.stripe.as_ref().ok_or_else(|| not_configured(Provider::Stripe))?;
    let upload = body::read_within(front, headers, incoming, MAX_EVENT, "no event is that long").await?;
    let signature = headers.get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    signature::verify(signature, &upload.bytes, &section.webhook_secret, OffsetDateTime::now_utc()).map_err(
        |refusal| {
            tracing::warn!(%refusal, "an event that says it is Stripe's is refused");
            Problem::new(StatusCode::BAD_REQUEST, "wrong_signature", refusal.to_string())
        },
    )?;
    let id = event::id(&upload.bytes).map_err(|why| Problem::new(StatusCode::BAD_REQUEST, "no_event", why))?;
    front.till.receive(Provider::Stripe, id, upload.bytes.to_vec()).await?;
    Ok(body::json(StatusCode::OK, &serde_json::json!({ "received": true })))
}

fn not_configured(provider: Provider) -> Problem {
    let detail = format!("this server takes no payments through {provider} ([payments.{provider}])");
    Problem::new(StatusCode::NOT_FOUND, "no_payment_provider", detail)
}
