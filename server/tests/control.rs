//! Operators' commands through the binary: beside a server, without one, and while one comes and goes.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use server::control;
use server::data_directory::DataDirectory;
use server::database::Database;
use server::ledger::{self, AccountId};
use tempfile::TempDir;

fn oneclick3d(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oneclick3d"));
    command.args(arguments).arg("--data").arg(data).output().expect("runs")
}

/// Runs a command that must succeed, and gives its JSON.
fn json(data: &Path, arguments: &[&str]) -> Value {
    let output = oneclick3d(data, &[arguments, &["--json"]].concat());
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {} {error}", output.status);
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}")).to_owned()
}

/// Exit code and what stands on stderr.
fn failure(data: &Path, arguments: &[&str]) -> (i32, String) {
    let output = oneclick3d(data, arguments);
    assert!(output.stdout.is_empty(), "{arguments:?} fails and prints: {output:?}");
    (output.status.code().expect("an exit code"), String::from_utf8(output.stderr).expect("UTF-8"))
}

/// What `serve` does with the control socket, in this process.
struct Server {
    runtime: Option<tokio::runtime::Runtime>,
    database: Database,
    _directory: DataDirectory,
}

impl Server {
    fn start(data: &Path) -> Server {
        let directory = DataDirectory::open(data).expect("free");
        let database = Database::open(&directory.database()).expect("database");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("run");
        {
            let _within = runtime.enter();
            let listener = control::bind(&directory).expect("bind");
            let context = control::Context { database: database.clone(), configuration: Arc::default(), jobs: None };
            runtime.spawn(control::serve(listener, context));
        }
        Server { runtime: Some(runtime), database, _directory: directory }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Before the lock goes.
        drop(self.runtime.take());
    }
}

/// The same day of an operator, whoever has the directory.
fn a_day_at_work(data: &Path, address: &str) {
    let account = text(&json(data, &["account", "create", address]), "account");
    assert!(account.starts_with("acct_"), "{account}");
    let key = text(&json(data, &["key", "create", &account]), "key");
    assert!(key.starts_with("oc3d_"), "{key}");
    let ticket = format!("ticket of {address}");
    let grant = |credits: &str, reference: &str| {
        ["credits", "grant", &account, credits, "--reason", "a gift", "--reference", reference]
            .map(str::to_owned)
            .to_vec()
    };
    let as_arguments = |words: &[String]| words.iter().map(|word| word.clone().leak() as &str).collect::<Vec<_>>();
    let lot = text(&json(data, &as_arguments(&grant("60", &ticket))), "lot");
    assert_eq!(text(&json(data, &as_arguments(&grant("60", &ticket))), "lot"), lot);
    let (code, error) = failure(data, &as_arguments(&grant("61", &ticket)));
    assert!(code == 3 && error.contains("was used before"), "{code} {error}");

    let balance = json(data, &["credits", "show", &account]);
    assert_eq!((&balance["available"], &balance["lots"][0]["id"]), (&60.into(), &Value::from(lot)));
    let keys = json(data, &["key", "list", &account]);
    let id = text(&keys["data"][0], "id");
    assert_eq!(keys["data"][0]["revoked_at"], Value::Null);
    for _ in 0..2 {
        assert_eq!(json(data, &["key", "revoke", &id, "--why", "it leaked"])["revoked"], Value::from(id.as_str()));
    }
    assert!(json(data, &["key", "list", &account])["data"][0]["revoked_at"].is_string());
    let accounts = json(data, &["account", "list"]);
    let this = accounts["data"].as_array().expect("a list").iter().find(|row| row["id"] == account.as_str());
    assert_eq!(this.expect("listed")["email"], address);

    let (code, error) = failure(data, &["account", "create", address]);
    assert!(code == 3 && error.contains(&account), "{code} {error}");
    let (code, error) = failure(data, &["credits", "show", "acct_nobody"]);
    assert!(code == 3 && error.contains("acct_nobody"), "{code} {error}");
    let (code, _) = failure(data, &["credits", "grant", &account, "0", "--reason", "x"]);
    assert_eq!(code, 2, "nothing to grant is a usage error");
    let (code, error) = failure(data, &["credits", "grant", &account, "10", "--reason", " "]);
    assert!(code == 3 && error.contains("reason"), "{code} {error}");

    let audit = json(data, &["ledger", "audit"]);
    assert_eq!(audit["disagreements"], Value::Array(vec![]));
}

