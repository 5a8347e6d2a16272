//! How many histories, from which seed, on how many threads.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;
use std::{env, thread};

use rusqlite::Connection;
use server::configuration::Configuration;
use server::database::Database;
use server::policy::{self, Draft};
use time::OffsetDateTime;

/// Histories that share a transaction of the writer.
const CHUNK: u64 = 20;

/// A history on which the ledger and the model do not agree.
pub struct Disagreement {
    pub seed: u64,
    pub found: String,
}

/// Seeds to be run: `first`, and the `count` - 1 after it.
pub struct Run {
    name: &'static str,
    count: u64,
    first: u64,
}

impl Run {
    /// As many as the variable `name` says, or `short` of them; from `ONECLICK3D_HISTORY_SEED` on.
    pub fn of_environment(name: &'static str, short: u64) -> Run {
        let count = number(name).unwrap_or(short);
        Run { name, count, first: number("ONECLICK3D_HISTORY_SEED").unwrap_or(0) }
    }

    /// These histories, whatever the environment says.
    pub fn fixed(count: u64) -> Run {
        Run { name: "ONECLICK3D_HISTORIES", count, first: 0 }
    }

    /// Runs every seed, `CHUNK` of them at a time, each thread on a database of its own, and fails with what the first
    /// disagreements say.
    pub fn each(&self, run: impl Fn(&Database, Range<u64>) -> Result<(), Disagreement> + Sync) {
        let Run { name, count, first } = *self;
        let (next, failed) = (AtomicU64::new(0), AtomicBool::new(false));
        let began = Instant::now();
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let work = || {
            let (_directory, database) = scratch();
            loop {
                let chunk = next.fetch_add(CHUNK, Ordering::Relaxed);
                if chunk >= count || failed.load(Ordering::Relaxed) {
                    return Ok(());
                }
                let seeds = first.wrapping_add(chunk)..first.wrapping_add(count.min(chunk + CHUNK));
                run(&database, seeds).map_err(|Disagreement { seed, found }| {
                    failed.store(true, Ordering::Relaxed);
                    format!("history {seed} disagrees ({name}=1 ONECLICK3D_HISTORY_SEED={seed})\n{found}")
                })?;
            }
        };
        let failures: Vec<String> = thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            workers.into_iter().filter_map(|worker| worker.join().expect("a thread of histories").err()).collect()
        });
        assert!(failures.is_empty(), "{}", failures.join("\n\n"));
        let seconds = began.elapsed().as_secs_f64();
        println!(
            "{count} histories from seed {first} agree: {seconds:.1} s on {threads} threads, {:.0} a second",
            count as f64 / seconds
        );
    }
}

/// A database with a published policy, in memory where the system has a file system there.
pub fn scratch() -> (tempfile::TempDir, Database) {
    let directory = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a directory");
    let database = Database::open(&directory.path().join("histories.sqlite3")).expect("a database");
    // Nothing is sold before a policy is published.
    let draft = Draft::render(&Configuration::default()).expect("the shipped policy");
    let publish = move |tx: &Connection| policy::publish_first(tx, &draft, OffsetDateTime::UNIX_EPOCH);
    database.write_blocking(publish).expect("a policy");
    (directory, database)
}

fn number(name: &str) -> Option<u64> {
    let value = env::var(name).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{name}={value} is no number: give one, or do not set it")))
}
