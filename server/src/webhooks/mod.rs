//! Outgoing webhooks (Standard Webhooks 1.0): an account names endpoints, and hears there how its generations ended.
//!
//! A delivery is a row of the transaction that ends the generation; [`Courier`] sends what is due and notes what came of it. It
//! goes at least once, with the same `webhook-id`: a server that dies between the answer and the note sends it again. What is
//! sent is the generation as it is then; only its links and files can differ from one attempt to the next. A prediction of
//! Replicate's API may bring a webhook of its own, which hears of that generation alone.

mod courier;
mod delivery;
mod endpoint;
mod error;
mod event;
mod export;
mod outbox;
mod prediction;
mod retention;
mod secret;

pub use courier::{Courier, Words};
pub use delivery::{Attempt, Delivery, DeliveryState, deliveries, replay, test};
pub use endpoint::{DisabledReason, Endpoint, NewEndpoint, create, delete, enable, endpoint, endpoints, rotate};
pub use error::Error;
pub use event::Event;
pub use export::EXPORT;
pub use outbox::{queue_end, queue_start};
pub use prediction::{PredictionWebhook, attach, default_secret, find_default_secret};
pub use retention::forget;
pub use secret::SigningSecret;

use crate::{configuration::WebhooksSection, fetch::post::check_target};

/// Checks that `url` may be sent to.
///
/// # Errors
/// What is wrong with it, and what can be.
pub fn check_url(section: &WebhooksSection, url: &str) -> Result<(), String> {
    check_target(url, section.http, &section.allow)
}
