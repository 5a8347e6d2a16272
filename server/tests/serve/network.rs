//! Networks behind `serve`: the default model, the model of a request, and weights that break.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::json;
use tempfile::tempdir;

use crate::{
    client::Client,
    photos,
    server::{PROGRAM, Server, account, audit},
    triposr_tiny,
};

/// A server whose pulled models are in `home`.
fn start(data: &Path, home: &Path, arguments: &[&str]) -> Server {
    let server = Server::start_in(data, arguments, &[("HF_HOME", home.to_str().expect("UTF-8"))]);
    server.wait_ready();
    server
}

/// The model that ran, from a request that names it or none.
#[track_caller]
fn succeeded(client: &Client, model: Option<&str>) -> String {
    let mut fields = vec![("resolution", "16")];
    fields.extend(model.map(|model| ("model", model)));
    let generation = client.wait_for_end(&client.create(&photos::cut_out(64), &fields));
    assert_eq!(generation["state"], "SUCCEEDED", "{generation}");
    let glb = client.get(generation["artifacts"]["glb"].as_str().expect("a path"));
    assert!(glb.body.starts_with(b"glTF"));
    generation["model"].as_str().expect("a name").to_owned()
}

#[test]
fn a_request_has_the_default_model_or_one_that_is_here() {
    let data = tempdir().expect("a directory");
    let home = data.path().join("hf");
    let tiny = data.path().join("tiny");
    triposr_tiny::copy_to(&tiny);
    let server = start(&data.path().join("data"), &home, &["--model", tiny.to_str().expect("UTF-8")]);
    let client = server.client(&account(&data.path().join("data"), "a@example.com", 100));
    let worker = server.worker();
    assert_eq!(succeeded(&client, None), "tiny");
    assert_eq!(succeeded(&client, Some("tiny")), "tiny");
    assert_eq!(succeeded(&client, Some("silhouette")), "silhouette");

    // Not pulled, a matting network, unknown, and paths: nothing is opened, nothing is held.
    let other = data.path().join("other");
    triposr_tiny::copy_to(&other);
    let paths = [&tiny, &other].map(|path| path.to_str().expect("UTF-8"));
    for model in ["triposr", "u2net", "dreamer", "", ".", "../tiny", "./tiny", paths[0], paths[1], "/etc/passwd"] {
        let detail = client
            .post(&photos::cut_out(64), &[("resolution", "16"), ("model", model)], &[])
            .problem(422, "invalid_option");
        assert!(detail.starts_with("model is ") && detail.ends_with("here: tiny, silhouette"), "{detail}");
    }
    assert_eq!(client.credits(), (70, 0));
    assert_eq!(client.json("/v1/generations")["data"].as_array().map(Vec::len), Some(3));

    // Pulled while the server runs.
    assert_eq!(client.json("/v1/prices")["models"], json!(["tiny", "silhouette"]), "the default first");
    triposr_tiny::copy_to(&home.join("oneclick3d/triposr"));
    assert_eq!(client.json("/v1/prices")["models"], json!(["tiny", "silhouette", "triposr"]));
    assert_eq!(succeeded(&client, Some("triposr")), "triposr");
    assert_eq!(client.credits(), (60, 0));
    assert_eq!(server.worker(), worker, "one worker has all models");
    assert_eq!(audit(&data.path().join("data"))["disagreements"], json!([]));
}

#[test]
fn weights_that_break_give_the_credits_back_until_they_are_mended() {
    let data = tempdir().expect("a directory");
    let (home, data) = (data.path().join("hf"), data.path().join("data"));
    let model = home.join("oneclick3d/triposr");
    triposr_tiny::copy_to(&model);
    let server = start(&data, &home, &[]);
    let client = server.client(&account(&data, "a@example.com", 60));
    let worker = server.worker();

    let weights = model.join("model.safetensors");
    let name = "backbone.proj_in.weight";
    for (broken, says) in [(triposr_tiny::without(name), "has no tensor"), (triposr_tiny::with_nan(name), "NaN")] {
        triposr_tiny::replace(&weights, &broken);
        let id = client.create(&photos::cut_out(64), &[("resolution", "16"), ("model", "triposr")]);
        let generation = client.wait_for_end(&id);
        assert_eq!(generation["state"], "FAILED", "{generation}");
        assert_eq!(generation["fault"]["kind"], "processing_error", "{generation}");
        let message = generation["fault"]["message"].as_str().expect("a message");
        assert!(message.contains(name) && message.contains(says), "{message}");
        assert!(
            message.contains("triposr/model.safetensors") && !message.contains(home.to_str().expect("UTF-8")),
            "{message}"
        );
        assert_eq!(client.credits(), (60, 0));
    }
    triposr_tiny::copy_to(&model);
    assert_eq!(succeeded(&client, Some("triposr")), "triposr");
    // What is loaded stays: the next run does not look at the files again.
    triposr_tiny::replace(&weights, b"nothing");
    assert_eq!(succeeded(&client, Some("triposr")), "triposr");
    assert_eq!(client.credits(), (40, 0));
    assert_eq!(server.worker(), worker, "it survived");
    assert_eq!(audit(&data)["disagreements"], json!([]));
}

#[test]
fn a_server_with_a_broken_default_model_does_not_start() {
    let directory = tempdir().expect("a directory");
    let data = directory.path().join("data");
    let tiny = directory.path().join("tiny");
    triposr_tiny::copy_to(&tiny);
    let name = "decoder.layers.2.weight";
    triposr_tiny::replace(&tiny.join("model.safetensors"), &triposr_tiny::with_nan(name));
    let tiny = tiny.to_str().expect("UTF-8");
    for (model, code, says) in [
        (tiny, 3, name),
        ("triposr", 3, "oneclick3d models pull triposr"),
        ("dreamer", 2, "no model 'dreamer'"),
        ("u2net", 2, "--matting"),
    ] {
        let mut command = Command::new(PROGRAM);
        command.arg("serve").arg("--data").arg(&data).args(["--listen", "127.0.0.1:0", "--model", model]);
        command.env("HF_HOME", directory.path().join("hf")).stdin(Stdio::null());
        let output = command.output().expect("a command");
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{message}");
        assert!(message.contains(says), "{message}");
        assert!(output.stdout.is_empty(), "it listened");
        assert!(!fs::exists(&data).expect("a look"), "it made its data directory");
    }
}
