//! A backup becomes the database of a data directory.
//!
//! The backup is copied beside the place where the database will be, opened and brought to this program's schema there, and
//! audited. Only then, and whole, it gets its name: a restore that is refused or killed leaves no database.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::control;
use crate::data_directory::{self, DataDirectory};
use crate::database::{APPLICATION_ID, Database};
use crate::ledger::{self, AuditReport};

/// Most disagreements that are repeated in the error.
const MAX_TOLD: usize = 3;

/// Why a backup was not restored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The backup cannot be read.
    #[error("cannot read {path}: {cause}")]
    Backup {
        /// The backup,
        path: PathBuf,
        /// and what the file system says.
        cause: io::Error,
    },
    /// It is something else.
    #[error("{0} is no backup of oneclick3d: {1}")]
    NoBackup(PathBuf, &'static str),
    /// It is the database of a server, of which a part is in another file.
    #[error("{0} is a database in use, with {1} beside it: make a copy with `oneclick3d backup` and restore that")]
    InUse(PathBuf, PathBuf),
    /// The database does not open: damaged, or of a later version.
    #[error("{path} cannot be restored: {cause}")]
    Unusable {
        /// The backup,
        path: PathBuf,
        /// and what is wrong with it.
        cause: ledger::Error,
    },
    /// Its rows do not follow from its journal.
    #[error("{path} cannot be restored: {count} disagreements with its journal: {first}; use another backup")]
    Disagrees {
        /// The backup.
        path: PathBuf,
        /// How many there are.
        count: usize,
        /// The first of them.
        first: String,
    },
    /// The data directory has a database, or what is left of one.
    #[error(
        "{0} is there already: restore into a directory without a database, or move this one (and what of its name \
         stands beside it) away"
    )]
    Exists(PathBuf),
    /// The data directory cannot be had.
    #[error(transparent)]
    DataDirectory(#[from] data_directory::Error),
    /// The copy cannot be written.
    #[error("cannot {action} {path}: {cause}")]
    File {
        /// What was tried,
        action: &'static str,
        /// on what,
        path: PathBuf,
        /// and what came of it.
        cause: io::Error,
    },
    /// The threads that audit cannot be started.
    #[error("cannot start the audit: {0}")]
    Runtime(io::Error),
}

/// Checks the backup `file` and makes it the database of the data directory `data`, which is made if need be. The report of
/// its audit, in which nothing disagrees. Blocks.
///
/// # Errors
/// [`Error`]; `data` has no database then.
pub fn restore(file: &Path, data: &Path) -> Result<AuditReport, Error> {
    check_file(file)?;
    DataDirectory::create(data)?;
    let directory = DataDirectory::lock(data)?;
    check_free(&directory)?;

    let failed = |action, path: &Path| {
        let path = path.to_owned();
        move |cause| Error::File { action, path, cause }
    };
    // Removed, with what SQLite puts beside the copy, however this ends.
    let work = tempfile::Builder::new().prefix("restore-").tempdir_in(data).map_err(failed("write in", data))?;
    let copy = work.path().join("oneclick3d.sqlite3");
    copy_private(file, &copy).map_err(failed("write", &copy))?;
    let report = check(file, &copy)?;
    // The last connection to a database folds its write-ahead log into it.
    if sidecars(&copy).iter().any(|sidecar| sidecar.exists()) {
        let cause = io::Error::other("SQLite left a part of it in its log");
        return Err(failed("close", &copy)(cause));
    }
    let place = directory.database();
    File::open(&copy).and_then(|file| file.sync_all()).map_err(failed("write", &copy))?;
    let copy = TempPath::try_from_path(&copy).map_err(failed("write", &copy))?;
    copy.persist_noclobber(&place).map_err(|error| failed("write", &place)(error.error))?;
    File::open(data).and_then(|directory| directory.sync_all()).map_err(failed("write", data))?;
    Ok(report)
}

/// That it is a whole file of ours, as far as its header tells (sqlite.org/fileformat2.html, section 1.3).
fn check_file(path: &Path) -> Result<(), Error> {
    let unreadable = |cause| Error::Backup { path: path.to_owned(), cause };
    let mut header = Vec::new();
    File::open(path).and_then(|file| file.take(100).read_to_end(&mut header)).map_err(unreadable)?;
    let no_backup = |why| Err(Error::NoBackup(path.to_owned(), why));
    if header.len() < 100 || !header.starts_with(b"SQLite format 3\0") {
        return no_backup("it is no SQLite database");
    }
    if header[68..72] != APPLICATION_ID.to_be_bytes() {
        return no_backup("another program made this database");
    }
    match sidecars(path).into_iter().find(|sidecar| sidecar.metadata().is_ok_and(|log| log.len() > 0)) {
        Some(log) => Err(Error::InUse(path.to_owned(), log)),
        None => Ok(()),
    }
}

/// A log that has outlived its database would be applied to the next one of that name.
fn check_free(directory: &DataDirectory) -> Result<(), Error> {
    let place = directory.database();
    match sidecars(&place).into_iter().chain([place]).find(|path| path.symlink_metadata().is_ok()) {
        Some(found) => Err(Error::Exists(found)),
        None => Ok(()),
    }
}

/// Where SQLite keeps what is not in the file yet.
fn sidecars(database: &Path) -> [PathBuf; 2] {
    ["-wal", "-journal"].map(|ending| {
        let mut name = database.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    })
}

/// Opens the copy, which brings it to this program's schema, and audits it.
fn check(file: &Path, copy: &Path) -> Result<AuditReport, Error> {
    let unusable = |cause| Error::Unusable { path: file.to_owned(), cause };
    let database = Database::open(copy).map_err(|error| unusable(error.into()))?;
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(Error::Runtime)?;
    let report = runtime.block_on(control::audit(&database)).map_err(unusable)?;
    if report.agrees() {
        return Ok(report);
    }
    let told: Vec<_> = report.disagreements.iter().take(MAX_TOLD).map(String::as_str).collect();
    Err(Error::Disagrees { path: file.to_owned(), count: report.disagreements.len(), first: told.join("; ") })
}

/// A copy for its owner alone, whatever the mode of the backup.
fn copy_private(from: &Path, to: &Path) -> io::Result<()> {
    let mut copy = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    io::copy(&mut File::open(from)?, &mut copy)?;
    Ok(())
}
