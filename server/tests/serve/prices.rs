//! What a generation costs (policy P2): from the configuration, by model and resolution, fixed at the hold.

use std::{fs, path::Path};

use rustix::process::Signal;
use serde_json::json;
use tempfile::tempdir;

use crate::{
    client::Client,
    photos,
    server::{Server, account, audit},
};

fn configure(data: &Path, price: &str) {
    fs::write(data.join("oneclick3d.toml"), price).expect("write");
}

const PRICES: &str = "[credits]\nlifetime_months = 18\n[price]\ndefault = 5\n[[price.rule]]\nmodel = 'silhouette'\nresolution_from = 32\ncredits = 20\n\
                      [[price.rule]]\nmodel = 'silhouette'\ncredits = 12\n";

/// What the last entry of a kind moved.
fn last(client: &Client, kind: &str) -> i64 {
    let entries = client.json("/v1/credits/entries");
    let entry = entries["data"].as_array().expect("entries").iter().find(|entry| entry["kind"] == kind);
    entry.expect(kind)["credits"].as_i64().expect("credits")
}

#[test]
fn p2_the_price_is_that_of_the_model_and_resolution_in_the_answer_the_object_and_the_entry() {
    let data = tempdir().expect("a directory");
    configure(data.path(), PRICES);
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 47));
    let open = server.client("");
    let prices = open.send("GET", "/v1/prices", &[("authorization", "")], &[]);
    let rule =
        |from: Option<u32>, credits: i64| json!({"model": "silhouette", "resolution_from": from, "credits": credits});
    assert_eq!(
        prices.json(),
        json!({
            "default": 5, "rules": [rule(Some(32), 20), rule(None, 12)], "models": ["silhouette"], "lifetime_months": 18,
        })
    );

    let mut left = 47;
    for (resolution, price) in [("16", 12), ("32", 20)] {
        let reply = client.post(&photos::cut_out(64), &[("resolution", resolution)], &[]);
        assert_eq!((reply.status, &reply.json()["credits"]), (202, &json!(price)));
        let id = reply.json()["id"].as_str().expect("an id").to_owned();
        assert_eq!(client.wait(&id, &["SUCCEEDED"])["credits"], price);
        left -= price;
        assert_eq!((client.credits(), last(&client, "hold"), last(&client, "commit")), ((left, 0), price, price));
    }
    // 15 are left of 20.
    let refused = client.post(&photos::cut_out(64), &[("resolution", "32")], &[]);
    let detail = refused.problem(402, "insufficient_credits");
    assert!(detail.contains("20 credits are needed and 15 are available"), "{detail}");
    assert_eq!(client.json("/v1/generations")["data"].as_array().map(Vec::len), Some(2), "nothing was created");
    assert_eq!(client.credits(), (15, 0));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}

#[test]
fn p2_a_later_price_changes_nothing_for_what_is_queued_and_its_void_gives_back_what_it_cost() {
    let data = tempdir().expect("a directory");
    configure(data.path(), PRICES);
    let mut server = Server::start_unready(data.path(), &[], "exit@start");
    let key = account(data.path(), "a@example.com", 100);
    let client = server.client(&key);
    let fails = client.create(&photos::cut_out(64), &[("resolution", "32")]);
    let succeeds = client.create(&photos::cut_out(64), &[("resolution", "16")]);
    assert_eq!(client.credits(), (68, 32));
    server.signal(Signal::TERM);
    server.wait();

    configure(data.path(), "[price]\ndefault = 50\n");
    let server = Server::start(data.path(), &[], "error@foreground:32");
    let client = server.client(&key);
    let failed = client.wait(&fails, &["FAILED"]);
    assert_eq!((&failed["credits"], last(&client, "void")), (&json!(20), 20));
    let succeeded = client.wait(&succeeds, &["SUCCEEDED"]);
    assert_eq!((&succeeded["credits"], last(&client, "commit")), (&json!(12), 12));
    assert_eq!(client.credits(), (88, 0));
    // What is asked for now costs what it costs now.
    let reply = client.post(&photos::cut_out(64), &[("resolution", "16")], &[]);
    assert_eq!(reply.json()["credits"], 50);
    client.wait(reply.json()["id"].as_str().expect("an id"), &["SUCCEEDED"]);
    assert_eq!(client.credits(), (38, 0));
    assert_eq!(audit(data.path())["disagreements"], json!([]));
}
