//! A photo becomes a model for 10 credits, and what can be seen of it.

use std::{io::Write, net::TcpStream};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::tempdir;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{
    client::multipart,
    photos,
    server::{Server, account, audit, operate, wait_until},
};

#[test]
fn a_posted_photo_becomes_four_files_for_ten_credits() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    assert_eq!(client.credits(), (60, 0));

    let reply = client.post(&photos::cut_out(64), &[("resolution", "48")], &[]);
    assert_eq!(reply.status, 202);
    let posted = reply.json();
    let id = posted["id"].as_str().expect("an id");
    assert_eq!(reply.header("location"), format!("/v1/generations/{id}"));
    assert_eq!(posted["model"], "silhouette");
    assert_eq!(posted["credits"], 10);
    assert_eq!(posted["fault"], Value::Null);
    time_of(&posted["created_at"]);

    let done = client.wait_for_end(id);
    let fields: Vec<_> = done.as_object().expect("an object").keys().collect();
    let mut expected = [
        "id",
        "state",
        "model",
        "credits",
        "hold",
        "created_at",
        "started_at",
        "finished_at",
        "progress",
        "fault",
        "artifacts",
        "thumbnail_url",
        "artifacts_expired_at",
    ];
    expected.sort_unstable();
    assert_eq!(fields, expected);
    assert_eq!(done["state"], "SUCCEEDED", "{done}");
    assert_eq!(done["progress"], json!({"stage": "export", "fraction": 1.0}));
    assert!(time_of(&done["created_at"]) <= time_of(&done["started_at"]));
    assert!(time_of(&done["started_at"]) <= time_of(&done["finished_at"]));
    assert_eq!(client.credits(), (50, 0));

    let magic: [(&str, &str, &[u8]); 4] = [
        ("glb", "model/gltf-binary", b"glTF"),
        ("obj", "model/obj", b""),
        ("ply", "model/ply", b"ply\n"),
        ("stl", "model/stl", b""),
    ];
    for (format, media_type, magic) in magic {
        let url = done["artifacts"][format].as_str().unwrap_or_else(|| panic!("no {format} in {done}"));
        assert_eq!(url, format!("/v1/generations/{id}/model.{format}"));
        let file = client.get(url);
        assert_eq!(file.status, 200);
        assert_eq!(file.header("content-type"), media_type);
        assert_eq!(file.header("content-length"), file.body.len().to_string());
        assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"{id}.{format}\""));
        assert!(file.body.len() > 500 && file.body.starts_with(magic), "{format}: {} bytes", file.body.len());
        let hash: String = Sha256::digest(&file.body).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(file.header("etag"), format!("\"{hash}\""));

        let known = client.send("GET", url, &[("if-none-match", file.header("etag"))], &[]);
        assert_eq!((known.status, known.body.len()), (304, 0));
        let head = client.send("HEAD", url, &[], &[]);
        assert_eq!((head.status, head.header("content-length")), (200, file.header("content-length")));
    }

    let events: Vec<Value> = client.events(id).collect();
    assert_eq!(events, [json!({"state": "SUCCEEDED", "stage": "export", "fraction": 1.0})]);
    // Whoever was told so and comes again, as browsers do by themselves, is told that there is nothing more.
    let path = format!("/v1/generations/{id}/events");
    let told = String::from_utf8(client.get(&path).body).expect("UTF-8");
    let last = told.lines().find_map(|line| line.strip_prefix("id: ")).expect("an id");
    assert_eq!(client.send("GET", &path, &[("last-event-id", last)], &[]).status, 204);
    assert_eq!(client.send("GET", &path, &[("last-event-id", "RUNNING-model-0.5000")], &[]).status, 200);

    let entries = client.json("/v1/credits/entries");
    let kinds: Vec<_> = entries["data"].as_array().expect("a list").iter().map(|entry| &entry["kind"]).collect();
    assert_eq!(kinds, ["commit", "hold", "grant"]);
    assert_eq!(entries["next"], Value::Null);
    let balance = client.json("/v1/credits");
    assert_eq!(balance["lots"][0]["credits"], 60);
    assert_eq!(balance["lots"][0]["remaining"], 50);
    time_of(&balance["lots"][0]["expires_at"]);
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn a_client_that_comes_again_is_told_what_is_new_and_nothing_twice() {
    let data = tempdir().expect("a directory");
    // It stays in the model's stage.
    let server = Server::start(data.path(), &[], "slow@model:33");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let id = client.create(&photos::cut_out(64), &[("resolution", "33")]);
    wait_until("the model's stage begins", || client.generation(&id)["progress"]["stage"] == "model");
    let path = format!("/v1/generations/{id}/events");
    let event = client.stream(&path, "").next().expect("where it stands");
    assert!(event.data.contains("\"model\""), "{event:?}");
    // The stage before ended where this one begins: whoever was told that knows nothing of this one.
    let before = event.id.replace("model", "foreground");
    assert_eq!(client.stream(&path, &before).next().as_ref(), Some(&event));

    let mut again = client.stream(&path, &event.id);
    assert_eq!(client.cancel(&id).status, 200);
    let next = again.next().expect("the end");
    assert!(next.data.contains("CANCELED") && again.next().is_none(), "{next:?}");
    assert_eq!(client.send("GET", &path, &[("last-event-id", &next.id)], &[]).status, 204);
}

