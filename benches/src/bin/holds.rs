//! How long a client waits from its request to the hold: `POST /v1/generations` until its answer, when the photo is stored and
//! the hold is on disk.
//!
//! `cargo build --release && TMPDIR=DIR cargo run --release -p benches --bin holds`; `--record` keeps the result. Several runs, one
//! after the other, each on a server and in a data directory of its own: what one run shows of the tail is mostly chance.
//!
//! Requests leave at fixed times, whether or not those before are answered, and a wait begins at the time when the request
//! was due: a server that stalls is charged for all who came meanwhile. The worker is up and idle (its first run never
//! ends), so that what is measured is the server's path; with `--busy` it computes one generation after the other.
//!
//! ext4 without a journal passes over inodes that were freed in the last minutes when it makes a file (`recently_deleted` in Linux's
//! `fs/ext4/ialloc.c`): where thousands of photos were just removed, each new one takes half a millisecond longer. So that no run
//! measures what another left, their directories all stay until the end, and `TMPDIR` names a directory whose children are spread
//! over the disk: `mkdir DIR && chattr +T DIR`. A run is longer than the 30 s after which Linux writes out by itself what nobody
//! flushed (`vm.dirty_expire_centisecs`), so that what waits to be written is part of what is measured.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use benches::{photos, results, serving::Serving};
use clap::Parser;
use engine::bench::machine;
use serde_json::{Value, json};

/// Measures the path from request to hold at a fixed rate of requests.
#[derive(Parser)]
struct Arguments {
    /// The binary.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/release/oneclick3d"))]
    binary: PathBuf,
    /// Requests a second.
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..))]
    rate: u32,
    /// How long one run is, after `warm_up` that is not counted, seconds.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// Before that, seconds.
    #[arg(long, default_value_t = 5)]
    warm_up: u32,
    /// Connections that are kept open and take turns.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..))]
    connections: u32,
    /// Runs.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Let the worker compute.
    #[arg(long)]
    busy: bool,
    /// Write the result to benches/results/holds.json.
    #[arg(long)]
    record: bool,
}

/// One request's times, milliseconds after it was due.
#[derive(Clone, Copy)]
struct Times {
    sent_ms: f64,
    answered_ms: f64,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    println!(
        "{}; {} requests a second for {} s, {} times",
        machine(),
        arguments.rate,
        arguments.seconds,
        arguments.runs
    );
    let photo = photos::read(&photos::photo_file("duck"))?;
    let place = tempfile::tempdir()?;
    println!("{:<34} {:>9} {:>9} {:>9} {:>9}", "ms", "p50", "p99", "p99.9", "max");
    let disk = report("photo written and flushed", disk(place.path(), &photo)?);
    let mut places = Vec::new();
    let mut runs = Vec::new();
    for _ in 0..arguments.runs {
        let place = tempfile::tempdir()?;
        let times = one_run(&arguments, place.path(), &photo)?;
        places.push(place);
        let sent = report("sent after it was due", times.iter().map(|times| times.sent_ms).collect());
        let answered = report("answered after it was due", times.iter().map(|times| times.answered_ms).collect());
        runs.push(json!({"requests": times.len(), "sent_after_due_ms": sent, "answered_after_due_ms": answered}));
    }
    if arguments.record {
        let command = "cargo build --release && TMPDIR=DIR cargo run --release -p benches --bin holds -- --record";
        let report = json!({
            "requests_per_second": arguments.rate, "warm_up_s": arguments.warm_up, "connections": arguments.connections,
            "photo_bytes": photo.len(), "worker_busy": arguments.busy, "photo_written_and_flushed_ms": disk, "runs": runs,
        });
        results::record("holds", command, report)?;
    }
    Ok(())
}

