//! Operators over HTTP: the control socket's commands for accounts with the role, recorded under the account.

use serde_json::{Value, json};
use tempfile::tempdir;

use crate::{
    client::{Client, Reply},
    photos,
    server::{Server, account, audit, operate},
};

fn command(client: &Client, body: &Value) -> Reply {
    let headers = [("content-type", "application/json")];
    client.send("POST", "/v1/operator/commands", &headers, body.to_string().as_bytes())
}

#[test]
fn operators_do_over_http_what_the_commands_do_and_are_recorded_with_who_and_why() {
    let data = tempdir().expect("a directory");
    let server = Server::start_unready(data.path(), &[], "");
    let user = server.client(&account(data.path(), "user@example.com", 0));
    let boss = server.client(&account(data.path(), "boss@example.com", 0));
    let accounts = operate(data.path(), &["account", "list"])["data"].clone();
    let id = |index: usize| accounts[index]["id"].as_str().expect("an id").to_owned();
    let (user_id, boss_id) = (id(0), id(1));
    let list = json!({ "command": "list_accounts" });
    for client in [&user, &boss] {
        command(client, &list).problem(403, "not_an_operator");
    }
    command(&server.client("nonsense"), &list).problem(401, "wrong_key");
    operate(data.path(), &["account", "role", &boss_id, "operator"]);

    let listed = command(&boss, &list);
    assert_eq!(listed.status, 200);
    assert_eq!(listed.json()["done"]["accounts"][0]["email"], "user@example.com");
    command(&user, &list).problem(403, "not_an_operator");

    let grant = json!({ "grant": {
        "id": "lot_0123456789abcdef", "account": user_id, "credits": 25, "adjustment": { "reason": "a gift", "reference": null }
    } });
    // Whoever lost the answer asks again.
    for _ in 0..2 {
        let granted = command(&boss, &json!({ "command": grant, "why": "his birthday" }));
        assert_eq!((granted.status, granted.json()), (200, json!({ "done": { "lot": "lot_0123456789abcdef" } })));
    }
    assert_eq!(user.credits(), (25, 0));
    command(&user, &json!({ "command": grant })).problem(403, "not_an_operator");
    let key = json!({ "create_key": { "account": "acct_nobody", "name": null } });
    let refused = command(&boss, &json!({ "command": key, "why": "his is lost" }));
    assert_eq!(refused.status, 422);
    assert!(refused.json()["refused"].as_str().is_some_and(|why| why.contains("acct_nobody")), "{:?}", refused.json());

    let done = operate(data.path(), &["actions"])["data"].clone();
    let last = &done[0];
    assert_eq!((&last["actor"], &last["reason"]), (&json!(boss_id), &json!("his birthday")));
    assert_eq!(last["action"], grant);
    let by_boss = done.as_array().expect("a list").iter().filter(|action| action["actor"] == boss_id.as_str()).count();
    assert_eq!(by_boss, 1, "what was refused, only read or done before is no action: {done}");

    // Who was an operator is none.
    operate(data.path(), &["account", "role", &boss_id, "user"]);
    command(&boss, &list).problem(403, "not_an_operator");
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

/// Neither is done nor recorded: a reason that is left out would be missed when it is too late to ask.
#[test]
fn who_moves_credits_or_access_over_http_and_does_not_say_why_is_refused() {
    let data = tempdir().expect("a directory");
    let server = Server::start_unready(data.path(), &[], "");
    let boss = server.client(&account(data.path(), "boss@example.com", 0));
    let id = operate(data.path(), &["account", "list"])["data"][0]["id"].as_str().expect("an id").to_owned();
    operate(data.path(), &["account", "role", &id, "operator"]);
    let key = operate(data.path(), &["key", "list", &id])["data"][0]["id"].clone();
    let before = operate(data.path(), &["actions"]);
    for asked in [
        json!({ "set_role": { "account": id, "role": "user" } }),
        // At the console it is one of the first steps; over HTTP a way into an account.
        json!({ "create_key": { "account": id, "name": null } }),
        json!({ "revoke_key": { "key": key } }),
        json!({ "publish_policy": { "material": false, "summary": null } }),
        json!({ "payments": { "sell": {
            "account": id, "package": "starter", "reference": "invoice 1", "acknowledged": true
        } } }),
        json!({ "payments": { "refund": { "purchase": "pur_1", "amount_minor": 1, "reference": "ticket 1" } } }),
        json!({ "payments": { "replay": { "id": null, "since": null } } }),
    ] {
        for why in [json!(null), json!("  ")] {
            let refused = command(&boss, &json!({ "command": asked, "why": why }));
            assert_eq!(refused.status, 422, "{asked}");
            assert!(refused.json()["refused"].as_str().is_some_and(|text| text.contains("say why")), "{asked}");
        }
    }
    assert_eq!(operate(data.path(), &["actions"]), before);
    assert_eq!(boss.credits(), (0, 0));

    // Commands with a reason of their own are recorded with it.
    let grant = json!({ "grant": {
        "id": "lot_0123456789abcdef", "account": id, "credits": 25, "adjustment": { "reason": "a gift", "reference": null }
    } });
    assert_eq!(command(&boss, &json!({ "command": grant })).status, 200);
    assert_eq!(operate(data.path(), &["actions"])["data"][0]["reason"], "a gift");
}

#[test]
fn what_is_no_command_or_is_about_the_servers_files_is_refused() {
    let data = tempdir().expect("a directory");
    let server = Server::start_unready(data.path(), &[], "");
    let boss = server.client(&account(data.path(), "boss@example.com", 0));
    let id = operate(data.path(), &["account", "list"])["data"][0]["id"].as_str().expect("an id").to_owned();
    operate(data.path(), &["account", "role", &id, "operator"]);
    let file = data.path().join("out");
    for files in [json!({ "backup": { "to": file } }), json!({ "export_account": { "account": id, "to": file } })] {
        command(&boss, &json!({ "command": files })).problem(403, "only_on_the_server");
    }
    assert!(!file.exists());
    for nonsense in [
        json!("list_accounts"),
        json!({ "command": "make_coffee" }),
        // Who it was is not for the asker to say.
        json!({ "command": "list_accounts", "by": "other@example.com" }),
    ] {
        command(&boss, &nonsense).problem(422, "unknown_command");
    }
    boss.get("/v1/operator/commands").problem(405, "method_not_allowed");
    let long = json!({ "command": "audit", "why": "w".repeat(70_000) });
    command(&boss, &long).problem(413, "body_too_large");
}

#[test]
fn the_overview_adds_up_what_was_sold_run_and_used_for_operators_only() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "error@model:17");
    let key = account(data.path(), "boss@example.com", 40);
    let id = operate(data.path(), &["account", "list"])["data"][0]["id"].as_str().expect("an id").to_owned();
    let boss = server.client(&key);
    boss.get("/v1/operator/overview").problem(403, "not_an_operator");
    operate(data.path(), &["account", "role", &id, "operator"]);
    operate(data.path(), &["sale", "record", &id, "starter", "--reference", "invoice 1", "--acknowledged"]);
    for resolution in ["16", "17"] {
        let generation = boss.create(&photos::cut_out(64), &[("resolution", resolution)]);
        boss.wait_for_end(&generation);
    }
    let overview = boss.json("/v1/operator/overview");
    assert_eq!(overview["generations"], json!({ "SUCCEEDED": 1, "FAILED": 1 }));
    assert_eq!(overview["faults"], json!({ "processing_error": 1 }));
    assert_eq!(
        overview["revenue"],
        json!([{ "currency": "usd", "purchases": 1, "paid_minor": 999, "refunded_minor": 0 }])
    );
    let credits = &overview["credits"];
    assert_eq!((&credits["issued"], &credits["available"], &credits["spent"]), (&json!(100), &json!(90), &json!(10)));
    assert_eq!(overview["queue"]["waiting"], 0);
    assert_eq!((&overview["worker"]["ready"], &overview["open_cases"]), (&json!(true), &json!(0)));
    assert!(overview["worker"]["device"].as_str().is_some_and(|device| !device.is_empty()), "{overview}");
}

