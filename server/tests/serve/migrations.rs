//! Databases of released programs (`fixtures/README.md`), opened by this one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::types::Value as Cell;
use serde_json::{Value, json};
use server::database::Database;
use tempfile::{TempDir, tempdir};

use crate::photos;
use crate::server::{PROGRAM, Server, audit, operate, wait_until};

/// A database of schema `version`, and what the program that made it said of it.
struct Fixture {
    version: u32,
    file: PathBuf,
    told: Value,
}

/// Every `schema-N.sqlite3`: of the first release, and of each schema that stood on `main` since there is a rule for it.
fn fixtures() -> Vec<Fixture> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let names = fs::read_dir(&directory).expect("fixtures").map(|entry| entry.expect("an entry").file_name());
    let mut versions: Vec<u32> = names
        .filter_map(|name| name.to_str()?.strip_prefix("schema-")?.strip_suffix(".sqlite3")?.parse().ok())
        .collect();
    versions.sort_unstable();
    assert!(versions.contains(&2), "the first release's is not there: {versions:?}");
    let missing: Vec<u32> = (12..latest()).filter(|version| !versions.contains(version)).collect();
    assert!(missing.is_empty(), "fixtures/README.md says how to add the databases of schemas {missing:?}");
    let fixture = |version| {
        let file = directory.join(format!("schema-{version}.sqlite3"));
        let told = fs::read(file.with_extension("json")).expect("what the program said");
        Fixture { version, file, told: serde_json::from_slice(&told).expect("JSON") }
    };
    versions.into_iter().map(fixture).collect()
}

impl Fixture {
    /// A data directory with a copy.
    fn data(&self) -> TempDir {
        let data = tempdir().expect("a directory");
        fs::copy(&self.file, database(data.path())).expect("copied");
        data
    }

    /// The account of Bob, who has generations in every state, and his key.
    fn bob(&self) -> (&str, &str) {
        let accounts = self.told["accounts"].as_array().expect("accounts");
        let bob = accounts.iter().find(|account| account["email"] == "bob@example.com").expect("Bob");
        (bob["id"].as_str().expect("an id"), self.told["keys"]["bob@example.com"].as_str().expect("a key"))
    }
}

fn database(data: &Path) -> PathBuf {
    data.join("oneclick3d.sqlite3")
}

/// Rows of each table, as the cells of the named columns in the order of the primary key.
type Rows = BTreeMap<String, (Vec<String>, Vec<Vec<Cell>>)>;

fn texts(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).expect(sql);
    let rows = statement.query_map([], |row| row.get(0)).expect(sql);
    rows.collect::<Result<_, _>>().expect(sql)
}

/// Every row of every table; of `of`, if given, only its tables and columns.
fn rows(file: &Path, of: Option<&Rows>) -> Rows {
    let connection = Connection::open(file).expect("open");
    let tables = match of {
        Some(of) => of.keys().cloned().collect(),
        None => texts(&connection, "SELECT name FROM sqlite_schema WHERE type = 'table'"),
    };
    let read = |table: String| {
        let columns = match of {
            Some(of) => of[&table].0.clone(),
            None => texts(&connection, &format!("SELECT name FROM pragma_table_info('{table}')")),
        };
        let list = columns.join(", ");
        let order = (1..=columns.len()).map(|column| column.to_string()).collect::<Vec<_>>().join(", ");
        let mut statement =
            connection.prepare(&format!("SELECT {list} FROM {table} ORDER BY {order}")).expect("the table is there");
        let cells = statement.query_map([], |row| (0..columns.len()).map(|column| row.get(column)).collect());
        let cells = cells.expect("rows").collect::<Result<_, _>>().expect("rows");
        (table, (columns, cells))
    };
    tables.into_iter().map(read).collect()
}

fn version(file: &Path) -> u32 {
    let connection = Connection::open(file).expect("open");
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a version")
}

