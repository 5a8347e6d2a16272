//! Buying credits over HTTP, with a provider that does what providers do to their customers.

use std::{path::Path, thread};

use serde_json::{Value, json};
use server::database::Database;
use tempfile::{TempDir, tempdir};

use crate::{
    client::Client,
    photos,
    provider::{Mood, SECRET, Stripe, check_out, deliver, now, policy, send, sign, story},
    server::{Server, account, audit, operate, operator, wait_until},
    stripe_events::PRICE,
};

/// A server that sells, its provider, and a buyer without credits.
pub fn shop(faults: &str) -> (TempDir, Stripe, Server, Client) {
    let data = tempdir().expect("a directory");
    let stripe = Stripe::start();
    stripe.configure(data.path());
    let server = Server::start(data.path(), &[], faults);
    let client = server.client(&account(data.path(), "buyer@example.com", 0));
    (data, stripe, server, client)
}

#[track_caller]
pub fn wait_for_credits(client: &Client, available: i64) {
    wait_until(&format!("{available} credits"), || client.credits().0 == available);
}

#[track_caller]
pub fn agrees(data: &Path) {
    assert_eq!(audit(data)["disagreements"], json!([]));
}

/// All events have been processed.
#[track_caller]
pub fn settled(data: &Path) -> Vec<Value> {
    let mut events = Vec::new();
    wait_until("all events are processed", || {
        events = operate(data, &["payments", "events"])["data"].as_array().expect("a list").clone();
        events.iter().all(|event| event["outcome"] != json!(null))
    });
    events
}

/// Policy P7, P9, P15: from the catalogue to the receipt.
#[test]
fn credits_are_bought_and_come_at_once_and_once() {
    let (data, stripe, server, client) = shop("");
    let packages = client.send("GET", "/v1/packages", &[("authorization", "")], &[]).json();
    assert_eq!(
        packages["data"][0],
        json!({ "id": "starter", "name": "Starter", "credits": 60, "price_minor": 999, "currency": "usd", "price": "9.99 USD" })
    );
    let story = story(&client);
    let asked = stripe.asked().pop().expect("a session");
    let field = |name: &str| asked.fields.get(name).map(String::as_str);
    assert_eq!(field("client_reference_id"), Some(&*story.purchase));
    assert_eq!(field("line_items[0][price_data][unit_amount]"), Some("999"));
    assert_eq!(field("line_items[0][price_data][currency]"), Some("usd"));
    assert_eq!(field("metadata[policy_sha256]"), Some(&*policy(&client)));
    assert_eq!(client.credits(), (0, 0), "nothing is granted before it is paid");
    client.get(&format!("/v1/purchases/{}/receipt", story.purchase)).problem(404, "no_receipt");

    for _ in 0..3 {
        assert_eq!(deliver(&client, &story.completed(true, now())).status, 200);
        assert_eq!(deliver(&client, &story.paid_later(now())).status, 200);
    }
    wait_for_credits(&client, 60);
    let purchase = client.json(&format!("/v1/purchases/{}", story.purchase));
    assert_eq!((purchase["state"].as_str(), purchase["paid_minor"].as_i64()), (Some("paid"), Some(PRICE)));
    assert_eq!(purchase["url"], json!(null), "there is nothing left to pay");
    assert_eq!(client.json("/v1/credits")["lots"][0]["id"], purchase["lot"]);
    let receipt = client.get(purchase["receipt"].as_str().expect("a receipt"));
    let page = String::from_utf8(receipt.body.clone()).expect("UTF-8");
    assert!(receipt.header("content-type").starts_with("text/html"));
    for said in ["9.99 USD", "Starter", "60", "help@example.com", &*policy(&client), &story.purchase] {
        assert!(page.contains(said), "no {said} in {page}");
    }

    // What others bought is nobody else's.
    let other = server.client(&account(data.path(), "other@example.com", 0));
    other.get(&format!("/v1/purchases/{}", story.purchase)).problem(404, "purchase_not_found");
    other.get(&format!("/v1/purchases/{}/receipt", story.purchase)).problem(404, "purchase_not_found");
    assert_eq!(other.json("/v1/purchases")["data"], json!([]));
    assert_eq!(client.json("/v1/purchases")["data"][0]["id"], story.purchase.as_str());
    assert_eq!(settled(data.path()).len(), 2, "each event is kept once");
    agrees(data.path());

    // One receipt, however many events said that it was paid.
    let file = data.path().join("oneclick3d.sqlite3");
    let file = rusqlite::Connection::open_with_flags(file, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).expect("open");
    let mails: Vec<String> = file
        .prepare("SELECT text FROM mail WHERE recipient = 'buyer@example.com' AND subject LIKE 'Receipt%'")
        .and_then(|mut all| all.query_map([], |row| row.get(0))?.collect())
        .expect("mails");
    let [mail] = &mails[..] else { panic!("{mails:?}") };
    assert!(["9.99 USD", "Credits: 60", "help@example.com"].iter().all(|said| mail.contains(said)), "{mail}");
}

