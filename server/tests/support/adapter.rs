//! The adapter that tests of GPUs run on, software drivers included.

use std::process::{Command, Stdio};

use serde_json::Value;

/// The first adapter's name, as in `wgpu:0`; `None`, said on stderr, where there is none.
///
/// # Panics
/// In CI, where one has to be there.
pub fn name() -> Option<String> {
    let devices = Command::new(env!("CARGO_BIN_EXE_oneclick3d"))
        .args(["devices", "--json"])
        .stdin(Stdio::null())
        .output()
        .expect("devices runs");
    let devices: Value = serde_json::from_slice(&devices.stdout).expect("JSON");
    let names = devices.as_array().expect("a list").iter().map(|device| device["name"].as_str().expect("a name"));
    let found = names.into_iter().find(|name| name.starts_with("wgpu:")).map(str::to_owned);
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "CI needs a Vulkan driver: install mesa-vulkan-drivers");
        eprintln!("not run: no Vulkan or Metal driver here shows an adapter (Debian: mesa-vulkan-drivers)");
    }
    found
}
