//! Cases: opened by users, decided by operators, once, with what a decision causes (policy P6, P8).

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

use crate::{
    client::{Client, Reply},
    payments::{agrees, shop, wait_for_credits},
    photos,
    provider::{Mood, deliver, now, story},
    server::{Server, account, operate, operator},
};

fn start() -> (TempDir, Server, Client) {
    let data = tempdir().expect("a directory");
    std::fs::write(data.path().join("oneclick3d.toml"), "[service]\ncontact = 'help@example.com'\n").expect("write");
    let server = Server::start(data.path(), &[], "error@model:17");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    (data, server, client)
}

fn post(client: &Client, path: &str, body: &Value) -> Reply {
    client.send("POST", path, &[("content-type", "application/json")], body.to_string().as_bytes())
}

/// Opens a case; its id.
#[track_caller]
fn open(client: &Client, about: Value) -> String {
    let mut body = json!({ "subject": "The back is missing", "text": "Please look at it." });
    body.as_object_mut().expect("an object").extend(about.as_object().expect("an object").clone());
    let reply = post(client, "/v1/cases", &body);
    assert_eq!(reply.status, 201, "{}", String::from_utf8_lossy(&reply.body));
    reply.json()["id"].as_str().expect("an id").to_owned()
}

fn made(client: &Client) -> String {
    let id = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    assert_eq!(client.wait_for_end(&id)["state"], "SUCCEEDED");
    id
}

/// What an operator is refused.
#[track_caller]
fn refused(data: &Path, arguments: &[&str]) -> String {
    let output = operator(data, arguments);
    assert_eq!(output.status.code(), Some(3), "{arguments:?}: {output:?}");
    String::from_utf8(output.stderr).expect("UTF-8")
}

/// Recipient and text of the mails about cases, oldest first.
fn mails(data: &Path) -> Vec<(String, String)> {
    let file = Connection::open_with_flags(data.join("oneclick3d.sqlite3"), OpenFlags::SQLITE_OPEN_READ_ONLY);
    let file = file.expect("open");
    let query = "SELECT recipient, text FROM mail WHERE text LIKE '%case%' ORDER BY number";
    let mut statement = file.prepare(query).expect("prepare");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("query");
    rows.collect::<Result<_, _>>().expect("rows")
}

#[test]
fn a_case_whose_answer_was_lost_is_not_opened_twice() {
    let (_data, _server, client) = start();
    let ask = |client: &Client, text: &str| {
        let body = json!({ "subject": "The back is missing", "text": text });
        let headers = [("content-type", "application/json"), ("idempotency-key", "my case")];
        client.send("POST", "/v1/cases", &headers, body.to_string().as_bytes())
    };
    let first = ask(&client, "Please look.");
    let again = ask(&client, "Please look.");
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.json(), again.json());
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), ("", "true"));
    ask(&client, "Something else.").problem(422, "idempotency_key_reused");
    assert_eq!(client.json("/v1/cases")["data"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_message_whose_answer_was_lost_is_not_written_twice() {
    let (data, server, client) = start();
    let path = format!("/v1/cases/{}/messages", open(&client, json!({})));
    let write = |client: &Client, path: &str, text: &str| {
        let headers = [("content-type", "application/json"), ("idempotency-key", "my message")];
        client.send("POST", path, &headers, json!({ "text": text }).to_string().as_bytes())
    };
    let first = write(&client, &path, "Well?");
    let again = write(&client, &path, "Well?");
    assert_eq!((first.status, again.status), (201, 201), "{}", String::from_utf8_lossy(&first.body));
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), ("", "true"));
    assert_eq!(first.json(), again.json());
    let messages = |reply: &Reply| reply.json()["messages"].as_array().map(Vec::len);
    assert_eq!(messages(&again), Some(2));
    write(&client, &path, "Now?").problem(422, "idempotency_key_reused");
    let elsewhere = format!("/v1/cases/{}/messages", open(&client, json!({})));
    write(&client, &elsewhere, "Well?").problem(422, "idempotency_key_reused");
    // Without a key, whoever says it twice has said it twice; another account's key is another key.
    for _ in 0..2 {
        post(&client, &path, &json!({ "text": "Hello?" }));
    }
    let other = server.client(&account(data.path(), "b@example.com", 0));
    let theirs = write(&other, &format!("/v1/cases/{}/messages", open(&other, json!({}))), "Well?");
    assert_eq!((theirs.status, theirs.header("idempotent-replayed")), (201, ""));
    assert_eq!(messages(&client.get(path.trim_end_matches("/messages"))), Some(4));
}

