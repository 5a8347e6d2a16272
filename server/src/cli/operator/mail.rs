//! `mail …`: what goes out, and what does not.

use std::io::{self, Write};

use clap::Subcommand;

use super::Common;
use crate::control::Command;
use crate::mail::{MailId, MailRow, MailState};

/// `mail …`
#[derive(Debug, Subcommand)]
pub enum MailCommand {
    /// List mails, latest first: to whom, about what, and what became of them; the last thousand
    ///
    /// The server sends them as [mail] in its configuration says, and tries again for most of a day. With --json: {"data":
    /// [{"id", "to", "subject", "state": "waiting" | "sent" | "failed", "attempts", "error", "queued_at", "at"}, …]}, where
    /// "at" is when it went, was given up, or is tried next.
    List {
        /// Only those that were given up
        #[arg(long)]
        failed: bool,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
    /// Try a mail again that waits or was given up, now
    ///
    /// With --json: {"retried": N}.
    Retry {
        /// Number of the mail, as `mail list` shows it
        mail: i64,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
}

impl MailCommand {
    pub(super) fn into_command(self) -> (Common, Command) {
        match self {
            MailCommand::List { failed, common } => (common, Command::ListMail { failed_only: failed }),
            MailCommand::Retry { mail, common } => (common, Command::RetryMail { mail: MailId(mail) }),
        }
    }
}

pub(super) fn print(out: &mut impl Write, mails: &[MailRow]) -> io::Result<()> {
    mails.iter().try_for_each(|mail| {
        let MailRow { id, to, subject, state, attempts, error, queued_at: _, at } = mail;
        let state = match state {
            MailState::Waiting => format!("waits for attempt {} at", attempts + 1),
            MailState::Sent => "sent".to_owned(),
            MailState::Failed => format!("given up after {attempts} attempts,"),
        };
        let why = error.as_deref().map(|error| format!(" ({error})")).unwrap_or_default();
        writeln!(out, "{id}  {to}  {subject}  {state} {at}{why}")
    })
}
