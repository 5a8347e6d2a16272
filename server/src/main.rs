//! The one binary: see `oneclick3d --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}