/// The schema version of this program.
fn latest() -> u32 {
    let directory = tempdir().expect("a directory");
    let file = directory.path().join("fresh.sqlite3");
    drop(Database::open(&file).expect("fresh"));
    version(&file)
}

/// Opens the file with this program.
#[track_caller]
fn migrate(file: &Path) {
    drop(Database::open(file).expect("migrated"));
    assert_eq!(version(file), latest());
}

#[track_caller]
fn same_rows(before: &Rows, after: &Rows, what: &str) {
    for (table, (columns, rows)) in before {
        assert_eq!(&after[table].0, columns, "{table}: {what}");
        assert_eq!(&after[table].1, rows, "{table}: {what}");
    }
}

/// Everything in `part` is in `whole`.
#[track_caller]
fn contains(whole: &Value, part: &Value, at: &str) {
    match part {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, part)| contains(&whole[name], part, &format!("{at}.{name}")))
        }
        Value::Array(items) => {
            assert_eq!(whole.as_array().map(Vec::len), Some(items.len()), "{at}");
            items.iter().enumerate().for_each(|(i, part)| contains(&whole[i], part, &format!("{at}[{i}]")));
        }
        _ => assert_eq!(whole, part, "{at}"),
    }
}

/// The fixture has what it is said to have: a migration that loses rows of a kind is only noticed where there are some.
#[test]
fn the_fixtures_have_a_row_of_every_kind() {
    for fixture in fixtures() {
        let data = fixture.data();
        assert_eq!(version(&database(data.path())), fixture.version);
        let rows = rows(&database(data.path()), None);
        for (table, (_, rows)) in &rows {
            assert!(!rows.is_empty(), "{table} of schema {} is empty", fixture.version);
        }
        let connection = Connection::open(database(data.path())).expect("open");
        let counted = |sql: &str| {
            let found = connection.prepare(sql).expect(sql).exists([]).expect(sql);
            assert!(found, "schema {}: nothing of {sql}", fixture.version);
        };
        for state in ["QUEUED", "RUNNING", "SUCCEEDED", "CANCELED"] {
            counted(&format!("SELECT 1 FROM generation WHERE state = '{state}'"));
        }
        for kind in ["processing_error", "timeout", "crash", "infrastructure", "file_processing"] {
            counted(&format!("SELECT 1 FROM generation WHERE state = 'FAILED' AND fault_kind = '{kind}'"));
        }
        for state in ["held", "committed", "voided"] {
            counted(&format!("SELECT 1 FROM hold WHERE state = '{state}'"));
        }
        counted("SELECT 1 FROM lot WHERE expired > 0");
        counted("SELECT 1 FROM lot WHERE usable_until_ms > expires_at_ms AND available > 0");
        counted("SELECT 1 FROM api_key WHERE revoked_at_ms IS NOT NULL");
        counted("SELECT 1 FROM entry WHERE reference IS NOT NULL");
        counted("SELECT 1 FROM artifact WHERE first_downloaded_at_ms IS NOT NULL");
        counted(
            "SELECT 1 FROM posting JOIN entry ON entry.number = entry AND kind = 'hold' WHERE book = 'held'
                 GROUP BY entry HAVING count(*) > 1",
        );
        if fixture.version >= 9 {
            SINCE_SCHEMA_9.iter().for_each(|sql| counted(sql));
        }
        if fixture.version >= 12 {
            counted("SELECT 1 FROM session WHERE key IS NOT NULL");
            counted("SELECT 1 FROM deletion JOIN artifact ON artifact.generation = deletion.generation");
            counted("SELECT 1 FROM artifact_expiry WHERE removed_at_ms IS NOT NULL");
        }
        if fixture.version >= 13 {
            SINCE_SCHEMA_13.iter().for_each(|sql| counted(sql));
        }
    }
}

