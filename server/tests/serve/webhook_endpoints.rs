//! Outgoing webhooks: signed, tried again under the same id, never into the operator's network, and never lost.

mod receiver;

use std::{
    io::Write,
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use rustix::process::Signal;
use serde_json::{Value, json};
use server::{configuration::RetentionSection, database::Database, ledger, retention, storage::Storage};
use tempfile::tempdir;
use time::OffsetDateTime;

use crate::{
    client::{Client, Reply},
    letters::Letters,
    names, photos, python,
    server::{Server, account, audit, wait_until},
};
use receiver::{Doing, Hook, Receiver};

const ENDPOINTS: &str = "/v1/webhook-endpoints";

/// A server that may send to `receiver`, and tries again soon.
fn start(data: &Path, receiver: &Receiver, more: &[(&str, &str)], faults: &str) -> Server {
    let allow = format!("['{}']", receiver.address);
    let mut settings = vec![
        ("ONECLICK3D__WEBHOOKS__HTTP", "true"),
        ("ONECLICK3D__WEBHOOKS__ALLOW", allow.as_str()),
        ("ONECLICK3D__WEBHOOKS__RETRY_S", "[0.1, 0.2, 0.3, 0.4]"),
        ("ONECLICK3D_INJECT_FAULT", faults),
    ];
    settings.retain(|(name, value)| !value.is_empty() && !more.iter().any(|(other, _)| other == name));
    settings.extend(more);
    let server = Server::start_in(data, &["--device", "cpu"], &settings);
    server.wait_ready();
    server
}

fn post(client: &Client, path: &str, body: &Value, headers: &[(&str, &str)]) -> Reply {
    let mut all = vec![("content-type", "application/json")];
    all.extend(headers);
    client.send("POST", path, &all, body.to_string().as_bytes())
}

/// Asks for what needs no body.
fn ask(client: &Client, method: &str, path: &str) -> Reply {
    client.send(method, path, &[], &[])
}

#[track_caller]
fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}")).to_owned()
}

/// Makes an endpoint; its id and secret.
#[track_caller]
fn endpoint(client: &Client, url: &str) -> (String, String) {
    let made = post(client, ENDPOINTS, &json!({ "url": url }), &[]);
    assert_eq!((made.status, made.header("cache-control")), (201, "no-store"), "{}", made.json());
    let made = made.json();
    (text(&made, "id"), text(&made, "secret"))
}

fn deliveries(client: &Client, endpoint: &str) -> Vec<Value> {
    client.json(&format!("{ENDPOINTS}/{endpoint}/deliveries"))["data"].as_array().expect("a list").clone()
}

/// Waits until the latest delivery has ended.
#[track_caller]
fn ended(client: &Client, endpoint: &str) -> Value {
    wait_until("it has ended", || {
        deliveries(client, endpoint).first().is_some_and(|delivery| delivery["state"] != "pending")
    });
    deliveries(client, endpoint).swap_remove(0)
}

#[track_caller]
fn test(client: &Client, endpoint: &str) -> Value {
    let reply = ask(client, "POST", &format!("{ENDPOINTS}/{endpoint}/test"));
    assert_eq!(reply.status, 202, "{}", reply.json());
    reply.json()
}

fn make(client: &Client, resolution: &str) -> String {
    client.create(&photos::cut_out(64), &[("resolution", resolution)])
}

fn stop(mut server: Server) {
    server.signal(Signal::TERM);
    assert_eq!(server.wait().code(), Some(0));
}

