//! Refunds that an operator asks for: written down, then asked of the provider, then recorded. Whatever is lost on the way, the
//! same reference may be given again and sends the money once.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Effects, Error, Fact, Provider, Purchase, PurchaseState, RefundStatus, facts, purchase, reconcile};
use crate::configuration::Configuration;
use crate::database::Millis;
use crate::ledger::PurchaseId;

/// What is true of an order unless its refund failed.
const STANDS: &str = "NOT EXISTS (
    SELECT 1 FROM payment_refund AS made JOIN purchase AS its USING (provider)
    WHERE its.id = refund_order.purchase AND made.id = refund_order.refund AND made.status = 'failed')";

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
/// reference that stands for another amount.
pub fn order(tx: &Connection, order: &RefundOrder, now: OffsetDateTime) -> Result<Ordered, Error> {
    let id = &order.purchase;
    let purchase = purchase::find(tx, id)?.ok_or_else(|| Error::NoSuchPurchase(id.0.clone()))?;
    let refused = |reason: String| Err(Error::NotRefundable { purchase: id.clone(), reason });
    let reference = order.reference.trim();
    if reference.is_empty() || reference.len() > 200 {
        return refused("the reference must have 1 to 200 bytes".to_owned());
    }
    let disputed = matches!(purchase.state, PurchaseState::Disputed | PurchaseState::ChargedBack);
    match standing(tx, id, reference)? {
        Some(Standing { amount_minor, .. }) if amount_minor != order.amount_minor => {
            return refused(format!("the reference {reference:?} refunded {amount_minor}, not {}", order.amount_minor));
        }
        Some(Standing { answered: true, .. }) => return Ok(Ordered::Before(purchase)),
        Some(_) if disputed => return Ok(Ordered::Disputed(purchase)),
        Some(_) => return Ok(Ordered::Again(purchase)),
        None => {}
    }
    if disputed {
        return Err(self::disputed(id));
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
    // One whose refund failed gives way.
    tx.prepare_cached(
        "INSERT INTO refund_order (purchase, reference, amount_minor, ordered_at_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (purchase, reference) DO UPDATE SET amount_minor = excluded.amount_minor,
             ordered_at_ms = excluded.ordered_at_ms, refund = NULL",
    )?
    .execute(params![id.0, reference, order.amount_minor, Millis::of(now)])?;
    let failed = tx
        .prepare_cached("SELECT 1 FROM payment_refund WHERE provider = ?1 AND payment = ?2 AND status = 'failed'")?
        .exists(params![purchase.provider, purchase.payment.as_ref().map(|payment| &payment.0)])?;
    Ok(if failed { Ordered::Again(purchase) } else { Ordered::ToDo(purchase) })
}

/// An order that was written down.
#[derive(Debug)]
pub enum Ordered {
    /// The provider is to be asked.
    ToDo(Purchase),
    /// The provider may have been asked: its answer was lost, and the money may be gone, or its refund failed. It is to be looked
    /// through before it is asked.
    Again(Purchase),
    /// The provider was asked, its answer was lost, and the payment is disputed since. It is only to be looked through: what it
    /// has not sent it must not send.
    Disputed(Purchase),
    /// It was done before.
    Before(Purchase),
}

/// How an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How much is to go back, in the currency's smallest unit.
    pub amount_minor: i64,
    /// The provider has said that it sends it.
    pub answered: bool,
}

/// How the order of a reference stands; none without one, and of one whose refund failed: nothing was sent, and it may be given
/// again.
///
/// # Errors
/// [`Error::Database`].
pub fn standing(tx: &Connection, purchase: &PurchaseId, reference: &str) -> Result<Option<Standing>, Error> {
    let standing = tx
        .prepare_cached(&format!(
            "SELECT amount_minor, refund IS NOT NULL FROM refund_order
             WHERE purchase = ?1 AND reference = ?2 AND {STANDS}"
        ))?
        .query_row(params![purchase.0, reference], |row| {
            Ok(Standing { amount_minor: row.get(0)?, answered: row.get(1)? })
        })
        .optional()?;
    Ok(standing)
}

/// The cases that money of a purchase was ordered back for, the latest few, latest first. Also while the provider has not answered:
/// its event may come before.
pub(super) fn cases(tx: &Connection, purchase: &PurchaseId) -> Result<Vec<String>, Error> {
    let cases = tx
        .prepare_cached(&format!(
            "SELECT reference FROM refund_order JOIN support_case ON support_case.id = reference
             WHERE refund_order.purchase = ?1 AND {STANDS} ORDER BY ordered_at_ms DESC, reference LIMIT 8"
        ))?
        .query_map([&purchase.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(cases)
}

/// What is said to whoever wants money sent back that the bank has.
pub(super) fn disputed(purchase: &PurchaseId) -> Error {
    let why = "it is disputed, so the bank has taken its money already, and a refund would pay twice";
    Error::NotRefundable { purchase: purchase.clone(), reason: why.to_owned() }
}

/// Forgets an order that the provider refused or knows nothing of: nothing was sent, and nothing will be.
///
/// # Errors
/// [`Error::Database`].
pub fn withdraw(tx: &Connection, order: &RefundOrder) -> Result<(), Error> {
    tx.prepare_cached("DELETE FROM refund_order WHERE purchase = ?1 AND reference = ?2 AND refund IS NULL")?
        .execute(params![order.purchase.0, order.reference.trim()])?;
    Ok(())
}

/// Records what the provider answered, and takes the credits with the money. Answered before, it changes nothing. The purchase
/// afterwards, none when the refund failed, and what that did to generations.
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
) -> Result<(Option<Purchase>, Effects), Error> {
    facts::record(tx, provider, fact)?;
    if let Fact::Refund { id, .. } = fact {
        tx.prepare_cached("UPDATE refund_order SET refund = ?3 WHERE purchase = ?1 AND reference = ?2")?
            .execute(params![order.purchase.0, order.reference.trim(), id])?;
    }
    let effects = reconcile(tx, &order.purchase, configuration, now)?;
    if standing(tx, &order.purchase, order.reference.trim())?.is_none() {
        return Ok((None, effects));
    }
    Ok((purchase::find(tx, &order.purchase)?, effects))
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
