//! What others paid for, and what the policy promises of purchases, event by event.

use server::ledger::{self, AccountId, Credits, Error as LedgerError, HoldId};
use server::payments::PurchaseState;
use server::payments::events::Outcome;

use crate::bench::Bench;
use crate::stripe_events::PRICE;

fn spend(bench: &Bench, account: &AccountId, credits: i64) {
    let hold = hold(bench, account, credits);
    let now = bench.now;
    bench.write(move |tx| Ok(ledger::commit_hold(tx, &hold, now)?));
}

fn hold(bench: &Bench, account: &AccountId, credits: i64) -> HoldId {
    let (account, now) = (account.clone(), bench.now);
    bench.write(move |tx| Ok(ledger::hold(tx, &account, Credits(credits), now)?))
}

/// Available and frozen credits.
fn credits(bench: &Bench, account: &AccountId) -> (i64, i64) {
    let balance = bench.balance(account);
    (balance.available.0, balance.frozen.0)
}

/// Policy P15.
#[test]
fn a_paid_event_grants_once_however_often_it_comes_and_in_however_many_events() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (id, story) = bench.purchase(&account);
    for _ in 0..3 {
        bench.tell(&story.completed(true, 1_000));
        bench.tell(&story.paid_later(2_000));
    }
    assert_eq!(credits(&bench, &account), (60, 0));
    assert_eq!(bench.find(&id).state, PurchaseState::Paid);
    bench.audit();
}

#[test]
fn an_unpaid_session_grants_nothing() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (id, story) = bench.purchase(&account);
    bench.tell(&story.completed(false, 1_000));
    assert_eq!(credits(&bench, &account), (0, 0));
    assert_eq!(bench.find(&id).state, PurchaseState::Open);
}

#[test]
fn a_dispute_may_arrive_before_the_purchase_event_and_waits_for_it() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (id, story) = bench.purchase(&account);
    bench.tell(&story.dispute("dp_1", "needs_response", 2_000));
    assert_eq!(bench.outcomes().pop().expect("stored").1, Some(Outcome::Parked));
    assert!(!bench.terminated(&account), "nobody knows yet whose it is");
    bench.tell(&story.completed(true, 1_000));
    assert_eq!(credits(&bench, &account), (0, 60));
    assert!(bench.terminated(&account));
    assert_eq!(bench.find(&id).state, PurchaseState::Disputed);
    assert!(bench.outcomes().iter().all(|(_, outcome)| *outcome == Some(Outcome::Applied)));
}

#[test]
fn a_dispute_that_is_won_gives_back_credits_and_not_dollars() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (_, story) = bench.purchase(&account);
    bench.tell(&story.completed(true, 1_000));
    spend(&bench, &account, 20);
    let before = bench.balance(&account);
    bench.tell(&story.dispute("dp_1", "needs_response", 2_000));
    assert_eq!(credits(&bench, &account), (0, 40));
    bench.tell(&story.dispute("dp_1", "under_review", 3_000));
    bench.tell(&story.dispute("dp_1", "won", 4_000));
    assert_eq!(bench.balance(&account), before, "40 credits, not 9.99 and not 999");
    assert!(!bench.terminated(&account));
}

#[test]
fn a_won_dispute_and_a_later_refund_do_not_both_pay() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (_, story) = bench.purchase(&account);
    bench.tell(&story.completed(true, 1_000));
    bench.tell(&story.dispute("dp_1", "needs_response", 2_000));
    bench.tell(&story.dispute("dp_1", "won", 3_000));
    bench.tell(&story.refunded(PRICE, 4_000));
    assert_eq!(credits(&bench, &account), (0, 0), "the money went back, so the credits do not stay");
    bench.audit();
}

#[test]
fn a_lost_dispute_and_a_refund_of_the_same_money_claim_once() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (first, story) = bench.purchase(&account);
    let (_, other) = bench.purchase(&account);
    bench.tell(&story.completed(true, 1_000));
    bench.tell(&other.completed(true, 1_000));
    bench.tell(&story.refunded(500, 2_000));
    bench.tell(&story.dispute("dp_1", "needs_response", 3_000));
    bench.tell(&story.dispute("dp_1", "lost", 4_000));
    bench.tell(&story.refunded(PRICE, 5_000));
    assert_eq!(bench.find(&first).state, PurchaseState::ChargedBack);
    assert_eq!(credits(&bench, &account), (60, 0), "60 of one purchase are gone, those of the other are not touched");
    assert!(bench.terminated(&account));
    let report = bench.write(|tx| Ok(ledger::audit(tx, &[])?));
    assert_eq!(report.books.clawed_back, 60);
}

