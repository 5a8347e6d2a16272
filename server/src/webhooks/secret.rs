//! What deliveries are signed with. It stands in the database as it is, since it has to sign; it is shown when it is made.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use sha2::Sha256;
use time::{Duration, OffsetDateTime};

use super::Error;
use crate::database::Millis;
use crate::ledger::{DeliveryId, random};

/// How long a secret signs beside the one that took its place.
const GRACE: Duration = Duration::hours(24);
/// The most that sign at the same time: a header has to hold their signatures.
const MOST: i64 = 5;

/// A key of HMAC-SHA256. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct SigningSecret(Vec<u8>);

impl SigningSecret {
    fn new() -> Result<SigningSecret, Error> {
        Ok(SigningSecret(random::<32>()?.to_vec()))
    }

    /// `whsec_` and Base64, as Standard Webhooks writes it.
    fn text(&self) -> String {
        format!("whsec_{}", STANDARD.encode(&self.0))
    }

    fn sign(&self, id: &DeliveryId, timestamp: i64, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(format!("{id}.{timestamp}.").as_bytes());
        mac.update(body);
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningSecret(…)")
    }
}

impl Serialize for SigningSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

/// The header `webhook-signature`: one of each secret, whichever the receiver has.
pub(super) fn signatures(secrets: &[SigningSecret], id: &DeliveryId, timestamp: i64, body: &[u8]) -> String {
    let signatures: Vec<String> = secrets.iter().map(|secret| secret.sign(id, timestamp, body)).collect();
    signatures.join(" ")
}

/// Makes a secret for `holder`, an endpoint's or an account's id; those before it sign on for [`GRACE`].
pub(super) fn renew(tx: &Connection, holder: &str, now: OffsetDateTime) -> Result<SigningSecret, Error> {
    let newest: i64 = tx
        .prepare_cached("SELECT coalesce(max(number), 0) FROM webhook_secret WHERE holder = ?1")?
        .query_row([holder], |row| row.get(0))?;
    tx.prepare_cached("UPDATE webhook_secret SET until_ms = coalesce(until_ms, ?2) WHERE holder = ?1")?
        .execute(params![holder, Millis::of(now + GRACE)])?;
    tx.prepare_cached("DELETE FROM webhook_secret WHERE holder = ?1 AND (until_ms <= ?2 OR number <= ?3)")?
        .execute(params![holder, Millis::of(now), newest + 1 - MOST])?;
    let secret = SigningSecret::new()?;
    tx.prepare_cached("INSERT INTO webhook_secret (holder, number, key) VALUES (?1, ?2, ?3)")?.execute(params![
        holder,
        newest + 1,
        secret.0
    ])?;
    Ok(secret)
}

/// Those that sign now, newest first.
pub(super) fn signing(tx: &Connection, holder: &str, now: OffsetDateTime) -> Result<Vec<SigningSecret>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT key FROM webhook_secret WHERE holder = ?1 AND (until_ms IS NULL OR until_ms > ?2) ORDER BY number DESC",
    )?;
    let rows = statement.query_map(params![holder, Millis::of(now)], |row| row.get(0).map(SigningSecret))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The one that `holder` had first, as long as it is the one that signs.
pub(super) fn first(tx: &Connection, holder: &str) -> Result<Option<SigningSecret>, Error> {
    let first = tx
        .prepare_cached("SELECT key FROM webhook_secret WHERE holder = ?1 AND number = 1 AND until_ms IS NULL")?
        .query_row([holder], |row| row.get(0).map(SigningSecret))
        .optional()?;
    Ok(first)
}

/// Removes all of `holder`'s.
pub(super) fn remove(tx: &Connection, holder: &str) -> Result<(), Error> {
    tx.prepare_cached("DELETE FROM webhook_secret WHERE holder = ?1")?.execute([holder])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that libraries of Standard Webhooks are tested with.
    #[test]
    fn the_example_of_standard_webhooks_is_signed_as_there() {
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("Base64");
        let id = DeliveryId("msg_p5jXN8AQM9LWM0D4loKWxJek".to_owned());
        let secret = SigningSecret(key);
        assert_eq!(secret.text(), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let signed = signatures(&[secret.clone(), secret], &id, 1_614_265_330, br#"{"test": 2432232314}"#);
        let wanted = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(signed, format!("{wanted} {wanted}"));
    }
}
