//! Runs of the binary, measured from outside: what a user waits for, and what the process takes of the machine.

use std::{
    ffi::OsStr,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context, ensure};
use serde_json::Value;
use wait4::Wait4;

/// One run of the binary.
pub struct Run {
    /// From the start of the process to its end.
    pub wall_s: f64,
    /// Processor time of all threads; unlike the wall time, little moved by what else the machine does.
    pub cpu_s: f64,
    /// Most memory resident at once.
    pub peak_bytes: u64,
    /// What the binary said of itself.
    pub report: Value,
}

/// Runs `binary` with `arguments` and `--json`; the report passes through a file beside `output`.
///
/// # Errors
/// When the binary cannot be run, fails, or gives no JSON object.
pub fn run(binary: &Path, arguments: &[&OsStr], output: &Path) -> anyhow::Result<Run> {
    let log = output.with_extension("json");
    let started = Instant::now();
    // The report goes to a file: a pipe that nobody reads while waiting could fill up.
    let mut child = Command::new(binary)
        .args(arguments)
        .arg("--json")
        .stdin(Stdio::null())
        .stdout(std::fs::File::create(&log)?)
        .spawn()
        .with_context(|| format!("cannot run {}: cargo build --release", binary.display()))?;
    let end = child.wait4()?;
    let wall_s = started.elapsed().as_secs_f64();
    ensure!(end.status.success(), "{arguments:?} failed: {}", end.status);
    let report = serde_json::from_slice(&std::fs::read(&log)?).context("--json gives one JSON object")?;
    let cpu_s = (end.rusage.utime + end.rusage.stime).as_secs_f64();
    Ok(Run { wall_s, cpu_s, peak_bytes: end.rusage.maxrss, report })
}

/// What several runs of one command took.
pub struct Series {
    /// The median run's wall time.
    pub median_s: f64,
    /// The least wall time.
    pub least_s: f64,
    /// The most wall time.
    pub most_s: f64,
    /// The median run's processor time.
    pub cpu_s: f64,
    /// The most memory of any run, 10^6 bytes.
    pub peak_mb: f64,
    /// The median run's report.
    pub report: Value,
}

impl Series {
    /// Takes `runs` runs (at least one) after one that is not counted.
    ///
    /// # Errors
    /// Those of `run`.
    pub fn take(runs: u32, mut run: impl FnMut() -> anyhow::Result<Run>) -> anyhow::Result<Series> {
        run()?;
        let mut runs = (0..runs).map(|_| run()).collect::<Result<Vec<_>, _>>()?;
        runs.sort_by(|a, b| a.wall_s.total_cmp(&b.wall_s));
        let peak_mb = runs.iter().map(|run| run.peak_bytes).max().context("at least one run")? as f64 / 1e6;
        let (least_s, most_s) = (runs[0].wall_s, runs[runs.len() - 1].wall_s);
        let Run { wall_s: median_s, cpu_s, report, .. } = runs.swap_remove(runs.len() / 2);
        Ok(Series { median_s, least_s, most_s, cpu_s, peak_mb, report })
    }
}