#[test]
fn p6_a_case_is_opened_answered_and_decided_and_both_sides_hear_of_it() {
    let (data, server, client) = start();
    let generation = made(&client);
    let id = open(&client, json!({ "generation": generation }));
    let path = format!("/v1/cases/{id}");
    assert_eq!(operate(data.path(), &["case", "list"])["data"][0]["id"], id.as_str());
    operate(data.path(), &["case", "reply", &id, "--text", "Which side?"]);
    let nul = post(&client, &format!("{path}/messages"), &json!({ "text": "\0The back." }));
    assert!(nul.problem(422, "invalid").contains("NUL"), "of which the database would see nothing");
    let reply = post(&client, &format!("{path}/messages"), &json!({ "text": "The back." }));
    assert_eq!(reply.status, 201, "{}", String::from_utf8_lossy(&reply.body));
    let decided = operate(data.path(), &["case", "decide", &id, "--refuse", "--reason", "The photo shows no back."]);
    assert!(decided["decision"]["actor"].as_str().is_some_and(|actor| actor.starts_with("console:")), "{decided}");

    let case = client.json(&path);
    assert_eq!((&case["state"], &case["generation"]), (&json!("decided"), &json!(generation)));
    let said: Vec<_> =
        case["messages"].as_array().expect("messages").iter().map(|m| (&m["author"], &m["text"])).collect();
    assert_eq!(
        said,
        [
            (&json!("account"), &json!("Please look at it.")),
            (&json!("operator"), &json!("Which side?")),
            (&json!("account"), &json!("The back.")),
        ]
    );
    assert_eq!(case["decision"]["outcome"], "refused");
    assert_eq!(case["decision"]["reason"], "The photo shows no back.");
    let mut listed = case.clone();
    listed.as_object_mut().expect("an object").remove("messages").expect("they may be long");
    assert_eq!(client.json("/v1/cases")["data"], json!([listed]));
    assert!(!case.to_string().contains("console:"), "who decided is no business of the account's: {case}");
    assert_eq!(client.credits(), (50, 0));

    let mails = mails(data.path());
    let to: Vec<_> = mails.iter().map(|(to, _)| &**to).collect();
    assert_eq!(to, ["help@example.com", "a@example.com", "help@example.com", "a@example.com"]);
    for (index, said) in [(0, "Please look at it."), (1, "Which side?"), (2, "The back."), (3, "no back")] {
        assert!(mails[index].1.contains(said), "{said} in {mails:?}");
    }
    // Over is over, for both.
    post(&client, &format!("{path}/messages"), &json!({ "text": "But!" })).problem(409, "case_decided");
    assert!(refused(data.path(), &["case", "reply", &id, "--text", "Well."]).contains("is decided"));
    // And nobody else's business.
    let other = server.client(&account(data.path(), "b@example.com", 0));
    other.get(&path).problem(404, "case_not_found");
    post(&other, &format!("{path}/messages"), &json!({ "text": "Hi." })).problem(404, "case_not_found");
    assert_eq!(other.json("/v1/cases")["data"], json!([]));
    let body = json!({ "subject": "s", "text": "t", "generation": generation });
    post(&other, "/v1/cases", &body).problem(422, "no_such_generation");
    let body = json!({ "subject": "s", "text": "t", "purchase": "pur_nobody" });
    post(&other, "/v1/cases", &body).problem(422, "no_such_purchase");
}

