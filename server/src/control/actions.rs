//! The record of what operators did: who, when, what and why.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::Request;
use super::reason::Reason;
use crate::database::Millis;
use crate::ledger::{self, AccountId, Role};

/// Who sends a command.
#[derive(Debug, Clone)]
pub enum Asker {
    /// A user of the server's machine, by number.
    Console(u32),
    /// An operator's account.
    Account(AccountId),
}

impl Asker {
    pub(super) fn actor(&self) -> Actor {
        Actor(match self {
            Asker::Console(user) => format!("console:{user}"),
            Asker::Account(account) => account.0.clone(),
        })
    }
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Actor(pub String);

/// Something that an operator did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// 1, 2, 3, …
    #[serde(default)]
    pub number: i64,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Who: an account's id, or `console:USER` for a user of the server's machine.
    pub actor: Actor,
    /// The command.
    pub action: serde_json::Value,
    /// Why; none where an earlier version of the program did not ask.
    pub reason: Option<String>,
}

/// An action before it is recorded.
#[derive(Clone)]
pub(super) struct NewAction {
    asker: Asker,
    by: Option<String>,
    action: String,
    /// None where the command only reads.
    reason: Option<String>,
}

impl NewAction {
    /// Of a command.
    ///
    /// # Errors
    /// [`ledger::Error::Invalid`] where neither the asker nor the command itself says why.
    pub(super) fn of(request: &Request, asker: Asker) -> Result<NewAction, ledger::Error> {
        let why = request.why.as_deref().map(str::trim).filter(|why| !why.is_empty()).map(str::to_owned);
        let reason = match Reason::of(&request.command, &asker) {
            Reason::Reads => None,
            Reason::Own(own) => Some(why.unwrap_or(own)),
            Reason::Asked => Some(why.ok_or_else(unsaid)?),
        };
        let action = serde_json::to_string(&request.command).expect("plain data serializes");
        Ok(NewAction { asker, by: request.by.clone(), action, reason })
    }

    /// What is no command, and was done by `account`.
    pub(super) fn done(account: AccountId, action: &serde_json::Value, reason: String) -> NewAction {
        NewAction { asker: Asker::Account(account), by: None, action: action.to_string(), reason: Some(reason) }
    }

    /// Records it, in the transaction that does it; who does it.
    ///
    /// # Errors
    /// [`ledger::Error::Invalid`] where no reason is known; as [`NewAction::actor`].
    pub(super) fn record(&self, tx: &Connection, now: OffsetDateTime) -> Result<Actor, ledger::Error> {
        let actor = self.actor(tx)?;
        let reason = self.reason.as_ref().ok_or_else(unsaid)?;
        tx.prepare_cached("INSERT INTO operator_action (at_ms, actor, action, reason) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![Millis::of(now), actor.0, self.action, reason])?;
        Ok(actor)
    }

    /// Does `change` and records it, unless it changes nothing: a command that comes again, because its answer was lost, is not a
    /// second action.
    ///
    /// # Errors
    /// As [`NewAction::record`], and those of `change`.
    pub(super) fn once<T, E: From<ledger::Error>>(
        &self,
        tx: &Connection,
        now: OffsetDateTime,
        change: impl FnOnce(Actor) -> Result<T, E>,
    ) -> Result<T, E> {
        let actor = self.actor(tx)?;
        let before = tx.total_changes();
        let done = change(actor)?;
        if tx.total_changes() > before {
            self.record(tx, now)?;
        }
        Ok(done)
    }

    /// Who does it.
    ///
    /// # Errors
    /// When an operator is named who is none.
    pub(super) fn actor(&self, tx: &Connection) -> Result<Actor, ledger::Error> {
        let Some(email) = &self.by else { return Ok(self.asker.actor()) };
        match ledger::account_of(tx, email)? {
            Some(account) if account.role == Role::Operator && account.terminated_at.is_none() => {
                Ok(Actor(account.id.0))
            }
            Some(_) => Err(ledger::Error::Invalid(format!("{email} is no operator: 'account role' makes one"))),
            None => Err(ledger::Error::NoSuchAccount(email.clone())),
        }
    }
}

fn unsaid() -> ledger::Error {
    ledger::Error::Invalid("say why, for the record: --why TEXT, over HTTP \"why\"".to_owned())
}

/// What operators did, latest first; the last thousand before the action of number `before`, where one is given.
pub fn actions(tx: &Connection, before: Option<i64>) -> Result<Vec<Action>, ledger::Error> {
    let mut statement = tx.prepare_cached(
        "SELECT at_ms, actor, action, reason, number FROM operator_action WHERE number < ?1
         ORDER BY number DESC LIMIT 1000",
    )?;
    let mut rows = statement.query([before.unwrap_or(i64::MAX)])?;
    let mut actions = Vec::new();
    while let Some(row) = rows.next()? {
        actions.push(Action {
            number: row.get(4)?,
            at: row.get::<_, Millis>(0)?.time()?,
            actor: Actor(row.get(1)?),
            action: row.get(2)?,
            reason: row.get(3)?,
        });
    }
    Ok(actions)
}