#[test]
fn json_with_a_data_uri_and_a_wait_is_answered_at_the_end() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let image = format!("data:image/png;base64,{}", STANDARD.encode(photos::cut_out(64)));
    let body = json!({"image": image, "model": "silhouette", "resolution": 32, "foreground-ratio": 0.9});
    let headers = [("content-type", "application/json"), ("prefer", "wait=100")];
    let reply = client.send("POST", "/v1/generations", &headers, body.to_string().as_bytes());
    assert_eq!(reply.status, 202);
    assert_eq!(reply.header("preference-applied"), "wait=60");
    assert_eq!(reply.json()["state"], "SUCCEEDED", "{}", reply.json());
    assert_eq!(client.get(reply.json()["artifacts"]["glb"].as_str().expect("a url")).status, 200);
}

#[test]
fn a_mask_says_what_the_object_is() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let encode = |picture: Vec<u8>| format!("data:image/png;base64,{}", STANDARD.encode(picture));
    let post = |mask: Vec<u8>| {
        let body = json!({"image": encode(photos::cut_out(64)), "resolution": 32, "mask": encode(mask)}).to_string();
        let headers = [("content-type", "application/json"), ("prefer", "wait=60")];
        client.send("POST", "/v1/generations", &headers, body.as_bytes()).json()
    };
    assert_eq!(post(photos::cut_out(64))["state"], "SUCCEEDED");
    let other_size = post(photos::cut_out(32));
    assert_eq!(other_size["fault"]["kind"], "file_processing", "{other_size}");
    assert_eq!(client.credits(), (50, 0));
}

