//! The log as programs read it, and the name that a request has in it.

use serde_json::Value;
use tempfile::tempdir;

use crate::{
    photos,
    server::{Server, account, wait_until},
};

#[test]
fn every_line_is_json_and_those_of_a_request_have_its_id() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &["--log-format", "json", "--device", "cpu"], "");
    let client = server.client(&account(data.path(), "secret-address@example.com", 10));
    let generation = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    client.wait(&generation, &["SUCCEEDED"]);
    let given = client.send("GET", "/v1/nothing?token=hidden", &[("x-request-id", "trace-7:a.b")], &[]);
    given.problem(404, "not_found");
    assert_eq!(given.header("x-request-id"), "trace-7:a.b");
    assert_eq!(given.json()["request_id"], "trace-7:a.b");
    let made = client.send("GET", "/v1/nothing", &[("x-request-id", "two words")], &[]);
    let id = made.header("x-request-id").to_owned();
    assert!(id.starts_with("req_") && made.json()["request_id"] == *id, "{id}");
    assert!(client.get("/v1/credits").header("x-request-id").starts_with("req_"));

    wait_until("both are in the log", || server.log().contains(&id));
    let log = server.log();
    let lines: Vec<Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect();
    let of = |id: &str| lines.iter().filter(|line| line["span"]["request_id"] == id).collect::<Vec<_>>();
    let [line] = of("trace-7:a.b")[..] else { panic!("one line of the request:\n{log}") };
    assert_eq!((&line["message"], &line["path"]), (&"answered".into(), &"/v1/nothing".into()));
    assert_eq!((line["method"].as_str(), line["status"].as_u64()), (Some("GET"), Some(404)));
    assert_eq!(of(&id).len(), 1);
    assert!(!log.contains("hidden") && !log.contains("secret-address"), "{log}");
}
