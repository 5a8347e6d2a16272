//! One history after another, each in a savepoint that is rolled back, so that the next one begins with nothing.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;

use rusqlite::Connection;
use server::configuration::Configuration;
use server::database::{self, Database};

use crate::compare;
use crate::history::History;
use crate::model::{Answer, Model};
use crate::real::{self, Real};
use crate::runs::{Disagreement, Run};
use crate::step::{Fate, Step};

/// Histories in the test command.
const SHORT_RUN: u64 = 2000;
/// The audit reads the whole file and its schema, which takes longer than a history; one in so many has it.
const AUDIT_EVERY: u64 = 10;

#[test]
fn histories_agree_with_the_model() {
    Run::of_environment("ONECLICK3D_HISTORIES", SHORT_RUN).each(|database, seeds| {
        run_all(database, seeds).map(drop).map_err(|seed| Disagreement { seed, found: describe(database, seed) })
    });
}

/// Histories that never reach a rule prove nothing of it.
#[test]
fn histories_reach_every_rule() {
    let seen = Mutex::new(Seen::new());
    Run::fixed(800).each(|database, seeds| {
        let some = run_all(database, seeds)
            .map_err(|seed| Disagreement { seed, found: "histories_agree_with_the_model says on what".to_owned() })?;
        for (what, times) in some {
            *seen.lock().expect("no thread panicked").entry(what).or_default() += times;
        }
        Ok(())
    });
    let seen = seen.into_inner().expect("no thread panicked");
    for what in [
        // Entries of the journal.
        "grant",
        "purchase",
        "hold",
        "commit",
        "void",
        "expiry",
        "freeze",
        "unfreeze",
        "forfeit",
        "clawback",
        "restore",
        // What is refused.
        "Invalid",
        "Insufficient",
        "Terminated",
        "Resolved",
        "Stale",
        "KeyReused",
        "ReferenceReused",
        "NotRefundable",
        "NotYours",
        "DecidedOtherwise",
        "BeyondCost",
        "RefundOrdered",
        "NoPurchase",
        // What comes of events, and of the same request again.
        "Applied",
        "Parked",
        "Ignored",
        "Refused",
        "canceled by a dispute",
        "same generation again",
        "same lot again",
        "same purchase again",
        "same case again",
        // What comes of refunds and cases.
        "Refunded",
        "Declined",
        "Silence",
        "Verdict",
        "credits restored by a case",
        "grace",
    ] {
        assert!(seen.get(what).is_some_and(|&times| times >= 5), "{what} is hardly ever reached: {seen:#?}");
    }
}

/// How often what happened.
type Seen = BTreeMap<String, u64>;

/// Runs histories one after another; the seed of the first that disagrees.
fn run_all(database: &Database, seeds: Range<u64>) -> Result<Seen, u64> {
    let work = move |tx: &Connection| {
        let mut all = Seen::new();
        for seed in seeds {
            let audit = seed.is_multiple_of(AUDIT_EVERY);
            match in_an_empty_ledger(tx, &History::of_seed(seed), audit) {
                Ok(seen) => seen.into_iter().for_each(|(what, times)| *all.entry(what).or_default() += times),
                Err(_) => return Ok::<_, database::Error>(Err(seed)),
            }
        }
        Ok(Ok(all))
    };
    database.write_blocking(work).expect("the database works")
}

/// Runs one history, audited.
fn run(database: &Database, history: History) -> Result<Seen, String> {
    let work = move |tx: &Connection| Ok::<_, database::Error>(in_an_empty_ledger(tx, &history, true));
    database.write_blocking(work).expect("the database works")
}

fn in_an_empty_ledger(tx: &Connection, history: &History, audit: bool) -> Result<Seen, String> {
    execute(tx, "SAVEPOINT history");
    let seen = steps(tx, history, audit);
    execute(tx, "ROLLBACK TO history");
    execute(tx, "RELEASE history");
    seen
}

