//! Accounts that come back after a dispute (policy P11), and what they are told of the time they were away (policy P13).

use std::{fs, path::Path};

use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

use crate::{
    client::Client,
    payments::{agrees, settled, shop, wait_for_credits},
    policy::told,
    provider::{Stripe, deliver, now, story},
    server::{Server, account, operate, operator, wait_until},
};

fn account_of(data: &Path, email: &str) -> Value {
    let accounts = operate(data, &["account", "list"])["data"].clone();
    accounts.as_array().expect("a list").iter().find(|account| account["email"] == email).expect("it").clone()
}

fn id_of(data: &Path, email: &str) -> String {
    account_of(data, email)["id"].as_str().expect("an id").to_owned()
}

fn reinstated(data: &Path) -> usize {
    operate(data, &["actions"]).to_string().matches("reinstate_account").count()
}

#[test]
fn p11_an_operator_brings_an_account_back_after_a_lost_dispute_and_not_while_one_is_open() {
    let (data, _stripe, server, client) = shop("");
    let (lost, kept) = (story(&client), story(&client));
    for bought in [&lost, &kept] {
        deliver(&client, &bought.completed(true, now()));
    }
    wait_for_credits(&client, 120);
    let id = id_of(data.path(), "buyer@example.com");
    let refused = |arguments: &[&str], said: &str| {
        let output = operator(data.path(), arguments);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(3) && error.contains(said), "{arguments:?}: {error}");
    };
    let reinstate = ["account", "reinstate", &id];
    // An account that is in use stays so, and nothing was done.
    assert_eq!(operate(data.path(), &reinstate)["terminated_at"], json!(null));
    assert_eq!(reinstated(data.path()), 0);

    deliver(&client, &lost.dispute("dp_1", "needs_response", now()));
    settled(data.path());
    client.get("/v1/credits").problem(403, "account_terminated");
    refused(&reinstate, "dp_1");
    deliver(&client, &lost.dispute("dp_1", "lost", now()));
    settled(data.path());
    client.get("/v1/credits").problem(403, "account_terminated");
    refused(&[&reinstate[..], &["--why", " "]].concat(), "say why");
    refused(&["account", "reinstate", "acct_nobody"], "acct_nobody");
    assert_eq!(reinstated(data.path()), 0);

    for _ in 0..2 {
        let back = operate(data.path(), &[&reinstate[..], &["--why", "his bank erred, he paid again"]].concat());
        assert_eq!(back["terminated_at"], json!(null));
    }
    assert_eq!(reinstated(data.path()), 1, "the same again is no action");
    assert_eq!(client.credits(), (60, 0), "what the lost dispute took stays taken");
    agrees(data.path());
    // What was said before ends it no second time, however often it is said.
    deliver(&client, &lost.dispute("dp_1", "lost", now()));
    operate(data.path(), &["payments", "replay"]);
    assert_eq!(client.credits(), (60, 0));

    // Over HTTP as well, and another dispute is another matter.
    let boss = server.client(&account(data.path(), "boss@example.com", 0));
    operate(data.path(), &["account", "role", &id_of(data.path(), "boss@example.com"), "operator"]);
    let ask = |client: &Client, why: Value| {
        let body = json!({ "command": { "reinstate_account": { "account": id } }, "why": why }).to_string();
        client.send("POST", "/v1/operator/commands", &[("content-type", "application/json")], body.as_bytes())
    };
    deliver(&client, &kept.dispute("dp_2", "under_review", now()));
    settled(data.path());
    let refused = ask(&boss, json!("a friend"));
    assert_eq!(refused.status, 422);
    assert!(refused.json()["refused"].as_str().is_some_and(|why| why.contains("dp_2")), "{:?}", refused.json());
    deliver(&client, &kept.dispute("dp_2", "lost", now()));
    settled(data.path());
    ask(&client, json!("I want to")).problem(403, "account_terminated");
    assert_eq!(ask(&boss, json!(null)).status, 422);
    assert_eq!(ask(&boss, json!("he paid again")).status, 200);
    assert_eq!(client.credits(), (0, 0));
    let last = operate(data.path(), &["actions"])["data"][0].clone();
    assert_eq!(
        (&last["action"]["reinstate_account"]["account"], &last["reason"]),
        (&json!(id), &json!("he paid again"))
    );
    agrees(data.path());
}

/// A server that sells under a policy of its operator's own.
fn shop_with_policy() -> (TempDir, Stripe, Server, Client) {
    let (data, stripe) = (tempdir().expect("a directory"), Stripe::start());
    stripe.configure(data.path());
    let file = data.path().join("oneclick3d.toml");
    let text = fs::read_to_string(&file).expect("read") + "[policy]\nrefunds = 'refunds.html'\n";
    fs::write(file, text).expect("write");
    fs::write(data.path().join("refunds.html"), "first").expect("write");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "buyer@example.com", 0));
    (data, stripe, server, client)
}

#[test]
fn p13_who_was_away_when_a_change_was_mailed_is_told_on_coming_back() {
    let (data, _stripe, server, client) = shop_with_policy();
    account(data.path(), "other@example.com", 0);
    let publish = |text: &str| {
        fs::write(data.path().join("refunds.html"), text).expect("write");
        operate(data.path(), &["policy", "publish", "--material", "--summary", text]);
    };
    let told = || -> Vec<(String, bool)> {
        let told = told(data.path()).into_iter();
        told.map(|(to, text)| (to, text.contains("the third"))).collect()
    };
    let to = |to: &str, third: bool| (to.to_owned(), third);
    publish("the second");
    let both = [to("buyer@example.com", false), to("other@example.com", false)];
    assert_eq!(told(), both);

    let story = story(&client);
    deliver(&client, &story.completed(true, now()));
    deliver(&client, &story.dispute("dp_1", "needs_response", now()));
    settled(data.path());
    publish("the third");
    let others = [&both[..], &[to("other@example.com", true)]].concat();
    assert_eq!(told(), others);
    deliver(&client, &story.dispute("dp_1", "won", now()));
    wait_until("the key works", || client.get("/v1/credits").status == 200);
    let all = [&others[..], &[to("buyer@example.com", true)]].concat();
    assert_eq!(told(), all, "what was missed, and not what was read before");
    // To come back once is to be told once.
    operate(data.path(), &["payments", "replay"]);
    operate(data.path(), &["account", "reinstate", &id_of(data.path(), "buyer@example.com")]);
    assert_eq!(told(), all);
    drop(server);
}
