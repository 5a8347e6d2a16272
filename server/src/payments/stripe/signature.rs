//! `Stripe-Signature: t=…,v1=…` (<https://docs.stripe.com/webhooks#verify-manually>): HMAC-SHA256 of `"{t}.{body}"`.

use std::time::Duration;

use time::OffsetDateTime;

use crate::configuration::Secret;
use crate::payments::hmac;

/// How far the time of a signature may be from ours: what was recorded cannot be sent again later.
const TOLERANCE: Duration = Duration::from_secs(300);

/// Why a body is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No header, or none that can be read.
    #[error("the header Stripe-Signature must be 't=SECONDS,v1=HEX'")]
    Malformed,
    /// No signature agrees.
    #[error("no signature agrees with the body: is payments.stripe.webhook_secret that of this endpoint?")]
    Wrong,
    /// It agrees, and was made too long ago or ahead.
    #[error("the signature was made more than 300 s from now: is the clock right?")]
    Stale,
}

/// Checks the raw body before anything reads it. Of several `v1` any may agree (a secret that is being replaced); other
/// schemes do not count.
///
/// # Errors
/// A [`Refusal`].
pub fn verify(header: &str, body: &[u8], secret: &Secret, now: OffsetDateTime) -> Result<(), Refusal> {
    let mut time = None;
    let mut signatures = Vec::new();
    for part in header.split(',') {
        match part.trim().split_once('=') {
            Some(("t", value)) => time = Some(value),
            Some(("v1", value)) => signatures.push(value),
            _ => {}
        }
    }
    let time = time.ok_or(Refusal::Malformed)?;
    let made: i64 = time.parse().map_err(|_| Refusal::Malformed)?;
    if signatures.is_empty() {
        return Err(Refusal::Malformed);
    }
    let parts = [time.as_bytes(), b".", body];
    // All of them, whichever agrees.
    let agree = signatures.iter().fold(false, |any, signature| any | hmac::agrees(secret, &parts, signature));
    if !agree {
        return Err(Refusal::Wrong);
    }
    if now.unix_timestamp().abs_diff(made) > TOLERANCE.as_secs() {
        return Err(Refusal::Stale);
    }
    Ok(())
}
