//! Many at once: no credit is spent twice, no hold resolves twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use server::ledger::{self, Credits, Error, Terms};

use crate::{database, day_0, grant};

#[test]
fn threads_that_race_for_the_last_credits_get_each_once() {
    const CALLERS: usize = 16;
    let (_directory, database) = database();
    let account = database
        .write_blocking(|tx| {
            let account = ledger::create_account(tx, "alice@example.com", day_0())?;
            // Two lots, so that some holds span both.
            grant(tx, &account, 255, day_0())?;
            grant(tx, &account, 250, day_0())?;
            Ok::<_, Error>(account)
        })
        .expect("account");
    let (held, refused, committed, voided) =
        (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..CALLERS {
            scope.spawn(|| {
                for _ in 0..10 {
                    let account = account.clone();
                    match database.write_blocking(move |tx| ledger::hold(tx, &account, Credits(10), day_0())) {
                        Ok(hold) => {
                            held.fetch_add(1, Ordering::Relaxed);
                            // The engine's end and a deadline resolve the same hold at the same time.
                            thread::scope(|race| {
                                let (one, other) = (hold.clone(), hold);
                                race.spawn(|| {
                                    let commit = move |tx: &_| ledger::commit_hold(tx, &one, day_0());
                                    match database.write_blocking(commit) {
                                        Ok(()) => committed.fetch_add(1, Ordering::Relaxed),
                                        Err(Error::HoldResolved(_, "voided")) => 0,
                                        Err(other) => panic!("{other}"),
                                    }
                                });
                                race.spawn(|| {
                                    let void = move |tx: &_| ledger::void_hold(tx, &other, &Terms::default(), day_0());
                                    match database.write_blocking(void) {
                                        Ok(()) => voided.fetch_add(1, Ordering::Relaxed),
                                        Err(Error::HoldResolved(_, "committed")) => 0,
                                        Err(other) => panic!("{other}"),
                                    }
                                });
                            });
                        }
                        Err(Error::InsufficientCredits { .. }) => {
                            refused.fetch_add(1, Ordering::Relaxed);
                        }
                        Err(other) => panic!("{other}"),
                    }
                }
            });
        }
    });
    let [held, refused, committed, voided] =
        [held, refused, committed, voided].map(|count| count.load(Ordering::Relaxed));
    assert_eq!(held + refused, CALLERS * 10);
    assert_eq!(committed + voided, held, "each hold resolved exactly once");
    let balance = database.write_blocking(move |tx| ledger::balance(tx, &account, day_0())).expect("balance");
    assert_eq!((balance.available.0, balance.held.0), (505 - 10 * committed as i64, 0));
    let report = database.write_blocking(|tx| ledger::audit(tx, &[])).expect("audit");
    assert!(report.agrees(), "{:#?}", report.disagreements);
}

#[test]
fn of_holds_that_race_exactly_as_many_succeed_as_there_are_credits_for() {
    let (_directory, database) = database();
    let account = database
        .write_blocking(|tx| {
            let account = ledger::create_account(tx, "alice@example.com", day_0())?;
            grant(tx, &account, 109, day_0())?;
            Ok::<_, Error>(account)
        })
        .expect("account");
    let held = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..40 {
            scope.spawn(|| {
                let account = account.clone();
                match database.write_blocking(move |tx| ledger::hold(tx, &account, Credits(10), day_0())) {
                    Ok(_) => held.fetch_add(1, Ordering::Relaxed),
                    Err(Error::InsufficientCredits { needed: 10, .. }) => 0,
                    Err(other) => panic!("{other}"),
                };
            });
        }
    });
    assert_eq!(held.into_inner(), 10);
}

/// P2, many times over.
#[tokio::test(flavor = "multi_thread")]
async fn of_a_thousand_holds_at_once_against_ten_credits_exactly_one_succeeds() {
    const CALLERS: usize = 1000;
    let (_directory, database) = database();
    for round in 1..=20 {
        let account = database
            .write(move |tx| {
                let account = ledger::create_account(tx, &format!("{round}@example.com"), day_0())?;
                // Two lots: the hold that succeeds takes from both.
                grant(tx, &account, 4, day_0())?;
                grant(tx, &account, 6, day_0())?;
                Ok::<_, Error>(account)
            })
            .await
            .expect("account");
        let all_are_here = Arc::new(tokio::sync::Barrier::new(CALLERS));
        let callers: Vec<_> = (0..CALLERS)
            .map(|_| {
                let (database, account, all_are_here) = (database.clone(), account.clone(), Arc::clone(&all_are_here));
                tokio::spawn(async move {
                    all_are_here.wait().await;
                    match database.write(move |tx| ledger::hold(tx, &account, Credits(10), day_0())).await {
                        Ok(_) => 1,
                        Err(Error::InsufficientCredits { needed: 10, available: 0 }) => 0,
                        Err(other) => panic!("{other}"),
                    }
                })
            })
            .collect();
        let mut held = 0;
        for caller in callers {
            held += caller.await.expect("an answer");
        }
        assert_eq!(held, 1, "round {round}");
        let balance = database.read(move |tx| ledger::balance(tx, &account, day_0())).await.expect("balance");
        assert_eq!((balance.available, balance.held), (Credits(0), Credits(10)), "round {round}");
    }
    let report = database.read(|tx| ledger::audit(tx, &[])).await.expect("audit");
    assert!(report.agrees(), "{:#?}", report.disagreements);
    assert_eq!(report.open_holds, 20);
}
