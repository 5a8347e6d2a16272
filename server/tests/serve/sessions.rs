//! Signing in to the web page: a cookie that scripts cannot read, and a token that pages of other sites cannot.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use tempfile::tempdir;

use crate::{
    client::{Client, Reply},
    letters::Letters,
    photos,
    server::{Server, account, operate},
    signups::set_terminated,
};

/// A browser that is signed in, or not.
struct Browser {
    client: Client,
    cookie: String,
    csrf_token: String,
}

impl Browser {
    fn sign_in(client: &Client, with: &Value) -> Browser {
        let headers = [("authorization", ""), ("content-type", "application/json")];
        let reply = client.send("POST", "/v1/session", &headers, with.to_string().as_bytes());
        assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
        assert_eq!(reply.header("cache-control"), "no-store");
        let (cookie, attributes) = reply.header("set-cookie").split_once("; ").expect("attributes");
        assert!(attributes.contains("HttpOnly") && attributes.contains("SameSite=Strict"), "{attributes}");
        let csrf_token = reply.json()["csrf_token"].as_str().expect("a token").to_owned();
        Browser { client: client.clone(), cookie: cookie.to_owned(), csrf_token }
    }

    fn get(&self, path: &str) -> Reply {
        self.client.send("GET", path, &[("authorization", ""), ("cookie", &self.cookie)], &[])
    }

    fn post(&self, path: &str, csrf_token: &str, body: &Value) -> Reply {
        let headers = [
            ("authorization", ""),
            ("cookie", &*self.cookie),
            ("content-type", "application/json"),
            ("x-csrf-token", csrf_token),
        ];
        self.client.send("POST", path, &headers, body.to_string().as_bytes())
    }

    fn sign_out(&self) -> Reply {
        let headers = [("authorization", ""), ("cookie", &*self.cookie), ("x-csrf-token", &*self.csrf_token)];
        self.client.send("DELETE", "/v1/session", &headers, &[])
    }
}

#[test]
fn a_key_signs_in_and_what_changes_something_needs_the_csrf_token() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let key = account(data.path(), "alice@example.com", 60);
    let other = Browser::sign_in(&server.client(""), &json!({ "key": account(data.path(), "bob@example.com", 10) }));
    let browser = Browser::sign_in(&server.client(""), &json!({ "key": key }));
    let session = browser.get("/v1/session").json();
    assert_eq!(
        (&session["account"]["email"], &session["account"]["role"]),
        (&json!("alice@example.com"), &json!("user"))
    );
    assert_eq!(session["csrf_token"], browser.csrf_token.as_str());
    assert_eq!(browser.get("/v1/credits").json()["available"], 60);
    assert_eq!(other.get("/v1/credits").json()["available"], 10);

    let name = json!({ "name": "laptop" });
    for wrong in ["", "0", &other.csrf_token] {
        browser.post("/v1/keys", wrong, &name).problem(403, "wrong_csrf_token");
    }
    assert_eq!(browser.get("/v1/keys").json()["data"].as_array().map(Vec::len), Some(1));
    assert_eq!(browser.post("/v1/keys", &browser.csrf_token, &name).status, 201);

    // A generation is made as with a key, and is the account's alone.
    let photo = format!("data:image/png;base64,{}", STANDARD.encode(photos::cut_out(64)));
    let made = browser.post("/v1/generations", &browser.csrf_token, &json!({ "image": photo, "resolution": 16 }));
    assert_eq!(made.status, 202, "{}", String::from_utf8_lossy(&made.body));
    let path = made.header("location").to_owned();
    assert_eq!(browser.get(&path).status, 200);
    other.get(&path).problem(404, "generation_not_found");

    assert_eq!(browser.sign_out().status, 204);
    browser.get("/v1/credits").problem(401, "not_signed_in");
    assert_eq!(other.get("/v1/credits").status, 200);
    assert!(!server.log().contains(&browser.cookie), "{}", server.log());
}

#[test]
fn a_mailed_link_signs_in_once_and_brings_no_key() {
    let data = tempdir().expect("a directory");
    let letters = Letters::configure(data.path(), "[service]\nurl = 'https://3d.example.com'");
    let server = Server::start_unready(data.path(), &[], "");
    let client = server.client("");
    let json = [("authorization", ""), ("content-type", "application/json")];
    client.send("POST", "/v1/signups", &json, br#"{"email":"carol@example.com"}"#);
    let token = letters.wait_for("carol@example.com", 1).token();
    let browser = Browser::sign_in(&client, &json!({ "token": token }));
    assert!(browser.cookie.starts_with("__Host-"), "over TLS, no other host can set it: {}", browser.cookie);
    assert_eq!(browser.get("/v1/account").json()["email"], "carol@example.com");
    assert_eq!(browser.get("/v1/keys").json()["data"], json!([]));
    let again = json!({ "token": token }).to_string();
    client.send("POST", "/v1/session", &json, again.as_bytes()).problem(410, "token_used");
    for nothing in ["{}", r#"{"key":"a","token":"b"}"#] {
        client.send("POST", "/v1/session", &json, nothing.as_bytes()).problem(422, "invalid");
    }
    client.send("POST", "/v1/session", &json, br#"{"key":"oc3d_wrong"}"#).problem(401, "wrong_key");
    client.send("GET", "/v1/session", &[("authorization", "")], &[]).problem(401, "not_signed_in");
}

#[test]
fn a_form_of_another_site_signs_nobody_in() {
    let data = tempdir().expect("a directory");
    let server = Server::start_unready(data.path(), &[], "");
    let key = account(data.path(), "mallory@example.com", 0);
    let body = format!("{{\"key\":\"{key}\"}}");
    let form = [("authorization", ""), ("content-type", "text/plain")];
    let refused = server.client("").send("POST", "/v1/session", &form, body.as_bytes());
    refused.problem(415, "unsupported_media_type");
    assert_eq!(refused.header("set-cookie"), "");
}

#[test]
fn a_revoked_key_ends_the_sessions_that_it_opened() {
    let data = tempdir().expect("a directory");
    let server = Server::start_unready(data.path(), &[], "");
    let key = account(data.path(), "dave@example.com", 0);
    let browser = Browser::sign_in(&server.client(""), &json!({ "key": key }));
    let id = browser.get("/v1/keys").json()["data"][0]["id"].as_str().expect("an id").to_owned();
    operate(data.path(), &["key", "revoke", &id]);
    browser.get("/v1/account").problem(401, "not_signed_in");
}

/// Policy P11: as with keys, nothing works any more, and nobody signs in again.
#[test]
fn a_terminated_account_is_signed_out_everywhere_p11() {
    let data = tempdir().expect("a directory");
    let server = Server::start_unready(data.path(), &[], "");
    let key = account(data.path(), "erin@example.com", 0);
    let browser = Browser::sign_in(&server.client(""), &json!({ "key": key }));
    set_terminated(data.path(), "erin@example.com", true);
    for path in ["/v1/session", "/v1/account"] {
        browser.get(path).problem(403, "account_terminated");
    }
    let headers = [("authorization", ""), ("content-type", "application/json")];
    let again = json!({ "key": key }).to_string();
    server.client("").send("POST", "/v1/session", &headers, again.as_bytes()).problem(403, "account_terminated");
    set_terminated(data.path(), "erin@example.com", false);
    assert_eq!(browser.get("/v1/account").status, 200, "a won dispute restores everything");
}
