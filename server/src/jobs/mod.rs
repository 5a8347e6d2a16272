//! The path of a generation from its request to its end, owned by the server and never by a request.
//!
//! A request's task only asks; what creates, runs and ends a generation is a task of its own, so that a client that goes
//! away leaves nothing half-done. The database decides: a state changes there first, and those who watch hear of it
//! afterwards.

mod queue;
mod submit;
#[cfg(test)]
mod tests;

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use time::OffsetDateTime;
use tokio::sync::{Notify, watch};

use crate::{
    blocking,
    configuration::Configuration,
    database::{self, Database},
    generations::{self, End, Error, Fault, FaultKind, Generation, GenerationId, Progress, State},
    ledger::{self, AccountId, Credits},
    metrics::Metrics,
    storage::Storage,
};

use queue::Queue;
pub use queue::{QueueLength, Snapshot};
pub use submit::{IdempotencyKey, KeyGuard, Submission, SubmitError, Submitted};

/// How often a transaction that must happen is tried again while the database fails.
const RETRY: Duration = Duration::from_secs(1);
/// How long a cancel waits for a run to end: longer than a worker that does not heed it may live.
const CANCEL_WAIT: Duration = Duration::from_secs(10);

/// The queue, and every change of a generation's state.
pub struct Jobs {
    database: Database,
    storage: Storage,
    metrics: Arc<Metrics>,
    configuration: Arc<Configuration>,
    queue: Mutex<Queue>,
    keys_in_flight: Arc<Mutex<HashSet<submit::KeyInFlight>>>,
    work: Notify,
    draining: watch::Sender<bool>,
}

/// A run that has been started, to be given back to [`Jobs::finish`].
#[derive(Debug)]
pub struct StartedRun {
    /// The generation as it started.
    pub generation: Generation,
    /// Its owner's wish to end it.
    pub cancel: Arc<Notify>,
    started: Instant,
    progress: Progress,
}

/// Why a generation was not canceled.
#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    /// There is none of this id in this account.
    #[error("there is no such generation")]
    NotFound,
    /// It had ended before.
    #[error("the generation has ended already: {0:?}")]
    Ended(State),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Error),
}

impl Jobs {
    /// An empty queue of `capacity` places.
    pub fn new(
        database: Database,
        storage: Storage,
        metrics: Arc<Metrics>,
        configuration: Arc<Configuration>,
        capacity: usize,
    ) -> Arc<Jobs> {
        Arc::new(Jobs {
            database,
            storage,
            metrics,
            configuration,
            queue: Mutex::new(Queue::new(capacity)),
            keys_in_flight: Arc::default(),
            work: Notify::new(),
            draining: watch::Sender::new(false),
        })
    }

    /// How full the line is.
    pub fn length(&self) -> QueueLength {
        self.queue().length()
    }

    /// What the last server left: what was running is failed and voided, what was queued waits again.
    ///
    /// # Errors
    /// When the store cannot be read; the server must not start then.
    pub async fn recover(&self) -> Result<(), Error> {
        let (running, queued) =
            self.database.read(move |tx| Ok::<_, Error>((generations::running(tx)?, generations::queued(tx)?))).await?;
        if !running.is_empty() || !queued.is_empty() {
            tracing::info!(running = running.len(), queued = queued.len(), "recovering from the last server");
        }
        let mut failed = Vec::new();
        for (id, attempt) in running {
            let message =
                "the server was restarted while this generation ran; its credits are back, send the photo again";
            let end = End::Failed(Fault::new(FaultKind::Crash, message));
            // One by one: a row that disagrees with its hold is the audit's, and must not keep the others from ending.
            if let Some(credits) = self.end_run(&id, attempt, end, Progress::NONE).await {
                self.metrics.ended(State::Failed, credits.0);
                tracing::warn!(generation = %id, "was running when the last server ended: FAILED, its credits are back");
                failed.push(id);
            }
        }
        let storage = self.storage.clone();
        let mut keep: HashSet<_> = queued.iter().cloned().collect();
        if self.configuration.retention.inputs().is_some() {
            // The sweeper takes them when they are due; here go those of no generation.
            let storage = storage.clone();
            let there = blocking::run(move || storage.uploaded()).await.unwrap_or_else(|error| {
                tracing::error!(%error, "uploads cannot be listed");
                Vec::new()
            });
            keep.extend(self.database.read(move |tx| generations::retention::known(tx, there)).await?);
        }
        blocking::run(move || {
            for id in &failed {
                storage.remove_artifacts(id);
            }
            if let Err(error) = storage.sweep_uploads(&keep) {
                tracing::warn!(%error, "uploads of ended generations cannot be swept");
            }
        })
        .await;
        let mut queue = self.queue();
        queued.into_iter().for_each(|id| queue.restore(id));
        self.metrics.queue_length(queue.len());
        drop(queue);
        self.work.notify_one();
        Ok(())
    }

