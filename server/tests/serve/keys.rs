//! API keys in their owner's hands.

use std::{thread, time::Duration};

use serde_json::{Value, json};
use tempfile::tempdir;

use crate::{
    client::{Client, Reply},
    letters::Letters,
    server::{Server, account, operate, wait_until},
};

fn post(client: &Client, path: &str, body: &Value) -> Reply {
    client.send("POST", path, &[("content-type", "application/json")], body.to_string().as_bytes())
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}")).to_owned()
}

#[test]
fn keys_are_made_named_listed_and_revoked_by_their_account() {
    let data = tempdir().expect("a directory");
    let first = account(data.path(), "alice@example.com", 60);
    let server = Server::start_unready(data.path(), &[], "");
    let client = server.client(&first);

    let made = post(&client, "/v1/keys", &json!({ "name": " Büro " }));
    assert_eq!((made.status, made.header("cache-control")), (201, "no-store"));
    let made = made.json();
    assert_eq!(
        (&made["name"], &made["revoked_at"], &made["last_used_at"]),
        (&"Büro".into(), &Value::Null, &Value::Null)
    );
    let second = server.client(&text(&made, "key"));
    assert_eq!(second.credits(), (60, 0));

    let list = |client: &Client| client.json("/v1/keys")["data"].as_array().expect("a list").clone();
    wait_until("the use is noted", || list(&client).iter().all(|key| key["last_used_at"].is_string()));
    let keys = list(&client);
    assert_eq!(keys.iter().map(|key| &key["name"]).collect::<Vec<_>>(), [&json!("Büro"), &Value::Null]);
    assert!(keys.iter().all(|key| key.get("key").is_none()), "a key is shown once: {keys:?}");
    assert_eq!(keys[0]["id"], made["id"]);
    let noted = keys[0]["last_used_at"].clone();
    second.credits();
    assert_eq!(list(&client)[0]["last_used_at"], noted, "a use within the hour costs no write");

    // A key may end itself; the answer still comes.
    let own = format!("/v1/keys/{}", text(&made, "id"));
    let revoked = second.send("DELETE", &own, &[], &[]);
    assert_eq!(revoked.status, 200);
    assert!(revoked.json()["revoked_at"].is_string());
    second.get("/v1/credits").problem(401, "wrong_key");
    assert_eq!(client.send("DELETE", &own, &[], &[]).json(), revoked.json(), "again is no mistake");

    // Pages, latest first.
    for name in ["b", "c"] {
        assert_eq!(post(&client, "/v1/keys", &json!({ "name": name })).status, 201);
    }
    let page = client.json("/v1/keys?limit=3");
    let rest = client.json(&format!("/v1/keys?limit=3&cursor={}", text(&page, "next")));
    let ids =
        |page: &Value| page["data"].as_array().expect("a list").iter().map(|key| text(key, "id")).collect::<Vec<_>>();
    assert_eq!((ids(&page).len(), ids(&rest).len(), &rest["next"]), (3, 1, &Value::Null));
    assert!(text(&page["data"][0], "name") == "c" && !ids(&page).contains(&ids(&rest)[0]));
    client.get("/v1/keys?cursor=key_of_nobody").problem(422, "invalid");
}

