//! The picture of a model: made with it, all or nothing, seen by its owner alone, and no delivery (policy P12).

use std::{fs, path::Path, process::Command};

use rusqlite::Connection;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::tempdir;

use crate::{
    photos,
    server::{PROGRAM, Server, account, audit},
};

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn database(data: &Path) -> Connection {
    Connection::open(data.join("oneclick3d.sqlite3")).expect("the database")
}

#[test]
fn a_generation_that_succeeded_has_a_picture_of_its_model() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let posted = client.post(&photos::cut_out(64), &[("resolution", "32")], &[]).json();
    assert_eq!(posted["thumbnail_url"], Value::Null, "nothing is there yet: {posted}");
    let id = posted["id"].as_str().expect("an id");
    let done = client.wait_for_end(id);
    let url = done["thumbnail_url"].as_str().unwrap_or_else(|| panic!("no thumbnail in {done}"));
    assert_eq!(url, format!("/v1/generations/{id}/thumbnail.png"));
    assert_eq!(
        done["artifacts"].as_object().map(serde_json::Map::len),
        Some(4),
        "the models, and nothing else: {done}"
    );
    assert_eq!(client.history()[0], done);

    let reply = client.get(url);
    assert_eq!((reply.status, reply.header("content-type")), (200, "image/png"));
    assert_eq!(reply.header("content-length"), reply.body.len().to_string());
    assert_eq!(reply.header("content-disposition"), format!("inline; filename=\"{id}.png\""));
    assert_eq!(reply.header("cache-control"), "private, max-age=31536000, immutable");
    assert_eq!(reply.header("etag"), format!("\"{}\"", hash(&reply.body)));
    let known = client.send("GET", url, &[("if-none-match", reply.header("etag"))], &[]);
    assert_eq!((known.status, known.body.len()), (304, 0));
    let head = client.send("HEAD", url, &[], &[]);
    assert_eq!((head.status, head.header("content-length")), (200, reply.header("content-length")));

    let picture = image::load_from_memory(&reply.body).expect("a picture").into_rgba8();
    assert_eq!(picture.dimensions(), (512, 512));
    assert_eq!(picture.get_pixel(0, 0).0, [0; 4], "the ground is transparent");
    // The photo's disc is reddish in its middle, and fills the picture but for the margins.
    let [r, g, b, a] = picture.get_pixel(256, 256).0;
    assert!(a == 255 && r > g && r > b, "{:?}", [r, g, b, a]);
    let covered = picture.pixels().filter(|pixel| pixel.0[3] == 255).count() as f64 / (512.0 * 512.0);
    assert!((0.5..0.8).contains(&covered), "a disc's picture covers {covered}");

    // What the command line draws of the same photo.
    let (photo, drawn) = (data.path().join("photo.png"), data.path().join("drawn.png"));
    fs::write(&photo, photos::cut_out(64)).expect("write");
    let mut command = Command::new(PROGRAM);
    command.arg("generate").arg(&photo).arg("-o").arg(data.path().join("model.glb")).args(["--resolution", "32"]);
    let output = command.arg("--thumbnail").arg(&drawn).output().expect("a command");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(fs::read(&drawn).expect("the picture") == reply.body, "the command line draws another picture");
}