/// What `trade.py` leaves behind.
const SINCE_SCHEMA_9: [&str; 32] = [
    "SELECT 1 FROM account WHERE terminated_at_ms IS NOT NULL",
    "SELECT 1 FROM account WHERE role = 'operator'",
    "SELECT 1 FROM api_key WHERE name IS NOT NULL AND revoked_at_ms IS NOT NULL",
    "SELECT 1 FROM lot WHERE frozen > 0 AND claim_frozen",
    "SELECT 1 FROM lot WHERE spent > 0 AND clawed_back > 0 AND claim_clawed_back > clawed_back",
    "SELECT 1 FROM entry WHERE kind = 'purchase'",
    "SELECT 1 FROM entry WHERE kind = 'freeze'",
    "SELECT 1 FROM entry WHERE kind = 'unfreeze'",
    "SELECT 1 FROM entry WHERE kind = 'forfeit'",
    "SELECT 1 FROM entry WHERE kind = 'clawback'",
    "SELECT 1 FROM purchase WHERE provider = 'manual'",
    "SELECT 1 FROM purchase WHERE provider = 'stripe' AND paid_at_ms IS NOT NULL AND address IS NOT NULL",
    "SELECT 1 FROM purchase WHERE paid_at_ms IS NULL AND unpaid IS NULL AND url IS NOT NULL",
    "SELECT 1 FROM purchase WHERE unpaid = 'expired'",
    "SELECT 1 FROM provider_event WHERE outcome = 'applied'",
    "SELECT 1 FROM provider_event WHERE outcome = 'parked'",
    "SELECT 1 FROM provider_event WHERE outcome = 'ignored'",
    "SELECT 1 FROM provider_event WHERE outcome = 'refused' AND detail IS NOT NULL",
    "SELECT 1 FROM payment_refund WHERE status = 'failed'",
    "SELECT 1 FROM refund_order WHERE refund IS NULL",
    "SELECT 1 FROM refund_order WHERE refund IS NOT NULL",
    "SELECT 1 FROM payment_dispute WHERE status = 'won' AND NOT terminates",
    "SELECT 1 FROM payment_dispute WHERE status = 'lost' AND terminates AND due_by_ms IS NOT NULL",
    "SELECT 1 FROM policy_acceptance WHERE how = 'purchase'",
    "SELECT 1 FROM policy_acceptance WHERE how = 'use'",
    "SELECT 1 FROM case_decision WHERE outcome = 'refused'",
    "SELECT 1 FROM case_decision WHERE outcome = 'credits_restored'",
    "SELECT 1 FROM case_decision WHERE outcome = 'money_returned'",
    "SELECT 1 FROM support_case WHERE NOT EXISTS (SELECT 1 FROM case_decision WHERE case_id = support_case.id)",
    "SELECT 1 FROM signup WHERE used_at_ms IS NULL",
    "SELECT 1 FROM signup WHERE used_at_ms IS NOT NULL",
    "SELECT 1 FROM mail WHERE sent_at_ms IS NOT NULL",
];

/// What `hooks.py` leaves behind.
const SINCE_SCHEMA_13: [&str; 11] = [
    "SELECT 1 FROM webhook_endpoint WHERE disabled_reason = 'gone'",
    "SELECT 1 FROM webhook_endpoint WHERE disabled_reason = 'failing' AND failing_since_ms IS NOT NULL",
    "SELECT 1 FROM webhook_endpoint WHERE deleted_at_ms IS NOT NULL",
    "SELECT 1 FROM webhook_endpoint WHERE description IS NOT NULL AND disabled_at_ms IS NULL",
    "SELECT 1 FROM webhook_secret WHERE until_ms IS NOT NULL",
    "SELECT 1 FROM webhook_secret JOIN account ON account.id = holder",
    "SELECT 1 FROM webhook_delivery WHERE state = 'delivered' AND generation IS NULL",
    "SELECT 1 FROM webhook_delivery WHERE state = 'failed'",
    "SELECT 1 FROM webhook_delivery WHERE state = 'pending' AND failures > 0 AND endpoint IS NULL",
    "SELECT 1 FROM webhook_delivery WHERE state = 'pending' AND failures > 0 AND endpoint IS NOT NULL",
    "SELECT 1 FROM webhook_attempt WHERE status = 204 AND error IS NULL",
];

