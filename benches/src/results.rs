//! Measurements that are kept: `benches/results/NAME.json`, each with its command, machine and date.

use std::{fs, path::PathBuf};

use anyhow::Context;
use engine::bench::machine;
use serde_json::{Value, json};
use time::OffsetDateTime;

/// Keeps `figures` (an object) as `benches/results/NAME.json`, with `command`, which repeats the measurement.
///
/// # Errors
/// Where the file cannot be written.
pub fn record(name: &str, command: &str, mut figures: Value) -> anyhow::Result<()> {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("results");
    fs::create_dir_all(&directory)?;
    let path = directory.join(name).with_extension("json");
    figures["command"] = json!(command);
    figures["machine"] = json!(machine());
    figures["date"] = json!(OffsetDateTime::now_utc().date().to_string());
    fs::write(&path, format!("{figures:#}\n")).with_context(|| format!("cannot write {}", path.display()))?;
    println!("recorded in {}", path.display());
    Ok(())
}

/// `value` with so many decimals: a figure with more than were measured is no better.
pub fn rounded(value: f64, decimals: i32) -> f64 {
    let unit = 10_f64.powi(decimals);
    (value * unit).round() / unit
}
