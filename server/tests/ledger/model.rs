//! Random histories on the ledger and on a plain model beside it: the same refusals, the same balances after each step,
//! and an audit that agrees at the end.

use proptest::prelude::*;
use rusqlite::Connection;
use server::ledger::{self, AccountId, Credits, Error, HoldId, Terms};
use time::{Date, Duration, Month, OffsetDateTime};

use crate::{database, day_0, grant};

const ACCOUNTS: usize = 3;

#[derive(Debug, Clone)]
enum Step {
    Grant { who: usize, credits: i64 },
    Hold { who: usize, credits: i64 },
    Commit { which: usize },
    Void { which: usize },
    Wait(Duration),
    Expire,
}

fn step() -> impl Strategy<Value = Step> {
    // Around the borders of a year and of the grace period, where an off-by-one hides.
    let waits = prop::sample::select(vec![
        Duration::milliseconds(1),
        Duration::HOUR,
        Duration::days(29),
        Duration::days(30),
        Duration::days(31),
        Duration::days(180),
        Duration::days(364),
        Duration::days(365),
        Duration::days(366),
        Duration::days(30) - Duration::milliseconds(1),
    ]);
    prop_oneof![
        2 => (0..ACCOUNTS, 1..40i64).prop_map(|(who, credits)| Step::Grant { who, credits }),
        4 => (0..ACCOUNTS, 1..30i64).prop_map(|(who, credits)| Step::Hold { who, credits }),
        2 => any::<usize>().prop_map(|which| Step::Commit { which }),
        3 => any::<usize>().prop_map(|which| Step::Void { which }),
        2 => waits.prop_map(Step::Wait),
        1 => Just(Step::Expire),
    ]
}

/// The rules again, as plainly as they can be said.
struct Model {
    now: OffsetDateTime,
    lots: Vec<ModelLot>,
    holds: Vec<ModelHold>,
}

struct ModelLot {
    who: usize,
    granted: i64,
    available: i64,
    held: i64,
    until: OffsetDateTime,
}

struct ModelHold {
    /// Lot, credits, and until when they were usable.
    took: Vec<(usize, i64, OffsetDateTime)>,
    state: &'static str,
}

#[derive(Debug, PartialEq)]
enum Refusal {
    Insufficient { available: i64 },
    Already(&'static str),
}

impl Model {
    fn expire(&mut self) {
        for lot in self.lots.iter_mut().filter(|lot| lot.until <= self.now) {
            lot.available = 0;
        }
    }

    fn grant(&mut self, who: usize, credits: i64) {
        self.lots.push(ModelLot { who, granted: credits, available: credits, held: 0, until: next_year(self.now) });
    }

    fn hold(&mut self, who: usize, credits: i64) -> Result<(), Refusal> {
        let available = self.lots.iter().filter(|lot| lot.who == who).map(|lot| lot.available).sum();
        if available < credits {
            return Err(Refusal::Insufficient { available });
        }
        let mut order: Vec<usize> = (0..self.lots.len()).filter(|&lot| self.lots[lot].who == who).collect();
        order.sort_by_key(|&lot| (self.lots[lot].until, lot));
        let mut missing = credits;
        let mut took = Vec::new();
        for index in order {
            let lot = &mut self.lots[index];
            let part = missing.min(lot.available);
            if part > 0 {
                lot.available -= part;
                lot.held += part;
                missing -= part;
                took.push((index, part, lot.until));
            }
        }
        self.holds.push(ModelHold { took, state: "held" });
        Ok(())
    }

    fn resolve(&mut self, which: usize, state: &'static str) -> Result<(), Refusal> {
        let hold = &mut self.holds[which];
        if hold.state != "held" {
            return Err(Refusal::Already(hold.state));
        }
        hold.state = state;
        for &(lot, credits, until) in &hold.took {
            let lot = &mut self.lots[lot];
            lot.held -= credits;
            if state == "voided" {
                lot.available += credits;
                if until <= self.now {
                    lot.until = lot.until.max(self.now + Terms::default().grace);
                }
            }
        }
        Ok(())
    }
}

fn next_year(time: OffsetDateTime) -> OffsetDateTime {
    let year = time.year() + 1;
    let march_1 = Date::from_calendar_date(year, Month::March, 1).expect("a date");
    time.replace_date(time.date().replace_year(year).unwrap_or(march_1))
}

/// The real ledger with the ids that the model's indexes stand for.
struct Real<'a> {
    tx: &'a Connection,
    accounts: Vec<AccountId>,
    holds: Vec<HoldId>,
}

