//! What a field's mesh costs: the whole `oneclick3d mesh` on a trained field, process start and file included.
//!
//! `cargo build --release && cargo run --release -p benches --bin measure_mesh`; `--record` keeps the result.

use std::path::PathBuf;

use benches::{
    process::{Series, run},
    results,
    results::rounded,
};
use clap::Parser;
use engine::bench::machine;
use serde_json::{Value, json};

/// Measures `oneclick3d mesh` at several resolutions: wall time and peak memory of the process.
#[derive(Parser)]
struct Arguments {
    /// The binary.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/release/oneclick3d"))]
    binary: PathBuf,
    /// The field: a toy robot in the released TripoSR decoder's size.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/tests/fixtures/field-robot/field.safetensors"))]
    field: PathBuf,
    /// Lattice samples an axis.
    #[arg(default_values_t = [128, 256, 512, 1024])]
    resolutions: Vec<u32>,
    /// Measured runs a resolution, after one that is not counted.
    #[arg(long, default_value_t = 9, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Write the result to benches/results/mesh.json.
    #[arg(long)]
    record: bool,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    println!("{}; median of {} runs after a warm-up", machine(), arguments.runs);
    println!(
        "{:>10} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>10}",
        "resolution", "median s", "least s", "most s", "CPU s", "peak MB", "faces", "evaluated"
    );
    let mut figures = Vec::new();
    for &resolution in &arguments.resolutions {
        figures.push(measure(&arguments, resolution)?);
    }
    if arguments.record {
        let command = "cargo build --release && cargo run --release -p benches --bin measure_mesh -- --record";
        let report = json!({ "runs": arguments.runs, "warm_up_runs": 1, "results": figures });
        results::record("mesh", command, report)?;
    }
    Ok(())
}

/// One resolution's figures, as they are recorded.
fn measure(arguments: &Arguments, resolution: u32) -> anyhow::Result<Value> {
    let directory = tempfile::tempdir()?;
    let output = directory.path().join("model.glb");
    let side = resolution.to_string();
    let command = [
        "mesh".as_ref(),
        arguments.field.as_os_str(),
        "-o".as_ref(),
        output.as_os_str(),
        "--resolution".as_ref(),
        side.as_ref(),
    ];
    let series = Series::take(arguments.runs, || run(&arguments.binary, &command, &output))?;
    let Series { median_s, least_s, most_s, cpu_s, peak_mb, mut report } = series;
    // Where the files were says nothing of what was measured.
    if let Some(report) = report.as_object_mut() {
        report.retain(|key, _| key != "input" && key != "output");
    }
    let (faces, evaluated) = (&report["faces"], report["fraction_evaluated"].as_f64().unwrap_or(f64::NAN) * 100.0);
    println!(
        "{resolution:>10} {median_s:>9.3} {least_s:>9.3} {most_s:>9.3} {cpu_s:>9.3} {peak_mb:>9.0} {faces:>9} {evaluated:>8.2} %"
    );
    Ok(json!({
        "resolution": resolution,
        "median_s": rounded(median_s, 3),
        "least_s": rounded(least_s, 3),
        "most_s": rounded(most_s, 3),
        "cpu_s_of_median_run": rounded(cpu_s, 3),
        "peak_rss_mb": rounded(peak_mb, 1),
        "report_of_median_run": report,
    }))
}
