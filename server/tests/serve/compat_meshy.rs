//! Meshy's API: tasks, their list, their stream, and links that need no key.

use std::{fs, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use server::link_key::LinkKey;
use tempfile::tempdir;
use time::{Duration, OffsetDateTime};

use crate::{
    client::{Client, Reply},
    photos,
    server::{Server, account, audit, wait_until},
    signups::set_terminated,
};

const PATH: &str = "/openapi/v1/image-to-3d";
const JSON: (&str, &str) = ("content-type", "application/json");

fn photo() -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(photos::cut_out(64)))
}

fn post(client: &Client, body: &Value) -> Reply {
    client.send("POST", PATH, &[JSON], body.to_string().as_bytes())
}

#[track_caller]
fn create(client: &Client) -> String {
    let reply = post(client, &json!({"image_url": photo(), "should_texture": true, "target_formats": ["glb"]}));
    assert_eq!(reply.status, 202, "{}", reply.json());
    reply.json()["result"].as_str().expect("an id").to_owned()
}

fn task(client: &Client, id: &str) -> Value {
    client.json(&format!("{PATH}/{id}"))
}

#[track_caller]
fn wait(client: &Client, id: &str, status: &str) -> Value {
    wait_until(status, || task(client, id)["status"] == status);
    task(client, id)
}

#[track_caller]
fn refused(reply: &Reply, status: u16) -> String {
    let text = String::from_utf8_lossy(&reply.body);
    assert_eq!((reply.status, reply.header("content-type")), (status, "application/json"), "{text}");
    assert!(reply.json()["contact"].as_str().is_some_and(|contact| contact.contains('@')), "policy P14: {text}");
    reply.json()["message"].as_str().expect("a message").to_owned()
}

/// What a link answers to who sends no key.
fn open(client: &Client, url: &str) -> Reply {
    let path = url.strip_prefix(&client.base).unwrap_or_else(|| panic!("{url} is not at {}", client.base));
    client.send("GET", path, &[("authorization", "")], &[])
}

#[test]
fn links_end_when_the_files_go() {
    let data = tempdir().expect("a directory");
    std::fs::write(data.path().join("oneclick3d.toml"), "[retention]\nartifacts_days = 1\n").expect("write");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let done = wait(&client, &create(&client), "SUCCEEDED");
    let time = |field: &str| done[field].as_i64().expect(field);
    let kept = time("expires_at") - time("finished_at");
    assert!((86_399_000..=86_400_000).contains(&kept), "{done}");
}