/// What two libraries say of a webhook, and of one that was changed on the way; none where there is no Python for it.
fn verified(hook: &Hook, secret: &str) -> Option<Value> {
    let python = python::with_module("standardwebhooks, replicate", "pip install -r server/tests/python.txt")?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/serve/webhook_endpoints/verify.py");
    let mut command = Command::new(python);
    let mut child = command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("Python starts");
    let body = String::from_utf8(hook.body.clone()).expect("UTF-8");
    let input = json!({ "headers": hook.headers, "body": body, "secret": secret }).to_string();
    child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("Python ends");
    assert!(output.status.success());
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

#[test]
fn an_account_hears_how_its_generations_end_in_the_words_of_get_and_signed() {
    let data = tempdir().expect("a directory");
    let receiver = Receiver::start(|_, _| Doing::Answer(204));
    let server = start(data.path(), &receiver, &[], "error@model:17,slow@model:18");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let (id, secret) = endpoint(&client, &receiver.url("/all"));
    let chosen = json!({ "url": receiver.url("/failed"), "events": ["generation.failed"], "description": " Büro " });
    let chosen = post(&client, ENDPOINTS, &chosen, &[]).json();
    assert_eq!((&chosen["events"], &chosen["description"]), (&json!(["generation.failed"]), &json!("Büro")));

    let mut told = Vec::new();
    for event in ["generation.succeeded", "generation.failed", "generation.canceled", "generation.canceled"] {
        let generation = match (event, told.len()) {
            ("generation.succeeded", _) => make(&client, "16"),
            ("generation.failed", _) => make(&client, "17"),
            // In the queue, behind one that runs; and then that one.
            (_, 2) => {
                let running = make(&client, "18");
                client.wait(&running, &["RUNNING"]);
                make(&client, "16")
            }
            _ => text(&client.history()[1], "id"),
        };
        if event == "generation.canceled" {
            assert_eq!(client.cancel(&generation).status, 200);
        }
        client.wait_for_end(&generation);
        let hook = receiver.wait_for("/all", told.len() + 1);
        assert_eq!(hook.signed_by(&secret), 1, "{hook:?}");
        assert_eq!(hook.header("content-type"), "application/json");
        let sent: i64 = hook.header("webhook-timestamp").parse().expect("seconds");
        assert!((OffsetDateTime::now_utc().unix_timestamp() - sent).abs() < 60);
        let (body, now) = (hook.json(), client.get(&format!("/v1/generations/{generation}")));
        assert_eq!((&body["type"], &body["timestamp"]), (&json!(event), &now.json()["finished_at"]));
        let told_of = String::from_utf8(hook.body.clone()).expect("UTF-8");
        let as_got = String::from_utf8(now.body).expect("UTF-8");
        assert!(told_of.ends_with(&format!(",\"data\":{as_got}}}")), "{told_of} is not around {as_got}");
        told.push((hook.id().to_owned(), event, generation));
        if let Some(said) = verified(&hook, &secret) {
            assert_eq!(said, json!([[true, true], [false, false]]), "what others' libraries say");
        }
    }
    assert_eq!(receiver.wait_for("/failed", 1).json()["data"]["id"], told[1].2);
    assert_eq!(receiver.hooks("/failed").len(), 1);

    ended(&client, &id);
    let listed = deliveries(&client, &id);
    assert_eq!(listed.len(), 4);
    for (delivery, (id, event, generation)) in listed.iter().rev().zip(&told) {
        assert_eq!((&delivery["id"], &delivery["event"]), (&json!(id), &json!(event)));
        assert_eq!((&delivery["generation"], &delivery["state"]), (&json!(generation), &json!("delivered")));
        assert_eq!((&delivery["next_attempt_at"], &delivery["attempts"][0]["status"]), (&Value::Null, &json!(204)));
        assert_eq!(delivery["attempts"][0]["error"], Value::Null, "{delivery}");
    }
    let page = client.json(&format!("{ENDPOINTS}/{id}/deliveries?limit=2"));
    let rest = client.json(&format!("{ENDPOINTS}/{id}/deliveries?limit=2&cursor={}", text(&page, "next")));
    assert_eq!((&rest["data"], &rest["next"]), (&json!(listed[2..]), &Value::Null));

    // What signs is shown once, and stands nowhere else.
    let key = secret.strip_prefix("whsec_").expect("a secret").trim_end_matches('=').to_owned();
    let seen = client.json(&format!("{ENDPOINTS}/{id}"));
    let fields = ["id", "url", "events", "description", "state", "disabled_reason", "created_at"];
    assert!(
        seen.as_object().is_some_and(|seen| seen.len() == fields.len() && fields.iter().all(|f| seen.contains_key(*f)))
    );
    let all = client.json(ENDPOINTS)["data"].clone();
    assert_eq!((&all[0]["id"], &all[1]), (&chosen["id"], &seen));
    let archive = client.get("/v1/account/export").body;
    assert!(!archive.windows(key.len()).any(|bytes| bytes == key.as_bytes()), "the export has the secret");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).expect("an archive");
    let mut read =
        |file: &str| -> Value { serde_json::from_reader(archive.by_name(file).expect("there")).expect("JSON") };
    assert_eq!(read("webhook_endpoints.json")[0]["id"], json!(id));
    let exported = read("webhook_deliveries.json");
    assert_eq!((&exported[0]["id"], &exported[0]["attempts"][0]["status"]), (&json!(told[0].0), &json!(204)));
    let log = server.log();
    assert!(!log.contains(&key) && !log.contains("panicked"), "{log}");
    let metrics = String::from_utf8(server.client("").get("/metrics").body).expect("text");
    assert!(metrics.contains("oneclick3d_webhook_attempts_total{outcome=\"delivered\"} 5\n"), "{metrics}");
    assert_eq!(client.credits(), (50, 0));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn what_is_not_taken_is_tried_again_under_the_same_id_and_given_up_at_last() {
    let data = tempdir().expect("a directory");
    let receiver = Receiver::start(|hook, before| match (hook.path.as_str(), before) {
        ("/moody", 0) => Doing::Answer(500),
        ("/moody", 1) => Doing::Say(302, "Location", "/elsewhere".to_owned()),
        ("/moody", 2) => Doing::Hang,
        ("/later", 0) => Doing::Say(503, "Retry-After", "2".to_owned()),
        ("/never", _) => Doing::Answer(404),
        _ => Doing::Answer(200),
    });
    let server = start(data.path(), &receiver, &[("ONECLICK3D__WEBHOOKS__TIMEOUT_S", "1")], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let [moody, later, never] = ["/moody", "/later", "/never"].map(|path| endpoint(&client, &receiver.url(path)));
    make(&client, "16");

    let delivery = ended(&client, &moody.0);
    assert_eq!(delivery["state"], "delivered", "{delivery}");
    let attempts = delivery["attempts"].as_array().expect("a list");
    let statuses: Vec<&Value> = attempts.iter().map(|attempt| &attempt["status"]).collect();
    assert_eq!(statuses, [&json!(500), &json!(302), &Value::Null, &json!(200)], "{delivery}");
    assert_eq!(
        (&attempts[0]["error"], &attempts[2]["error"]),
        (&json!("the answer was 500"), &json!("no answer within 1 s"))
    );
    assert!(attempts[2]["ms"].as_i64() >= Some(1000), "{delivery}");
    let hooks = receiver.hooks("/moody");
    assert!(hooks.iter().all(|hook| hook.id() == text(&delivery, "id") && hook.body == hooks[0].body));
    assert!(hooks.iter().all(|hook| hook.signed_by(&moody.1) == 1), "each for its own moment");
    assert_eq!(receiver.hooks("/elsewhere").len(), 0, "no redirect is followed");

    let delivery = ended(&client, &later.0);
    let at = |index: usize| {
        let text = text(&delivery["attempts"][index], "at");
        OffsetDateTime::parse(&text, &time::format_description::well_known::Rfc3339).expect("a time")
    };
    assert!(at(1) - at(0) >= time::Duration::seconds(2), "Retry-After is heeded: {delivery}");

    // Five attempts: one at once, and one after each wait.
    let delivery = ended(&client, &never.0);
    assert_eq!((&delivery["state"], &delivery["next_attempt_at"]), (&json!("failed"), &Value::Null));
    assert_eq!(receiver.hooks("/never").len(), 5);
    let path = format!("{ENDPOINTS}/{}/deliveries/{}/replay", never.0, text(&delivery, "id"));
    let replayed = ask(&client, "POST", &path);
    assert_eq!((replayed.status, &replayed.json()["state"]), (202, &json!("pending")));
    receiver.wait_for("/never", 6);
    let delivery = ended(&client, &never.0);
    assert_eq!((&delivery["state"], delivery["attempts"].as_array().map(Vec::len)), (&json!("failed"), Some(10)));
    assert!(receiver.hooks("/never").iter().all(|hook| hook.id() == text(&delivery, "id")));

    // One that was taken can be asked for again as well.
    let delivery = ended(&client, &moody.0);
    let path = format!("{ENDPOINTS}/{}/deliveries/{}/replay", moody.0, text(&delivery, "id"));
    assert_eq!(ask(&client, "POST", &path).status, 202);
    assert_eq!(receiver.wait_for("/moody", 5).id(), text(&delivery, "id"));
    ask(&client, "POST", &format!("{ENDPOINTS}/{}/deliveries/msg_0/replay", moody.0))
        .problem(404, "webhook_delivery_not_found");
    let metrics = String::from_utf8(server.client("").get("/metrics").body).expect("text");
    assert!(metrics.contains("oneclick3d_webhook_attempts_total{outcome=\"failed\"} 2\n"), "{metrics}");
}

#[test]
fn an_endpoint_that_says_410_hears_nothing_more_until_it_is_enabled() {
    let data = tempdir().expect("a directory");
    let receiver = Receiver::start(|_, before| match before {
        0 => Doing::Answer(500),
        1 => Doing::Answer(410),
        _ => Doing::Answer(200),
    });
    // The first waits for its second attempt when the second one's answer is 410.
    let waits = [("ONECLICK3D__WEBHOOKS__RETRY_S", "[60]")];
    let server = start(data.path(), &receiver, &waits, "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let (id, _) = endpoint(&client, &receiver.url("/gone"));
    test(&client, &id);
    wait_until("it was tried", || deliveries(&client, &id)[0]["attempts"][0]["status"] == 500);
    test(&client, &id);
    let path = format!("{ENDPOINTS}/{id}");
    wait_until("it is disabled", || client.json(&path)["state"] == "disabled");
    assert_eq!(client.json(&path)["disabled_reason"], "gone");
    let all = deliveries(&client, &id);
    assert!(all.len() == 2 && all.iter().all(|delivery| delivery["state"] == "failed"), "{all:?}");

    client.wait_for_end(&make(&client, "16"));
    ask(&client, "POST", &format!("{path}/test")).problem(409, "webhook_endpoint_disabled");
    let replay = format!("{path}/deliveries/{}/replay", text(&all[0], "id"));
    ask(&client, "POST", &replay).problem(409, "webhook_endpoint_disabled");
    assert_eq!((deliveries(&client, &id).len(), receiver.connections()), (2, 2), "nothing more is told");

    let enabled = ask(&client, "POST", &format!("{path}/enable"));
    assert_eq!((enabled.status, &enabled.json()["state"]), (200, &json!("enabled")));
    client.wait_for_end(&make(&client, "16"));
    assert_eq!(ended(&client, &id)["state"], "delivered");
    assert_eq!(receiver.hooks("/gone").len(), 3);
}

#[test]
fn an_endpoint_that_fails_for_long_is_disabled_and_its_owner_told() {
    let data = tempdir().expect("a directory");
    let letters = Letters::configure(data.path(), "");
    let receiver = Receiver::start(|_, before| if before == 1 { Doing::Answer(200) } else { Doing::Answer(500) });
    let settings = [
        ("ONECLICK3D__WEBHOOKS__DISABLE_AFTER_S", "2"),
        ("ONECLICK3D__WEBHOOKS__RETRY_S", "[0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6]"),
    ];
    let server = start(data.path(), &receiver, &settings, "");
    let client = server.client(&account(data.path(), "a@example.com", 0));
    let (id, _) = endpoint(&client, &receiver.url("/hook"));
    // The first delivery succeeds at its second attempt: the failure before it counts for nothing.
    test(&client, &id);
    assert_eq!(ended(&client, &id)["state"], "delivered");
    let began = Instant::now();
    test(&client, &id);
    let path = format!("{ENDPOINTS}/{id}");
    wait_until("it is disabled", || client.json(&path)["state"] == "disabled");
    assert!(began.elapsed() >= Duration::from_secs(2));
    assert_eq!(
        (client.json(&path)["disabled_reason"].clone(), ended(&client, &id)["state"].clone()),
        (json!("failing"), json!("failed"))
    );
    let letter = letters.wait_for("a@example.com", 1);
    assert!(letter.subject.contains("webhook endpoint was disabled"), "{letter:?}");
    assert!(letter.text.contains(&id) && letter.text.contains(&receiver.url("/hook")), "{letter:?}");
}

#[test]
fn nothing_is_sent_into_the_operators_network() {
    let data = tempdir().expect("a directory");
    let receiver = Receiver::start(|_, _| Doing::Answer(200));
    let key = account(data.path(), "a@example.com", 60);
    let port = receiver.address.port();

    // By default such an endpoint cannot be made, nor one without encryption.
    let server = Server::start_unready(data.path(), &[], "");
    let client = server.client(&key);
    for (url, said) in [
        (receiver.url("/"), "https://"),
        (format!("https://{}/", receiver.address), "public internet"),
        (format!("https://localhost:{port}/"), "public internet"),
        ("https://169.254.169.254/latest/meta-data/".to_owned(), "public internet"),
        ("https://[::ffff:10.0.0.1]/".to_owned(), "public internet"),
        ("https://2130706433/".to_owned(), "public internet"),
        ("https://me:word@example.com/".to_owned(), "user"),
        ("hook".to_owned(), "no URL"),
        (format!("https://example.com/{}", "a".repeat(3000)), "longer than"),
    ] {
        let detail = post(&client, ENDPOINTS, &json!({ "url": url }), &[]).problem(422, "invalid");
        assert!(detail.starts_with("url: ") && detail.contains(said), "{url}: {detail}");
    }
    for (fields, field) in [
        (json!({ "events": [] }), "events"),
        (json!({ "events": ["generation.exploded"] }), "generation.exploded"),
        (json!({ "events": ["webhook.test"] }), "webhook.test"),
        (json!({ "description": "a\nb" }), "description"),
    ] {
        let mut body = json!({ "url": "https://example.com/" });
        body.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
        let detail = post(&client, ENDPOINTS, &body, &[]).problem(422, "invalid");
        assert!(detail.contains(field), "{detail}");
    }
    post(&client, ENDPOINTS, &json!({ "url": "https://example.com/", "secret": "x" }), &[])
        .problem(422, "invalid_json");
    assert_eq!(client.json(ENDPOINTS), json!({ "data": [], "next": null }));
    stop(server);

    // What was named while it was allowed is looked at again when it is connected to: the address, and what a name means.
    let urls = [receiver.url("/"), format!("http://localhost:{port}/")];
    let allow = format!("['{}', 'localhost:{port}']", receiver.address);
    let server = start(data.path(), &receiver, &[("ONECLICK3D__WEBHOOKS__ALLOW", &allow)], "");
    let client = server.client(&key);
    let ids = urls.map(|url| endpoint(&client, &url).0);
    stop(server);
    let server = start(data.path(), &receiver, &[("ONECLICK3D__WEBHOOKS__ALLOW", "[]")], "");
    let client = server.client(&key);
    for id in &ids {
        test(&client, id);
        let delivery = ended(&client, id);
        assert_eq!((&delivery["state"], &delivery["attempts"][0]["status"]), (&json!("failed"), &Value::Null));
        assert_eq!(delivery["attempts"][0]["error"], "its host is not on the public internet", "{delivery}");
    }
    assert_eq!(receiver.connections(), 0, "nothing of it was ever connected to");
}

#[test]
fn a_kill_between_the_end_of_a_run_and_its_webhook_loses_no_event() {
    let data = tempdir().expect("a directory");
    let receiver = Receiver::start(
        |hook, before| if hook.path == "/hang" && before < 2 { Doing::Hang } else { Doing::Answer(200) },
    );
    let key = account(data.path(), "a@example.com", 60);
    let server = start(data.path(), &receiver, &[], "slow@model:18");
    let client = server.client(&key);
    let (id, _) = endpoint(&client, &receiver.url("/hang"));
    let generation = make(&client, "16");
    // It has arrived and is not answered; another has ended, and a third runs and a fourth waits when the server dies.
    let first = receiver.wait_for("/hang", 1);
    assert_eq!(first.json()["data"]["id"], generation);
    let second = make(&client, "16");
    client.wait_for_end(&second);
    let [running, queued] = ["18", "16"].map(|resolution| make(&client, resolution));
    client.wait(&running, &["RUNNING"]);
    server.kill();

    let server = start(data.path(), &receiver, &[], "");
    let client = server.client(&key);
    client.wait_for_end(&queued);
    wait_until("all were taken", || {
        let all = deliveries(&client, &id);
        all.len() == 4 && all.iter().all(|delivery| delivery["state"] == "delivered")
    });
    let all = deliveries(&client, &id);
    let of = |generation: &str| all.iter().find(|delivery| delivery["generation"] == generation).expect("told");
    assert_eq!(of(&generation)["id"], first.id(), "the same id as before the kill");
    assert_eq!(
        (&of(&running)["event"], &of(&second)["event"]),
        (&json!("generation.failed"), &json!("generation.succeeded"))
    );
    assert_eq!(of(&queued)["event"], "generation.succeeded");
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn the_end_of_a_run_and_what_tells_it_are_one_transaction() {
    let data = tempdir().expect("a directory");
    let receiver = Receiver::start(|_, _| Doing::Answer(200));
    let key = account(data.path(), "a@example.com", 100);
    let mut server = start(data.path(), &receiver, &[], "");
    let (id, _) = endpoint(&server.client(&key), &receiver.url("/"));
    for count in 1..=6 {
        let client = server.client(&key);
        let generation = make(&client, "16");
        // Killed the moment that the end is seen, before anything else can have noted it.
        client.wait(&generation, &["SUCCEEDED"]);
        server.kill();
        server = start(data.path(), &receiver, &[], "");
        let client = server.client(&key);
        let all = deliveries(&client, &id);
        assert_eq!((all.len(), &all[0]["generation"]), (count, &json!(generation)));
        assert_eq!(ended(&client, &id)["state"], "delivered");
    }
}

#[test]
fn a_secret_that_was_replaced_signs_beside_the_new_one() {
    let data = tempdir().expect("a directory");
    let receiver = Receiver::start(|_, _| Doing::Answer(200));
    let server = start(data.path(), &receiver, &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 0));
    let (id, first) = endpoint(&client, &receiver.url("/"));
    let rotated = ask(&client, "POST", &format!("{ENDPOINTS}/{id}/rotate"));
    assert_eq!((rotated.status, rotated.header("cache-control")), (200, "no-store"));
    let second = text(&rotated.json(), "secret");
    // An answer that was lost: the one before the last goes on signing as well.
    let third = text(&ask(&client, "POST", &format!("{ENDPOINTS}/{id}/rotate")).json(), "secret");
    test(&client, &id);
    let hook = receiver.wait_for("/", 1);
    let signed = [&first, &second, &third].map(|secret| hook.signed_by(secret));
    assert_eq!((signed, hook.header("webhook-signature").split(' ').count()), ([1, 1, 1], 3));
    assert_eq!(hook.json()["data"], json!({ "endpoint": id }));
    assert_eq!((&hook.json()["type"], hook.id()), (&json!("webhook.test"), text(&ended(&client, &id), "id").as_str()));

    // A day later the old ones are over.
    stop(server);
    let connection = rusqlite::Connection::open(data.path().join("oneclick3d.sqlite3")).expect("the database");
    connection.execute("UPDATE webhook_secret SET until_ms = until_ms - 86400000", []).expect("a day passes");
    drop(connection);
    let server = start(data.path(), &receiver, &[], "");
    let client = server.client(&client.key);
    test(&client, &id);
    let hook = receiver.wait_for("/", 2);
    assert_eq!([&first, &second, &third].map(|secret| hook.signed_by(secret)), [0, 0, 1]);
}

#[test]
fn endpoints_are_their_accounts_alone_made_once_under_a_key_and_not_without_limit() {
    let data = tempdir().expect("a directory");
    let receiver = Receiver::start(|_, before| if before == 0 { Doing::Answer(500) } else { Doing::Answer(200) });
    let server = start(data.path(), &receiver, &[("ONECLICK3D__WEBHOOKS__RETRY_S", "[60]")], "");
    let owner = server.client(&account(data.path(), "a@example.com", 60));
    let stranger = server.client(&account(data.path(), "b@example.com", 60));
    let body = json!({ "url": receiver.url("/"), "description": "one" });
    let key = [("idempotency-key", "once")];
    let (first, again) = (post(&owner, ENDPOINTS, &body, &key), post(&owner, ENDPOINTS, &body, &key));
    assert_eq!((again.status, again.header("idempotent-replayed")), (201, "true"));
    assert_eq!(first.json(), again.json(), "a lost answer loses no secret");
    post(&owner, ENDPOINTS, &json!({ "url": receiver.url("/other") }), &key).problem(422, "idempotency_key_reused");
    assert_ne!(post(&stranger, ENDPOINTS, &body, &key).json()["id"], first.json()["id"]);
    let id = text(&first.json(), "id");

    let delivery = text(&test(&owner, &id), "id");
    wait_until("it was tried", || deliveries(&owner, &id)[0]["attempts"][0]["status"] == 500);
    for (method, path) in [
        ("GET", ""),
        ("DELETE", ""),
        ("POST", "/enable"),
        ("POST", "/rotate"),
        ("POST", "/test"),
        ("GET", "/deliveries"),
        ("POST", &format!("/deliveries/{delivery}/replay")),
    ] {
        ask(&stranger, method, &format!("{ENDPOINTS}/{id}{path}")).problem(404, "webhook_endpoint_not_found");
        let nobody = [("authorization", "")];
        stranger.send(method, &format!("{ENDPOINTS}/{id}{path}"), &nobody, &[]).problem(401, "missing_key");
    }
    assert_eq!(stranger.json(ENDPOINTS)["data"].as_array().map(Vec::len), Some(1));
    stranger.get(&format!("{ENDPOINTS}?cursor={id}")).problem(422, "invalid_parameter");
    client_made(&stranger, &owner, &receiver);
    assert_eq!(receiver.hooks("/stranger").len(), 0, "a generation is told to its own account's endpoints");

    ask(&owner, "POST", &format!("{ENDPOINTS}/{id}/rotate"));
    post(&owner, ENDPOINTS, &body, &key).problem(409, "webhook_secret_replaced");
    // What waits for an endpoint ends with it, and stays on record.
    let gone = ask(&owner, "DELETE", &format!("{ENDPOINTS}/{id}"));
    assert_eq!((gone.status, gone.body.len()), (204, 0));
    owner.get(&format!("{ENDPOINTS}/{id}")).problem(404, "webhook_endpoint_not_found");
    owner.get(&format!("{ENDPOINTS}/{id}/deliveries")).problem(404, "webhook_endpoint_not_found");
    post(&owner, ENDPOINTS, &body, &key).problem(409, "webhook_endpoint_deleted");
    let archive = owner.get("/v1/account/export").body;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).expect("an archive");
    let rows: Value =
        serde_json::from_reader(archive.by_name("webhook_deliveries.json").expect("there")).expect("JSON");
    assert_eq!((&rows[0]["id"], &rows[0]["state"]), (&json!(delivery), &json!("failed")));

    let left = 10 - owner.json(ENDPOINTS)["data"].as_array().expect("a list").len();
    for count in 0..left {
        endpoint(&owner, &receiver.url(&format!("/{count}")));
    }
    let refused = post(&owner, ENDPOINTS, &json!({ "url": receiver.url("/") }), &[]);
    assert!(refused.problem(409, "too_many_webhook_endpoints").contains("10"));
    let busy = text(&owner.json(ENDPOINTS)["data"][0], "id");
    for _ in 0..10 {
        test(&owner, &busy);
    }
    let refused = ask(&owner, "POST", &format!("{ENDPOINTS}/{busy}/test"));
    refused.problem(429, "too_many_webhook_tests");
    assert_eq!(refused.header("retry-after"), "60");
}

/// The owner's generation is told to the owner while the stranger listens.
fn client_made(stranger: &Client, owner: &Client, receiver: &Receiver) {
    endpoint(stranger, &receiver.url("/stranger"));
    endpoint(owner, &receiver.url("/owner"));
    make(owner, "16");
    receiver.wait_for("/owner", 1);
}

#[test]
fn a_slow_endpoint_keeps_no_other_waiting() {
    let data = tempdir().expect("a directory");
    let receiver =
        Receiver::start(|hook, _| if hook.path.starts_with("/slow") { Doing::Hang } else { Doing::Answer(200) });
    let server = start(data.path(), &receiver, &[("ONECLICK3D__WEBHOOKS__TIMEOUT_S", "100")], "");
    let slow = server.client(&account(data.path(), "a@example.com", 0));
    let quick = server.client(&account(data.path(), "b@example.com", 0));
    // More than there are places.
    let all: Vec<(String, String)> = (0..9).map(|n| endpoint(&slow, &receiver.url(&format!("/slow{n}")))).collect();
    for (id, _) in &all {
        for _ in 0..10 {
            test(&slow, id);
        }
    }
    wait_until("a few of each are on their way", || (0..9).all(|n| receiver.hooks(&format!("/slow{n}")).len() == 4));
    for (client, path) in [(&quick, "/quick"), (&slow, "/own")] {
        let (id, _) = endpoint(client, &receiver.url(path));
        let began = Instant::now();
        test(client, &id);
        receiver.wait_for(path, 1);
        assert!(began.elapsed() < Duration::from_secs(20), "{path} waited {:?}", began.elapsed());
    }
    assert!((0..9).all(|n| receiver.hooks(&format!("/slow{n}")).len() == 4), "and no more than a few of each");
}

#[test]
fn a_name_that_leads_into_a_private_network_is_never_connected_to() {
    let Some((name, address)) = names::private() else { return };
    let data = tempdir().expect("a directory");
    // Its address is allowed, and the name is not.
    let receiver = Receiver::start_at(&SocketAddr::new(address, 0).to_string(), |_, _| Doing::Answer(200));
    let server = start(data.path(), &receiver, &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let port = receiver.address.port();
    let (id, _) = endpoint(&client, &format!("http://{name}:{port}/"));
    test(&client, &id);
    let given_up = ended(&client, &id);
    assert_eq!(given_up["state"], "failed");
    let attempts = given_up["attempts"].as_array().expect("a list");
    let refused = |attempt: &Value| text(attempt, "error").contains("public internet");
    assert!(attempts.len() > 1 && attempts.iter().all(refused), "{attempts:?}");
    assert_eq!(receiver.connections(), 0);
    // It was the server that did not go there.
    TcpStream::connect((name.as_str(), port)).expect("the name leads there");
    wait_until("it is connected to", || receiver.connections() == 1);
}

#[test]
fn p11_a_terminated_accounts_endpoints_hear_nothing() {
    let data = tempdir().expect("a directory");
    let receiver = Receiver::start(|_, _| Doing::Answer(200));
    let server = start(data.path(), &receiver, &[], "slow@model:18");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let (id, _) = endpoint(&client, &receiver.url("/"));
    let [running, queued] = ["18", "16"].map(|resolution| make(&client, resolution));
    client.wait(&running, &["RUNNING"]);
    let terminate = |back: bool| {
        let database = Database::open(&data.path().join("oneclick3d.sqlite3")).expect("the database");
        let change = move |tx: &_| {
            let account = ledger::account_of(tx, "a@example.com")?.expect("an account").id;
            if back {
                return ledger::reinstate_account(tx, &account);
            }
            ledger::terminate_account(tx, &account, OffsetDateTime::now_utc())
        };
        database.write_blocking(change).expect("changed");
    };
    stop(server);
    terminate(false);
    let server = start(data.path(), &receiver, &[], "");
    // What was queued runs to its end after the restart.
    let count = || -> i64 {
        let connection = rusqlite::Connection::open(data.path().join("oneclick3d.sqlite3")).expect("the database");
        let open = "SELECT count(*) FROM generation WHERE state IN ('QUEUED', 'RUNNING')";
        connection.query_row(open, [], |row| row.get(0)).expect("a row")
    };
    wait_until("all have ended", || count() == 0);
    stop(server);
    terminate(true);
    let server = start(data.path(), &receiver, &[], "");
    let client = server.client(&client.key);
    let told: Vec<Value> = deliveries(&client, &id).iter().map(|delivery| delivery["generation"].clone()).collect();
    assert!(!told.contains(&json!(queued)), "{told:?}");
    test(&client, &id);
    assert_eq!(ended(&client, &id)["state"], "delivered");
}

#[test]
fn a_prediction_tells_its_own_webhook_signed_with_the_accounts_secret() {
    let data = tempdir().expect("a directory");
    let receiver =
        Receiver::start(|hook, _| if hook.path == "/gone" { Doing::Answer(410) } else { Doing::Answer(200) });
    let server = start(data.path(), &receiver, &[], "error@model:17");
    let client = server.client(&account(data.path(), "a@example.com", 100));
    let secret = text(&client.json("/v1/webhooks/default/secret"), "key");
    assert_eq!(client.json("/v1/webhooks/default/secret")["key"], secret);
    let stranger = server.client(&account(data.path(), "b@example.com", 0));
    assert_ne!(stranger.json("/v1/webhooks/default/secret")["key"], secret);

    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let photo = format!("data:image/png;base64,{}", STANDARD.encode(photos::cut_out(64)));
    let predict = |path: &str, resolution: u32, filter: Option<&[&str]>, headers: &[(&str, &str)]| {
        let input = json!({ "image": photo, "resolution": resolution });
        let mut body = json!({ "input": input, "webhook": receiver.url(path) });
        if let Some(filter) = filter {
            body["webhook_events_filter"] = json!(filter);
        }
        let made = post(&client, "/v1/models/oneclick3d/silhouette/predictions", &body, headers);
        assert_eq!(made.status, 201, "{}", made.json());
        text(&made.json(), "id")
    };
    let id = predict("/completed", 16, Some(&["completed"]), &[]);
    let hook = receiver.wait_for("/completed", 1);
    assert_eq!(hook.signed_by(&secret), 1);
    let prediction = client.json(&format!("/v1/predictions/{id}"));
    assert_eq!((hook.json(), &prediction["status"]), (prediction.clone(), &json!("succeeded")));
    if let Some(said) = verified(&hook, &secret) {
        assert_eq!(said, json!([[true, true], [false, false]]), "what Replicate's own client says");
    }

    predict("/all", 16, Some(&["start", "output", "completed"]), &[]);
    receiver.wait_for("/all", 3);
    let mut seen: Vec<String> = receiver.hooks("/all").iter().map(|hook| text(&hook.json(), "status")).collect();
    seen.sort_unstable();
    assert_eq!(seen, ["processing", "succeeded", "succeeded"], "start, output and completed");
    let started = receiver.hooks("/all").into_iter().find(|hook| hook.json()["status"] == "processing").expect("it");
    assert_eq!((&started.json()["output"], &started.json()["completed_at"]), (&Value::Null, &Value::Null));

    // Without a filter the output and the end; a run that failed has no output.
    predict("/failed", 17, None, &[]);
    let failed = receiver.wait_for("/failed", 1).json();
    assert!(failed["status"] == "failed" && text(&failed, "error").contains("injected"), "{failed}");
    // One that is gone is told nothing more, and an account's endpoints hear of predictions as of all.
    let (endpoint_id, _) = endpoint(&client, &receiver.url("/endpoint"));
    let last = predict("/gone", 16, Some(&["start", "completed"]), &[]);
    client.wait_for_end(&last);
    assert_eq!(ended(&client, &endpoint_id)["generation"], json!(last));
    assert!((1..=2).contains(&receiver.hooks("/gone").len()));
    assert_eq!(receiver.hooks("/failed").len(), 1);

    // The webhook is part of what is asked.
    let once = [("idempotency-key", "once")];
    let first = predict("/once", 16, None, &once);
    assert_eq!(predict("/once", 16, None, &once), first);
    let other = json!({ "input": { "image": photo, "resolution": 16 }, "webhook": receiver.url("/twice") });
    post(&client, "/v1/models/oneclick3d/silhouette/predictions", &other, &once).problem(422, "idempotency_key_reused");
    receiver.wait_for("/once", 2);
    let before = client.credits();
    for (fields, code, named) in [
        (json!({ "webhook": "https://10.0.0.1/" }), "invalid_option", "webhook: its host"),
        // Accepted, it would be somebody's silence.
        (json!({ "webhook_events_filter": ["completed"] }), "invalid_option", "send 'webhook' too"),
        (
            json!({ "webhook": receiver.url("/never"), "webhook_events_filter": ["logs", "completed"] }),
            "field_not_honoured",
            "webhook_events_filter",
        ),
    ] {
        let mut body = json!({ "input": { "image": photo, "resolution": 16 } });
        body.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
        let detail = post(&client, "/predictions", &body, &[]).problem(422, code);
        assert!(detail.contains(named), "{detail}");
    }
    assert_eq!(client.credits(), before);
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn deliveries_go_when_they_have_been_kept_long_enough() {
    let data = tempdir().expect("a directory");
    let receiver = Receiver::start(|_, _| Doing::Answer(200));
    let key = account(data.path(), "a@example.com", 60);
    let server = start(data.path(), &receiver, &[], "");
    let client = server.client(&key);
    let (id, _) = endpoint(&client, &receiver.url("/"));
    make(&client, "16");
    wait_until("it is told", || !deliveries(&client, &id).is_empty());
    ended(&client, &id);
    stop(server);
    let sweep = |days: i64, section: RetentionSection| {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let database = Database::open(&data.path().join("oneclick3d.sqlite3")).expect("a database");
            let storage = Storage::open(data.path()).expect("storage");
            let then = OffsetDateTime::now_utc() + time::Duration::days(days);
            retention::sweep(&database, &storage, &section, then).await.expect("a sweep");
        });
    };
    let count = || {
        let server = start(data.path(), &receiver, &[], "");
        let count = deliveries(&server.client(&key), &id).len();
        stop(server);
        count
    };
    sweep(40_000, RetentionSection { webhook_deliveries_days: 0, ..RetentionSection::default() });
    sweep(29, RetentionSection::default());
    assert_eq!(count(), 1);
    sweep(31, RetentionSection::default());
    assert_eq!(count(), 0);
}
