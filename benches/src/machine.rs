//! What a measurement was made on: a figure without it says nothing.

use anyhow::{Context, bail};

/// Processor, threads and system of this machine, in one line.
///
/// # Errors
/// Where there is no `/proc/cpuinfo`.
pub fn line() -> anyhow::Result<String> {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").context("this measures on Linux")?;
    let Some(model) = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")) else {
        bail!("/proc/cpuinfo names no processor");
    };
    let threads = std::thread::available_parallelism()?;
    Ok(format!("{}, {threads} threads, {}", model.1, std::env::consts::OS))
}
