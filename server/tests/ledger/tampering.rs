//! What the journal refuses, and what the audit finds when somebody got around that.

use rusqlite::Connection;
use server::ledger::{self, Credits, Error, Terms};
use time::Duration;

use crate::{database, day_0, grant};

/// Runs `test` on a raw connection to a ledger in which everything has happened once.
///
/// Entries, all of Alice: 1 grant lot 1 (30) · 2 hold 1 (10) · 3 commit 1 · 4 hold 2 (10) · 5 hold 3 (5) · day 366 ·
/// 6 expiry of lot 1's last 5 · 7 void 2 (grace) · 8 grant lot 2 (20); of Bob: 9 grant lot 3 (7). Hold 3 stays open.
fn with_history(test: impl FnOnce(&Connection)) {
    let (directory, database) = database();
    database
        .write_blocking(|tx| {
            let alice = ledger::create_account(tx, "alice@example.com", day_0())?;
            let bob = ledger::create_account(tx, "bob@example.com", day_0())?;
            grant(tx, &alice, 30, day_0())?;
            let spent = ledger::hold(tx, &alice, Credits(10), day_0())?;
            ledger::commit_hold(tx, &spent, day_0())?;
            let late = ledger::hold(tx, &alice, Credits(10), day_0())?;
            ledger::hold(tx, &alice, Credits(5), day_0())?;
            let later = day_0() + Duration::days(366);
            assert_eq!(ledger::expire_lots(tx, later)?, 1);
            ledger::void_hold(tx, &late, &Terms::default(), later)?;
            grant(tx, &alice, 20, later)?;
            grant(tx, &bob, 7, later)?;
            Ok::<_, Error>(())
        })
        .expect("history");
    drop(database);
    let connection = Connection::open(directory.path().join("ledger.sqlite3")).expect("open");
    test(&connection);
}

#[test]
fn the_journal_cannot_be_changed() {
    with_history(|connection| {
        connection.pragma_update(None, "recursive_triggers", true).expect("pragma");
        for (change, refusal) in [
            ("UPDATE entry SET at_ms = 0 WHERE number = 1", "append-only"),
            ("DELETE FROM entry", "append-only"),
            ("UPDATE posting SET amount = 2 * amount", "append-only"),
            ("DELETE FROM posting WHERE entry = 6", "append-only"),
            ("INSERT OR REPLACE INTO posting VALUES (1, 1, 'available', 3000, 9999999999999)", "append-only"),
            ("DELETE FROM lot WHERE number = 1", "cannot be deleted"),
            ("DELETE FROM account", "cannot be deleted"),
            ("DELETE FROM hold", "cannot be deleted"),
            ("UPDATE lot SET granted = 1000", "cannot be changed"),
            ("UPDATE hold SET state = 'held', resolved_at_ms = NULL WHERE number = 1", "resolves once"),
            ("UPDATE account SET available = -1 WHERE number = 2", "CHECK constraint"),
            ("UPDATE account SET available = 1.5", "cannot store REAL value"),
            ("UPDATE lot SET available = available + 1 WHERE number = 2", "CHECK constraint"),
            ("UPDATE lot SET available = -1, spent = spent + 21 WHERE number = 2", "CHECK constraint"),
            (
                "INSERT INTO entry (account, sequence, kind, at_ms, hold, available, held)
                 VALUES (1, 99, 'void', 0, 1, 0, 0)",
                "UNIQUE constraint",
            ),
            ("INSERT INTO posting VALUES (1, 99, 'spent', 5, NULL)", "FOREIGN KEY constraint"),
        ] {
            let refused = connection.execute(change, []).expect_err(change).to_string();
            assert!(refused.contains(refusal), "{change}: {refused}");
        }
        let report = ledger::audit(connection, &[]).expect("audit");
        assert!(report.agrees(), "{:#?}", report.disagreements);
    });
}

