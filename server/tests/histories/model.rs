//! The rules of the whole ledger, as plainly as they can be said. Nothing here is shared with what it judges but the
//! names of things; speed does not matter.

use std::collections::BTreeMap;

use server::ledger::Terms;
use server::payments::events::Outcome;
use time::OffsetDateTime;

use crate::calendar::months_later;
use crate::money::Money;
use crate::step::{ACCOUNTS, Ending, Step};

/// Why a step was refused; nothing of it happened then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    Invalid,
    Insufficient {
        needed: i64,
        available: i64,
    },
    Terminated,
    /// The hold was committed or voided before.
    Resolved {
        committed: bool,
    },
    /// Not in the state, or not in the attempt, that the step needs.
    Stale,
    /// The Idempotency-Key came with another request before.
    KeyReused,
    ReferenceReused,
    /// What the model never does.
    Fault(String),
}

/// What a step answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// There was nothing that it could be asked of.
    Nothing,
    Done,
    /// A lot or a generation, by its number: a new one, or the one of the same request before.
    Lot(usize),
    Generation(usize),
    Attempt(i64),
    Credits(i64),
    /// How many lots had something that expired.
    Expired(usize),
    Purchase(usize),
    /// What came of a provider's event, and how many waiting generations ended with it.
    Told {
        outcome: Outcome,
        canceled: usize,
    },
}

#[derive(Debug, Clone)]
pub struct Model {
    pub now: OffsetDateTime,
    pub terms: Terms,
    pub accounts: [Account; ACCOUNTS],
    pub lots: Vec<Lot>,
    pub generations: Vec<Generation>,
    pub money: Money,
    /// The lot that a reference of a grant, or a purchase, brought.
    references: BTreeMap<String, usize>,
    /// By account and Idempotency-Key: what was asked, and the generation.
    keys: BTreeMap<(usize, usize), (usize, usize)>,
}

#[derive(Debug, Clone, Default)]
pub struct Account {
    pub terminated: bool,
    pub journal: Vec<Entry>,
}

/// An entry of the journal: what happened, which credits of which lots moved, and what the account had afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub kind: &'static str,
    pub lots: Vec<(usize, i64)>,
    pub available: i64,
    pub held: i64,
}

#[derive(Debug, Clone)]
pub struct Lot {
    pub who: usize,
    pub granted: i64,
    /// At first; `until` is when it is over now, with what grace it got.
    pub expires: OffsetDateTime,
    pub until: OffsetDateTime,
    pub available: i64,
    pub held: i64,
    pub spent: i64,
    pub expired: i64,
    pub frozen: i64,
    pub clawed_back: i64,
    claim_frozen: bool,
    claim_back: i64,
}

#[derive(Debug, Clone)]
pub struct Generation {
    pub who: usize,
    pub price: i64,
    pub state: State,
    pub attempt: i64,
    /// What its hold took: lot, credits, and until when they were usable.
    took: Vec<(usize, i64, OffsetDateTime)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Queued,
    Running,
    Ended(Ending),
}

impl Model {
    pub fn new(begin: OffsetDateTime, terms: Terms) -> Model {
        let (lots, generations) = (Vec::new(), Vec::new());
        let (references, keys) = (BTreeMap::new(), BTreeMap::new());
        let (accounts, money) = (Default::default(), Money::default());
        Model { now: begin, terms, accounts, lots, generations, money, references, keys }
    }

    /// One step, whole or not at all.
    pub fn apply(&mut self, step: &Step) -> Result<Answer, Refusal> {
        let mut after = self.clone();
        let answer = after.step(step)?;
        *self = after;
        Ok(answer)
    }

