//! A provider that is asked to send money back: under one key it sends once, and says then what it said at first.

use std::collections::BTreeMap;

use server::payments::refund_orders::RefundOrder;
use server::payments::{Fact, GatewayError, PaymentRef, Provider, Purchase, RefundStatus};
use time::OffsetDateTime;

use crate::step::Reply;

/// What it sent, by the key of the order.
#[derive(Debug, Clone, Default)]
pub struct Gateway(BTreeMap<String, Refund>);

/// Money that was sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    pub id: String,
    pub payment: String,
    pub amount: i64,
    /// As it was answered at first.
    pub status: &'static str,
}

impl Gateway {
    pub fn sent(&self, order: &RefundOrder) -> Option<&Refund> {
        self.0.get(&order.key())
    }

    /// How many refunds it made.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    pub fn refund(
        &mut self,
        purchase: &Purchase,
        order: &RefundOrder,
        reply: Reply,
        now: OffsetDateTime,
    ) -> Result<Fact, GatewayError> {
        let unavailable = || {
            let cause = "it does not answer".to_owned();
            Err(GatewayError::Unavailable { provider: Provider::Stripe, cause })
        };
        let key = order.key();
        if !self.0.contains_key(&key) {
            let status = match reply {
                Reply::Refuses => {
                    let cause = "it does not want to".to_owned();
                    return Err(GatewayError::Refused { provider: Provider::Stripe, cause });
                }
                Reply::Silent { sends: false } => return unavailable(),
                Reply::Silent { sends: true } => "succeeded",
                Reply::Sends { status } => status,
            };
            let payment = purchase.payment.clone().expect("money is sent back of a payment").0;
            let refund = Refund { id: format!("re_{key}"), payment, amount: order.amount_minor, status };
            self.0.insert(key.clone(), refund);
        }
        if matches!(reply, Reply::Silent { .. }) {
            return unavailable();
        }
        let Refund { id, payment, amount, status } = self.0[&key].clone();
        let status = if status == "pending" { RefundStatus::Pending } else { RefundStatus::Succeeded };
        Ok(Fact::Refund { id, payment: PaymentRef(payment), amount_minor: amount, status, at: now })
    }
}
