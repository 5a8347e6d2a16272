//! The part of the model that sends money back: what is ordered, and what the provider makes of it.

use crate::model::{Answer, Model, Refusal};
use crate::money::RefundId;
use crate::step::{Occasion, Reply};

/// Money to be sent back, once for its purchase and occasion.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    pub amount: i64,
    /// The provider said what it did.
    answered: bool,
}

/// What the provider remembers of an order whose money it sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// Of which payment of the purchase.
    pub payment: usize,
    pub amount: i64,
    /// As it answered at first.
    pub status: &'static str,
}

impl Model {
    pub fn refund(&mut self, number: usize, occasion: Occasion, amount: i64, reply: Reply) -> Result<Answer, Refusal> {
        match self.money.orders.get(&(number, occasion)) {
            Some(before) if before.amount != amount => return Err(Refusal::NotRefundable),
            Some(Order { answered: true, .. }) => return Ok(Answer::Refunded(self.refunded(number))),
            Some(_) => {}
            None => {
                if amount < 1 || amount > self.refundable(number) {
                    return Err(Refusal::NotRefundable);
                }
                self.money.orders.insert((number, occasion), Order { amount, answered: false });
            }
        }
        let Some(payment) = self.money.purchases[number].payment else { unreachable!("what was paid has a payment") };
        let status = if self.money.purchases[number].by_hand {
            // The operator sends it himself; he may be interrupted.
            if matches!(reply, Reply::Silent { .. }) {
                return Ok(Answer::Silence);
            }
            "succeeded"
        } else {
            let sent = self.money.sent.get(&(number, occasion)).copied();
            match (sent, reply) {
                (Some(_), Reply::Silent { .. }) | (None, Reply::Silent { sends: false }) => return Ok(Answer::Silence),
                (Some(sent), _) => sent.status,
                (None, Reply::Refuses) => {
                    self.money.orders.remove(&(number, occasion));
                    return Ok(Answer::Declined);
                }
                (None, Reply::Silent { sends: true }) => {
                    self.money.sent.insert((number, occasion), Sent { payment, amount, status: "succeeded" });
                    return Ok(Answer::Silence);
                }
                (None, Reply::Sends { status }) => {
                    self.money.sent.insert((number, occasion), Sent { payment, amount, status });
                    status
                }
            }
        };
        let at = i64::try_from(self.now.unix_timestamp_nanos() / 1_000_000).expect("milliseconds");
        let facts = self.money.facts.entry((number, payment)).or_default();
        facts.refund(RefundId::Ours(occasion), amount, status, at);
        self.money.orders.insert((number, occasion), Order { amount, answered: true });
        self.reconcile(number)?;
        Ok(Answer::Refunded(self.refunded(number)))
    }

    /// Whether the provider said that it did what was ordered on this occasion.
    pub fn ordered(&self, purchase: Option<usize>, occasion: Occasion) -> Option<Order> {
        self.money.orders.get(&(purchase?, occasion)).copied()
    }

    /// What may still be ordered back: not what went back, nor what was ordered and may have been sent; nothing where the bank
    /// has the money.
    fn refundable(&self, number: usize) -> i64 {
        let Some(paid) = self.money.purchases[number].paid else { return 0 };
        if self.standing(number) != (false, false) {
            return 0;
        }
        let of_this = self.money.orders.iter().filter(|((purchase, _), _)| *purchase == number);
        let waiting: i64 = of_this.filter(|(_, order)| !order.answered).map(|(_, order)| order.amount).sum();
        paid - self.refunded(number) - waiting
    }
}
