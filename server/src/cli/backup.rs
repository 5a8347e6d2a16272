//! `backup`: the database in one file.

use std::path::PathBuf;

use clap::Args;

use super::new_file::NewFile;
use super::operator::Common;
use super::{Exit, Failure};
use crate::control::{self, Answer, Command, Request};

/// Copy the database to a file, while a server serves or without one
///
/// The copy is the database at one moment: accounts, keys, credits with their whole journal, and the history of
/// generations. Nobody waits for it. It does not hold the files beside the database: artifacts (back them up like any
/// files, they never change), uploads of generations that wait or run (after a restore these fail, and their credits are
/// back), and models. The file has e-mail addresses, so only its owner may read it (mode 0600).
///
/// A server that runs writes the file itself, as its user. FILE is there once it is whole and on disk; a backup that is
/// interrupted may leave FILE.????????.partial, which is of no use. With --json: {"file", "bytes"}.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  oneclick3d backup /backups/oneclick3d-$(date +%F).sqlite3 --data data\n  oneclick3d restore \
                  /backups/oneclick3d-2026-01-31.sqlite3 --data new\n  oneclick3d ledger audit --data new"
)]
pub struct Backup {
    /// The file to make
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace FILE if there is one
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    common: Common,
}

impl Backup {
    pub fn run(self) -> Result<Exit, Failure> {
        let file = NewFile::at(&self.file, self.force)?;
        let Common { data, config, by, why, json } = self.common;
        let request = Request { command: Command::Backup { to: file.partial().to_owned() }, by, why };
        let Answer::Backup(bytes) = control::execute(&data, config.as_deref(), request)? else {
            return Err(Failure::new(Exit::Failed, "the server answered something else than a backup"));
        };
        file.publish(bytes, json)
    }
}