    fn step(&mut self, step: &Step) -> Result<Answer, Refusal> {
        match *step {
            Step::Grant { who, credits, reference } => {
                self.issue("grant", who, credits, reference.map(|reference| format!("ticket {reference}")))
            }
            Step::Buy { who, package } => Ok(self.buy(who, package)),
            Step::Tell { purchase, event } => match modulo(purchase, self.money.purchases.len()) {
                None => Ok(Answer::Nothing),
                Some(purchase) => self.tell(purchase, event),
            },
            Step::Replay { event } => match modulo(event, self.money.events.len()) {
                None => Ok(Answer::Nothing),
                Some(event) => self.process(event),
            },
            Step::Reinstate { who } => {
                if self.disputed(who) {
                    return Ok(Answer::Nothing);
                }
                self.accounts[who].terminated = false;
                Ok(Answer::Done)
            }
            Step::Submit { who, price, key, body } => self.submit(who, price, key, body),
            Step::Start { generation } => match modulo(generation, self.generations.len()) {
                None => Ok(Answer::Nothing),
                Some(generation) => self.start(generation),
            },
            Step::Finish { generation, behind, end } => match modulo(generation, self.generations.len()) {
                None => Ok(Answer::Nothing),
                Some(generation) => self.finish(generation, behind, end),
            },
            Step::Cancel { generation } => match modulo(generation, self.generations.len()) {
                Some(generation) if self.generations[generation].state == State::Queued => {
                    Ok(self.end(generation, Ending::Canceled))
                }
                Some(_) => Err(Refusal::Stale),
                None => Ok(Answer::Nothing),
            },
            Step::ResolveAgain { generation, .. } => match modulo(generation, self.generations.len()) {
                Some(generation) if let State::Ended(end) = self.generations[generation].state => {
                    Err(Refusal::Resolved { committed: end == Ending::Success })
                }
                _ => Ok(Answer::Nothing),
            },
            Step::Restart => {
                for generation in 0..self.generations.len() {
                    if self.generations[generation].state == State::Running {
                        self.end(generation, Ending::Fault(server::generations::FaultKind::Crash));
                    }
                }
                Ok(Answer::Done)
            }
            Step::Expire => Ok(Answer::Expired((0..ACCOUNTS).map(|who| self.expire(who)).sum())),
            Step::Wait(time) => {
                self.now += time;
                Ok(Answer::Done)
            }
        }
    }

    /// Credits come in: once for each reference.
    pub fn issue(
        &mut self,
        kind: &'static str,
        who: usize,
        credits: i64,
        reference: Option<String>,
    ) -> Result<Answer, Refusal> {
        if credits <= 0 {
            return Err(Refusal::Invalid);
        }
        if let Some(&lot) = reference.as_ref().and_then(|reference| self.references.get(reference)) {
            let same = self.lots[lot].who == who && self.lots[lot].granted == credits;
            return if same { Ok(Answer::Lot(lot)) } else { Err(Refusal::ReferenceReused) };
        }
        let lot = self.lots.len();
        let expires = months_later(self.now, self.terms.lifetime_months);
        self.lots.push(Lot {
            who,
            granted: credits,
            expires,
            until: expires,
            available: credits,
            held: 0,
            spent: 0,
            expired: 0,
            frozen: 0,
            clawed_back: 0,
            claim_frozen: false,
            claim_back: 0,
        });
        if let Some(reference) = reference {
            self.references.insert(reference, lot);
        }
        self.note(who, kind, vec![(lot, credits)]);
        Ok(Answer::Lot(lot))
    }

    fn submit(&mut self, who: usize, price: i64, key: Option<usize>, body: usize) -> Result<Answer, Refusal> {
        if let Some(&(asked, generation)) = key.and_then(|key| self.keys.get(&(who, key))) {
            return if asked == body { Ok(Answer::Generation(generation)) } else { Err(Refusal::KeyReused) };
        }
        if price <= 0 {
            return Err(Refusal::Invalid);
        }
        if self.accounts[who].terminated {
            return Err(Refusal::Terminated);
        }
        self.expire(who);
        let available = self.sum(who, |lot| lot.available);
        if available < price {
            return Err(Refusal::Insufficient { needed: price, available });
        }
        let mut took = Vec::new();
        let mut missing = price;
        for lot in self.lots_of(who) {
            let Lot { available, held, until, .. } = &mut self.lots[lot];
            let part = missing.min(*available);
            if part > 0 {
                (*available, *held, missing) = (*available - part, *held + part, missing - part);
                took.push((lot, part, *until));
            }
        }
        let generation = self.generations.len();
        self.note(who, "hold", credits_of(&took));
        self.generations.push(Generation { who, price, state: State::Queued, attempt: 0, took });
        if let Some(key) = key {
            self.keys.insert((who, key), (body, generation));
        }
        Ok(Answer::Generation(generation))
    }

    fn start(&mut self, generation: usize) -> Result<Answer, Refusal> {
        let generation = &mut self.generations[generation];
        if generation.state != State::Queued {
            return Err(Refusal::Stale);
        }
        generation.state = State::Running;
        generation.attempt += 1;
        Ok(Answer::Attempt(generation.attempt))
    }

    fn finish(&mut self, generation: usize, behind: i64, end: Ending) -> Result<Answer, Refusal> {
        if self.generations[generation].state != State::Running || behind != 0 {
            return Err(Refusal::Stale);
        }
        Ok(self.end(generation, end))
    }

