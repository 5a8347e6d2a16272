//! The till at work on stored events.

use std::sync::Arc;
use std::time::Duration;

use server::ledger::{self, Credits};
use server::payments::events::{self, Selection};
use server::payments::refund_orders::{self, RefundOrder};
use server::payments::{self, Error, GatewayError, Provider, Till};
use time::OffsetDateTime;

use crate::bench::Bench;

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn an_event_that_cannot_be_processed_holds_no_other_up_and_stays_for_later() {
    // The till has a clock of its own.
    let mut bench = Bench::new();
    bench.now = OffsetDateTime::now_utc();
    let (alice, bob) = (bench.account("alice@example.com"), bench.account("bob@example.com"));
    let (broken, story) = bench.purchase(&alice);
    let (_, good) = bench.purchase(&bob);
    let (terms, now) = (bench.configuration.credits.terms(), bench.now);
    let bodies = [story.completed(true, 1_000), good.completed(true, 1_000)].map(|event| event.to_string());
    let owner = bob.clone();
    bench.write(move |tx| {
        // The ledger has this purchase for somebody else: no event's fault, and nothing that an event can repair.
        ledger::grant_purchase(tx, &broken, &owner, Credits(10), &terms, now)?;
        for body in bodies {
            let id = payments::stripe::event::id(body.as_bytes()).expect("an event");
            events::store(tx, Provider::Stripe, &id, body.as_bytes(), now)?;
        }
        Ok(())
    });
    let till = Till::new(bench.database.clone(), Arc::new(bench.configuration.clone()), None);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let states = || bench.outcomes().into_iter().map(|(_, outcome)| outcome).collect::<Vec<_>>();
    runtime.block_on(async {
        let done = async {
            while tokio::task::block_in_place(states) != [None, Some(events::Outcome::Applied)] {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::select! {
            () = till.run() => panic!("it never ends"),
            done = tokio::time::timeout(PATIENCE, done) => done.expect("the second event is processed"),
        }
        let replayed = till.replay(Selection::default(), |_| Ok(())).await;
        assert!(matches!(replayed, Err(Error::Ledger(ledger::Error::ReferenceReused { .. }))), "{replayed:?}");
    });
    assert_eq!(bench.balance(&bob).available, Credits(70));
    assert_eq!(bench.balance(&alice).available, Credits(0));
    assert_eq!(states(), [None, Some(events::Outcome::Applied)]);
}

/// Whoever asks with another configuration learns nothing of what the provider has done.
#[test]
fn an_order_that_was_not_answered_stands_while_its_provider_is_not_configured() {
    let bench = Bench::new();
    let (purchase, story) = bench.purchase(&bench.account("alice@example.com"));
    bench.tell(&story.completed(true, 1_000));
    let [fresh, lost] = ["case 1", "case 2"].map(|reference| RefundOrder {
        purchase: purchase.clone(),
        amount_minor: 400,
        reference: reference.to_owned(),
    });
    let (ordered, now) = (lost.clone(), bench.now);
    bench.write(move |tx| refund_orders::order(tx, &ordered, now));
    let till = Till::new(bench.database.clone(), Arc::new(bench.configuration.clone()), None);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    for (order, stands) in [(fresh, false), (lost, true)] {
        let answer = runtime.block_on(till.refund(order.clone(), |_| Ok(())));
        assert!(matches!(answer, Err(Error::Gateway(GatewayError::NotConfigured(_)))), "{answer:?}");
        let standing = bench.write(move |tx| refund_orders::standing(tx, &order.purchase, &order.reference));
        assert_eq!(standing.is_some(), stands, "{standing:?}");
    }
}