/// Everything that the schema would refuse, done all the same: triggers away, constraints off, and both back.
fn tamper(connection: &Connection, change: &str) {
    connection.execute_batch("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; BEGIN").expect("begin");
    let triggers: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .and_then(|mut statement| statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
        .expect("triggers");
    for (name, _) in &triggers {
        connection.execute_batch(&format!("DROP TRIGGER {name}")).expect("drop");
    }
    connection.execute_batch(change).unwrap_or_else(|error| panic!("{change}: {error}"));
    connection.execute_batch("PRAGMA ignore_check_constraints = OFF").expect("pragma");
    for (_, sql) in &triggers {
        connection.execute_batch(sql).expect("trigger back");
    }
}

#[test]
fn the_audit_finds_every_kind_of_tampering() {
    with_history(|connection| {
        let report = ledger::audit(connection, &[]).expect("audit");
        assert!(report.agrees(), "{:#?}", report.disagreements);
        assert_eq!((report.entries, report.lots, report.holds, report.open_holds), (9, 3, 3, 1));
        let books = &report.books;
        assert_eq!(
            (books.issued, books.available, books.held, books.spent, books.expired),
            (57, 10 + 20 + 7, 5, 10, 5)
        );
        for (change, finding) in [
            // Balances and remainders beside the journal.
            ("UPDATE account SET available = available + 10 WHERE number = 1", "available is 40 in its row, 30 by"),
            ("UPDATE account SET held = 0 WHERE number = 1", "held is 0 in its row, 5 by"),
            ("UPDATE account SET entries = 7 WHERE number = 1", "the number of entries is 7 in its row, 8 by"),
            (
                "UPDATE lot SET available = available + 1, spent = spent - 1 WHERE number = 1",
                "spent is 9 in its row, 10 by",
            ),
            ("UPDATE lot SET granted = 21, available = 21 WHERE number = 2", "granted is 21 in its row, 20 by"),
            ("UPDATE lot SET expired = 0, available = available + 5 WHERE number = 1", "expired is 0 in its row, 5 by"),
            ("UPDATE lot SET account = 2 WHERE number = 2", "entries of another account"),
            ("UPDATE lot SET usable_until_ms = usable_until_ms + 1 WHERE number = 2", "expiry in force"),
            ("UPDATE lot SET expires_at_ms = expires_at_ms - 1 WHERE number = 2", "first expiry"),
            (
                "INSERT INTO lot (id, account, granted, available, granted_at_ms, expires_at_ms, usable_until_ms)
                 VALUES ('lot_free', 2, 5, 5, 0, 1, 1)",
                "lot lot_free: granted is 5 in its row, 0 by the journal",
            ),
            // Holds beside the journal.
            (
                "UPDATE hold SET state = 'held', resolved_at_ms = NULL WHERE number = 1",
                r#"state is "held" in its row, "committed" by"#,
            ),
            ("UPDATE hold SET state = 'voided' WHERE number = 1", r#"state is "voided" in its row, "committed" by"#),
            ("UPDATE hold SET credits = 11 WHERE number = 3", "credits is 11 in its row, 5 by"),
            (
                "INSERT INTO hold (id, account, credits, created_at_ms) VALUES ('hold_x', 1, 5, 0)",
                "hold hold_x: no entry of the journal made it",
            ),
            // The journal itself.
            ("UPDATE posting SET amount = 11 WHERE entry = 3 AND book = 'spent'", "its postings sum to 1, not to zero"),
            ("DELETE FROM posting WHERE entry = 2 AND book = 'held'", "its postings sum to -10, not to zero"),
            ("DELETE FROM posting WHERE entry = 2", "entry 2 (hold): does not move credits from available to held"),
            (
                "UPDATE posting SET book = 'available', usable_until_ms = 1 WHERE entry = 3 AND book = 'spent'",
                "entry 3 (commit): does not move credits from held to spent",
            ),
            ("DELETE FROM posting WHERE entry = 8; DELETE FROM entry WHERE number = 8", "lot_"),
            (
                "DELETE FROM posting WHERE entry = 6; DELETE FROM entry WHERE number = 6;
                 UPDATE lot SET expired = 0, available = 15 WHERE number = 1;
                 UPDATE account SET available = 35, entries = 7 WHERE number = 1",
                "has sequence 7 where 6 follows",
            ),
            ("DELETE FROM entry WHERE number = 6", "a row of posting names a row of entry that does not exist"),
            ("UPDATE entry SET available = available + 1 WHERE number = 5", "states a running balance of 6 available"),
            ("UPDATE posting SET amount = 50 * amount WHERE entry = 2", "overdraws available of lot row 1"),
            ("UPDATE entry SET kind = 'gift' WHERE number = 8", "is of no known kind"),
            // Times: expired credits spent, credits expired too early, grace that nobody is due.
            (
                "UPDATE entry SET at_ms = at_ms + 400 * 86400000 WHERE number = 5",
                "takes credits of lot row 1 after their expiry",
            ),
            ("UPDATE entry SET at_ms = at_ms - 86400000 * 2 WHERE number = 6", "expires credits of lot row 1 before"),
            (
                "UPDATE posting SET usable_until_ms = usable_until_ms + 1 WHERE entry = 5 AND book = 'held'",
                "takes credits of lot row 1 after their expiry",
            ),
            (
                "UPDATE entry SET at_ms = at_ms - 86400000 * 2 WHERE number = 7",
                "returns credits to lot row 1 with a wrong expiry",
            ),
            // Holds resolved twice, by another amount, or never made.
            (
                "DROP INDEX entry_resolves_hold_once;
                 INSERT INTO entry VALUES (90, 1, 9, 'void', 1762000000000, 1, NULL, NULL, 40, -5);
                 INSERT INTO posting VALUES (90, 1, 'held', -10, NULL), (90, 1, 'available', 10, 1793491200000)",
                "entry 90 (void): resolves hold row 1 again, after a commit",
            ),
            (
                "UPDATE posting SET amount = 4 * (amount > 0) - 4 * (amount < 0) WHERE entry = 7",
                "does not resolve exactly what hold row 2 took",
            ),
            ("UPDATE entry SET hold = 99 WHERE number = 3", "resolves hold row 99, which no entry before it made"),
            // The file and its guards.
            ("DROP INDEX entry_reference", "index entry_reference is missing from the database"),
            ("CREATE TABLE notes (x)", "table notes does not belong to the database"),
            ("UPDATE account SET held = -5 WHERE number = 2", "CHECK constraint failed"),
        ] {
            tamper(connection, change);
            let report = ledger::audit(connection, &[]).expect("audit");
            let found = report.disagreements.iter().any(|disagreement| disagreement.contains(finding));
            assert!(found, "{change}\nexpected: {finding}\nfound: {:#?}", report.disagreements);
            connection.execute_batch("ROLLBACK").expect("rollback");
        }
    });
}

#[test]
fn a_further_check_is_part_of_the_audit() {
    with_history(|connection| {
        let report = ledger::audit(connection, &[|_| Ok(vec!["generation g: unlike its hold".to_owned()])]);
        assert_eq!(report.expect("audit").disagreements, ["generation g: unlike its hold"]);
    });
}
