//! The same steps asked of the ledger and the generations, as the server asks them.

use std::sync::LazyLock;

use rusqlite::Connection;
use server::cases::CaseId;
use server::configuration::{Configuration, Package};
use server::generations::idempotency;
use server::generations::{
    self, Artifact, End, Fault, FaultKind, Generation, GenerationId, GenerationOptions, Progress,
};
use server::idempotency::KeyedRequest;
use server::ledger::{self, AccountId, Adjustment, Credits, LotId, PurchaseId, Terms};
use server::payments::events::{self, EventNumber, Outcome, Selection};
use server::payments::{self, Provider};
use server::{cases, database};
use time::OffsetDateTime;

use crate::gateway::Gateway;
use crate::model::{Answer, Refusal, modulo};
use crate::office::Office;
use crate::step::{ACCOUNTS, Ending, Occasion, OnSale, PACKAGES, Said, Step};
use crate::stripe::{body, event_id};

/// Which ids the numbers of the steps and of the model stand for.
#[derive(Debug, Clone, Default)]
pub struct Real {
    pub accounts: Vec<AccountId>,
    pub lots: Vec<LotId>,
    pub generations: Vec<GenerationId>,
    pub purchases: Vec<PurchaseId>,
    /// The provider's ids and ours, and of which purchase they speak.
    pub events: Vec<(String, EventNumber, usize)>,
    pub cases: Vec<CaseId>,
    pub gateway: Gateway,
}

impl Real {
    /// The accounts of a history, with nothing in them.
    pub fn new(tx: &Connection, begin: OffsetDateTime) -> Real {
        let account = |who| ledger::create_account(tx, &format!("{who}@example.com"), begin).expect("an account");
        Real { accounts: (0..ACCOUNTS).map(account).collect(), ..Real::default() }
    }

    /// One step inside a transaction that the caller undoes when it is refused.
    pub fn apply(
        &mut self,
        tx: &Connection,
        step: &Step,
        configuration: &Configuration,
        now: OffsetDateTime,
    ) -> Result<Answer, Refusal> {
        self.step(tx, step, configuration, now).map_err(refusal)
    }

