//! One history after another, each in a transaction that is rolled back, so that the next one begins with nothing.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;
use std::{env, thread};

use rusqlite::Connection;
use server::database::{self, Database};

use crate::compare;
use crate::model::Model;
use crate::real::Real;
use crate::step::{Fate, History, Step};

/// Histories in the test command.
const SHORT_RUN: u64 = 2000;
/// Histories in one transaction of the writer.
const CHUNK: u64 = 50;
/// The audit reads the whole file and its schema, which takes longer than a history; every so many have it.
const AUDIT_EVERY: u64 = 20;

#[test]
fn histories_agree_with_the_model() {
    let number = |name: &str| {
        let value = env::var(name).ok()?;
        Some(value.parse::<u64>().unwrap_or_else(|_| panic!("{name}={value} is no number: give one, or nothing")))
    };
    let count = number("ONECLICK3D_HISTORIES").unwrap_or(SHORT_RUN);
    let first = number("ONECLICK3D_HISTORY_SEED").unwrap_or(0);
    let (next, failed) = (AtomicU64::new(0), AtomicBool::new(false));
    let began = Instant::now();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let failures: Vec<String> = thread::scope(|scope| {
        let work = || -> Result<(), String> {
            let (_directory, database) = scratch();
            loop {
                let chunk = next.fetch_add(CHUNK, Ordering::Relaxed);
                if chunk >= count || failed.load(Ordering::Relaxed) {
                    return Ok(());
                }
                let seeds = first.wrapping_add(chunk)..first.wrapping_add((chunk + CHUNK).min(count));
                if let Err(seed) = agree(&database, seeds) {
                    failed.store(true, Ordering::Relaxed);
                    return Err(describe(&database, seed));
                }
            }
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().filter_map(|worker| worker.join().expect("a thread of histories").err()).collect()
    });
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{count} histories from seed {first} agree with the model: {seconds:.1} s on {threads} threads, {:.0}/s",
        count as f64 / seconds
    );
}

/// A database in memory where the system has a file system there.
pub fn scratch() -> (tempfile::TempDir, Database) {
    let directory = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a directory");
    let database = Database::open(&directory.path().join("histories.sqlite3")).expect("a database");
    (directory, database)
}

/// Whether all of these histories agree; the seed of the first that does not.
fn agree(database: &Database, seeds: std::ops::Range<u64>) -> Result<(), u64> {
    let all = move |tx: &Connection| {
        for seed in seeds {
            let history = History::of_seed(seed);
            let agrees = rolled_back(tx, || run(tx, &history, seed.is_multiple_of(AUDIT_EVERY)));
            agrees.map_err(|_| Disagreed(seed))?;
        }
        Ok(())
    };
    database.write_blocking(all).map_err(|Disagreed(seed)| seed)
}

struct Disagreed(u64);

impl From<database::Error> for Disagreed {
    fn from(error: database::Error) -> Self {
        panic!("the database failed: {error}")
    }
}

/// A history that disagrees, as short as it still does, and on what.
fn describe(database: &Database, seed: u64) -> String {
    let disagreement = |history: &History| -> Option<String> {
        let history = history.clone();
        let run = move |tx: &Connection| Ok::<_, database::Error>(rolled_back(tx, || run(tx, &history, true)).err());
        database.write_blocking(run).expect("the database works")
    };
    let mut history = History::of_seed(seed);
    let Some(mut found) = disagreement(&history) else {
        return format!("history {seed} disagreed, and agrees when it is run alone");
    };
    let mut at = history.steps.len();
    while at > 0 {
        at -= 1;
        let mut shorter = history.clone();
        shorter.steps.remove(at);
        if let Some(still) = disagreement(&shorter) {
            (history, found) = (shorter, still);
            at = at.min(history.steps.len());
        }
    }
    let steps: Vec<String> = history.steps.iter().map(|step| format!("  {step:?}")).collect();
    let History { begin, terms, .. } = &history;
    format!(
        "history {seed} disagrees (ONECLICK3D_HISTORIES=1 ONECLICK3D_HISTORY_SEED={seed}); shortest form, from {begin} on \
         {terms:?}:\n{}\n{found}",
        steps.join("\n")
    )
}

/// Runs one history in an empty ledger.
fn run(tx: &Connection, history: &History, audit: bool) -> Result<(), String> {
    let mut model = Model::new(history.begin, history.terms);
    let mut real = Real::new(tx, history.begin);
    for (number, (step, fate)) in history.steps.iter().enumerate() {
        let kept = match fate {
            Fate::Answered => &[true][..],
            Fate::Retried => &[true, true],
            Fate::Lost => &[false],
        };
        for &kept in kept {
            take(tx, &mut real, &mut model, step, kept)
                .map_err(|found| format!("in step {number}, {step:?}: {found}"))?;
        }
    }
    compare::records(tx, &real, &model)?;
    if audit { compare::audit(tx, &model) } else { Ok(()) }
}

/// One step in a savepoint of its own, as the writer has it, on both; undone when it is refused or not kept.
fn take(tx: &Connection, real: &mut Real, model: &mut Model, step: &Step, kept: bool) -> Result<(), String> {
    let (real_before, model_before) = (real.clone(), model.clone());
    execute(tx, "SAVEPOINT step");
    let got = real.apply(tx, step, &model.terms, model.now);
    if got.is_err() || !kept {
        execute(tx, "ROLLBACK TO step");
    }
    execute(tx, "RELEASE step");
    let expected = model.apply(step);
    if !kept {
        (*real, *model) = (real_before, model_before);
    }
    compare::same("the answer", &got, &expected)?;
    compare::balances(tx, real, model)
}

fn rolled_back<T>(tx: &Connection, work: impl FnOnce() -> T) -> T {
    execute(tx, "SAVEPOINT history");
    let result = work();
    execute(tx, "ROLLBACK TO history");
    execute(tx, "RELEASE history");
    result
}

fn execute(tx: &Connection, sql: &str) {
    tx.prepare_cached(sql).and_then(|mut statement| statement.execute([])).expect(sql);
}
