//! The refund policy and the terms: versions, acceptance, and who is told of a change (policy P9, P13, P14).

use std::{fs, path::Path, process::Command};

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use tempfile::tempdir;

use crate::{
    client::{Client, Reply},
    photos,
    server::{PROGRAM, Server, account, operate, operator},
};

/// A data directory with a refund policy of the operator's own.
fn configure(data: &Path, refunds: &str) {
    fs::write(data.join("refunds.html"), refunds).expect("write");
    let text = "[service]\nname = 'Test & Co'\ncontact = 'help@example.com'\n[policy]\nrefunds = 'refunds.html'\n[price]\ndefault = 12\n";
    fs::write(data.join("oneclick3d.toml"), text).expect("write");
}

#[track_caller]
fn page(client: &Client, path: &str) -> String {
    let reply = open(client, path);
    assert_eq!((reply.status, reply.header("content-type")), (200, "text/html; charset=utf-8"), "{path}");
    String::from_utf8(reply.body).expect("UTF-8")
}

/// What anybody sees.
fn open(client: &Client, path: &str) -> Reply {
    client.send("GET", path, &[("authorization", "")], &[])
}

fn database(data: &Path) -> Connection {
    Connection::open_with_flags(data.join("oneclick3d.sqlite3"), OpenFlags::SQLITE_OPEN_READ_ONLY).expect("open")
}

/// Version, how and from where an account accepted, oldest first.
fn accepted(data: &Path, email: &str) -> Vec<(i64, String, Option<String>)> {
    let database = database(data);
    let query = "SELECT version, how, policy_acceptance.address FROM policy_acceptance
                 JOIN account ON account.id = policy_acceptance.account WHERE email = ?1 ORDER BY version";
    let mut statement = database.prepare(query).expect("prepare");
    let rows = statement.query_map([email], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).expect("query");
    rows.collect::<Result<_, _>>().expect("rows")
}

/// To whom a mail about the policy was written, and its text.
pub fn told(data: &Path) -> Vec<(String, String)> {
    let database = database(data);
    let query = "SELECT recipient, text FROM mail WHERE subject LIKE '%refund policy and terms change' ORDER BY number";
    let mut statement = database.prepare(query).expect("prepare");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("query");
    rows.collect::<Result<_, _>>().expect("rows")
}

#[test]
fn p13_a_changed_text_is_shown_when_it_is_published_and_the_old_one_stays_to_be_read() {
    let data = tempdir().expect("a directory");
    configure(data.path(), "<h1>First of {{service}}</h1> {{price}}, {{contact}}, {{last_updated}}");
    let server = Server::start_unready(data.path(), &[], "");
    let client = server.client("");
    let first = open(&client, "/v1/policy").json();
    assert_eq!(first["number"], 1);
    let today = first["last_updated"].as_str().expect("a day").to_owned();
    let shown = page(&client, "/policy");
    let said = format!("<h1>First of Test &amp; Co</h1> 12 credits, help@example.com, {today}");
    assert!(shown.contains(&said), "{shown}");
    assert!(page(&client, "/terms").contains(&today));
    server.kill();

    // A restart with another text shows what is published, and says so.
    configure(data.path(), "<h1>Second</h1> {{last_updated}}");
    let server = Server::start_unready(data.path(), &[], "");
    let client = server.client("");
    assert!(page(&client, "/policy").contains("First"));
    assert_eq!(open(&client, "/v1/policy").json(), first);
    assert!(server.log().contains("oneclick3d policy publish"), "{}", server.log());
    let published = operate(data.path(), &["policy", "publish"]);
    assert_eq!(
        (&published["number"], &published["new"], &published["material"]),
        (&json!(2), &json!(true), &json!(false))
    );
    assert!(page(&client, "/policy").contains("Second"));
    let second = open(&client, "/v1/policy").json();
    assert_eq!(second["sha256"], published["sha256"]);
    for url in [&first["urls"]["policy"], &first["urls"]["terms"], &second["urls"]["policy"]] {
        page(&client, url.as_str().expect("a path"));
    }
    let old = page(&client, first["urls"]["policy"].as_str().expect("a path"));
    assert!(old.contains("First") && old.contains(&today), "{old}");
    open(&client, &format!("/policy/{}", "0".repeat(64))).problem(404, "not_found");

    // The same text again is no version, and nobody was told.
    assert_eq!(operate(data.path(), &["policy", "publish"])["new"], false);
    let list = operate(data.path(), &["policy", "list"]);
    let numbers: Vec<_> = list["data"].as_array().expect("a list").iter().map(|version| &version["number"]).collect();
    assert_eq!(numbers, [2, 1]);
    assert_eq!(told(data.path()), []);
}

