//! `case …`: what users write in with, and what is decided.

use std::io::{self, Write};

use clap::{ArgGroup, Subcommand};
use serde_json::{Value, json};

use super::{Common, day};
use crate::cases::{Case, CaseId, Outcome, Verdict};
use crate::control::{CaseAnswer, CaseCommand, Command};
use crate::generations::GenerationId;
use crate::ledger::{self, AccountId, Credits, MAX_GRANT, PurchaseId};

/// `case …`
#[derive(Debug, Subcommand)]
pub enum CasesCommand {
    /// Open a case for somebody who wrote in by other means
    ///
    /// With --json: the case, {"id", "account", "subject", "generation", "purchase", "opened_at", "messages", "decision"}.
    Open {
        /// Id of the account (acct_…)
        account: String,
        /// In a line
        #[arg(long, value_name = "TEXT")]
        subject: String,
        /// What happened, in the user's words
        #[arg(long, value_name = "TEXT")]
        text: String,
        /// The generation it is about (gen_…)
        #[arg(long, value_name = "ID")]
        generation: Option<String>,
        /// The purchase it is about (pur_…)
        #[arg(long, value_name = "ID")]
        purchase: Option<String>,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
    /// List the cases that are open, oldest first; the first thousand
    ///
    /// With --json: {"data": [case, …]}.
    List {
        /// Decided ones too, newest first; the last thousand
        #[arg(long)]
        all: bool,
        /// The thousand after the case of this id, as the last list ended
        #[arg(long, value_name = "ID")]
        after: Option<String>,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
    /// Show a case with all that was written
    Show {
        /// Id of the case (case_…)
        case: String,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
    /// Write to the account's owner, who gets it by mail
    Reply {
        /// Id of the case (case_…)
        case: String,
        /// What
        #[arg(long, value_name = "TEXT")]
        text: String,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
    /// Decide a case, once; the account's owner gets the outcome and the reason by mail
    ///
    /// The same decision again changes nothing, so one whose answer was lost can be given again. With --json: the case.
    #[command(group = ArgGroup::new("outcome").required(true))]
    Decide {
        /// Id of the case (case_…)
        case: String,
        /// The policy stands
        #[arg(long, group = "outcome")]
        refuse: bool,
        /// Give back so many credits, at most what the case's generation took
        #[arg(long, value_name = "CREDITS", group = "outcome", value_parser = clap::value_parser!(i64).range(1..=MAX_GRANT.0))]
        restore: Option<i64>,
        /// Give back more credits than the generation took, or without one
        #[arg(long, requires = "restore")]
        beyond_cost: bool,
        /// Send so much of the case's purchase back, in the currency's smallest unit (cents); its credits go in proportion
        #[arg(long, value_name = "MINOR", group = "outcome", value_parser = clap::value_parser!(i64).range(1..))]
        money: Option<i64>,
        /// Why, for the account's owner to read
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
}

impl CasesCommand {
    pub(super) fn into_command(self) -> Result<(Common, Command), ledger::Error> {
        let (common, command) = match self {
            CasesCommand::Open { account, subject, text, generation, purchase, common } => {
                let command = CaseCommand::Open {
                    id: CaseId::random()?,
                    account: AccountId(account),
                    subject,
                    text,
                    generation: generation.map(GenerationId),
                    purchase: purchase.map(PurchaseId),
                };
                (common, command)
            }
            CasesCommand::List { all, after, common } => (common, CaseCommand::List { all, after: after.map(CaseId) }),
            CasesCommand::Show { case, common } => (common, CaseCommand::Show { case: CaseId(case) }),
            CasesCommand::Reply { case, text, common } => (common, CaseCommand::Reply { case: CaseId(case), text }),
            CasesCommand::Decide { case, refuse: _, restore, beyond_cost, money, reason, common } => {
                // clap lets exactly one through.
                let outcome = match (restore, money) {
                    (Some(credits), _) => Outcome::CreditsRestored { credits: Credits(credits), beyond_cost },
                    (None, Some(amount_minor)) => Outcome::MoneyReturned { amount_minor },
                    (None, None) => Outcome::Refused,
                };
                (common, CaseCommand::Decide { case: CaseId(case), verdict: Verdict { outcome, reason } })
            }
        };
        Ok((common, Command::Cases(command)))
    }
}

pub(super) fn as_json(answer: &CaseAnswer) -> Value {
    match answer {
        CaseAnswer::Case(case) => json!(case),
        CaseAnswer::Cases(cases) => json!({ "data": cases }),
    }
}

pub(super) fn print(out: &mut impl Write, answer: &CaseAnswer) -> io::Result<()> {
    match answer {
        CaseAnswer::Cases(cases) => cases.iter().try_for_each(|case| print_line(out, case)),
        CaseAnswer::Case(case) => {
            print_line(out, case)?;
            for message in &case.messages {
                let side = if message.from_operator { "operator" } else { "account" };
                writeln!(out, "\n{}  {side} {}\n{}", message.at, message.author, message.text)?;
            }
            match &case.decision {
                None => Ok(()),
                Some(decision) => {
                    writeln!(out, "\n{}  decided by {}\n{}", decision.decided_at, decision.actor, decision.reason)
                }
            }
        }
    }
}

fn print_line(out: &mut impl Write, case: &Case) -> io::Result<()> {
    let Case { id, account, subject, .. } = case;
    let state = match case.decision.as_ref().map(|decision| &decision.outcome) {
        None => "open".to_owned(),
        Some(Outcome::Refused) => "refused".to_owned(),
        Some(Outcome::CreditsRestored { credits, .. }) => format!("{credits} credits restored"),
        Some(Outcome::MoneyReturned { amount_minor }) => format!("{amount_minor} returned (in the smallest unit)"),
    };
    let about = case.generation.as_ref().map(|id| id.0.as_str()).or(case.purchase.as_ref().map(|id| id.0.as_str()));
    let about = about.map(|id| format!("  {id}")).unwrap_or_default();
    writeln!(out, "{id}  {}  {account}{about}  {state}: {subject}", day(case.opened_at))
}
