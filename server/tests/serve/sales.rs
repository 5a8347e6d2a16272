//! What operators do about money: sales without a provider, refunds, and events once more.

use std::{path::Path, process::Output};

use serde_json::json;

use crate::{
    payments::{agrees, settled, shop, wait_for_credits},
    provider::{Mood, deliver, now, story},
    server::{account, operate, operator},
    stripe_events::Story,
};

/// Orders money of a purchase back.
fn order_refund(data: &Path, story: &Story, amount: &str, reference: &str) -> Output {
    operator(data, &["sale", "refund", &story.purchase, "--amount", amount, "--reference", reference])
}

#[test]
fn a_replay_of_one_event_or_of_some_since_a_time_says_what_came_of_each() {
    let (data, _stripe, _server, client) = shop("");
    let story = story(&client);
    deliver(&client, &story.completed(true, now()));
    deliver(&client, &story.refunded(500, now()));
    let stored = settled(data.path());
    let one = operate(data.path(), &["payments", "replay", stored[1]["id"].as_str().expect("an id")]);
    assert_eq!(one["data"], json!([stored[1]]));
    let none = operate(data.path(), &["payments", "replay", "--since", "2999-01-01T00:00:00Z"]);
    assert_eq!(none["data"], json!([]));
    let wrong = operator(data.path(), &["payments", "replay", "evt_nobody"]);
    assert_eq!(wrong.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("evt_nobody"));
    assert_eq!(client.credits(), (30, 0));
    assert_eq!(operate(data.path(), &["actions"])["data"].as_array().map(|all| all.len() >= 2), Some(true));
}

/// A refund retried after "done, but the answer was lost" sends the money once and takes the credits once, also days later, when
/// the provider has forgotten the key.
#[test]
fn a_refund_whose_answer_was_lost_is_ordered_again_and_sent_once() {
    let (data, stripe, _server, client) = shop("");
    let story = story(&client);
    deliver(&client, &story.completed(true, now()));
    wait_for_credits(&client, 60);
    let refund = |amount: &str, reference: &str| order_refund(data.path(), &story, amount, reference);
    stripe.is(Mood::Mute);
    let lost = refund("500", "case 1");
    assert_eq!(lost.status.code(), Some(1), "{}", String::from_utf8_lossy(&lost.stderr));
    assert_eq!(client.credits(), (60, 0));
    // The money may be gone: no other refund can have it.
    assert_eq!(refund("998", "case 2").status.code(), Some(3));
    // It will not say whether it has sent it: the order stands.
    stripe.is(Mood::Stubborn);
    let unsure = refund("500", "case 1");
    assert_eq!(unsure.status.code(), Some(1), "{}", String::from_utf8_lossy(&unsure.stderr));
    assert_eq!(refund("998", "case 2").status.code(), Some(3));
    stripe.is(Mood::Forgetful);
    for _ in 0..2 {
        assert!(refund("500", "case 1").status.success());
        assert_eq!(client.credits(), (30, 0));
    }
    assert_eq!(stripe.done(), 2, "a session and one refund");
    stripe.is(Mood::Well);
    // What Stripe refuses is no order any more.
    stripe.is(Mood::Stubborn);
    assert_eq!(refund("499", "case 9").status.code(), Some(3));
    stripe.is(Mood::Well);
    // And Stripe tells of it as well, in both ways.
    deliver(&client, &story.refunded(500, now()));
    deliver(&client, &story.refund(&format!("re_1_{}", story.payment), 500, "succeeded", now()));
    settled(data.path());
    assert_eq!(client.credits(), (30, 0));
    assert_eq!(refund("400", "case 1").status.code(), Some(3), "the reference was for another amount");
    assert_eq!(refund("500", "case 3").status.code(), Some(3), "499 are left");
    assert!(refund("499", "case 3").status.success());
    assert_eq!(client.credits(), (0, 0));
    assert_eq!(client.json(&format!("/v1/purchases/{}", story.purchase))["state"], "refunded");
    agrees(data.path());
}

/// A proxy, or a change of Stripe's: the money went, and the answer does not say so.
#[test]
fn an_answer_that_cannot_be_read_refuses_nothing_and_the_order_is_looked_up() {
    let (data, stripe, _server, client) = shop("");
    let story = story(&client);
    deliver(&client, &story.completed(true, now()));
    wait_for_credits(&client, 60);
    let refund = |amount: &str, reference: &str| order_refund(data.path(), &story, amount, reference);
    stripe.is(Mood::Garbled);
    let garbled = refund("500", "case 1");
    let said = String::from_utf8_lossy(&garbled.stderr).into_owned();
    assert!(garbled.status.code() == Some(1) && said.contains("is not known"), "{said}");
    assert_eq!(stripe.done(), 2, "a session and one refund");
    // The order stands: no other refund can have its money, also while the list cannot be read.
    assert_eq!(refund("500", "case 1").status.code(), Some(1));
    assert_eq!(refund("998", "case 2").status.code(), Some(3));
    stripe.is(Mood::Forgetful);
    assert!(refund("500", "case 1").status.success());
    assert_eq!((client.credits(), stripe.done()), ((30, 0), 2));
    agrees(data.path());
}

