//! Everything that is known of one account, as a zip of JSON (policy P12).
//!
//! The archive is a list of [`Section`]s: each module that keeps rows of an account says in a query which of them belong in it.
//! It is written row by row from one snapshot, so that its files agree with each other and no account is too long.

mod rows;

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde::Serialize;
use time::OffsetDateTime;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::ledger::{self, AccountId};
use crate::{cases, database, generations, mail, payments, policy, sessions, signups, webhooks};

/// One file of the archive: a JSON array with an object a row.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// Its name in the archive.
    pub file: &'static str,
    /// The rows; `?1` is the account's public id, and the columns become fields of the same names. A column `X_ms` has
    /// milliseconds since 1970 and becomes the field `X` in RFC 3339, a column `X_json` becomes the field `X` with that JSON in
    /// it. Never secrets, nor what they are checked with.
    pub query: &'static str,
}

/// The archive's files, module by module.
const SECTIONS: &[&[Section]] = &[
    ledger::EXPORT,
    payments::EXPORT,
    generations::EXPORT,
    mail::EXPORT,
    policy::EXPORT,
    signups::EXPORT,
    sessions::EXPORT,
    cases::EXPORT,
    webhooks::EXPORT,
];

/// Why an account cannot be exported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The ledger refused: there is no such account.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// The file cannot be made there.
    #[error("cannot make {path}: {cause}; give a FILE that the server's user can write")]
    Place {
        /// The file,
        path: PathBuf,
        /// and what the file system says.
        cause: io::Error,
    },
    /// The archive cannot be written.
    #[error("the archive cannot be written: {0}")]
    Io(#[from] io::Error),
    /// A row has what JSON cannot express.
    #[error("{file}: {reason}")]
    Unreadable {
        /// Of which file.
        file: &'static str,
        /// What it is.
        reason: String,
    },
}

impl From<database::Error> for Error {
    fn from(error: database::Error) -> Self {
        Error::Ledger(error.into())
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Error::Ledger(error.into())
    }
}

impl From<zip::result::ZipError> for Error {
    fn from(error: zip::result::ZipError) -> Self {
        Error::Io(error.into())
    }
}

/// The archive's first words: what is in it.
#[derive(Serialize)]
struct Manifest<'a> {
    account: &'a AccountId,
    #[serde(with = "time::serde::rfc3339")]
    exported_at: OffsetDateTime,
    version: &'static str,
    files: Vec<FileRow>,
}

#[derive(Serialize)]
struct FileRow {
    file: &'static str,
    rows: u64,
}

/// Writes the archive of an account. `tx` is a snapshot: [`database::Database::read`].
///
/// # Errors
/// [`Error::Ledger`] without such an account; [`Error::Io`] when `out` takes no more.
pub fn write(tx: &Connection, account: &AccountId, now: OffsetDateTime, out: impl Write + Seek) -> Result<(), Error> {
    ledger::account(tx, account)?;
    let options = entry_options();
    let mut archive = ZipWriter::new(out);
    let mut files = Vec::new();
    for section in SECTIONS.iter().copied().flatten() {
        archive.start_file(section.file, options)?;
        let rows = rows::write(tx, section, account, &mut archive)?;
        files.push(FileRow { file: section.file, rows });
    }
    let manifest = Manifest { account, exported_at: now, version: env!("CARGO_PKG_VERSION"), files };
    archive.start_file("manifest.json", options)?;
    archive.write_all(&serde_json::to_vec_pretty(&manifest).expect("plain data serializes"))?;
    archive.finish()?.flush()?;
    Ok(())
}

/// How an archive has its files.
pub(crate) fn entry_options() -> SimpleFileOptions {
    // Stored as they are: what reads a zip reads that, and a proxy compresses what it sends. 64-bit sizes: a history may be
    // longer than 4 GiB.
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored).unix_permissions(0o600).large_file(true)
}

/// [`write()`] to the new file `to`, which only its owner may read. A file of that name, from an export that was interrupted, is
/// removed first. When this comes back the disk has the archive; its size in bytes.
///
/// # Errors
/// As [`write()`], and [`Error::Place`] when there can be no such file; it is gone then.
pub fn write_file(tx: &Connection, account: &AccountId, now: OffsetDateTime, to: &Path) -> Result<u64, Error> {
    new_file(to, |file| write(tx, account, now, BufWriter::new(file)))
}

/// Makes the file `to` of what `write` writes: see [`write_file`].
pub(crate) fn new_file<E: From<Error>>(to: &Path, write: impl FnOnce(&File) -> Result<(), E>) -> Result<u64, E> {
    let place = |cause| Error::Place { path: to.to_owned(), cause };
    match fs::remove_file(to) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(place(cause).into()),
        _ => {}
    }
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to).map_err(place)?;
    let written = write(&file).and_then(|()| Ok(flush(&file)?));
    if written.is_err()
        && let Err(error) = fs::remove_file(to)
    {
        tracing::error!(path = %to.display(), %error, "an export that failed cannot be removed");
    }
    written
}

fn flush(file: &File) -> Result<u64, Error> {
    file.sync_all()?;
    Ok(file.metadata()?.len())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::database::Database;

    /// Tables that no section reads, and why.
    const EXEMPT: &[(&str, &str)] = &[
        ("idempotency_key", "tells a repeated request; its generation is exported"),
        ("checkout_key", "tells a repeated request; its purchase is exported"),
        ("case_message_key", "tells a repeated request; its message is exported"),
        ("expiry_notice", "says that a mail was queued, which is exported"),
        ("low_balance_notice", "says that a mail was queued, which is exported"),
        ("operator_action", "the service's own record of its operators"),
        ("policy_announcement", "about all accounts; each one's mail is exported"),
        ("provider_event", "what providers sent; what it says is in purchases, refunds and disputes"),
        ("payment_refunded", "a provider's sum; what was taken for it is in the journal"),
        ("refund_order", "the operator's; what came of it is a refund"),
        ("webhook_secret", "a secret"),
    ];

    /// P12: a table that is new has to be exported, or to be listed above with a reason.
    #[test]
    fn every_table_is_exported_or_exempt_for_a_reason() {
        let directory = tempfile::tempdir().expect("a directory");
        let database = Database::open(&directory.path().join("test.sqlite3")).expect("a database");
        let tables: BTreeSet<String> = database
            .write_blocking(|tx| {
                let query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
                let mut statement = tx.prepare(query)?;
                let tables = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
                Ok::<_, database::Error>(tables)
            })
            .expect("tables");
        let mut read = BTreeSet::new();
        for section in SECTIONS.iter().copied().flatten() {
            let words: Vec<&str> = section.query.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).collect();
            let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
            let tables = words.windows(2).filter(|pair| matches!(pair[0], "FROM" | "JOIN") && tables.contains(pair[1]));
            read.extend(tables.map(|pair| pair[1].to_owned()));
        }
        let exempt: BTreeSet<String> = EXEMPT.iter().map(|(table, _)| (*table).to_owned()).collect();
        assert_eq!(&read | &exempt, tables, "exported or exempt, and all tables");
        assert_eq!(&read & &exempt, BTreeSet::new(), "what is exported needs no reason not to be");
    }
}