/// A history that disagrees, as short as it still does, and on what.
fn describe(database: &Database, seed: u64) -> String {
    let mut history = History::of_seed(seed);
    let Err(mut found) = run(database, history.clone()) else {
        return "it agrees when it is run again".to_owned();
    };
    let mut at = history.steps.len();
    while at > 0 {
        at -= 1;
        let mut shorter = history.clone();
        shorter.steps.remove(at);
        if let Err(still) = run(database, shorter.clone()) {
            (history, found) = (shorter, still);
        }
    }
    let steps: Vec<String> = history.steps.iter().map(|step| format!("  {step:?}")).collect();
    let History { begin, terms, .. } = &history;
    format!("shortest form, from {begin} on {terms:?}:\n{}\n{found}", steps.join("\n"))
}

fn steps(tx: &Connection, history: &History, audit: bool) -> Result<Seen, String> {
    let mut model = Model::new(history.begin, history.terms);
    let mut real = Real::new(tx, history.begin);
    let configuration = real::configuration(&history.terms);
    let mut seen = Seen::new();
    for (number, (step, fate)) in history.steps.iter().enumerate() {
        let kept = match fate {
            Fate::Answered => &[true][..],
            Fate::Retried => &[true, true],
            Fate::Lost => &[false],
        };
        for &kept in kept {
            let what = take(tx, &mut real, &mut model, &configuration, step, kept)
                .map_err(|found| format!("in step {number}, {step:?}: {found}"))?;
            *seen.entry(what).or_default() += 1;
        }
    }
    compare::records(tx, &real, &model)?;
    if audit {
        compare::audit(tx, &model)?;
    }
    for entry in model.accounts.iter().flat_map(|account| &account.journal) {
        *seen.entry(entry.kind.to_owned()).or_default() += 1;
    }
    let prolonged = model.lots.iter().filter(|lot| lot.until > lot.expires).count();
    *seen.entry("grace".to_owned()).or_default() += prolonged as u64;
    Ok(seen)
}

/// One step in a savepoint of its own, as the writer has it, on both; undone when it is refused or not kept. Answers with what
/// came of it, in a word.
fn take(
    tx: &Connection,
    real: &mut Real,
    model: &mut Model,
    configuration: &Configuration,
    step: &Step,
    kept: bool,
) -> Result<String, String> {
    let before = (!kept).then(|| (real.clone(), model.clone()));
    let (lots, generations) = (model.lots.len(), model.generations.len());
    let (purchases, cases) = (model.money.purchases.len(), model.cases.len());
    execute(tx, "SAVEPOINT step");
    let got = real.apply(tx, step, configuration, model.now);
    if got.is_err() || !kept {
        execute(tx, "ROLLBACK TO step");
    }
    execute(tx, "RELEASE step");
    let expected = model.apply(step);
    if let Some(before) = before {
        (*real, *model) = before;
    }
    compare::same("the answer", &got, &expected)?;
    compare::balances(tx, real, model)?;
    Ok(match got {
        Err(refusal) => first_word(&refusal),
        Ok(Answer::Told { canceled: 1.., .. }) => "canceled by a dispute".to_owned(),
        Ok(Answer::Told { outcome, .. }) => first_word(&outcome),
        Ok(Answer::Lot(lot)) if lot < lots => "same lot again".to_owned(),
        Ok(Answer::Generation(generation)) if generation < generations => "same generation again".to_owned(),
        Ok(Answer::Purchase(purchase)) if purchase < purchases => "same purchase again".to_owned(),
        Ok(Answer::Case(case)) if case < cases => "same case again".to_owned(),
        Ok(Answer::Verdict(Some(_))) => "credits restored by a case".to_owned(),
        Ok(answer) => first_word(&answer),
    })
}

fn first_word(value: &impl std::fmt::Debug) -> String {
    let words = format!("{value:?}");
    words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned()
}

fn execute(tx: &Connection, sql: &str) {
    tx.prepare_cached(sql).and_then(|mut statement| statement.execute([])).expect(sql);
}
