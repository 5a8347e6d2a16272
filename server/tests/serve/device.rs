//! A GPU behind `serve`: what it makes, and what happens when it is lost in the middle of a run.

use serde_json::json;
use tempfile::tempdir;

use crate::{
    adapter, photos,
    server::{Server, account, audit, wait_until},
    triposr_tiny,
};

#[test]
fn a_lost_device_fails_one_run_and_the_next_worker_opens_it_anew() {
    let Some(device) = adapter::name() else { return };
    let directory = tempdir().expect("a directory");
    let tiny = directory.path().join("tiny");
    triposr_tiny::copy_to(&tiny);
    let data = directory.path().join("data");
    let arguments = ["--model", tiny.to_str().expect("UTF-8"), "--device", &device];
    let server = Server::start(&data, &arguments, "device_lost@model:17");
    let client = server.client(&account(&data, "a@example.com", 100));
    let run =
        |resolution: &str| client.wait_for_end(&client.create(&photos::cut_out(64), &[("resolution", resolution)]));

    let first = run("16");
    assert_eq!(first["state"], "SUCCEEDED", "{first}");
    let worker = server.worker();

    let lost = run("17");
    assert_eq!(lost["state"], "FAILED", "{lost}");
    assert_eq!(lost["fault"]["kind"], "infrastructure", "{lost}");
    assert!(lost["fault"]["message"].as_str().expect("a message").contains("failed"), "{lost}");
    assert_eq!(client.credits(), (90, 0));

    wait_until("another worker", || server.worker() != worker);
    let next = run("16");
    assert_eq!(next["state"], "SUCCEEDED", "{next}");
    assert_eq!(client.credits(), (80, 0));
    assert_eq!(audit(&data)["disagreements"], json!([]));
}

#[test]
fn a_device_that_is_not_there_is_refused_before_anything_listens() {
    let directory = tempdir().expect("a directory");
    for (device, says) in [("wgpu:99", "wgpu:99"), ("cuda:99", "cuda:99"), ("gpu", "no device 'gpu'")] {
        let data = directory.path().to_str().expect("UTF-8");
        let refused = std::process::Command::new(crate::server::PROGRAM)
            .args(["serve", "--data", data, "--listen", "127.0.0.1:0", "--device", device])
            .output()
            .expect("serve starts");
        let message = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{device}: {message}");
        assert!(message.contains(says) && refused.stdout.is_empty(), "{device}: {message}");
    }
}
