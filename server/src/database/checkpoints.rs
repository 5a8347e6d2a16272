//! Copying the write-ahead log into the database file, beside the writer.
//!
//! Left to SQLite, the COMMIT that finds the log long copies it and waits for two flushes, and everybody who came meanwhile
//! waits with it: 5 to 20 ms, several times a second under load. Here a thread of its own copies while the writer goes on.
//! What the writer adds meanwhile keeps the log from beginning anew, so when it has become long, and nearly all of it is
//! copied, the writer copies the few pages that are left itself (sqlite.org/wal.html, "Avoiding Excessively Large WAL
//! Files").

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;

use super::Error;

/// Pages to be copied before the thread begins: SQLite's own default.
const STEP: i64 = 1000;

/// Pages in the log before it is made to begin anew, 64 MiB.
const LONG: i64 = 16 * STEP;

/// The writer copies what is left itself when that is at most one in so many of the pages beyond [`LONG`]: little to wait
/// for as a rule, since the thread has just copied the rest, and more where the thread does not keep up.
const PATIENCE: i64 = 8;

/// The thread that copies, and the connection it does it with; both end with this value.
pub(super) struct Checkpoints {
    wake: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpoints {
    /// Starts the thread on a connection of its own.
    pub(super) fn start(connection: Connection) -> Result<Checkpoints, Error> {
        let (wake, woken) = sync_channel(1);
        let thread = thread::Builder::new()
            .name("database-checkpoints".to_owned())
            .spawn(move || copy_when_woken(&connection, &woken))
            .map_err(|error| Error::Thread(Arc::new(error)))?;
        Ok(Checkpoints { wake: Some(wake), thread: Some(thread) })
    }

    /// To be called by the writer after a transaction, outside any. A failure (a full disk) is logged: the log keeps what
    /// was committed, and the next call tries again.
    pub(super) fn after_commit(&self, writer: &Connection) {
        let Some(log) = checkpoint(writer, "NOOP") else { return };
        let left = log.pages - log.copied;
        if log.pages >= LONG && left <= (log.pages - LONG) / PATIENCE {
            checkpoint(writer, "PASSIVE");
        } else if left >= STEP
            && let Some(wake) = &self.wake
        {
            match wake.try_send(()) {
                // It is awake, or will be.
                Ok(()) | Err(TrySendError::Full(())) => {}
                Err(TrySendError::Disconnected(())) => tracing::error!("the thread that copies the WAL has ended"),
            }
        }
    }
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        drop(self.wake.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that copies the WAL panicked");
        }
    }
}

fn copy_when_woken(connection: &Connection, woken: &Receiver<()>) {
    while woken.recv() == Ok(()) {
        checkpoint(connection, "PASSIVE");
    }
}

/// The log after a checkpoint.
struct Log {
    /// In it.
    pages: i64,
    /// Of these, in the database file as well.
    copied: i64,
}

/// `mode`: `NOOP` only looks, `PASSIVE` copies what can be copied without waiting for anybody.
fn checkpoint(connection: &Connection, mode: &str) -> Option<Log> {
    let checked = connection
        .prepare_cached(&format!("PRAGMA wal_checkpoint({mode})"))
        .and_then(|mut statement| statement.query_row([], |row| Ok(Log { pages: row.get(1)?, copied: row.get(2)? })));
    match checked {
        Ok(log) => Some(log),
        Err(error) => {
            tracing::error!(%error, "the write-ahead log cannot be copied into the database; tried again later");
            None
        }
    }
}
