//! The record of what operators did: who, when, what and why.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::Request;
use crate::database::Millis;
use crate::ledger::{self, Role};

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Actor(pub String);

/// Something that an operator did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Who: an account's id, or `console:USER` for a user of the server's machine.
    pub actor: Actor,
    /// The command.
    pub action: serde_json::Value,
    /// Why, where the command has no reason of its own.
    pub reason: Option<String>,
}

/// An action before it is recorded.
#[derive(Clone)]
pub(super) struct NewAction {
    user: String,
    by: Option<String>,
    action: String,
    reason: Option<String>,
}

impl NewAction {
    pub(super) fn of(request: &Request, user: &str) -> NewAction {
        NewAction {
            user: user.to_owned(),
            by: request.by.clone(),
            action: serde_json::to_string(&request.command).expect("plain data serializes"),
            reason: request.why.clone(),
        }
    }

    /// What is no command, and was done by the account `user`.
    pub(super) fn done(user: String, action: &serde_json::Value) -> NewAction {
        NewAction { user, by: None, action: action.to_string(), reason: None }
    }

    /// Records it, in the transaction that does it; who does it.
    pub(super) fn record(&self, tx: &Connection, now: OffsetDateTime) -> Result<Actor, ledger::Error> {
        let actor = self.actor(tx)?;
        tx.prepare_cached("INSERT INTO operator_action (at_ms, actor, action, reason) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![Millis::of(now), actor.0, self.action, self.reason])?;
        Ok(actor)
    }

    pub(super) fn actor(&self, tx: &Connection) -> Result<Actor, ledger::Error> {
        let Some(email) = &self.by else { return Ok(Actor(self.user.clone())) };
        match ledger::account_of(tx, email)? {
            Some(account) if account.role == Role::Operator && account.terminated_at.is_none() => {
                Ok(Actor(account.id.0))
            }
            Some(_) => Err(ledger::Error::Invalid(format!("{email} is no operator: 'account role' makes one"))),
            None => Err(ledger::Error::NoSuchAccount(email.clone())),
        }
    }
}

/// What operators did, latest first; the last thousand.
pub fn actions(tx: &Connection) -> Result<Vec<Action>, ledger::Error> {
    let mut statement =
        tx.prepare_cached("SELECT at_ms, actor, action, reason FROM operator_action ORDER BY number DESC LIMIT 1000")?;
    let mut rows = statement.query([])?;
    let mut actions = Vec::new();
    while let Some(row) = rows.next()? {
        actions.push(Action {
            at: row.get::<_, Millis>(0)?.time()?,
            actor: Actor(row.get(1)?),
            action: row.get(2)?,
            reason: row.get(3)?,
        });
    }
    Ok(actions)
}