    /// Watches a generation that has not ended; `None` when it has, or there is none.
    pub fn watch(&self, id: &GenerationId) -> Option<watch::Receiver<Snapshot>> {
        self.queue().live(id).map(|live| live.snapshot.subscribe())
    }

    /// The end of a drain: no generation is accepted and none is started.
    pub fn drain(&self) {
        self.draining.send_replace(true);
        self.work.notify_one();
    }

    /// Whether the server drains.
    pub fn draining(&self) -> bool {
        *self.draining.borrow()
    }

    /// Comes back when the server drains.
    pub async fn drained(&self) {
        let mut draining = self.draining.subscribe();
        // The sender lives in `self`, so that this waits for `true` only.
        if draining.wait_for(|draining| *draining).await.is_err() {
            tracing::error!("the drain's sender is gone");
        }
    }

    /// The next generation for the worker, oldest first. Dropping the future loses none.
    pub async fn next(&self) -> GenerationId {
        loop {
            if !self.draining() {
                let mut queue = self.queue();
                if let Some(id) = queue.pop() {
                    self.metrics.queue_length(queue.len());
                    return id;
                }
            }
            self.work.notified().await;
        }
    }

    /// Gives a generation back that [`Jobs::next`] gave and that was not started.
    pub fn give_back(&self, id: GenerationId) {
        let mut queue = self.queue();
        queue.put_back(id);
        self.metrics.queue_length(queue.len());
        drop(queue);
        self.work.notify_one();
    }

    /// `QUEUED` -> `RUNNING`. `None` when it is no longer queued.
    pub async fn start(&self, id: &GenerationId) -> Option<StartedRun> {
        let generation = self
            .insist("start", id, |id| {
                move |tx: &rusqlite::Connection| {
                    match generations::start(tx, &id, OffsetDateTime::now_utc()) {
                        // Canceled between the line and here.
                        Err(Error::Stale { .. }) => Ok(None),
                        Err(error) => Err(error),
                        Ok(_) => generations::get_any(tx, &id),
                    }
                }
            })
            .await??;
        let cancel = {
            let queue = self.queue();
            let live = queue.live(id)?;
            live.snapshot.send_replace(Snapshot { state: State::Running, progress: Progress::NONE });
            Arc::clone(&live.cancel)
        };
        tracing::info!(generation = %id, attempt = generation.attempt, "started");
        self.metrics.running(1);
        Some(StartedRun { generation, cancel, started: Instant::now(), progress: Progress::NONE })
    }

    /// Tells everybody who watches how far the run is.
    pub fn progress(&self, run: &mut StartedRun, progress: Progress) {
        run.progress = progress;
        if let Some(live) = self.queue().live(&run.generation.id) {
            live.snapshot.send_replace(Snapshot { state: State::Running, progress });
        }
    }

    /// `RUNNING` -> its end, with the hold's; insists until the database has it.
    pub async fn finish(&self, run: StartedRun, end: End) {
        let StartedRun { generation, started, mut progress, .. } = run;
        let state = end.state();
        if state == State::Succeeded {
            progress.fraction = 1.0;
        }
        if let End::Failed(fault) = &end {
            tracing::warn!(generation = %generation.id, kind = fault.kind.as_str(), fault.message, "failed");
        }
        let id = generation.id;
        let finished = self.end_run(&id, generation.attempt, end, progress).await;
        self.metrics.running(-1);
        if let Some(credits) = finished {
            self.metrics.ended(state, credits.0);
            self.metrics.run_seconds(started.elapsed());
            tracing::info!(generation = %id, state = state.as_str(), "ended");
        }
        self.queue().end(&id, Snapshot { state, progress });
        self.clean_up(id, state);
    }

    async fn end_run(&self, id: &GenerationId, attempt: i64, end: End, progress: Progress) -> Option<Credits> {
        let terms = self.configuration.credits.terms();
        let ended = self
            .insist("finish", id, |id| {
                let end = end.clone();
                move |tx: &rusqlite::Connection| {
                    generations::finish(tx, &id, attempt, &end, progress, &terms, OffsetDateTime::now_utc())
                }
            })
            .await;
        if let (Some(_), End::Failed(fault)) = (ended, end) {
            self.metrics.fault(fault.kind);
        }
        ended
    }

