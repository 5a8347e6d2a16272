//! Clients that nobody here wrote, from PyPI: `replicate`, which is Replicate's own, and `mesh-toolkit`, one of Meshy.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::tempdir;

use crate::{
    photos, python,
    server::{Server, account, audit},
};

const INSTALL: &str = "pip install -r server/tests/python.txt";

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Runs a script beside this file; what it printed.
#[track_caller]
fn run(python: &Path, script: &str, arguments: &[&str]) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/serve/compat_clients").join(script);
    let mut command = Command::new(python);
    command.arg(&script).args(arguments).stdin(Stdio::null());
    // What the machine has for requests to others does not concern this one.
    for proxy in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"] {
        command.env_remove(proxy);
    }
    let output = command.output().expect("Python runs");
    let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{}: {out}\n{error}", script.display());
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{}: {error} in {out}", script.display()))
}

#[test]
fn replicates_own_client_makes_follows_cancels_and_lists_predictions() {
    let Some(python) = python::with_module("replicate", INSTALL) else { return };
    let data = tempdir().expect("a directory");
    let server = Server::start_reachable(data.path(), "error@model:33,slow@model:34");
    let [key, poor] =
        [("a@example.com", 100), ("b@example.com", 0)].map(|(email, credits)| account(data.path(), email, credits));
    let client = server.client(&key);
    let photo = data.path().join("photo.png");
    std::fs::write(&photo, photos::cut_out(64)).expect("written");
    let seen = run(&python, "replicate_client.py", &[&client.base, &key, &poor, photo.to_str().expect("UTF-8")]);

    assert_eq!(seen["account"], client.json("/v1/account")["id"]);
    assert_eq!(seen["model"], json!(["oneclick3d/silhouette", "silhouette", 1]));
    assert_eq!(seen["models"][0], "oneclick3d/silhouette");
    let history = client.history();
    assert_eq!(history.len(), 6, "{history:?}");
    let made = &history[history.len() - 1];
    for way in ["name", "version", "object"] {
        for format in ["glb", "obj", "ply", "stl"] {
            let url = made["artifacts"][format].as_str().expect("a URL");
            // The same photo each time, and the same bytes.
            assert_eq!(seen["files"][way][format], client.get(url).body.len(), "{way} {format}");
        }
    }
    assert_eq!(seen["last"], json!(["output", "done"]), "{seen}");
    assert_eq!(seen["prediction"], json!(["succeeded", 1.0, null]));
    assert_eq!(seen["canceled"], "canceled");
    assert_eq!(seen["failed"][0], "failed");
    assert!(seen["failed"][1].as_str().is_some_and(|error| error.contains("injected")), "{seen}");
    let statuses = ["failed", "canceled", "succeeded", "succeeded", "succeeded", "succeeded"];
    assert_eq!(seen["listed"], json!([statuses, null]));
    assert_eq!((&seen["strange"]["status"], &seen["poor"]["status"]), (&json!(404), &json!(402)));
    assert_eq!((&seen["upload"]["status"], &seen["webhook"]["status"]), (&json!(422), &json!(422)));
    let ahead = [json!(photos::cut_out(64).len()), json!(sha256(&photos::cut_out(64))), json!(true)];
    assert_eq!((&seen["ahead"], &seen["theirs"]["status"]), (&json!(ahead), &json!(422)), "{seen}");
    assert_eq!((&seen["found"], &seen["deleted"]["status"]), (&json!(true), &json!(404)), "{seen}");
    let theirs = seen["theirs"]["detail"].as_str().expect("a detail");
    assert!(theirs.contains("no such file"), "a file is its account's alone: {theirs}");
    // Four succeeded; what failed and what was canceled cost nothing (policy P3).
    assert_eq!(client.credits(), (60, 0));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn a_client_of_meshy_makes_downloads_lists_and_deletes_a_task() {
    let Some(python) = python::with_module("mesh_toolkit", INSTALL) else { return };
    let data = tempdir().expect("a directory");
    let server = Server::start_reachable(data.path(), "");
    let key = account(data.path(), "a@example.com", 60);
    let client = server.client(&key);
    let photo = data.path().join("photo.png");
    std::fs::write(&photo, photos::cut_out(64)).expect("written");
    let place = tempdir().expect("a directory");
    let arguments = [&client.base, &key, photo.to_str().expect("UTF-8"), place.path().to_str().expect("UTF-8")];
    let seen = run(&python, "meshy_client.py", &arguments);
    assert_eq!(
        (&seen["status"], &seen["magic"], &seen["listed"]),
        (&json!("SUCCEEDED"), &json!("glTF"), &json!([true]))
    );
    assert!(seen["bytes"].as_u64().is_some_and(|bytes| bytes > 500), "{seen}");
    assert_eq!(seen["refused"][0], 400);
    assert!(seen["refused"][1].as_str().is_some_and(|error| error.contains("target_polycount")), "{seen}");
    assert_eq!((&seen["deleted"], &seen["gone"]), (&json!(200), &json!(404)));
    assert_eq!(client.credits(), (50, 0));
}
