//! The directory that holds everything a server keeps, and the lock that gives it to one process at a time.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a server waits for an operator's command that has the directory for a moment.
const PATIENCE: Duration = Duration::from_secs(3);

/// How often it looks again.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// A data directory that this process has for itself, until dropped. The lock goes with the process, however it ends.
#[derive(Debug)]
pub struct DataDirectory {
    path: PathBuf,
    /// Held open for its lock.
    _lock: File,
}

/// Why a data directory cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is none, and the command does not make one.
    #[error("there is no data directory {0}")]
    Missing(PathBuf),
    /// Another process has it.
    #[error("the data directory {path} is in use by another server or command{}", process(.holder))]
    InUse {
        /// Which.
        path: PathBuf,
        /// Process id of who has it, if known.
        holder: Option<u32>,
    },
    /// The file system failed.
    #[error("cannot {action} {path}: {cause}")]
    Io {
        /// What was tried,
        action: &'static str,
        /// on what,
        path: PathBuf,
        /// and what came of it.
        cause: io::Error,
    },
}

fn process(holder: &Option<u32>) -> String {
    holder.map(|id| format!(" (process {id})")).unwrap_or_default()
}

impl DataDirectory {
    /// For a server: makes the directory if need be (only its owner may enter), and waits a moment for operators'
    /// commands that have it.
    ///
    /// # Errors
    /// [`Error::InUse`] when another server has it, [`Error::Io`].
    pub fn open(path: &Path) -> Result<DataDirectory, Error> {
        DataDirectory::create(path)?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            match DataDirectory::lock(path) {
                Err(Error::InUse { .. }) if Instant::now() < deadline => std::thread::sleep(LOOK_AGAIN),
                done => return done,
            }
        }
    }

    /// Makes the directory unless it exists.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn create(path: &Path) -> Result<(), Error> {
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(failed("make the data directory", path))
    }

    /// Takes the directory at once or not at all.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::InUse`], [`Error::Io`].
    pub fn lock(path: &Path) -> Result<DataDirectory, Error> {
        if !path.is_dir() {
            return Err(Error::Missing(path.to_owned()));
        }
        let file = path.join("lock");
        let mut lock = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&file)
            .map_err(failed("open", &file))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::InUse { path: path.to_owned(), holder: holder(&mut lock) });
            }
            Err(TryLockError::Error(error)) => return Err(failed("lock", &file)(error)),
        }
        lock.set_len(0)
            .and_then(|()| lock.rewind())
            .and_then(|()| writeln!(lock, "{}", std::process::id()))
            .map_err(failed("write", &file))?;
        Ok(DataDirectory { path: path.to_owned(), _lock: lock })
    }

    /// The directory itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the database is.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.path.join("oneclick3d.sqlite3")
    }
}

/// Who says to have the lock: only for the message, so a file that cannot be read says nobody.
fn holder(lock: &mut File) -> Option<u32> {
    let mut text = String::new();
    lock.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |cause| Error::Io { action, path, cause }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn one_process_has_it_and_the_other_hears_who() {
        let parent = tempfile::tempdir().expect("temporary directory");
        let path = parent.path().join("a/b");
        assert!(matches!(DataDirectory::lock(&path), Err(Error::Missing(missing)) if missing == path));
        let first = DataDirectory::open(&path).expect("free");
        assert_eq!(path.metadata().expect("made").permissions().mode() & 0o777, 0o700);
        let refused = DataDirectory::lock(&path).expect_err("in use");
        assert!(refused.to_string().contains(&format!("(process {})", std::process::id())), "{refused}");
        drop(first);
        DataDirectory::lock(&path).expect("free again");
    }
}