    /// Ends a generation as its owner wishes, and waits for it.
    ///
    /// # Errors
    /// [`CancelError::NotFound`]; [`CancelError::Ended`] when it ended in another way, before or meanwhile.
    pub async fn cancel(self: &Arc<Self>, account: &AccountId, id: &GenerationId) -> Result<Generation, CancelError> {
        let watcher = self.watch(id);
        let generation = self.get(account, id).await?.ok_or(CancelError::NotFound)?;
        if let Some(mut watcher) = watcher
            && !generation.state.is_final()
        {
            if self.take_out(id) {
                // Its own task: a client that goes away must not leave it neither in the line nor canceled.
                let (jobs, id) = (Arc::clone(self), id.clone());
                tokio::spawn(async move { jobs.cancel_waiting(id).await });
            } else if let Some(live) = self.queue().live(id) {
                live.cancel.notify_one();
            }
            let ended = tokio::time::timeout(CANCEL_WAIT, watcher.wait_for(|now| now.state.is_final())).await;
            if ended.is_err() {
                tracing::warn!(generation = %id, "still runs {} s after its cancel", CANCEL_WAIT.as_secs());
            }
        }
        let generation = self.get(account, id).await?.ok_or(CancelError::NotFound)?;
        match generation.state {
            State::Succeeded | State::Failed => Err(CancelError::Ended(generation.state)),
            State::Queued | State::Running | State::Canceled => Ok(generation),
        }
    }

    fn take_out(&self, id: &GenerationId) -> bool {
        let mut queue = self.queue();
        let taken = queue.remove_waiting(id);
        self.metrics.queue_length(queue.len());
        taken
    }

    async fn cancel_waiting(&self, id: GenerationId) {
        let terms = self.configuration.credits.terms();
        let canceled = self
            .insist("cancel", &id, |id| {
                move |tx: &rusqlite::Connection| generations::cancel_queued(tx, &id, &terms, OffsetDateTime::now_utc())
            })
            .await;
        if let Some(credits) = canceled {
            self.metrics.ended(State::Canceled, credits.0);
            tracing::info!(generation = %id, "canceled while it waited");
        }
        self.queue().end(&id, Snapshot { state: State::Canceled, progress: Progress::NONE });
        self.clean_up(id, State::Canceled);
    }

    /// Tells those who watch what another's transaction canceled in the queue, and asks what runs to end: their account was
    /// ended (policy P11).
    pub fn ended_with_account(&self, canceled: &[(GenerationId, Credits)], running: &[GenerationId]) {
        for (id, credits) in canceled {
            self.take_out(id);
            self.metrics.ended(State::Canceled, credits.0);
            self.queue().end(id, Snapshot { state: State::Canceled, progress: Progress::NONE });
            self.clean_up(id.clone(), State::Canceled);
            tracing::info!(generation = %id, "canceled: its account was ended");
        }
        for id in running {
            if let Some(live) = self.queue().live(id) {
                live.cancel.notify_one();
            }
        }
    }

    async fn get(&self, account: &AccountId, id: &GenerationId) -> Result<Option<Generation>, Error> {
        let (account, id) = (account.clone(), id.clone());
        self.database.read(move |tx| generations::get(tx, &account, &id)).await
    }

    /// Does a transaction that must happen: while the database fails (a full disk), it is tried again. `None` when it can
    /// never happen, which is a defect, logged, and shown by the audit.
    async fn insist<T, Work>(&self, what: &str, id: &GenerationId, work: impl Fn(GenerationId) -> Work) -> Option<T>
    where
        T: Send + 'static,
        Work: FnOnce(&rusqlite::Connection) -> Result<T, Error> + Send + 'static,
    {
        loop {
            match self.database.write(work(id.clone())).await {
                Ok(done) => return Some(done),
                Err(error) if passes(&error) => {
                    tracing::error!(generation = %id, %error, "cannot {what} yet: tried again");
                    tokio::time::sleep(RETRY).await;
                }
                Err(error) => {
                    tracing::error!(generation = %id, %error, "cannot {what}");
                    return None;
                }
            }
        }
    }

    fn clean_up(&self, id: GenerationId, state: State) {
        let storage = self.storage.clone();
        // A run that ended; what was not accepted is of no generation, and the next start takes it.
        let keep_input = self.configuration.retention.inputs().is_some();
        tokio::task::spawn_blocking(move || {
            if !keep_input {
                storage.remove_upload(&id);
            }
            if state != State::Succeeded {
                storage.remove_artifacts(&id);
            }
        });
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        // Nothing panics half-way through a change of the queue.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the same transaction may work later: the disk has room again, another process lets go.
fn passes(error: &Error) -> bool {
    use rusqlite::ErrorCode::{CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, OutOfMemory, SystemIoFailure};
    let (Error::Database(error) | Error::Ledger(ledger::Error::Database(error))) = error else { return false };
    match error {
        database::Error::RolledBack | database::Error::NotCommitted(_) => true,
        database::Error::Sqlite(error) => matches!(
            error.sqlite_error_code(),
            Some(DiskFull | SystemIoFailure | DatabaseBusy | DatabaseLocked | OutOfMemory | CannotOpen)
        ),
        _ => false,
    }
}