/// Policy P9.
#[test]
fn without_acknowledgement_and_the_policy_in_force_no_checkout_is_created() {
    let (_data, stripe, _server, client) = shop("");
    let current = policy(&client);
    let ask = |body: &Value| client.send("POST", "/v1/checkouts", &[], body.to_string().as_bytes());
    let whole = json!({ "package": "starter", "policy_sha256": current, "examples_seen": true });
    let with = |name: &str, value: Value| {
        let mut body = whole.clone();
        body[name] = value;
        ask(&body)
    };
    let detail = with("policy_sha256", json!("0".repeat(64))).problem(409, "policy_not_accepted");
    assert!(detail.contains(&current), "{detail}");
    ask(&json!({ "package": "starter", "examples_seen": true })).problem(409, "policy_not_accepted");
    let detail = with("examples_seen", json!(false)).problem(422, "examples_not_seen");
    assert!(detail.contains("/examples"), "{detail}");
    let detail = with("package", json!("huge")).problem(422, "unknown_package");
    assert!(detail.contains("starter"), "{detail}");
    with("provider", json!("btcpay")).problem(503, "no_payment_provider");
    with("provider", json!("manual")).problem(422, "unknown_provider");
    with("price_minor", json!(1)).problem(422, "invalid_checkout");
    let body = whole.to_string();
    client.send("POST", "/v1/checkouts", &[("authorization", "")], body.as_bytes()).problem(401, "missing_key");
    assert_eq!(stripe.done(), 0);
    assert_eq!(client.json("/v1/purchases")["data"], json!([]));
    assert_eq!(ask(&whole).status, 201);
}

#[test]
fn a_checkout_sent_again_is_the_same_purchase_even_when_the_providers_answer_was_lost() {
    let (_data, stripe, _server, client) = shop("");
    for (mood, status, code) in [
        (Mood::Down, 503, "payment_provider_unavailable"),
        (Mood::Mute, 503, "payment_provider_unavailable"),
        (Mood::Stubborn, 502, "payment_provider_refused"),
    ] {
        stripe.is(mood);
        check_out(&client, "order-1").problem(status, code);
    }
    stripe.is(Mood::Well);
    let first = check_out(&client, "order-1");
    let again = check_out(&client, "order-1");
    assert_eq!((first.status, again.status, again.header("idempotent-replayed")), (201, 201, "true"));
    assert_eq!(first.json(), again.json());
    assert_eq!(stripe.done(), 1, "one session for one purchase");
    let keys: Vec<String> = stripe.asked().into_iter().map(|asked| asked.key).collect();
    assert_eq!(keys, [first.json()["id"].as_str().expect("an id"), first.json()["id"].as_str().expect("an id")]);
    let other =
        json!({ "package": "starter", "policy_sha256": policy(&client), "examples_seen": true, "provider": "stripe" });
    let reply = client.send("POST", "/v1/checkouts", &[("idempotency-key", "order-1")], other.to_string().as_bytes());
    reply.problem(422, "idempotency_key_reused");
    assert_eq!(client.json("/v1/purchases")["data"].as_array().map(Vec::len), Some(1));
}

