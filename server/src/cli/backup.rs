//! `backup`: the database in one file.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use tempfile::TempPath;

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
/// interrupted may leave FILE.XXXXXXXX.partial, which is of no use. With --json: {"file", "bytes"}.
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
        let file = std::path::absolute(&self.file).map_err(|error| Failure::file("write", &self.file, error))?;
        let (Some(parent), Some(_), Some(_)) = (file.parent(), file.file_name(), file.to_str()) else {
            return Err(Failure::new(Exit::BadInput, format!("{} is no name of a file in UTF-8", self.file.display())));
        };
        if file.is_dir() {
            return Err(Failure::new(Exit::BadInput, format!("{} is a directory; name a file in it", file.display())));
        }
        if file.exists() && !self.force {
            return Err(exists(&file));
        }
        let partial = partial(&file)?;
        let Common { data, config, by, why, json } = self.common;
        let request = Request { command: Command::Backup { to: partial.clone() }, by, why };
        // Removed again unless it is given its name.
        let partial = TempPath::try_from_path(partial).map_err(|error| Failure::file("write", &file, error))?;
        let Answer::Backup(bytes) = control::execute(&data, config.as_deref(), request)? else {
            return Err(Failure::new(Exit::Failed, "the server answered something else than a backup"));
        };
        let published = if self.force { partial.persist(&file) } else { partial.persist_noclobber(&file) };
        published.map_err(|failed| match failed.error.kind() {
            io::ErrorKind::AlreadyExists => exists(&file),
            _ => Failure::file("write", &file, failed.error),
        })?;
        File::open(parent)
            .and_then(|directory| directory.sync_all())
            .map_err(|error| Failure::file("write", parent, error))?;
        let mut out = io::stdout().lock();
        let printed = match json {
            true => writeln!(out, "{}", json!({ "file": file, "bytes": bytes })),
            false => writeln!(out, "{}: {bytes} bytes", file.display()),
        };
        printed.and_then(|()| out.flush()).map_err(|error| Failure::io("stdout", error))?;
        Ok(Exit::Done)
    }
}

fn exists(file: &Path) -> Failure {
    Failure::new(Exit::BadInput, format!("{} exists; give another name, or --force to replace it", file.display()))
}

/// The name under which the copy is written: nobody else's, and repeated with the command should its answer be lost.
fn partial(file: &Path) -> Result<PathBuf, Failure> {
    let mut random = [0; 4];
    getrandom::fill(&mut random)
        .map_err(|error| Failure::new(Exit::Failed, format!("no random numbers from the operating system: {error}")))?;
    let mut name = OsString::from(file);
    name.push(format!(".{:08x}.partial", u32::from_be_bytes(random)));
    Ok(PathBuf::from(name))
}
