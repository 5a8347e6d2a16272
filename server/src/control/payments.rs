//! The operators' commands about money.

use std::path::PathBuf;

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Context, Trouble, actions::NewAction};
use crate::evidence;
use crate::ledger::{self, AccountId, PurchaseId};
use crate::payments::events::{self, Event, Selection};
use crate::payments::{self, Dispute, Purchase, RefundOrder, Till};
use crate::sweeper;

/// What an operator asks for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PaymentCommand {
    /// Record a sale outside of any provider.
    Sell {
        /// To whom.
        account: AccountId,
        /// Which package.
        package: String,
        /// The transfer or invoice; sells once.
        reference: String,
        /// The buyer has seen the examples and accepts the policy in force (policy P9); nothing is sold otherwise.
        acknowledged: bool,
    },
    /// Send money back.
    Refund(RefundOrder),
    /// List purchases.
    ListPurchases {
        /// Of one account only.
        account: Option<AccountId>,
        /// Of all, a thousand at a time: those that come after this one.
        #[serde(default)]
        after: Option<PurchaseId>,
    },
    /// List disputes.
    ListDisputes,
    /// Show one dispute.
    ShowDispute {
        /// The provider's id.
        dispute: String,
    },
    /// Write what is sent to the bank when a dispute is contested.
    WriteEvidence {
        /// The provider's id.
        dispute: String,
        /// The file to be made: an absolute path that nothing else uses.
        to: PathBuf,
    },
    /// List the events of providers.
    ListEvents(Selection),
    /// Process stored events again.
    Replay(Selection),
}

/// What came of a [`PaymentCommand`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentAnswer {
    /// The purchase as it stands now.
    Purchase(Box<Purchase>),
    /// Purchases, newest first.
    Purchases(Vec<Purchase>),
    /// Disputes, those that wait for evidence first.
    Disputes(Vec<Dispute>),
    /// One dispute.
    Dispute(Box<Dispute>),
    /// The size of the evidence, in bytes.
    Evidence(u64),
    /// Events, oldest first.
    Events(Vec<Event>),
}

pub(super) async fn perform(
    context: &Context,
    command: PaymentCommand,
    action: NewAction,
    now: OffsetDateTime,
) -> Result<PaymentAnswer, Trouble> {
    let Context { database, configuration, jobs } = context;
    let till = || Till::new(database.clone(), configuration.clone(), jobs.clone());
    Ok(match command {
        PaymentCommand::Sell { account, package, reference, acknowledged } => {
            if !acknowledged {
                let why = "the buyer has to have seen the examples and to accept the policy in force: say so with acknowledged: \
                           true; sales are final";
                return Err(Trouble::Refused(why.to_owned()));
            }
            let Some(package) = configuration.package(&package).cloned() else {
                let sold: Vec<&str> = configuration.packages.iter().map(|package| &*package.id).collect();
                return Err(Trouble::Refused(format!(
                    "there is no package '{package}'; there are: {}",
                    sold.join(", ")
                )));
            };
            let configuration = configuration.clone();
            let sell = move |tx: &Connection| {
                action.once(tx, now, |_| payments::sell(tx, &account, &package, &reference, &configuration, now))
            };
            PaymentAnswer::Purchase(Box::new(database.write(sell).await?))
        }
        PaymentCommand::Refund(order) => {
            let ordered = order.clone();
            let record = move |tx: &Connection| record_order(tx, &ordered, &action, now);
            PaymentAnswer::Purchase(Box::new(till().refund(order, record).await?))
        }
        PaymentCommand::ListPurchases { account, after } => {
            let list = move |tx: &Connection| match account {
                Some(account) => {
                    ledger::account(tx, &account)?;
                    payments::of_account(tx, &account)
                }
                None => payments::latest(tx, after.as_ref()),
            };
            PaymentAnswer::Purchases(database.read(list).await?)
        }
        PaymentCommand::ListDisputes => PaymentAnswer::Disputes(database.read(payments::disputes).await?),
        PaymentCommand::ShowDispute { dispute } => {
            PaymentAnswer::Dispute(Box::new(database.read(move |tx| payments::dispute(tx, &dispute)).await?))
        }
        PaymentCommand::WriteEvidence { dispute, to } => {
            let asked = dispute.clone();
            let known = database.read(move |tx| payments::dispute(tx, &asked)).await?;
            if let Some(account) = &known.account {
                sweeper::settle_expiry(database, account, now).await?;
            }
            let configuration = configuration.clone();
            let write = move |tx: &Connection| evidence::write_file(tx, &dispute, &configuration.service, now, &to);
            let bytes = database.read(write).await?;
            // Afterwards: a file is no transaction of this database.
            database.write(move |tx| action.record(tx, now)).await?;
            PaymentAnswer::Evidence(bytes)
        }
        PaymentCommand::ListEvents(selection) => {
            PaymentAnswer::Events(database.read(move |tx| events::events(tx, &selection)).await?)
        }
        PaymentCommand::Replay(selection) => {
            let record = move |tx: &Connection| action.record(tx, now).map(drop);
            PaymentAnswer::Events(till().replay(selection, record).await?)
        }
    })
}

/// Records that a refund is ordered, unless it was ordered before: then this goes on with what was recorded.
pub(super) fn record_order(
    tx: &Connection,
    order: &RefundOrder,
    action: &NewAction,
    now: OffsetDateTime,
) -> Result<(), payments::Error> {
    action.actor(tx)?;
    let before = tx
        .prepare_cached("SELECT 1 FROM refund_order WHERE purchase = ?1 AND reference = ?2")?
        .exists(params![order.purchase.0, order.reference.trim()])?;
    if !before {
        action.record(tx, now)?;
    }
    Ok(())
}
