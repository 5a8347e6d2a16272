//! How a server ends, and what the next one finds.

use std::{fs, process::Command};

use rustix::process::Signal;
use serde_json::json;
use tempfile::tempdir;

use crate::{
    photos,
    server::{PROGRAM, Server, account, audit, lives, wait_until},
};

#[test]
fn an_idle_server_ends_at_once_and_takes_its_worker_along() {
    for signal in [Signal::TERM, Signal::INT] {
        let data = tempdir().expect("a directory");
        let mut server = Server::start(data.path(), &[], "");
        let worker = server.worker();
        server.signal(signal);
        assert_eq!(server.wait().code(), Some(0));
        wait_until("the worker is gone", || !lives(worker));
    }
}

#[test]
fn a_drain_lets_the_run_end_and_keeps_what_waits_for_the_next_start() {
    let data = tempdir().expect("a directory");
    let mut server = Server::start(data.path(), &[], "slow@model:33");
    let key = account(data.path(), "a@example.com", 60);
    let client = server.client(&key);
    let photo = photos::cut_out(64);
    let running = client.create(&photo, &[("resolution", "33")]);
    client.wait(&running, &["RUNNING"]);
    let sent = client.post(&photo, &[("resolution", "16")], &[("idempotency-key", "waits")]);
    let queued = sent.json()["id"].as_str().expect("an id").to_owned();

    server.signal(Signal::TERM);
    wait_until("the drain", || client.get("/readyz").status == 503);
    client.get("/readyz").problem(503, "draining");
    client.post(&photo, &[], &[]).problem(503, "draining");
    // What was accepted is still told, and a wait for what will not run now ends early.
    let again = client.post(&photo, &[("resolution", "16")], &[("idempotency-key", "waits"), ("prefer", "wait=60")]);
    assert_eq!((again.status, again.json()["state"].as_str()), (202, Some("QUEUED")));
    assert_eq!(client.credits(), (40, 20));
    // The run ends by itself: here, because its owner cancels it.
    assert_eq!(client.cancel(&running).json()["state"], "CANCELED");
    assert_eq!(server.wait().code(), Some(0));

    let server = Server::start(data.path(), &[], "");
    let client = server.client(&key);
    assert_eq!(client.wait(&queued, &["SUCCEEDED"])["fault"], json!(null));
    let again = client.post(&photo, &[("resolution", "16")], &[("idempotency-key", "waits")]);
    assert_eq!(again.json()["id"], queued.as_str());
    assert_eq!(client.credits(), (50, 0));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn at_the_drain_deadline_what_runs_is_voided() {
    let data = tempdir().expect("a directory");
    let mut server = Server::start(data.path(), &["--drain-timeout", "0.5"], "hang@model:33");
    let key = account(data.path(), "a@example.com", 60);
    let client = server.client(&key);
    let running = client.create(&photos::cut_out(64), &[("resolution", "33")]);
    client.wait(&running, &["RUNNING"]);
    server.signal(Signal::TERM);
    assert_eq!(server.wait().code(), Some(0));
    assert_eq!(audit(data.path())["open_holds"], 0);

    let server = Server::start(data.path(), &[], "");
    let client = server.client(&key);
    let generation = client.generation(&running);
    assert_eq!(generation["state"], "FAILED");
    assert_eq!(generation["fault"]["kind"], "infrastructure", "{generation}");
    assert_eq!(generation["progress"]["stage"], "model", "{generation}");
    assert_eq!(client.credits(), (60, 0));
}

#[test]
fn a_killed_server_leaves_no_worker_and_the_next_voids_what_ran_and_runs_what_waited() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "hang@model:33");
    let key = account(data.path(), "a@example.com", 60);
    let client = server.client(&key);
    let photo = photos::cut_out(64);
    let running = client.create(&photo, &[("resolution", "33")]);
    client.wait(&running, &["RUNNING"]);
    let queued = client.create(&photo, &[("resolution", "16")]);
    let worker = server.worker();
    server.kill();
    wait_until("the hanging worker is gone", || !lives(worker));
    // Operators' commands work without a server, on what the killed one left.
    assert_eq!(audit(data.path())["open_holds"], 2);
    fs::write(data.path().join("uploads/gen_00000000000000000000000000000000.image"), "nobody's").expect("write");

    let server = Server::start(data.path(), &[], "");
    let client = server.client(&key);
    let generation = client.generation(&running);
    assert_eq!(generation["state"], "FAILED");
    assert_eq!(generation["fault"]["kind"], "crash");
    assert!(generation["fault"]["message"].as_str().is_some_and(|message| message.contains("restarted")));
    client.wait(&queued, &["SUCCEEDED"]);
    assert_eq!(client.credits(), (50, 0));
    wait_until("no uploads stay", || fs::read_dir(data.path().join("uploads")).expect("a directory").count() == 0);
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn a_data_directory_has_one_server() {
    let data = tempdir().expect("a directory");
    let _server = Server::start(data.path(), &[], "");
    let second = Command::new(PROGRAM).args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data.path()).output();
    let second = second.expect("a command");
    assert_eq!(second.status.code(), Some(3));
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(said.contains("in use"), "{said}");
}

#[test]
fn arguments_that_cannot_be_used_are_refused_before_anything_is_made() {
    let parent = tempdir().expect("a directory");
    let data = parent.path().join("data");
    for arguments in [
        ["--device", "wgpu:9"],
        ["--model", "dreamer"],
        ["--run-timeout", "-1"],
        ["--run-timeout", "inf"],
        ["--queue", "many"],
        ["--worker-memory-mb", "1"],
        ["--listen", "nowhere"],
    ] {
        let mut command = Command::new(PROGRAM);
        command.arg("serve").arg("--data").arg(&data);
        if arguments[0] != "--listen" {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        let output = command.args(arguments).output().expect("a command");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(!data.exists());
}
