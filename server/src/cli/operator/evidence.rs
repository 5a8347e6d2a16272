//! `disputes evidence`: what is sent to the bank when a dispute is contested.

use std::path::PathBuf;

use clap::Args;

use super::super::new_file::NewFile;
use super::super::{Exit, Failure};
use super::Common;
use crate::control::{self, Answer, Command, PaymentAnswer, PaymentCommand, Request};

/// Write what contests a dispute to a zip: purchase, acknowledgement, usage, delivery, mails
///
/// evidence.json has the fields that Stripe asks for: texts, and for files the name of one in the zip. purchase.csv,
/// acknowledgement.csv, usage.csv, deliveries.csv, communication.csv and journal.csv are the records, policy.html and terms.html what the buyer
/// accepted, receipt.html the receipt. Stripe takes files as PDF, JPEG or PNG: print those that you upload. The file has
/// personal data, so only its owner may read it (mode 0600). A server that runs writes the file itself, as its user. With
/// --json: {"file", "bytes"}.
#[derive(Debug, Args)]
pub struct Evidence {
    /// Id of the dispute, the provider's, as `disputes list` shows it
    dispute: String,
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

impl Evidence {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let file = NewFile::at(&self.output, self.force)?;
        let Common { data, config, by, why, json } = self.common;
        let write = PaymentCommand::WriteEvidence { dispute: self.dispute, to: file.partial().to_owned() };
        let request = Request { command: Command::Payments(write), by, why };
        let answer = control::execute(&data, config.as_deref(), request)?;
        let Answer::Payments(PaymentAnswer::Evidence(bytes)) = answer else {
            return Err(Failure::new(Exit::Failed, "the server answered something else than evidence"));
        };
        file.publish(bytes, json)
    }
}
