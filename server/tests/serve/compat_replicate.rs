//! The APIs of cog and Replicate: predictions, made at once or waited for, listed, streamed and canceled.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use tempfile::tempdir;

use crate::{
    client::{Client, Reply, multipart_file},
    photos,
    server::{Server, account, audit, wait_until},
};

const MODEL: &str = "/v1/models/oneclick3d/silhouette";

fn input(resolution: u32) -> Value {
    let photo = format!("data:image/png;base64,{}", STANDARD.encode(photos::cut_out(64)));
    json!({"image": photo, "resolution": resolution})
}

fn post(client: &Client, path: &str, body: &Value, headers: &[(&str, &str)]) -> Reply {
    let mut all = vec![("content-type", "application/json")];
    all.extend(headers);
    client.send("POST", path, &all, body.to_string().as_bytes())
}

#[track_caller]
fn create(client: &Client, resolution: u32) -> String {
    let reply = post(client, &format!("{MODEL}/predictions"), &json!({"input": input(resolution)}), &[]);
    assert_eq!(reply.status, 201, "{}", reply.json());
    reply.json()["id"].as_str().expect("an id").to_owned()
}

fn get(client: &Client, id: &str) -> Value {
    client.json(&format!("/v1/predictions/{id}"))
}

#[track_caller]
fn wait(client: &Client, id: &str, status: &str) -> Value {
    wait_until(status, || get(client, id)["status"] == status);
    get(client, id)
}

#[test]
fn predictions_are_made_by_model_by_version_and_as_cog_does_each_for_ten_credits() {
    let data = tempdir().expect("a directory");
    let server = Server::start_reachable(data.path(), "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let by_model = format!("{MODEL}/predictions");
    let plain = json!({"input": input(32)});
    let version = json!({"version": "oneclick3d/silhouette:silhouette", "input": input(32), "stream": true});
    let mut credits = 60;
    for (path, body, prefer, status) in [
        (by_model.as_str(), &plain, "wait", 201),
        (by_model.as_str(), &plain, "", 201),
        ("/v1/predictions", &version, "wait=60", 201),
        ("/predictions", &plain, "", 200),
        ("/predictions", &plain, "respond-async", 202),
    ] {
        let reply = post(&client, path, body, &[("prefer", prefer)]);
        let said = reply.json();
        assert_eq!(reply.status, status, "{said}");
        let id = said["id"].as_str().expect("an id");
        assert_eq!(reply.header("location"), format!("/v1/predictions/{id}"));
        let waited = prefer.starts_with("wait") || status == 200;
        // Not 'processing', which Replicate's client takes for an end.
        assert_eq!(said["status"], if waited { "succeeded" } else { "starting" }, "{path} {prefer}: {said}");
        let done = wait(&client, id, "succeeded");
        credits -= 10;
        assert_eq!(client.credits(), (credits, 0));
        assert_eq!((&done["model"], &done["version"]), (&json!("oneclick3d/silhouette"), &json!("silhouette")));
        assert_eq!(done["input"], json!({"resolution": 32, "foreground_ratio": 0.85, "keep_background": false}));
        assert_eq!((&done["error"], &client.generation(id)["state"]), (&Value::Null, &json!("SUCCEEDED")));
        assert!(done["metrics"]["predict_time"].as_f64().is_some_and(|time| time > 0.0), "{done}");
        assert!(done["logs"].as_str().is_some_and(|logs| logs.ends_with("100/100")), "{done}");
        assert_eq!(done["urls"]["get"], format!("{}/v1/predictions/{id}", client.base));
        assert_eq!(client.json(&format!("/predictions/{id}"))["id"], id);
        let url = done["output"]["glb"].as_str().expect("a URL").strip_prefix(&client.base).expect("ours");
        let file = client.send("GET", url, &[("authorization", "")], &[]);
        assert!(file.status == 200 && file.body.starts_with(b"glTF"), "{done}");
    }
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn a_prediction_sent_twice_under_one_key_is_made_once() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let send = |resolution| {
        post(&client, "/predictions", &json!({"input": input(resolution)}), &[("idempotency-key", "once")])
    };
    let (first, second) = (send(16), send(16));
    assert_eq!((second.status, second.header("idempotent-replayed")), (200, "true"));
    assert_eq!(first.json()["id"], second.json()["id"]);
    send(17).problem(422, "idempotency_key_reused");
    assert_eq!(client.credits(), (50, 0));
}

/// Policy P2, P3 and P4.
#[test]
fn a_failed_prediction_costs_nothing_and_one_without_credits_is_not_made() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "error@model:33");
    let client = server.client(&account(data.path(), "a@example.com", 15));
    let failed = post(&client, "/predictions", &json!({"input": input(33)}), &[]).json();
    assert_eq!((&failed["status"], &failed["output"]), (&json!("failed"), &Value::Null));
    assert!(failed["error"].as_str().is_some_and(|error| error.contains("injected")), "{failed}");
    assert_eq!(client.credits(), (15, 0));
    create(&client, 16);
    post(&client, "/predictions", &json!({"input": input(16)}), &[]).problem(402, "insufficient_credits");
    assert_eq!(client.history().len(), 2);
}

