//! Stability's API: one request, one GLB, and errors in its shape.

use std::{io::Write as _, net::TcpStream, thread};

use rustix::process::Signal;
use serde_json::{Value, json};
use tempfile::tempdir;

use crate::{
    client::{Client, Fields, Reply, multipart},
    photos,
    server::{Server, account, audit, wait_until},
    signups::set_terminated,
};

const PATH: &str = "/v2beta/3d/stable-fast-3d";

fn post(client: &Client, image: &[u8], fields: Fields<'_>, headers: &[(&str, &str)]) -> Reply {
    let (content_type, body) = multipart(image, fields);
    let mut all = vec![("content-type", content_type.as_str())];
    all.extend(headers);
    client.send("POST", PATH, &all, &body)
}

/// Checks that this is an error in Stability's shape; what it says.
#[track_caller]
fn refused(reply: &Reply, status: u16, name: &str) -> String {
    let text = String::from_utf8_lossy(&reply.body);
    assert_eq!((reply.status, reply.header("content-type")), (status, "application/json"), "{text}");
    let error = reply.json();
    assert_eq!(error["name"], name, "{text}");
    assert_eq!(error["id"].as_str().map(str::len), Some(32), "{text}");
    assert!(error["contact"].as_str().is_some_and(|contact| contact.contains('@')), "policy P14: {text}");
    assert_eq!(error["errors"].as_array().map(Vec::len), Some(1), "{text}");
    error["errors"][0].as_str().expect("text").to_owned()
}

#[test]
fn one_request_gives_one_glb_for_ten_credits() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 25));
    assert_eq!(client.json("/v1/user/balance"), json!({"credits": 25}));
    let taken = [("foreground_ratio", "0.9"), ("remesh", "none"), ("vertex_count", "-1")];
    let reply = post(&client, &photos::cut_out(64), &taken, &[("idempotency-key", "a")]);
    assert_eq!((reply.status, reply.header("content-type")), (200, "model/gltf-binary"));
    assert!(reply.body.starts_with(b"glTF"));
    assert_eq!(client.json("/v1/user/balance"), json!({"credits": 15}));

    // The same file as in the history, where it counts as delivered (policy P12).
    let [generation] = &client.history()[..] else { panic!("{:?}", client.history()) };
    assert_eq!((&generation["state"], &generation["credits"]), (&json!("SUCCEEDED"), &json!(10)));
    let native = client.get(generation["artifacts"]["glb"].as_str().expect("a URL"));
    assert_eq!(reply.header("content-location"), generation["artifacts"]["glb"]);
    assert_eq!(native.body, reply.body);

    let again = post(&client, &photos::cut_out(64), &taken, &[("idempotency-key", "a")]);
    assert_eq!((again.status, again.header("idempotent-replayed")), (200, "true"));
    assert_eq!(again.body, reply.body);
    assert_eq!(client.json("/v1/user/balance"), json!({"credits": 15}), "charged once");

    assert_eq!(post(&client, &photos::cut_out(64), &[], &[]).status, 200);
    let poor = post(&client, &photos::cut_out(64), &[], &[]);
    assert!(refused(&poor, 402, "payment_required").contains('5'), "policy P2");
    assert_eq!(client.history().len(), 2, "nothing is created without credits");
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn what_is_wrong_is_said_in_their_shape_and_costs_nothing() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let photo = photos::cut_out(64);
    for (field, value) in [
        ("texture_resolution", "1024"),
        ("remesh", "quad"),
        ("vertex_count", "2000"),
        ("foreground_ratio", "1.5"),
        ("seed", "1"),
    ] {
        let error = refused(&post(&client, &photo, &[(field, value)], &[]), 400, "bad_request");
        // The engine spells its options as on the command line.
        assert!(error.replace('-', "_").contains(field), "{field}: {error}");
    }
    refused(&post(&client, b"no picture", &[], &[]), 422, "unprocessable_entity");
    refused(&post(&client, &photo, &[], &[("authorization", "")]), 401, "unauthorized");
    refused(&post(&client, &photo, &[], &[("authorization", "Bearer wrong")]), 401, "unauthorized");
    refused(&client.send("GET", "/v1/user/balance", &[("authorization", "")], &[]), 401, "unauthorized");
    refused(&client.send("POST", PATH, &[("content-type", "application/json")], b"{}"), 400, "bad_request");
    refused(
        &client.send("POST", PATH, &[("content-type", "multipart/form-data; boundary=x")], &vec![0; 33 << 20]),
        413,
        "payload_too_large",
    );
    refused(&client.get(PATH), 405, "method_not_allowed");
    refused(&client.get("/v2beta/3d/other"), 404, "not_found");
    assert_eq!(client.history(), Vec::<Value>::new());
    assert_eq!(client.credits(), (60, 0));

    set_terminated(data.path(), "a@example.com", true);
    refused(&post(&client, &photo, &[], &[]), 403, "forbidden");
}