/// The buyer of what is paid by bank transfer acknowledges the same as any other.
#[test]
fn p9_a_sale_without_its_acknowledgement_is_refused_to_operators_as_well() {
    let data = tempdir().expect("a directory");
    let server = Server::start_unready(data.path(), &[], "");
    let boss = server.client(&account(data.path(), "boss@example.com", 0));
    let id = operate(data.path(), &["account", "list"])["data"][0]["id"].as_str().expect("an id").to_owned();
    operate(data.path(), &["account", "role", &id, "operator"]);
    let sell = |acknowledged: &Value| {
        let mut sale = json!({ "account": id, "package": "starter", "reference": "invoice 1" });
        if !acknowledged.is_null() {
            sale["acknowledged"] = acknowledged.clone();
        }
        command(&boss, &json!({ "command": { "payments": { "sell": sale } }, "why": "paid by transfer" }))
    };
    sell(&json!(null)).problem(422, "unknown_command");
    let refused = sell(&json!(false));
    assert_eq!(refused.status, 422);
    assert!(refused.json()["refused"].as_str().is_some_and(|why| why.contains("the examples")), "{:?}", refused.json());
    assert_eq!((boss.credits(), boss.json("/v1/purchases")["data"].clone()), ((0, 0), json!([])));
    assert_eq!(sell(&json!(true)).status, 200);
    assert_eq!(boss.credits(), (60, 0));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}