#[test]
fn checkouts_that_nobody_pays_are_bounded_and_listed_in_pages() {
    let (_data, stripe, _server, client) = shop("");
    let ids: Vec<String> = (0..20).map(|_| story(&client).purchase).collect();
    let refused = check_out(&client, "one more");
    refused.problem(429, "too_many_open_checkouts");
    assert_eq!(stripe.done(), 20);
    let mut listed = Vec::new();
    let mut path = "/v1/purchases?limit=8".to_owned();
    loop {
        let page = client.json(&path);
        listed.extend(page["data"].as_array().expect("a page").iter().map(|one| one["id"].clone()));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/v1/purchases?limit=8&cursor={next}");
    }
    let newest_first: Vec<Value> = ids.into_iter().rev().map(Value::from).collect();
    assert_eq!(listed, newest_first);
    client.get("/v1/purchases?cursor=pur_of_nobody").problem(422, "invalid_parameter");
}

#[test]
fn only_what_is_signed_for_this_moment_is_stored() {
    let (data, _stripe, _server, client) = shop("");
    let story = story(&client);
    let body = story.completed(true, now()).to_string();
    let (right, at) = (|at: i64| sign(SECRET, at, body.as_bytes()), now());
    let mut corrupt = body.clone().into_bytes();
    let amount = body.find("999").expect("the amount");
    corrupt[amount] = b'1';
    for (body, signature) in [
        (corrupt.as_slice(), format!("t={at},v1={}", right(at))),
        (body.as_bytes(), format!("t={at},v1={}", sign("whsec_other", at, body.as_bytes()))),
        (body.as_bytes(), format!("t={},v1={}", at - 1, right(at))),
        (body.as_bytes(), format!("t={},v1={}", at - 310, right(at - 310))),
        (body.as_bytes(), format!("t={},v1={}", at + 310, right(at + 310))),
        (body.as_bytes(), format!("t={at},v0={}", right(at))),
        (body.as_bytes(), format!("v1={}", right(at))),
        (body.as_bytes(), format!("t={at},v1={}", &right(at)[..62])),
        (body.as_bytes(), format!("t=soon,v1={}", right(at))),
        (body.as_bytes(), String::new()),
    ] {
        send(&client, body, &signature).problem(400, "wrong_signature");
    }
    let garbage = b"no event";
    send(&client, garbage, &format!("t={at},v1={}", sign(SECRET, at, garbage))).problem(400, "no_event");
    assert_eq!(settled(data.path()), Vec::<Value>::new());
    assert_eq!(client.credits(), (0, 0));

    // A secret that is being replaced: several signatures, one of them right.
    let several = format!("t={at},v1={},v1={}", sign("whsec_old", at, body.as_bytes()), right(at));
    assert_eq!(send(&client, body.as_bytes(), &several).status, 200);
    wait_for_credits(&client, 60);
}

/// Policy P11: keys stop, what is queued is canceled and voided, what runs is ended; won, all is as it was.
#[test]
fn a_dispute_ends_the_account_at_once_and_a_won_one_gives_it_back_as_it_was() {
    let (data, _stripe, _server, client) = shop("slow@model:33");
    let story = story(&client);
    deliver(&client, &story.completed(true, now()));
    wait_for_credits(&client, 60);
    let photo = photos::cut_out(64);
    let done = client.create(&photo, &[("resolution", "16")]);
    client.wait(&done, &["SUCCEEDED"]);
    let running = client.create(&photo, &[("resolution", "33")]);
    client.wait(&running, &["RUNNING"]);
    let queued = [client.create(&photo, &[("resolution", "16")]), client.create(&photo, &[("resolution", "16")])];
    assert_eq!(client.credits(), (20, 30));

    deliver(&client, &story.dispute("dp_1", "needs_response", now()));
    wait_until("the key stops", || client.get("/v1/credits").status == 403);
    client.get("/v1/credits").problem(403, "account_terminated");
    client.post(&photo, &[("resolution", "16")], &[]).problem(403, "account_terminated");
    let accounts = operate(data.path(), &["account", "list"]);
    let id = accounts["data"][0]["id"].as_str().expect("an id").to_owned();
    assert!(accounts["data"][0]["terminated_at"].is_string());
    let mut credits = Value::Null;
    wait_until("what ran has ended", || {
        credits = operate(data.path(), &["credits", "show", &id]);
        credits["held"] == 0
    });
    assert_eq!((&credits["available"], &credits["frozen"]), (&json!(0), &json!(50)), "all but what was used");
    let refund = ["sale", "refund", &story.purchase, "--amount", "999", "--reference", "case 1"];
    let refused = operator(data.path(), &refund);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(3) && said.contains("pay twice"), "{said}");
    let disputes = operate(data.path(), &["disputes", "list"]);
    assert_eq!(disputes["data"][0]["purchase"], story.purchase.as_str());
    assert_eq!(disputes["data"][0]["account"], id.as_str());
    agrees(data.path());

    deliver(&client, &story.dispute("dp_1", "won", now()));
    wait_until("the key works", || client.get("/v1/credits").status == 200);
    assert_eq!(client.credits(), (50, 0));
    for canceled in queued.iter().chain([&running]) {
        assert_eq!(client.generation(canceled)["state"], "CANCELED");
    }
    assert_eq!(client.generation(&done)["state"], "SUCCEEDED");
    let after = client.create(&photo, &[("resolution", "16")]);
    client.wait(&after, &["SUCCEEDED"]);
    assert_eq!(client.credits(), (40, 0));
    agrees(data.path());
}

