//! What an account's owner sees of its credits (policy P3, P10, P12): balances in the past, expiry as an entry, statements.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use server::{
    database::Database,
    ledger::{self, AccountId, Adjustment, Credits, Error, Terms},
};
use tempfile::tempdir;
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{
    photos,
    server::{Server, account, audit, operate, operator, wait_until},
};

/// The id of the only account.
fn only_account(data: &Path) -> String {
    operate(data, &["account", "list"])["data"][0]["id"].as_str().expect("an id").to_owned()
}

fn rfc3339(time: OffsetDateTime) -> String {
    time.format(&Rfc3339).expect("a year of four digits")
}

/// The rows of a CSV by the names of its columns.
fn rows(csv: &[u8]) -> Vec<Value> {
    let mut reader = csv::Reader::from_reader(csv);
    let columns = reader.headers().expect("a header").clone();
    let rows = reader.records().map(|record| {
        let record = record.expect("a row");
        columns.iter().zip(record.iter()).map(|(name, value)| (name.to_owned(), json!(value))).collect()
    });
    rows.collect()
}

#[test]
fn p12_a_statement_says_what_each_entry_was_for_and_adds_up() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "error@foreground:32");
    let client = server.client(&account(data.path(), "a@example.com", 0));
    let id = only_account(data.path());
    let reason = "=HYPERLINK(\"http://evil.example\"), \"quoted\"\r\nsecond line";
    operate(data.path(), &["credits", "grant", &id, "60", "--reason", reason, "--reference", "+49 170 1"]);
    let made = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    client.wait(&made, &["SUCCEEDED"]);
    let failed = client.create(&photos::cut_out(64), &[("resolution", "32")]);
    client.wait(&failed, &["FAILED"]);

    let statement = client.json("/v1/credits/statement");
    assert_eq!(statement["account"], id);
    assert_eq!(statement["opening"], json!({"available": 0, "held": 0}));
    assert_eq!(statement["closing"], json!({"available": 50, "held": 0}));
    let lines = statement["lines"].as_array().expect("lines");
    let kinds: Vec<_> = lines.iter().map(|line| line["kind"].as_str().expect("a kind")).collect();
    assert_eq!(kinds, ["grant", "hold", "commit", "hold", "void"]);
    let changes: Vec<_> = lines.iter().map(|line| (line["credits"].as_i64(), line["held"].as_i64())).collect();
    assert_eq!(changes, [(60, 0), (-10, 10), (0, -10), (-10, 10), (10, -10)].map(|(a, b)| (Some(a), Some(b))));
    // The journal says the same changes, latest first.
    let entries = client.json("/v1/credits/entries")["data"].as_array().expect("entries").clone();
    let told: Vec<_> = entries
        .iter()
        .rev()
        .map(|entry| &entry["change"])
        .map(|change| (change["available"].as_i64(), change["held"].as_i64()))
        .collect();
    assert_eq!(told, changes);
    assert_eq!((&lines[0]["reason"], &lines[0]["reference"]), (&json!(reason), &json!("+49 170 1")));
    assert_eq!(lines[2]["generation"], json!({"id": made, "state": "SUCCEEDED", "fault": null}));
    // P3: the fault, from the engine to the entry that gave the credits back.
    assert_eq!(lines[4]["generation"], json!({"id": failed, "state": "FAILED", "fault": "processing_error"}));
    assert_eq!(lines[4]["description"], "Credits back: the generation failed (processing_error)");
    let metrics = String::from_utf8(client.get("/metrics").body).expect("text");
    assert!(metrics.contains("oneclick3d_faults_total{kind=\"processing_error\"} 1\n"), "{metrics}");
    assert!(metrics.contains("oneclick3d_faults_total{kind=\"timeout\"} 0\n"), "{metrics}");

    let csv = client.get("/v1/credits/statement?format=csv");
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8; header=present");
    let text = String::from_utf8(csv.body.clone()).expect("UTF-8");
    assert!(text.starts_with("sequence,time,kind,") && text.ends_with("\r\n"), "{text}");
    let rows = rows(&csv.body);
    assert_eq!(rows.len(), lines.len() + 2);
    assert_eq!(rows[1]["reason"], format!("'{reason}"), "a spreadsheet takes it for text");
    assert_eq!(rows[1]["reference"], "'+49 170 1");
    assert_eq!(rows[2]["credits"], "-10", "a number stays one");
    assert_eq!((&rows[5]["generation"], &rows[5]["fault"]), (&json!(failed), &json!("processing_error")));
    let mut balance = 0;
    for row in &rows[1..=lines.len()] {
        balance += row["credits"].as_str().and_then(|text| text.parse::<i64>().ok()).expect("a number");
        assert_eq!(row["balance"], balance.to_string());
    }
    assert_eq!(rows[6]["kind"], "closing");
    assert_eq!(rows[6]["balance"], balance.to_string());

    // The command line says the same, beside the server and without it.
    let same = |of: &Value| (of["opening"].clone(), of["closing"].clone(), of["lines"].clone());
    let told = operate(data.path(), &["credits", "statement", &id]);
    assert_eq!(same(&told), same(&statement));
    server.kill();
    assert_eq!(same(&operate(data.path(), &["credits", "statement", &id])), same(&statement));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn p12_a_long_statement_comes_whole_and_in_the_same_lines_every_way() {
    let data = tempdir().expect("a directory");
    let key = account(data.path(), "a@example.com", 0);
    let id = AccountId(only_account(data.path()));
    let database = Database::open(&data.path().join("oneclick3d.sqlite3")).expect("open");
    let granted = database.write_blocking(move |tx| {
        for index in 0..1234 {
            let adjustment = Adjustment { reason: format!("grant {index}"), reference: None };
            ledger::grant(tx, &id, Credits(1), &adjustment, &Terms::default(), OffsetDateTime::now_utc())?;
        }
        Ok::<_, Error>(())
    });
    granted.expect("granted");
    drop(database);
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&key);
    let statement = client.json("/v1/credits/statement");
    let lines = statement["lines"].as_array().expect("lines");
    assert_eq!(lines.len(), 1234);
    assert!(
        lines
            .iter()
            .zip(1..)
            .all(|(line, number)| line["sequence"] == number && line["balance"]["available"] == number)
    );
    let csv = rows(&client.get("/v1/credits/statement?format=csv").body);
    assert!(csv[1..=1234].iter().zip(1..).all(|(row, number)| row["sequence"] == json!(number.to_string())));
    assert_eq!(csv.len(), 1236);
    let told = operate(data.path(), &["credits", "statement", &only_account(data.path())]);
    assert_eq!(told["lines"], statement["lines"]);
}

