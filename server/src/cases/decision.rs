//! Decisions: one a case, with what it caused.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Case, CaseId, Error, case, letters, messages};
use crate::configuration::ServiceSection;
use crate::database::Millis;
use crate::ledger::{self, Adjustment, Credits, LotId, Terms};
use crate::payments::refund_orders::{self, Standing};

/// Longest reason, in bytes; the ledger keeps it as the reason of what is restored.
const MAX_REASON: usize = 1000;

/// What an operator decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// How.
    pub outcome: Outcome,
    /// Why, for the account's owner to read.
    pub reason: String,
}

/// How a case ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Outcome {
    /// The policy stands.
    Refused,
    /// Credits are given back.
    CreditsRestored {
        /// How many.
        credits: Credits,
        /// Also more than the case's generation took.
        #[serde(default)]
        beyond_cost: bool,
    },
    /// Money of the case's purchase is sent back.
    MoneyReturned {
        /// How much, in the currency's smallest unit.
        amount_minor: i64,
    },
}

impl Outcome {
    /// As in the database and the API.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Outcome::Refused => "refused",
            Outcome::CreditsRestored { .. } => "credits_restored",
            Outcome::MoneyReturned { .. } => "money_returned",
        }
    }
}

/// A decision as recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// How.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
    /// Who: an account's id, or `console:USER`.
    pub actor: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub decided_at: OffsetDateTime,
    /// The credits restored.
    pub lot: Option<LotId>,
}

/// Decides a case. The same decision again answers with the case. Money has been sent back before: the provider is asked in
/// between, so the refund is ordered under the case's id, and whatever is lost on the way, it is ordered again and sent once.
///
/// # Errors
/// [`Error::NoSuchCase`]; [`Error::Decided`] when it was decided otherwise; [`Error::BeyondCost`], [`Error::RefundOrdered`],
/// [`Error::NotSent`], [`Error::Length`] of the reason; [`Error::Ledger`] for a number of credits that cannot be granted.
pub fn decide(
    tx: &Connection,
    id: &CaseId,
    verdict: &Verdict,
    actor: &str,
    (service, terms): (&ServiceSection, &Terms),
    now: OffsetDateTime,
) -> Result<Case, Error> {
    let Some(case) = check_decidable(tx, id, verdict)? else { return case::get(tx, id) };
    let (credits, lot, amount_minor) = match verdict.outcome {
        Outcome::Refused => (None, None, None),
        Outcome::CreditsRestored { credits, beyond_cost } => {
            let restorable = restorable(tx, &case)?;
            if credits > restorable && !beyond_cost {
                return Err(Error::BeyondCost { case: id.clone(), asked: credits, restorable });
            }
            // The case is the reference: whatever happens between here and the answer, it restores once.
            let adjustment = Adjustment { reason: verdict.reason.clone(), reference: Some(id.0.clone()) };
            (Some(credits), Some(ledger::grant(tx, &case.account, credits, &adjustment, terms, now)?), None)
        }
        Outcome::MoneyReturned { amount_minor } => {
            if !ordered(tx, &case)?.is_some_and(|order| order.answered) {
                return Err(Error::NotSent(id.clone()));
            }
            (None, None, Some(amount_minor))
        }
    };
    write(tx, id, verdict, actor, (credits, lot, amount_minor), now)?;
    let case = case::get(tx, id)?;
    letters::decided(tx, &case, service, now)?;
    Ok(case)
}

/// The refund that was ordered for the case, unless it failed.
fn ordered(tx: &Connection, case: &Case) -> Result<Option<Standing>, Error> {
    let Some(purchase) = &case.purchase else { return Ok(None) };
    Ok(refund_orders::standing(tx, purchase, &case.id.0)?)
}

