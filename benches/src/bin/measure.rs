//! What a user waits for: the whole `oneclick3d generate` on a photo of one megapixel, process start and file included.
//!
//! `cargo build --release && cargo run --release -p benches --bin measure`; `--record` keeps the result.

use std::path::{Path, PathBuf};

use anyhow::Context;
use benches::{
    photos,
    process::{Run, Series, run},
    results,
    results::rounded,
};
use clap::Parser;
use engine::bench::machine;
use image::imageops::{FilterType, resize};
use serde_json::{Value, json};

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
    let machine = machine();
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
    let series = Series::take(arguments.runs, || generate(arguments, &input, &output))?;
    let Series { median_s, least_s, most_s, cpu_s, peak_mb, ref report } = series;
    println!("{file:<14} {median_s:>9.3} {least_s:>9.3} {most_s:>9.3} {cpu_s:>9.3} {peak_mb:>9.0}");
    Ok(json!({
        "photo": file,
        "median_s": rounded(median_s, 3),
        "least_s": rounded(least_s, 3),
        "most_s": rounded(most_s, 3),
        "cpu_s_of_median_run": rounded(cpu_s, 3),
        "peak_rss_mb": rounded(peak_mb, 1),
        "report_of_median_run": report,
    }))
}

fn generate(arguments: &Arguments, input: &Path, output: &Path) -> anyhow::Result<Run> {
    let resolution = arguments.resolution.to_string();
    let command = ["generate".as_ref(), input.as_os_str(), "-o".as_ref(), output.as_os_str()];
    run(&arguments.binary, &[&command[..], &["--resolution".as_ref(), resolution.as_ref()]].concat(), output)
}