/// Who, what and why: without a reason nothing is done, and what is asked twice is done and recorded once. The first steps of
/// whoever installs the program are reason enough.
#[test]
fn what_moves_credits_or_access_needs_a_reason_and_the_first_steps_have_theirs() {
    let parent = TempDir::new().expect("temporary directory");
    let data = &*parent.path().join("data");
    let account = text(&json(data, &["account", "create", "alice@example.com"]), "account");
    json(data, &["key", "create", &account]);
    let key = text(&json(data, &["key", "list", &account])["data"][0], "id");
    let file = parent.path().join("alice.zip");
    let to = file.to_str().expect("UTF-8");
    for refused in [
        &["account", "role", &account, "operator"][..],
        &["account", "role", &account, "operator", "--why", " "],
        &["account", "export", &account, "-o", to],
        &["key", "revoke", &key],
        &["policy", "publish"],
        &["sale", "record", &account, "starter", "--reference", "invoice 1", "--acknowledged"],
        &["sale", "refund", "pur_1", "--amount", "1", "--reference", "ticket 1"],
        &["payments", "replay"],
    ] {
        let (code, error) = failure(data, refused);
        assert!(code == 3 && error.contains("say why") && error.contains("--why"), "{refused:?}: {code} {error}");
    }
    assert!(!file.exists());
    json(data, &["policy", "publish", "--why", "the first"]);
    for _ in 0..2 {
        json(data, &["account", "role", &account, "operator", "--why", "she helps"]);
        json(data, &["key", "revoke", &key, "--why", "it leaked"]);
        let sale = ["sale", "record", &account, "starter", "--reference", "invoice 1", "--acknowledged"];
        let purchase = text(&json(data, &[&sale[..], &["--why", "paid in cash"]].concat()), "id");
        let refund = ["sale", "refund", &purchase, "--amount", "1", "--reference", "ticket 1"];
        json(data, &[&refund[..], &["--why", "a cent too much"]].concat());
        json(data, &["credits", "grant", &account, "5", "--reason", "a gift", "--reference", "ticket 2"]);
    }
    let actions = json(data, &["actions"])["data"].clone();
    let reasons: Vec<_> =
        actions.as_array().expect("a list").iter().rev().map(|action| text(action, "reason")).collect();
    let first = ["a new account", "a key for the account's owner", "the first"];
    let later = ["she helps", "it leaked", "paid in cash", "a cent too much", "a gift"];
    assert_eq!(reasons, [&first[..], &later].concat());
}