/// The bank takes the money of what is disputed itself.
#[test]
fn an_order_that_was_not_answered_sends_nothing_of_what_is_disputed_since() {
    let (data, stripe, server, client) = shop("");
    let [unsent, sent] = [story(&client), story(&server.client(&account(data.path(), "other@example.com", 0)))];
    for story in [&unsent, &sent] {
        deliver(&client, &story.completed(true, now()));
    }
    wait_for_credits(&client, 60);
    let refund = |story: &Story| order_refund(data.path(), story, "500", "case 1");
    let code = |story: &Story| refund(story).status.code();
    settled(data.path());
    stripe.is(Mood::Down);
    assert_eq!(code(&unsent), Some(1));
    stripe.is(Mood::Mute);
    assert_eq!(code(&sent), Some(1));
    let done = stripe.done();
    for story in [&unsent, &sent] {
        deliver(&client, &story.dispute("dp_1", "needs_response", now()));
    }
    settled(data.path());
    // It does not say whether it sent the money.
    stripe.is(Mood::Stubborn);
    assert_eq!((code(&unsent), code(&sent)), (Some(1), Some(1)));
    stripe.is(Mood::Forgetful);
    let refused = refund(&unsent);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(3) && said.contains("pay twice"), "{said}");
    assert_eq!(code(&sent), Some(0), "it was sent before the dispute");
    assert_eq!(stripe.done(), done, "and nothing since");
    // Won: what was not sent can be ordered, for any amount.
    deliver(&client, &unsent.dispute("dp_1", "won", now()));
    settled(data.path());
    stripe.is(Mood::Well);
    operate(data.path(), &["sale", "refund", &unsent.purchase, "--amount", "999", "--reference", "case 1"]);
    assert_eq!((client.credits(), stripe.done()), ((0, 0), done + 1));
    agrees(data.path());
}

/// At once or days later: what did not arrive was not sent, and is not what the provider's key answers with for ever.
#[test]
fn a_refund_that_fails_was_none_and_ordered_again_it_is_sent_under_another_key() {
    let (data, stripe, _server, client) = shop("");
    let story = story(&client);
    deliver(&client, &story.completed(true, now()));
    wait_for_credits(&client, 60);
    let refund = |amount: &str| order_refund(data.path(), &story, amount, "case 1");
    stripe.is(Mood::Failing);
    for _ in 0..2 {
        let failed = refund("500");
        let said = String::from_utf8_lossy(&failed.stderr).into_owned();
        assert!(failed.status.code() == Some(3) && said.contains("no money went"), "{said}");
        assert_eq!(client.credits(), (60, 0));
    }
    stripe.is(Mood::Well);
    for _ in 0..2 {
        assert!(refund("333").status.success());
        assert_eq!(client.credits(), (40, 0));
    }
    let id = stripe.fails_at_last();
    deliver(&client, &story.refund(&id, 333, "failed", now()));
    wait_for_credits(&client, 60);
    assert!(refund("999").status.success());
    assert_eq!(client.credits(), (0, 0));
    let asked = stripe.asked().into_iter().filter(|asked| asked.fields.contains_key("metadata[order]"));
    let (keys, orders): (Vec<_>, Vec<_>) =
        asked.map(|asked| (asked.key, asked.fields["metadata[order]"].clone())).unzip();
    let order = format!("refund:{}:case 1", story.purchase);
    assert_eq!(keys, [order.clone(), format!("1:{order}"), format!("2:{order}"), format!("3:{order}")]);
    assert!(orders.iter().all(|other| *other == order), "{orders:?}");
    agrees(data.path());
}

#[test]
fn a_sale_by_bank_transfer_is_a_purchase_once_per_reference() {
    let (data, _stripe, _server, client) = shop("");
    let accounts = operate(data.path(), &["account", "list"]);
    let id = accounts["data"][0]["id"].as_str().expect("an id").to_owned();
    let sell = |reference: &str| {
        operator(data.path(), &["sale", "record", &id, "starter", "--reference", reference, "--acknowledged"])
    };
    assert!(sell("invoice 7").status.success());
    assert!(sell("invoice 7").status.success());
    assert_eq!(client.credits(), (60, 0));
    let purchase = client.json("/v1/purchases")["data"][0].clone();
    assert_eq!((purchase["state"].as_str(), purchase["provider"].as_str()), (Some("paid"), Some("manual")));
    assert_eq!(client.get(purchase["receipt"].as_str().expect("a receipt")).status, 200);
    assert!(sell("invoice 8").status.success());
    assert_eq!(client.credits(), (120, 0));
    let other = operate(data.path(), &["account", "create", "other@example.com"])["account"].clone();
    let other = other.as_str().expect("an id");
    let taken =
        operator(data.path(), &["sale", "record", other, "starter", "--reference", "invoice 7", "--acknowledged"]);
    assert_eq!(taken.status.code(), Some(3), "{}", String::from_utf8_lossy(&taken.stderr));
    let unsaid = operator(data.path(), &["sale", "record", other, "starter", "--reference", "invoice 9"]);
    assert_eq!(unsaid.status.code(), Some(2), "the acknowledgement is part of the sale");
    let purchase = purchase["id"].as_str().expect("an id");
    operate(data.path(), &["sale", "refund", purchase, "--amount", "999", "--reference", "case 2"]);
    assert_eq!(client.credits(), (60, 0));
    let listed = operate(data.path(), &["payments", "list", &id]);
    assert_eq!(listed["data"].as_array().map(Vec::len), Some(2));
    agrees(data.path());
}
