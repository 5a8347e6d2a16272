//! From what is known of a purchase to what the ledger holds: the one place where money becomes credits and back.

use rusqlite::{Connection, params};
use time::OffsetDateTime;

use super::disputes::{self, Standing};
use super::{Error, Purchase, Receipt, purchase, refund_orders, reinstatement};
use crate::configuration::Configuration;
use crate::generations::{self, GenerationId};
use crate::ledger::{self, AccountId, Claim, Credits, PurchaseId};

/// What a reconciliation did beyond the database, to be told to those who run generations once it is committed.
#[derive(Debug, Default, PartialEq, Eq)]
#[must_use = "generations that were canceled still stand in the queue"]
pub struct Effects {
    /// Canceled in the queue.
    pub canceled: Vec<(GenerationId, Credits)>,
    /// In the worker, and to be ended.
    pub running: Vec<GenerationId>,
}

impl Effects {
    /// Both together.
    pub fn extend(&mut self, other: Effects) {
        self.canceled.extend(other.canceled);
        self.running.extend(other.running);
    }
}

/// Makes the ledger hold what the facts of a purchase say: granted once it is paid, clawed back in proportion to the money that
/// went back, frozen while a dispute is open, and its account in use or not. Repeated, it changes nothing.
///
/// # Errors
/// [`Error::NoSuchPurchase`]; otherwise as the ledger's, and then nothing of the transaction may be kept.
pub fn reconcile(
    tx: &Connection,
    id: &PurchaseId,
    configuration: &Configuration,
    now: OffsetDateTime,
) -> Result<Effects, Error> {
    let terms = configuration.credits.terms();
    let purchase = purchase::find(tx, id)?.ok_or_else(|| Error::NoSuchPurchase(id.0.clone()))?;
    let standing = standing(tx, &purchase)?;
    if purchase.paid_minor.is_some() {
        let Purchase { account, package, .. } = &purchase;
        let lot = ledger::grant_purchase(tx, id, account, package.credits, &terms, now)?;
        if purchase.lot.is_none() {
            tx.prepare_cached("UPDATE purchase SET lot = ?2 WHERE id = ?1")?.execute(params![id.0, lot.0])?;
            Receipt::of(tx, &purchase, &lot, &configuration.service)?.queue(tx, &purchase, now)?;
        }
        let reason = reason(tx, &purchase, &standing)?;
        ledger::claim_lot(tx, &lot, claim(&purchase, &standing), &reason, &terms, now)?;
    }
    settle_account(tx, &purchase, &standing, configuration, now)
}

/// How the disputes of a purchase stand.
pub(super) fn standing(tx: &Connection, purchase: &Purchase) -> Result<Standing, Error> {
    match &purchase.payment {
        Some(payment) => disputes::standing(tx, purchase.provider, payment),
        None => Ok(Standing::default()),
    }
}

/// What is claimed of a purchase's lot. A lost dispute claims all of it, a refund its share; both together claim no more than
/// either, since the same money goes back once.
pub(super) fn claim(purchase: &Purchase, standing: &Standing) -> Claim {
    let clawed_back = if standing.lost { purchase.package.credits } else { share(purchase) };
    Claim { frozen: standing.open, clawed_back }
}

/// The credits for the money that went back: all for all of it, else in proportion and rounded down, so that no customer pays
/// for a credit that the rounding took.
fn share(purchase: &Purchase) -> Credits {
    let credits = purchase.package.credits;
    let Some(paid) = purchase.paid_minor else { return Credits::ZERO };
    if purchase.refunded_minor >= paid {
        return credits;
    }
    let share = i128::from(credits.0) * i128::from(purchase.refunded_minor.max(0)) / i128::from(paid);
    Credits(i64::try_from(share).expect("a share is at most the whole"))
}

/// Names the cases that sent the money back: what a decision caused is found by its id (policy P6). What else names a refund is the
/// operator's own, and an entry's reason is for the account to read.
fn reason(tx: &Connection, purchase: &Purchase, standing: &Standing) -> Result<String, Error> {
    let mut words = standing.words.clone();
    if purchase.refunded_minor > 0 {
        let paid = purchase.paid_minor.unwrap_or(purchase.package.price_minor);
        let refunded = format!("{} of {paid} {} refunded", purchase.refunded_minor, purchase.package.currency);
        let cases = refund_orders::cases(tx, &purchase.id)?;
        words.push(if cases.is_empty() { refunded } else { format!("{refunded} ({})", cases.join(", ")) });
    }
    if words.is_empty() {
        words.push("nothing is claimed".to_owned());
    }
    Ok(format!("purchase {}: {}", purchase.id, words.join(", ")))
}

/// Ends the account while a dispute is open or lost, and brings it back when none is any more. Each dispute does either once
/// per turn: an account that its operator brought back after a lost dispute stays.
fn settle_account(
    tx: &Connection,
    purchase: &Purchase,
    standing: &Standing,
    configuration: &Configuration,
    now: OffsetDateTime,
) -> Result<Effects, Error> {
    let (provider, account) = (purchase.provider, &purchase.account);
    let mut ends = false;
    for dispute in &standing.against {
        ends |= disputes::set_terminates(tx, provider, dispute, true)?;
    }
    let mut over = false;
    for dispute in &standing.over {
        over |= disputes::set_terminates(tx, provider, dispute, false)?;
    }
    if ends {
        ledger::terminate_account(tx, account, now)?;
        return cancel(tx, account, configuration, now);
    }
    if over && !disputes::any_terminates(tx, account)? {
        reinstatement::bring_back(tx, account, &configuration.service, now)?;
    }
    Ok(Effects::default())
}

/// Cancels what the account has in the queue; what its holds give back falls to the claims on its lots.
fn cancel(
    tx: &Connection,
    account: &AccountId,
    configuration: &Configuration,
    now: OffsetDateTime,
) -> Result<Effects, Error> {
    let terms = configuration.credits.terms();
    let open = generations::open_of(tx, account)?;
    let mut canceled = Vec::with_capacity(open.queued.len());
    for id in open.queued {
        let credits = generations::cancel_queued(tx, &id, &terms, now)?;
        canceled.push((id, credits));
    }
    Ok(Effects { canceled, running: open.running })
}
