//! `account export`: everything that is known of an account.

use std::path::PathBuf;

use clap::Args;

use super::super::new_file::NewFile;
use super::super::{Exit, Failure};
use super::Common;
use crate::control::{self, Answer, Command, Request};
use crate::ledger::AccountId;

/// Write everything that is known of an account to a zip
///
/// JSON files: the account, its keys (without what they are checked with), lots, journal, purchases, refunds, disputes,
/// generations with their options and faults, the delivery record of their files, mails and acceptances; manifest.json lists them. The file has personal data, so
/// only its owner may read it (mode 0600). A server that runs writes the file itself, as its user. With --json: {"file",
/// "bytes"}.
#[derive(Debug, Args)]
pub struct Export {
    /// Id of the account (acct_…)
    account: String,
    /// The file to make
    #[arg(short, long, value_name = "FILE.zip")]
    output: PathBuf,
    /// Replace FILE.zip if there is one
    #[arg(long)]
    force: bool,
    /// Where, and in which form to answer
    #[command(flatten)]
    common: Common,
}

impl Export {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let file = NewFile::at(&self.output, self.force)?;
        let Common { data, config, by, why, json } = self.common;
        let command = Command::ExportAccount { account: AccountId(self.account), to: file.partial().to_owned() };
        let Answer::Export(bytes) = control::execute(&data, config.as_deref(), Request { command, by, why })? else {
            return Err(Failure::new(Exit::Failed, "the server answered something else than an export"));
        };
        file.publish(bytes, json)
    }
}
