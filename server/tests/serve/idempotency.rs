//! `Idempotency-Key`: sent again, charged once.

use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
};

use serde_json::json;
use tempfile::tempdir;

use crate::{
    client::multipart,
    photos,
    server::{Server, account, audit, operate, wait_until},
};

#[test]
fn the_same_request_gives_the_first_generation_as_it_stands_now() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let photo = photos::cut_out(64);
    let key = [("idempotency-key", "order-1")];
    let first = client.post(&photo, &[("resolution", "16")], &key);
    assert_eq!((first.status, first.header("idempotent-replayed")), (202, ""));
    let id = first.json()["id"].as_str().expect("an id").to_owned();
    client.wait(&id, &["SUCCEEDED"]);

    let again = client.post(&photo, &[("resolution", "16")], &key);
    assert_eq!((again.status, again.header("idempotent-replayed")), (202, "true"));
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(again.json()["id"], id.as_str());
    assert_eq!(again.json()["state"], "SUCCEEDED");
    assert_eq!(client.credits(), (50, 0));

    client.post(&photo, &[("resolution", "17")], &key).problem(422, "idempotency_key_reused");
    client.post(&photos::cut_out(65), &[("resolution", "16")], &key).problem(422, "idempotency_key_reused");
    client.post(&photo, &[], &[("idempotency-key", &"x".repeat(256))]).problem(422, "invalid_idempotency_key");

    // The key belongs to its account.
    let other = server.client(&account(data.path(), "b@example.com", 60));
    let others = other.post(&photo, &[("resolution", "16")], &key);
    assert_eq!(others.status, 202);
    assert_ne!(others.json()["id"], id.as_str());
}

#[test]
fn a_refused_request_leaves_its_key_unused() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 0));
    let photo = photos::cut_out(64);
    let key = [("idempotency-key", "order-1")];
    client.post(&photo, &[("resolution", "9")], &key).problem(422, "invalid_option");
    client.post(&photo, &[("resolution", "16")], &key).problem(402, "insufficient_credits");
    let accounts = operate(data.path(), &["account", "list"]);
    let account = accounts["data"][0]["id"].as_str().expect("an id").to_owned();
    operate(data.path(), &["credits", "grant", &account, "10", "--reason", "a test"]);
    let accepted = client.post(&photo, &[("resolution", "16")], &key);
    assert_eq!((accepted.status, accepted.header("idempotent-replayed")), (202, ""));
}

#[test]
fn while_the_first_request_is_being_sent_a_second_one_is_a_conflict() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let photo = photos::cut_out(64);
    let (content_type, body) = multipart(&photo, &[("resolution", "16")]);
    let address = client.base.strip_prefix("http://").expect("a URL");
    let mut first = TcpStream::connect(address).expect("a connection");
    let head = format!(
        "POST /v1/generations HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nIdempotency-Key: slow\r\n\
         Connection: close\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        client.key,
        body.len()
    );
    let (start, rest) = body.split_at(body.len() / 2);
    first.write_all(head.as_bytes()).expect("write");
    first.write_all(start).expect("write");

    // 422 until the server has read the first head: this body is wrong, and so leaves the key unused.
    let key = [("idempotency-key", "slow"), ("content-type", "application/json")];
    let conflict = || client.send("POST", "/v1/generations", &key, b"{}");
    wait_until("a conflict", || conflict().status == 409);
    let reply = conflict();
    reply.problem(409, "idempotency_key_in_flight");
    assert_eq!(reply.header("retry-after"), "1");

    first.write_all(rest).expect("write");
    let mut answer = String::new();
    first.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
    let again = client.post(&photo, &[("resolution", "16")], &[("idempotency-key", "slow")]);
    assert_eq!((again.status, again.header("idempotent-replayed")), (202, "true"));
    assert!(answer.contains(again.json()["id"].as_str().expect("an id")), "{answer}");
}

/// Policy P2: the connection breaks after the request was sent and before its answer was read.
#[test]
fn a_client_that_retries_after_a_dropped_connection_is_charged_once() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let photo = photos::cut_out(64);
    let (content_type, body) = multipart(&photo, &[("resolution", "16")]);
    let address = client.base.strip_prefix("http://").expect("a URL");
    let mut connection = TcpStream::connect(address).expect("a connection");
    let head = format!(
        "POST /v1/generations HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nIdempotency-Key: order-1\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        client.key,
        body.len()
    );
    connection.write_all(head.as_bytes()).expect("write");
    connection.write_all(&body).expect("write");
    let listed = || client.json("/v1/generations")["data"].as_array().expect("a list").clone();
    wait_until("the first request is in the history", || !listed().is_empty());
    drop(connection);

    let again = client.post(&photo, &[("resolution", "16")], &[("idempotency-key", "order-1")]);
    assert_eq!((again.status, again.header("idempotent-replayed")), (202, "true"));
    assert_eq!(listed().len(), 1);
    client.wait(again.json()["id"].as_str().expect("an id"), &["SUCCEEDED"]);
    assert_eq!(client.credits(), (50, 0));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn many_at_once_with_one_key_are_charged_once() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 100));
    let photo = photos::cut_out(64);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                loop {
                    let reply = client.post(&photo, &[("resolution", "16")], &[("idempotency-key", "once")]);
                    match reply.status {
                        202 => return,
                        409 => thread::yield_now(),
                        other => panic!("{other}: {}", String::from_utf8_lossy(&reply.body)),
                    }
                }
            });
        }
    });
    let all = client.json("/v1/generations")["data"].as_array().expect("a list").clone();
    assert_eq!(all.len(), 1);
    client.wait(all[0]["id"].as_str().expect("an id"), &["SUCCEEDED"]);
    assert_eq!(client.credits(), (90, 0));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}
