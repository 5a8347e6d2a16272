//! A small pool of `query_only` connections; each read sees one snapshot.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Error, panic_message, schema};

/// Connections in the pool: reads at the same time.
const READERS: usize = 4;

pub(super) struct Readers {
    idle: Mutex<Vec<Connection>>,
    /// One permit per connection, so that a caller waits as a task and not as a blocked thread.
    permits: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn open(path: &Path) -> Result<Readers, Error> {
        let mut idle = Vec::with_capacity(READERS);
        for _ in 0..READERS {
            let connection = Connection::open(path)?;
            schema::configure_reader(&connection)?;
            idle.push(connection);
        }
        Ok(Readers { idle: Mutex::new(idle), permits: Arc::new(Semaphore::new(READERS)) })
    }

    pub(super) async fn run<T, E>(
        readers: &Arc<Readers>,
        work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let permit = readers.permit().await;
        let readers = Arc::clone(readers);
        let read = tokio::task::spawn_blocking(move || readers.read(permit, work));
        // Panics are caught inside; what remains is a runtime that shuts down before the read began.
        read.await.unwrap_or_else(|_| Err(Error::ReaderStopped.into()))
    }

    pub(super) async fn run_here<T, E>(
        readers: &Arc<Readers>,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<Error>,
    {
        readers.read(readers.permit().await, work)
    }

    async fn permit(&self) -> OwnedSemaphorePermit {
        Arc::clone(&self.permits).acquire_owned().await.expect("the semaphore is never closed")
    }

    fn read<T, E: From<Error>>(
        &self,
        permit: OwnedSemaphorePermit,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let connection = self.idle().pop().expect("a permit stands for an idle connection");
        let result = catch_unwind(AssertUnwindSafe(|| in_snapshot(&connection, work)))
            .unwrap_or_else(|payload| Err(Error::WorkPanicked(panic_message(&*payload)).into()));
        let result = match end_snapshot(&connection) {
            Ok(()) => result,
            Err(error) => result.and(Err(error.into())),
        };
        // First the connection, then the permit that promises it to the next caller.
        self.idle().push(connection);
        drop(permit);
        result
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        // Nothing panics while it holds the lock, and a vector of idle connections is whole at any time.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn in_snapshot<T, E: From<Error>>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, E>,
) -> Result<T, E> {
    connection.execute_batch("BEGIN").map_err(Error::from)?;
    work(connection)
}

fn end_snapshot(connection: &Connection) -> Result<(), Error> {
    if !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK")?;
    }
    Ok(())
}