#[test]
fn events_that_come_late_twice_and_in_the_wrong_order_at_the_same_time_end_in_one_state() {
    let (data, _stripe, _server, client) = shop("");
    let stories: Vec<_> = (0..6).map(|_| story(&client)).collect();
    let events: Vec<Value> = stories
        .iter()
        .flat_map(|story| {
            [
                story.completed(false, 1_000),
                story.paid_later(2_000),
                story.refunded(500, 3_000),
                story.dispute("dp_1", "needs_response", 4_000),
                story.dispute("dp_1", "won", 5_000),
            ]
        })
        .collect();
    thread::scope(|scope| {
        for order in 0..5 {
            let (events, client) = (&events, &client);
            scope.spawn(move || {
                // Each sender in an order of its own; 7, 11, 13, 17 and 19 are coprime to 30.
                let step = [7, 11, 13, 17, 19][order];
                for turn in 0..events.len() {
                    assert_eq!(deliver(client, &events[(order + turn * step) % events.len()]).status, 200);
                }
            });
        }
    });
    let stored = settled(data.path());
    assert_eq!(stored.len(), 30);
    assert!(stored.iter().all(|event| event["outcome"] == "applied"), "{stored:?}");
    assert_eq!(client.credits(), (6 * 30, 0));
    let before = client.json("/v1/credits");
    let replayed = operate(data.path(), &["payments", "replay"]);
    assert_eq!(replayed["data"].as_array().map(Vec::len), Some(30));
    assert_eq!(client.json("/v1/credits"), before, "a replay changes nothing");
    agrees(data.path());
}

#[test]
fn an_event_that_was_dropped_is_sent_again_later_and_one_that_was_stored_is_processed_at_the_next_start() {
    let (data, _stripe, mut server, client) = shop("");
    let [dropped, stored] = [story(&client), story(&client)];
    deliver(&client, &dropped.refunded(500, 3_000));
    assert_eq!(settled(data.path())[0]["outcome"], "parked");
    assert_eq!(client.credits(), (0, 0));
    server.signal(rustix::process::Signal::KILL);
    server.wait();
    // The server died between the two: stored, and nothing done about it.
    let database = Database::open(&data.path().join("oneclick3d.sqlite3")).expect("open");
    let body = stored.completed(true, 1_000).to_string();
    let store = move |tx: &rusqlite::Connection| {
        let id = server::payments::stripe::event::id(body.as_bytes()).expect("an event");
        let now = time::OffsetDateTime::now_utc();
        server::payments::events::store(tx, server::payments::Provider::Stripe, &id, body.as_bytes(), now)
    };
    database.write_blocking(store).expect("stored");
    drop(database);
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&client.key);
    wait_for_credits(&client, 60);
    deliver(&client, &dropped.completed(true, 1_000));
    wait_for_credits(&client, 90);
    assert!(settled(data.path()).iter().all(|event| event["outcome"] == "applied"));
    agrees(data.path());
}
