//! Operators' commands, on a running server through its control socket or on the data directory itself.
//!
//! `DATA/control.sock` speaks JSON lines: the client sends one [`Command`] a line, the server answers one [`Reply`] a
//! line. Who may open the socket is an operator: it has mode 0600, and only the server's own user and root are heard.
//!
//! A server may end between a command and its answer. The client then sends the command again, to the next server or to
//! the file, so every command can be repeated: whoever asks for an account or a lot gives it its id, and an id that is
//! there already answers "done". (Of two keys, the one whose answer was lost is known to nobody.) A backup goes to a file
//! that the asker names, and who asks gives it the name that counts.

mod client;
mod server;
mod socket;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

pub use client::{Error, execute};
pub use server::serve;
pub use socket::bind;

use crate::database::{Database, backup};
use crate::ledger::{
    self, Account, AccountId, Adjustment, ApiKey, AuditReport, Balance, Credits, KeyId, KeyRow, LotId,
};

/// Checks that the audit makes beyond the ledger's own.
const AUDIT_CHECKS: &[ledger::Check] = &[crate::generations::audit::check];

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
    /// Make an API key.
    CreateKey {
        /// For which account.
        account: AccountId,
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
    },
    /// Recompute everything from the journal.
    Audit,
    /// Copy the database.
    Backup {
        /// The file to be made: an absolute path that nothing else uses.
        to: PathBuf,
    },
}

/// What came of a [`Command`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The account made.
    Account(AccountId),
    /// All accounts.
    Accounts(Vec<Account>),
    /// The key made; the only copy.
    Key(ApiKey),
    /// The account's keys.
    Keys(Vec<KeyRow>),
    /// The key revoked.
    Revoked(KeyId),
    /// The lot granted.
    Lot(LotId),
    /// The account's credits.
    Balance(Balance),
    /// The audit's report, whether or not it agrees.
    Audit(AuditReport),
    /// The size of the backup, in bytes.
    Backup(u64),
}

/// What goes back over the socket.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reply {
    Done(Answer),
    /// What was asked cannot be done: the asker's mistake.
    Refused(String),
    /// Nobody's mistake: the disk is full, the server is ending.
    Failed(String),
}

/// Why a command was not done.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    #[error(transparent)]
    Backup(#[from] backup::Error),
}

/// The audit with everything that it asks.
///
/// # Errors
/// When the database cannot be read.
pub async fn audit(database: &Database) -> Result<AuditReport, ledger::Error> {
    database.read(|tx| ledger::audit(tx, AUDIT_CHECKS)).await
}

/// Does what an operator asks for.
async fn perform(database: &Database, command: Command) -> Result<Answer, Failure> {
    let now = OffsetDateTime::now_utc();
    Ok(match command {
        Command::CreateAccount { id, email } => {
            Answer::Account(database.write(move |tx| ledger::create_account_as(tx, &id, &email, now)).await?)
        }
        Command::ListAccounts => Answer::Accounts(database.read(ledger::accounts).await?),
        Command::CreateKey { account } => {
            Answer::Key(database.write(move |tx| ledger::create_key(tx, &account, now)).await?)
        }
        Command::ListKeys { account } => Answer::Keys(database.read(move |tx| ledger::keys(tx, &account)).await?),
        Command::RevokeKey { key } => {
            let revoked = key.clone();
            database.write(move |tx| ledger::revoke_key(tx, &key, now)).await?;
            Answer::Revoked(revoked)
        }
        Command::Grant { id, account, credits, adjustment } => {
            let grant = move |tx: &_| ledger::grant_as(tx, &id, &account, credits, &adjustment, now);
            Answer::Lot(database.write(grant).await?)
        }
        Command::ShowCredits { account } => {
            Answer::Balance(database.read(move |tx| ledger::balance(tx, &account, now)).await?)
        }
        Command::Audit => Answer::Audit(audit(database).await?),
        Command::Backup { to } => Answer::Backup(database.read(move |tx| backup::copy(tx, &to)).await?),
    })
}

/// Whose fault it is decides how a command ends.
fn reply(result: Result<Answer, Failure>) -> Reply {
    use ledger::Error::{Database, Overflow, Random};
    match result {
        Ok(answer) => Reply::Done(answer),
        Err(error @ Failure::Backup(backup::Error::Place { .. })) => Reply::Refused(error.to_string()),
        Err(error @ (Failure::Backup(_) | Failure::Ledger(Database(_) | Random(_) | Overflow(..)))) => {
            Reply::Failed(error.to_string())
        }
        Err(error @ Failure::Ledger(_)) => Reply::Refused(error.to_string()),
    }
}