/// Lists end after a thousand; whoever keeps a service for years goes on from there.
#[test]
fn long_lists_go_on_after_the_last_that_was_shown() {
    let parent = TempDir::new().expect("temporary directory");
    let data = &*parent.path().join("data");
    let account = text(&json(data, &["account", "create", "alice@example.com"]), "account");
    json(data, &["policy", "publish", "--why", "the first"]);
    let (mut purchases, mut cases) = (Vec::new(), Vec::new());
    for number in ["1", "2", "3"] {
        let sale = ["sale", "record", &account, "starter", "--reference", number, "--acknowledged", "--why", "paid"];
        purchases.push(text(&json(data, &sale), "id"));
        let opened = json(data, &["case", "open", &account, "--subject", number, "--text", "He wrote."]);
        cases.push(text(&opened, "id"));
    }
    let ids = |arguments: &[&str]| -> Vec<String> {
        let listed = json(data, arguments)["data"].clone();
        listed.as_array().expect("a list").iter().map(|row| text(row, "id")).collect()
    };
    let newest_first = |of: &[String]| of.iter().rev().cloned().collect::<Vec<_>>();
    assert_eq!(ids(&["payments", "list"]), newest_first(&purchases));
    assert_eq!(ids(&["payments", "list", "--after", &purchases[2]]), newest_first(&purchases[..2]));
    assert_eq!(ids(&["case", "list"]), cases);
    assert_eq!(ids(&["case", "list", "--after", &cases[0]]), cases[1..]);
    assert_eq!(ids(&["case", "list", "--all", "--after", &cases[2]]), newest_first(&cases[..2]));
    for arguments in [["payments", "list", "--after", "pur_nobody"], ["case", "list", "--after", "case_nobody"]] {
        let (code, error) = failure(data, &arguments);
        assert!(code == 3 && error.contains("nobody"), "{arguments:?}: {code} {error}");
    }
    let actions = json(data, &["actions"])["data"].as_array().expect("a list").clone();
    assert_eq!(actions.len(), 8);
    let before = actions[2]["number"].to_string();
    assert_eq!(json(data, &["actions", "--before", &before])["data"].as_array().expect("a list"), &actions[3..]);
}

#[test]
fn commands_work_without_a_server_beside_one_and_after_it() {
    let parent = TempDir::new().expect("temporary directory");
    let data = parent.path().join("data");
    a_day_at_work(&data, "alice@example.com");
    let server = Server::start(&data);
    let mode = fs::metadata(data.join("control.sock")).expect("socket").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    a_day_at_work(&data, "bob@example.com");
    let accounts = server.database.write_blocking(ledger::accounts).expect("list");
    assert_eq!(accounts.len(), 2, "the commands reached this very server");
    drop(server);
    // Its socket lies there still, and nobody listens.
    assert!(data.join("control.sock").exists());
    a_day_at_work(&data, "carol@example.com");
    assert_eq!(json(&data, &["ledger", "audit"])["accounts"], 3);
}

#[test]
fn a_path_longer_than_a_socket_address_will_do() {
    let parent = TempDir::new().expect("temporary directory");
    let data = parent.path().join("d".repeat(80)).join("e".repeat(80));
    assert!(data.as_os_str().len() > 150);
    a_day_at_work(&data, "alice@example.com");
    let server = Server::start(&data);
    a_day_at_work(&data, "bob@example.com");
    let accounts = server.database.write_blocking(ledger::accounts).expect("list");
    assert_eq!(accounts.len(), 2);
}

#[test]
fn what_a_killed_server_left_does_not_matter() {
    let data = TempDir::new().expect("temporary directory");
    drop(UnixListener::bind(data.path().join("control.sock")).expect("bind"));
    a_day_at_work(data.path(), "alice@example.com");
    // Nor to the next server.
    let _server = Server::start(data.path());
    a_day_at_work(data.path(), "bob@example.com");
}

#[test]
fn a_command_waits_for_a_server_that_is_starting() {
    let data = TempDir::new().expect("temporary directory");
    let directory = DataDirectory::lock(data.path()).expect("free");
    let path = data.path().to_owned();
    let command = std::thread::spawn(move || json(&path, &["account", "create", "alice@example.com"]));
    std::thread::sleep(Duration::from_millis(300));
    assert!(!command.is_finished(), "the directory is locked and nobody answers");
    drop(directory);
    let server = Server::start(data.path());
    let account = text(&command.join().expect("done"), "account");
    let accounts = server.database.write_blocking(ledger::accounts).expect("list");
    assert_eq!(accounts[0].id, AccountId(account));
}

#[test]
fn commands_succeed_while_servers_come_and_go() {
    let data = TempDir::new().expect("temporary directory");
    let path: PathBuf = data.path().to_owned();
    let commands = std::thread::spawn(move || {
        for number in 0..25 {
            json(&path, &["account", "create", &format!("{number}@example.com")]);
        }
    });
    while !commands.is_finished() {
        let server = Server::start(data.path());
        std::thread::sleep(Duration::from_millis(30));
        drop(server);
        std::thread::sleep(Duration::from_millis(10));
    }
    commands.join().expect("every command succeeded");
    assert_eq!(json(data.path(), &["ledger", "audit"])["accounts"], 25);
}