/// The times of the requests after the warm-up, of a server in `data`; its ledger is audited at the end.
fn one_run(arguments: &Arguments, data: &Path, photo: &[u8]) -> anyhow::Result<Vec<Times>> {
    let faults = [("ONECLICK3D_INJECT_FAULT", "slow@model")];
    let environment = if arguments.busy { &[][..] } else { &faults[..] };
    let server = Serving::start(&arguments.binary, data, &["--queue", "1000000"], environment)?;
    let address = server.url.strip_prefix("http://").context("an address")?;
    let request = request(address, &server.key, photo);
    let (warm_up, count) =
        (arguments.warm_up * arguments.rate, (arguments.warm_up + arguments.seconds) * arguments.rate);
    let start = Instant::now() + Duration::from_millis(100);
    let times = thread::scope(|scope| {
        let connections: Vec<_> = (0..arguments.connections)
            .map(|first| {
                let (request, rate) = (&request, f64::from(arguments.rate));
                let due = (first..count).step_by(arguments.connections as usize);
                let due = due.map(move |number| (number, start + Duration::from_secs_f64(f64::from(number) / rate)));
                scope.spawn(move || one_connection(address, request, due))
            })
            .collect();
        connections
            .into_iter()
            .map(|connection| connection.join().expect("no panic"))
            .collect::<anyhow::Result<Vec<_>>>()
    })?;
    let audit = Command::new(&arguments.binary).args(["ledger", "audit", "--data"]).arg(data).output()?;
    ensure!(audit.status.success(), "the audit: {}", String::from_utf8_lossy(&audit.stdout));
    Ok(times.into_iter().flatten().filter(|(number, _)| *number >= warm_up).map(|(_, times)| times).collect())
}

/// What the disk takes for one photo in a file of its own, whatever the server does. The files stay until the end: see above.
fn disk(data: &Path, photo: &[u8]) -> anyhow::Result<Vec<f64>> {
    let mut waits_ms = Vec::new();
    for number in 0..500 {
        let began = Instant::now();
        let mut file = std::fs::File::create(data.join(format!("photo-{number}")))?;
        file.write_all(photo)?;
        file.sync_all()?;
        waits_ms.push(began.elapsed().as_secs_f64() * 1e3);
    }
    Ok(waits_ms)
}

fn request(address: &str, key: &str, photo: &[u8]) -> Vec<u8> {
    const BOUNDARY: &str = "a-boundary-that-no-photo-contains";
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"image\"; filename=\"duck.jpg\"\r\n\
         Content-Type: image/jpeg\r\n\r\n"
    )
    .into_bytes();
    body.extend(photo);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
    let mut request = format!(
        "POST /v1/generations HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {key}\r\n\
         Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    request.extend(body);
    request
}

/// Sends a request whenever one is due, or as soon as the one before is answered.
fn one_connection(
    address: &str,
    request: &[u8],
    due: impl Iterator<Item = (u32, Instant)>,
) -> anyhow::Result<Vec<(u32, Times)>> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut answers = BufReader::new(stream.try_clone()?);
    let mut times = Vec::new();
    for (number, due) in due {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        let sent_ms = due.elapsed().as_secs_f64() * 1e3;
        stream.write_all(request)?;
        let status = answer(&mut answers)?;
        let answered_ms = due.elapsed().as_secs_f64() * 1e3;
        ensure!(status.contains(" 202 "), "answered {status}");
        times.push((number, Times { sent_ms, answered_ms }));
    }
    Ok(times)
}

/// Reads one whole answer; its first line.
fn answer(from: &mut impl BufRead) -> anyhow::Result<String> {
    let mut status = String::new();
    from.read_line(&mut status)?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        ensure!(from.read_line(&mut line)? > 0, "the connection was closed");
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
    }
    from.read_exact(&mut vec![0; length])?;
    Ok(status)
}

fn report(what: &str, mut all_ms: Vec<f64>) -> Value {
    all_ms.sort_by(f64::total_cmp);
    let at = |part: f64| results::rounded(all_ms[(part * (all_ms.len() - 1) as f64) as usize], 3);
    let [p50, p99, p999, max] = [0.5, 0.99, 0.999, 1.0].map(at);
    println!("{what:<34} {p50:>9.3} {p99:>9.3} {p999:>9.3} {max:>9.3}");
    json!({"p50": p50, "p99": p99, "p99.9": p999, "max": max})
}
