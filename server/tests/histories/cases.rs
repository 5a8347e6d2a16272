//! The part of the model that knows cases: each is decided once.

use crate::model::{Answer, Model, Refusal, State, modulo};
use crate::step::{About, Ending, Occasion, Verdict};

#[derive(Debug, Clone)]
pub struct Case {
    pub who: usize,
    key: Option<usize>,
    text: usize,
    /// As it was meant: a generation or purchase by its number.
    about: About,
    pub decision: Option<Decision>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    pub done: Done,
    pub reason: usize,
    pub lot: Option<usize>,
}

/// What a decision did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    Refused,
    Restored(i64),
    Returned(i64),
}

impl Model {
    pub fn open(&mut self, who: usize, key: Option<usize>, text: usize, about: About) -> Result<Answer, Refusal> {
        let found = |which, count| modulo(which, count);
        let about = match about {
            About::Nothing => About::Nothing,
            About::Generation(which) => found(which, self.generations.len()).map_or(About::Nothing, About::Generation),
            About::Purchase(which) => found(which, self.money.purchases.len()).map_or(About::Nothing, About::Purchase),
        };
        let same_key = |case: &Case| key.is_some() && (case.who, case.key) == (who, key);
        if let Some(number) = self.cases.iter().position(same_key) {
            let same = (self.cases[number].text, self.cases[number].about) == (text, about);
            return if same { Ok(Answer::Case(number)) } else { Err(Refusal::KeyReused) };
        }
        let owner = match about {
            About::Nothing => who,
            About::Generation(number) => self.generations[number].who,
            About::Purchase(number) => self.money.purchases[number].who,
        };
        if owner != who {
            return Err(Refusal::NotYours);
        }
        self.cases.push(Case { who, key, text, about, decision: None });
        Ok(Answer::Case(self.cases.len() - 1))
    }

    pub fn decide(&mut self, number: usize, verdict: Verdict, reason: usize) -> Result<Answer, Refusal> {
        let Case { who, about, decision, .. } = self.cases[number];
        let done = match verdict {
            Verdict::Refused => Done::Refused,
            Verdict::Restored { credits, .. } => Done::Restored(credits),
            Verdict::Returned { amount, .. } => Done::Returned(amount),
        };
        if let Some(before) = decision {
            let same = (before.done, before.reason) == (done, reason);
            return if same { Ok(Answer::Verdict(before.lot)) } else { Err(Refusal::DecidedOtherwise) };
        }
        let purchase = if let About::Purchase(purchase) = about { Some(purchase) } else { None };
        let ordered = self.ordered(purchase, Occasion::Case(number));
        if ordered.is_some_and(|order| done != Done::Returned(order.amount)) {
            return Err(Refusal::RefundOrdered);
        }
        let mut lot = None;
        match verdict {
            Verdict::Refused => {}
            Verdict::Restored { credits, beyond_cost } => {
                let most = self.restorable(about);
                if credits > most && !beyond_cost {
                    return Err(Refusal::BeyondCost(most));
                }
                let Answer::Lot(new) = self.issue("grant", who, credits, Some(format!("case {number}")))? else {
                    unreachable!("an issue is of a lot")
                };
                lot = Some(new);
            }
            Verdict::Returned { amount, reply } => {
                let Some(purchase) = purchase else { return Err(Refusal::NoPurchase) };
                match self.refund(purchase, Occasion::Case(number), amount, reply)? {
                    Answer::Refunded(_) => {}
                    not_sent => return Ok(not_sent),
                }
            }
        }
        self.cases[number].decision = Some(Decision { done, reason, lot });
        Ok(Answer::Verdict(lot))
    }

    /// What a generation that succeeded took, less what cases have given back of it.
    fn restorable(&self, about: About) -> i64 {
        let About::Generation(generation) = about else { return 0 };
        let cost = match self.generations[generation].state {
            State::Ended(Ending::Success) => self.generations[generation].price,
            _ => 0,
        };
        let restored = |case: &Case| match case.decision {
            Some(Decision { done: Done::Restored(credits), .. }) if case.about == about => credits,
            _ => 0,
        };
        (cost - self.cases.iter().map(restored).sum::<i64>()).max(0)
    }
}