#[test]
fn p13_a_material_change_is_mailed_once_to_every_account_that_is_not_terminated() {
    let data = tempdir().expect("a directory");
    configure(data.path(), "first");
    let server = Server::start_unready(data.path(), &[], "");
    for email in ["a@example.com", "gone@example.com", "b@example.com"] {
        account(data.path(), email, 0);
    }
    rusqlite::Connection::open(data.path().join("oneclick3d.sqlite3"))
        .and_then(|file| file.execute("UPDATE account SET terminated_at_ms = 1 WHERE email = 'gone@example.com'", []))
        .expect("terminated");
    configure(data.path(), "second");
    let publish = ["policy", "publish", "--material", "--summary", "Generations cost more."];
    let refused = operator(data.path(), &["policy", "publish", "--summary", "for nobody"]);
    assert_eq!(refused.status.code(), Some(2), "a summary is for the mail");
    assert_eq!(operate(data.path(), &publish)["material"], true);
    for _ in 0..2 {
        assert_eq!(operate(data.path(), &publish)["new"], false);
    }
    // Who comes later has seen the new text.
    account(data.path(), "late@example.com", 0);
    let told = told(data.path());
    let to: Vec<_> = told.iter().map(|(to, _)| &**to).collect();
    assert_eq!(to, ["a@example.com", "b@example.com"]);
    for said in ["Generations cost more.", "/policy", "help@example.com"] {
        assert!(told[0].1.contains(said), "no {said} in {}", told[0].1);
    }
    let done = operate(data.path(), &["actions"]);
    assert_eq!(done["data"].to_string().matches("publish_policy").count(), 1, "the same again is no action: {done}");
    drop(server);
}

#[test]
fn p13_to_go_on_after_a_change_is_to_accept_it_and_that_is_recorded_once() {
    let data = tempdir().expect("a directory");
    configure(data.path(), "first");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    account(data.path(), "idle@example.com", 60);
    let generate = || client.wait_for_end(&client.create(&photos::cut_out(64), &[("resolution", "16")]));
    let by_use = |version: i64| (version, "use".to_owned(), Some("127.0.0.1".to_owned()));
    assert_eq!(accepted(data.path(), "a@example.com"), []);
    generate();
    generate();
    assert_eq!(accepted(data.path(), "a@example.com"), [by_use(1)]);
    configure(data.path(), "second");
    operate(data.path(), &["policy", "publish", "--material"]);
    assert_eq!(client.get("/v1/credits").status, 200);
    // What was refused was no use.
    assert_eq!(client.post(b"no picture", &[], &[]).status, 422);
    assert_eq!(accepted(data.path(), "a@example.com"), [by_use(1)]);
    generate();
    assert_eq!(accepted(data.path(), "a@example.com"), [by_use(1), by_use(2)]);
    assert_eq!(accepted(data.path(), "idle@example.com"), []);
}

#[test]
fn a_template_with_an_unknown_placeholder_is_refused_at_the_start_and_named() {
    let data = tempdir().expect("a directory");
    configure(data.path(), "<p>\n{{refund_days}} days</p>");
    let output = Command::new(PROGRAM)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data.path())
        .output()
        .expect("serve starts");
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{error}");
    assert!(error.contains("refunds.html, line 2") && error.contains("{{refund_days}}"), "{error}");
    assert!(output.stdout.is_empty());

    // A server at work refuses it as well, and goes on with what is published.
    configure(data.path(), "right");
    let server = Server::start_unready(data.path(), &[], "");
    configure(data.path(), "{{wrong");
    let refused = operator(data.path(), &["policy", "publish"]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("not closed"), "{refused:?}");
    assert!(page(&server.client(""), "/policy").contains("right"));
}