#[test]
fn a_rotated_key_works_for_the_grace_that_was_asked_for_and_no_longer() {
    let data = tempdir().expect("a directory");
    let first = account(data.path(), "alice@example.com", 60);
    let server = Server::start_unready(data.path(), &[], "");
    let client = server.client(&first);
    let made = post(&client, "/v1/keys", &json!({ "name": "printer" })).json();
    let printer = server.client(&text(&made, "key"));

    let path = |key: &Value| format!("/v1/keys/{}/rotate", text(key, "id"));
    let rotated = post(&printer, &path(&made), &json!({ "grace_s": 2 }));
    assert_eq!(rotated.status, 201);
    let rotated = rotated.json();
    assert_eq!((&rotated["name"], &rotated["replaces"]["id"]), (&"printer".into(), &made["id"]));
    let successor = server.client(&text(&rotated, "key"));
    assert_eq!((printer.credits(), successor.credits()), ((60, 0), (60, 0)), "both work during the grace");
    post(&successor, &path(&made), &json!({})).problem(409, "key_revoked");
    thread::sleep(Duration::from_millis(2100));
    printer.get("/v1/credits").problem(401, "wrong_key");

    // Without a grace the old one ends at once.
    let last = post(&successor, &path(&rotated), &json!({})).json();
    successor.get("/v1/credits").problem(401, "wrong_key");
    // A grace is cut short by revoking.
    let long = post(&client, &path(&last), &json!({ "grace_s": 86400 })).json();
    let old = server.client(&text(&last, "key"));
    assert_eq!(old.credits(), (60, 0));
    client.send("DELETE", &format!("/v1/keys/{}", text(&last, "id")), &[], &[]);
    old.get("/v1/credits").problem(401, "wrong_key");
    assert_eq!(server.client(&text(&long, "key")).credits(), (60, 0));
}

#[test]
fn another_accounts_key_does_not_exist() {
    let data = tempdir().expect("a directory");
    let (alice, bob) = (account(data.path(), "alice@example.com", 0), account(data.path(), "bob@example.com", 0));
    let server = Server::start_unready(data.path(), &[], "");
    let (alice, bob) = (server.client(&alice), server.client(&bob));
    let id = text(&bob.json("/v1/keys")["data"][0], "id");
    for id in [&id, "key_0000000000000000"] {
        let revoke = alice.send("DELETE", &format!("/v1/keys/{id}"), &[], &[]).problem(404, "key_not_found");
        let rotate = post(&alice, &format!("/v1/keys/{id}/rotate"), &json!({})).problem(404, "key_not_found");
        assert_eq!(revoke, rotate, "nothing tells the two apart");
    }
    alice.get(&format!("/v1/keys?cursor={id}")).problem(422, "invalid");
    assert_eq!(bob.json("/v1/keys")["data"][0]["revoked_at"], Value::Null);
    assert_eq!(alice.json("/v1/keys")["data"].as_array().map(Vec::len), Some(1));
}

#[test]
fn what_is_wrong_with_a_request_for_a_key_is_said() {
    let data = tempdir().expect("a directory");
    let key = account(data.path(), "alice@example.com", 0);
    let server = Server::start_unready(data.path(), &[], "");
    let client = server.client(&key);
    for name in ["", "  ", "a\nb", &"x".repeat(65)] {
        post(&client, "/v1/keys", &json!({ "name": name })).problem(422, "invalid");
    }
    post(&client, "/v1/keys", &json!({ "title": "x" })).problem(422, "invalid_json");
    let id = text(&client.json("/v1/keys")["data"][0], "id");
    let rotate = format!("/v1/keys/{id}/rotate");
    let said = post(&client, &rotate, &json!({ "grace_s": 31 * 86400 })).problem(422, "invalid");
    assert!(said.contains("30 days"), "{said}");
    post(&client, &rotate, &json!({ "grace_s": -1 })).problem(422, "invalid_json");
    let refused = client.send("PUT", "/v1/keys", &[], b"");
    refused.problem(405, "method_not_allowed");
    assert_eq!(refused.header("allow"), "GET, HEAD, POST");

    // As many as an account may have: then it can rotate, and revoke, and no more.
    for made in 1..100 {
        assert_eq!(post(&client, "/v1/keys", &json!({})).status, 201, "{made}");
    }
    post(&client, "/v1/keys", &json!({})).problem(409, "too_many_keys");
    let rotated = post(&client, &rotate, &json!({}));
    assert_eq!(rotated.status, 201);
    let client = server.client(&text(&rotated.json(), "key"));
    post(&client, "/v1/keys", &json!({})).problem(409, "too_many_keys");
    let last = text(&client.json("/v1/keys")["data"][1], "id");
    assert_eq!(client.send("DELETE", &format!("/v1/keys/{last}"), &[], &[]).status, 200);
    assert_eq!(post(&client, "/v1/keys", &json!({})).status, 201);
}

