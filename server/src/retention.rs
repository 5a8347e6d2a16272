//! What has been kept as long as the operator wants: artifacts and inputs go, what they were stays on record; webhook deliveries go.

use time::OffsetDateTime;

use crate::{
    blocking,
    configuration::RetentionSection,
    database::{self, Database},
    generations::{self, GenerationId, retention},
    storage::Storage,
    webhooks,
};

/// Why what is due is not removed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The store failed.
    #[error(transparent)]
    Generation(#[from] generations::Error),
    /// Deliveries cannot be removed.
    #[error(transparent)]
    Webhook(#[from] webhooks::Error),
}

impl From<database::Error> for Error {
    fn from(error: database::Error) -> Self {
        Error::Generation(error.into())
    }
}

/// Removes what is due by `now`.
///
/// # Errors
/// When the database fails; what was done until then stays done, and the rest is done by the next call.
pub async fn sweep(
    database: &Database,
    storage: &Storage,
    section: &RetentionSection,
    now: OffsetDateTime,
) -> Result<(), Error> {
    if let Some(keep) = section.webhook_deliveries() {
        while database.write(move |tx| webhooks::forget(tx, now - keep)).await? > 0 {}
    }
    if let Some(keep) = section.artifacts() {
        while database.write(move |tx| retention::expire_artifacts(tx, now - keep, now)).await? > 0 {}
    }
    // Also those that were marked before the rule was changed.
    loop {
        let due = database.read(retention::artifacts_to_remove).await?;
        let removed = remove(storage, due, |storage, id| {
            storage.remove_artifacts(id);
            !storage.artifacts(id).exists()
        });
        let removed = removed.await;
        if removed.is_empty() {
            // What cannot be removed is in the log, and tried again by the next sweep.
            break;
        }
        tracing::info!(generations = removed.len(), "removed artifacts that were kept long enough");
        database.write(move |tx| retention::artifacts_removed(tx, &removed, now)).await?;
    }
    if let Some(keep) = section.inputs() {
        let there = uploaded(storage).await;
        let due = database.read(move |tx| retention::ended_by(tx, there, now - keep)).await?;
        remove(storage, due, |storage, id| {
            storage.remove_upload(id);
            true
        })
        .await;
    }
    Ok(())
}

/// Removes what `remover` can of `ids`; which those are.
async fn remove(
    storage: &Storage,
    ids: Vec<GenerationId>,
    remover: impl Fn(&Storage, &GenerationId) -> bool + Send + 'static,
) -> Vec<GenerationId> {
    let storage = storage.clone();
    blocking::run(move || ids.into_iter().filter(|id| remover(&storage, id)).collect()).await
}

async fn uploaded(storage: &Storage) -> Vec<GenerationId> {
    let storage = storage.clone();
    let listed = blocking::run(move || storage.uploaded()).await;
    listed.unwrap_or_else(|error| {
        tracing::error!(%error, "uploads cannot be listed; they are swept later");
        Vec::new()
    })
}
