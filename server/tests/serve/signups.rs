//! Accounts by mailed link.

use std::path::Path;

use serde_json::{Value, json};
use server::{database::Database, ledger};
use tempfile::tempdir;
use time::OffsetDateTime;

use crate::{
    client::{Client, Reply},
    letters::Letters,
    server::{Server, account, audit, operate},
};

fn post(client: &Client, path: &str, body: &Value) -> Reply {
    // Nobody has a key yet.
    let headers = [("content-type", "application/json"), ("authorization", "")];
    client.send("POST", path, &headers, body.to_string().as_bytes())
}

fn ask(client: &Client, email: &str) -> Reply {
    post(client, "/v1/signups", &json!({ "email": email }))
}

fn confirm(client: &Client, token: &str) -> Reply {
    post(client, "/v1/signups/confirm", &json!({ "token": token }))
}

fn html(reply: &Reply) -> String {
    assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
    String::from_utf8(reply.body.clone()).expect("UTF-8")
}

/// What only a dispute does, here beside the running server.
pub fn set_terminated(data: &Path, email: &str, terminated: bool) {
    let (database, email) = (Database::open(&data.join("oneclick3d.sqlite3")).expect("the database"), email.to_owned());
    let set = move |tx: &_| {
        let account = ledger::account_of(tx, &email)?.expect("an account").id;
        match terminated {
            true => ledger::terminate_account(tx, &account, OffsetDateTime::now_utc()),
            false => ledger::reinstate_account(tx, &account),
        }
    };
    database.write_blocking(set).expect("set");
}

#[test]
fn a_mailed_link_makes_an_account_and_no_credits_come_with_it_p1() {
    let data = tempdir().expect("a directory");
    let letters = Letters::configure(data.path(), "[service]\nurl = 'https://3d.example.com'");
    let server = Server::start_unready(data.path(), &[], "");
    let client = server.client("");
    let asked = ask(&client, " Bob@example.com ");
    assert_eq!(asked.status, 202);
    let letter = letters.wait_for("Bob@example.com", 1);
    assert!(letter.text.contains("https://3d.example.com/signup?token="), "{letter:?}");
    assert_eq!(
        operate(data.path(), &["account", "list"])["data"],
        json!([]),
        "nothing is made before the link is used"
    );

    let token = letter.token();
    let made = confirm(&client, &token);
    assert_eq!((made.status, made.header("cache-control")), (201, "no-store"));
    let made = made.json();
    let owner = server.client(made["key"].as_str().expect("a key"));
    assert_eq!(owner.credits(), (0, 0));
    assert_eq!(owner.json("/v1/credits/entries")["data"], json!([]));
    let itself = owner.json("/v1/account");
    assert_eq!(
        (&itself["id"], &itself["email"], &itself["role"]),
        (&made["account"], &"Bob@example.com".into(), &"user".into())
    );

    let again = confirm(&client, &token).problem(410, "token_used");
    assert!(again.contains("ask for another"), "{again}");
    confirm(&client, "guessed").problem(404, "unknown_token");
    let accounts = operate(data.path(), &["account", "list"]);
    assert_eq!(accounts["data"].as_array().map(Vec::len), Some(1));
    assert_eq!(audit(data.path())["entries"], 0);
    assert!(!server.log().contains(&token) && !server.log().to_lowercase().contains("bob@"), "{}", server.log());
}

#[test]
fn a_scanner_that_opens_the_link_does_not_use_it_up() {
    let data = tempdir().expect("a directory");
    let letters = Letters::configure(data.path(), "[service]\ncontact = 'help@example.com'");
    let server = Server::start_unready(data.path(), &[], "");
    let client = server.client("");
    ask(&client, "bob@example.com");
    let token = letters.wait_for("bob@example.com", 1).token();
    let link = format!("/signup?token={token}");
    for _ in 0..3 {
        let page = client.get(&link);
        assert_eq!(page.status, 200);
        let text = html(&page);
        assert!(text.contains(&format!("name=\"token\" value=\"{token}\"")), "{text}");
        assert!(text.contains("help@example.com"), "{text}");
        // Our own script only, which does nothing until its button is pressed (tests/web).
        let scripts: Vec<&str> = text.split("<script").skip(1).collect();
        assert!(matches!(*scripts, [one] if one.starts_with(" type=\"module\" src=\"/assets/app-")), "{text}");
        assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!((page.header("referrer-policy"), page.header("cache-control")), ("no-referrer", "no-store"));
    }
    let press = |form: &str| {
        client.send("POST", "/signup", &[("content-type", "application/x-www-form-urlencoded")], form.as_bytes())
    };
    let made = press(&format!("token={token}"));
    assert_eq!(made.status, 201);
    let text = html(&made);
    let (_, key) = text.split_once("<code>oc3d_").expect("a key");
    let key = format!("oc3d_{}", key.split('<').next().expect("its end"));
    assert_eq!(server.client(&key).credits(), (0, 0));

    let again = press(&format!("token={token}"));
    assert_eq!(again.status, 410);
    assert!(html(&again).contains("this link was used before") && html(&again).contains("help@example.com"));

    // The page without a link asks for an address, and what is sent to it stays text.
    assert!(html(&client.get("/signup")).contains("name=\"email\""));
    assert_eq!(press("email=eve%40example.com").status, 202);
    letters.wait_for("eve@example.com", 1);
    let wrong = press("email=%3Cb%3E");
    assert_eq!(wrong.status, 422);
    assert!(html(&wrong).contains("&lt;b&gt;") && !html(&wrong).contains("<b>"), "{}", html(&wrong));
    let odd = html(&client.get("/signup?token=%22%3E%3Cb%3E"));
    assert!(odd.contains("value=\"&quot;&gt;&lt;b&gt;\""), "{odd}");
}