/// P12: the delivery record is of models.
#[test]
fn p12_to_look_at_the_picture_is_no_delivery() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let id = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    client.wait(&id, &["SUCCEEDED"]);
    let downloads = || -> Vec<String> {
        let database = database(data.path());
        let query = "SELECT format FROM artifact WHERE first_downloaded_at_ms IS NOT NULL";
        let mut statement = database.prepare(query).expect("a query");
        let rows = statement.query_map([], |row| row.get(0)).expect("rows");
        rows.collect::<Result<_, _>>().expect("formats")
    };
    let thumbnail = client.get(&format!("/v1/generations/{id}/thumbnail.png"));
    assert_eq!(thumbnail.status, 200);
    assert_eq!(downloads(), Vec::<String>::new());
    assert_eq!(client.get(&format!("/v1/generations/{id}/model.obj")).status, 200);
    assert_eq!(downloads(), ["obj"]);

    // It is stored with its digest and size like any other file.
    let stored: (String, i64) = database(data.path())
        .query_row("SELECT sha256, bytes FROM artifact WHERE format = 'thumbnail'", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .expect("a row");
    assert_eq!(stored, (hash(&thumbnail.body), thumbnail.body.len() as i64));
    let export = client.get("/v1/account/export");
    let mut export = zip::ZipArchive::new(std::io::Cursor::new(export.body)).expect("a zip");
    let deliveries: Value =
        serde_json::from_reader(export.by_name("deliveries.json").expect("deliveries")).expect("JSON");
    let formats: Vec<_> = deliveries.as_array().expect("rows").iter().map(|row| &row["format"]).collect();
    assert_eq!(formats, ["glb", "obj", "ply", "stl"], "a thumbnail that nobody fetched would read as undelivered");
}

#[test]
fn a_picture_is_its_owners_and_of_what_succeeded() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "slow@model:33,error@mesh:34");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let other = server.client(&account(data.path(), "b@example.com", 60));
    let made = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    client.wait(&made, &["SUCCEEDED"]);
    let url = format!("/v1/generations/{made}/thumbnail.png");
    other.get(&url).problem(404, "generation_not_found");
    client.send("GET", &url, &[("authorization", "")], &[]).problem(401, "missing_key");
    client.get(&format!("/v1/generations/{made}/thumbnail.jpg")).problem(404, "not_found");

    let failed = client.create(&photos::cut_out(64), &[("resolution", "34")]);
    assert_eq!(client.wait(&failed, &["FAILED"])["thumbnail_url"], Value::Null);
    client.get(&format!("/v1/generations/{failed}/thumbnail.png")).problem(404, "no_artifact");
    let running = client.create(&photos::cut_out(64), &[("resolution", "33")]);
    assert_eq!(client.wait(&running, &["RUNNING"])["thumbnail_url"], Value::Null);
    client.get(&format!("/v1/generations/{running}/thumbnail.png")).problem(409, "generation_not_ended");
    assert_eq!(client.cancel(&running).status, 200);

    let file = data.path().join("artifacts").join(&made).join("thumbnail.png");
    fs::write(&file, "shorter").expect("write");
    client.get(&url).problem(500, "internal_error");
    fs::remove_file(&file).expect("remove");
    client.get(&url).problem(404, "no_artifact");
}

/// P3: a run that cannot store all of its files stores none, and costs nothing.
#[test]
fn p3_a_picture_that_cannot_be_stored_fails_the_run() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "slow@model:33");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let before = client.create(&photos::cut_out(64), &[("resolution", "33")]);
    client.wait(&before, &["RUNNING"]);
    let id = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    let directory = data.path().join("artifacts").join(&id);
    fs::create_dir_all(directory.join("thumbnail.png.part")).expect("something in the way");
    assert_eq!(client.cancel(&before).status, 200);
    let generation = client.wait_for_end(&id);
    assert_eq!(generation["state"], "FAILED", "{generation}");
    assert_eq!(generation["fault"]["kind"], "file_processing", "{generation}");
    assert_eq!((&generation["artifacts"], &generation["thumbnail_url"]), (&json!({}), &Value::Null));
    assert_eq!(client.credits(), (60, 0));
    crate::server::wait_until("its files are gone", || !directory.exists());
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn a_generation_that_was_made_before_pictures_were_has_none() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let id = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    client.wait(&id, &["SUCCEEDED"]);
    assert_eq!(database(data.path()).execute("DELETE FROM artifact WHERE format = 'thumbnail'", []), Ok(1));
    let generation = client.generation(&id);
    assert_eq!((&generation["state"], &generation["thumbnail_url"]), (&json!("SUCCEEDED"), &Value::Null));
    assert_eq!(client.get(generation["artifacts"]["glb"].as_str().expect("a url")).status, 200);
    let detail = client.get(&format!("/v1/generations/{id}/thumbnail.png")).problem(404, "no_artifact");
    assert!(detail.contains("before thumbnails"), "{detail}");
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}