#[test]
fn p14_every_page_has_the_contact_and_runs_nothing_that_stands_in_it() {
    let data = tempdir().expect("a directory");
    configure(data.path(), "<script>alert(1)</script>");
    let server = Server::start_unready(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 0));
    let id = client.json("/v1/account")["id"].as_str().expect("an id").to_owned();
    let sale = ["sale", "record", &id, "starter", "--reference", "invoice 1", "--acknowledged"];
    let purchase = operate(data.path(), &sale)["id"].as_str().expect("an id").to_owned();
    let sha256 = client.json("/v1/policy")["sha256"].as_str().expect("published").to_owned();
    // What answers with a page says so in the description of the API, but for the paths at which the web page is the same.
    let described = client.json("/openapi.json")["paths"].as_object().expect("paths").clone();
    let is_page = |operations: &Value| operations["get"]["responses"]["200"]["content"]["text/html"].is_object();
    let mut paths: Vec<String> = described
        .iter()
        .filter(|(_, operations)| is_page(operations))
        .map(|(path, _)| path.replace("{sha256}", &sha256).replace("{id}", &purchase))
        .collect();
    for known in ["/", "/signup", "/checkout/paid", "/checkout/canceled", "/policy", "/terms", "/examples"] {
        assert!(paths.iter().any(|path| path == known), "{known} is not in {paths:?}");
    }
    paths.extend(
        ["/signin", "/create", "/models/gen_1", "/account", "/operator", "/operator/cases/case_1"].map(str::to_owned),
    );
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let submitted =
        [&b"email=b@example.com"[..], b"token=nonsense"].map(|fields| client.send("POST", "/signup", &form, fields));
    let shown = paths.into_iter().map(|path| (client.get(&path), path));
    for (reply, path) in shown.chain(submitted.into_iter().map(|reply| (reply, "POST /signup".to_owned()))) {
        assert_eq!(reply.header("content-type"), "text/html; charset=utf-8", "{path}");
        let text = String::from_utf8_lossy(&reply.body);
        assert!(text.contains("mailto:help@example.com"), "{path}: {text}");
        let security = reply.header("content-security-policy");
        // What stands in the page runs nowhere; only files of this server would.
        assert!(
            security.starts_with("default-src 'none'; script-src 'self'; style-src 'self'; "),
            "{path}: {security}"
        );
        assert!(!security.contains("unsafe") && !security.contains("sha256-"), "{path}: {security}");
    }
}

#[test]
fn p9_the_examples_are_public_and_the_shipped_policy_points_to_them() {
    let data = tempdir().expect("a directory");
    let server = Server::start_unready(data.path(), &[], "");
    let client = server.client("");
    let policy = page(&client, "/policy");
    assert!(policy.contains("href=\"/examples\"") && policy.contains("Starter: 60 credits for 9.99 USD"), "{policy}");
    let gallery = page(&client, "/examples");
    let pictures: Vec<&str> =
        gallery.split("src=\"").skip(1).map(|rest| rest.split('"').next().expect("a path")).collect();
    assert!(pictures.len() >= 3, "{gallery}");
    for picture in pictures {
        let reply = open(&client, picture);
        assert_eq!((reply.status, reply.header("content-type")), (200, "image/png"), "{picture}");
        let decoded = image::load_from_memory(&reply.body).expect("a picture");
        assert_eq!((decoded.width(), decoded.height()), (1200, 400), "{picture}");
    }
    open(&client, "/examples/other.png").problem(404, "not_found");
    let listed: Value = open(&client, "/v1/policy").json();
    assert_eq!(listed["urls"]["examples"], "/examples");
}