    fn step(
        &mut self,
        tx: &Connection,
        step: &Step,
        configuration: &Configuration,
        now: OffsetDateTime,
    ) -> Result<Answer, Failed> {
        let terms = &configuration.credits.terms();
        let office = Office { configuration, now };
        match *step {
            Step::Grant { who, credits, reference } => {
                let reference = reference.map(|reference| format!("ticket {reference}"));
                let adjustment = Adjustment { reason: "a history".to_owned(), reference };
                let lot = ledger::grant(tx, &self.accounts[who], Credits(credits), &adjustment, terms, now)?;
                Ok(Answer::Lot(numbered(&mut self.lots, lot)))
            }
            Step::Buy { who, package, key } => self.buy(tx, (who, package, key), office),
            Step::Sell { who, package, reference } => self.sell(tx, (who, package, reference), office),
            Step::Refund { purchase, ticket, amount, reply } => {
                let Some(number) = modulo(purchase, self.purchases.len()) else { return Ok(Answer::Nothing) };
                let order = self.order(number, Occasion::Ticket(ticket), amount).expect("a ticket needs no case");
                self.refund(tx, &order, reply, office)
            }
            Step::Open { who, key, text, about } => self.open(tx, (who, key, text, about), office),
            Step::Decide { case, verdict, reason } => match modulo(case, self.cases.len()) {
                None => Ok(Answer::Nothing),
                Some(number) => self.decide(tx, (number, verdict, reason), office),
            },
            Step::Tell { purchase, event } => {
                let Some(number) = modulo(purchase, self.purchases.len()) else { return Ok(Answer::Nothing) };
                let order = match event.said {
                    Said::Ordered { occasion, .. } => self.order(number, occasion, 0),
                    _ => None,
                };
                let ordered = order.as_ref().and_then(|order| self.gateway.made(order).last());
                let Some(body) = body((&self.purchases[number].0, number), &event, ordered, now) else {
                    return Ok(Answer::Nothing);
                };
                let id = event_id(event.id);
                events::store(tx, Provider::Stripe, &id, &serde_json::to_vec(&body).expect("JSON"), now)?;
                match events::waiting(tx, events::EventNumber::NONE)? {
                    None => Ok(Answer::Nothing),
                    Some(waiting) => {
                        self.events.push((id, waiting, number));
                        if let (Said::Ordered { status: "failed", .. }, Some(order)) = (event.said, &order) {
                            self.gateway.fails(order);
                        }
                        self.process(tx, self.events.len() - 1, configuration, now)
                    }
                }
            }
            Step::Replay { event } => match modulo(event, self.events.len()) {
                None => Ok(Answer::Nothing),
                Some(event) => self.process(tx, event, configuration, now),
            },
            Step::Reinstate { who } => {
                match payments::reinstate(tx, &self.accounts[who], &configuration.service, now) {
                    Ok(()) => Ok(Answer::Done),
                    Err(payments::Error::StillDisputed { .. }) => Ok(Answer::Nothing),
                    Err(error) => Err(error.into()),
                }
            }
            Step::Submit { who, price, key, body } => {
                let id = GenerationId::random();
                let request = key.map(|key| KeyedRequest { key: key.to_string(), sha256: format!("{body:064x}") });
                let (account, request) = (&self.accounts[who], request.as_ref());
                let created = idempotency::create_once(tx, &id, account, &OPTIONS, Credits(price), request, now)?;
                Ok(Answer::Generation(numbered(&mut self.generations, created)))
            }
            Step::Start { generation } => match self.generation(generation) {
                None => Ok(Answer::Nothing),
                Some(id) => Ok(Answer::Attempt(generations::start(tx, id, now)?)),
            },
            Step::Finish { generation, behind, end } => match self.generation(generation) {
                None => Ok(Answer::Nothing),
                Some(id) => {
                    let attempt = stored(tx, id)?.attempt - behind;
                    let end = real_end(end);
                    let credits = generations::finish(tx, id, attempt, &end, Progress::NONE, terms, now)?;
                    Ok(Answer::Credits(credits.0))
                }
            },
            Step::Cancel { generation } => match self.generation(generation) {
                None => Ok(Answer::Nothing),
                Some(id) => Ok(Answer::Credits(generations::cancel_queued(tx, id, terms, now)?.0)),
            },
            Step::ResolveAgain { generation, commit } => {
                let Some(id) = self.generation(generation) else { return Ok(Answer::Nothing) };
                let Generation { state, hold, .. } = stored(tx, id)?;
                match (state.is_final(), commit) {
                    (false, _) => return Ok(Answer::Nothing),
                    (true, true) => ledger::commit_hold(tx, &hold, now)?,
                    (true, false) => ledger::void_hold(tx, &hold, terms, now)?,
                }
                Ok(Answer::Done)
            }
            Step::Restart => {
                for (id, attempt) in generations::running(tx)? {
                    let end = real_end(Ending::Fault(FaultKind::Crash));
                    generations::finish(tx, &id, attempt, &end, Progress::NONE, terms, now)?;
                }
                Ok(Answer::Done)
            }
            Step::Expire => Ok(Answer::Expired(ledger::expire_lots(tx, now)?)),
            Step::Wait(_) => Ok(Answer::Done),
        }
    }

    fn process(
        &mut self,
        tx: &Connection,
        number: usize,
        configuration: &Configuration,
        now: OffsetDateTime,
    ) -> Result<Answer, Failed> {
        let (_, event, purchase) = self.events[number];
        let effects = events::process(tx, event, configuration, now)?;
        if let Some(lot) = payments::find(tx, &self.purchases[purchase])?.and_then(|purchase| purchase.lot) {
            numbered(&mut self.lots, lot);
        }
        Ok(Answer::Told { outcome: self.outcome(tx, number)?, canceled: effects.canceled.len() })
    }

    /// What came of an event, as it is stored.
    pub fn outcome(&self, tx: &Connection, number: usize) -> Result<Outcome, Failed> {
        let (id, event, _) = &self.events[number];
        let found = events::events(tx, &Selection { id: Some(id.clone()), since: None })?;
        let stored = found.into_iter().find(|stored| stored.number == *event).expect("it was stored");
        Ok(stored.outcome.expect("it was processed"))
    }

    pub fn generation(&self, which: usize) -> Option<&GenerationId> {
        modulo(which, self.generations.len()).map(|number| &self.generations[number])
    }
}

