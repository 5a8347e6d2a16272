//! Whatever a provider says of a purchase, and however contradictory: the order and repetition of its events change nothing.

use serde_json::Value;
use server::ledger;
use server::payments;

use crate::bench::{self, Bench};
use crate::random::Random;
use crate::stripe_events::{PRICE, Story};

const REFUNDS: [&str; 5] = ["pending", "requires_action", "succeeded", "failed", "canceled"];
const DISPUTES: [&str; 7] =
    ["warning_needs_response", "warning_closed", "needs_response", "under_review", "won", "lost", "prevented"];

/// An event of the purchase, told at a time of the provider's.
#[derive(Debug, Clone, Copy)]
enum Said {
    Completed { paid: bool },
    PaidLater,
    Refunded { amount: i64 },
    Refund { number: i64, status: &'static str },
    Dispute { number: u64, status: &'static str },
}

fn said(random: &mut Random) -> (Said, i64) {
    let said = match random.below(5) {
        0 => Said::Completed { paid: random.below(2) == 0 },
        1 => Said::PaidLater,
        2 => Said::Refunded { amount: random.below(PRICE as u64 + 1) as i64 },
        3 => Said::Refund { number: 1 + random.below(3) as i64, status: REFUNDS[random.below(5) as usize] },
        _ => Said::Dispute { number: 1 + random.below(2), status: DISPUTES[random.below(7) as usize] },
    };
    (said, 1 + random.below(5) as i64)
}

fn event(story: &Story, index: usize, (said, at): (Said, i64)) -> Vec<u8> {
    let mut event: Value = match said {
        Said::Completed { paid } => story.completed(paid, at),
        Said::PaidLater => story.paid_later(at),
        Said::Refunded { amount } => story.refunded(amount, at),
        Said::Refund { number, status } => {
            story.refund(&format!("re_{number}_{}", story.payment), 100 * number, status, at)
        }
        Said::Dispute { number, status } => story.dispute(&format!("dp_{number}"), status, at),
    };
    event["id"] = format!("evt_{index}_{}", story.purchase).into();
    event.to_string().into_bytes()
}

/// Policy P11, P15.
#[test]
fn order_and_repetition_of_events_change_nothing() {
    let bench = Bench::new();
    let (configuration, now) = (bench.configuration.clone(), bench.now);
    bench.write(move |tx| {
        for seed in 0..400 {
            let mut random = Random(seed);
            let events: Vec<_> = (0..1 + random.below(11)).map(|_| said(&mut random)).collect();
            let once: Vec<usize> = (0..events.len()).collect();
            // Each twice, in any order (Fisher & Yates).
            let mut twice = once.repeat(2);
            for last in (1..twice.len()).rev() {
                twice.swap(last, random.below(last as u64 + 1) as usize);
            }
            let mut ends = Vec::new();
            for (number, order) in [&once, &twice].into_iter().enumerate() {
                let account = ledger::create_account(tx, &format!("{number}-{seed}@example.com"), now)?;
                let (id, story) = bench::purchase(tx, &account, &configuration, now)?;
                for &index in order {
                    bench::tell(tx, &event(&story, index, events[index]), &configuration, now)?;
                }
                let purchase = payments::find(tx, &id)?.expect("there");
                let balance = ledger::balance(tx, &account, now)?;
                let terminated = ledger::account(tx, &account)?.terminated_at.is_some();
                let paid = (purchase.state.name(), purchase.paid_minor, purchase.refunded_minor);
                ends.push((paid, balance.available, balance.frozen, terminated));
            }
            assert_eq!(ends[0], ends[1], "seed {seed}: {events:?} in the order {twice:?}");
        }
        let disagreements = ledger::audit(tx, &[payments::audit::check])?.disagreements;
        assert_eq!(disagreements, Vec::<String>::new());
        Ok(())
    });
}