#[test]
fn the_history_is_paged_newest_first_and_stays_in_order_while_it_grows() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 100));
    let mut ids: Vec<String> = (0..5).map(|_| client.create(&photos::cut_out(64), &[("resolution", "16")])).collect();
    ids.reverse();
    let mut seen = Vec::new();
    let mut path = "/v1/generations?limit=2".to_owned();
    loop {
        let page = client.json(&path);
        let data = page["data"].as_array().expect("a list");
        assert!(!data.is_empty() && data.len() <= 2);
        seen.extend(data.iter().map(|generation| generation["id"].as_str().expect("an id").to_owned()));
        // A later generation does not shift what comes next.
        if seen.len() == 2 {
            client.create(&photos::cut_out(64), &[("resolution", "16")]);
        }
        match page["next"].as_str() {
            Some(cursor) => path = format!("/v1/generations?limit=2&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen, ids);
    client.get("/v1/generations?limit=0").problem(422, "invalid_parameter");
    client.get("/v1/generations?cursor=gen_none").problem(422, "invalid_parameter");

    let entries = client.json("/v1/credits/entries?limit=3");
    let cursor = entries["next"].as_str().expect("more");
    assert_eq!(entries["data"].as_array().map(Vec::len), Some(3));
    let rest = client.json(&format!("/v1/credits/entries?limit=100&cursor={cursor}"));
    assert!(rest["data"].as_array().is_some_and(|rest| rest.len() >= 4), "{rest}");
}

#[test]
fn the_history_is_asked_for_by_state_and_goes_on_page_by_page() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "error@model:17,slow@model:18");
    let client = server.client(&account(data.path(), "a@example.com", 200));
    let other = server.client(&account(data.path(), "b@example.com", 60));
    let create = |resolution: &str| client.create(&photos::cut_out(64), &[("resolution", resolution)]);
    let ids = ["17", "16", "17", "16", "17"].map(create);
    ids.iter().for_each(|id| drop(client.wait_for_end(id)));
    let [running, canceled, queued] = ["18", "16", "16"].map(create);
    client.wait(&running, &["RUNNING"]);
    assert_eq!(client.cancel(&canceled).status, 200);

    let page = |query: &str| {
        let page = client.json(&format!("/v1/generations?{query}"));
        let data = page["data"].as_array().expect("a list").clone();
        let ids = data.iter().map(|generation| generation["id"].as_str().expect("an id").to_owned()).collect();
        (ids, page["next"].as_str().map(str::to_owned))
    };
    let all = |ids: &[&String]| (ids.iter().map(|id| (*id).clone()).collect::<Vec<_>>(), None);
    let (first, next) = page("state=FAILED&limit=2");
    assert_eq!((first, next.as_ref()), (vec![ids[4].clone(), ids[2].clone()], Some(&ids[2])));
    assert_eq!(page(&format!("limit=2&cursor={}&state=FAILED", ids[2])), all(&[&ids[0]]));
    assert_eq!(page("state=QUEUED,RUNNING"), all(&[&queued, &running]));
    assert_eq!(page("state=CANCELED%2CSUCCEEDED"), all(&[&canceled, &ids[3], &ids[1]]));
    // The row that a page ended with may be in another state by now.
    assert_eq!(page(&format!("state=SUCCEEDED&cursor={}", ids[2])), all(&[&ids[1]]));
    assert_eq!(page("").0.len(), 8);
    assert_eq!(other.json("/v1/generations?state=FAILED"), json!({ "data": [], "next": null }));

    for wrong in ["state=", "state=failed", "state=FAILED,", "state=FAILED,DONE", "state=FAILED&state=QUEUED"] {
        let detail = client.get(&format!("/v1/generations?{wrong}")).problem(422, "invalid_parameter");
        let names = "there are QUEUED, RUNNING, SUCCEEDED, FAILED, CANCELED";
        assert!(detail.contains(names) || detail.contains("twice"), "{wrong}: {detail}");
    }
    let parameters = client.json("/openapi.json")["paths"]["/v1/generations"]["get"]["parameters"].clone();
    let state = parameters.as_array().and_then(|all| all.iter().find(|one| one["name"] == "state")).expect("described");
    assert_eq!(
        (&state["explode"], state["schema"]["items"]["enum"].as_array().map(Vec::len)),
        (&json!(false), Some(5))
    );
    assert_eq!(client.cancel(&running).status, 200);
}

#[test]
fn keys_open_only_their_own_account() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let owner = server.client(&account(data.path(), "a@example.com", 60));
    let other = server.client(&account(data.path(), "b@example.com", 60));
    let id = owner.create(&photos::cut_out(64), &[("resolution", "16")]);
    owner.wait(&id, &["SUCCEEDED"]);
    for (method, path) in [("GET", ""), ("GET", "/model.glb"), ("GET", "/events"), ("POST", "/cancel")] {
        let path = format!("/v1/generations/{id}{path}");
        other.send(method, &path, &[], &[]).problem(404, "generation_not_found");
    }
    assert_eq!(other.json("/v1/generations")["data"], json!([]));
    other.get(&format!("/v1/generations?cursor={id}")).problem(422, "invalid_parameter");

    for (authorization, code) in [
        ("", "missing_key"),
        ("Bearer nonsense", "wrong_key"),
        ("Bearer ", "wrong_scheme"),
        ("Basic dXNlcjpwYXNz", "wrong_scheme"),
    ] {
        for (method, path) in [("GET", "/v1/credits"), ("POST", "/v1/generations"), ("GET", "/v1/generations")] {
            let refused = owner.send(method, path, &[("authorization", authorization)], b"");
            refused.problem(401, code);
            assert!(refused.header("www-authenticate").starts_with("Bearer"), "{authorization:?}");
        }
    }
    let listed = operate(data.path(), &["account", "list"]);
    let account = listed["data"][0]["id"].as_str().expect("an id").to_owned();
    let key = operate(data.path(), &["key", "list", &account])["data"][0]["id"].as_str().expect("an id").to_owned();
    operate(data.path(), &["key", "revoke", &key]);
    owner.get("/v1/credits").problem(401, "wrong_key");
}