#[test]
fn p10_expiry_is_an_entry_as_soon_as_the_owner_looks() {
    let data = tempdir().expect("a directory");
    let key = account(data.path(), "a@example.com", 7);
    let id = AccountId(only_account(data.path()));
    // Bought four years ago for four years, but for some seconds that a server needs to start.
    let terms = Terms { lifetime_months: 48, ..Terms::default() };
    let until = OffsetDateTime::now_utc() + Duration::seconds(5);
    let then = until.replace_year(until.year() - 4).expect("four years are a leap year's cycle");
    let database = Database::open(&data.path().join("oneclick3d.sqlite3")).expect("open");
    let granted = database.write_blocking(move |tx| {
        let adjustment = Adjustment { reason: "old".to_owned(), reference: None };
        ledger::grant(tx, &id, Credits(60), &adjustment, &terms, then)
    });
    granted.expect("granted");
    drop(database);
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&key);
    let before = OffsetDateTime::now_utc();
    assert!(before < until, "this machine took longer than the test has");
    assert_eq!(client.credits(), (67, 0));
    // Far less than a minute, after which the sweeper would come.
    wait_until("the expiry", || client.credits() == (7, 0));
    let statement = client.json("/v1/credits/statement");
    let last = statement["lines"].as_array().and_then(|lines| lines.last()).expect("a line").clone();
    assert_eq!((&last["kind"], &last["credits"]), (&json!("expiry"), &json!(-60)));
    assert_eq!(statement["closing"]["available"], 7);
    assert_eq!(client.json("/v1/credits/entries?limit=1")["data"][0]["kind"], "expiry");

    // The past stays what it was.
    let at = |time: OffsetDateTime| client.json(&format!("/v1/credits?at={}", rfc3339(time)));
    assert_eq!(at(before)["available"], 67);
    assert_eq!(at(before)["lots"].as_array().map(Vec::len), Some(2));
    assert_eq!(at(until)["available"], 7);
    assert_eq!(
        operate(data.path(), &["credits", "show", &only_account(data.path()), "--at", &rfc3339(before)])["available"],
        67
    );
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