/// Policy P3 and P4.
#[test]
fn a_run_that_fails_is_an_error_that_says_so_and_its_credits_are_back() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "error@model");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let error = refused(&post(&client, &photos::cut_out(64), &[], &[]), 500, "internal_error");
    assert_eq!(client.json("/v1/user/balance"), json!({"credits": 60}));
    let history = client.history();
    let id = history[0]["id"].as_str().expect("an id");
    assert_eq!(history[0]["state"], "FAILED");
    assert!(
        error.contains(id) && error.contains("processing_error") && error.contains("10 credits are back"),
        "{error}"
    );

    // Decodes, and shows nothing: the image's fault, not the server's.
    let error = refused(&post(&client, &photos::transparent(), &[], &[]), 422, "unprocessable_entity");
    assert!(error.contains("file_processing"), "{error}");
    assert_eq!(client.credits(), (60, 0));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn a_client_that_hangs_up_finds_its_model_in_the_history() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let (content_type, body) = multipart(&photos::cut_out(64), &[]);
    let address = client.base.strip_prefix("http://").expect("a URL");
    let mut connection = TcpStream::connect(address).expect("a connection");
    let head = format!(
        "POST {PATH} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nContent-Type: {content_type}\r\n\
         Content-Length: {}\r\n\r\n",
        client.key,
        body.len()
    );
    connection.write_all(head.as_bytes()).expect("write");
    connection.write_all(&body).expect("write");
    wait_until("it is in the history", || !client.history().is_empty());
    drop(connection);
    let id = client.history()[0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(client.wait_for_end(&id)["state"], "SUCCEEDED");
    assert_eq!(client.credits(), (50, 0));
}

#[test]
fn a_run_that_its_owner_cancels_and_one_that_a_restart_delays_are_answered() {
    let data = tempdir().expect("a directory");
    let mut server = Server::start(data.path(), &["--drain-timeout", "1"], "slow@model");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let request = || {
        let client = client.clone();
        thread::spawn(move || post(&client, &photos::cut_out(64), &[], &[]))
    };
    let running = |count| {
        wait_until("it is there", || client.history().len() == count);
        client.history()[0]["id"].as_str().expect("an id").to_owned()
    };
    let first = request();
    let id = running(1);
    client.wait(&id, &["RUNNING"]);
    assert_eq!(client.cancel(&id).status, 200);
    refused(&first.join().expect("answered"), 409, "generation_canceled");
    assert_eq!(client.credits(), (60, 0));

    let second = request();
    client.wait(&running(2), &["RUNNING"]);
    let third = request();
    let queued = running(3);
    server.signal(Signal::TERM);
    let error = refused(&third.join().expect("answered"), 503, "draining");
    assert!(error.contains(&queued), "{error}");
    let error = refused(&second.join().expect("answered"), 500, "internal_error");
    assert!(error.contains("credits are back"), "{error}");
    server.wait();
}
