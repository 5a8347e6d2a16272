//! `restore`: a backup becomes the database of a data directory.

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::operator::print_audit;
use super::{Exit, Failure};
use crate::restore::{self, Error};

/// Make a backup the database of a data directory that has none
///
/// Nothing is put in place before it is checked: that the file is a database of this program and of no later version,
/// that it is whole, and that everything in it agrees with its journal (as `ledger audit`). A backup of an earlier version is
/// brought to this one. The backup itself stays as it is.
///
/// What happened after the backup is not in it: credits used since are back, credits given since are missing. Generations
/// that waited or ran then end as FAILED at the next start of the server unless their uploads are still in the directory,
/// and their credits are back. Artifacts are not in a backup; copy them to DIR/artifacts, or their owners read that they are
/// no longer stored. With --json: the report of `ledger audit`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  oneclick3d restore /backups/oneclick3d-2026-01-31.sqlite3 --data new")]
pub struct Restore {
    /// The backup, as `backup` made it
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The data directory; made if need be
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Print one JSON object instead of text
    #[arg(long)]
    json: bool,
}

impl Restore {
    pub fn run(self) -> Result<Exit, Failure> {
        let report = restore::restore(&self.file, &self.data)?;
        let mut out = io::stdout().lock();
        let printed = if self.json { writeln!(out, "{}", json!(report)) } else { print_audit(&mut out, &report) };
        printed.and_then(|()| out.flush()).map_err(|error| Failure::io("stdout", error))?;
        Ok(Exit::Done)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        let exit = match error {
            Error::File { .. } | Error::Runtime(_) => Exit::Failed,
            _ => Exit::BadInput,
        };
        Failure::new(exit, error.to_string())
    }
}
