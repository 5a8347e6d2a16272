//! Operators' commands, on a running server through its control socket or on the data directory itself.
//!
//! `DATA/control.sock` speaks JSON lines: the client sends one [`Request`] a line, the server answers one [`Reply`] a
//! line. Who may open the socket is an operator: it has mode 0600, and only the server's own user and root are heard.
//!
//! A server may end between a command and its answer. The client then sends the command again, to the next server or to
//! the file, so every command can be repeated: whoever asks for an account or a lot gives it its id, and an id that is
//! there already answers "done". (Of two keys, the one whose answer was lost is known to nobody.) A backup goes to a file
//! that the asker names, and who asks gives it the name that counts.

mod actions;
mod cases;
mod client;
mod payments;
mod reason;
mod server;
mod socket;
mod trouble;

use std::path::PathBuf;
use std::sync::Arc;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;

pub use actions::{Action, Actor, Asker, actions};
pub use cases::{CaseAnswer, CaseCommand};
pub use client::{Error, execute};
pub use payments::{PaymentAnswer, PaymentCommand};
pub use server::serve;
pub use socket::bind;

use actions::NewAction;
use trouble::Trouble;

use crate::blocking;
use crate::configuration::Configuration;
use crate::database::{Database, backup};
use crate::export;
use crate::jobs::Jobs;
use crate::ledger::{
    self, Account, AccountId, Adjustment, ApiKey, AuditReport, Balance, Credits, KeyId, KeyRow, LotId, Role,
};
use crate::mail::{self, MailId, MailRow};
use crate::payments::{Error as PaymentError, reinstate};
use crate::policy::{self, Draft, PolicyVersion, Published, TemplateError};
use crate::statements::{self, Statement, StatementPage};
use crate::sweeper;

/// Checks that the audit makes beyond the ledger's own.
const AUDIT_CHECKS: &[ledger::Check] =
    &[crate::generations::audit::check, crate::payments::audit::check, crate::cases::audit::check];

/// What commands are done with.
#[derive(Clone)]
pub struct Context {
    /// The ledger.
    pub database: Database,
    /// What the operator chose.
    pub configuration: Arc<Configuration>,
    /// What runs generations; none where no server runs.
    pub jobs: Option<Arc<Jobs>>,
}

/// A command, and what goes into the record of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// What to do.
    pub command: Command,
    /// Which operator asks (an account's e-mail address), where the machine's user alone does not say it.
    pub by: Option<String>,
    /// Why; needed by what moves credits or money, changes who may do what, or takes what is known of an account, unless the command
    /// has a reason of its own.
    pub why: Option<String>,
}

/// What an operator asks for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Make an account.
    CreateAccount {
        /// Its id, made by the asker.
        id: AccountId,
        /// For whom.
        email: String,
    },
    /// List the accounts.
    ListAccounts,
    /// Make an account an operator's, or a user's again.
    SetRole {
        /// Whose.
        account: AccountId,
        /// To what.
        role: Role,
    },
    /// Bring back an account that a dispute ended and that no dispute keeps away any more.
    ReinstateAccount {
        /// Which.
        account: AccountId,
    },
    /// List what operators did, the last thousand.
    ListActions,
    /// List the thousand before one of them.
    ListActionsBefore {
        /// The number of that one.
        number: i64,
    },
    /// Make an API key.
    CreateKey {
        /// For which account.
        account: AccountId,
        /// What its owner calls it.
        name: Option<String>,
    },
    /// List an account's keys.
    ListKeys {
        /// Whose.
        account: AccountId,
    },
    /// Stop a key from working.
    RevokeKey {
        /// Which.
        key: KeyId,
    },
    /// List mails.
    ListMail {
        /// Only those that were given up.
        failed_only: bool,
    },
    /// Try a mail again, now.
    RetryMail {
        /// Which.
        mail: MailId,
    },
    /// Give credits as a recorded adjustment.
    Grant {
        /// The lot's id, made by the asker.
        id: LotId,
        /// To whom.
        account: AccountId,
        /// How many.
        credits: Credits,
        /// Why.
        adjustment: Adjustment,
    },
    /// Show an account's credits.
    ShowCredits {
        /// Whose.
        account: AccountId,
        /// At which time that has passed; now unless given.
        #[serde(default, with = "time::serde::rfc3339::option")]
        at: Option<OffsetDateTime>,
    },
    /// Lines of a statement.
    ShowStatement {
        /// Whose.
        account: AccountId,
        /// From then on.
        #[serde(default, with = "time::serde::rfc3339::option")]
        from: Option<OffsetDateTime>,
        /// Until before then.
        #[serde(default, with = "time::serde::rfc3339::option")]
        to: Option<OffsetDateTime>,
        /// Those after the line of this number.
        after: Option<i64>,
    },
    /// Write everything that is known of an account.
    ExportAccount {
        /// Whose.
        account: AccountId,
        /// The file to be made: an absolute path that nothing else uses.
        to: PathBuf,
    },
    /// Recompute everything from the journal.
    Audit,
    /// Put the configured policy pages in force.
    PublishPolicy {
        /// Every account is told by mail.
        material: bool,
        /// What changed, for that mail.
        summary: Option<String>,
    },
    /// List the versions of the policy.
    ListPolicies,
    /// Copy the database.
    Backup {
        /// The file to be made: an absolute path that nothing else uses.
        to: PathBuf,
    },
    /// Sell, refund, replay, list: see [`PaymentCommand`].
    Payments(PaymentCommand),
    /// Open, answer, decide, list: see [`CaseCommand`].
    Cases(CaseCommand),
}

