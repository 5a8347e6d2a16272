//! The rules of the whole ledger, as plainly as they can be said. Nothing here is shared with what it judges but the
//! names of things; speed does not matter.

use std::collections::BTreeMap;

use server::ledger::Terms;
use server::payments::events::Outcome;
use time::OffsetDateTime;

use crate::cases::Case;
use crate::lots::{Account, Lot};
use crate::money::Money;
use crate::step::{ACCOUNTS, Ending, Occasion, Step};

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
    NotRefundable,
    /// The case is about something of another account.
    NotYours,
    DecidedOtherwise,
    /// So many credits at most.
    BeyondCost(i64),
    /// A refund was ordered for the case: only that decides it.
    RefundOrdered,
    NoPurchase,
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
    /// What of its purchase's money went back, all together.
    Refunded(i64),
    /// The provider refused to send money.
    Declined,
    /// The provider said nothing.
    Silence,
    Case(usize),
    /// With the lot of what was restored.
    Verdict(Option<usize>),
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
    pub cases: Vec<Case>,
    /// The lot that a reference of a grant, or a purchase, brought.
    pub references: BTreeMap<String, usize>,
    /// By account and Idempotency-Key: what was asked, and the generation.
    keys: BTreeMap<(usize, usize), (usize, usize)>,
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
        let (lots, generations, cases) = (Vec::new(), Vec::new(), Vec::new());
        let (references, keys) = (BTreeMap::new(), BTreeMap::new());
        let (accounts, money) = (Default::default(), Money::default());
        Model { now: begin, terms, accounts, lots, generations, money, cases, references, keys }
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
            Step::Buy { who, package, key } => self.buy(who, package, key),
            Step::Sell { who, package, reference } => self.sell(who, package, reference),
            Step::Refund { purchase, ticket, amount, reply } => match modulo(purchase, self.money.purchases.len()) {
                None => Ok(Answer::Nothing),
                Some(purchase) => self.refund(purchase, Occasion::Ticket(ticket), amount, reply),
            },
            Step::Open { who, key, text, about } => self.open(who, key, text, about),
            Step::Decide { case, verdict, reason } => match modulo(case, self.cases.len()) {
                None => Ok(Answer::Nothing),
                Some(case) => self.decide(case, verdict, reason),
            },
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
}

/// Which of `count` is meant; none when there are none.
pub fn modulo(which: usize, count: usize) -> Option<usize> {
    which.checked_rem(count)
}

fn credits_of(took: &[(usize, i64, OffsetDateTime)]) -> Vec<(usize, i64)> {
    took.iter().map(|&(lot, credits, _)| (lot, credits)).collect()
}