/// The server's own sweep, since nobody asks it anything: neither over HTTP nor by a command.
#[test]
fn p10_expiry_is_an_entry_although_nobody_looks() {
    let data = tempdir().expect("a directory");
    account(data.path(), "a@example.com", 0);
    let id = AccountId(only_account(data.path()));
    let terms = Terms { lifetime_months: 48, ..Terms::default() };
    let until = OffsetDateTime::now_utc() + Duration::seconds(5);
    let then = until.replace_year(until.year() - 4).expect("four years are a leap year's cycle");
    let file = data.path().join("oneclick3d.sqlite3");
    let database = Database::open(&file).expect("open");
    let granted = database.write_blocking(move |tx| {
        let adjustment = Adjustment { reason: "old".to_owned(), reference: None };
        ledger::grant(tx, &id, Credits(60), &adjustment, &terms, then)
    });
    granted.expect("granted");
    drop(database);
    let _server = Server::start_in(data.path(), &[], &[("ONECLICK3D__SERVER__SWEEP_S", "0.2")]);
    let expired = || {
        let file = Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("open");
        let count = "SELECT count(*) FROM entry WHERE kind = 'expiry'";
        file.query_row(count, [], |row| row.get::<_, i64>(0)).expect("a count")
    };
    assert_eq!(expired(), 0);
    assert!(OffsetDateTime::now_utc() < until, "this machine took longer than the test has");
    wait_until("the sweep", || expired() == 1);
}

#[test]
fn p12_times_that_cannot_be_are_refused_with_what_can() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    for (path, says) in [
        ("/v1/credits?at=2020-01-01", "before the account was made"),
        ("/v1/credits?at=2999-01-01", "in the future"),
        ("/v1/credits/statement?from=2020-01-01T00:00:00Z", "before the account was made"),
        ("/v1/credits/statement?to=2999-01-01T00%3A00%3A00%2B02:00", "in the future"),
    ] {
        let detail = client.get(path).problem(422, "invalid");
        assert!(detail.contains(says), "{path}: {detail}");
    }
    for (path, says) in [
        ("/v1/credits?at=yesterday", "no time such as"),
        ("/v1/credits?when=2020-01-01", "there is no parameter 'when'"),
        ("/v1/credits/statement?format=pdf", "json and csv"),
        ("/v1/credits/statement?from=2026-01-01&from=2026-02-01", "given twice"),
    ] {
        let detail = client.get(path).problem(422, "invalid_parameter");
        assert!(detail.contains(says), "{path}: {detail}");
    }
    let id = only_account(data.path());
    let refused = operator(data.path(), &["credits", "show", &id, "--at", "2020-01-01"]);
    assert!(!refused.status.success());
    let error = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(error.contains("before the account was made"), "{error}");
    client.get("/v1/credits/statement/more").problem(404, "not_found");
    server.client("oc3d_nobody").get("/v1/credits/statement").problem(401, "wrong_key");
}