impl Command {
    /// Whether it is about a file of the server's machine, which is nobody's business who is elsewhere.
    #[must_use]
    pub fn names_a_file(&self) -> bool {
        matches!(
            self,
            Command::ExportAccount { .. }
                | Command::Backup { .. }
                | Command::Payments(PaymentCommand::WriteEvidence { .. })
        )
    }

    /// For the log, which needs no addresses.
    fn name(&self) -> String {
        match self {
            Command::Payments(command) => format!("payments/{}", tag(command)),
            Command::Cases(command) => format!("cases/{}", tag(command)),
            command => tag(command),
        }
    }
}

/// The name that an enum's variant has in JSON.
fn tag(variant: &impl Serialize) -> String {
    match serde_json::to_value(variant) {
        Ok(Value::String(tag)) => tag,
        Ok(Value::Object(fields)) => fields.into_iter().next().map_or_else(String::new, |(tag, _)| tag),
        _ => String::new(),
    }
}

/// What came of a [`Command`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The account made.
    Account(AccountId),
    /// All accounts.
    Accounts(Vec<Account>),
    /// An account as it is now.
    Changed(Account),
    /// What operators did, latest first.
    Actions(Vec<Action>),
    /// The key made; the only copy.
    Key(ApiKey),
    /// The account's keys.
    Keys(Vec<KeyRow>),
    /// The key revoked.
    Revoked(KeyId),
    /// Mails, latest first.
    Mails(Vec<MailRow>),
    /// The mail that is tried again.
    Retried(MailId),
    /// The lot granted.
    Lot(LotId),
    /// The account's credits.
    Balance(Balance),
    /// The audit's report, whether or not it agrees.
    Audit(AuditReport),
    /// The version of the policy that is in force now.
    Published(Published),
    /// All versions, latest first.
    Policies(Vec<PolicyVersion>),
    /// Some lines of a statement.
    Statement(StatementPage),
    /// The size of the export, in bytes.
    Export(u64),
    /// The size of the backup, in bytes.
    Backup(u64),
    /// What came of a [`PaymentCommand`].
    Payments(PaymentAnswer),
    /// What came of a [`CaseCommand`].
    Cases(CaseAnswer),
}

/// What goes back over the socket.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// What came of it.
    Done(Answer),
    /// What was asked cannot be done: the asker's mistake.
    Refused(String),
    /// Nobody's mistake: the disk is full, the server is ending.
    Failed(String),
}

/// Records that an operator had the evidence of a dispute sent to him, where [`PaymentCommand::WriteEvidence`] names a file.
///
/// # Errors
/// When the database fails.
pub fn record_evidence(
    tx: &Connection,
    operator: AccountId,
    dispute: &str,
    now: OffsetDateTime,
) -> Result<(), ledger::Error> {
    let action = serde_json::json!({ "payments": { "send_evidence": { "dispute": dispute } } });
    NewAction::done(operator, &action, reason::contests(dispute)).record(tx, now).map(drop)
}

/// The audit with everything that it asks.
///
/// # Errors
/// When the database cannot be read.
pub async fn audit(database: &Database) -> Result<AuditReport, ledger::Error> {
    database.read(|tx| ledger::audit(tx, AUDIT_CHECKS)).await
}

