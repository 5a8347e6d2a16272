//! The log of what runs for long: lines on standard error.

use std::io::{self, IsTerminal};

/// With the time of each line and, on a terminal, colours.
pub(super) fn to_stderr() {
    tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(io::stderr().is_terminal()).init();
}

/// Bare lines for the server, which puts them into its own log.
pub(super) fn to_server() {
    tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(false).without_time().with_target(false).init();
}
