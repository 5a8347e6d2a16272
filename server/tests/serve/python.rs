//! Python programs that are none of ours: servers and clients that tests talk to.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

/// The interpreter that has `module`; `None`, said on stderr, where there is none. `ONECLICK3D_PYTHON` names one that has what
/// `server/tests/python.txt` lists, or is `none` where that could not be had; then Debian's own comes first, whose packages are
/// there.
///
/// # Panics
/// In CI, where it has to be there unless `ONECLICK3D_PYTHON` says `none`.
pub fn with_module(module: &str, install: &str) -> Option<PathBuf> {
    let named = std::env::var_os("ONECLICK3D_PYTHON").map(PathBuf::from);
    let has_it = |interpreter: &PathBuf| {
        let mut command = Command::new(interpreter);
        command.args(["-c", &format!("import {module}")]).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let found = named.into_iter().chain(["/usr/bin/python3", "python3"].map(PathBuf::from)).find(has_it);
    if found.is_none() {
        let excused = std::env::var_os("ONECLICK3D_PYTHON").is_some_and(|named| named == "none");
        assert!(excused || std::env::var_os("CI").is_none(), "CI needs Python's {module}: {install}");
        eprintln!("not run: Python has no {module} here ({install})");
    }
    found
}
