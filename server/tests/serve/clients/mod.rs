//! The clients of `server/clients` against a live server: both see the same.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};
use tempfile::tempdir;

use crate::{
    double, photos,
    provider::Stripe,
    python,
    server::{Server, account, audit},
};

const CLIENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/clients");
const SCENARIOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/serve/clients");

/// What a client sees that makes a model, meets a fault, cancels, begins to buy, hears by a webhook, and does what is refused.
fn seen(command: impl FnOnce(&str, &str, &Path) -> Command) -> Value {
    let data = tempdir().expect("a directory");
    let stripe = Stripe::start();
    stripe.configure(data.path());
    let hook = double::listen(|request| Some((if request.path == "/hook/gone" { 410 } else { 200 }, json!({}))));
    let allow = format!("['{}']", hook.strip_prefix("http://").expect("an address"));
    let environment = [
        ("ONECLICK3D__WEBHOOKS__HTTP", "true"),
        ("ONECLICK3D__WEBHOOKS__ALLOW", &allow),
        ("ONECLICK3D_INJECT_FAULT", "error@model:17,slow@model:18"),
    ];
    let server = Server::start_in(data.path(), &[], &environment);
    server.wait_ready();
    let key = account(data.path(), "client@example.com", 40);
    let photo = data.path().join("photo.png");
    std::fs::write(&photo, photos::cut_out(64)).expect("write");
    let output = command(&server.url, &key, &photo).arg(format!("{hook}/hook")).output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    audit(data.path());
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn expected() -> Value {
    json!({
        "before": 40,
        "same": true,
        "state": "SUCCEEDED",
        "glb": "glTF",
        "fault": "processing_error",
        "refused": [422, "invalid_option", false],
        "wrong_key": [401, "wrong_key"],
        "no_answer": [0, "no_answer", true],
        "cutout": "PNG",
        "thumbnail": "PNG",
        "failed": [false],
        "models": [["silhouette"], 12],
        "canceled": "CANCELED",
        "same_checkout": true,
        "pays_at": true,
        "purchases": [[true, "open", 60]],
        "purchase": "starter",
        "other_policy": [409, "policy_not_accepted"],
        "same_secret": true,
        "endpoints": [[true, true, ["generation.failed"], "The shop"]],
        "told": [true, "webhook.test", null, "delivered", [200]],
        "replayed": [true, "pending", 2],
        "rotated": true,
        "every_end": ["generation.succeeded", "generation.failed", "generation.canceled"],
        "gone": ["disabled", "gone", "enabled"],
        "deleted": [404, "webhook_endpoint_not_found"],
        "history": ["CANCELED", "FAILED", "SUCCEEDED"],
        "after": 30,
    })
}

#[test]
fn the_python_client_makes_a_model_and_says_what_is_refused() {
    let Some(python) = python::with_module("json", "Debian: python3") else { return };
    let saw = seen(|url, key, photo| {
        let mut command = Command::new(python);
        command.env("PYTHONPATH", format!("{CLIENTS}/python")).env("PYTHONDONTWRITEBYTECODE", "1");
        command.arg(format!("{SCENARIOS}/live.py")).args([url, key]).arg(photo);
        command
    });
    assert_eq!(saw, expected());
}

#[test]
fn the_python_client_is_typed() {
    let Some(python) = python::with_module("mypy", "pip install -r server/tests/python.txt") else { return };
    let cache = tempdir().expect("a directory");
    let mut command = Command::new(python);
    command
        .args(["-m", "mypy", "--strict", "--cache-dir"])
        .arg(cache.path())
        .arg(format!("{CLIENTS}/python/oneclick3d"));
    let output = command.output().expect("mypy starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn the_typescript_client_makes_a_model_and_says_what_is_refused() {
    let compiler = PathBuf::from(format!("{CLIENTS}/typescript/node_modules/.bin/tsc"));
    if !compiler.exists() {
        assert!(std::env::var_os("CI").is_none(), "CI needs the compiler: npm ci --prefix server/clients/typescript");
        eprintln!("not run: no TypeScript here (npm ci --prefix server/clients/typescript)");
        return;
    }
    let built = tempdir().expect("a directory");
    let mut command = Command::new(&compiler);
    command.args(["--project", &format!("{CLIENTS}/typescript"), "--outDir"]).arg(built.path());
    let output = command.output().expect("tsc starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    std::fs::write(built.path().join("package.json"), "{\"type\":\"module\"}").expect("write");
    let saw = seen(|url, key, photo| {
        let mut command = Command::new("node");
        command.arg(format!("{SCENARIOS}/live.mjs")).arg(built.path().join("index.js")).args([url, key]).arg(photo);
        command
    });
    assert_eq!(saw, expected());
}
