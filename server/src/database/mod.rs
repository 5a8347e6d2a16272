//! One SQLite file, one writer thread with group commit, `query_only` readers.
//!
//! Callers queue pieces of work; the writer takes what waits, runs it in one `BEGIN IMMEDIATE` transaction with a
//! savepoint around each piece, commits once, and only then answers. One fsync is thus shared by everybody who waited
//! for it, and nobody hears "done" before the disk has it.

pub mod backup;
mod checkpoints;
pub mod cursor;
mod millis;
mod readers;
mod schema;
mod writer;

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;
use tokio::sync::oneshot;

use checkpoints::Checkpoints;
use readers::Readers;
use writer::{Job, Work, Writer};

pub use millis::Millis;
pub(crate) use schema::APPLICATION_ID;
pub use schema::schema_disagreements;

/// A handle on the database; clones share the writer thread and the readers. The last one to go waits for the writer
/// to finish what was queued and to close the file.
#[derive(Clone)]
pub struct Database {
    // The readers come first: fields drop in order, and the connection that closes last folds the WAL into the file.
    readers: Arc<Readers>,
    writer: Arc<Writer>,
}

/// What the database itself can fail with.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// SQLite refused or failed (disk full, I/O, constraint).
    #[error("database: {0}")]
    Sqlite(Arc<rusqlite::Error>),
    /// The transaction that carried the work was not committed; nothing of it is stored.
    #[error("database: the transaction was not committed: {0}")]
    NotCommitted(Arc<rusqlite::Error>),
    /// SQLite undid the whole transaction because of another piece of work in it (disk full, I/O error).
    #[error("database: SQLite rolled the whole transaction back; nothing of it is stored")]
    RolledBack,
    /// The work panicked; its savepoint was rolled back.
    #[error("database: the work panicked: {0}")]
    WorkPanicked(String),
    /// The writer thread has ended.
    #[error("database: the writer has stopped")]
    WriterStopped,
    /// The runtime ended before the read began.
    #[error("database: the program is ending; nothing was read")]
    ReaderStopped,
    /// The file cannot be opened or made.
    #[error("database: cannot open {0}: {1}")]
    File(PathBuf, Arc<std::io::Error>),
    /// A thread of the database could not be started.
    #[error("database: cannot start the writer thread: {0}")]
    Thread(Arc<std::io::Error>),
    /// The linked SQLite can corrupt a WAL.
    #[error("database: SQLite {0} can corrupt a write-ahead log (versions 3.7.0 to 3.51.2); build with a newer one")]
    UnsafeSqlite(&'static str),
    /// The file system does not support a write-ahead log.
    #[error("database: write-ahead logging is not possible here (journal mode stays {0}); use a local file system")]
    NoWal(String),
    /// The file belongs to another program.
    #[error("database: this file was not made by oneclick3d (application id {0:#x})")]
    Foreign(i32),
    /// A row has a time that cannot be.
    #[error("database: {0} ms after 1970 is no time")]
    NoTime(i64),
    /// The file names rows that do not exist; it was left as it was.
    #[error("database: rows name others that do not exist, so the file is left as it is; restore a backup")]
    Dangling,
    /// The file was written by a later version of this program.
    #[error("database: the file has schema version {found}, this program knows {known}; use the newer program")]
    TooNew {
        /// In the file.
        found: u32,
        /// In this program.
        known: u32,
    },
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Error::Sqlite(Arc::new(error))
    }
}

impl Database {
    /// Opens or creates `path`, checks SQLite's version, applies pragmas and the schema, starts the writer thread.
    ///
    /// # Errors
    /// [`Error::Sqlite`] when the file cannot be opened or is no database; [`Error::Foreign`] and [`Error::TooNew`] when
    /// it is not one of ours; [`Error::NoWal`], [`Error::UnsafeSqlite`] when it would not be safe.
    pub fn open(path: &Path) -> Result<Database, Error> {
        schema::check_version(rusqlite::version_number(), rusqlite::version())?;
        private_file(path)?;
        let mut connection = Connection::open(path)?;
        schema::configure(&connection)?;
        schema::migrate(&mut connection)?;
        let readers = Arc::new(Readers::open(path)?);
        let second = Connection::open(path)?;
        schema::configure_checkpoints(&second)?;
        let writer = Arc::new(Writer::start(connection, Checkpoints::start(second)?)?);
        Ok(Database { readers, writer })
    }

    /// Runs `work` inside a savepoint of the writer's next transaction. `Ok` comes back only after COMMIT is on disk; an
    /// `Err` from `work` rolls back just its own savepoint. Work that is queued runs even when the caller stops waiting.
    ///
    /// # Errors
    /// Whatever `work` returns, or the database's own failure converted into `E`.
    pub async fn write<T, E>(&self, work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (job, answer) = job(work);
        if !self.writer.send(job).await {
            return Err(Error::WriterStopped.into());
        }
        answer.await.unwrap_or_else(|_| Err(Error::WriterStopped.into()))
    }

    /// [`Database::write`] for threads that may block (command line, tests). Panics on an async thread.
    ///
    /// # Errors
    /// As [`Database::write`].
    pub fn write_blocking<T, E>(&self, work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (job, answer) = job(work);
        if !self.writer.blocking_send(job) {
            return Err(Error::WriterStopped.into());
        }
        answer.blocking_recv().unwrap_or_else(|_| Err(Error::WriterStopped.into()))
    }

    /// Runs `work` on a `query_only` connection inside one read transaction, off the async threads.
    ///
    /// # Errors
    /// Whatever `work` returns, or the database's own failure converted into `E`.
    pub async fn read<T, E>(&self, work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        Readers::run(&self.readers, work).await
    }

    /// [`Database::read`] on the thread that asks. For a few rows found by their keys: that takes less time than to wake
    /// another thread and to be woken by it.
    ///
    /// # Errors
    /// As [`Database::read`].
    pub async fn read_here<T, E>(&self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E>
    where
        E: From<Error>,
    {
        Readers::run_here(&self.readers, work).await
    }
}

fn job<T, E>(
    work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
) -> (Box<dyn Job>, oneshot::Receiver<Result<T, E>>)
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let (sender, receiver) = oneshot::channel();
    (Box::new(Work::new(work, sender)), receiver)
}

/// Makes the file before SQLite does, for its owner only: it has e-mail addresses. SQLite gives the WAL the same mode.
fn private_file(path: &Path) -> Result<(), Error> {
    let made = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path);
    made.map(drop).map_err(|error| Error::File(path.to_owned(), Arc::new(error)))
}

/// What a panic said, for the error that replaces it.
fn panic_message(payload: &(dyn std::any::Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "no message".to_owned()
    }
}
