//! What is asked of Stripe: a Checkout Session (<https://docs.stripe.com/api/checkout/sessions/create>) and a refund
//! (<https://docs.stripe.com/api/refunds/create>).
//!
//! The customer types the card at Stripe; nothing of it comes here. Every request has an Idempotency-Key, so that one whose
//! answer was lost can be sent again and does nothing twice. Stripe may forget keys after a day
//! (<https://docs.stripe.com/api/idempotent_requests>); a refund therefore carries the key of its order, and is looked for before it is
//! made again. Stripe forgets no refund: how many of an order failed tells the next key.

use serde::Deserialize;
use time::OffsetDateTime;
use ureq::{Agent, RequestBuilder, http::Response};

use super::{event, form};
use crate::configuration::{ServiceSection, StripeSection};
use crate::money;
use crate::payments::gateway::{GatewayError, read_answer};
use crate::payments::{Fact, NewSession, PaymentRef, Provider, Purchase};

/// The version of the API that this was written for; an account's default may be another.
const VERSION: &str = "2024-06-20";

/// Where a refund carries the key that it was ordered under.
const ORDER_FIELD: &str = "metadata[order]";

/// Stripe's HTTP API with the operator's key.
pub struct Client<'a> {
    pub(in crate::payments) section: &'a StripeSection,
    pub(in crate::payments) agent: &'a Agent,
}

#[derive(Deserialize)]
struct Session {
    id: String,
    url: Option<String>,
    payment_intent: Option<String>,
}

#[derive(Deserialize)]
struct Page {
    data: Vec<event::Refund>,
    has_more: bool,
}

/// What was made of an order.
#[derive(Default)]
struct Made {
    /// The refund that sent its money, or sends it.
    stands: Option<event::Refund>,
    /// How many refunds failed before.
    failed: usize,
}

#[derive(Deserialize)]
struct Failure {
    error: Cause,
}

#[derive(Deserialize)]
struct Cause {
    message: Option<String>,
    code: Option<String>,
}

impl Client<'_> {
    /// Makes the page where a purchase is paid. The consent to the policy is ours and was recorded before; Stripe's own
    /// `consent_collection` would need a page of terms in the operator's Stripe account.
    pub fn create_session(
        &self,
        service: &ServiceSection,
        purchase: &Purchase,
        email: &str,
    ) -> Result<NewSession, GatewayError> {
        let Purchase { id, package, consent, .. } = purchase;
        let (credits, price) = (package.credits.to_string(), package.price_minor.to_string());
        let name = format!("{}: {credits} credits", package.name);
        let success = format!("{}/checkout/paid", service.url);
        let cancel = format!("{}/checkout/canceled", service.url);
        let policy = format!(
            "{} under the refund policy {}/policy/{}; credits expire, and unused ones are not paid back.",
            money::display(package.price_minor, &package.currency),
            service.url,
            consent.policy_sha256
        );
        let body = form::encode(&[
            ("mode", "payment"),
            ("client_reference_id", &id.0),
            ("customer_email", email),
            ("success_url", &success),
            ("cancel_url", &cancel),
            ("line_items[0][quantity]", "1"),
            ("line_items[0][price_data][currency]", &package.currency),
            ("line_items[0][price_data][unit_amount]", &price),
            ("line_items[0][price_data][product_data][name]", &name),
            ("custom_text[submit][message]", &policy),
            ("metadata[purchase]", &id.0),
            ("metadata[package]", &package.id),
            ("metadata[policy_sha256]", &consent.policy_sha256),
            ("payment_intent_data[metadata][purchase]", &id.0),
        ]);
        let answer = self.post("/v1/checkout/sessions", &id.0, &body)?;
        let session: Session = read(&answer)?;
        let url = session.url.ok_or_else(|| refused("the session that it made has no page (url)".to_owned()))?;
        Ok(NewSession { id: session.id, url, payment: session.payment_intent.map(PaymentRef) })
    }

    /// Sends money of a payment back, unless that was asked before and done; how the refund stands.
    pub fn refund(&self, purchase: &Purchase, amount_minor: i64, key: &str, again: bool) -> Result<Fact, GatewayError> {
        let payment = payment(purchase)?;
        let before = if again { self.made(payment, key).map_err(unsure)? } else { Made::default() };
        if let Some(made) = before.stands {
            return fact(made);
        }
        // A key answers with the refund that it made, also with one that failed.
        let attempt = if before.failed == 0 { key.to_owned() } else { format!("{}:{key}", before.failed) };
        let amount = amount_minor.to_string();
        let body = form::encode(&[
            ("payment_intent", &payment.0),
            ("amount", &amount),
            ("reason", "requested_by_customer"),
            ("metadata[purchase]", &purchase.id.0),
            (ORDER_FIELD, key),
        ]);
        let answer = self.post("/v1/refunds", &attempt, &body)?;
        // It has done what it was asked, whatever it says of it.
        fact(read(&answer).map_err(unsure)?)
    }

    /// How the refund stands that was made under `key`, if any that did not fail.
    pub fn made_refund(&self, purchase: &Purchase, key: &str) -> Result<Option<Fact>, GatewayError> {
        self.made(payment(purchase)?, key).map_err(unsure)?.stands.map(fact).transpose()
    }

    /// The refunds of a payment that carry `key` (<https://docs.stripe.com/api/refunds/list>).
    fn made(&self, payment: &PaymentRef, key: &str) -> Result<Made, GatewayError> {
        let (mut made, mut after) = (Made::default(), None);
        loop {
            let mut query = vec![("payment_intent", payment.0.as_str()), ("limit", "100")];
            query.extend(after.as_deref().map(|after| ("starting_after", after)));
            let Page { data, has_more } = read(&self.get(&format!("/v1/refunds?{}", form::encode(&query)))?)?;
            after = data.last().map(|refund| refund.id.clone());
            for refund in data.into_iter().filter(|refund| refund.metadata.order.as_deref() == Some(key)) {
                if refund.failed() {
                    made.failed += 1;
                } else {
                    made.stands = Some(refund);
                }
            }
            // A page without anything cannot be followed by another.
            if made.stands.is_some() || !has_more || after.is_none() {
                return Ok(made);
            }
        }
    }

    fn get(&self, path: &str) -> Result<Vec<u8>, GatewayError> {
        let request = self.agent.get(format!("{}{path}", self.section.api));
        answer(self.signed(request).call())
    }

    fn post(&self, path: &str, key: &str, body: &str) -> Result<Vec<u8>, GatewayError> {
        let request = self
            .agent
            .post(format!("{}{path}", self.section.api))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("idempotency-key", key);
        answer(self.signed(request).send(body))
    }

    fn signed<Body>(&self, request: RequestBuilder<Body>) -> RequestBuilder<Body> {
        request
            .header("authorization", format!("Bearer {}", self.section.secret_key.reveal()))
            .header("stripe-version", VERSION)
    }
}