#[test]
fn a_lost_dispute_takes_what_is_unspent_and_records_the_shortfall() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (id, story) = bench.purchase(&account);
    bench.tell(&story.completed(true, 1_000));
    spend(&bench, &account, 50);
    bench.tell(&story.dispute("dp_1", "lost", 4_000));
    let report = bench.write(|tx| Ok(ledger::audit(tx, &[])?));
    assert_eq!((report.books.spent, report.books.clawed_back), (50, 10));
    let lot = bench.find(&id).lot.expect("granted");
    let standing = bench.write(move |tx| Ok(ledger::lot_standing(tx, &lot)?));
    assert_eq!(standing.claimed.shortfall, Credits(50), "what cannot be taken is recorded");
    assert!(bench.terminated(&account));
}

/// Policy P11: what was on hold when the dispute came falls to it when it comes back.
#[test]
fn a_hold_remembers_its_lot_when_that_is_disputed_meanwhile() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (_, story) = bench.purchase(&account);
    bench.tell(&story.completed(true, 1_000));
    let open = hold(&bench, &account, 10);
    bench.tell(&story.dispute("dp_1", "needs_response", 2_000));
    let (terms, now) = (bench.configuration.credits.terms(), bench.now);
    bench.write(move |tx| Ok(ledger::void_hold(tx, &open, &terms, now)?));
    assert_eq!(credits(&bench, &account), (0, 60));
    bench.tell(&story.dispute("dp_1", "won", 3_000));
    assert_eq!(credits(&bench, &account), (60, 0));
}

/// Policy P11: early warnings and inquiries do not terminate, unless they become disputes.
#[test]
fn an_inquiry_ends_no_account_and_a_dispute_that_it_becomes_does() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (_, story) = bench.purchase(&account);
    bench.tell(&story.completed(true, 1_000));
    for status in ["warning_needs_response", "warning_under_review", "warning_closed"] {
        bench.tell(&story.dispute("dp_1", status, 2_000));
        assert_eq!((credits(&bench, &account), bench.terminated(&account)), ((60, 0), false), "{status}");
    }
    let mut warning = story.completed(true, 2_000);
    warning["id"] = "evt_warning".into();
    warning["type"] = "radar.early_fraud_warning.created".into();
    bench.tell(&warning);
    bench.tell(&story.dispute("dp_2", "prevented", 2_000));
    assert_eq!((credits(&bench, &account), bench.terminated(&account)), ((60, 0), false));
    bench.tell(&story.dispute("dp_1", "needs_response", 3_000));
    assert_eq!((credits(&bench, &account), bench.terminated(&account)), ((0, 60), true));
}

#[test]
fn an_account_comes_back_when_the_last_of_its_disputes_is_won_and_not_before() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (_, one) = bench.purchase(&account);
    let (_, other) = bench.purchase(&account);
    bench.tell(&one.completed(true, 1_000));
    bench.tell(&other.completed(true, 1_000));
    bench.tell(&one.dispute("dp_1", "needs_response", 2_000));
    bench.tell(&other.dispute("dp_2", "needs_response", 2_000));
    bench.tell(&one.dispute("dp_1", "won", 3_000));
    assert_eq!((credits(&bench, &account), bench.terminated(&account)), ((60, 60), true));
    let refused = {
        let (account, now) = (account.clone(), bench.now);
        bench.database.write_blocking(move |tx| ledger::hold(tx, &account, Credits(10), now))
    };
    assert!(matches!(refused, Err(LedgerError::AccountTerminated(_))), "{refused:?}");
    bench.tell(&other.dispute("dp_2", "won", 3_000));
    assert_eq!((credits(&bench, &account), bench.terminated(&account)), ((120, 0), false));
}

#[test]
fn a_lost_dispute_that_the_bank_revises_gives_everything_back() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (_, story) = bench.purchase(&account);
    bench.tell(&story.completed(true, 1_000));
    bench.tell(&story.dispute("dp_1", "lost", 4_000));
    bench.tell(&story.dispute("dp_1", "won", 5_000));
    assert_eq!((credits(&bench, &account), bench.terminated(&account)), ((60, 0), false));
    bench.audit();
}