#[test]
fn one_server_a_directory() {
    let data = TempDir::new().expect("temporary directory");
    let _server = Server::start(data.path());
    let refused = DataDirectory::lock(data.path()).expect_err("in use").to_string();
    assert!(refused.contains("is in use") && refused.contains(&std::process::id().to_string()), "{refused}");
}

#[test]
fn the_socket_answers_nonsense_and_goes_on() {
    let data = TempDir::new().expect("temporary directory");
    let _server = Server::start(data.path());
    let stream = UnixStream::connect(data.path().join("control.sock")).expect("connect");
    let mut lines = BufReader::new(&stream).lines();
    let mut next = || lines.next().expect("a line").expect("read");
    for nonsense in ["", "{", "\"make_coffee\"", "{\"grant\": {}}"] {
        writeln!(&stream, "{nonsense}").expect("write");
        let answer = next();
        assert!(answer.contains("refused") && answer.contains("does not understand"), "{answer}");
    }
    writeln!(&stream, r#"{{"command":"list_accounts","by":null,"why":null}}"#).expect("write");
    assert_eq!(next(), r#"{"done":{"accounts":[]}}"#);
}

#[test]
fn a_disagreement_makes_the_audit_fail_and_is_printed() {
    let data = TempDir::new().expect("temporary directory");
    a_day_at_work(data.path(), "alice@example.com");
    rusqlite::Connection::open(data.path().join("oneclick3d.sqlite3"))
        .and_then(|file| file.execute("UPDATE account SET available = 70", []))
        .expect("tamper");
    for arguments in [&["ledger", "audit"][..], &["ledger", "audit", "--json"]] {
        let output = oneclick3d(data.path(), arguments);
        assert_eq!(output.status.code(), Some(1));
        let printed = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(printed.contains("available is 70 in its row, 60 by the journal"), "{printed}");
    }
}

#[test]
fn a_missing_directory_is_named_and_not_made() {
    let parent = TempDir::new().expect("temporary directory");
    let data = parent.path().join("typo");
    let (code, error) = failure(&data, &["ledger", "audit"]);
    assert!(code == 3 && error.contains("typo"), "{code} {error}");
    assert!(!data.exists());
}

/// A file-size limit stands for the full disk: every write past it fails, as on a disk without room, in the middle of
/// whatever is being written.
#[test]
fn a_full_disk_fails_the_grant_and_keeps_what_was_granted() {
    let data = TempDir::new().expect("temporary directory");
    let account = text(&json(data.path(), &["account", "create", "alice@example.com"]), "account");
    let reason = "r".repeat(1000);
    let mut granted = 0;
    let error = loop {
        // 512-byte blocks; the signal that goes with the limit is ignored, so that writes return an error.
        let output = Command::new("sh")
            .args(["-c", r#"ulimit -f 320; trap '' XFSZ; exec "$0" "$@""#, env!("CARGO_BIN_EXE_oneclick3d")])
            .args(["credits", "grant", &account, "1", "--reason", &reason, "--data"])
            .arg(data.path())
            .output()
            .expect("runs");
        if !output.status.success() {
            assert_eq!(output.status.code(), Some(1), "{output:?}");
            break String::from_utf8(output.stderr).expect("UTF-8");
        }
        granted += 1;
        assert!(granted < 500, "the limit has no effect");
    };
    assert!(granted > 0 && error.contains("database:"), "after {granted}: {error}");
    let audit = json(data.path(), &["ledger", "audit"]);
    assert_eq!(audit["books"]["issued"], granted);
    json(data.path(), &["credits", "grant", &account, "1", "--reason", "room again"]);
    assert_eq!(json(data.path(), &["credits", "show", &account])["available"], granted + 1);
}
