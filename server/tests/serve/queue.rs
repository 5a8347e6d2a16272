//! The line before the worker: bounded, and left at will.

use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::tempdir;

use crate::{
    photos,
    server::{Server, account, audit},
};

#[test]
fn a_full_queue_says_when_to_come_again_and_creates_nothing() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &["--queue", "2"], "slow@model:33");
    let client = server.client(&account(data.path(), "a@example.com", 100));
    let photo = photos::cut_out(64);
    let running = client.create(&photo, &[("resolution", "33")]);
    client.wait(&running, &["RUNNING"]);
    let waiting = [client.create(&photo, &[("resolution", "16")]), client.create(&photo, &[("resolution", "16")])];
    let full = client.post(&photo, &[("resolution", "16")], &[("idempotency-key", "later")]);
    full.problem(429, "queue_full");
    assert!(full.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds >= 1));
    assert_eq!(client.credits(), (70, 30));
    assert_eq!(client.json("/v1/generations")["data"].as_array().map(Vec::len), Some(3));

    // Canceled in the line: at once, without the worker.
    let canceled = client.cancel(&waiting[0]);
    assert_eq!((canceled.status, canceled.json()["state"].as_str()), (200, Some("CANCELED")));
    assert_eq!(client.credits(), (80, 20));
    assert_eq!(client.cancel(&waiting[0]).status, 200, "a second cancel changes nothing");

    // The key was not used up by the refusal.
    let accepted = client.post(&photo, &[("resolution", "16")], &[("idempotency-key", "later")]);
    assert_eq!(accepted.status, 202);
    assert_eq!(client.cancel(&running).json()["state"], "CANCELED");
    client.wait(&waiting[1], &["SUCCEEDED"]);
    client.wait(accepted.json()["id"].as_str().expect("an id"), &["SUCCEEDED"]);
    client.cancel(&waiting[1]).problem(409, "generation_ended");
    assert_eq!(client.credits(), (80, 0));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn a_run_that_does_not_heed_its_cancel_is_killed_and_the_next_one_runs() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "hang@model:33");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let id = client.create(&photos::cut_out(64), &[("resolution", "33")]);
    client.wait(&id, &["RUNNING"]);
    let worker = server.worker();
    let began = Instant::now();
    let canceled = client.cancel(&id);
    assert_eq!(canceled.json()["state"], "CANCELED", "{}", canceled.json());
    assert_eq!(canceled.json()["fault"], json!(null));
    assert!(began.elapsed() >= Duration::from_secs(2), "it was given time to end by itself");
    assert_eq!(client.credits(), (60, 0));
    let next = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    client.wait(&next, &["SUCCEEDED"]);
    assert_ne!(server.worker(), worker);
}