/// The case, if it can be decided so; none when that was done before.
///
/// # Errors
/// As [`decide`]; [`Error::NoPurchase`] when there is no money to return.
pub fn check_decidable(tx: &Connection, id: &CaseId, verdict: &Verdict) -> Result<Option<Case>, Error> {
    messages::text_within("reason", &verdict.reason, MAX_REASON)?;
    let case = case::get(tx, id)?;
    if let Some(decision) = &case.decision {
        if is_same(&decision.outcome, &verdict.outcome) && decision.reason == verdict.reason.trim() {
            return Ok(None);
        }
        return Err(Error::Decided { case: id.clone(), outcome: decision.outcome.name() });
    }
    // What was ordered may have been sent: then only this ends the case.
    let ordered = ordered(tx, &case)?.map(|order| order.amount_minor);
    match (&verdict.outcome, ordered) {
        (Outcome::MoneyReturned { amount_minor }, Some(before)) if *amount_minor == before => {}
        (_, Some(amount_minor)) => return Err(Error::RefundOrdered { case: id.clone(), amount_minor }),
        (_, None) => {}
    }
    if matches!(verdict.outcome, Outcome::MoneyReturned { .. }) && case.purchase.is_none() {
        return Err(Error::NoPurchase(id.clone()));
    }
    Ok(Some(case))
}

/// Permission to exceed the cost is no part of what was done.
fn is_same(done: &Outcome, asked: &Outcome) -> bool {
    match (done, asked) {
        (Outcome::CreditsRestored { credits: done, .. }, Outcome::CreditsRestored { credits: asked, .. }) => {
            done == asked
        }
        (done, asked) => done == asked,
    }
}

/// What the case's generation took and no case has given back (policy P8); nothing of one that did not succeed, whose credits
/// came back by themselves.
///
/// # Errors
/// When the database fails.
fn restorable(tx: &Connection, case: &Case) -> Result<Credits, Error> {
    let Some(generation) = &case.generation else { return Ok(Credits::ZERO) };
    let cost: Option<i64> = tx
        .prepare_cached("SELECT credits FROM generation WHERE id = ?1 AND state = 'SUCCEEDED'")?
        .query_row([&generation.0], |row| row.get(0))
        .optional()?;
    let restored: i64 = tx
        .prepare_cached(
            "SELECT coalesce(sum(credits), 0) FROM case_decision JOIN support_case ON support_case.id = case_id
             WHERE generation = ?1",
        )?
        .query_row([&generation.0], |row| row.get(0))?;
    Ok(Credits((cost.unwrap_or(0) - restored).max(0)))
}

fn write(
    tx: &Connection,
    id: &CaseId,
    verdict: &Verdict,
    actor: &str,
    (credits, lot, amount_minor): (Option<Credits>, Option<LotId>, Option<i64>),
    now: OffsetDateTime,
) -> Result<(), Error> {
    tx.prepare_cached(
        "INSERT INTO case_decision (case_id, outcome, reason, actor, decided_at_ms, credits, lot, amount_minor)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        id.0,
        verdict.outcome.name(),
        verdict.reason.trim(),
        actor,
        Millis::of(now),
        credits.map(|credits| credits.0),
        lot.map(|lot| lot.0),
        amount_minor
    ])?;
    Ok(())
}

pub(super) fn of(tx: &Connection, id: &CaseId) -> Result<Option<Decision>, Error> {
    let mut statement = tx.prepare_cached(
        "SELECT outcome, reason, actor, decided_at_ms, credits, lot, amount_minor FROM case_decision WHERE case_id = ?1",
    )?;
    let mut rows = statement.query([&id.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let (credits, amount_minor): (Option<i64>, Option<i64>) = (row.get(4)?, row.get(6)?);
    // The table's checks leave no other combination.
    let outcome = match (credits, amount_minor) {
        (Some(credits), _) => Outcome::CreditsRestored { credits: Credits(credits), beyond_cost: false },
        (None, Some(amount_minor)) => Outcome::MoneyReturned { amount_minor },
        (None, None) => Outcome::Refused,
    };
    Ok(Some(Decision {
        outcome,
        reason: row.get(1)?,
        actor: row.get(2)?,
        decided_at: row.get::<_, Millis>(3)?.time()?,
        lot: row.get::<_, Option<String>>(5)?.map(LotId),
    }))
}
