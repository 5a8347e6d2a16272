//! How a child died, in words, and whose fault that is.

use std::{os::unix::process::ExitStatusExt, process::ExitStatus};

use rustix::process::Signal;

use super::process::LogTail;
use crate::generations::{Fault, FaultKind};

/// What is known of a child that is gone.
#[derive(Debug, Clone)]
pub struct Death {
    /// How it ended, in words.
    pub how: String,
    /// The last lines of its standard error.
    pub last_words: Vec<String>,
    out_of_memory: bool,
}

impl Death {
    pub(super) fn new(status: ExitStatus, log: LogTail) -> Death {
        let how = match (status.code(), status.signal()) {
            (Some(code), _) => format!("it exited with code {code}"),
            (None, Some(number)) => format!("it was killed by signal {number}{}", name(number)),
            (None, None) => format!("it ended with {status}"),
        };
        let out_of_memory = log.starved && status.signal() == Some(Signal::ABORT.as_raw());
        Death { how, last_words: log.lines.into(), out_of_memory }
    }

    pub(super) fn unusual(how: String, last_words: Vec<String>) -> Death {
        Death { how, last_words, out_of_memory: false }
    }

    /// What it means to the generation that ran.
    pub fn fault(&self) -> Fault {
        if self.out_of_memory {
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
            let mut log = LogTail::default();
            words.iter().for_each(|word| log.push((*word).to_owned()));
            Death::new(ExitStatus::from_raw(raw), log)
        };
        assert_eq!(death(11, &[]).how, "it was killed by signal 11 (SIGSEGV)");
        assert_eq!(death(3 << 8, &[]).how, "it exited with code 3");
        assert_eq!(death(11, &[]).fault().kind, FaultKind::Crash);
        assert_eq!(death(6, &["assertion failed"]).fault().kind, FaultKind::Crash);
        assert_eq!(death(6, &["memory allocation of 9 bytes failed"]).fault().kind, FaultKind::Infrastructure);
        let mut traced = vec!["memory allocation of 9 bytes failed"];
        traced.extend([" 0: rust_oom"; 100]);
        assert_eq!(death(6, &traced).fault().kind, FaultKind::Infrastructure, "a backtrace follows");
        assert_eq!(death(9, &["memory allocation of 9 bytes failed"]).fault().kind, FaultKind::Crash);
    }
}
