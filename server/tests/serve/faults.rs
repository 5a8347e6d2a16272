//! Whatever ends the engine ends one generation, whose credits are back at the next look; the next generation runs.

use std::{fs, io::Cursor, time::Duration};

use image::{DynamicImage, ImageFormat};
use rustix::process::{Signal, kill_process};
use serde_json::{Value, json};
use server::generations::FaultKind;
use tempfile::tempdir;

use crate::{
    client::Client,
    photos,
    server::{Server, account, audit, wait_until},
};

/// The generation failed as `kind`, its credits are back at the first look afterwards, and it stands in the history with the entries
/// that charged and returned them (policy P3, P4).
#[track_caller]
fn failed(client: &Client, id: &str, kind: &str, says: &str, credits: i64) {
    let generation = client.wait_for_end(id);
    assert_eq!(client.credits(), (credits, 0));
    assert_eq!(generation["state"], "FAILED", "{generation}");
    assert_eq!(generation["fault"]["kind"], kind, "{generation}");
    let message = generation["fault"]["message"].as_str().expect("a message");
    assert!(message.contains(says), "{says:?} is not in {message:?}");
    assert_eq!(generation["artifacts"], json!({}));
    let history = client.json("/v1/generations?limit=1");
    assert_eq!(history["data"][0], generation);
    let of_hold = |entry: &&Value| entry["hold"] == generation["hold"];
    let entries = client.json("/v1/credits/entries?limit=100")["data"].as_array().expect("entries").clone();
    let entries: Vec<_> =
        entries.iter().filter(of_hold).map(|entry| (&entry["kind"], &entry["credits"], &entry["lots"])).collect();
    let lots = entries[0].2;
    let (kind, price) = (|kind: &str| json!(kind), &generation["credits"]);
    assert_eq!(entries, [(&kind("void"), price, lots), (&kind("hold"), price, lots)], "{generation}");
}

/// One more generation, which succeeds.
#[track_caller]
fn next_succeeds(client: &Client) {
    let id = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    let generation = client.wait_for_end(&id);
    assert_eq!(generation["state"], "SUCCEEDED", "{generation}");
}

#[test]
fn p3_p4_every_kind_of_fault_gives_the_credits_back_and_the_next_generation_runs() {
    let faults = [
        ("error@foreground", "processing_error", "injected"),
        ("panic@isosurface", "processing_error", "panicked"),
        ("abort@model", "crash", "SIGABRT"),
        ("exit@mesh", "crash", "code 7"),
        ("segfault@decode", "crash", "SIGSEGV"),
        ("garbage@model", "crash", "no message"),
        ("oom@isosurface", "infrastructure", "out of memory"),
        ("disk_full@export", "infrastructure", "disk is full"),
        ("device_lost@model", "infrastructure", "device"),
        ("hang@isosurface", "timeout", "limit of 2 s"),
    ];
    // Each fault meets the runs of its own resolution.
    let resolution = |index: usize| (32 + index).to_string();
    let injected: Vec<String> =
        faults.iter().enumerate().map(|(index, (fault, ..))| format!("{fault}:{}", resolution(index))).collect();
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &["--run-timeout", "2"], &injected.join(","));
    let client = server.client(&account(data.path(), "a@example.com", 200));
    let mut credits = 200;
    for (index, (fault, kind, says)) in faults.into_iter().enumerate() {
        let id = client.create(&photos::cut_out(64), &[("resolution", &resolution(index))]);
        failed(&client, &id, kind, says, credits);
        next_succeeds(&client);
        credits -= 10;
        assert_eq!(client.credits(), (credits, 0), "after {fault}");
    }
    // No injection: a photo that decodes, and in which nothing can be found.
    let empty = client.create(&photos::transparent(), &[("resolution", "16")]);
    failed(&client, &empty, "file_processing", "nothing is left", credits);
    next_succeeds(&client);
    let mut kinds: Vec<_> = faults.iter().map(|(_, kind, _)| *kind).chain(["file_processing"]).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut all = FaultKind::ALL.map(FaultKind::as_str);
    all.sort_unstable();
    assert_eq!(kinds, all, "a kind of fault that is new is to be provoked here");
    let left: Vec<_> = fs::read_dir(data.path().join("artifacts")).expect("a directory").collect();
    assert_eq!(left.len(), faults.len() + 1, "only what succeeded left artifacts: {left:?}");
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn a_worker_killed_by_any_signal_fails_its_run_alone() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "slow@model:33");
    let client = server.client(&account(data.path(), "a@example.com", 100));
    let signals = [
        (Signal::KILL, "SIGKILL"),
        (Signal::SEGV, "SIGSEGV"),
        (Signal::ABORT, "SIGABRT"),
        (Signal::BUS, "SIGBUS"),
        (Signal::TERM, "SIGTERM"),
        (Signal::INT, "SIGINT"),
    ];
    for (signal, name) in signals {
        let id = client.create(&photos::cut_out(64), &[("resolution", "33")]);
        let queued = client.create(&photos::cut_out(64), &[("resolution", "16")]);
        client.wait(&id, &["RUNNING"]);
        kill_process(server.worker(), signal).expect("the worker lives");
        let generation = client.wait_for_end(&id);
        assert_eq!(generation["fault"]["kind"], "crash", "{generation}");
        let message = generation["fault"]["message"].as_str().expect("a message");
        assert!(message.contains(name), "{message}");
        assert_eq!(client.wait_for_end(&queued)["state"], "SUCCEEDED", "what waited runs in the next worker");
        assert_eq!(client.cancel(&queued).status, 409);
    }
    assert_eq!(client.credits(), (100 - 10 * signals.len() as i64, 0));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn a_worker_that_is_stopped_fails_at_the_deadline() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &["--run-timeout", "2"], "slow@model:33");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let id = client.create(&photos::cut_out(64), &[("resolution", "33")]);
    client.wait(&id, &["RUNNING"]);
    kill_process(server.worker(), Signal::STOP).expect("the worker lives");
    failed(&client, &id, "timeout", "limit of 2 s", 60);
    next_succeeds(&client);
}

