//! `/v1/payments/…`: what providers send. The signature is checked on the raw body before anything reads it.

use hyper::{HeaderMap, StatusCode, body::Incoming};
use time::OffsetDateTime;

use super::{Answer, Front, body, problem::Problem};
use crate::payments::{Provider, btcpay, stripe};

/// `POST /v1/payments/stripe`: answered as soon as the event is stored.
pub(super) async fn stripe(front: &Front, headers: &HeaderMap, incoming: &mut Incoming) -> Result<Answer, Problem> {
    let section = front.configuration.payments.stripe.as_ref().ok_or_else(|| not_configured(Provider::Stripe))?;
    let event = body::read_event(front, headers, incoming).await?;
    let signature = text(headers, "stripe-signature");
    stripe::signature::verify(signature, &event, &section.webhook_secret, OffsetDateTime::now_utc())
        .map_err(|refusal| refused(Provider::Stripe, &refusal))?;
    keep(front, Provider::Stripe, stripe::event::id(&event), &event).await
}

/// `POST /v1/payments/btcpay`: the same.
pub(super) async fn btcpay(front: &Front, headers: &HeaderMap, incoming: &mut Incoming) -> Result<Answer, Problem> {
    let section = front.configuration.payments.btcpay.as_ref().ok_or_else(|| not_configured(Provider::Btcpay))?;
    let event = body::read_event(front, headers, incoming).await?;
    btcpay::signature::verify(text(headers, "btcpay-sig"), &event, &section.webhook_secret)
        .map_err(|refusal| refused(Provider::Btcpay, &refusal))?;
    keep(front, Provider::Btcpay, btcpay::event::id(&event), &event).await
}

async fn keep(front: &Front, provider: Provider, id: Result<String, String>, event: &[u8]) -> Result<Answer, Problem> {
    let id = id.map_err(|why| Problem::new(StatusCode::BAD_REQUEST, "no_event", why))?;
    front.till.receive(provider, id, event.to_vec()).await?;
    Ok(body::json(StatusCode::OK, &serde_json::json!({ "received": true })))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn refused(provider: Provider, refusal: &dyn std::error::Error) -> Problem {
    tracing::warn!(%provider, %refusal, "an event is refused");
    Problem::new(StatusCode::BAD_REQUEST, "wrong_signature", refusal.to_string())
}

fn not_configured(provider: Provider) -> Problem {
    let detail = format!("this server takes no payments through {provider} ([payments.{provider}])");
    Problem::new(StatusCode::NOT_FOUND, "no_payment_provider", detail)
}
