//! What time alone brings about: expiry, and the notices that go before it.

use std::sync::Arc;

use time::OffsetDateTime;

use crate::configuration::Configuration;
use crate::database::{self, Database};
use crate::ledger::{self, AccountId};
use crate::notices;
use crate::retention;
use crate::storage::Storage;

/// Records what has expired by `now`, and queues the notices that are due.
///
/// # Errors
/// When the database fails; what was done until then stays done.
pub async fn sweep(
    database: &Database,
    configuration: &Arc<Configuration>,
    now: OffsetDateTime,
) -> Result<(), ledger::Error> {
    let expired = database.write(move |tx| ledger::expire_lots(tx, now)).await?;
    tracing::debug!(?expired, "looked for lots that expired");
    loop {
        let look = Arc::clone(configuration);
        let candidates = database.read(move |tx| notices::candidates(tx, &look, now)).await?;
        if candidates.is_empty() {
            return Ok(());
        }
        let send = Arc::clone(configuration);
        let sent = database.write(move |tx| notices::send(tx, &send, &candidates, now)).await?;
        tracing::info!(sent, "queued notices of credits that expire or run low");
        if sent == 0 {
            // Credits came in meanwhile, and nothing is due any more. The next sweep looks again.
            return Ok(());
        }
    }
}

/// [`sweep`] and [`retention::sweep`], as often as the configuration says, as long as the database is open.
pub async fn keep_sweeping(database: Database, storage: Storage, configuration: Arc<Configuration>) {
    loop {
        tokio::time::sleep(configuration.server.sweep).await;
        let now = OffsetDateTime::now_utc();
        if let Err(error) = retention::sweep(&database, &storage, &configuration.retention, now).await {
            tracing::error!(%error, "files that are due cannot be removed; tried again");
        }
        match sweep(&database, &configuration, now).await {
            Ok(()) => {}
            Err(ledger::Error::Database(database::Error::WriterStopped)) => return,
            Err(error) => tracing::error!(%error, "lots cannot be swept; tried again"),
        }
    }
}

/// Records what of an account has expired, before its owner looks. A balance would leave out what is due by itself; but the entry
/// must stand beside it, or the journal and the balance that are shown together differ until the next sweep. It is written only
/// when something is due: reading stays reading, and does not wait for the writer.
///
/// # Errors
/// [`ledger::Error::NoSuchAccount`]; when the database fails.
pub async fn settle_expiry(database: &Database, account: &AccountId, now: OffsetDateTime) -> Result<(), ledger::Error> {
    let (asked, owner) = (account.clone(), account.clone());
    if database.read(move |tx| ledger::has_due_lots(tx, &asked, now)).await? {
        database.write(move |tx| ledger::expire_lots_of(tx, &owner, now)).await?;
    }
    Ok(())
}