/// What the operator of a history has configured.
pub fn configuration(terms: &Terms) -> Configuration {
    let mut configuration = Configuration::default();
    configuration.credits.lifetime_months = terms.lifetime_months;
    configuration.credits.grace_days = u16::try_from(terms.grace.whole_days()).expect("a grace of days");
    configuration.packages = PACKAGES.iter().enumerate().map(package).collect();
    configuration
}

fn package((number, on_sale): (usize, &OnSale)) -> Package {
    Package {
        id: format!("package-{number}"),
        name: "Package".to_owned(),
        credits: Credits(on_sale.credits),
        price_minor: on_sale.price,
        currency: "usd".to_owned(),
    }
}

/// The number of an id, which gets the next one when it is new.
pub fn numbered<T: PartialEq>(known: &mut Vec<T>, id: T) -> usize {
    known.iter().position(|known| *known == id).unwrap_or_else(|| {
        known.push(id);
        known.len() - 1
    })
}

pub fn stored(tx: &Connection, id: &GenerationId) -> Result<Generation, generations::Error> {
    let reason = || "it is not stored".to_owned();
    generations::get_any(tx, id)?.ok_or_else(|| generations::Error::Unreadable { id: id.clone(), reason: reason() })
}

/// What the parts of the server fail with.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    #[error(transparent)]
    Generations(#[from] generations::Error),
    #[error(transparent)]
    Payments(#[from] payments::Error),
    #[error(transparent)]
    Cases(#[from] cases::Error),
    #[error(transparent)]
    Database(#[from] database::Error),
}

fn refusal(failed: Failed) -> Refusal {
    match failed {
        Failed::Generations(generations::Error::Stale { .. }) => Refusal::Stale,
        Failed::Generations(generations::Error::KeyReused(_))
        | Failed::Payments(payments::Error::KeyReused(_))
        | Failed::Cases(cases::Error::KeyReused(_)) => Refusal::KeyReused,
        Failed::Payments(payments::Error::ReferenceReused { .. }) => Refusal::ReferenceReused,
        Failed::Payments(payments::Error::NotRefundable { .. }) => Refusal::NotRefundable,
        Failed::Cases(cases::Error::NotYours { .. }) => Refusal::NotYours,
        Failed::Cases(cases::Error::Decided { .. }) => Refusal::DecidedOtherwise,
        Failed::Cases(cases::Error::BeyondCost { restorable, .. }) => Refusal::BeyondCost(restorable.0),
        Failed::Cases(cases::Error::RefundOrdered { .. }) => Refusal::RefundOrdered,
        Failed::Cases(cases::Error::NoPurchase(_)) => Refusal::NoPurchase,
        Failed::Ledger(error)
        | Failed::Generations(generations::Error::Ledger(error))
        | Failed::Cases(cases::Error::Ledger(error)) => match error {
            ledger::Error::Invalid(_) => Refusal::Invalid,
            ledger::Error::InsufficientCredits { needed, available } => Refusal::Insufficient { needed, available },
            ledger::Error::AccountTerminated(_) => Refusal::Terminated,
            ledger::Error::HoldResolved(_, state) => Refusal::Resolved { committed: state == "committed" },
            ledger::Error::ReferenceReused { .. } => Refusal::ReferenceReused,
            other => Refusal::Fault(other.to_string()),
        },
        other => Refusal::Fault(other.to_string()),
    }
}

static OPTIONS: LazyLock<GenerationOptions> = LazyLock::new(|| GenerationOptions {
    model: "silhouette".to_owned(),
    resolution: 64,
    foreground_ratio: 0.85,
    keep_background: false,
    mask: false,
    upload_sha256: None,
});

static SUCCESS: LazyLock<End> = LazyLock::new(|| {
    let report = serde_json::json!({
        "model": "silhouette", "device": "cpu", "resolution": 64, "stages_ms": {}, "vertices": 4, "faces": 4,
        "watertight": true, "fraction_evaluated": 0.5, "area": 1.0, "volume": 0.1, "components": [4], "floaters": 0,
    });
    let artifacts = vec![Artifact { format: "glb".to_owned(), sha256: "0".repeat(64), bytes: 9 }];
    End::Succeeded { artifacts, report: serde_json::from_value(report).expect("a report") }
});

fn real_end(end: Ending) -> End {
    match end {
        Ending::Success => SUCCESS.clone(),
        Ending::Fault(kind) => End::Failed(Fault::new(kind, "a history")),
        Ending::Canceled => End::Canceled,
    }
}
