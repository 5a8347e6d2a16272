//! How a child died, in words, and whose fault that is.

use std::{os::unix::process::ExitStatusExt, process::ExitStatus};

use rustix::process::Signal;

use crate::generations::{Fault, FaultKind};

/// What is known of a child that is gone.
#[derive(Debug, Clone)]
pub struct Death {
    /// How it ended, in words.
    pub how: String,
    /// The last lines of its standard error.
    pub last_words: Vec<String>,
    aborted: bool,
}

impl Death {
    pub(super) fn new(status: ExitStatus, last_words: Vec<String>) -> Death {
        let how = match (status.code(), status.signal()) {
            (Some(code), _) => format!("it exited with code {code}"),
            (None, Some(number)) => format!("it was killed by signal {number}{}", name(number)),
            (None, None) => format!("it ended with {status}"),
        };
        Death { how, last_words, aborted: status.signal() == Some(Signal::ABORT.as_raw()) }
    }

    pub(super) fn unusual(how: impl Into<String>, last_words: Vec<String>) -> Death {
        Death { how: how.into(), last_words, aborted: false }
    }

    /// What it means to the generation that ran.
    pub fn fault(&self) -> Fault {
        // Rust's allocator says this and aborts when the operating system gives no more.
        let starved = self.last_words.iter().any(|line| line.starts_with("memory allocation of"));
        if self.aborted && starved {
            let message = "the engine ran out of memory; try a lower resolution or a smaller image";
            return Fault::new(FaultKind::Infrastructure, message);
        }
        Fault::new(FaultKind::Crash, format!("the engine's process died: {}", self.how))
    }
}

fn name(number: i32) -> &'static str {
    const NAMES: [(Signal, &str); 13] = [
        (Signal::HUP, " (SIGHUP)"),
        (Signal::INT, " (SIGINT)"),
        (Signal::QUIT, " (SIGQUIT)"),
        (Signal::ILL, " (SIGILL)"),
        (Signal::TRAP, " (SIGTRAP)"),
        (Signal::ABORT, " (SIGABRT)"),
        (Signal::BUS, " (SIGBUS)"),
        (Signal::FPE, " (SIGFPE)"),
        (Signal::KILL, " (SIGKILL), perhaps by the system for want of memory"),
        (Signal::SEGV, " (SIGSEGV)"),
        (Signal::TERM, " (SIGTERM)"),
        (Signal::XCPU, " (SIGXCPU)"),
        (Signal::XFSZ, " (SIGXFSZ)"),
    ];
    NAMES.iter().find(|(signal, _)| signal.as_raw() == number).map_or("", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_and_codes_are_named() {
        let death = |raw, words: &[&str]| {
            Death::new(ExitStatus::from_raw(raw), words.iter().map(|word| (*word).to_owned()).collect())
        };
        assert_eq!(death(11, &[]).how, "it was killed by signal 11 (SIGSEGV)");
        assert_eq!(death(3 << 8, &[]).how, "it exited with code 3");
        assert_eq!(death(11, &[]).fault().kind, FaultKind::Crash);
        assert_eq!(death(6, &["assertion failed"]).fault().kind, FaultKind::Crash);
        assert_eq!(death(6, &["memory allocation of 9 bytes failed"]).fault().kind, FaultKind::Infrastructure);
        assert_eq!(death(9, &["memory allocation of 9 bytes failed"]).fault().kind, FaultKind::Crash);
    }
}
