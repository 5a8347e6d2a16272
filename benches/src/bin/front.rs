//! What the HTTP front adds to a run: a client's wait for its answer, less the time from `RUNNING` to the end.
//!
//! `cargo build --release && cargo run --release -p benches --bin front`; `--record` keeps the result.

use std::{io::Cursor, path::PathBuf, time::Instant};

use anyhow::{Context, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use benches::{results, serving::Serving};
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

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    println!("{}; {} runs", machine(), arguments.runs);
    let data = tempfile::tempdir()?;
    let server = Serving::start(&arguments.binary, data.path(), &[], &[])?;
    let body =
        json!({"image": format!("data:image/png;base64,{}", STANDARD.encode(photo()?)), "resolution": 16}).to_string();
    let warm_up = arguments.runs / 10;
    let mut added_ms = Vec::new();
    for run in 0..warm_up + arguments.runs {
        let added = one_run(&server.url, &server.key, &body)?;
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
