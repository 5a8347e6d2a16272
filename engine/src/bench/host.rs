//! What a measurement was made on: a figure without it says nothing.

use std::{env::consts, fs, thread};

/// Processor, threads and system of this machine, in one line.
pub fn machine() -> String {
    let named = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        text.lines().find_map(|line| Some(line.strip_prefix("model name")?.split_once(": ")?.1.to_owned()))
    });
    let processor = named.unwrap_or_else(|| format!("{} CPU", consts::ARCH));
    let threads = thread::available_parallelism().map_or(1, usize::from);
    format!("{processor}, {threads} threads, {}", consts::OS)
}

/// The most memory that this process had resident at once, where the system tells.
pub fn peak_memory_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?;
    kilobytes.parse::<u64>().ok().map(|kilobytes| 1024 * kilobytes)
}