/// Only a decided case gives back the credits of a generation that succeeded, and once.
#[test]
fn p8_a_decision_restores_what_a_generation_took_and_never_more_or_twice() {
    let (data, _server, client) = start();
    let generation = made(&client);
    assert_eq!(client.cancel(&generation).status, 409, "its user cannot void it");
    let (first, second) =
        (open(&client, json!({ "generation": generation })), open(&client, json!({ "generation": generation })));
    assert_eq!(client.credits(), (50, 0), "to ask is not to get");
    let decide = |id: &str, credits: &str, more: &[&str]| {
        let mut words = vec!["case", "decide", id, "--restore", credits, "--reason", "an artifact of ours"];
        words.extend(more);
        operator(data.path(), &words)
    };
    let over = decide(&first, "11", &[]);
    assert_eq!(over.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&over.stderr).contains("--beyond-cost"), "{over:?}");
    // The answer was lost: the same again is the same.
    for _ in 0..3 {
        assert!(decide(&first, "6", &[]).status.success());
        assert_eq!(client.credits(), (56, 0));
    }
    assert_eq!(decide(&first, "4", &[]).status.code(), Some(3), "one decision a case");
    refused(data.path(), &["case", "decide", &first, "--refuse", "--reason", "on second thoughts"]);
    assert_eq!(decide(&second, "5", &[]).status.code(), Some(3), "4 of its 10 are left");
    assert!(decide(&second, "4", &[]).status.success());
    assert_eq!(client.credits(), (60, 0));

    let decision = client.json(&format!("/v1/cases/{first}"))["decision"].clone();
    assert_eq!((&decision["outcome"], &decision["credits"]), (&json!("credits_restored"), &json!(6)));
    let lots = client.json("/v1/credits");
    assert!(lots["lots"].as_array().expect("lots").iter().any(|lot| lot["id"] == decision["lot"]), "{lots}");
    let entries = client.json("/v1/credits/entries")["data"].clone();
    let grants: Vec<_> =
        entries.as_array().expect("a list").iter().filter(|entry| entry["reference"] == first.as_str()).collect();
    let [grant] = grants[..] else { panic!("{entries}") };
    assert_eq!((&grant["kind"], &grant["reason"]), (&json!("grant"), &json!("an artifact of ours")));
    assert_eq!(client.generation(&generation)["state"], "SUCCEEDED", "it was made, and stays so");
    agrees(data.path());
}

/// Two operators who decide at the same moment: one of them does, and what was decided is what is done.
#[test]
fn p6_of_two_decisions_at_the_same_time_one_counts() {
    let (data, _server, client) = start();
    let id = open(&client, json!({ "generation": made(&client) }));
    let verdicts = [&["--refuse"][..], &["--restore", "10"], &["--restore", "5"], &["--refuse"]];
    let decided: Vec<bool> = std::thread::scope(|scope| {
        let all = verdicts.map(|verdict| {
            let (data, id) = (data.path(), &id);
            let reason = ["--reason", if verdict.len() == 1 { "no" } else { "yes" }];
            scope.spawn(move || {
                operator(data, &[&["case", "decide", id][..], verdict, &reason].concat()).status.success()
            })
        });
        all.into_iter().map(|thread| thread.join().expect("a command")).collect()
    });
    let decision = client.json(&format!("/v1/cases/{id}"))["decision"].clone();
    let (counts, available) = match decision["credits"].as_i64() {
        None => ([true, false, false, true], 50),
        Some(10) => ([false, true, false, false], 60),
        Some(5) => ([false, false, true, false], 55),
        other => panic!("{other:?}"),
    };
    assert_eq!(decided, counts, "the same decision again is the same: {decision}");
    assert_eq!(client.credits(), (available, 0));
    agrees(data.path());
}

#[test]
fn p8_what_a_failed_generation_took_is_back_already_and_more_takes_a_word() {
    let (data, _server, client) = start();
    let failed = client.create(&photos::cut_out(64), &[("resolution", "17")]);
    assert_eq!(client.wait_for_end(&failed)["state"], "FAILED");
    let id = open(&client, json!({ "generation": failed }));
    let restore = ["case", "decide", &id, "--restore", "10", "--reason", "a bad day"];
    assert!(refused(data.path(), &restore).contains("took 0"));
    assert_eq!(client.credits(), (60, 0));
    operate(data.path(), &[&restore[..], &["--beyond-cost"]].concat());
    assert_eq!(client.credits(), (70, 0));
    let done = operate(data.path(), &["actions"]);
    assert!(done["data"][0]["action"].to_string().contains("beyond_cost\":true"), "{done}");
    agrees(data.path());
}