/// Does what an operator asks for. What changes anything is recorded in the same transaction.
async fn perform(context: &Context, asker: Asker, request: Request) -> Result<Answer, Trouble> {
    let now = OffsetDateTime::now_utc();
    let Context { database, configuration, .. } = context;
    let action = NewAction::of(&request, asker)?;
    Ok(match request.command {
        Command::CreateAccount { id, email } => {
            let create = move |tx: &_| action.once(tx, now, |_| ledger::create_account_as(tx, &id, &email, now));
            Answer::Account(database.write(create).await?)
        }
        Command::SetRole { account, role } => {
            let set = move |tx: &_| {
                action.once(tx, now, |_| ledger::set_role(tx, &account, role))?;
                ledger::account(tx, &account)
            };
            Answer::Changed(database.write(set).await?)
        }
        Command::ReinstateAccount { account } => {
            let configuration = Arc::clone(configuration);
            let bring_back = move |tx: &_| {
                action.once(tx, now, |_| reinstate(tx, &account, &configuration.service, now))?;
                Ok::<_, PaymentError>(ledger::account(tx, &account)?)
            };
            Answer::Changed(database.write(bring_back).await?)
        }
        Command::ListActions => Answer::Actions(database.read(|tx| actions::actions(tx, None)).await?),
        Command::ListActionsBefore { number } => {
            Answer::Actions(database.read(move |tx| actions::actions(tx, Some(number))).await?)
        }
        Command::ListAccounts => Answer::Accounts(database.read(ledger::accounts).await?),
        Command::CreateKey { account, name } => {
            let create = move |tx: &_| action.once(tx, now, |_| ledger::create_key(tx, &account, name.as_deref(), now));
            Answer::Key(database.write(create).await?)
        }
        Command::ListKeys { account } => Answer::Keys(database.read(move |tx| ledger::keys(tx, &account)).await?),
        Command::RevokeKey { key } => {
            let revoke = move |tx: &_| {
                action.once(tx, now, |_| ledger::revoke_key(tx, &key, now))?;
                Ok::<_, ledger::Error>(key)
            };
            Answer::Revoked(database.write(revoke).await?)
        }
        Command::ListMail { failed_only } => {
            Answer::Mails(database.read(move |tx| mail::mails(tx, failed_only)).await?)
        }
        Command::RetryMail { mail } => {
            let retry = move |tx: &_| action.once(tx, now, |_| mail::retry(tx, mail, now).map_err(Trouble::from));
            database.write(retry).await?;
            Answer::Retried(mail)
        }
        Command::Grant { id, account, credits, adjustment } => {
            let terms = configuration.credits.terms();
            let grant = move |tx: &_| {
                action.once(tx, now, |_| ledger::grant_as(tx, &id, &account, credits, &adjustment, &terms, now))
            };
            Answer::Lot(database.write(grant).await?)
        }
        Command::ShowCredits { account, at } => {
            let balance = move |tx: &Connection| match at {
                Some(at) => ledger::balance_at(tx, &account, at, now),
                None => ledger::balance(tx, &account, now),
            };
            Answer::Balance(database.read(balance).await?)
        }
        Command::ShowStatement { account, from, to, after } => {
            sweeper::settle_expiry(database, &account, now).await?;
            let page = move |tx: &Connection| {
                let statement = Statement::open(tx, &account, from, to, now)?;
                let lines = statement.lines(tx, after)?;
                Ok::<_, statements::Error>(StatementPage { head: statement.head, lines })
            };
            Answer::Statement(database.read(page).await?)
        }
        Command::ExportAccount { account, to } => {
            sweeper::settle_expiry(database, &account, now).await?;
            let bytes = database.read(move |tx| export::write_file(tx, &account, now, &to)).await?;
            // Afterwards: a file is no transaction of this database.
            database.write(move |tx| action.record(tx, now)).await?;
            Answer::Export(bytes)
        }
        Command::PublishPolicy { material, summary } => {
            Answer::Published(publish(context, action, material, summary, now).await?)
        }
        Command::Payments(command) => Answer::Payments(payments::perform(context, command, action, now).await?),
        Command::Cases(command) => Answer::Cases(cases::perform(context, command, action, now).await?),
        Command::ListPolicies => Answer::Policies(database.read(policy::versions).await?),
        Command::Audit => Answer::Audit(audit(database).await?),
        Command::Backup { to } => {
            let bytes = database.read(move |tx| backup::copy(tx, &to)).await?;
            // Afterwards: a copy is no transaction of this database.
            database.write(move |tx| action.record(tx, now)).await?;
            Answer::Backup(bytes)
        }
    })
}

/// Puts the pages that the configuration makes now in force, and tells the accounts if that is asked for.
async fn publish(
    Context { database, configuration, .. }: &Context,
    action: NewAction,
    material: bool,
    summary: Option<String>,
    now: OffsetDateTime,
) -> Result<Published, ledger::Error> {
    let invalid = |error: TemplateError| ledger::Error::Invalid(error.to_string());
    let pages = {
        let configuration = Arc::clone(configuration);
        blocking::run(move || Draft::render(&configuration)).await.map_err(invalid)?
    };
    let put = move |tx: &Connection| {
        let publish = |_| Ok(policy::publish(tx, &pages, material, summary.as_deref(), now)?);
        action.once::<_, ledger::Error>(tx, now, publish)
    };
    let published = database.write(put).await?;
    policy::announce(database, &configuration.service).await?;
    Ok(published)
}

/// Does what an operator asks for and says how it went; `asker` is recorded as who asked where the request names nobody.
pub async fn answer(context: &Context, asker: Asker, request: Request) -> Reply {
    tracing::info!(command = request.command.name(), user = asker.actor().0, "an operator's command");
    reply(perform(context, asker, request).await)
}

fn reply(result: Result<Answer, Trouble>) -> Reply {
    match result {
        Ok(answer) => Reply::Done(answer),
        Err(Trouble::Refused(why)) => Reply::Refused(why),
        Err(Trouble::Failed(why)) => Reply::Failed(why),
    }
}
