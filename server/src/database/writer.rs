//! The writer thread: batches what waits into one transaction, a savepoint around each piece of work.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::checkpoints::Checkpoints;
use super::{Error, panic_message};

/// Work that may wait in the channel before callers have to wait for room.
const QUEUE: usize = 1024;

/// Most pieces of work in one transaction: bounds how long the first of them waits for the last.
const MAX_BATCH: usize = 128;

/// A piece of work whose types are erased, so that one channel carries all.
pub(super) trait Job: Send {
    /// Does the work and keeps its result until [`Job::answer`]; true when it wants to be kept.
    fn run(&mut self, connection: &Connection) -> bool;

    /// Tells the caller: its own result, or `failure` if the transaction was lost. A refusal is replaced as well: it
    /// may rest on what other work in the same transaction had done.
    fn answer(self: Box<Self>, failure: Option<Error>);
}

/// [`Job`] of a closure.
pub(super) struct Work<F, T, E> {
    work: Option<F>,
    result: Option<Result<T, E>>,
    caller: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Work<F, T, E> {
    pub(super) fn new(work: F, caller: oneshot::Sender<Result<T, E>>) -> Self {
        Work { work: Some(work), result: None, caller }
    }
}

impl<F, T, E> Job for Work<F, T, E>
where
    F: FnOnce(&Connection) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        let work = self.work.take().expect("a job runs once");
        // The connection is unwind safe: the savepoint that surrounds the work is rolled back after a panic.
        let result = catch_unwind(AssertUnwindSafe(|| work(connection)))
            .unwrap_or_else(|payload| Err(Error::WorkPanicked(panic_message(&*payload)).into()));
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn answer(self: Box<Self>, failure: Option<Error>) {
        let answer = match failure {
            Some(failure) => Err(failure.into()),
            None => self.result.expect("a job that did not run is answered with a failure"),
        };
        if self.caller.send(answer).is_err() {
            tracing::debug!("nobody waits for this answer any more; what was stored stays stored");
        }
    }
}

/// The thread and the channel that feeds it.
pub(super) struct Writer {
    sender: Option<mpsc::Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(connection: Connection, checkpoints: Checkpoints) -> Result<Writer, Error> {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let thread = thread::Builder::new()
            .name("database-writer".to_owned())
            .spawn(move || write_batches(&connection, &checkpoints, receiver))
            .map_err(|error| Error::Thread(Arc::new(error)))?;
        Ok(Writer { sender: Some(sender), thread: Some(thread) })
    }

    /// Queues a job, waiting for room; false when the writer has ended.
    pub(super) async fn send(&self, job: Box<dyn Job>) -> bool {
        match &self.sender {
            Some(sender) => sender.send(job).await.is_ok(),
            None => false,
        }
    }

    /// [`Writer::send`] for a thread that may block.
    pub(super) fn blocking_send(&self, job: Box<dyn Job>) -> bool {
        match &self.sender {
            Some(sender) => sender.blocking_send(job).is_ok(),
            None => false,
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.sender.take());
        let Some(thread) = self.thread.take() else { return };
        // A piece of work may own the last handle; the thread cannot wait for itself.
        if thread.thread().id() != thread::current().id() && thread.join().is_err() {
            tracing::error!("the database's writer thread panicked");
        }
    }
}

fn write_batches(connection: &Connection, checkpoints: &Checkpoints, mut queue: mpsc::Receiver<Box<dyn Job>>) {
    while let Some(first) = queue.blocking_recv() {
        let mut batch = vec![first];
        while batch.len() < MAX_BATCH
            && let Ok(job) = queue.try_recv()
        {
            batch.push(job);
        }
        write_batch(connection, batch);
        checkpoints.after_commit(connection);
    }
}

fn write_batch(connection: &Connection, batch: Vec<Box<dyn Job>>) {
    let mut jobs = batch.into_iter();
    // One turn as a rule. SQLite may roll the whole transaction back under a job (disk full, I/O error); what ran
    // before it is then undone and answered so, and the rest gets a transaction of its own.
    while jobs.len() > 0 {
        if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
            let error = Arc::new(error);
            jobs.by_ref().for_each(|job| job.answer(Some(Error::NotCommitted(Arc::clone(&error)))));
            return;
        }
        let mut done = Vec::with_capacity(jobs.len());
        let mut failure = None;
        for mut job in jobs.by_ref() {
            match in_savepoint(connection, &mut *job) {
                Ok(Savepoint::Closed) => done.push(job),
                Ok(Savepoint::Gone { refused }) => {
                    // The job's own error says best what happened (disk full); the others only hear that it did.
                    job.answer((!refused).then_some(Error::RolledBack));
                    failure = Some(Error::RolledBack);
                    break;
                }
                Err(error) => {
                    job.answer(Some(error.clone()));
                    failure = Some(error);
                    break;
                }
            }
        }
        if failure.is_none()
            && let Err(error) = connection.execute_batch("COMMIT")
        {
            failure = Some(Error::NotCommitted(Arc::new(error)));
        }
        if failure.is_some()
            && !connection.is_autocommit()
            && let Err(error) = connection.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "cannot roll a failed transaction back");
        }
        for job in done {
            job.answer(failure.clone());
        }
    }
}

/// What became of a job's savepoint.
enum Savepoint {
    /// Released, with the job's changes or without.
    Closed,
    /// SQLite rolled the whole transaction back while the job ran.
    Gone { refused: bool },
}

/// Runs one job inside its own savepoint; after an error the whole transaction is to be given up.
fn in_savepoint(connection: &Connection, job: &mut dyn Job) -> Result<Savepoint, Error> {
    execute(connection, "SAVEPOINT work")?;
    let keep = job.run(connection);
    if connection.is_autocommit() {
        return Ok(Savepoint::Gone { refused: !keep });
    }
    if !keep {
        execute(connection, "ROLLBACK TO work")?;
    }
    execute(connection, "RELEASE work")?;
    Ok(Savepoint::Closed)
}

fn execute(connection: &Connection, sql: &str) -> Result<(), Error> {
    connection.prepare_cached(sql)?.execute([])?;
    Ok(())
}