#[test]
fn a_task_succeeds_for_ten_credits_and_its_files_need_no_key() {
    let data = tempdir().expect("a directory");
    let server = Server::start_reachable(data.path(), "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let began = OffsetDateTime::now_utc().unix_timestamp() * 1000;
    let id = create(&client);
    let done = wait(&client, &id, "SUCCEEDED");
    assert_eq!(client.credits(), (50, 0));
    assert_eq!(client.generation(&id)["state"], "SUCCEEDED", "the ids are ours");
    for (field, value) in [
        ("id", json!(id)),
        ("type", json!("image-to-3d")),
        ("progress", json!(100)),
        ("consumed_credits", json!(10)),
        ("task_error", json!({"message": ""})),
    ] {
        assert_eq!(done[field], value, "{field}: {done}");
    }
    let time = |field: &str| done[field].as_i64().expect(field);
    assert!(began <= time("created_at") && time("created_at") <= time("started_at"), "{done}");
    assert!(time("started_at") <= time("finished_at"), "{done}");
    let days = (time("expires_at") - time("finished_at")) as f64 / 86_400_000.0;
    assert!((3.0..3.1).contains(&days), "{done}");

    let thumbnail = open(&client, done["thumbnail_url"].as_str().expect("a thumbnail"));
    assert_eq!((thumbnail.status, thumbnail.header("content-type")), (200, "image/png"));
    for format in ["glb", "obj", "stl", "ply"] {
        let url = done["model_urls"][format].as_str().unwrap_or_else(|| panic!("no {format}: {done}"));
        let file = open(&client, url);
        assert_eq!(file.status, 200, "{}", String::from_utf8_lossy(&file.body));
        assert_eq!(file.body, client.get(&format!("/v1/generations/{id}/model.{format}")).body);
        // The times that are in the answer are those that are in the link.
        assert!(url.contains(&format!("expires={}&", time("expires_at") / 1000)), "{url}");
    }
    let picture = open(&client, done["thumbnail_url"].as_str().unwrap_or_else(|| panic!("no picture: {done}")));
    assert_eq!((picture.status, picture.header("content-type")), (200, "image/png"));
    assert_eq!(picture.body, client.get(&format!("/v1/generations/{id}/thumbnail.png")).body);
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn a_link_opens_its_own_file_until_it_expires_and_not_for_an_account_that_was_ended() {
    let data = tempdir().expect("a directory");
    let server = Server::start_reachable(data.path(), "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let id = create(&client);
    let url = wait(&client, &id, "SUCCEEDED")["model_urls"]["glb"].as_str().expect("a URL").to_owned();
    let (path, query) = url.strip_prefix(&client.base).and_then(|url| url.split_once('?')).expect("a query");
    let get = |path: &str| client.send("GET", path, &[("authorization", "")], &[]);

    let (expiry, signature) = query.split_once('&').expect("two");
    let later = expiry.replacen("expires=", "expires=1", 1);
    for forged in [
        path.to_owned(),
        format!("{path}?{expiry}"),
        format!("{path}?{later}&{signature}"),
        format!("{path}?{expiry}&signature=00"),
        format!("{}?{query}", path.replace(".glb", ".stl")),
        format!("/links/gen_{}/model.glb?{query}", "0".repeat(32)),
    ] {
        get(&forged).problem(403, "wrong_link");
    }
    let key = LinkKey::open(data.path()).expect("the server's");
    let over = key.sign(path, OffsetDateTime::now_utc() - Duration::SECOND);
    get(&format!("{path}?{over}")).problem(403, "link_expired");
    let unknown = format!("/links/gen_{}/model.glb", "0".repeat(32));
    let signed = key.sign(&unknown, OffsetDateTime::now_utc() + Duration::HOUR);
    get(&format!("{unknown}?{signed}")).problem(404, "generation_not_found");
    let head = client.send("HEAD", &format!("{path}?{query}"), &[("authorization", "")], &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));

    assert_eq!(get(&format!("{path}?{query}")).status, 200);
    set_terminated(data.path(), "a@example.com", true);
    get(&format!("{path}?{query}")).problem(403, "account_terminated");
}

/// Policy P3 and P4.
#[test]
fn a_failed_task_says_why_and_costs_nothing() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "error@model");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let id = create(&client);
    let failed = wait(&client, &id, "FAILED");
    assert_eq!((&failed["consumed_credits"], &failed["model_urls"]), (&json!(0), &json!({})));
    let message = failed["task_error"]["message"].as_str().expect("a message");
    assert!(message.contains("injected"), "{failed}");
    assert_eq!(client.credits(), (60, 0));
    assert_eq!(client.generation(&id)["fault"]["message"], failed["task_error"]["message"]);
}

#[test]
fn what_is_wrong_is_said_in_their_shape_and_creates_nothing() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 9));
    for (field, value) in [
        ("target_polycount", json!(3000)),
        ("topology", json!("quad")),
        ("enable_pbr", json!(true)),
        ("ai_model", json!("meshy-5")),
        ("nonsense", json!(1)),
    ] {
        let error = refused(&post(&client, &json!({"image_url": photo(), field: value})), 400);
        assert!(error.contains(field) || field == "ai_model" && error.contains("meshy-5"), "{field}: {error}");
    }
    let fetched = refused(&post(&client, &json!({"image_url": "https://example.com/photo.png"})), 400);
    assert!(fetched.contains("image_url is a URL"), "{fetched}");
    refused(&client.send("POST", PATH, &[JSON], b"[]"), 400);
    refused(&client.send("POST", PATH, &[("content-type", "text/plain")], b"{}"), 400);
    refused(&client.send("GET", PATH, &[("authorization", "")], &[]), 401);
    refused(&client.get(&format!("{PATH}?page_size=51")), 400);
    refused(&client.get("/openapi/v1/text-to-3d"), 404);
    let poor = refused(&post(&client, &json!({"image_url": photo()})), 402);
    assert!(poor.contains('9'), "policy P2: {poor}");
    assert_eq!(client.history(), Vec::<Value>::new());
}

#[test]
fn a_task_is_its_accounts_alone() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let owner = server.client(&account(data.path(), "a@example.com", 60));
    let other = server.client(&account(data.path(), "b@example.com", 60));
    let id = create(&owner);
    wait(&owner, &id, "SUCCEEDED");
    for (method, path) in [("GET", ""), ("DELETE", ""), ("GET", "/stream")] {
        refused(&other.send(method, &format!("{PATH}/{id}{path}"), &[], &[]), 404);
    }
    assert_eq!(other.json(PATH), json!([]));
    assert_eq!(task(&owner, &id)["status"], "SUCCEEDED");
}

