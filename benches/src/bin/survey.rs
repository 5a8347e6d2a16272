//! Tries and measures every device of a machine with a bundle that `benches/bundle/make.sh` built: there it is called `run`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use anyhow::Context;
use benches::survey::{self, Options, Step};
use clap::Parser;
use engine::bench::machine;
use serde_json::{Value, json};
use time::OffsetDateTime;

/// Tries and measures every device of this machine, and writes what it found as one JSON file
///
/// Of each device that `oneclick3d devices` lists: the mesh of a stored field, held against the CPU's; `models verify` and `bench` in
/// each precision that it has. Before that, the conformance tests of all operations; beside it, the reference implementation in PyTorch,
/// where python3 has PyTorch with CUDA. Each step has its own time limit, and a step that fails ends no other. Exits with 1 when
/// one failed.
#[derive(Parser)]
#[command(
    after_help = "The file is to be kept as benches/results/<device>.json, <device> being what the file is called where --output \
                        is left out: the first GPU's name in lower case, as in nvidia-h200.json."
)]
struct Arguments {
    /// The bundle's folder; this program's own where it is left out.
    #[arg(long, value_name = "DIR")]
    bundle: Option<PathBuf>,

    /// The result. Where it is left out, the first device's name with .json in the current folder.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Try adapters that compute on the CPU as well, with the small model.
    #[arg(long)]
    software: bool,

    /// What bench measures: formula, the released sizes, or tiny.
    #[arg(long, default_value = "formula", value_parser = ["formula", "tiny"])]
    model: String,

    /// How long all of it may take, seconds.
    #[arg(long, value_name = "S", default_value_t = 600, value_parser = clap::value_parser!(u64).range(10..))]
    limit_s: u64,
}

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let bundle = match arguments.bundle {
        Some(bundle) => bundle,
        None => std::env::current_exe()?.parent().map(Path::to_owned).context("a program lies in a folder")?,
    };
    let options = Options {
        bundle,
        software: arguments.software,
        model: arguments.model,
        limit: Duration::from_secs(arguments.limit_s),
    };
    let mut report = survey::survey(&options, &mut tell)?;
    report["date"] = json!(OffsetDateTime::now_utc().date().to_string());
    report["machine"] = json!(machine());
    report["command"] = json!(std::env::args().collect::<Vec<_>>().join(" "));
    let output = arguments.output.unwrap_or_else(|| PathBuf::from(file_name(&report)));
    fs::write(&output, format!("{report:#}\n")).with_context(|| format!("cannot write {}", output.display()))?;
    let passed = report["passed"] == true;
    println!(
        "{}: {} in {} s",
        output.display(),
        if passed { "all passed" } else { "NOT all passed" },
        report["seconds"]
    );
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn tell(device: &str, step: &Step) {
    let Step { what, of, outcome, seconds, why, .. } = step;
    println!("{device:<8} {what:<12} {of:<22} {seconds:>7.2} s  {outcome:?}");
    if let Some(why) = why.as_ref().filter(|_| !outcome.is_fine()) {
        let lines: Vec<_> = why.lines().collect();
        lines[lines.len().saturating_sub(5)..].iter().for_each(|line| println!("    {line}"));
    }
}

/// What the result is called: the first device's name, of letters, digits and hyphens.
fn file_name(report: &Value) -> String {
    let description = report["devices"][0]["description"].as_str().unwrap_or("none");
    // The driver stands in parentheses.
    let name = description.split(['(', ',']).next().unwrap_or_default().to_lowercase();
    let words: Vec<_> = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!("{}.json", words.join("-"))
}
