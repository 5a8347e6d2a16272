//! `BTCPay-Sig: sha256=HEX` (<https://docs.btcpayserver.org/API/Greenfield/v1/#tag/Webhooks>): HMAC-SHA256 of the raw body. It has
//! no time in it; an event that is sent again is known by its delivery.

use crate::configuration::Secret;
use crate::payments::hmac;

/// Why a body is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No header, or none that can be read.
    #[error("the header BTCPay-Sig must be 'sha256=HEX'")]
    Malformed,
    /// The signature does not agree.
    #[error("the signature does not agree with the body: is payments.btcpay.webhook_secret that of this webhook?")]
    Wrong,
}

/// Checks the raw body before anything reads it.
///
/// # Errors
/// A [`Refusal`].
pub fn verify(header: &str, body: &[u8], secret: &Secret) -> Result<(), Refusal> {
    let signature = header.trim().strip_prefix("sha256=").ok_or(Refusal::Malformed)?;
    if hmac::agrees(secret, &[body], signature) { Ok(()) } else { Err(Refusal::Wrong) }
}
