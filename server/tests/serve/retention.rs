//! What is kept for how long: files go when they are due, records stay (policy P4, P12).

use std::{fs, path::Path};

use rustix::process::Signal;
use serde_json::json;
use server::{configuration::RetentionSection, database::Database, retention, storage::Storage};
use tempfile::tempdir;
use time::{Duration, OffsetDateTime};

use crate::{
    client::Client,
    photos,
    server::{Server, account, audit, wait_until},
};

/// What the server's sweeper does `days` from now.
fn sweep(data: &Path, section: &RetentionSection, days: i64) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let database = Database::open(&data.join("oneclick3d.sqlite3")).expect("a database");
        let storage = Storage::open(data).expect("storage");
        let then = OffsetDateTime::now_utc() + Duration::days(days);
        retention::sweep(&database, &storage, section, then).await.expect("a sweep");
    });
}

fn stop(mut server: Server) {
    server.signal(Signal::TERM);
    assert_eq!(server.wait().code(), Some(0));
}

fn make(client: &Client) -> String {
    let id = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    client.wait(&id, &["SUCCEEDED"]);
    id
}

fn files(data: &Path, directory: &str) -> usize {
    fs::read_dir(data.join(directory)).expect("a directory").count()
}

#[test]
fn p4_p12_artifacts_that_are_due_are_answered_410_and_their_records_stay() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let key = account(data.path(), "a@example.com", 60);
    let client = server.client(&key);
    let [old, other] = [make(&client), make(&client)];
    assert_eq!(client.get(&format!("/v1/generations/{old}/model.glb")).status, 200);
    assert_eq!(client.generation(&old)["artifacts_expired_at"], json!(null));
    stop(server);

    let week = RetentionSection { artifacts_days: 7, ..RetentionSection::default() };
    sweep(data.path(), &RetentionSection::default(), 40_000);
    sweep(data.path(), &week, 6);
    assert_eq!(files(data.path(), "artifacts"), 2, "by default for ever, and not before they are due");
    sweep(data.path(), &week, 8);
    sweep(data.path(), &week, 9);
    assert_eq!(files(data.path(), "artifacts"), 0);

    let server = Server::start(data.path(), &[], "");
    let client = server.client(&key);
    for id in [&old, &other] {
        let detail = client.get(&format!("/v1/generations/{id}/model.glb")).problem(410, "expired");
        let generation = client.generation(id);
        let when = generation["artifacts_expired_at"].as_str().expect("a time");
        assert!(detail.contains(when), "{detail} says {when}");
        assert_eq!(generation["state"], "SUCCEEDED");
    }
    // A stranger does not learn that there was anything.
    let stranger = server.client(&account(data.path(), "b@example.com", 0));
    stranger.get(&format!("/v1/generations/{old}/model.glb")).problem(404, "generation_not_found");
    assert_eq!(client.history().len(), 2);
    assert_eq!(client.credits(), (40, 0));
    let archive = client.get("/v1/account/export");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive.body)).expect("an archive");
    let deliveries: serde_json::Value =
        serde_json::from_reader(archive.by_name("deliveries.json").expect("there")).expect("JSON");
    let glb =
        deliveries.as_array().expect("rows").iter().find(|row| row["generation"] == *old && row["format"] == "glb");
    let glb = glb.expect("the record");
    assert!(glb["sha256"].as_str().is_some_and(|hash| hash.len() == 64), "{glb}");
    assert!(glb["first_downloaded_at"].is_string() && glb["expired_at"].is_string(), "{glb}");
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn inputs_go_with_their_run_or_when_the_operator_says() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let key = account(data.path(), "a@example.com", 60);
    make(&server.client(&key));
    wait_until("the upload is gone", || files(data.path(), "uploads") == 0);
    stop(server);

    let keep = [("ONECLICK3D__RETENTION__INPUTS_DAYS", "30")];
    let server = Server::start_in(data.path(), &[], &keep);
    server.wait_ready();
    make(&server.client(&key));
    stop(server);
    fs::write(data.path().join("uploads/gen_00000000000000000000000000000000.image"), "nobody's").expect("write");
    // The next start takes what is nobody's, and nothing else.
    let server = Server::start_in(data.path(), &[], &keep);
    server.wait_ready();
    assert_eq!(files(data.path(), "uploads"), 1);
    stop(server);
    let month = RetentionSection { inputs_days: 30, ..RetentionSection::default() };
    sweep(data.path(), &month, 29);
    assert_eq!(files(data.path(), "uploads"), 1);
    sweep(data.path(), &month, 31);
    assert_eq!(files(data.path(), "uploads"), 0);
    assert_eq!(files(data.path(), "artifacts"), 2);
}
