//! Public ids: a prefix that says what it is, and 80 random bits.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Error;

/// Crockford's base 32 in lower case: no `i`, `l`, `o`, `u`, so that an id survives being read aloud.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// A new one.
            ///
            /// # Errors
            /// [`Error::Random`].
            pub fn random() -> Result<$name, Error> {
                Ok(Self::of_bytes(random()?))
            }

            /// The one that an account creates under an `Idempotency-Key`, however often it asks.
            #[must_use]
            pub fn of_key(account: &AccountId, key: &str) -> $name {
                let hash = Sha256::digest(format!(concat!($prefix, " of {} under {}"), account, key));
                Self::of_bytes(*hash.first_chunk().expect("a SHA-256 has 32 bytes"))
            }

            fn of_bytes(bytes: [u8; 10]) -> $name {
                $name(format!(concat!($prefix, "_{}"), encode(&bytes)))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// An account's public id, `acct_…`.
    AccountId,
    "acct"
);
id!(
    /// A lot's public id, `lot_…`.
    LotId,
    "lot"
);
id!(
    /// A purchase's public id, `pur_…`.
    PurchaseId,
    "pur"
);
id!(
    /// A hold's public id, `hold_…`.
    HoldId,
    "hold"
);
id!(
    /// An API key's public id, `key_…`: names the key where the key itself must not appear.
    KeyId,
    "key"
);

id!(
    /// A case's public id, `case_…`.
    CaseId,
    "case"
);

id!(
    /// The public id of an account's webhook endpoint, `whe_…`.
    EndpointId,
    "whe"
);

id!(
    /// A webhook delivery's public id, `msg_…`: the same however often it is sent.
    DeliveryId,
    "msg"
);

/// Bytes that nobody can guess.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// Base 32, five bits a character, the last one filled up with zeros.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity((bytes.len() * 8).div_ceil(5));
    let (mut waiting, mut bits) = (0u32, 0);
    for &byte in bytes {
        waiting = waiting << 8 | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[(waiting >> bits & 31) as usize]));
        }
        waiting &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[(waiting << (5 - bits) & 31) as usize]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_32_keeps_every_bit() {
        assert_eq!(encode(&[]), "");
        assert_eq!(encode(&[0xff]), "zw");
        assert_eq!(encode(&[0x00, 0x44, 0x32, 0x14, 0xc7]), "01234567");
        assert_eq!(encode(&[0xff; 10]), "zzzzzzzzzzzzzzzz");
    }

    #[test]
    fn ids_say_what_they_are_and_differ() {
        let (one, other) = (AccountId::random().expect("random"), AccountId::random().expect("random"));
        assert!(one.0.starts_with("acct_") && one.0.len() == "acct_".len() + 16, "{one}");
        assert_ne!(one, other);
    }
}
