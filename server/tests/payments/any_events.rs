//! Whatever a provider says of a purchase, and however contradictory: the order and repetition of its events change nothing.

use proptest::prelude::*;
use serde_json::Value;
use server::ledger;
use server::payments;

use crate::bench::{self, Bench};
use crate::stripe_events::{PRICE, Story};

/// An event of the purchase, told at a time of the provider's.
#[derive(Debug, Clone)]
enum Said {
    Completed { paid: bool },
    PaidLater,
    Refunded { amount: i64 },
    Refund { number: i64, status: &'static str },
    Dispute { number: u8, status: &'static str },
}

fn said() -> impl Strategy<Value = (Said, i64)> {
    let refund = prop::sample::select(&["pending", "requires_action", "succeeded", "failed", "canceled"][..]);
    let dispute = prop::sample::select(
        &["warning_needs_response", "warning_closed", "needs_response", "under_review", "won", "lost", "prevented"][..],
    );
    let said = prop_oneof![
        any::<bool>().prop_map(|paid| Said::Completed { paid }),
        Just(Said::PaidLater),
        (0..=PRICE).prop_map(|amount| Said::Refunded { amount }),
        (1..=3_i64, refund).prop_map(|(number, status)| Said::Refund { number, status }),
        (1..=2_u8, dispute).prop_map(|(number, status)| Said::Dispute { number, status }),
    ];
    (said, 1..6_i64)
}

fn event(story: &Story, index: usize, (said, at): &(Said, i64)) -> Value {
    let mut event = match said {
        Said::Completed { paid } => story.completed(*paid, *at),
        Said::PaidLater => story.paid_later(*at),
        Said::Refunded { amount } => story.refunded(*amount, *at),
        Said::Refund { number, status } => {
            story.refund(&format!("re_{number}_{}", story.payment), 100 * number, status, *at)
        }
        Said::Dispute { number, status } => story.dispute(&format!("dp_{number}"), status, *at),
    };
    event["id"] = format!("evt_{index}_{}", story.purchase).into();
    event
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Policy P11, P15.
    #[test]
    fn order_and_repetition_of_events_change_nothing(
        (events, shuffled) in prop::collection::vec(said(), 1..12).prop_flat_map(|events| {
            // Each twice, in any order, and the first of them may be the last to come.
            let twice: Vec<usize> = (0..events.len()).chain(0..events.len()).collect();
            (Just(events), Just(twice).prop_shuffle())
        }),
    ) {
        let bench = Bench::new();
        let (configuration, now) = (bench.configuration.clone(), bench.now);
        let orders = [(0..events.len()).collect(), shuffled];
        let ends = bench.write(move |tx| {
            let mut ends = Vec::new();
            for (number, order) in orders.iter().enumerate() {
                let account = ledger::create_account(tx, &format!("{number}@example.com"), now)?;
                let (id, story) = bench::purchase(tx, &account, &configuration, now)?;
                for &index in order {
                    let body = event(&story, index, &events[index]).to_string();
                    bench::tell(tx, body.as_bytes(), &configuration, now)?;
                }
                let purchase = payments::find(tx, &id)?.expect("there");
                let balance = ledger::balance(tx, &account, now)?;
                let terminated = ledger::account(tx, &account)?.terminated_at.is_some();
                let paid = (purchase.state.name(), purchase.paid_minor, purchase.refunded_minor);
                ends.push((paid, balance.available, balance.frozen, terminated));
            }
            assert_eq!(ledger::audit(tx, &[payments::audit::check])?.disagreements, Vec::<String>::new());
            Ok(ends)
        });
        prop_assert_eq!(&ends[0], &ends[1]);
    }
}
