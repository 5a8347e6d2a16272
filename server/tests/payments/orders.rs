//! The six events of a purchase's life end in one state, in all 720 orders and repeated in all ways that are tried.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde_json::Value;
use server::ledger::{self, PurchaseId};
use server::payments::{self, Error};
use time::OffsetDateTime;

use crate::bench::{self, Bench};
use crate::stripe_events::{PRICE, Story};

fn six(story: &Story) -> [Value; 6] {
    [
        story.completed(false, 1_000),
        story.paid_later(2_000),
        story.refunded(500, 3_000),
        story.dispute("dp_1", "needs_response", 4_000),
        story.dispute("dp_1", "won", 5_000),
        story.refunded(PRICE, 6_000),
    ]
}

/// Every order of the numbers below `n`.
fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(n - 1);
    let inserted = |order: &Vec<usize>, at: usize| {
        let mut order = order.clone();
        order.insert(at, n - 1);
        order
    };
    shorter.iter().flat_map(|order| (0..n).map(move |at| inserted(order, at))).collect()
}

/// An order with repetitions: none, each event twice, all again afterwards, or the first ones once more at the end.
fn repetitions(order: &[usize]) -> [Vec<usize>; 4] {
    [
        order.to_vec(),
        order.iter().flat_map(|&event| [event, event]).collect(),
        order.iter().chain(order).copied().collect(),
        order.iter().chain(order.iter().rev().skip(3)).copied().collect(),
    ]
}

/// How a purchase ended.
fn end(tx: &Connection, id: &PurchaseId, now: OffsetDateTime) -> Result<String, Error> {
    let purchase = payments::find(tx, id)?.expect("there");
    let balance = ledger::balance(tx, &purchase.account, now)?;
    let terminated = ledger::account(tx, &purchase.account)?.terminated_at.is_some();
    Ok(format!(
        "{}: {} available, {} frozen, paid {:?}, refunded {}, terminated {terminated}",
        purchase.state.name(),
        balance.available,
        balance.frozen,
        purchase.paid_minor,
        purchase.refunded_minor,
    ))
}

/// Policy P11, P15: neither order nor repetition of events changes what a purchase ends as.
#[test]
fn every_order_of_the_six_events_with_repetitions_ends_in_one_state() {
    let bench = Bench::new();
    let (configuration, now) = (bench.configuration.clone(), bench.now);
    let ends = bench.write(move |tx| {
        let mut ends: BTreeMap<String, usize> = BTreeMap::new();
        for (number, order) in orders(6).into_iter().enumerate() {
            for (way, told) in repetitions(&order).into_iter().enumerate() {
                let account = ledger::create_account(tx, &format!("buyer-{number}-{way}@example.com"), now)?;
                let (id, story) = bench::purchase(tx, &account, &configuration, now)?;
                let events = six(&story).map(|event| serde_json::to_vec(&event).expect("JSON"));
                told.iter().try_for_each(|&event| bench::tell(tx, &events[event], &configuration, now))?;
                *ends.entry(end(tx, &id, now)?).or_default() += 1;
            }
        }
        Ok(ends)
    });
    let one = "refunded: 0 available, 0 frozen, paid Some(999), refunded 999, terminated false".to_owned();
    assert_eq!(ends, BTreeMap::from([(one, 720 * 4)]));
    let report = bench.write(|tx| Ok(ledger::audit(tx, &[])?));
    assert_eq!(report.disagreements, Vec::<String>::new());
    // Once for each purchase: 60 granted, 60 clawed back.
    assert_eq!((report.books.issued, report.books.clawed_back), (720 * 4 * 60, 720 * 4 * 60));
}

/// Policy P11, at every step on the way: an open dispute ends the account and freezes what was not refunded.
#[test]
fn in_every_order_an_open_dispute_freezes_and_ends_and_a_won_one_releases() {
    let bench = Bench::new();
    let (configuration, now) = (bench.configuration.clone(), bench.now);
    bench.write(move |tx| {
        for (number, order) in orders(5).into_iter().enumerate() {
            let account = ledger::create_account(tx, &format!("buyer-{number}@example.com"), now)?;
            let (_, story) = bench::purchase(tx, &account, &configuration, now)?;
            let events = six(&story).map(|event| serde_json::to_vec(&event).expect("JSON"));
            for step in 0..order.len() {
                bench::tell(tx, &events[order[step]], &configuration, now)?;
                let told = &order[..=step];
                let [unpaid, paid, refunded, open, won] = [0, 1, 2, 3, 4].map(|event| told.contains(&event));
                let disputed = open && !won;
                let left = if refunded { 30 } else { 60 };
                let expected = match (paid, disputed) {
                    (false, _) => (0, 0),
                    (true, false) => (left, 0),
                    (true, true) => (0, left),
                };
                let balance = ledger::balance(tx, &account, now)?;
                assert_eq!((balance.available.0, balance.frozen.0), expected, "after {told:?}");
                let terminated = ledger::account(tx, &account)?.terminated_at.is_some();
                assert_eq!(terminated, disputed && (unpaid || paid), "after {told:?}");
            }
        }
        Ok(())
    });
    bench.audit();
}