#[test]
fn a_case_has_bounds_that_say_what_to_do() {
    let (data, _server, client) = start();
    for (body, said) in [
        (json!({ "subject": " ", "text": "t" }), "the subject has 0 bytes"),
        (json!({ "subject": "s".repeat(201), "text": "t" }), "201 bytes"),
        (json!({ "subject": "s", "text": "t".repeat(10_001) }), "10001 bytes"),
    ] {
        let detail = post(&client, "/v1/cases", &body).problem(422, "invalid");
        assert!(detail.contains(said), "{detail}");
    }
    post(&client, "/v1/cases", &json!({ "subject": "s" })).problem(422, "invalid_json");
    let ids: Vec<String> = (0..10).map(|_| open(&client, json!({}))).collect();
    let body = json!({ "subject": "s", "text": "t" });
    post(&client, "/v1/cases", &body).problem(409, "too_many_open_cases");
    operate(data.path(), &["case", "decide", &ids[0], "--refuse", "--reason", "no"]);
    open(&client, json!({}));
    let page = client.json("/v1/cases?limit=6");
    let rest = client.json(&format!("/v1/cases?limit=6&cursor={}", page["next"].as_str().expect("more")));
    assert_eq!((page["data"].as_array().map(Vec::len), rest["data"].as_array().map(Vec::len)), (Some(6), Some(5)));
    assert_eq!(rest["data"][4]["id"], ids[0].as_str());
    client.get("/v1/cases?cursor=case_nobody").problem(422, "invalid_parameter");
}

/// For whom no key works any more, an operator opens the case.
#[test]
fn p6_an_operator_opens_a_case_for_who_wrote_in() {
    let (data, _server, client) = start();
    let account = operate(data.path(), &["account", "list"])["data"][0]["id"].as_str().expect("an id").to_owned();
    let case = operate(data.path(), &["case", "open", &account, "--subject", "By mail", "--text", "He wrote …"]);
    let id = case["id"].as_str().expect("an id");
    let operators = &case["messages"][0];
    assert_eq!((&operators["from_operator"], &operators["text"]), (&json!(true), &json!("He wrote …")));
    assert_eq!(client.json(&format!("/v1/cases/{id}"))["subject"], "By mail");
    refused(data.path(), &["case", "open", "acct_nobody", "--subject", "s", "--text", "t"]);
    refused(data.path(), &["case", "show", "case_nobody"]);
    assert!(
        refused(data.path(), &["case", "decide", id, "--money", "5", "--reason", "r"]).contains("names no purchase")
    );
    let none = operator(data.path(), &["case", "decide", id, "--reason", "r"]);
    assert_eq!(none.status.code(), Some(2), "an outcome is needed");
}

/// The provider sends the money once, whatever is lost; the credits go by the refund, once; and nobody decides otherwise between.
#[test]
fn p6_money_returned_is_refunded_at_the_provider_once_and_takes_its_credits_once() {
    let (data, stripe, _server, client) = shop("");
    let story = story(&client);
    deliver(&client, &story.completed(true, now()));
    wait_for_credits(&client, 60);
    let id = open(&client, json!({ "purchase": story.purchase }));
    let money = |amount: &str| {
        operator(data.path(), &["case", "decide", &id, "--money", amount, "--reason", "bought twice by mistake"])
    };
    // Refused for what it asks: nothing is ordered, and the case stays open.
    assert_eq!(money("1000").status.code(), Some(3));
    stripe.is(Mood::Stubborn);
    assert_eq!(money("999").status.code(), Some(3));
    assert_eq!(client.json(&format!("/v1/cases/{id}"))["state"], "open");
    // The money may be gone, and the answer was lost.
    stripe.is(Mood::Mute);
    assert_eq!(money("500").status.code(), Some(1));
    stripe.is(Mood::Well);
    let otherwise = refused(data.path(), &["case", "decide", &id, "--refuse", "--reason", "no"]);
    assert!(otherwise.contains("a refund of 500"), "{otherwise}");
    assert_eq!(money("499").status.code(), Some(3));
    let before = stripe.done();
    for _ in 0..2 {
        assert!(money("500").status.success());
        assert_eq!(client.credits(), (30, 0));
    }
    assert!(stripe.done() - before <= 1, "one refund");
    deliver(&client, &story.refunded(500, now()));
    crate::payments::settled(data.path());
    assert_eq!(client.credits(), (30, 0));
    let refunds: Vec<_> = stripe.asked().into_iter().filter(|asked| asked.key.contains(&id)).collect();
    assert!(!refunds.is_empty() && refunds.iter().all(|asked| asked.key == refunds[0].key), "one key: {id}");
    let decision = client.json(&format!("/v1/cases/{id}"))["decision"].clone();
    assert_eq!((&decision["outcome"], &decision["amount_minor"]), (&json!("money_returned"), &json!(500)));
    // The entry that it caused names it, and its line in the statement.
    let entries = client.json("/v1/credits/entries")["data"].clone();
    let caused: Vec<_> = entries
        .as_array()
        .expect("a list")
        .iter()
        .filter(|entry| entry["reason"].as_str().is_some_and(|reason| reason.contains(&id)))
        .collect();
    let [caused] = caused[..] else { panic!("{entries}") };
    assert_eq!(caused["kind"], "clawback", "{entries}");
    assert!(mails(data.path()).last().is_some_and(|(to, text)| to == "buyer@example.com" && text.contains("5.00 USD")));
    agrees(data.path());
}