/// P4 and P12: records are for ever, whatever the program's version.
#[test]
fn a_migration_keeps_every_row_and_everything_agrees() {
    for fixture in fixtures() {
        let data = fixture.data();
        let file = database(data.path());
        let before = rows(&file, None);
        migrate(&file);
        same_rows(&before, &rows(&file, Some(&before)), "after the migration");
        let connection = Connection::open(&file).expect("open");
        assert!(!connection.prepare("PRAGMA foreign_key_check").expect("check").exists([]).expect("check"));
        drop(connection);
        // The audit asks for the file, its foreign keys and its schema as well.
        contains(&audit(data.path()), &fixture.told["audit"], "the audit");
        let accounts = operate(data.path(), &["account", "list"]);
        contains(&accounts["data"], &fixture.told["accounts"], "the accounts");
        // Nothing is done twice.
        migrate(&file);
        same_rows(&before, &rows(&file, Some(&before)), "after another opening");
    }
}

/// P2 to P4 across an upgrade: keys work, history stands, what was open fails with its credits back, and work goes on.
#[test]
fn a_server_goes_on_where_the_program_before_it_stopped() {
    for fixture in fixtures() {
        let data = fixture.data();
        let (account, key) = fixture.bob();
        let connection = Connection::open(database(data.path())).expect("open");
        let mut statement = connection
            .prepare("SELECT id, state, fault_kind FROM generation WHERE account = ?1 ORDER BY sequence DESC")
            .expect("generations");
        let before: Vec<(String, String, Option<String>)> = statement
            .query_map([account], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .and_then(Iterator::collect)
            .expect("generations");
        drop(statement);
        drop(connection);

        let server = Server::start(data.path(), &[], "");
        let client = server.client(key);
        wait_until("everything has ended", || client.credits().1 == 0);
        let history = client.history();
        assert_eq!(history.len(), before.len());
        for (now, (id, state, kind)) in history.iter().zip(&before) {
            let (state, kind) = match state.as_str() {
                "RUNNING" => ("FAILED", Some("crash")),
                // Its upload is not in the fixture.
                "QUEUED" => ("FAILED", Some("infrastructure")),
                state => (state, kind.as_deref()),
            };
            assert_eq!((&now["id"], &now["state"], now["fault"]["kind"].as_str()), (&json!(id), &json!(state), kind));
        }
        let photo = photos::cut_out(64);
        let used = client.post(&photo, &[], &[("idempotency-key", "first")]);
        used.problem(422, "idempotency_key_reused");

        let available = client.credits().0;
        operate(data.path(), &["credits", "grant", account, "10", "--reason", "a test"]);
        let id = client.create(&photo, &[("resolution", "16")]);
        assert_eq!(client.wait_for_end(&id)["state"], "SUCCEEDED");
        assert_eq!(client.credits(), (available, 0));
        assert_eq!(audit(data.path())["disagreements"], json!([]));
    }
}

#[test]
fn a_migrated_file_has_the_schema_of_a_fresh_one() {
    let directory = tempdir().expect("a directory");
    let fresh = directory.path().join("fresh.sqlite3");
    migrate(&fresh);
    let schema = |file: &Path| {
        let connection = Connection::open(file).expect("open");
        let pragma =
            |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).expect("a number").to_string();
        let mut all = vec![pragma("application_id"), pragma("user_version")];
        all.extend(texts(
            &connection,
            "SELECT type || ' ' || name || ' on ' || tbl_name || ': ' || ifnull(sql, '')
                                       FROM sqlite_schema ORDER BY 1",
        ));
        all
    };
    for fixture in fixtures() {
        let data = fixture.data();
        migrate(&database(data.path()));
        assert_eq!(schema(&database(data.path())), schema(&fresh), "schema {}", fixture.version);
    }
}

