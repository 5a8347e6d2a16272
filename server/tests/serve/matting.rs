//! `serve --matting`: checked at the start, loaded once by the worker, used for photos that are not cut out.

use std::{fs, path::Path, process::Command};

use serde_json::json;
use tempfile::tempdir;

use crate::{
    photos,
    server::{PROGRAM, Server, account, audit},
};

fn network(name: &str) -> String {
    format!("{}/../engine/tests/fixtures/matting/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn duck() -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../benches/photos/duck.jpg")).expect("the example photo")
}

#[test]
fn photos_go_through_the_network() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &["--matting", &network("warm.onnx")], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let worker = server.worker();
    for _ in 0..2 {
        let id = client.create(&duck(), &[("resolution", "32")]);
        let generation = client.wait_for_end(&id);
        assert_eq!(generation["state"], "SUCCEEDED", "{generation}");
    }
    assert_eq!(server.worker(), worker, "the worker that loaded the network goes on");
    assert_eq!(client.credits(), (40, 0));
}

#[test]
fn a_network_that_finds_nothing_fails_photos_alone_and_gives_the_credits_back() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &["--matting", &network("nothing.onnx")], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let generation = client.wait_for_end(&client.create(&duck(), &[("resolution", "32")]));
    assert_eq!(generation["state"], "FAILED", "{generation}");
    assert_eq!(generation["fault"]["kind"], "file_processing", "{generation}");
    let message = generation["fault"]["message"].as_str().expect("a message");
    assert!(message.contains("finds nothing that stands out"), "{message}");
    assert_eq!(client.credits(), (60, 0));
    // What is cut out already, or is to be kept as it is, does not need the network.
    for (photo, fields) in [(photos::cut_out(64), vec![]), (duck(), vec![("keep_background", "true")])] {
        let fields = [&[("resolution", "16")], fields.as_slice()].concat();
        assert_eq!(client.wait_for_end(&client.create(&photo, &fields))["state"], "SUCCEEDED");
    }
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn a_server_with_a_wrong_network_does_not_start() {
    let data = tempdir().expect("a directory");
    for (name, says) in [("grey.onnx", "[1, 1, 64, 64]"), ("missing.onnx", "cannot be read")] {
        let mut command = Command::new(PROGRAM);
        command.arg("serve").arg("--data").arg(data.path().join("data")).args(["--listen", "127.0.0.1:0"]);
        let output = command.args(["--matting", &network(name)]).output().expect("a command");
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{message}");
        assert!(message.contains(says) && message.contains(name), "{message}");
        assert!(output.stdout.is_empty(), "it listened");
        assert!(!data.path().join("data").exists(), "it made its data directory");
    }
}