#[test]
fn an_idle_worker_that_dies_costs_nobody_anything() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    for signal in [Signal::KILL, Signal::STOP, Signal::SEGV] {
        let worker = server.worker();
        kill_process(worker, signal).expect("the worker lives");
        next_succeeds(&client);
        assert_ne!(server.worker(), worker);
    }
    assert_eq!(client.credits(), (30, 0));
}

#[test]
fn a_run_over_the_memory_limit_is_out_of_memory_and_one_below_it_runs() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &["--worker-memory-mb", "160"], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let id = client.create(&photos::cut_out(256), &[("resolution", "1024")]);
    failed(&client, &id, "infrastructure", "out of memory", 60);
    next_succeeds(&client);
}

#[test]
fn a_model_that_cannot_be_stored_is_given_back() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let artifacts = data.path().join("artifacts");
    fs::remove_dir(&artifacts).expect("empty");
    fs::write(&artifacts, "in the way").expect("write");
    let id = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    failed(&client, &id, "file_processing", "cannot be stored", 60);
    fs::remove_file(&artifacts).expect("remove");
    fs::create_dir(&artifacts).expect("create");
    next_succeeds(&client);
}

#[test]
fn an_artifact_that_was_lost_or_changed_is_never_sent() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let id = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    let url = client.wait(&id, &["SUCCEEDED"])["artifacts"]["stl"].as_str().expect("a url").to_owned();
    let file = data.path().join("artifacts").join(&id).join("model.stl");
    fs::write(&file, "shorter").expect("write");
    client.get(&url).problem(500, "internal_error");
    fs::remove_file(&file).expect("remove");
    client.get(&url).problem(404, "no_artifact");
}

/// What was not flushed when the power went: the file has its length, and zeros in the place of a block. Such a JPEG decodes.
#[test]
fn a_photo_that_a_loss_of_power_tore_makes_no_other_model_for_credits() {
    let mut jpeg = Cursor::new(Vec::new());
    image::load_from_memory(&photos::on_backdrop(256))
        .map(|photo| DynamicImage::from(photo.into_rgb8()))
        .and_then(|photo| photo.write_to(&mut jpeg, ImageFormat::Jpeg))
        .expect("a JPEG");
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "hang@model:33");
    let key = account(data.path(), "a@example.com", 30);
    let client = server.client(&key);
    let running = client.create(&photos::cut_out(64), &[("resolution", "33")]);
    client.wait(&running, &["RUNNING"]);
    let [torn, whole] = [(); 2].map(|()| client.create(jpeg.get_ref(), &[("resolution", "16")]));
    server.kill();
    let upload = data.path().join(format!("uploads/{torn}.image"));
    let mut bytes = fs::read(&upload).expect("an upload");
    let half = bytes.len() / 2;
    bytes[half..half + 512].fill(0);
    fs::write(&upload, bytes).expect("torn");

    let server = Server::start(data.path(), &[], "");
    let client = server.client(&key);
    assert_eq!(client.wait_for_end(&whole)["state"], "SUCCEEDED");
    let torn = client.wait_for_end(&torn);
    assert_eq!((&torn["state"], &torn["fault"]["kind"]), (&json!("FAILED"), &json!("infrastructure")), "{torn}");
    assert!(torn["fault"]["message"].as_str().is_some_and(|message| message.contains("send it again")), "{torn}");
    assert_eq!(client.credits(), (20, 0));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn a_worker_that_cannot_start_leaves_the_front_answering_and_the_queue_open() {
    let data = tempdir().expect("a directory");
    let server = Server::start_unready(data.path(), &[], "exit@start");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    wait_until("a second start", || server.log().matches("the worker died at its start").count() >= 2);
    client.get("/readyz").problem(503, "worker_not_ready");
    assert_eq!(client.get("/healthz").status, 200);
    let id = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    let waiting = client.generation(&id);
    assert_eq!(waiting["state"], "QUEUED");
    assert_eq!(waiting["progress"], json!({"stage": Value::Null, "fraction": 0.0}));
    assert_eq!(client.credits(), (50, 10));
    assert_eq!(client.cancel(&id).json()["state"], "CANCELED");
    assert_eq!(client.credits(), (60, 0));
}

#[test]
fn the_front_answers_while_the_engine_is_busy() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "hang@model:33");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let id = client.create(&photos::cut_out(64), &[("resolution", "33")]);
    client.wait(&id, &["RUNNING"]);
    for _ in 0..20 {
        let began = std::time::Instant::now();
        assert_eq!(client.get("/readyz").status, 200);
        assert!(began.elapsed() < Duration::from_secs(5));
    }
    assert_eq!(client.generation(&id)["state"], "RUNNING");
}
