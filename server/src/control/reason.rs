//! Why an operator's command is done, which the record of it always says.
//!
//! Whoever moves credits or money, changes who may do what, or takes what is known of an account says why. What the first steps and
//! the upkeep of a service need is its own reason: an account, a key made on the server's machine, a mail that is tried again, a backup.

use super::actions::Asker;
use super::{CaseCommand, Command, PaymentCommand};

/// Where the reason of a command comes from, when its asker gives none beside it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// The command only reads, and nothing is recorded.
    Reads,
    /// The command says it.
    Own(String),
    /// From the asker alone.
    Asked,
}

impl Reason {
    pub(super) fn of(command: &Command, asker: &Asker) -> Reason {
        let own = |text: &str| Reason::Own(text.to_owned());
        match command {
            Command::ListAccounts
            | Command::ListActions
            | Command::ListActionsBefore { .. }
            | Command::ListKeys { .. }
            | Command::ListMail { .. }
            | Command::ShowCredits { .. }
            | Command::ShowStatement { .. }
            | Command::Audit
            | Command::ListPolicies => Reason::Reads,
            Command::CreateAccount { .. } => own("a new account"),
            // Over HTTP it would be a way into somebody else's account.
            Command::CreateKey { .. } if matches!(asker, Asker::Console(_)) => own("a key for the account's owner"),
            Command::RetryMail { .. } => own("the mail was not delivered"),
            Command::Backup { .. } => own("a backup"),
            Command::Grant { adjustment, .. } => own(&adjustment.reason),
            Command::SetRole { .. }
            | Command::ReinstateAccount { .. }
            | Command::CreateKey { .. }
            | Command::RevokeKey { .. }
            | Command::ExportAccount { .. }
            | Command::PublishPolicy { .. } => Reason::Asked,
            Command::Payments(command) => match command {
                PaymentCommand::ListPurchases { .. }
                | PaymentCommand::ListDisputes
                | PaymentCommand::ShowDispute { .. }
                | PaymentCommand::ListEvents(_) => Reason::Reads,
                PaymentCommand::WriteEvidence { dispute, .. } => Reason::Own(contests(dispute)),
                PaymentCommand::Sell { .. } | PaymentCommand::Refund(_) | PaymentCommand::Replay(_) => Reason::Asked,
            },
            Command::Cases(command) => match command {
                CaseCommand::List { .. } | CaseCommand::Show { .. } => Reason::Reads,
                CaseCommand::Open { subject, .. } => own(subject),
                CaseCommand::Reply { .. } => own("a reply to the account's owner"),
                CaseCommand::Decide { verdict, .. } => own(&verdict.reason),
            },
        }
    }
}

/// Why somebody has the evidence of a dispute made.
pub(super) fn contests(dispute: &str) -> String {
    format!("to contest dispute {dispute}")
}
