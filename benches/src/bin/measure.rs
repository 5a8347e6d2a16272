//! What a user waits for: the whole `oneclick3d generate` on a photo of one megapixel, process start and file included.
//!
//! `cargo build --release && cargo run --release -p benches --bin measure`; `--record` keeps the result.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context, ensure};
use benches::{machine, photos, results, results::rounded};
use clap::Parser;
use image::imageops::{FilterType, resize};
use serde_json::{Value, json};
use wait4::Wait4;

/// Measures `oneclick3d generate` on photos of one megapixel: wall time and peak memory of the process.
#[derive(Parser)]
struct Arguments {
    /// The binary.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/release/oneclick3d"))]
    binary: PathBuf,
    /// Files of benches/photos, scaled up to 1024 x 1024: cut-outs (.png) or photos on their backdrop (.jpg).
    #[arg(default_values_t = ["flamingo.png", "flamingo.jpg", "chair.jpg", "ball.jpg"].map(String::from))]
    photos: Vec<String>,
    /// Lattice samples an axis.
    #[arg(long, default_value_t = 256)]
    resolution: u32,
    /// Measured runs a photo, after one that is not counted.
    #[arg(long, default_value_t = 9, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Write the result to benches/results/generate.json.
    #[arg(long)]
    record: bool,
}

/// One megapixel.
const SIDE: u32 = 1024;

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let machine = machine::line()?;
    println!("{machine}; resolution {}, median of {} runs after a warm-up", arguments.resolution, arguments.runs);
    println!("{:<14} {:>9} {:>9} {:>9} {:>9} {:>9}", "photo", "median s", "least s", "most s", "CPU s", "peak MB");
    let mut figures = Vec::new();
    for file in &arguments.photos {
        figures.push(measure(&arguments, file)?);
    }
    if arguments.record {
        let command = "cargo build --release && cargo run --release -p benches --bin measure -- --record";
        let report = json!({
            "resolution": arguments.resolution,
            "pixels": SIDE * SIDE,
            "runs": arguments.runs,
            "warm_up_runs": 1,
            "results": figures,
        });
        results::record("generate", command, report)?;
    }
    Ok(())
}

/// One photo's figures, as they are recorded.
fn measure(arguments: &Arguments, file: &str) -> anyhow::Result<Value> {
    let directory = tempfile::tempdir()?;
    let input = directory.path().join(file);
    let photo = image::load_from_memory(&photos::read(file).with_context(|| format!("no photo {file}"))?)?;
    if photo.color().has_alpha() {
        resize(&photo.into_rgba8(), SIDE, SIDE, FilterType::CatmullRom).save(&input)?;
    } else {
        resize(&photo.into_rgb8(), SIDE, SIDE, FilterType::CatmullRom).save(&input)?;
    }
    let output = directory.path().join("model.glb");
    generate(arguments, &input, &output)?;
    let mut runs = (0..arguments.runs).map(|_| generate(arguments, &input, &output)).collect::<Result<Vec<_>, _>>()?;
    runs.sort_by(|a, b| a.wall_s.total_cmp(&b.wall_s));
    let Run { wall_s: median_s, cpu_s, report, .. } = &runs[runs.len() / 2];
    let peak_mb = runs.iter().map(|run| run.peak_bytes).max().expect("at least one run") as f64 / 1e6;
    let (least_s, most_s) = (runs[0].wall_s, runs[runs.len() - 1].wall_s);
    println!("{file:<14} {median_s:>9.3} {least_s:>9.3} {most_s:>9.3} {cpu_s:>9.3} {peak_mb:>9.0}");
    Ok(json!({
        "photo": file,
        "median_s": rounded(*median_s, 3),
        "least_s": rounded(least_s, 3),
        "most_s": rounded(most_s, 3),
        "cpu_s_of_median_run": rounded(*cpu_s, 3),
        "peak_rss_mb": rounded(peak_mb, 1),
        "report_of_median_run": report,
    }))
}

/// One run of the binary.
struct Run {
    wall_s: f64,
    /// Processor time of all threads; unlike the wall time, little moved by what else the machine does.
    cpu_s: f64,
    /// Most memory resident at once.
    peak_bytes: u64,
    /// What the binary said of itself.
    report: Value,
}

fn generate(arguments: &Arguments, input: &Path, output: &Path) -> anyhow::Result<Run> {
    let log = output.with_extension("json");
    let started = Instant::now();
    // The report goes to a file: a pipe that nobody reads while waiting could fill up.
    let mut child = Command::new(&arguments.binary)
        .arg("generate")
        .arg(input)
        .arg("-o")
        .arg(output)
        .args(["--resolution", &arguments.resolution.to_string(), "--json"])
        .stdin(Stdio::null())
        .stdout(std::fs::File::create(&log)?)
        .spawn()
        .with_context(|| format!("cannot run {}: cargo build --release", arguments.binary.display()))?;
    let end = child.wait4()?;
    let wall_s = started.elapsed().as_secs_f64();
    ensure!(end.status.success(), "generate failed on {}: {}", input.display(), end.status);
    let report = serde_json::from_slice(&std::fs::read(&log)?).context("--json gives one JSON object")?;
    let cpu_s = (end.rusage.utime + end.rusage.stime).as_secs_f64();
    Ok(Run { wall_s, cpu_s, peak_bytes: end.rusage.maxrss, report })
}