#[test]
fn paths_and_methods_that_are_not_there_are_problems() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client("");
    for path in ["/v2", "/index.html", "/v1/generations/gen_1/model.exe"] {
        client.get(path).problem(404, "not_found");
    }
    for (method, path, allow) in [
        ("DELETE", "/v1/generations", "GET, HEAD, POST"),
        ("PUT", "/v1/credits", "GET, HEAD"),
        ("GET", "/v1/generations/gen_1/cancel", "POST"),
        ("POST", "/healthz", "GET, HEAD"),
    ] {
        let refused = client.send(method, path, &[], b"");
        refused.problem(405, "method_not_allowed");
        assert_eq!(refused.header("allow"), allow, "{method} {path}");
    }
}

#[test]
fn operators_see_that_it_lives_and_what_it_did() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "error@model:17");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    assert_eq!(client.get("/healthz").status, 200);
    assert_eq!(client.get("/readyz").status, 200);
    let good = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    let bad = client.create(&photos::cut_out(64), &[("resolution", "17")]);
    client.wait(&good, &["SUCCEEDED"]);
    client.wait(&bad, &["FAILED"]);
    let metrics = client.get("/metrics");
    assert!(metrics.header("content-type").starts_with("text/plain; version=0.0.4"));
    let metrics = String::from_utf8(metrics.body).expect("UTF-8");
    for line in [
        "oneclick3d_http_requests_total{route=\"/v1/generations\",method=\"POST\",status=\"202\"} 2",
        "oneclick3d_generations_total{state=\"SUCCEEDED\"} 1",
        "oneclick3d_generations_total{state=\"FAILED\"} 1",
        "oneclick3d_credits_committed_total 10",
        "oneclick3d_credits_voided_total 10",
        "oneclick3d_queue_length 0",
        "oneclick3d_running 0",
        "oneclick3d_worker_ready 1",
        "oneclick3d_worker_restarts_total 0",
        "oneclick3d_run_seconds_count 2",
    ] {
        assert!(metrics.lines().any(|found| found == line), "{line} is not in\n{metrics}");
    }
}

#[test]
fn events_tell_of_a_run_while_it_goes_on() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "slow@isosurface:33");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let id = client.create(&photos::cut_out(64), &[("resolution", "33")]);
    let mut events = client.events(&id);
    let reached = events.by_ref().find(|event| event["stage"] == "isosurface").expect("the stage that is slow");
    assert_eq!(reached["state"], "RUNNING");
    let fraction = reached["fraction"].as_f64().expect("a number");
    assert!(fraction > 0.0 && fraction < 1.0, "{fraction}");
    let seen = client.generation(&id);
    assert_eq!(seen["progress"]["stage"], "isosurface", "{seen}");
    assert_eq!(client.get(&format!("/v1/generations/{id}/model.glb")).status, 409);
    assert_eq!(client.credits(), (50, 10));

    let canceled = client.cancel(&id);
    assert_eq!((canceled.status, canceled.json()["state"].as_str()), (200, Some("CANCELED")));
    let rest: Vec<Value> = events.collect();
    assert_eq!(rest.last().map(|event| &event["state"]), Some(&json!("CANCELED")), "{rest:?}");
    assert_eq!(client.credits(), (60, 0));
    client.get(&format!("/v1/generations/{id}/model.glb")).problem(404, "no_artifact");
}

#[test]
fn a_client_that_goes_away_leaves_its_generation_running_to_its_end() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let (content_type, body) = multipart(&photos::cut_out(64), &[("resolution", "64")]);
    let address = client.base.strip_prefix("http://").expect("a URL");
    let mut connection = TcpStream::connect(address).expect("a connection");
    let head = format!(
        "POST /v1/generations HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nPrefer: wait=60\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        client.key,
        body.len()
    );
    connection.write_all(head.as_bytes()).expect("write");
    connection.write_all(&body).expect("write");
    // Gone once it is there, without reading a byte of the answer.
    let listed = || client.json("/v1/generations")["data"].as_array().expect("a list").clone();
    wait_until("it is in the history", || !listed().is_empty());
    drop(connection);
    let id = listed()[0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(client.wait_for_end(&id)["state"], "SUCCEEDED");
    assert_eq!(client.credits(), (50, 0));
}

fn time_of(value: &Value) -> OffsetDateTime {
    OffsetDateTime::parse(value.as_str().expect("a time"), &Rfc3339).expect("RFC 3339")
}
