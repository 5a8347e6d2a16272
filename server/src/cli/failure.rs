//! Why a command ended, as an exit code and a sentence.

use std::{fmt, io, path::Path};

use crate::{catalog, control};

/// The program's exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Failed for a reason outside the engine: I/O, the network, the database, a disagreement found by an audit.
    Failed = 1,
    /// The command line is wrong.
    Usage = 2,
    /// An input or output cannot be used; another one can.
    BadInput = 3,
    /// The engine failed on input that it accepted.
    EngineFault = 4,
}

/// A command's failure: what was wrong and what to do.
#[derive(Debug)]
pub struct Failure {
    exit: Exit,
    message: String,
    io_kind: Option<io::ErrorKind>,
}

impl Failure {
    /// A failure with its sentence.
    pub fn new(exit: Exit, message: impl Into<String>) -> Failure {
        Failure { exit, message: message.into(), io_kind: None }
    }

    /// An I/O error on a stream or other thing that is not the user's file.
    pub fn io(what: &str, error: io::Error) -> Failure {
        Failure { exit: Exit::Failed, message: format!("{what}: {error}"), io_kind: Some(error.kind()) }
    }

    /// A file that the user named and that cannot be read or written.
    pub fn file(verb: &str, path: &Path, error: io::Error) -> Failure {
        let message = format!("cannot {verb} {}: {error}", path.display());
        Failure { exit: Exit::BadInput, message, io_kind: Some(error.kind()) }
    }

    /// The exit code.
    pub fn exit(&self) -> Exit {
        self.exit
    }

    /// Whether the reader of an output went away.
    pub fn is_broken_pipe(&self) -> bool {
        self.io_kind == Some(io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<engine::Error> for Failure {
    fn from(error: engine::Error) -> Failure {
        let exit = match error.class() {
            engine::Class::Usage => Exit::Usage,
            engine::Class::BadInput => Exit::BadInput,
            engine::Class::Canceled => Exit::Failed,
            engine::Class::Fault => Exit::EngineFault,
        };
        Failure::new(exit, error.to_string())
    }
}

impl From<catalog::Error> for Failure {
    fn from(error: catalog::Error) -> Failure {
        let exit = match error {
            catalog::Error::Engine(error) => return error.into(),
            catalog::Error::Hub(error) => return error.into(),
            catalog::Error::NotPulled { .. } => Exit::BadInput,
            catalog::Error::OfOtherKind { .. } | catalog::Error::NotOffered { .. } => Exit::Usage,
        };
        Failure::new(exit, error.to_string())
    }
}

impl From<control::Error> for Failure {
    fn from(error: control::Error) -> Failure {
        let exit = match error {
            control::Error::Refused(_) | control::Error::Configuration(_) => Exit::BadInput,
            _ => Exit::Failed,
        };
        Failure::new(exit, error.to_string())
    }
}
