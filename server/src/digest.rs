//! A digest of several things together.

use sha2::{Digest, Sha256};

use crate::hex;

/// SHA-256 of `parts`, each after its length, so that none runs into the next; lower-case hexadecimal.
pub(crate) fn of_parts(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hex::encode(&hash.finalize())
}
