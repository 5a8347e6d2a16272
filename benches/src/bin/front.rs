//! What the HTTP front adds to a run: a client's wait for its answer, less the time from `RUNNING` to the end.
//!
//! `cargo build --release && cargo run --release -p benches --bin front`; `--record` keeps the result.

use std::{
    io::{BufRead, BufReader, Cursor},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, bail, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use benches::results;
use clap::Parser;
use engine::bench::machine;
use image::{ImageFormat, Rgba, RgbaImage};
use serde_json::{Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Measures what the HTTP front adds to a run, over many small runs on an idle machine.
#[derive(Parser)]
struct Arguments {
    /// The binary.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/release/oneclick3d"))]
    binary: PathBuf,
    /// Measured runs, after a tenth as many that are not counted.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(10..))]
    runs: u32,
    /// Write the result to benches/results/front.json.
    #[arg(long)]
    record: bool,
}

/// Ends the server when the measurement ends, whichever way.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.0.kill().and_then(|()| self.0.wait()) {
            eprintln!("the server does not end: {error}");
        }
    }
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    println!("{}; {} runs", machine(), arguments.runs);
    let data = tempfile::tempdir()?;
    let operator = |words: &[&str], answer: &str| -> anyhow::Result<String> {
        let out = Command::new(&arguments.binary).args(words).arg("--data").arg(data.path()).arg("--json").output()?;
        ensure!(out.status.success(), "{words:?}: {}", String::from_utf8_lossy(&out.stderr));
        let value: Value = serde_json::from_slice(&out.stdout)?;
        value[answer].as_str().map(str::to_owned).with_context(|| format!("{words:?} answered {value}"))
    };
    let account = operator(&["account", "create", "measure@example.com"], "account")?;
    let key = operator(&["key", "create", &account], "key")?;
    operator(&["credits", "grant", &account, "1000000", "--reason", "measurement"], "lot")?;
    let (_server, url) = serve(&arguments.binary, data.path())?;

    let body =
        json!({"image": format!("data:image/png;base64,{}", STANDARD.encode(photo()?)), "resolution": 16}).to_string();
    let warm_up = arguments.runs / 10;
    let mut added_ms = Vec::new();
    for run in 0..warm_up + arguments.runs {
        let added = one_run(&url, &key, &body)?;
        if run >= warm_up {
            added_ms.push(added);
        }
    }
    added_ms.sort_by(f64::total_cmp);
    let at = |part: f64| results::rounded(added_ms[(part * (added_ms.len() - 1) as f64) as usize], 2);
    let figures = json!({"p50": at(0.5), "p90": at(0.9), "p99": at(0.99), "max": at(1.0)});
    println!("added by the front, ms: {figures}");
    if arguments.record {
        let command = "cargo build --release && cargo run --release -p benches --bin front -- --record";
        let report = json!({"added_ms": figures, "runs": arguments.runs, "warm_up_runs": warm_up, "resolution": 16});
        results::record("front", command, report)?;
    }
    Ok(())
}

fn serve(binary: &Path, data: &Path) -> anyhow::Result<(Server, String)> {
    let mut child = Command::new(binary)
        .arg("serve")
        .arg("--data")
        .arg(data)
        .args(["--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot run {}: cargo build --release", binary.display()))?;
    let mut first = String::new();
    BufReader::new(child.stdout.take().context("its output is piped")?).read_line(&mut first)?;
    let server = Server(child);
    let url = first.trim().strip_prefix("listening on ").with_context(|| format!("serve said {first:?}"))?.to_owned();
    let deadline = Instant::now() + Duration::from_secs(30);
    while ureq::get(format!("{url}/readyz")).call().is_err() {
        ensure!(Instant::now() < deadline, "the server does not become ready");
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok((server, url))
}

/// A disc that is modelled in milliseconds.
fn photo() -> anyhow::Result<Vec<u8>> {
    let disc = RgbaImage::from_fn(64, 64, |x, y| {
        let inside = (f64::from(x) - 32.0).hypot(f64::from(y) - 32.0) < 26.0;
        Rgba([200, 4 * x as u8, 4 * y as u8, if inside { 255 } else { 0 }])
    });
    let mut png = Cursor::new(Vec::new());
    disc.write_to(&mut png, ImageFormat::Png)?;
    Ok(png.into_inner())
}

/// What the front added to one run, milliseconds.
fn one_run(url: &str, key: &str, body: &str) -> anyhow::Result<f64> {
    let began = Instant::now();
    let generation: Value = serde_json::from_str(
        &ureq::post(format!("{url}/v1/generations"))
            .header("authorization", format!("Bearer {key}"))
            .header("content-type", "application/json")
            .header("prefer", "wait=30")
            .send(body)?
            .body_mut()
            .read_to_string()?,
    )?;
    let total_ms = began.elapsed().as_secs_f64() * 1e3;
    if generation["state"] != "SUCCEEDED" {
        bail!("the run did not succeed: {generation}");
    }
    let time = |name: &str| -> anyhow::Result<OffsetDateTime> {
        Ok(OffsetDateTime::parse(generation[name].as_str().with_context(|| format!("no {name}"))?, &Rfc3339)?)
    };
    Ok(total_ms - (time("finished_at")? - time("started_at")?).as_seconds_f64() * 1e3)
}