/// In proportion and rounded down, by the difference to what was taken before; all for all.
#[test]
fn refunds_claw_back_in_credits_by_difference() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (id, story) = bench.purchase(&account);
    bench.tell(&story.completed(true, 1_000));
    for (refunded, left) in [(1, 60), (16, 60), (17, 59), (500, 30), (998, 1), (999, 0)] {
        bench.tell(&story.refunded(refunded, 2_000 + refunded));
        assert_eq!(credits(&bench, &account), (left, 0), "{refunded} of 999");
    }
    assert_eq!(bench.find(&id).state, PurchaseState::Refunded);
}

#[test]
fn a_refund_told_twice_in_two_kinds_of_event_counts_once() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (_, story) = bench.purchase(&account);
    bench.tell(&story.completed(true, 1_000));
    bench.tell(&story.refund("re_1", 500, "pending", 2_000));
    bench.tell(&story.refunded(500, 2_000));
    bench.tell(&story.refund("re_1", 500, "succeeded", 2_100));
    assert_eq!(credits(&bench, &account), (30, 0));
}

#[test]
fn a_refund_that_failed_gives_its_credits_back_and_the_next_one_takes_them_again() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (_, story) = bench.purchase(&account);
    bench.tell(&story.completed(true, 1_000));
    bench.tell(&story.refunded(500, 2_000));
    bench.tell(&story.refund("re_1", 500, "succeeded", 2_000));
    assert_eq!(credits(&bench, &account), (30, 0));
    bench.tell(&story.refund("re_1", 500, "failed", 3_000));
    assert_eq!(credits(&bench, &account), (60, 0));
    // What Stripe counts after a failure has no failed refund in it.
    let mut again = story.refunded(500, 4_000);
    again["id"] = "evt_again".into();
    bench.tell(&again);
    assert_eq!(credits(&bench, &account), (30, 0));
    bench.tell(&story.refund("re_1", 500, "succeeded", 2_000));
    assert_eq!(credits(&bench, &account), (30, 0), "an old event changes nothing");
    bench.audit();
}

/// The event that says how a refund stood before may come last; its amount is then not counted anywhere else.
#[test]
fn a_refund_that_failed_stays_failed_whatever_comes_late() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (_, story) = bench.purchase(&account);
    bench.tell(&story.completed(true, 1_000));
    bench.tell(&story.refund("re_1", 500, "failed", 3_000));
    assert_eq!(credits(&bench, &account), (60, 0));
    bench.tell(&story.refund("re_1", 500, "succeeded", 2_000));
    assert_eq!(credits(&bench, &account), (60, 0));
    bench.audit();
}

#[test]
fn what_cannot_be_true_of_its_purchase_is_refused_and_grants_nothing() {
    let bench = Bench::new();
    let account = bench.account("alice@example.com");
    let (id, story) = bench.purchase(&account);
    let (_, other) = bench.purchase(&account);
    let mut cheap = story.completed(true, 1_000);
    cheap["data"]["object"]["amount_total"] = 1.into();
    let mut foreign = story.paid_later(1_000);
    foreign["data"]["object"]["currency"] = "jpy".into();
    bench.tell(&cheap);
    bench.tell(&foreign);
    bench.tell(&other.completed(true, 1_000));
    let mut stolen = story.completed(true, 1_000);
    stolen["id"] = "evt_stolen".into();
    stolen["data"]["object"]["payment_intent"] = other.payment.clone().into();
    bench.tell(&stolen);
    let refused = bench.outcomes().into_iter().filter(|(_, outcome)| *outcome == Some(Outcome::Refused)).count();
    assert_eq!(refused, 3);
    assert_eq!(credits(&bench, &account), (60, 0), "the other purchase alone");
    assert_eq!(bench.find(&id).state, PurchaseState::Open);
    bench.audit();
}

#[test]
fn events_of_other_things_are_kept_and_ignored() {
    let bench = Bench::new();
    let story = crate::bench::story("pur_of_another_shop");
    let mut invoice = story.completed(true, 1_000);
    invoice["type"] = "invoice.paid".into();
    bench.tell(&invoice);
    let mut wrong = story.refunded(1, 1_000);
    wrong["data"]["object"]["amount_refunded"] = "much".into();
    bench.tell(&wrong);
    bench.tell(&story.paid_later(1_000));
    let outcomes: Vec<_> = bench.outcomes().into_iter().map(|(_, outcome)| outcome.expect("processed")).collect();
    assert_eq!(outcomes, [Outcome::Ignored, Outcome::Refused, Outcome::Parked]);
}
