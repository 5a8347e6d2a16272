//! The log of what runs for long: lines on standard error.

use std::io::{self, IsTerminal};

use crate::configuration::LogFormat;

/// With the time of each line and, on a terminal, colours; or one JSON object a line.
pub(super) fn to_stderr(format: LogFormat) {
    let lines = tracing_subscriber::fmt().with_writer(io::stderr);
    match format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).init(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).init(),
    }
}

/// Bare lines for the server, which puts them into its own log.
pub(super) fn to_server() {
    tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(false).without_time().with_target(false).init();
}
