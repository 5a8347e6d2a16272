//! The operators' commands about cases.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::actions::{Actor, NewAction};
use super::payments::record_order;
use super::{Context, Trouble};
use crate::cases::{self, Author, Case, CaseId, Error, NewCase, Outcome, Verdict};
use crate::generations::GenerationId;
use crate::ledger::{AccountId, PurchaseId};
use crate::payments::{self, RefundOrder, Till};

/// What an operator asks for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CaseCommand {
    /// Open a case for somebody who wrote in.
    Open {
        /// Its id, made by the asker.
        id: CaseId,
        /// Whose.
        account: AccountId,
        /// In a line.
        subject: String,
        /// What happened.
        text: String,
        /// The generation it is about.
        generation: Option<GenerationId>,
        /// The purchase it is about.
        purchase: Option<PurchaseId>,
    },
    /// List cases.
    List {
        /// Decided ones too.
        all: bool,
        /// A thousand at a time: those that come after this one.
        #[serde(default)]
        after: Option<CaseId>,
    },
    /// Show a case.
    Show {
        /// Which.
        case: CaseId,
    },
    /// Write to the account.
    Reply {
        /// In which case.
        case: CaseId,
        /// What.
        text: String,
    },
    /// Decide a case, once.
    Decide {
        /// Which.
        case: CaseId,
        /// How and why.
        verdict: Verdict,
    },
}

/// What came of a [`CaseCommand`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseAnswer {
    /// The case as it stands now.
    Case(Box<Case>),
    /// Cases: open ones oldest first, all newest first.
    Cases(Vec<Case>),
}

pub(super) async fn perform(
    context: &Context,
    command: CaseCommand,
    action: NewAction,
    now: OffsetDateTime,
) -> Result<CaseAnswer, Trouble> {
    let (database, configuration) = (&context.database, context.configuration.clone());
    let case = match command {
        CaseCommand::List { all, after } => {
            let list = move |tx: &Connection| cases::of_all(tx, !all, after.as_ref());
            return Ok(CaseAnswer::Cases(database.read(list).await?));
        }
        CaseCommand::Show { case } => {
            let find = move |tx: &Connection| cases::find(tx, &case)?.ok_or_else(|| Error::NoSuchCase(case.0));
            database.read(find).await?
        }
        CaseCommand::Open { id, account, subject, text, generation, purchase } => {
            let new = NewCase { id, account, subject, text, generation, purchase };
            let open = move |tx: &Connection| {
                action.once(tx, now, |actor| {
                    cases::open(tx, &new, &Author::Operator(actor.0), &configuration.service, now)
                })
            };
            database.write(open).await?
        }
        CaseCommand::Reply { case, text } => {
            let reply = move |tx: &Connection| {
                action.once(tx, now, |actor| {
                    cases::reply(tx, &case, &Author::Operator(actor.0), &text, &configuration.service, now)
                })
            };
            database.write(reply).await?
        }
        CaseCommand::Decide { case, verdict } => {
            let sends = if let Outcome::MoneyReturned { amount_minor } = verdict.outcome {
                send_back(context, &case, &verdict, amount_minor, action.clone(), now).await?;
                true
            } else {
                false
            };
            let decide = move |tx: &Connection| {
                let terms = configuration.credits.terms();
                let decide =
                    |actor: Actor| cases::decide(tx, &case, &verdict, &actor.0, (&configuration.service, &terms), now);
                // What sends money is recorded with the order to send it.
                if sends { decide(action.actor(tx)?) } else { action.once(tx, now, decide) }
            };
            database.write(decide).await?
        }
    };
    Ok(CaseAnswer::Case(Box::new(case)))
}

/// Sends money of the case's purchase back, before the decision is written. Between the two nothing else can be decided; and the
/// same command goes on from wherever the last one ended.
async fn send_back(
    context: &Context,
    id: &CaseId,
    verdict: &Verdict,
    amount_minor: i64,
    action: NewAction,
    now: OffsetDateTime,
) -> Result<(), Trouble> {
    let Context { database, configuration, jobs } = context;
    let (asked, wanted) = (id.clone(), verdict.clone());
    let decidable = move |tx: &Connection| cases::check_decidable(tx, &asked, &wanted);
    let Some(case) = database.read(decidable.clone()).await? else { return Ok(()) };
    let purchase = case.purchase.ok_or_else(|| Trouble::from(Error::NoPurchase(id.clone())))?;
    let order = RefundOrder { purchase, amount_minor, reference: id.0.clone() };
    // Asked again where the order is written down: another operator may have decided meanwhile.
    let ordered = order.clone();
    let record = move |tx: &Connection| {
        record_order(tx, &ordered, &action, now)?;
        decidable(tx).map(drop).map_err(into_payments)
    };
    Till::new(database.clone(), configuration.clone(), jobs.clone()).refund(order, record).await?;
    Ok(())
}

/// The till's transaction has the till's errors.
fn into_payments(error: Error) -> payments::Error {
    match error {
        Error::Payments(error) => error,
        Error::Database(error) => error.into(),
        Error::Ledger(error) => error.into(),
        error => crate::ledger::Error::Invalid(error.to_string()).into(),
    }
}
