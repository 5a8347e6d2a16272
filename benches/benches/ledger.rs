//! How many holds a second the ledger takes, and how long one waits, each answered only when it is on disk (WAL,
//! `synchronous=FULL`).
//!
//! `cargo bench -p benches --bench ledger`; `-- --record` keeps the result. The database lies in the target directory, so
//! that directory's disk is what is measured; the first line of the table is that disk alone: 4 KiB appended and
//! synchronised. Each caller warms up with 50 rounds that are not counted.

use std::fs::File;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use benches::results;
use engine::bench::machine;
use serde_json::{Value, json};
use server::database::Database;
use server::ledger::{self, AccountId, Adjustment, Credits, Error, Terms};
use time::OffsetDateTime;

/// What a generation costs.
const PRICE: Credits = Credits(10);

/// How often each caller does it before the clock starts.
const WARM_UP: usize = 50;

fn main() -> anyhow::Result<()> {
    let record = std::env::args().any(|argument| argument == "--record");
    println!("{}, SQLite {}", machine(), rusqlite::version());
    println!("{:<34} {:>9} {:>9} {:>9} {:>9}", "", "a second", "p50 ms", "p99 ms", "max ms");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut figures = vec![disk(2000)?];
    for (what, callers, rounds) in
        [("hold", 1, 4000), ("hold", 32, 1000), ("hold, then commit", 1, 2000), ("hold, then commit", 32, 500)]
    {
        figures.push(runtime.block_on(ledger(what, callers, rounds))?);
    }
    if record {
        let command = "cargo bench -p benches --bench ledger -- --record";
        let report = json!({"sqlite": rusqlite::version(), "warm_up_rounds": WARM_UP, "results": figures});
        results::record("ledger", command, report)?;
    }
    Ok(())
}

/// What one synchronised write costs, whatever is built on it.
fn disk(rounds: usize) -> anyhow::Result<Value> {
    let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let mut file = File::create(directory.path().join("appended"))?;
    let mut latencies = Vec::with_capacity(rounds);
    let began = Instant::now();
    for _ in 0..rounds {
        let start = Instant::now();
        file.write_all(&[1; 4096])?;
        file.sync_data()?;
        latencies.push(start.elapsed());
    }
    Ok(report("append 4 KiB, fdatasync", 1, began.elapsed(), latencies))
}

/// `callers` at a time, each `rounds` times; a round is one transaction, or two for "hold, then commit".
async fn ledger(what: &'static str, callers: usize, rounds: usize) -> anyhow::Result<Value> {
    let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let database = Database::open(&directory.path().join("ledger.sqlite3"))?;
    let mut accounts = Vec::new();
    for caller in 0..callers {
        let adjustment = Adjustment { reason: "benchmark".to_owned(), reference: None };
        let now = OffsetDateTime::now_utc();
        accounts.push(
            database
                .write(move |tx| {
                    let account = ledger::create_account(tx, &format!("{caller}@example.com"), now)?;
                    // Several lots, of which a hold has to find the one that expires first.
                    for _ in 0..5 {
                        ledger::grant(tx, &account, Credits(10_000_000), &adjustment, &Terms::default(), now)?;
                    }
                    Ok::<_, Error>(account)
                })
                .await?,
        );
    }
    // All have warmed up before the clock starts.
    let start = Arc::new(tokio::sync::Barrier::new(callers + 1));
    let tasks: Vec<_> = accounts
        .into_iter()
        .map(|account| {
            let (database, start) = (database.clone(), Arc::clone(&start));
            tokio::spawn(async move {
                for _ in 0..WARM_UP {
                    round(&database, &account, what).await?;
                }
                start.wait().await;
                let mut latencies = Vec::with_capacity(rounds);
                for _ in 0..rounds {
                    let began = Instant::now();
                    round(&database, &account, what).await?;
                    latencies.push(began.elapsed());
                }
                Ok::<_, Error>(latencies)
            })
        })
        .collect();
    start.wait().await;
    let began = Instant::now();
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await??);
    }
    let took = began.elapsed();
    let audit = database.read(|tx| ledger::audit(tx, &[])).await?;
    assert!(audit.agrees(), "{:?}", audit.disagreements);
    Ok(report(&format!("{what}, {callers} at a time"), callers, took, latencies))
}

async fn round(database: &Database, account: &AccountId, what: &str) -> Result<(), Error> {
    let account = account.clone();
    let hold = database.write(move |tx| ledger::hold(tx, &account, PRICE, OffsetDateTime::now_utc())).await?;
    if what == "hold, then commit" {
        database.write(move |tx| ledger::commit_hold(tx, &hold, OffsetDateTime::now_utc())).await?;
    }
    Ok(())
}

fn report(what: &str, callers: usize, took: Duration, mut latencies: Vec<Duration>) -> Value {
    latencies.sort_unstable();
    let percentile = |part: f64| latencies[((latencies.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
    let (rate, p50, p99, max) =
        (latencies.len() as f64 / took.as_secs_f64(), percentile(0.5), percentile(0.99), percentile(1.0));
    println!("{what:<34} {rate:>9.0} {p50:>9.3} {p99:>9.3} {max:>9.3}");
    json!({
        "what": what, "callers": callers, "rounds": latencies.len(), "per_second": rate,
        "p50_ms": p50, "p99_ms": p99, "max_ms": max,
    })
}
