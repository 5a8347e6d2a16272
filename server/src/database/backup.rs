//! A copy of the database while others write, by SQLite's online backup (sqlite.org/backup.html).
//!
//! The copy is made from one read snapshot: what is committed meanwhile goes into the write-ahead log and not into the
//! copy. A backup that has no snapshot of its own begins anew whenever another connection writes, and would never end on
//! a server at work. Writers wait for no reader; what they could wait for is the disk, so the copy is written in small
//! steps that are flushed as they come.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

/// Pages in one step, 1 MiB as a rule.
const STEP_PAGES: i32 = 256;

/// The pause after a step: the disk is not the backup's alone.
const PAUSE: Duration = Duration::from_millis(1);

/// Steps between two flushes. At the end alone, a commit would have to wait until the disk has taken the whole copy.
const STEPS_PER_FLUSH: u32 = 8;

/// Why a copy was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be made there.
    #[error("cannot make {path}: {cause}; give a FILE that the server's user can write")]
    Place {
        /// The file,
        path: PathBuf,
        /// and what the file system says.
        cause: io::Error,
    },
    /// The disk has less room than the copy takes.
    #[error("{path} needs {needed} bytes and the disk has {free}; make room, or give a FILE on another disk")]
    NoRoom {
        /// The file.
        path: PathBuf,
        /// Bytes of the copy.
        needed: u64,
        /// Bytes free.
        free: u64,
    },
    /// Writing failed on the way.
    #[error("cannot write {path}: {cause}")]
    Write {
        /// The file,
        path: PathBuf,
        /// and what the file system says.
        cause: io::Error,
    },
    /// SQLite failed to copy: the disk became full, or the database cannot be read.
    #[error("the copy to {path} failed: {cause}")]
    Copy {
        /// The file,
        path: PathBuf,
        /// and what SQLite says.
        cause: rusqlite::Error,
    },
    /// The database could not be read.
    #[error(transparent)]
    Database(#[from] super::Error),
}

/// Copies the database that `source` reads, inside a transaction, to the new file `to`, which only its owner may read. A
/// file of that name, from a copy that was interrupted, is removed first. When this comes back the disk has the copy; its
/// size in bytes.
///
/// # Errors
/// [`Error`]; the file is gone then.
pub fn copy(source: &Connection, to: &Path) -> Result<u64, Error> {
    let place = |cause| Error::Place { path: to.to_owned(), cause };
    match fs::remove_file(to) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(place(cause)),
        _ => {}
    }
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to).map_err(place)?;
    let copied = check_room(source, to).and_then(|()| copy_pages(source, to, &file));
    if copied.is_err()
        && let Err(error) = fs::remove_file(to)
    {
        tracing::error!(path = %to.display(), %error, "a backup that failed cannot be removed");
    }
    copied
}

/// A backup beside the database must not fill the disk on which the server commits. Asking for the size is the first read of
/// the transaction, from which on it has its snapshot.
fn check_room(source: &Connection, to: &Path) -> Result<(), Error> {
    let pragma = |name| source.pragma_query_value(None, name, |row| row.get::<_, u32>(0)).map_err(failed(to));
    let needed = u64::from(pragma("page_count")?) * u64::from(pragma("page_size")?);
    let disk = rustix::fs::statvfs(to).map_err(|cause| Error::Place { path: to.to_owned(), cause: cause.into() })?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    if free < needed { Err(Error::NoRoom { path: to.to_owned(), needed, free }) } else { Ok(()) }
}

fn copy_pages(source: &Connection, to: &Path, file: &File) -> Result<u64, Error> {
    let write = |cause| Error::Write { path: to.to_owned(), cause };
    let mut target = Connection::open(to).map_err(failed(to))?;
    // The copy counts only once it is whole: there is nothing to roll back, and `file` is flushed here.
    target.pragma_update(None, "journal_mode", "OFF").map_err(failed(to))?;
    target.pragma_update(None, "synchronous", "OFF").map_err(failed(to))?;
    {
        let backup = Backup::new(source, &mut target).map_err(failed(to))?;
        let mut steps = 0;
        while backup.step(STEP_PAGES).map_err(failed(to))? != StepResult::Done {
            steps += 1;
            if steps % STEPS_PER_FLUSH == 0 {
                file.sync_data().map_err(write)?;
            }
            std::thread::sleep(PAUSE);
        }
    }
    target.close().map_err(|(_, cause)| failed(to)(cause))?;
    file.sync_all().map_err(write)?;
    Ok(file.metadata().map_err(write)?.len())
}

fn failed(to: &Path) -> impl FnOnce(rusqlite::Error) -> Error + Copy + '_ {
    move |cause| Error::Copy { path: to.to_owned(), cause }
}