#[test]
fn asking_tells_nothing_about_an_address_and_its_owner_gets_another_key() {
    let data = tempdir().expect("a directory");
    let letters = Letters::configure(data.path(), "");
    let first = account(data.path(), "alice@example.com", 60);
    account(data.path(), "gone@example.com", 0);
    set_terminated(data.path(), "gone@example.com", true);
    let server = Server::start_unready(data.path(), &[], "");
    let client = server.client("");
    let answers = ["alice@example.com", "bob@example.com", "gone@example.com"].map(|email| ask(&client, email));
    for answer in &answers {
        assert_eq!((answer.status, &answer.body), (202, &answers[0].body));
        let mut headers = [answer.headers.clone(), answers[0].headers.clone()];
        for own in ["date", "x-request-id"] {
            headers.iter_mut().for_each(|headers| drop(headers.remove(own)));
        }
        assert_eq!(headers[0], headers[1]);
    }

    let letter = letters.wait_for("alice@example.com", 1);
    let owner = server.client(&first);
    let itself = owner.json("/v1/account");
    assert!(letter.text.contains(itself["id"].as_str().expect("an id")), "{letter:?}");
    let made = confirm(&client, &letter.token());
    assert_eq!(made.status, 201);
    let made = made.json();
    assert_eq!(made["account"], itself["id"]);
    let second = server.client(made["key"].as_str().expect("a key"));
    assert_eq!((owner.credits(), second.credits()), ((60, 0), (60, 0)), "both keys are of one account");
    audit(data.path());
}

#[test]
fn a_terminated_account_gets_no_key_by_mail_p11() {
    let data = tempdir().expect("a directory");
    let letters = Letters::configure(data.path(), "[service]\ncontact = 'help@example.com'");
    let key = account(data.path(), "gone@example.com", 0);
    let server = Server::start_unready(data.path(), &[], "");
    let client = server.client("");
    ask(&client, "gone@example.com");
    let token = letters.wait_for("gone@example.com", 1).token();
    set_terminated(data.path(), "gone@example.com", true);
    confirm(&client, &token).problem(403, "account_terminated");
    server.client(&key).get("/v1/keys").problem(403, "account_terminated");

    ask(&client, "gone@example.com");
    let letter = letters.wait_for("gone@example.com", 2);
    assert!(letter.text.contains("was terminated") && letter.text.contains("help@example.com"), "{letter:?}");
    assert!(letter.subject.contains("terminated") && !letter.text.contains("token="), "{letter:?}");

    // Exactly as it was: the link that was refused has not been used.
    set_terminated(data.path(), "gone@example.com", false);
    assert_eq!(confirm(&client, &token).status, 201);
}

#[test]
fn strangers_cannot_have_an_address_flooded() {
    let data = tempdir().expect("a directory");
    let letters = Letters::configure(data.path(), "[signup]\nhourly_per_address = 2\nhourly = 4");
    let server = Server::start_unready(data.path(), &[], "");
    let client = server.client("");
    for email in ["bob@example.com", "BOB@example.com"] {
        assert_eq!(ask(&client, email).status, 202);
    }
    let refused = ask(&client, "bob@example.com");
    refused.problem(429, "too_many_signups");
    let wait: u64 = refused.header("retry-after").parse().expect("seconds");
    assert!((3500..=3601).contains(&wait), "{wait}");
    assert_eq!(ask(&client, "eve@example.com").status, 202);
    assert_eq!(ask(&client, "mallory@example.com").status, 202);
    ask(&client, "trent@example.com").problem(429, "too_many_signups");
    // What was refused has sent nothing, and what was sent works.
    for sent in ["bob@example.com", "mallory@example.com"] {
        letters.wait_for(sent, 1);
    }
    assert_eq!((letters.of("bob@example.com").len(), letters.of("trent@example.com").len()), (1, 0));
    assert_eq!(confirm(&client, &letters.wait_for("BOB@example.com", 1).token()).status, 201);
}

#[test]
fn what_is_no_address_is_said_so() {
    let data = tempdir().expect("a directory");
    Letters::configure(data.path(), "");
    let server = Server::start_unready(data.path(), &[], "");
    let client = server.client("");
    for wrong in ["", "bob", "bob@", "a@b@c", "bob@example.com\r\nBcc: eve@example.com", "a,b@example.com"] {
        ask(&client, wrong).problem(422, "invalid");
    }
    post(&client, "/v1/signups", &json!({ "mail": "bob@example.com" })).problem(422, "invalid_json");
    let form =
        client.send("POST", "/v1/signups", &[("content-type", "text/plain")], b"{\"email\": \"bob@example.com\"}");
    form.problem(415, "unsupported_media_type");
    let long = json!({ "email": "b".repeat(70_000) });
    post(&client, "/v1/signups", &long).problem(413, "body_too_large");
    client.get("/v1/signups").problem(405, "method_not_allowed");
}