fn answer(answered: Result<Response<ureq::Body>, ureq::Error>) -> Result<Vec<u8>, GatewayError> {
    let (status, answer) = read_answer(Provider::Stripe, answered)?;
    if (200..300).contains(&status) {
        return Ok(answer);
    }
    let said = match serde_json::from_slice::<Failure>(&answer) {
        Ok(Failure { error: Cause { message, code } }) => {
            [code, message].into_iter().flatten().collect::<Vec<_>>().join(": ")
        }
        Err(_) => String::new(),
    };
    Err(match status {
        401 => refused(format!("401 {said}; is payments.stripe.secret_key right?")),
        // In flight under the same key, too many requests, Stripe's own fault.
        409 | 429 | 500.. => {
            GatewayError::Unavailable { provider: Provider::Stripe, cause: format!("{status} {said}") }
        }
        _ => refused(format!("{status} {said}")),
    })
}

fn read<T: serde::de::DeserializeOwned>(answer: &[u8]) -> Result<T, GatewayError> {
    serde_json::from_slice(answer).map_err(|error| refused(format!("its answer cannot be read: {error}")))
}

/// What refunds of a purchase name.
fn payment(purchase: &Purchase) -> Result<&PaymentRef, GatewayError> {
    purchase.payment.as_ref().ok_or_else(|| refused(format!("{} was not paid through it", purchase.id)))
}

/// A refund that was made.
fn fact(made: event::Refund) -> Result<Fact, GatewayError> {
    let fact = event::refund(made, OffsetDateTime::now_utc());
    fact.ok_or_else(|| unsure(refused("the refund that it made names no payment".to_owned())))
}

/// While it is not known whether the money went, nothing was refused.
fn unsure(error: GatewayError) -> GatewayError {
    let cause = format!("whether it has sent the money is not known: {error}");
    GatewayError::Unavailable { provider: Provider::Stripe, cause }
}

fn refused(cause: String) -> GatewayError {
    GatewayError::Refused { provider: Provider::Stripe, cause }
}
