//! Power loss: what was acknowledged is there afterwards, whole, and nothing else is.
//!
//! A workload runs on the real database with a VFS that notes every write, truncation and flush. Then the power goes after
//! each of them: what was flushed is on the disk, and of the rest nothing, all, the last alone, all with the last torn, or
//! any part. What is there then is opened as a start of the server opens it, audited, and compared with the states that the
//! workload's transactions led to. The same workload with `synchronous` turned down, or on a disk that does not flush,
//! must be found to lose what was acknowledged: so the test can tell.
//!
//! The long form, with its figures printed:
//! `ONECLICK3D_POWER_LOSS_SEEDS=50 cargo test --release -p server --test power_loss -- --nocapture`;
//! `ONECLICK3D_POWER_LOSS_SEED` is the first of the seeds, and repeats a failure.

mod crashes;
mod disk;
#[path = "../support/random.rs"]
mod random;
mod recorder;
mod workload;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, thread};

use crashes::{Figures, after_every_event};
use disk::Survival;
use workload::{Synchronous, record};

fn number(variable: &str) -> Option<u64> {
    env::var(variable).ok().map(|value| value.parse().unwrap_or_else(|error| panic!("{variable}: {error}")))
}

/// Each seed's workload and crashes, all figures together.
fn try_seeds(what: &str, synchronous: Synchronous, survivals: &[Survival], flushes: bool) -> Figures {
    let seeds = number("ONECLICK3D_POWER_LOSS_SEEDS");
    let first = number("ONECLICK3D_POWER_LOSS_SEED")
        .unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs()));
    // The short form: one workload, and a small one.
    let (seeds, batches) = seeds.map_or((1, 8), |seeds| (seeds, 40));
    println!("{what}: ONECLICK3D_POWER_LOSS_SEEDS={seeds} ONECLICK3D_POWER_LOSS_SEED={first}, {batches} batches");
    let (next, all) = (AtomicU64::new(first), Mutex::new(Figures::default()));
    let try_next = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + seeds {
                return;
            }
            let recorded = record(seed, batches, synchronous);
            let mut figures = after_every_event(&recorded, survivals, flushes, seed);
            assert!(figures.acknowledged > batches / 2, "seed {seed} does too little: {figures:?}");
            figures.findings.iter_mut().for_each(|finding| finding.insert_str(0, &format!("seed {seed}, ")));
            *all.lock().expect("no panic") += figures;
        }
    };
    thread::scope(|scope| {
        let threads = thread::available_parallelism().map_or(1, |threads| threads.get() as u64).min(seeds);
        for _ in 0..threads {
            scope.spawn(try_next);
        }
    });
    let all = all.into_inner().expect("no panic");
    println!("{what}: {all:#?}");
    all
}

#[test]
fn after_a_power_loss_all_that_was_acknowledged_is_there_and_nothing_else() {
    let figures = try_seeds("synchronous=FULL", Synchronous::Full, &Survival::ALL, true);
    assert_eq!((figures.lost, figures.broken), (0, 0), "{:#?}", figures.findings);
}

#[test]
fn without_the_flush_at_each_commit_something_acknowledged_is_lost() {
    let survivals = [Survival::Nothing, Survival::AnyPart];
    let figures = try_seeds("synchronous=NORMAL", Synchronous::Normal, &survivals, true);
    assert!(figures.lost > 0, "{figures:#?}");
    assert_eq!(figures.broken, 0, "NORMAL forgets the last transactions and breaks nothing: {:#?}", figures.findings);
}

#[test]
fn with_synchronous_turned_off_something_acknowledged_is_lost() {
    let figures = try_seeds("synchronous=OFF", Synchronous::Off, &[Survival::Nothing], true);
    assert!(figures.lost > 0, "{figures:#?}");
}

#[test]
fn on_a_disk_that_does_not_flush_something_acknowledged_is_lost() {
    let figures = try_seeds("a disk that does not flush", Synchronous::Full, &[Survival::Nothing], false);
    assert!(figures.lost > 0, "{figures:#?}");
}