#[test]
fn tasks_are_listed_in_pages_from_either_end_until_they_are_deleted() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 100));
    // What was made with another API is listed as well.
    let ids: Vec<String> = (0..5).map(|_| client.create(&photos::cut_out(64), &[("resolution", "16")])).collect();
    ids.iter().for_each(|id| assert_eq!(client.wait_for_end(id)["state"], "SUCCEEDED"));
    let listed = |query: &str| -> Vec<String> {
        let tasks = client.json(&format!("{PATH}?{query}"));
        tasks.as_array().expect("a list").iter().map(|task| task["id"].as_str().expect("an id").to_owned()).collect()
    };
    let newest: Vec<String> = ids.iter().rev().cloned().collect();
    assert_eq!(listed(""), newest);
    assert_eq!(listed("page_num=2&page_size=2"), newest[2..4]);
    assert_eq!(listed("page_num=3&page_size=2&sort_by=%2Bcreated_at"), ids[4..]);
    assert_eq!(listed("page_num=4&page_size=2"), Vec::<String>::new());

    let deleted = client.send("DELETE", &format!("{PATH}/{}", ids[2]), &[], &[]);
    assert_eq!((deleted.status, deleted.body.len()), (200, 0));
    assert_eq!(listed("sort_by=%2Bcreated_at"), [&ids[..2], &ids[3..]].concat());
    refused(&client.get(&format!("{PATH}/{}", ids[2])), 404);
    refused(&client.send("DELETE", &format!("{PATH}/{}", ids[2]), &[], &[]), 404);
    assert!(!files(data.path(), &ids[2]).exists() && files(data.path(), &ids[1]).exists());
    client.get(&format!("/v1/generations/{}/model.glb", ids[2])).problem(404, "no_artifact");
    // Policy P4 and P8: the record stays, and so does its price.
    let kept = client.generation(&ids[2]);
    assert_eq!((&kept["state"], &kept["artifacts"]), (&json!("SUCCEEDED"), &json!({})));
    assert_eq!(client.history().len(), 5);
    assert_eq!(client.credits(), (50, 0));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

fn files(data: &Path, id: &str) -> std::path::PathBuf {
    data.join("artifacts").join(id)
}

#[test]
fn a_task_that_is_deleted_while_it_runs_ends_and_its_credits_are_back() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "slow@isosurface");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let [running, waiting] = [create(&client), create(&client)];
    wait(&client, &running, "IN_PROGRESS");
    let pending = task(&client, &waiting);
    assert_eq!(
        (&pending["status"], &pending["started_at"], &pending["expires_at"]),
        (&json!("PENDING"), &json!(0), &json!(0))
    );
    assert_eq!(client.credits(), (40, 20));
    for id in [&waiting, &running] {
        assert_eq!(client.send("DELETE", &format!("{PATH}/{id}"), &[], &[]).status, 200);
        assert_eq!(client.generation(id)["state"], "CANCELED");
    }
    assert_eq!(client.json(PATH), json!([]));
    assert_eq!(client.credits(), (60, 0));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
    let left = fs::read_dir(data.path().join("artifacts")).expect("a directory").count();
    assert_eq!(left, 0);
}

#[test]
fn a_stream_tells_a_task_until_it_has_ended() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let id = create(&client);
    for _ in 0..2 {
        // While it runs, and when it has ended: to the end of the answer.
        let stream = client.get(&format!("{PATH}/{id}/stream"));
        assert_eq!(stream.header("content-type"), "text/event-stream");
        let text = String::from_utf8(stream.body).expect("UTF-8");
        let events: Vec<Value> = text
            .split_terminator("\n\n")
            .map(|event| {
                let json = event.strip_prefix("event: message\ndata: ").unwrap_or_else(|| panic!("{event:?}"));
                serde_json::from_str(json).expect("JSON")
            })
            .collect();
        let last = events.last().expect("an event");
        assert_eq!((&last["status"], &last["id"]), (&json!("SUCCEEDED"), &json!(id)));
        assert_eq!(last["progress"], 100);
        assert_eq!(last["model_urls"].as_object().map(serde_json::Map::len), Some(4), "{last}");
    }
}