/// A file-size limit stands for a disk that becomes full, at each size that cuts another part of the migration off.
#[test]
fn a_migration_that_fails_on_the_way_leaves_the_file_as_it_was() {
    for fixture in fixtures().iter().filter(|fixture| fixture.version < latest()) {
        let (mut failed, mut done) = (0, 0);
        // Finer where a short migration ends.
        for blocks in (0..64).step_by(4).chain((64..).step_by(16)) {
            let data = fixture.data();
            let file = database(data.path());
            let before = rows(&file, None);
            let limit = format!("ulimit -f {blocks}; trap '' XFSZ; exec \"$0\" \"$@\"");
            let output = Command::new("sh")
                .args(["-c", &limit, PROGRAM, "account", "list", "--data"])
                .arg(data.path())
                .output()
                .expect("runs");
            if output.status.success() {
                done += 1;
            } else {
                failed += 1;
                assert_eq!(version(&file), fixture.version, "{blocks} blocks");
                same_rows(&before, &rows(&file, None), "after a migration that failed");
            }
            migrate(&file);
            same_rows(&before, &rows(&file, Some(&before)), "after the next one");
            if done == 2 {
                break;
            }
        }
        println!("schema {}: cut off at {failed} sizes", fixture.version);
        assert!(failed > 5, "schema {}: only {failed} sizes were too small", fixture.version);
    }
}

/// Kills at moments from before the file is opened until after the migration.
#[test]
fn a_migration_that_is_killed_leaves_the_file_as_it_was_or_migrated() {
    const STEP: Duration = Duration::from_micros(250);
    for fixture in fixtures().iter().filter(|fixture| fixture.version < latest()) {
        let before = rows(&fixture.data().path().join("oneclick3d.sqlite3"), None);
        let (mut old, mut halfway, mut new) = (0, 0, 0);
        let mut moment = Duration::ZERO;
        // A busy machine takes its time to come as far.
        while new < 20 {
            assert!(moment < Duration::from_secs(2), "schema {}: never migrated", fixture.version);
            let data = fixture.data();
            let file = database(data.path());
            let mut child = Command::new(PROGRAM)
                .args(["account", "list", "--data"])
                .arg(data.path())
                .stdout(Stdio::null())
                .spawn()
                .expect("runs");
            thread::sleep(moment);
            moment += STEP;
            child.kill().expect("a child");
            child.wait().expect("a child");
            let wrote = file.with_extension("sqlite3-wal").metadata().is_ok_and(|log| log.len() > 0);
            match version(&file) {
                found if found == fixture.version => {
                    same_rows(&before, &rows(&file, None), "after a kill");
                    if wrote { halfway += 1 } else { old += 1 }
                }
                _ => new += 1,
            }
            migrate(&file);
            same_rows(&before, &rows(&file, Some(&before)), "after a kill and a migration");
            assert_eq!(audit(data.path())["disagreements"], json!([]));
        }
        println!("schema {}: {old} kills before anything was written, {halfway} halfway, {new} after", fixture.version);
        assert!(old > 0, "schema {}: no kill came before the migration", fixture.version);
    }
}

#[test]
fn a_file_of_a_later_version_is_refused_and_left_as_it_is() {
    let data = tempdir().expect("a directory");
    let file = database(data.path());
    migrate(&file);
    let connection = Connection::open(&file).expect("open");
    connection.pragma_update(None, "user_version", latest() + 1).expect("written");
    drop(connection);
    let before = fs::read(&file).expect("read");
    for command in [&["ledger", "audit"][..], &["account", "list"], &["serve", "--listen", "127.0.0.1:0"]] {
        let output = Command::new(PROGRAM).args(command).arg("--data").arg(data.path()).output().expect("runs");
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{command:?}: {error}");
        assert!(error.contains("use the newer program"), "{command:?}: {error}");
    }
    assert_eq!(fs::read(&file).expect("read"), before);
}