#[test]
fn operators_name_keys_too_and_see_their_last_use() {
    let data = tempdir().expect("a directory");
    let id = text(&operate(data.path(), &["account", "create", "alice@example.com"]), "account");
    let key = text(&operate(data.path(), &["key", "create", &id, "--name", "CI"]), "key");
    let server = Server::start_unready(data.path(), &[], "");
    assert_eq!(text(&server.client(&key).json("/v1/account"), "id"), id);
    let mut row = Value::Null;
    wait_until("the use is noted", || {
        row = operate(data.path(), &["key", "list", &id])["data"][0].clone();
        row["last_used_at"].is_string()
    });
    assert_eq!(row["name"], "CI");
}

#[test]
fn every_error_names_the_contact_p14() {
    let data = tempdir().expect("a directory");
    Letters::configure(data.path(), "[service]\ncontact = 'help@example.com'");
    let key = account(data.path(), "alice@example.com", 0);
    let server = Server::start_unready(data.path(), &[], "");
    let client = server.client(&key);
    let no_key = client.send("GET", "/v1/credits", &[("authorization", "")], &[]);
    let no_json = post(&client, "/v1/signups", &json!(7));
    for (reply, status) in [(client.get("/nowhere"), 404), (no_key, 401), (no_json, 422)] {
        assert_eq!((reply.status, &reply.json()["contact"]), (status, &"help@example.com".into()));
    }
}

#[test]
fn a_key_whose_answer_was_lost_is_not_made_twice() {
    let data = tempdir().expect("a directory");
    let server = Server::start_unready(data.path(), &[], "");
    let owner = server.client(&account(data.path(), "owner@example.com", 0));
    let ask = || {
        let headers = [("content-type", "application/json"), ("idempotency-key", "laptop")];
        owner.send("POST", "/v1/keys", &headers, br#"{"name":"laptop"}"#)
    };
    let made = ask();
    assert_eq!(made.status, 201);
    let id = made.json()["id"].as_str().expect("an id").to_owned();
    let again = ask().problem(409, "key_made_before");
    assert!(again.contains(&id), "{again}");
    assert_eq!(owner.json("/v1/keys")["data"].as_array().map(Vec::len), Some(2));
    let replaced = owner.send("POST", &format!("/v1/keys/{id}/rotate"), &[("content-type", "application/json")], b"{}");
    assert_eq!(replaced.status, 201, "{}", String::from_utf8_lossy(&replaced.body));
}

#[test]
fn a_rotation_whose_answer_was_lost_says_which_key_it_made_and_locks_nobody_out() {
    let data = tempdir().expect("a directory");
    let first = account(data.path(), "owner@example.com", 60);
    let server = Server::start_unready(data.path(), &[], "");
    let only = server.client(&first);
    let id = text(&only.json("/v1/keys")["data"][0], "id");
    let rotate = |id: &str| {
        let headers = [("content-type", "application/json"), ("idempotency-key", "autumn")];
        only.send("POST", &format!("/v1/keys/{id}/rotate"), &headers, br#"{"grace_s": 3600}"#)
    };
    let lost = rotate(&id);
    assert_eq!(lost.status, 201);
    let lost = text(&lost.json(), "id");
    let again = rotate(&id).problem(409, "key_made_before");
    assert!(again.contains(&format!("/v1/keys/{lost}/rotate")), "{again}");
    assert_eq!(only.json("/v1/keys")["data"].as_array().map(Vec::len), Some(2), "the second attempt made none");
    // The same Idempotency-Key for another key is another request.
    let found = rotate(&lost);
    assert_eq!(found.status, 201, "{}", String::from_utf8_lossy(&found.body));
    assert_eq!(server.client(&text(&found.json(), "key")).credits(), (60, 0));
}