/// What failed decides nothing: the case stays open, and ends in any way, also with the same refund tried anew.
#[test]
fn p6_money_that_did_not_arrive_was_not_returned() {
    let (data, stripe, _server, client) = shop("");
    let story = story(&client);
    deliver(&client, &story.completed(true, now()));
    wait_for_credits(&client, 60);
    let ids =
        [open(&client, json!({ "purchase": story.purchase })), open(&client, json!({ "purchase": story.purchase }))];
    let money = |id: &str| operator(data.path(), &["case", "decide", id, "--money", "333", "--reason", "bought twice"]);
    stripe.is(Mood::Failing);
    for id in &ids {
        assert_eq!(money(id).status.code(), Some(3));
        assert_eq!(client.json(&format!("/v1/cases/{id}"))["state"], "open");
    }
    stripe.is(Mood::Well);
    operate(data.path(), &["case", "decide", &ids[0], "--refuse", "--reason", "no"]);
    assert!(money(&ids[1]).status.success());
    assert_eq!(client.json(&format!("/v1/cases/{}", ids[1]))["decision"]["outcome"], "money_returned");
    assert_eq!(client.credits(), (40, 0));
    agrees(data.path());
}

/// Credits become money by an operator's hand alone, and no route of an account is one of his.
#[test]
fn p5_no_route_of_an_account_moves_money_out() {
    let (data, stripe, _server, client) = shop("");
    let story = story(&client);
    deliver(&client, &story.completed(true, now()));
    wait_for_credits(&client, 60);
    let id = open(&client, json!({ "purchase": story.purchase }));
    let refund = json!({ "purchase": story.purchase, "amount_minor": 999, "reference": "mine" });
    let verdict = json!({ "outcome": { "money_returned": { "amount_minor": 999 } }, "reason": "I want it back" });
    for command in [
        json!({ "payments": { "refund": refund } }),
        json!({ "cases": { "decide": { "case": id, "verdict": verdict } } }),
    ] {
        post(&client, "/v1/operator/commands", &json!({ "command": command })).problem(403, "not_an_operator");
    }
    // All that an account may do, asked for its money in several ways.
    let bodies = [
        json!({}),
        json!({ "amount_minor": 999 }),
        json!({ "amount_minor": 999, "reference": "mine" }),
        json!({ "amount_minor": 999, "reason": "I want it back" }),
        refund,
        verdict,
    ];
    let description = client.json("/openapi.json");
    let mut routes = 0;
    for (pattern, operations) in description["paths"].as_object().expect("paths") {
        // What providers send is signed, and to end the key ends the test.
        if ["/v1/payments/", "/v1/keys", "/v1/session"].iter().any(|others| pattern.starts_with(others)) {
            continue;
        }
        let about = if pattern.starts_with("/v1/cases/") { &id } else { &story.purchase };
        let path = pattern.replace("{id}", about);
        for method in ["post", "put", "patch", "delete"].iter().filter(|method| operations.get(method).is_some()) {
            let named = ["refund", "payout", "withdraw", "chargeback"].iter().find(|name| pattern.contains(**name));
            assert_eq!(named, None, "{method} {pattern}");
            for body in &bodies {
                let headers = [("content-type", "application/json")];
                let reply = client.send(&method.to_uppercase(), &path, &headers, body.to_string().as_bytes());
                assert!(reply.status == 403 || !pattern.starts_with("/v1/operator/"), "{pattern}: {}", reply.status);
                assert_ne!(reply.status, 429, "{pattern}: it was not asked");
            }
            routes += 1;
        }
    }
    assert!(routes > 15, "{routes} routes are no API");
    assert_eq!(client.json(&format!("/v1/purchases/{}", story.purchase))["state"], "paid");
    assert_eq!(client.json(&format!("/v1/cases/{id}"))["state"], "open");
    assert_eq!(client.credits(), (60, 0));
    // Checkouts may have been begun; nothing was asked of what was paid.
    let asked = stripe.asked();
    assert!(asked.iter().all(|asked| !asked.fields.contains_key("payment_intent")), "{asked:?}");
    agrees(data.path());
}
