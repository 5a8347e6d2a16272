//! A provider that is asked to send money back: for one order it sends once, unless what it sent failed, and says then how that
//! stands.

use std::collections::BTreeMap;

use server::payments::refund_orders::RefundOrder;
use server::payments::{Fact, GatewayError, PaymentRef, Provider, Purchase, RefundStatus};
use time::OffsetDateTime;

use crate::step::Reply;

/// What it made, by the key of the order; all but the last of an order failed.
#[derive(Debug, Clone, Default)]
pub struct Gateway(BTreeMap<String, Vec<Refund>>);

/// Money that was sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    pub id: String,
    pub payment: String,
    pub amount: i64,
    /// As it was answered at first, until it fails.
    pub status: &'static str,
}

impl Gateway {
    pub fn made(&self, order: &RefundOrder) -> &[Refund] {
        self.0.get(&order.key()).map_or(&[], Vec::as_slice)
    }

    /// How many refunds it made.
    pub fn count(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// The money of the last refund did not arrive.
    pub fn fails(&mut self, order: &RefundOrder) {
        if let Some(refund) = self.0.get_mut(&order.key()).and_then(|made| made.last_mut()) {
            refund.status = "failed";
        }
    }

    /// Says how the refund of an order stands; makes it, when it may send.
    pub fn refund(
        &mut self,
        purchase: &Purchase,
        order: &RefundOrder,
        may_send: bool,
        reply: Reply,
        now: OffsetDateTime,
    ) -> Result<Fact, GatewayError> {
        let unavailable = || {
            let cause = "it does not answer".to_owned();
            Err(GatewayError::Unavailable { provider: Provider::Stripe, cause })
        };
        let key = order.key();
        let made = self.0.entry(key.clone()).or_default();
        if made.last().is_none_or(|last| last.status == "failed") {
            let status = match reply {
                Reply::Silent { sends } if !sends || !may_send => return unavailable(),
                Reply::Sends { status } if may_send => status,
                Reply::Silent { .. } => "succeeded",
                Reply::Refuses | Reply::Sends { .. } => {
                    let cause = "it has not sent it, and does not".to_owned();
                    return Err(GatewayError::Refused { provider: Provider::Stripe, cause });
                }
            };
            let payment = purchase.payment.clone().expect("money is sent back of a payment").0;
            let id = format!("re_{}_{key}", made.len());
            made.push(Refund { id, payment, amount: order.amount_minor, status });
        }
        if matches!(reply, Reply::Silent { .. }) {
            return unavailable();
        }
        let Refund { id, payment, amount, status } = made.last().expect("made before or just now").clone();
        let status = match status {
            "pending" => RefundStatus::Pending,
            "failed" => RefundStatus::Failed,
            _ => RefundStatus::Succeeded,
        };
        Ok(Fact::Refund { id, payment: PaymentRef(payment), amount_minor: amount, status, at: now })
    }
}
