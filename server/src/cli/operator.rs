//! The operator's commands: accounts, keys, credits, and the audit of the ledger.

mod cases;
mod evidence;
mod export;
mod mail;
mod payments;
mod policy;
mod statement;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use super::{Exit, Failure};
use crate::control::{self, Answer, Command, Request};
use crate::ledger::{self, AccountId, Adjustment, AuditReport, Balance, Credits, KeyId, LotId, MAX_GRANT, Role};
use crate::statements::PointInTime;

/// The commands of whoever runs the service. They work beside a running server and without one.
#[derive(Debug, Subcommand)]
pub enum OperatorCommand {
    /// Make and list accounts
    #[command(subcommand)]
    Account(AccountCommand),
    /// Make, list and revoke API keys
    #[command(subcommand)]
    Key(KeyCommand),
    /// Grant and show credits
    #[command(subcommand)]
    Credits(CreditsCommand),
    /// Check the ledger
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// Publish the refund policy and the terms, and list their versions
    #[command(subcommand)]
    Policy(policy::PolicyCommand),
    /// Record sales and refunds
    #[command(subcommand)]
    Sale(payments::SaleCommand),
    /// List purchases and the events of providers, and process events again
    #[command(subcommand)]
    Payments(payments::PaymentsCommand),
    /// List disputes, and make the evidence against one
    #[command(subcommand)]
    Disputes(payments::DisputesCommand),
    /// Answer and decide the cases that users open
    #[command(subcommand)]
    Case(cases::CasesCommand),
    /// List mails and try them again
    #[command(subcommand)]
    Mail(mail::MailCommand),
    /// List what operators did: when, who, what and why, latest first; the last thousand
    ///
    /// With --json: {"data": [{"number", "at", "actor", "action", "reason"}, …]}.
    Actions {
        /// The thousand before the one of this number, as the last list ended
        #[arg(long, value_name = "NUMBER")]
        before: Option<i64>,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
}

/// `account …`
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Make an account for an e-mail address and print its id
    ///
    /// The account has no credits and no key; `credits grant` and `key create` give it both. An address has one account.
    /// Makes the data directory if there is none. With --json: {"account": "acct_…"}.
    Create {
        /// E-mail address of the account's owner
        email: String,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
    /// Make an account an operator's, or a user's again
    ///
    /// Operators may do over HTTP what these commands do, and what they do is recorded under their account.
    Role {
        /// Id of the account (acct_…)
        account: String,
        /// What it may do
        role: RoleArgument,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
    /// Bring back an account that a dispute ended
    ///
    /// After a dispute that was lost, nothing else does; one that is won brings its account back by itself. Keys and credits work as
    /// before, and what the dispute took stays taken. Refused while a dispute is open. With --json: as one of `account list`.
    Reinstate {
        /// Id of the account (acct_…)
        account: String,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
    Export(export::Export),
    /// List all accounts, oldest first, with their credits
    ///
    /// With --json: {"data": [{"id", "email", "created_at", "available", "held", "role", "terminated_at"}, …]}.
    List {
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
}

/// What an account may do, on the command line.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum RoleArgument {
    /// Make models with its credits
    User,
    /// Also do what operators' commands do
    Operator,
}

/// `key …`
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make an API key for an account and print it, this once
    ///
    /// The server keeps only a digest: a key that is lost cannot be shown again, only replaced. Clients send it as
    /// `Authorization: Bearer KEY`. With --json: {"key": "oc3d_…"}.
    Create {
        /// Id of the account (acct_…)
        account: String,
        /// What its owner calls it
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
    /// List the keys of an account, revoked ones too
    ///
    /// Shows each key's id: the 16 characters that follow oc3d_ in the key. With --json: {"data": [{"id", "account",
    /// "name", "created_at", "last_used_at", "revoked_at"}, …]}; the last use is noted to the hour.
    List {
        /// Id of the account (acct_…)
        account: String,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
    /// Stop a key from working, at once and for good
    ///
    /// With --json: {"revoked": "key_…"}.
    Revoke {
        /// Id of the key (key_…), as `key list` shows it
        key: String,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
}

/// `credits …`
#[derive(Debug, Subcommand)]
pub enum CreditsCommand {
    /// Give an account credits, as an adjustment that the journal keeps, and print the id of their lot
    ///
    /// The credits expire one year from now. A generation costs 10. With --reference a grant can be repeated safely: the
    /// same reference, account and number answer with the first lot and grant nothing; the same reference for anything
    /// else is an error. With --json: {"lot": "lot_…"}.
    Grant {
        /// Id of the account (acct_…)
        account: String,
        /// How many credits
        #[arg(value_parser = clap::value_parser!(i64).range(1..=MAX_GRANT.0))]
        credits: i64,
        /// Why, in words; kept in the journal, where the account's owner can read it
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// What occasioned it (a ticket, an invoice); grants once
        #[arg(long, value_name = "REFERENCE")]
        reference: Option<String>,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
    /// Show what an account has: available, held, and each lot with its expiry
    ///
    /// With --json: {"available", "held", "frozen", "lots": [{"id", "credits", "remaining", "held", "frozen", "expires_at"}, …]}.
    Show {
        /// Id of the account (acct_…)
        account: String,
        /// What it had at a time that has passed: RFC 3339, or a date
        #[arg(long, value_name = "TIME")]
        at: Option<PointInTime>,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
    Statement(statement::StatementCommand),
}

/// `ledger …`
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Recompute everything from the journal and report every disagreement
    ///
    /// Balances, lots, holds, running balances, expiries, the state of each generation, the database file and the
    /// triggers that guard it. Reads only, and may run beside a server at work. Exits with 0 when all agrees and 1 when
    /// anything does not. With --json: {"accounts", "lots", "holds", "open_holds", "entries", "books": {"issued",
    /// "available", "held", "spent", "expired", "frozen", "clawed_back"}, "disagreements": ["…", …]}.
    Audit {
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
}

/// What every operator's command takes.
#[derive(Debug, Args)]
pub struct Common {
    /// The server's data directory
    #[arg(long, value_name = "DIR")]
    pub(super) data: PathBuf,
    /// The configuration, where no server runs; oneclick3d.toml in the data directory unless given
    #[arg(long, value_name = "FILE.toml")]
    pub(super) config: Option<PathBuf>,
    /// Who does it, for the record: the e-mail address of an operator's account
    #[arg(long, value_name = "EMAIL")]
    pub(super) by: Option<String>,
    /// Why, for the record; needed where credits or money move, access changes or an account's data is taken, unless the command
    /// takes a reason of its own
    #[arg(long, value_name = "TEXT")]
    pub(super) why: Option<String>,
    /// Print one JSON object instead of text
    #[arg(long)]
    pub(super) json: bool,
}

impl OperatorCommand {
    /// Does the command and prints what came of it.
    pub fn run(self) -> Result<Exit, Failure> {
        let command = match self {
            OperatorCommand::Account(AccountCommand::Export(export)) => return export.run(),
            OperatorCommand::Credits(CreditsCommand::Statement(statement)) => return statement.run(),
            OperatorCommand::Disputes(payments::DisputesCommand::Evidence(evidence)) => return evidence.run(),
            command => command,
        };
        command.run_once()
    }

    /// One request, one answer.
    fn run_once(self) -> Result<Exit, Failure> {
        let (common, command) = self.into_command().map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
        let request = Request { command, by: common.by, why: common.why };
        let answer = control::execute(&common.data, common.config.as_deref(), request)?;
        let mut out = io::stdout().lock();
        let printed = if common.json { writeln!(out, "{}", as_json(&answer)) } else { print(&mut out, &answer) };
        printed.and_then(|()| out.flush()).map_err(|error| Failure::io("stdout", error))?;
        let agrees = !matches!(&answer, Answer::Audit(report) if !report.agrees());
        Ok(if agrees { Exit::Done } else { Exit::Failed })
    }

    fn into_command(self) -> Result<(Common, Command), ledger::Error> {
        Ok(match self {
            OperatorCommand::Account(AccountCommand::Create { email, common }) => {
                (common, Command::CreateAccount { id: AccountId::random()?, email })
            }
            OperatorCommand::Account(AccountCommand::List { common }) => (common, Command::ListAccounts),
            OperatorCommand::Account(AccountCommand::Role { account, role, common }) => {
                let role = match role {
                    RoleArgument::User => Role::User,
                    RoleArgument::Operator => Role::Operator,
                };
                (common, Command::SetRole { account: AccountId(account), role })
            }
            OperatorCommand::Account(AccountCommand::Reinstate { account, common }) => {
                (common, Command::ReinstateAccount { account: AccountId(account) })
            }
            OperatorCommand::Actions { before, common } => {
                (common, before.map_or(Command::ListActions, |number| Command::ListActionsBefore { number }))
            }
            OperatorCommand::Mail(command) => command.into_command(),
            OperatorCommand::Key(KeyCommand::Create { account, name, common }) => {
                (common, Command::CreateKey { account: AccountId(account), name })
            }
            OperatorCommand::Key(KeyCommand::List { account, common }) => {
                (common, Command::ListKeys { account: AccountId(account) })
            }
            OperatorCommand::Key(KeyCommand::Revoke { key, common }) => {
                (common, Command::RevokeKey { key: KeyId(key) })
            }
            OperatorCommand::Credits(CreditsCommand::Grant { account, credits, reason, reference, common }) => {
                let adjustment = Adjustment { reason, reference };
                let (account, credits) = (AccountId(account), Credits(credits));
                (common, Command::Grant { id: LotId::random()?, account, credits, adjustment })
            }
            OperatorCommand::Credits(CreditsCommand::Show { account, at, common }) => {
                (common, Command::ShowCredits { account: AccountId(account), at: at.map(|PointInTime(time)| time) })
            }
            OperatorCommand::Account(AccountCommand::Export(_))
            | OperatorCommand::Credits(CreditsCommand::Statement(_)) => unreachable!("`run` has more to do for them"),
            OperatorCommand::Ledger(LedgerCommand::Audit { common }) => (common, Command::Audit),
            OperatorCommand::Policy(command) => command.into_command(),
            OperatorCommand::Sale(command) => command.into_command(),
            OperatorCommand::Payments(command) => command.into_command(),
            OperatorCommand::Disputes(command) => command.into_command(),
            OperatorCommand::Case(command) => command.into_command()?,
        })
    }
}

fn as_json(answer: &Answer) -> serde_json::Value {
    match answer {
        Answer::Account(account) => json!({ "account": account }),
        Answer::Accounts(accounts) => json!({ "data": accounts }),
        Answer::Changed(account) => json!(account),
        Answer::Actions(actions) => json!({ "data": actions }),
        Answer::Key(key) => json!({ "key": key }),
        Answer::Keys(keys) => json!({ "data": keys }),
        Answer::Revoked(key) => json!({ "revoked": key }),
        Answer::Mails(mails) => json!({ "data": mails }),
        Answer::Retried(mail) => json!({ "retried": mail }),
        Answer::Lot(lot) => json!({ "lot": lot }),
        Answer::Balance(balance) => json!(balance),
        Answer::Audit(report) => json!(report),
        Answer::Published(published) => policy::as_json(published),
        Answer::Policies(versions) => json!({ "data": versions }),
        Answer::Backup(bytes) | Answer::Export(bytes) => json!({ "bytes": bytes }),
        Answer::Statement(page) => json!(page),
        Answer::Payments(answer) => payments::as_json(answer),
        Answer::Cases(answer) => cases::as_json(answer),
    }
}

fn print(out: &mut impl Write, answer: &Answer) -> io::Result<()> {
    match answer {
        Answer::Account(account) => writeln!(out, "{account}"),
        Answer::Accounts(accounts) => accounts.iter().try_for_each(|account| {
            let (id, email) = (&account.id, &account.email);
            writeln!(out, "{id}  {email}  {} available, {} held", account.available, account.held)
        }),
        Answer::Changed(account) => {
            let state = if account.terminated_at.is_some() { "terminated" } else { "in use" };
            writeln!(out, "{} is {}, {state}", account.id, role_name(account.role))
        }
        Answer::Actions(actions) => actions.iter().try_for_each(|action| {
            let why = action.reason.as_deref().map(|why| format!(" ({why})")).unwrap_or_default();
            writeln!(out, "{}  {}  {}  {}{why}", action.number, action.at, action.actor.0, action.action)
        }),
        Answer::Key(key) => {
            eprintln!("This is the only time that the key is shown:");
            writeln!(out, "{}", key.0)
        }
        Answer::Keys(keys) => keys.iter().try_for_each(|key| {
            let name = key.name.as_deref().unwrap_or("(no name)");
            write!(out, "{}  {name}  made {}", key.id, day(key.created_at))?;
            key.last_used_at.map_or(Ok(()), |at| write!(out, ", last used {}", day(at)))?;
            key.revoked_at.map_or(Ok(()), |at| write!(out, ", revoked {}", day(at)))?;
            writeln!(out)
        }),
        Answer::Mails(mails) => mail::print(out, mails),
        Answer::Retried(mail) => writeln!(out, "mail {mail} is tried again now"),
        Answer::Revoked(key) => writeln!(out, "{key} is revoked."),
        Answer::Lot(lot) => writeln!(out, "{lot}"),
        Answer::Balance(balance) => print_balance(out, balance),
        Answer::Audit(report) => print_audit(out, report),
        Answer::Published(published) => policy::print_published(out, published),
        Answer::Policies(versions) => policy::print_versions(out, versions),
        Answer::Backup(bytes) | Answer::Export(bytes) => writeln!(out, "{bytes} bytes"),
        Answer::Statement(page) => writeln!(out, "{} lines", page.lines.len()),
        Answer::Payments(answer) => payments::print(out, answer),
        Answer::Cases(answer) => cases::print(out, answer),
    }
}

fn print_balance(out: &mut impl Write, balance: &Balance) -> io::Result<()> {
    writeln!(out, "{} available, {} held", balance.available, balance.held)?;
    balance.lots.iter().try_for_each(|lot| {
        writeln!(out, "{}  {} of {} remain until {}", lot.id, lot.remaining, lot.credits, day(lot.expires_at))
    })
}

pub(super) fn print_audit(out: &mut impl Write, report: &AuditReport) -> io::Result<()> {
    let books = &report.books;
    writeln!(
        out,
        "{} entries of {} accounts, {} lots and {} holds ({} open) replayed.",
        report.entries, report.accounts, report.lots, report.holds, report.open_holds
    )?;
    writeln!(
        out,
        "Of {} credits granted, {} are available, {} held, {} spent and {} expired.",
        books.issued, books.available, books.held, books.spent, books.expired
    )?;
    if report.agrees() {
        return writeln!(out, "Everything agrees with the journal.");
    }
    writeln!(out, "{} disagreements:", report.disagreements.len())?;
    report.disagreements.iter().try_for_each(|disagreement| writeln!(out, "- {disagreement}"))
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::User => "a user",
        Role::Operator => "an operator",
    }
}

fn day(time: time::OffsetDateTime) -> time::Date {
    time.date()
}
