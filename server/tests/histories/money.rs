//! The part of the model that knows money: what providers say of purchases, and what follows from all that was said.

use std::collections::BTreeMap;

use server::payments::events::Outcome;

use crate::model::{Answer, Model, Refusal, State};
use crate::step::{Ending, PACKAGES, ProviderEvent, Said};

/// While a dispute stands so, the bank has the money and has not decided.
pub const OPEN: [&str; 2] = ["needs_response", "under_review"];

#[derive(Debug, Clone)]
pub struct Purchase {
    pub who: usize,
    pub package: usize,
    /// Which of the provider's payments pays for it, once that was said.
    payment: Option<usize>,
    pub paid: Option<i64>,
    pub lot: Option<usize>,
}

/// What was said of one payment of a purchase: it may be said before it is known that the payment pays for it.
#[derive(Debug, Clone, Default)]
struct Facts {
    /// When the provider counted, and how much it had given back by then.
    count: Option<(i64, i64)>,
    refunds: BTreeMap<usize, Refund>,
    disputes: BTreeMap<usize, Dispute>,
}

#[derive(Debug, Clone)]
struct Refund {
    amount: i64,
    status: &'static str,
    at: i64,
}

#[derive(Debug, Clone)]
struct Dispute {
    status: &'static str,
    at: i64,
    /// Whether it has ended the account and not given it back.
    terminates: bool,
}

/// An event as it came first.
#[derive(Debug, Clone)]
pub struct Received {
    pub id: usize,
    event: ProviderEvent,
    at: i64,
    pub purchase: usize,
    pub outcome: Outcome,
}

/// All that is known of purchases.
#[derive(Debug, Clone, Default)]
pub struct Money {
    pub purchases: Vec<Purchase>,
    pub events: Vec<Received>,
    facts: BTreeMap<(usize, usize), Facts>,
}

impl Model {
    pub fn buy(&mut self, who: usize, package: usize) -> Answer {
        self.money.purchases.push(Purchase { who, package, payment: None, paid: None, lot: None });
        Answer::Purchase(self.money.purchases.len() - 1)
    }

    /// An event comes in: what came before under the same id is known, and nothing happens.
    pub fn tell(&mut self, purchase: usize, event: ProviderEvent) -> Result<Answer, Refusal> {
        if self.money.events.iter().any(|received| received.id == event.id) {
            return Ok(Answer::Nothing);
        }
        let at = self.now.unix_timestamp() - event.age_s;
        self.money.events.push(Received { id: event.id, event, at, purchase, outcome: Outcome::Ignored });
        self.process(self.money.events.len() - 1)
    }

    pub fn process(&mut self, number: usize) -> Result<Answer, Refusal> {
        let Received { event, at, purchase, .. } = self.money.events[number].clone();
        let outcome = self.learn(purchase, event, at);
        self.money.events[number].outcome = outcome;
        let mut canceled = 0;
        if outcome == Outcome::Applied {
            // What waited for this payment's purchase waits no longer.
            let Model { money: Money { purchases, events, .. }, .. } = self;
            for waiting in events.iter_mut().filter(|waiting| waiting.outcome == Outcome::Parked) {
                if waiting.purchase == purchase && Some(waiting.event.payment) == purchases[purchase].payment {
                    waiting.outcome = Outcome::Applied;
                }
            }
            canceled = self.reconcile(purchase)?;
        }
        Ok(Answer::Told { outcome, canceled })
    }

