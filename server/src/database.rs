//! One SQLite file, one writer thread with group commit, `query_only` readers.

use std::path::Path;

/// A handle on the database; clones share the writer thread and the readers.
#[derive(Clone)]
pub struct Database {}

/// What the database itself can fail with.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// SQLite refused or failed (disk full, I/O, constraint).
    #[error("database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The writer thread has ended.
    #[error("database: the writer has stopped")]
    WriterStopped,
}

impl Database {
    /// Opens or creates `path`, checks SQLite's version, applies pragmas and the schema, starts the writer thread.
    ///
    /// # Errors
    /// [`Error::Sqlite`] when the file cannot be opened or is no database of ours.
    pub fn open(path: &Path) -> Result<Database, Error> {
        todo!("{path:?}")
    }

    /// Runs `work` inside a savepoint of the writer's next transaction. `Ok` comes back only after COMMIT is on disk; an
    /// `Err` from `work` rolls back just its own savepoint.
    ///
    /// # Errors
    /// Whatever `work` returns, or the database's own failure converted into `E`.
    pub async fn write<T, E>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        todo!("{}", size_of_val(&work))
    }

    /// [`Database::write`] for threads that may block (command line, tests).
    ///
    /// # Errors
    /// As [`Database::write`].
    pub fn write_blocking<T, E>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        todo!("{}", size_of_val(&work))
    }

    /// Runs `work` on a `query_only` connection inside one read transaction, off the async threads.
    ///
    /// # Errors
    /// Whatever `work` returns, or the database's own failure converted into `E`.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        todo!("{}", size_of_val(&work))
    }
}
