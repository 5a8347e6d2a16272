//! The part of the model that knows money: what providers say of purchases, and what follows from all that was said.

use std::collections::BTreeMap;

use server::payments::events::Outcome;

use crate::model::{Answer, Model, Refusal, State};
use crate::orders::{Order, Sent};
use crate::step::{Ending, Occasion, PACKAGES, ProviderEvent, Said};

/// While a dispute stands so, the bank has the money and has not decided.
pub const OPEN: [&str; 2] = ["needs_response", "under_review"];

#[derive(Debug, Clone)]
pub struct Purchase {
    pub who: usize,
    pub package: usize,
    /// Sold by the operator: no provider knows of it.
    pub by_hand: bool,
    /// Which of the provider's payments pays for it, once that was said.
    pub payment: Option<usize>,
    pub paid: Option<i64>,
    pub lot: Option<usize>,
}

/// What was said of one payment of a purchase: it may be said before it is known that the payment pays for it.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// When the provider counted, and how much it had given back by then.
    count: Option<(i64, i64)>,
    pub refunds: BTreeMap<RefundId, Refund>,
    disputes: BTreeMap<usize, Dispute>,
}

/// Made at the provider by somebody, or ordered by us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RefundId {
    Theirs(usize),
    /// And how many of this occasion were made before.
    Ours(Occasion, usize),
}

#[derive(Debug, Clone)]
pub struct Refund {
    pub amount: i64,
    pub status: &'static str,
    /// Milliseconds since 1970.
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
    /// How many refunds of the occasion that it speaks of were made before the one that it speaks of.
    before: usize,
    pub outcome: Outcome,
}

/// All that is known of purchases.
#[derive(Debug, Clone, Default)]
pub struct Money {
    pub purchases: Vec<Purchase>,
    pub events: Vec<Received>,
    pub facts: BTreeMap<(usize, usize), Facts>,
    /// By purchase and occasion: what we ordered, and what the provider sent.
    pub orders: BTreeMap<(usize, Occasion), Order>,
    pub sent: BTreeMap<(usize, Occasion), Vec<Sent>>,
    /// By account and Idempotency-Key, and by the operator's reference: the purchase.
    keys: BTreeMap<(usize, usize), usize>,
    sales: BTreeMap<usize, usize>,
}

impl Model {
    pub fn buy(&mut self, who: usize, package: usize, key: Option<usize>) -> Result<Answer, Refusal> {
        if let Some(&purchase) = key.and_then(|key| self.money.keys.get(&(who, key))) {
            let same = self.money.purchases[purchase].package == package;
            return if same { Ok(Answer::Purchase(purchase)) } else { Err(Refusal::KeyReused) };
        }
        let number = self.money.purchases.len();
        self.money.purchases.push(Purchase { who, package, by_hand: false, payment: None, paid: None, lot: None });
        if let Some(key) = key {
            self.money.keys.insert((who, key), number);
        }
        Ok(Answer::Purchase(number))
    }

    /// The operator has the money already: the purchase is paid, in full, the moment that it is there.
    pub fn sell(&mut self, who: usize, package: usize, reference: usize) -> Result<Answer, Refusal> {
        if let Some(&number) = self.money.sales.get(&reference) {
            let sold = &self.money.purchases[number];
            let same = (sold.who, sold.package) == (who, package);
            return if same { Ok(Answer::Purchase(number)) } else { Err(Refusal::ReferenceReused) };
        }
        let number = self.money.purchases.len();
        let (payment, paid) = (Some(0), Some(PACKAGES[package].price));
        self.money.purchases.push(Purchase { who, package, by_hand: true, payment, paid, lot: None });
        self.money.sales.insert(reference, number);
        self.reconcile(number)?;
        Ok(Answer::Purchase(number))
    }

    /// An event comes in: what came before under the same id is known, and nothing happens.
    pub fn tell(&mut self, purchase: usize, event: ProviderEvent) -> Result<Answer, Refusal> {
        if self.money.events.iter().any(|received| received.id == event.id) {
            return Ok(Answer::Nothing);
        }
        let mut before = 0;
        if let Said::Ordered { occasion, status } = event.said {
            let sent = self.money.sent.get_mut(&(purchase, occasion));
            let Some([others @ .., last]) = sent.map(Vec::as_mut_slice) else { return Ok(Answer::Nothing) };
            before = others.len();
            if status == "failed" {
                last.status = status;
            }
        }
        let at = 1000 * (self.now.unix_timestamp() - event.age_s);
        self.money.events.push(Received { id: event.id, event, at, purchase, before, outcome: Outcome::Ignored });
        self.process(self.money.events.len() - 1)
    }

    pub fn process(&mut self, number: usize) -> Result<Answer, Refusal> {
        let Received { event, at, purchase, before, .. } = self.money.events[number].clone();
        let outcome = self.learn(purchase, event, before, at);
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
    fn learn(&mut self, number: usize, event: ProviderEvent, before: usize, at: i64) -> Outcome {
        let purchase = &mut self.money.purchases[number];
        let known = event.said != Said::Nothing;
        if purchase.by_hand {
            // A purchase of that name with that provider may come yet, for all that anybody knows.
            return if known { Outcome::Parked } else { Outcome::Ignored };
        }
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
            Said::Refund { id, amount, status } => facts.refund(RefundId::Theirs(id), amount, status, at),
            Said::Ordered { occasion, status } => {
                let Sent { payment, amount, .. } = self.money.sent[&(number, occasion)][before];
                let facts = self.money.facts.entry((number, payment)).or_default();
                facts.refund(RefundId::Ours(occasion, before), amount, status, at);
                return Outcome::Applied;
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

    pub fn facts(&self, purchase: usize) -> Option<&Facts> {
        self.money.facts.get(&(purchase, self.money.purchases[purchase].payment?))
    }

    /// The ledger has what the facts of a purchase say; how many waiting generations that ended.
    pub fn reconcile(&mut self, number: usize) -> Result<usize, Refusal> {
        let Purchase { who, package, payment, paid, .. } = self.money.purchases[number];
        let (open, lost) = self.standing(number);
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
        let facts = self.money.facts.entry((number, payment)).or_default();
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

    /// How the disputes of a purchase stand: whether one is open, and whether one was lost.
    pub fn standing(&self, purchase: usize) -> (bool, bool) {
        let any =
            |is: &dyn Fn(&Dispute) -> bool| self.facts(purchase).is_some_and(|facts| facts.disputes.values().any(is));
        (any(&|dispute| OPEN.contains(&dispute.status)), any(&|dispute| dispute.status == "lost"))
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

impl Facts {
    /// A refund is pending, then succeeded, then failed; of the same, the first time it was said counts.
    pub fn refund(&mut self, id: RefundId, amount: i64, status: &'static str, at: i64) {
        let rank = |status: &str| ["pending", "succeeded", "failed"].iter().position(|&known| known == status);
        let refund = self.refunds.entry(id).or_insert(Refund { amount, status, at });
        if rank(status) > rank(refund.status) {
            (refund.status, refund.at) = (status, at);
        } else if status == refund.status {
            refund.at = refund.at.min(at);
        }
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
