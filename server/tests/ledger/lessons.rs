//! What others paid for, each as a test (the lessons of purchases and disputes stand with the payments).

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use rusqlite::Connection;
use server::generations::idempotency;
use server::generations::{self, GenerationId, GenerationOptions};
use server::idempotency::KeyedRequest;
use server::ledger::{self, AccountId, Adjustment, Credits, Error, LotId, PurchaseId, Terms};
use time::Duration;

use crate::{database, day_0, grant};

/// Asks for `work` and goes away before it is answered, as a client does whose connection drops. What was asked happens.
fn answer_lost<T, E>(
    database: &server::database::Database,
    work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
) where
    T: Send + 'static,
    E: From<server::database::Error> + Send + 'static,
{
    let mut asked = pin!(database.write(work));
    // Once polled it stands in the writer's queue.
    let (Poll::Ready(_) | Poll::Pending) = asked.as_mut().poll(&mut Context::from_waker(Waker::noop()));
}

fn alice(database: &server::database::Database, credits: i64) -> AccountId {
    let make = move |tx: &Connection| {
        let account = ledger::create_account(tx, "alice@example.com", day_0())?;
        if credits > 0 {
            grant(tx, &account, credits, day_0())?;
        }
        Ok::<_, Error>(account)
    };
    database.write_blocking(make).expect("an account")
}

/// Available and held.
fn credits(database: &server::database::Database, account: &AccountId) -> (i64, i64) {
    let account = account.clone();
    let read = move |tx: &Connection| {
        assert!(ledger::audit(tx, &[])?.agrees(), "the audit disagrees");
        ledger::balance(tx, &account, day_0())
    };
    let balance = database.write_blocking(read).expect("a balance");
    (balance.available.0, balance.held.0)
}

/// Submits as the server does, under a new id.
fn submit(
    account: &AccountId,
    key: &str,
    body: &str,
) -> impl FnOnce(&Connection) -> Result<GenerationId, generations::Error> + Send + 'static {
    let (account, request) = (account.clone(), KeyedRequest { key: key.to_owned(), sha256: format!("{body:0>64}") });
    move |tx| {
        let options = GenerationOptions {
            model: "silhouette".to_owned(),
            resolution: 64,
            foreground_ratio: 0.85,
            keep_background: false,
            mask: false,
            upload_sha256: None,
        };
        let id = GenerationId::random();
        idempotency::create_once(tx, &id, &account, &options, Credits(10), Some(&request), day_0())
    }
}

/// Policy P2.
#[test]
fn a_client_that_retries_after_a_dropped_connection_is_not_charged_twice() {
    let (_directory, database) = database();
    let account = alice(&database, 60);
    answer_lost(&database, submit(&account, "order-1", "a"));
    let first = database.write_blocking(submit(&account, "order-1", "a")).expect("the first one again");
    let again = database.write_blocking(submit(&account, "order-1", "a")).expect("the first one again");
    assert_eq!(first, again);
    assert_eq!(credits(&database, &account), (50, 10));

    let other = database.write_blocking(submit(&account, "order-1", "b"));
    assert!(matches!(other, Err(generations::Error::KeyReused(_))), "another request under the key: {other:?}");
    database.write_blocking(submit(&account, "order-2", "a")).expect("another order");
    assert_eq!(credits(&database, &account), (40, 20));
}

#[test]
fn a_request_that_was_refused_leaves_its_key_for_the_next_one() {
    let (_directory, database) = database();
    let account = alice(&database, 0);
    let refused = database.write_blocking(submit(&account, "order-1", "a"));
    assert!(matches!(refused, Err(generations::Error::Ledger(Error::InsufficientCredits { .. }))), "{refused:?}");
    let payer = account.clone();
    database.write_blocking(move |tx| grant(tx, &payer, 10, day_0())).expect("a grant");
    database.write_blocking(submit(&account, "order-1", "b")).expect("the key is free");
    assert_eq!(credits(&database, &account), (0, 10));
}

/// Policy P1 and P15: what brings credits has a name, and a name brings them once. A purchase is its own key, so that there is
/// no top-up without one; an operator's grant has his reference, or the id that his command made before it was sent.
#[test]
fn a_top_up_that_is_sent_again_is_granted_once() {
    let (_directory, database) = database();
    let account = alice(&database, 0);
    let purchase = {
        let (account, id) = (account.clone(), PurchaseId("pur_1".to_owned()));
        move |tx: &Connection| ledger::grant_purchase(tx, &id, &account, Credits(60), &Terms::default(), day_0())
    };
    answer_lost(&database, purchase.clone());
    database.write_blocking(purchase).expect("granted before");
    assert_eq!(credits(&database, &account), (60, 0));

    let adjustment =
        |reference: Option<&str>| Adjustment { reason: "a test".to_owned(), reference: reference.map(str::to_owned) };
    let with_reference = {
        let (account, adjustment) = (account.clone(), adjustment(Some("ticket 7")));
        move |tx: &Connection| ledger::grant(tx, &account, Credits(5), &adjustment, &Terms::default(), day_0())
    };
    answer_lost(&database, with_reference.clone());
    database.write_blocking(with_reference).expect("granted before");
    assert_eq!(credits(&database, &account), (65, 0));

    let without = {
        let (account, lot, adjustment) = (account.clone(), LotId::random().expect("an id"), adjustment(None));
        move |tx: &Connection| ledger::grant_as(tx, &lot, &account, Credits(5), &adjustment, &Terms::default(), day_0())
    };
    answer_lost(&database, without.clone());
    database.write_blocking(without).expect("granted before");
    assert_eq!(credits(&database, &account), (70, 0));
}

/// Policy P3.
#[test]
fn a_void_that_is_asked_again_after_its_answer_was_lost_does_not_credit_twice() {
    let (_directory, database) = database();
    let account = alice(&database, 60);
    let payer = account.clone();
    let hold =
        database.write_blocking(move |tx| ledger::hold(tx, &payer, Credits(10), day_0())).expect("credits are there");
    let void = move |tx: &Connection| ledger::void_hold(tx, &hold, &Terms::default(), day_0());
    answer_lost(&database, void.clone());
    let again = database.write_blocking(void);
    assert!(matches!(again, Err(Error::HoldResolved(_, "voided"))), "{again:?}");
    assert_eq!(credits(&database, &account), (60, 0));
}

/// Policy P10: credits go back to the lots that they came from, with the expiry that those have.
#[test]
fn a_hold_remembers_which_lots_it_came_from() {
    let (_directory, database) = database();
    let account = alice(&database, 15);
    database
        .write_blocking(move |tx| {
            let later = day_0() + Duration::days(100);
            grant(tx, &account, 15, later)?;
            let before = ledger::balance(tx, &account, later)?;
            let hold = ledger::hold(tx, &account, Credits(20), later)?;
            let during = ledger::balance(tx, &account, later)?;
            let lots: Vec<_> = during.lots.iter().map(|lot| (lot.remaining.0, lot.held.0)).collect();
            assert_eq!(lots, [(0, 15), (10, 5)]);
            ledger::void_hold(tx, &hold, &Terms::default(), later)?;
            assert_eq!(ledger::balance(tx, &account, later)?, before);
            Ok::<_, Error>(())
        })
        .expect("credits are there");
}
