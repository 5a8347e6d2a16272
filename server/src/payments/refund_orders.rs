//! Refunds that an operator asks for: written down, then asked of the provider, then recorded. Whatever is lost on the way, the
//! same reference may be given again and sends the money once.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Effects, Error, Fact, Provider, Purchase, PurchaseState, RefundStatus, facts, purchase, reconcile};
use crate::configuration::Configuration;
use crate::database::Millis;
use crate::ledger::PurchaseId;

/// Money to be sent back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundOrder {
    /// Of which purchase.
    pub purchase: PurchaseId,
    /// How much, in the currency's smallest unit.
    pub amount_minor: i64,
    /// Names the occasion; the same one refunds once.
    pub reference: String,
}

impl RefundOrder {
    /// For the provider: the same key sends the money once.
    #[must_use]
    pub fn key(&self) -> String {
        format!("refund:{}:{}", self.purchase, self.reference)
    }
}

/// Writes an order down. Answers with its purchase, and with nothing to do when the provider has answered it before.
///
/// # Errors
/// [`Error::NoSuchPurchase`]; [`Error::NotRefundable`] for more than is left of what was paid, a payment that is disputed, or a
/// reference that was used for another amount.
pub fn order(tx: &Connection, order: &RefundOrder, now: OffsetDateTime) -> Result<Ordered, Error> {
    let id = &order.purchase;
    let purchase = purchase::find(tx, id)?.ok_or_else(|| Error::NoSuchPurchase(id.0.clone()))?;
    let refused = |reason: String| Err(Error::NotRefundable { purchase: id.clone(), reason });
    let reference = order.reference.trim();
    if reference.is_empty() || reference.len() > 200 {
        return refused("the reference must have 1 to 200 bytes".to_owned());
    }
    let before: Option<(i64, Option<String>)> = tx
        .prepare_cached("SELECT amount_minor, refund FROM refund_order WHERE purchase = ?1 AND reference = ?2")?
        .query_row(params![id.0, reference], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match before {
        Some((amount, _)) if amount != order.amount_minor => {
            return refused(format!("the reference {reference:?} refunded {amount}, not {}", order.amount_minor));
        }
        Some((_, Some(_))) => return Ok(Ordered::Before(purchase)),
        Some((_, None)) => return Ok(Ordered::Unanswered(purchase)),
        None => {}
    }
    if matches!(purchase.state, PurchaseState::Disputed | PurchaseState::ChargedBack) {
        let why = "it is disputed, so the bank has taken its money already, and a refund would pay twice";
        return refused(why.to_owned());
    }
    let Some(paid) = purchase.paid_minor else { return refused("it was not paid".to_owned()) };
    // What was ordered and not answered yet counts: the provider may have sent it.
    let waiting: i64 = tx
        .prepare_cached(
            "SELECT coalesce(sum(amount_minor), 0) FROM refund_order WHERE purchase = ?1 AND refund IS NULL",
        )?
        .query_row([&id.0], |row| row.get(0))?;
    let left = paid - purchase.refunded_minor - waiting;
    if !(1..=left.max(0)).contains(&order.amount_minor) {
        return refused(format!(
            "{} cannot be sent back: {left} of {paid} {} (in the smallest unit) can",
            order.amount_minor, purchase.package.currency
        ));
    }
    tx.prepare_cached(
        "INSERT INTO refund_order (purchase, reference, amount_minor, ordered_at_ms) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![id.0, reference, order.amount_minor, Millis::of(now)])?;
    Ok(Ordered::ToDo(purchase))
}

/// An order that was written down.
#[derive(Debug)]
pub enum Ordered {
    /// The provider is to be asked.
    ToDo(Purchase),
    /// The provider was asked, and its answer was lost: it may have sent the money.
    Unanswered(Purchase),
    /// It was done before.
    Before(Purchase),
}

/// Forgets an order that the provider refused: nothing was sent, and nothing will be.
///
/// # Errors
/// [`Error::Database`].
pub fn withdraw(tx: &Connection, order: &RefundOrder) -> Result<(), Error> {
    tx.prepare_cached("DELETE FROM refund_order WHERE purchase = ?1 AND reference = ?2 AND refund IS NULL")?
        .execute(params![order.purchase.0, order.reference.trim()])?;
    Ok(())
}

/// Records what the provider answered, and takes the credits with the money. Answered before, it changes nothing. The purchase
/// afterwards, and what that did to generations.
///
/// # Errors
/// As [`facts::record`] and [`reconcile`].
pub fn settle(
    tx: &Connection,
    order: &RefundOrder,
    provider: Provider,
    fact: &Fact,
    configuration: &Configuration,
    now: OffsetDateTime,
) -> Result<(Purchase, Effects), Error> {
    facts::record(tx, provider, fact)?;
    if let Fact::Refund { id, .. } = fact {
        tx.prepare_cached("UPDATE refund_order SET refund = ?3 WHERE purchase = ?1 AND reference = ?2")?
            .execute(params![order.purchase.0, order.reference.trim(), id])?;
    }
    let effects = reconcile(tx, &order.purchase, configuration, now)?;
    let purchase =
        purchase::find(tx, &order.purchase)?.ok_or_else(|| Error::NoSuchPurchase(order.purchase.0.clone()))?;
    Ok((purchase, effects))
}

/// What the operator does himself: a transfer back, and coins, for which BTCPay would need an address of the customer's.
#[must_use]
pub fn by_hand(purchase: &Purchase, order: &RefundOrder, now: OffsetDateTime) -> Option<Fact> {
    let payment = purchase.payment.clone().filter(|_| purchase.provider != Provider::Stripe)?;
    Some(Fact::Refund {
        id: order.key(),
        payment,
        amount_minor: order.amount_minor,
        status: RefundStatus::Succeeded,
        at: now,
    })
}
