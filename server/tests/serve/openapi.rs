//! The API as it is described: schemathesis (schemathesis.readthedocs.io), which nobody here wrote, sends what the description
//! allows and what it does not, and finds no fault of the server and no answer that is not described.

use std::process::Command;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use tempfile::tempdir;

use crate::{
    client::{Client, Reply, multipart_file},
    photos, python,
    server::{Server, account, audit, operate},
};

/// What is looked at in every answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
                      response_schema_conformance,unsupported_method,ignored_auth";

/// Endless, or the end of the key that asks.
const LEFT_OUT: &str = "/events$|/v1/keys/";

/// Runs it, with a key or without one, and a configuration; false where it is not here.
fn schemathesis(server: &Server, key: Option<&str>, seed: u64, configuration: &str, arguments: &[&str]) -> bool {
    let Some(python) = python::with_module("schemathesis", "pip install -r server/tests/python.txt") else {
        return false;
    };
    // It leaves what it learned where it runs.
    let place = tempdir().expect("a directory");
    let mut command = Command::new(python.with_file_name("schemathesis"));
    command.current_dir(place.path());
    std::fs::write(place.path().join("schemathesis.toml"), configuration).expect("write");
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
    true
}

/// Makes one of each thing; where paths have it, and its id.
fn things(client: &Client) -> Vec<(&'static str, String)> {
    let id = |reply: Reply| {
        assert!((200..300).contains(&reply.status), "{}", String::from_utf8_lossy(&reply.body));
        reply.json()["id"].as_str().expect("an id").to_owned()
    };
    let post = |path: &str, body: Value| {
        id(client.send("POST", path, &[("content-type", "application/json")], body.to_string().as_bytes()))
    };
    // One that was made as a prediction is also a generation and a task.
    let photo = format!("data:image/png;base64,{}", STANDARD.encode(photos::cut_out(64)));
    let generation = post("/predictions", json!({ "input": { "image": photo, "resolution": 16 } }));
    let case = post("/v1/cases", json!({ "subject": "A model", "text": "It has no back.", "generation": generation }));
    // RFC 6761: a name that leads nowhere.
    let endpoint = post("/v1/webhook-endpoints", json!({ "url": "https://hook.invalid/" }));
    post(&format!("/v1/webhook-endpoints/{endpoint}/test"), json!({}));
    let (content_type, body) = multipart_file("content", &photos::cut_out(64), &[]);
    let file = id(client.send("POST", "/v1/files", &[("content-type", &content_type)], &body));
    vec![
        ("/v1/generations/", generation.clone()),
        ("/v1/predictions/", generation.clone()),
        ("/predictions/", generation.clone()),
        ("/openapi/v1/image-to-3d/", generation),
        ("/v1/cases/", case),
        ("/v1/webhook-endpoints/", endpoint),
        ("/v1/files/", file),
    ]
}

/// Has schemathesis read what is there: ids that it draws lead nowhere, and what a success looks like would go unseen.
fn read_what_is_there(server: &Server, client: &Client) {
    let things = things(client);
    let operations = things.iter().map(|(prefix, id)| {
        format!("[[operations]]\ninclude-path-regex = '^{prefix}'\nparameters = {{ 'path.id' = '{id}' }}\n")
    });
    let prefixes: Vec<&str> = things.iter().map(|(prefix, _)| *prefix).collect();
    let paths = format!("^({})\\{{id\\}}", prefixes.join("|"));
    // What is included by one rule or another is in: what changes things has to be left out.
    let arguments = ["--include-path-regex", &paths, "--exclude-method", "POST", "--exclude-method", "DELETE"];
    if !schemathesis(server, Some(&client.key), 5, &operations.collect::<String>(), &arguments) {
        return;
    }
    let document = client.json("/openapi.json");
    let counted = String::from_utf8(client.get("/metrics").body).expect("UTF-8");
    for (pattern, methods) in document["paths"].as_object().expect("paths") {
        let read = methods["get"].is_object() && prefixes.iter().any(|prefix| pattern.starts_with(prefix));
        let seen = format!("route=\"{pattern}\",method=\"GET\",status=\"200\"");
        assert!(!read || counted.contains(&seen), "nothing was shown at {pattern}: {counted}");
    }
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
    schemathesis(&server, None, 1, "", &["--exclude-path-regex", LEFT_OUT]);
    schemathesis(&server, Some(&key), 2, "", &["--exclude-path-regex", LEFT_OUT]);

    let boss = account(data.path(), "boss@example.com", 0);
    let accounts = operate(data.path(), &["account", "list"]);
    let accounts = accounts["data"].as_array().expect("accounts");
    let id = accounts.iter().find(|account| account["email"] == "boss@example.com").expect("it")["id"].clone();
    operate(data.path(), &["account", "role", id.as_str().expect("an id"), "operator"]);
    schemathesis(&server, Some(&boss), 3, "", &["--include-path-regex", "^/v1/operator/"]);
    let disposable = account(data.path(), "keys@example.com", 0);
    schemathesis(&server, Some(&disposable), 4, "", &["--include-path-regex", "^/v1/keys"]);
    let client = server.client(&account(data.path(), "owner@example.com", 60));
    read_what_is_there(&server, &client);

    audit(data.path());
    let log = server.log();
    assert!(!log.contains("panicked") && !log.contains("a request failed"), "{log}");
}
