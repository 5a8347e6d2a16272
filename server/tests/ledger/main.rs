//! The credit ledger: by example, under many threads, and against tampering. (`tests/histories` has it against a plain model.)

mod accounts;
mod claims;
mod concurrency;
mod history;
mod lessons;
mod scripts;
mod tampering;

use rusqlite::Connection;
use server::database::Database;
use server::ledger::{self, AccountId, Adjustment, Credits, Error, LotId, Terms};
use tempfile::TempDir;
use time::OffsetDateTime;

/// A database of its own for a test, gone with the directory.
fn database() -> (TempDir, Database) {
    let directory = tempfile::tempdir().expect("temporary directory");
    let database = Database::open(&directory.path().join("ledger.sqlite3")).expect("open");
    (directory, database)
}

/// When tests begin: 1 November 2025.
fn day_0() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_761_955_200).expect("in range")
}

fn grant(tx: &Connection, account: &AccountId, credits: i64, now: OffsetDateTime) -> Result<LotId, Error> {
    let adjustment = Adjustment { reason: "test".to_owned(), reference: None };
    ledger::grant(tx, account, Credits(credits), &adjustment, &Terms::default(), now)
}