    /// A generation ends: its credits are spent when it succeeded, and back otherwise.
    pub fn end(&mut self, generation: usize, end: Ending) -> Answer {
        let Generation { who, price, state, took, .. } = &mut self.generations[generation];
        *state = State::Ended(end);
        let (who, price, took) = (*who, *price, took.clone());
        // What should have been gone does not share the grace of what comes back.
        self.expire(who);
        for &(lot, credits, until) in &took {
            let lot = &mut self.lots[lot];
            lot.held -= credits;
            if end == Ending::Success {
                lot.spent += credits;
                continue;
            }
            lot.available += credits;
            if until <= self.now {
                lot.until = lot.until.max(self.now + self.terms.grace);
            }
        }
        self.note(who, if end == Ending::Success { "commit" } else { "void" }, credits_of(&took));
        if end != Ending::Success {
            let mut lots: Vec<usize> = took.iter().map(|&(lot, ..)| lot).collect();
            lots.sort_unstable();
            lots.into_iter().for_each(|lot| self.settle(lot));
        }
        Answer::Credits(price)
    }

    /// States the whole of what is claimed of a lot.
    pub fn claim(&mut self, lot: usize, frozen: bool, clawed_back: i64) {
        self.expire(self.lots[lot].who);
        self.lots[lot].claim_frozen = frozen;
        self.lots[lot].claim_back = clawed_back;
        self.settle(lot);
    }

    /// What is claimed of a lot is taken from what it has: what goes back first, frozen credits before free ones.
    fn settle(&mut self, number: usize) {
        let Lot { who, frozen, available, claim_back, clawed_back, .. } = self.lots[number];
        let due = claim_back - clawed_back;
        let forfeit = due.clamp(0, frozen);
        self.transfer(number, "forfeit", forfeit, |lot| (&mut lot.frozen, &mut lot.clawed_back), who);
        let clawback = (due - forfeit).clamp(0, available);
        self.transfer(number, "clawback", clawback, |lot| (&mut lot.available, &mut lot.clawed_back), who);
        let restore = (-due).max(0);
        self.transfer(number, "restore", restore, |lot| (&mut lot.clawed_back, &mut lot.available), who);
        let Lot { available, frozen, claim_frozen, .. } = self.lots[number];
        if claim_frozen {
            self.transfer(number, "freeze", available, |lot| (&mut lot.available, &mut lot.frozen), who);
        } else {
            self.transfer(number, "unfreeze", frozen, |lot| (&mut lot.frozen, &mut lot.available), who);
        }
    }

    fn transfer(
        &mut self,
        number: usize,
        kind: &'static str,
        credits: i64,
        books: fn(&mut Lot) -> (&mut i64, &mut i64),
        who: usize,
    ) {
        if credits == 0 {
            return;
        }
        let lot = &mut self.lots[number];
        let (from, to) = books(lot);
        *from -= credits;
        *to += credits;
        if matches!(kind, "restore" | "unfreeze") && lot.until <= self.now {
            lot.until = self.now + self.terms.grace;
        }
        self.note(who, kind, vec![(number, credits)]);
    }

    /// Writes down what is due to expire; in how many lots.
    fn expire(&mut self, who: usize) -> usize {
        let mut lots = self.lots_of(who);
        lots.retain(|&lot| self.lots[lot].available > 0 && self.lots[lot].until <= self.now);
        for &number in &lots {
            let lot = &mut self.lots[number];
            let credits = std::mem::take(&mut lot.available);
            lot.expired += credits;
            self.note(who, "expiry", vec![(number, credits)]);
        }
        lots.len()
    }

    fn note(&mut self, who: usize, kind: &'static str, mut lots: Vec<(usize, i64)>) {
        lots.sort_unstable();
        let (available, held) = (self.sum(who, |lot| lot.available), self.sum(who, |lot| lot.held));
        self.accounts[who].journal.push(Entry { kind, lots, available, held });
    }

    pub fn sum(&self, who: usize, part: impl Fn(&Lot) -> i64) -> i64 {
        self.lots.iter().filter(|lot| lot.who == who).map(part).sum()
    }

    /// An account's lots, first to expire first, then oldest first.
    pub fn lots_of(&self, who: usize) -> Vec<usize> {
        let mut lots: Vec<usize> = (0..self.lots.len()).filter(|&lot| self.lots[lot].who == who).collect();
        lots.sort_by_key(|&lot| (self.lots[lot].until, lot));
        lots
    }
}

/// Which of `count` is meant; none when there are none.
pub fn modulo(which: usize, count: usize) -> Option<usize> {
    which.checked_rem(count)
}

fn credits_of(took: &[(usize, i64, OffsetDateTime)]) -> Vec<(usize, i64)> {
    took.iter().map(|&(lot, credits, _)| (lot, credits)).collect()
}
