//! What is refused, in words that say what to do, and what it costs: nothing.

use serde_json::json;
use tempfile::tempdir;

use crate::{
    client::{Client, Fields},
    photos,
    server::{Server, account, audit},
};

/// Refused before anything is held.
#[track_caller]
fn refused(client: &Client, image: &[u8], fields: Fields<'_>, code: &str, says: &str) {
    let detail = client.post(image, fields, &[]).problem(422, code);
    assert!(detail.contains(says), "{detail}");
}

/// Accepted, failed, and given back.
#[track_caller]
fn given_back(client: &Client, image: &[u8], says: &str) {
    let id = client.create(image, &[("resolution", "32")]);
    let generation = client.wait_for_end(&id);
    assert_eq!(generation["state"], "FAILED", "{generation}");
    assert_eq!(generation["fault"]["kind"], "file_processing", "{generation}");
    let message = generation["fault"]["message"].as_str().expect("a message");
    assert!(message.contains(says), "{message}");
    assert_eq!(client.credits(), (60, 0));
}

#[test]
fn pictures_that_cannot_be_used_cost_nothing() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let good = photos::cut_out(64);

    refused(&client, b"", &[], "invalid_image", "empty");
    refused(&client, b"hello, I am a picture", &[], "invalid_image", "not an image");
    refused(&client, &good[..20], &[], "invalid_image", "decoded");
    refused(&client, &photos::declaring(60_000), &[], "invalid_image", "60000 x 60000");
    refused(&client, &photos::one_pixel(), &[], "invalid_image", "1 x 1");
    given_back(&client, &good[..good.len() / 2], "decoded");
    given_back(&client, &photos::transparent(), "nothing is left");
    assert_eq!(client.credits(), (60, 0));

    let id = client.create(&photos::deep(), &[("resolution", "16")]);
    assert_eq!(client.wait_for_end(&id)["state"], "SUCCEEDED", "sixteen bits a channel are a good picture");
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn options_that_cannot_be_used_are_named() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let good = photos::cut_out(64);
    for (name, value, code) in [
        ("resolution", "15", "invalid_option"),
        ("resolution", "1025", "invalid_option"),
        ("resolution", "fine", "invalid_option"),
        ("foreground_ratio", "0", "invalid_option"),
        ("foreground-ratio", "1.5", "invalid_option"),
        ("foreground_ratio", "NaN", "invalid_option"),
        ("keep_background", "perhaps", "invalid_option"),
        ("model", "dreamer", "invalid_option"),
        ("mask", "not a picture", "invalid_image"),
        ("texture", "4096", "unknown_field"),
    ] {
        let detail = client.post(&good, &[(name, value)], &[]).problem(422, code);
        assert!(detail.replace('_', "-").contains(&name.replace('_', "-")), "{name}={value}: {detail}");
    }
    refused(&client, &good, &[("resolution", "32"), ("resolution", "64")], "repeated_field", "resolution");

    let send = |content_type: &str, body: &[u8]| {
        client.send("POST", "/v1/generations", &[("content-type", content_type)], body)
    };
    send("application/json", b"{}").problem(422, "missing_image");
    send("application/json", b"{\"image\": ").problem(422, "malformed_body");
    send("multipart/form-data; boundary=x", b"nonsense").problem(422, "malformed_body");
    for media_type in ["image/png", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        send(media_type, &good).problem(415, "unsupported_media_type");
    }
    assert_eq!(client.credits(), (60, 0));
    assert_eq!(client.json("/v1/generations")["data"], json!([]));
}

#[test]
fn a_body_over_the_limit_is_answered_even_though_it_is_not_read() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let too_long = vec![b'x'; (32 << 20) + 1];
    client.post(&too_long, &[], &[]).problem(413, "body_too_large");
    // A wrong key is heard as well, however much comes with it.
    let wrong = [("authorization", "Bearer nonsense"), ("content-type", "application/json")];
    client.send("POST", "/v1/generations", &wrong, &too_long).problem(401, "wrong_key");
    assert_eq!(client.credits(), (60, 0));
}

#[test]
fn without_credits_nothing_is_created() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 15));
    let photo = photos::cut_out(64);
    let first = client.create(&photo, &[("resolution", "16")]);
    let detail = client.post(&photo, &[("resolution", "16")], &[]).problem(402, "insufficient_credits");
    assert!(detail.contains("10") && detail.contains('5'), "{detail}");
    client.wait(&first, &["SUCCEEDED"]);
    assert_eq!(client.credits(), (5, 0));
    assert_eq!(client.json("/v1/generations")["data"].as_array().map(Vec::len), Some(1));
    let uploads = std::fs::read_dir(data.path().join("uploads")).expect("a directory").count();
    assert_eq!(uploads, 0, "uploads of what ended or was refused stay");
}
