//! HMAC-SHA256 (RFC 2104, FIPS 180-4), which both providers sign their events with.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::configuration::Secret;
use crate::hex;

/// Whether `signature` (hexadecimal) is that of the parts in a row. In constant time, so that the delay says nothing of how much
/// agreed.
pub(super) fn agrees(secret: &Secret, parts: &[&[u8]], signature: &str) -> bool {
    let Some(signature) = hex::decode(signature) else { return false };
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes()).expect("HMAC takes keys of any length");
    parts.iter().for_each(|part| mac.update(part));
    mac.verify_slice(&signature).is_ok()
}
