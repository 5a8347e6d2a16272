//! What every connection is told, and how the file gets its tables.

use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};

use super::Error;

/// `OC3D` in the file's header: tells our file from any other SQLite file.
pub(crate) const APPLICATION_ID: i32 = 0x4F43_3344;

/// The schema, in the order applied; `user_version` counts how many a file has. A released piece never changes: a new
/// one at the end alters what stands.
const SCHEMA: &[&str] = &[
    include_str!("migrations/1_ledger.sql"),
    include_str!("migrations/2_generations.sql"),
    include_str!("migrations/3_books.sql"),
    include_str!("migrations/4_mail.sql"),
    include_str!("migrations/5_accounts.sql"),
    include_str!("migrations/6_payments.sql"),
    include_str!("migrations/7_notices.sql"),
    include_str!("migrations/8_policy.sql"),
    include_str!("migrations/9_cases.sql"),
    include_str!("migrations/10_sessions.sql"),
    include_str!("migrations/11_deletions.sql"),
    include_str!("migrations/12_retention.sql"),
    include_str!("migrations/13_webhooks.sql"),
    include_str!("migrations/14_message_keys.sql"),
];

/// The `user_version` of a file that has the whole schema.
const VERSION: u32 = SCHEMA.len() as u32;

/// The WAL-reset bug (a checkpoint that races a writer can lose committed frames) is in these versions.
const WAL_RESET_BUG: std::ops::RangeInclusive<i32> = 3_007_000..=3_051_002;

/// How long a connection waits for a lock that another process holds (an operator's `sqlite3` shell).
const BUSY_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(5);

/// Refuses versions of SQLite that can lose what they said was stored.
pub(super) fn check_version(number: i32, name: &'static str) -> Result<(), Error> {
    if WAL_RESET_BUG.contains(&number) { Err(Error::UnsafeSqlite(name)) } else { Ok(()) }
}

/// Pragmas of the writing connection.
pub(super) fn configure(connection: &Connection) -> Result<(), Error> {
    configure_any(connection)?;
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        return Err(Error::NoWal(mode));
    }
    // FULL: an fsync of the WAL at each COMMIT. NORMAL would lose the last transactions with the power.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Savepoints keep what they may have to undo in memory: as a temporary file it costs a millisecond a transaction.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // `checkpoints` copies the WAL, so that no COMMIT has to.
    connection.pragma_update_and_check(None, "wal_autocheckpoint", 0, |_| Ok(()))?;
    Ok(())
}

/// Pragmas of the connection that copies the WAL. It reads and writes no rows, and a checkpoint is no change.
pub(super) fn configure_checkpoints(connection: &Connection) -> Result<(), Error> {
    configure_reader(connection)?;
    // FULL: what was copied is on disk before the WAL, its only other copy, is written over.
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(())
}

/// Pragmas of a reading connection.
pub(super) fn configure_reader(connection: &Connection) -> Result<(), Error> {
    configure_any(connection)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(())
}

fn configure_any(connection: &Connection) -> Result<(), Error> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(128);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // One plan per statement, whatever is bound to it: without it a sixth of a hold's time went into planning again.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // Without it INSERT OR REPLACE deletes a row and fires no DELETE trigger: a way around an append-only table.
    connection.pragma_update(None, "recursive_triggers", true)?;
    Ok(())
}

/// Applies the pieces of [`SCHEMA`] that the file does not have yet, all in one transaction.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), Error> {
    // A table that is written anew is gone for a moment; what refers to it is checked before the commit. (Inside a
    // transaction the pragma does nothing.)
    connection.pragma_update(None, "foreign_keys", false)?;
    let migrated = apply_missing(connection);
    connection.pragma_update(None, "foreign_keys", true)?;
    migrated
}

fn apply_missing(connection: &mut Connection) -> Result<(), Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let application: i32 = transaction.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: i64 = transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let fresh = application == 0 && version == 0 && tables == 0;
    if application != APPLICATION_ID && !fresh {
        return Err(Error::Foreign(application));
    }
    if version > VERSION {
        return Err(Error::TooNew { found: version, known: VERSION });
    }
    if version == VERSION {
        return Ok(());
    }
    for piece in &SCHEMA[version as usize..] {
        transaction.execute_batch(piece)?;
    }
    let dangling = transaction.prepare("PRAGMA foreign_key_check")?.exists([])?;
    if dangling {
        return Err(Error::Dangling);
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()?;
    Ok(())
}

/// Where the file's tables, indexes and triggers differ from the schema of this program, in words. A trigger that was
/// dropped leaves the journal open to change, so the audit asks this too.
///
/// # Errors
/// When the schema cannot be read.
pub fn schema_disagreements(connection: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    let expected = Connection::open_in_memory()?;
    for piece in SCHEMA {
        expected.execute_batch(piece)?;
    }
    let expected = objects(&expected)?;
    let found = objects(connection)?;
    let mut disagreements = Vec::new();
    for (name, (kind, sql)) in &expected {
        match found.get(name) {
            None => disagreements.push(format!("{kind} {name} is missing from the database")),
            Some((_, other)) if other != sql => disagreements.push(format!("{kind} {name} was altered")),
            Some(_) => {}
        }
    }
    for (name, (kind, _)) in &found {
        if !expected.contains_key(name) {
            disagreements.push(format!("{kind} {name} does not belong to the database"));
        }
    }
    Ok(disagreements)
}

type Objects = std::collections::BTreeMap<String, (String, String)>;

fn objects(connection: &Connection) -> Result<Objects, rusqlite::Error> {
    let mut statement =
        connection.prepare("SELECT name, type, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_with_the_wal_reset_bug_are_refused() {
        for (number, safe) in [(3_006_023, true), (3_007_000, false), (3_051_002, false), (3_051_003, true)] {
            assert_eq!(check_version(number, "x").is_ok(), safe, "{number}");
        }
        check_version(rusqlite::version_number(), rusqlite::version()).expect("the bundled one is safe");
    }

    #[test]
    fn a_file_of_another_program_or_of_a_later_version_is_left_alone() {
        let mut foreign = Connection::open_in_memory().expect("open");
        foreign.execute_batch("CREATE TABLE t (x)").expect("create");
        assert!(matches!(migrate(&mut foreign), Err(Error::Foreign(0))));

        let mut newer = Connection::open_in_memory().expect("open");
        migrate(&mut newer).expect("fresh");
        newer.pragma_update(None, "user_version", VERSION + 1).expect("pragma");
        let refused = migrate(&mut newer);
        assert!(matches!(refused, Err(Error::TooNew { found, known }) if found == known + 1), "{refused:?}");
    }

    #[test]
    fn a_dropped_trigger_is_a_disagreement() {
        let mut connection = Connection::open_in_memory().expect("open");
        migrate(&mut connection).expect("fresh");
        assert_eq!(schema_disagreements(&connection).expect("read"), Vec::<String>::new());
        connection.execute_batch("DROP TRIGGER posting_keeps").expect("drop");
        assert_eq!(
            schema_disagreements(&connection).expect("read"),
            ["trigger posting_keeps is missing from the database"]
        );
    }
}
