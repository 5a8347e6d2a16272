//! Webhooks of single predictions, as Replicate's API has them; all of an account are signed with one secret.

use rusqlite::{Connection, params};
use time::OffsetDateTime;

use super::event::to_json;
use super::{Error, Event, SigningSecret, secret};
use crate::generations::GenerationId;
use crate::ledger::AccountId;

/// What a prediction was asked for with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PredictionWebhook {
    /// Where to.
    pub url: String,
    /// What is told there; of [`Event::OF_PREDICTIONS`].
    pub events: Vec<Event>,
}

/// Keeps the webhook of a generation, in the transaction that creates it.
///
/// # Errors
/// When the database fails.
pub fn attach(
    tx: &Connection,
    account: &AccountId,
    generation: &GenerationId,
    webhook: &PredictionWebhook,
    now: OffsetDateTime,
) -> Result<(), Error> {
    default_secret(tx, account, now)?;
    tx.prepare_cached("INSERT INTO prediction_webhook (generation, url, events) VALUES (?1, ?2, ?3)")?
        .execute(params![generation.0, webhook.url, to_json(&webhook.events)])?;
    Ok(())
}

/// What signs for the account's predictions, made at the first time.
///
/// # Errors
/// When the database fails.
pub fn default_secret(tx: &Connection, account: &AccountId, now: OffsetDateTime) -> Result<SigningSecret, Error> {
    match find_default_secret(tx, account, now)? {
        Some(secret) => Ok(secret),
        None => secret::renew(tx, &account.0, now),
    }
}

/// The same, if it has been made.
///
/// # Errors
/// When the database fails.
pub fn find_default_secret(
    tx: &Connection,
    account: &AccountId,
    now: OffsetDateTime,
) -> Result<Option<SigningSecret>, Error> {
    Ok(secret::signing(tx, &account.0, now)?.into_iter().next())
}

/// Tells a prediction's webhook nothing more.
pub(super) fn silence(tx: &Connection, generation: &str) -> Result<(), Error> {
    tx.prepare_cached("UPDATE prediction_webhook SET events = '[]' WHERE generation = ?1")?.execute([generation])?;
    Ok(())
}