    /// Facts only grow, whatever the order in which they come.
    fn learn(&mut self, number: usize, event: ProviderEvent, at: i64) -> Outcome {
        let purchase = &mut self.money.purchases[number];
        let facts = self.money.facts.entry((number, event.payment)).or_default();
        match event.said {
            Said::Nothing => return Outcome::Ignored,
            Said::Session { paid: None } => return link(purchase, event.payment),
            Said::Session { paid: Some(amount) } => {
                if amount < PACKAGES[purchase.package].price {
                    return Outcome::Refused;
                }
                let linked = link(purchase, event.payment);
                if linked == Outcome::Applied {
                    purchase.paid = purchase.paid.or(Some(amount));
                }
                return linked;
            }
            Said::Refunded { all_together } => facts.count = facts.count.max(Some((at, all_together))),
            Said::Refund { id, amount, status } => {
                // Pending, then succeeded, then failed; of the same, the first time it was said.
                let rank = |status: &str| ["pending", "succeeded", "failed"].iter().position(|&known| known == status);
                let refund = facts.refunds.entry(id).or_insert(Refund { amount, status, at });
                if rank(status) > rank(refund.status) {
                    (refund.status, refund.at) = (status, at);
                } else if status == refund.status {
                    refund.at = refund.at.min(at);
                }
            }
            Said::Dispute { id, status } => {
                // An inquiry, then open, then over; of the same, what was said last; of that moment, the worse.
                let key = |status: &'static str, at: i64| {
                    let (step, worse) = match status {
                        "warning_needs_response" | "warning_closed" => (0, 0),
                        "needs_response" | "under_review" => (1, 0),
                        "won" | "prevented" => (2, 0),
                        _ => (2, 1),
                    };
                    (step, at, worse, status)
                };
                let known = facts.disputes.entry(id).or_insert(Dispute { status, at, terminates: false });
                if key(status, at) > key(known.status, known.at) {
                    (known.status, known.at) = (status, at);
                }
            }
        }
        if purchase.payment == Some(event.payment) { Outcome::Applied } else { Outcome::Parked }
    }

    /// What of a purchase's money went back: the refunds that did not fail, or what the provider counted less what failed
    /// since, whichever is more.
    pub fn refunded(&self, purchase: usize) -> i64 {
        let Some(Facts { count, refunds, .. }) = self.facts(purchase) else { return 0 };
        let sum = |which: &dyn Fn(&Refund) -> bool| -> i64 {
            refunds.values().filter(|refund| which(refund)).map(|refund| refund.amount).sum()
        };
        let counted = count
            .map_or(0, |(at, amount)| amount - sum(&|refund: &Refund| refund.status == "failed" && refund.at >= at));
        sum(&|refund| refund.status != "failed").max(counted).max(0)
    }

    fn facts(&self, purchase: usize) -> Option<&Facts> {
        self.money.facts.get(&(purchase, self.money.purchases[purchase].payment?))
    }

    /// The ledger has what the facts of a purchase say; how many waiting generations that ended.
    fn reconcile(&mut self, number: usize) -> Result<usize, Refusal> {
        let Purchase { who, package, payment, paid, .. } = self.money.purchases[number];
        let disputes = self.facts(number).map(|facts| facts.disputes.clone()).unwrap_or_default();
        let open = disputes.values().any(|dispute| OPEN.contains(&dispute.status));
        let lost = disputes.values().any(|dispute| dispute.status == "lost");
        if let Some(paid) = paid {
            let credits = PACKAGES[package].credits;
            let answer = self.issue("purchase", who, credits, Some(format!("purchase {number}")))?;
            let Answer::Lot(lot) = answer else { unreachable!("an issue is of a lot") };
            self.money.purchases[number].lot = Some(lot);
            // The same money goes back once, by refund or by dispute; of a part of it, whole credits only.
            let back = self.refunded(number);
            let share = if lost || back >= paid { credits } else { credits * back / paid };
            self.claim(lot, open, share);
        }
        let Some(payment) = payment else { return Ok(0) };
        let facts = self.money.facts.get_mut(&(number, payment)).expect("an event made them");
        let (mut ends, mut over) = (false, false);
        for dispute in facts.disputes.values_mut() {
            let against = dispute.status == "lost" || OPEN.contains(&dispute.status);
            ends |= against && !dispute.terminates;
            over |= !against && dispute.terminates;
            dispute.terminates = against;
        }
        if ends {
            self.accounts[who].terminated = true;
            return Ok(self.cancel_all(who));
        }
        if over && !self.any_dispute(who, |dispute| dispute.terminates) {
            self.accounts[who].terminated = false;
        }
        Ok(0)
    }

    /// Whether any dispute of an account is open.
    pub fn disputed(&self, who: usize) -> bool {
        self.any_dispute(who, |dispute| OPEN.contains(&dispute.status))
    }

    fn any_dispute(&self, who: usize, is: impl Fn(&Dispute) -> bool) -> bool {
        (0..self.money.purchases.len())
            .filter(|&purchase| self.money.purchases[purchase].who == who)
            .filter_map(|purchase| self.facts(purchase))
            .any(|facts| facts.disputes.values().any(&is))
    }

    fn cancel_all(&mut self, who: usize) -> usize {
        let waits = |model: &Model, number: usize| {
            model.generations[number].who == who && model.generations[number].state == State::Queued
        };
        let waiting: Vec<usize> = (0..self.generations.len()).filter(|&number| waits(self, number)).collect();
        for &generation in &waiting {
            self.end(generation, Ending::Canceled);
        }
        waiting.len()
    }
}

/// A purchase is paid by one payment; an event that names another cannot be true.
fn link(purchase: &mut Purchase, payment: usize) -> Outcome {
    if purchase.payment.is_some_and(|known| known != payment) {
        return Outcome::Refused;
    }
    purchase.payment = Some(payment);
    Outcome::Applied
}
