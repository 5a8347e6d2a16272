//! The same steps asked of the ledger and the generations, as the server asks them.

use std::sync::LazyLock;

use rusqlite::Connection;
use server::generations::idempotency::{self, KeyedRequest};
use server::generations::{
    self, Artifact, End, Fault, FaultKind, Generation, GenerationId, GenerationOptions, Progress,
};
use server::ledger::{self, AccountId, Adjustment, Claim, Credits, LotId, PurchaseId, Terms};
use time::OffsetDateTime;

use crate::model::{Answer, Refusal, modulo};
use crate::step::{ACCOUNTS, Ending, Step};

/// Which ids the numbers of the steps and of the model stand for.
#[derive(Debug, Clone, Default)]
pub struct Real {
    pub accounts: Vec<AccountId>,
    pub lots: Vec<LotId>,
    pub generations: Vec<GenerationId>,
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
        terms: &Terms,
        now: OffsetDateTime,
    ) -> Result<Answer, Refusal> {
        self.step(tx, step, terms, now).map_err(refusal)
    }

    fn step(
        &mut self,
        tx: &Connection,
        step: &Step,
        terms: &Terms,
        now: OffsetDateTime,
    ) -> Result<Answer, generations::Error> {
        match *step {
            Step::Grant { who, credits, reference } => {
                let reference = reference.map(|reference| format!("ticket {reference}"));
                let adjustment = Adjustment { reason: "a history".to_owned(), reference };
                let lot = ledger::grant(tx, &self.accounts[who], Credits(credits), &adjustment, terms, now)?;
                Ok(Answer::Lot(numbered(&mut self.lots, lot)))
            }
            Step::Purchase { who, purchase, credits } => {
                let purchase = PurchaseId(format!("pur_{purchase}"));
                let lot = ledger::grant_purchase(tx, &purchase, &self.accounts[who], Credits(credits), terms, now)?;
                Ok(Answer::Lot(numbered(&mut self.lots, lot)))
            }
            Step::Claim { lot, frozen, clawed_back } => {
                let Some(lot) = modulo(lot, self.lots.len()) else { return Ok(Answer::Nothing) };
                let claim = Claim { frozen, clawed_back: Credits(clawed_back) };
                let got = ledger::claim_lot(tx, &self.lots[lot], claim, "a dispute", terms, now)?;
                Ok(Answer::Claimed { frozen: got.frozen.0, clawed_back: got.clawed_back.0, shortfall: got.shortfall.0 })
            }
            Step::Terminate { who } => {
                ledger::terminate_account(tx, &self.accounts[who], now)?;
                Ok(Answer::Done)
            }
            Step::Reinstate { who } => {
                ledger::reinstate_account(tx, &self.accounts[who])?;
                Ok(Answer::Done)
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

    fn generation(&self, which: usize) -> Option<&GenerationId> {
        modulo(which, self.generations.len()).map(|number| &self.generations[number])
    }
}

/// The number of an id, which gets the next one when it is new.
fn numbered<T: PartialEq>(known: &mut Vec<T>, id: T) -> usize {
    known.iter().position(|known| *known == id).unwrap_or_else(|| {
        known.push(id);
        known.len() - 1
    })
}

pub fn stored(tx: &Connection, id: &GenerationId) -> Result<Generation, generations::Error> {
    let reason = || "it is not stored".to_owned();
    generations::get_any(tx, id)?.ok_or_else(|| generations::Error::Unreadable { id: id.clone(), reason: reason() })
}

fn refusal(error: generations::Error) -> Refusal {
    match error {
        generations::Error::Stale { .. } => Refusal::Stale,
        generations::Error::KeyReused => Refusal::KeyReused,
        generations::Error::Ledger(error) => match error {
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
