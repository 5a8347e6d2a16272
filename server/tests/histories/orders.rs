//! The part of the model that sends money back: what is ordered, and what the provider makes of it.

use crate::model::{Answer, Model, Refusal};
use crate::money::RefundId;
use crate::step::{Occasion, Reply};

/// Money to be sent back, once for its purchase and occasion.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    pub amount: i64,
    /// The refund that the provider said that it made.
    answered: Option<RefundId>,
}

/// What the provider remembers of an order whose money it sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// Of which payment of the purchase.
    pub payment: usize,
    pub amount: i64,
    /// As it answered at first, until it fails.
    pub status: &'static str,
}

impl Model {
    pub fn refund(&mut self, number: usize, occasion: Occasion, amount: i64, reply: Reply) -> Result<Answer, Refusal> {
        let mut may_send = true;
        match self.ordered(Some(number), occasion) {
            Some(before) if before.amount != amount => return Err(Refusal::NotRefundable),
            Some(Order { answered: Some(_), .. }) => return Ok(Answer::Refunded(self.refunded(number))),
            // Ordered before the dispute, and perhaps sent before it; now it must not be.
            Some(_) => may_send = self.standing(number) == (false, false),
            None => {
                if amount < 1 || amount > self.refundable(number) {
                    return Err(Refusal::NotRefundable);
                }
                self.money.orders.insert((number, occasion), Order { amount, answered: None });
            }
        }
        let Some(payment) = self.money.purchases[number].payment else { unreachable!("what was paid has a payment") };
        let (made, status) = if self.money.purchases[number].by_hand {
            // The operator sends it himself; he may be interrupted.
            if matches!(reply, Reply::Silent { .. }) {
                return Ok(Answer::Silence);
            }
            (0, "succeeded")
        } else {
            let sent = self.money.sent.entry((number, occasion)).or_default();
            if sent.last().is_none_or(|last| last.status == "failed") {
                match reply {
                    Reply::Silent { sends } if !(sends && may_send) => return Ok(Answer::Silence),
                    Reply::Silent { .. } => sent.push(Sent { payment, amount, status: "succeeded" }),
                    Reply::Sends { status } if may_send => sent.push(Sent { payment, amount, status }),
                    Reply::Sends { .. } | Reply::Refuses => {
                        self.money.orders.remove(&(number, occasion));
                        return Ok(Answer::Declined);
                    }
                }
            }
            if matches!(reply, Reply::Silent { .. }) {
                return Ok(Answer::Silence);
            }
            (sent.len() - 1, sent[sent.len() - 1].status)
        };
        let at = i64::try_from(self.now.unix_timestamp_nanos() / 1_000_000).expect("milliseconds");
        let facts = self.money.facts.entry((number, payment)).or_default();
        facts.refund(RefundId::Ours(occasion, made), amount, status, at);
        let answered = Some(RefundId::Ours(occasion, made));
        self.money.orders.insert((number, occasion), Order { amount, answered });
        self.reconcile(number)?;
        let stands = self.ordered(Some(number), occasion).is_some();
        Ok(if stands { Answer::Refunded(self.refunded(number)) } else { Answer::Declined })
    }

    /// What was ordered on this occasion, unless its refund failed: then it may be ordered again.
    pub fn ordered(&self, purchase: Option<usize>, occasion: Occasion) -> Option<Order> {
        let order = self.money.orders.get(&(purchase?, occasion)).copied()?;
        let refund = order.answered.and_then(|made| self.facts(purchase?)?.refunds.get(&made));
        refund.is_none_or(|refund| refund.status != "failed").then_some(order)
    }

    /// What may still be ordered back: not what went back, nor what was ordered and may have been sent; nothing where the bank
    /// has the money.
    fn refundable(&self, number: usize) -> i64 {
        let Some(paid) = self.money.purchases[number].paid else { return 0 };
        if self.standing(number) != (false, false) {
            return 0;
        }
        let of_this = self.money.orders.iter().filter(|((purchase, _), _)| *purchase == number);
        let waiting: i64 = of_this.filter(|(_, order)| order.answered.is_none()).map(|(_, order)| order.amount).sum();
        paid - self.refunded(number) - waiting
    }
}
