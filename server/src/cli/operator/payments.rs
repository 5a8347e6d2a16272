//! `sale …`, `payments …`, `disputes …`: money that came and went.

use std::io::{self, Write};

use clap::Subcommand;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::evidence::Evidence;
use super::{Common, day};
use crate::control::{Command, PaymentAnswer, PaymentCommand};
use crate::ledger::{AccountId, PurchaseId};
use crate::money;
use crate::payments::events::{Event, Selection};
use crate::payments::{Dispute, Purchase, RefundOrder};

/// `sale …`
#[derive(Debug, Subcommand)]
pub enum SaleCommand {
    /// Record a sale that was paid outside of any provider (bank transfer, invoice), and grant its credits
    ///
    /// A purchase like any other, with its receipt by mail. The same reference again answers with the purchase of then and
    /// grants nothing. With --json: the purchase, {"id", "account", "package", "state", "lot", …}.
    Record {
        /// Id of the account (acct_…)
        account: String,
        /// Id of the package, as /v1/packages lists it
        package: String,
        /// The transfer or the invoice; sells once
        #[arg(long, value_name = "REFERENCE")]
        reference: String,
        /// The buyer has seen the examples and accepts the policy in force (both are recorded with the sale)
        #[arg(long, required = true)]
        acknowledged: bool,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
    /// Send money of a purchase back, and take its credits with it
    ///
    /// Through the provider that took it; of a recorded sale you send it yourself, and this records that. Credits go in
    /// proportion, rounded down, as far as they are not used. The same reference sends once, so a refund whose answer was
    /// lost can be given again. With --json: the purchase.
    Refund {
        /// Id of the purchase (pur_…)
        purchase: String,
        /// How much, in the currency's smallest unit (cents)
        #[arg(long, value_name = "MINOR", value_parser = clap::value_parser!(i64).range(1..))]
        amount: i64,
        /// Names the occasion (a case, a ticket); refunds once
        #[arg(long, value_name = "REFERENCE")]
        reference: String,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
}

/// `payments …`
#[derive(Debug, Subcommand)]
pub enum PaymentsCommand {
    /// List purchases, newest first: all (the last thousand), or those of an account
    ///
    /// With --json: {"data": [{"id", "account", "package", "provider", "state", "paid_minor", "refunded_minor", "lot", …}, …]}.
    List {
        /// Id of the account (acct_…)
        account: Option<String>,
        /// The thousand after the purchase of this id, as the last list ended
        #[arg(long, value_name = "ID", conflicts_with = "account")]
        after: Option<String>,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
    /// List the events of providers, oldest first, with what came of each
    ///
    /// 'parked' waits for its purchase; 'refused' cannot be true and wants to be looked at. With --json: {"data":
    /// [{"number", "provider", "id", "received_at", "outcome", "detail", "purchase"}, …]}.
    Events {
        /// Which events
        #[command(flatten)]
        which: Which,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
    /// Process stored events once more
    ///
    /// What was right stays as it is: an event may be replayed at any time and any number of times. With --json as `events`.
    Replay {
        /// Which events
        #[command(flatten)]
        which: Which,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
}

/// Which events.
#[derive(Debug, clap::Args)]
pub struct Which {
    /// Id of one event, the provider's; all unless given
    event: Option<String>,
    /// Only those received since, as 2026-01-31T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = moment)]
    since: Option<OffsetDateTime>,
}

/// `disputes …`
#[derive(Debug, Subcommand)]
pub enum DisputesCommand {
    Evidence(Evidence),
    /// Show a dispute
    ///
    /// With --json: as one of `disputes list`.
    Show {
        /// Id of the dispute, the provider's
        dispute: String,
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
    /// List disputes, those that wait for evidence first
    ///
    /// With --json: {"data": [{"id", "provider", "purchase", "account", "amount_minor", "currency", "reason", "status",
    /// "due_by"}, …]}.
    List {
        /// Where, and in which form to answer
        #[command(flatten)]
        common: Common,
    },
}

fn moment(text: &str) -> Result<OffsetDateTime, String> {
    OffsetDateTime::parse(text, &Rfc3339).map_err(|error| format!("give a time as 2026-01-31T12:00:00Z: {error}"))
}

impl SaleCommand {
    pub(super) fn into_command(self) -> (Common, Command) {
        match self {
            SaleCommand::Record { account, package, reference, acknowledged, common } => {
                let sell = PaymentCommand::Sell { account: AccountId(account), package, reference, acknowledged };
                (common, Command::Payments(sell))
            }
            SaleCommand::Refund { purchase, amount, reference, common } => {
                let order = RefundOrder { purchase: PurchaseId(purchase), amount_minor: amount, reference };
                (common, Command::Payments(PaymentCommand::Refund(order)))
            }
        }
    }
}

impl PaymentsCommand {
    pub(super) fn into_command(self) -> (Common, Command) {
        let (common, command) = match self {
            PaymentsCommand::List { account, after, common } => {
                let list =
                    PaymentCommand::ListPurchases { account: account.map(AccountId), after: after.map(PurchaseId) };
                (common, list)
            }
            PaymentsCommand::Events { which, common } => (common, PaymentCommand::ListEvents(which.into())),
            PaymentsCommand::Replay { which, common } => (common, PaymentCommand::Replay(which.into())),
        };
        (common, Command::Payments(command))
    }
}

impl From<Which> for Selection {
    fn from(Which { event, since }: Which) -> Selection {
        Selection { id: event, since }
    }
}

impl DisputesCommand {
    pub(super) fn into_command(self) -> (Common, Command) {
        let (common, command) = match self {
            DisputesCommand::List { common } => (common, PaymentCommand::ListDisputes),
            DisputesCommand::Show { dispute, common } => (common, PaymentCommand::ShowDispute { dispute }),
            DisputesCommand::Evidence(_) => unreachable!("`run` has more to do for it"),
        };
        (common, Command::Payments(command))
    }
}

pub(super) fn as_json(answer: &PaymentAnswer) -> Value {
    match answer {
        PaymentAnswer::Purchase(purchase) => json!(purchase),
        PaymentAnswer::Purchases(purchases) => json!({ "data": purchases }),
        PaymentAnswer::Disputes(disputes) => json!({ "data": disputes }),
        PaymentAnswer::Dispute(dispute) => json!(dispute),
        PaymentAnswer::Evidence(bytes) => json!({ "bytes": bytes }),
        PaymentAnswer::Events(events) => json!({ "data": events }),
    }
}

pub(super) fn print(out: &mut impl Write, answer: &PaymentAnswer) -> io::Result<()> {
    match answer {
        PaymentAnswer::Purchase(purchase) => print_purchase(out, purchase),
        PaymentAnswer::Purchases(all) => all.iter().try_for_each(|purchase| print_purchase(out, purchase)),
        PaymentAnswer::Disputes(all) => all.iter().try_for_each(|dispute| print_dispute(out, dispute)),
        PaymentAnswer::Dispute(dispute) => print_dispute(out, dispute),
        PaymentAnswer::Evidence(bytes) => writeln!(out, "{bytes} bytes"),
        PaymentAnswer::Events(all) => all.iter().try_for_each(|event| print_event(out, event)),
    }
}

fn print_purchase(out: &mut impl Write, purchase: &Purchase) -> io::Result<()> {
    let Purchase { id, account, package, provider, state, .. } = purchase;
    let price = money::display(package.price_minor, &package.currency);
    let (day, state) = (day(purchase.created_at), state.name());
    writeln!(
        out,
        "{id}  {day}  {account}  {}: {} credits for {price} by {provider}, {state}",
        package.id, package.credits
    )
}

fn print_dispute(out: &mut impl Write, dispute: &Dispute) -> io::Result<()> {
    let amount = money::display(dispute.amount_minor, &dispute.currency);
    let purchase = dispute.purchase.as_ref().map_or("a purchase that is not here", |id| &id.0);
    let due = dispute.due_by.map(|due| format!(", evidence until {due}")).unwrap_or_default();
    writeln!(out, "{}  {}  {amount} of {purchase} ({}){due}", dispute.id, dispute.status, dispute.reason)
}

fn print_event(out: &mut impl Write, event: &Event) -> io::Result<()> {
    let outcome = event.outcome.map_or("waits", crate::payments::events::Outcome::name);
    let of = event.purchase.as_ref().map(|id| format!("  {id}")).unwrap_or_default();
    let why = event.detail.as_ref().map(|why| format!("  {why}")).unwrap_or_default();
    writeln!(out, "{}  {}  {}  {outcome}{of}{why}", event.received_at, event.provider, event.id)
}