impl Real<'_> {
    /// One step, undone when it is refused, as the server's savepoints do.
    fn attempt<T>(&self, step: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Refusal> {
        self.tx.execute_batch("SAVEPOINT step").expect("savepoint");
        let result = step(self.tx);
        if result.is_err() {
            self.tx.execute_batch("ROLLBACK TO step").expect("rollback");
        }
        self.tx.execute_batch("RELEASE step").expect("release");
        result.map_err(|error| match error {
            Error::InsufficientCredits { available, .. } => Refusal::Insufficient { available },
            Error::HoldResolved(_, state) => Refusal::Already(state),
            other => panic!("no model of {other}"),
        })
    }
}

fn run(tx: &Connection, steps: &[Step]) {
    let mut model = Model { now: day_0(), lots: Vec::new(), holds: Vec::new() };
    let accounts = (0..ACCOUNTS).map(|who| ledger::create_account(tx, &format!("{who}@example.com"), day_0()));
    let accounts = accounts.collect::<Result<_, _>>().expect("accounts");
    let mut real = Real { tx, accounts, holds: Vec::new() };
    for step in steps {
        let now = model.now;
        match *step {
            Step::Grant { who, credits } => {
                model.grant(who, credits);
                real.attempt(|tx| grant(tx, &real.accounts[who], credits, now)).expect("a grant is not refused");
            }
            Step::Hold { who, credits } => {
                let hold = real.attempt(|tx| ledger::hold(tx, &real.accounts[who], Credits(credits), now));
                assert_eq!(hold.as_ref().map(|_| ()), model.hold(who, credits).as_ref().map(|&()| ()), "{step:?}");
                real.holds.extend(hold);
            }
            Step::Commit { which } | Step::Void { which } if !real.holds.is_empty() => {
                let which = which % real.holds.len();
                let hold = &real.holds[which];
                let (got, expected) = match step {
                    Step::Commit { .. } => {
                        (real.attempt(|tx| ledger::commit_hold(tx, hold, now)), model.resolve(which, "committed"))
                    }
                    _ => (
                        real.attempt(|tx| ledger::void_hold(tx, hold, &Terms::default(), now)),
                        model.resolve(which, "voided"),
                    ),
                };
                assert_eq!(got, expected, "{step:?}");
            }
            Step::Commit { .. } | Step::Void { .. } => {}
            Step::Wait(time) => {
                model.now += time;
                model.expire();
            }
            Step::Expire => {
                real.attempt(|tx| ledger::expire_lots(tx, now)).expect("expiry is not refused");
            }
        }
        for who in 0..ACCOUNTS {
            compare(&real, &model, who, step);
        }
    }
    let report = ledger::audit(tx, &[]).expect("audit");
    assert!(report.agrees(), "{:#?}", report.disagreements);
    let spent: i64 = model.holds.iter().filter(|h| h.state == "committed").flat_map(|h| &h.took).map(|t| t.1).sum();
    assert_eq!(report.books.spent, spent);
    assert_eq!(report.books.issued, model.lots.iter().map(|lot| lot.granted).sum::<i64>());
    assert_eq!(report.open_holds, model.holds.iter().filter(|hold| hold.state == "held").count() as u64);
}

fn compare(real: &Real<'_>, model: &Model, who: usize, step: &Step) {
    let balance = ledger::balance(real.tx, &real.accounts[who], model.now).expect("balance");
    let mut lots: Vec<&ModelLot> =
        model.lots.iter().filter(|lot| lot.who == who && (lot.available > 0 || lot.held > 0)).collect();
    lots.sort_by_key(|lot| lot.until);
    let expected: Vec<_> = lots.iter().map(|lot| (lot.granted, lot.available, lot.until)).collect();
    let got: Vec<_> = balance.lots.iter().map(|lot| (lot.credits.0, lot.remaining.0, lot.expires_at)).collect();
    assert_eq!(got, expected, "lots of account {who} after {step:?}");
    assert_eq!(balance.available.0, lots.iter().map(|lot| lot.available).sum::<i64>(), "after {step:?}");
    assert_eq!(balance.held.0, lots.iter().map(|lot| lot.held).sum::<i64>(), "after {step:?}");
}

/// How a case ends, always with its transaction rolled back: the next one begins with an empty ledger.
enum Ended {
    Agreed,
    Failed(server::database::Error),
}

impl From<server::database::Error> for Ended {
    fn from(error: server::database::Error) -> Self {
        Ended::Failed(error)
    }
}

#[test]
fn random_histories_agree_with_the_model() {
    let (_directory, database) = database();
    let config = ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(steps in prop::collection::vec(step(), 1..60))| {
        let ended = database.write_blocking(move |tx| {
            run(tx, &steps);
            Err::<(), _>(Ended::Agreed)
        });
        if let Err(Ended::Failed(error)) = ended {
            prop_assert!(false, "{error}");
        }
    });
}