#[test]
fn a_prediction_is_canceled_while_it_runs_and_what_has_ended_stays() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "slow@model:33");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let id = create(&client, 33);
    wait(&client, &id, "processing");
    let waited = post(&client, "/predictions", &json!({"input": input(16)}), &[("prefer", "wait=1")]);
    let waiting = waited.json();
    assert_eq!((waited.status, &waiting["status"]), (200, &json!("starting")), "{waiting}");
    for path in [format!("/v1/predictions/{id}/cancel"), format!("/predictions/{id}/cancel")] {
        let canceled = client.send("POST", &path, &[], &[]);
        assert_eq!((canceled.status, &canceled.json()["status"]), (200, &json!("canceled")));
    }
    let other = waiting["id"].as_str().expect("an id");
    wait(&client, other, "succeeded");
    let late = client.send("POST", &format!("/v1/predictions/{other}/cancel"), &[], &[]);
    assert_eq!((late.status, &late.json()["status"]), (200, &json!("succeeded")));
    assert_eq!(client.credits(), (50, 0));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn a_stream_that_is_asked_for_again_tells_nothing_twice() {
    let data = tempdir().expect("a directory");
    let server = Server::start_reachable(data.path(), "slow@model:33");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let stream = |id: &str, last: &str| client.stream(&format!("/v1/predictions/{id}/stream"), last);
    let nothing_more = |id: &str, last: &str| {
        let path = format!("/v1/predictions/{id}/stream");
        assert_eq!(client.send("GET", &path, &[("last-event-id", last)], &[]).status, 204);
    };

    let done = create(&client, 16);
    let told: Vec<_> = stream(&done, "").collect();
    let [.., output, end] = &told[..] else { panic!("{told:?}") };
    assert_eq!((output.name.as_str(), end.name.as_str()), ("output", "done"), "{told:?}");
    assert!((1..told.len()).all(|last| told[..last].iter().all(|before| before.id != told[last].id)), "{told:?}");
    assert_eq!(stream(&done, &output.id).collect::<Vec<_>>().as_slice(), std::slice::from_ref(end));
    nothing_more(&done, &end.id);

    let slow = create(&client, 33);
    wait_until("the model's stage begins", || client.generation(&slow)["progress"]["stage"] == "model");
    let logs = stream(&slow, "").next().expect("where it stands");
    assert!(logs.name == "logs" && logs.data.contains("model"), "{logs:?}");
    let mut again = stream(&slow, &logs.id);
    assert_eq!(client.cancel(&slow).status, 200);
    let end = again.next().expect("the end");
    assert_eq!((end.name.as_str(), end.data.as_str(), again.next()), ("done", r#"{"reason":"canceled"}"#, None));
    nothing_more(&slow, &end.id);
}

#[test]
fn predictions_are_their_accounts_alone_and_listed_in_pages() {
    let data = tempdir().expect("a directory");
    let server = Server::start_reachable(data.path(), "");
    let owner = server.client(&account(data.path(), "a@example.com", 2000));
    let other = server.client(&account(data.path(), "b@example.com", 60));
    let mut ids: Vec<String> = Vec::new();
    for _ in 0..101 {
        let id = create(&owner, 16);
        wait(&owner, &id, "succeeded");
        ids.push(id);
    }
    ids.reverse();
    let mut seen: Vec<String> = Vec::new();
    let mut next = Some(format!("{}/v1/predictions", owner.base));
    while let Some(url) = next {
        let page = owner.json(url.strip_prefix(&owner.base).expect("ours"));
        let results = page["results"].as_array().expect("a list");
        seen.extend(results.iter().map(|prediction| prediction["id"].as_str().expect("an id").to_owned()));
        next = page["next"].as_str().map(str::to_owned);
    }
    assert_eq!(seen, ids);
    let id = &ids[0];
    for (method, path) in [("GET", ""), ("GET", "/stream"), ("POST", "/cancel")] {
        other.send(method, &format!("/v1/predictions/{id}{path}"), &[], &[]).problem(404, "generation_not_found");
    }
    assert_eq!(other.json("/v1/predictions"), json!({"previous": null, "next": null, "results": []}));
    other.get(&format!("/v1/predictions?cursor={id}")).problem(422, "invalid_parameter");
    owner.get("/v1/predictions?created_after=2020").problem(422, "invalid_parameter");
}

#[test]
fn what_cannot_be_honoured_is_refused_by_name() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let asked = |path: &str, body: Value, headers: &[(&str, &str)]| post(&client, path, &body, headers);
    for field in ["webhook_completed", "output_file_prefix"] {
        let refused = asked("/predictions", json!({"input": input(16), field: "https://example.com"}), &[]);
        assert!(refused.problem(422, "field_not_honoured").contains(field), "{field}");
    }
    let refused = asked("/predictions", json!({"input": input(16)}), &[("cancel-after", "5m")]);
    assert!(refused.problem(422, "field_not_honoured").contains("Cancel-After"));
    let fetched = asked("/predictions", json!({"input": {"image": "http://example.com/a.png"}}), &[]);
    assert!(fetched.problem(422, "url_not_fetched").contains("image is a URL"));
    asked("/predictions", json!({"input": {"image": input(16)["image"], "seed": 3}}), &[])
        .problem(422, "unknown_field");
    asked("/v1/predictions", json!({"version": "5c7d5dc6", "input": input(16)}), &[]).problem(422, "invalid_option");
    asked("/v1/models/tencent/hunyuan3d-2/predictions", json!({"input": input(16)}), &[])
        .problem(404, "model_not_found");
    client
        .send("POST", "/predictions", &[("authorization", ""), ("content-type", "application/json")], b"{}")
        .problem(401, "missing_key");
    assert_eq!(client.history(), Vec::<Value>::new());
}

#[test]
fn a_file_sent_twice_under_one_key_is_one_and_its_accounts_alone() {
    let data = tempdir().expect("a directory");
    let server = Server::start_reachable(data.path(), "");
    let owner = server.client(&account(data.path(), "a@example.com", 60));
    let other = server.client(&account(data.path(), "b@example.com", 60));
    let send = |client: &Client, size: u32, key: &str| {
        let (content_type, body) = multipart_file("content", &photos::cut_out(size), &[]);
        client.send("POST", "/v1/files", &[("content-type", &content_type), ("idempotency-key", key)], &body)
    };
    let first = send(&owner, 64, "once");
    assert_eq!((first.status, first.header("idempotent-replayed")), (201, ""));
    let again = send(&owner, 64, "once");
    assert_eq!((again.status, again.header("idempotent-replayed")), (201, "true"));
    assert_eq!(again.json(), first.json());
    send(&owner, 65, "once").problem(422, "idempotency_key_reused");
    send(&owner, 64, &"x".repeat(256)).problem(422, "invalid_idempotency_key");
    let ids = [&send(&owner, 64, "twice"), &send(&owner, 64, ""), &send(&other, 64, "once"), &first]
        .map(|made| made.json()["id"].as_str().expect("an id").to_owned());
    assert!((1..ids.len()).all(|last| !ids[..last].contains(&ids[last])), "{ids:?}");

    let url = first.json()["urls"]["get"].as_str().expect("a URL").to_owned();
    let path = url.strip_prefix(&owner.base).expect("ours");
    assert_eq!(owner.json(path), first.json());
    let stranger = [other.get(path), other.send("DELETE", path, &[], &[]), other.get("/v1/files/nonsense")];
    stranger.iter().for_each(|refused| drop(refused.problem(404, "file_not_found")));
    let predict = || post(&owner, "/predictions", &json!({"input": {"image": url, "resolution": 16}}), &[]);
    assert_eq!(predict().json()["status"], "succeeded");

    assert_eq!(owner.send("DELETE", path, &[], &[]).status, 204);
    owner.get(path).problem(404, "file_not_found");
    predict().problem(422, "file_not_found");
    // The key is free again with its file.
    assert_eq!(send(&owner, 65, "once").status, 201);
}

#[test]
fn models_are_described_to_everybody() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let anybody = server.client("");
    let get = |path: &str| anybody.send("GET", path, &[("authorization", "")], &[]);
    let listed = get("/v1/models").json();
    let model = get(MODEL).json();
    assert_eq!(listed["results"][0], model);
    assert_eq!((&model["owner"], &model["name"]), (&json!("oneclick3d"), &json!("silhouette")));
    let version = get(&format!("{MODEL}/versions/silhouette")).json();
    assert_eq!(
        (&model["latest_version"], &get(&format!("{MODEL}/versions")).json()["results"][0]),
        (&version, &version)
    );
    assert!(version["openapi_schema"]["components"]["schemas"]["Input"]["properties"]["image"].is_object());
    get("/v1/models/oneclick3d/other").problem(404, "model_not_found");
    get(&format!("{MODEL}/versions/other")).problem(404, "version_not_found");
}
