//! The API as it is described: schemathesis (schemathesis.readthedocs.io), which nobody here wrote, sends what the description
//! allows and what it does not, and finds no fault of the server and no answer that is not described.

use std::process::Command;

use tempfile::tempdir;

use crate::{
    python,
    server::{Server, account, audit, operate},
};

/// What is looked at in every answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
                      response_schema_conformance,unsupported_method,ignored_auth";

/// Endless, or the end of the key that asks.
const LEFT_OUT: &str = "/events$|/v1/keys/";

/// Runs it, with a key or without one.
fn schemathesis(server: &Server, key: Option<&str>, seed: u64, arguments: &[&str]) {
    let Some(python) = python::with_module("schemathesis", "pip install -r server/tests/python.txt") else { return };
    // It leaves what it learned where it runs.
    let place = tempdir().expect("a directory");
    let mut command = Command::new(python.with_file_name("schemathesis"));
    command.current_dir(place.path());
    command.args(["run", &format!("{}/openapi.json", server.url), "--url", &server.url]);
    command.args(["--checks", CHECKS, "--max-examples", "15", "--no-color", "--seed", &seed.to_string()]);
    command.args(arguments);
    if let Some(key) = key {
        command.args(["--header", &format!("Authorization: Bearer {key}")]);
    }
    let output = command.output().expect("schemathesis starts");
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{report}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(report.contains("Tested: "), "it tested nothing: {report}");
}

#[test]
fn schemathesis_finds_no_server_error_and_no_undocumented_answer() {
    let data = tempdir().expect("a directory");
    std::fs::write(
        data.path().join("oneclick3d.toml"),
        "[mail]\ndirectory = 'letters'\n[rate]\nkey_per_second = 0\naddress_per_second = 0\n",
    )
    .expect("write");
    let server = Server::start(data.path(), &[], "");
    let key = account(data.path(), "user@example.com", 1000);
    schemathesis(&server, None, 1, &["--exclude-path-regex", LEFT_OUT]);
    schemathesis(&server, Some(&key), 2, &["--exclude-path-regex", LEFT_OUT]);

    let boss = account(data.path(), "boss@example.com", 0);
    let accounts = operate(data.path(), &["account", "list"]);
    let accounts = accounts["data"].as_array().expect("accounts");
    let id = accounts.iter().find(|account| account["email"] == "boss@example.com").expect("it")["id"].clone();
    operate(data.path(), &["account", "role", id.as_str().expect("an id"), "operator"]);
    schemathesis(&server, Some(&boss), 3, &["--include-path-regex", "^/v1/operator/"]);
    let disposable = account(data.path(), "keys@example.com", 0);
    schemathesis(&server, Some(&disposable), 4, &["--include-path-regex", "^/v1/keys"]);

    audit(data.path());
    let log = server.log();
    assert!(!log.contains("panicked") && !log.contains("a request failed"), "{log}");
}
