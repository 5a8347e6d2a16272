//! Several clients at once: their steps go through the server's writer, and the model takes them in the order in which the
//! writer did. Some clients go away before they are answered; what they asked for happens all the same.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::thread;

use rusqlite::Connection;
use server::configuration::Configuration;
use server::database::{self, Database};
use server::ledger::Terms;
use time::OffsetDateTime;

use crate::compare;
use crate::history::{History, fate, step};
use crate::model::{Answer, Model, Refusal};
use crate::random::Random;
use crate::real::{self, Real};
use crate::runs::{Disagreement, Run, scratch};
use crate::step::{Fate, Step};

const CLIENTS: u64 = 4;
/// Of each client but the first, which has a history of its own.
const STEPS_EACH: usize = 12;

#[test]
fn clients_at_once_agree_with_the_model_in_the_order_of_the_writer() {
    Run::of_environment("ONECLICK3D_CONCURRENT_HISTORIES", 20)
        .each(|_, mut seeds| seeds.try_for_each(|seed| run(seed).map_err(|found| Disagreement { seed, found })));
}

/// What all clients see: the ids, the clock, and what was done in which order.
struct Shared {
    real: Real,
    now: OffsetDateTime,
    done: Vec<(Step, Result<Answer, Refusal>)>,
}

/// A step that was refused is undone, and no failure of the database.
struct Undone;

impl From<database::Error> for Undone {
    fn from(error: database::Error) -> Self {
        panic!("the database failed: {error}")
    }
}

fn run(seed: u64) -> Result<(), String> {
    let (_directory, database) = scratch();
    let History { begin, terms, steps } = History::of_seed(seed);
    let configuration = Arc::new(real::configuration(&terms));
    let real = database
        .write_blocking(move |tx| Ok::<_, database::Error>(Real::new(tx, begin)))
        .map_err(|error| error.to_string())?;
    let shared = Arc::new(Mutex::new(Shared { real, now: begin, done: Vec::new() }));
    thread::scope(|scope| {
        let client = Client { database: &database, shared: &shared, configuration: &configuration };
        scope.spawn(move || client.work(steps));
        for other in 1..CLIENTS {
            let random = &mut Random::new(seed.wrapping_mul(CLIENTS).wrapping_add(other));
            let steps = (0..STEPS_EACH).map(|_| (step(random), fate(random))).collect();
            scope.spawn(move || client.work(steps));
        }
    });
    let shared = Arc::clone(&shared);
    let same = move |tx: &Connection| {
        let shared = shared.lock().expect("no client panicked");
        Ok::<_, database::Error>(agree(tx, &shared, begin, terms))
    };
    database.write_blocking(same).map_err(|error| error.to_string())?
}

#[derive(Clone, Copy)]
struct Client<'a> {
    database: &'a Database,
    shared: &'a Arc<Mutex<Shared>>,
    configuration: &'a Arc<Configuration>,
}

impl Client<'_> {
    fn work(self, steps: Vec<(Step, Fate)>) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        for (step, fate) in steps {
            runtime.block_on(async {
                match fate {
                    Fate::Answered => self.ask(step).await,
                    Fate::Retried => {
                        self.ask(step).await;
                        self.ask(step).await;
                    }
                    Fate::Lost => {
                        // Asked, and gone before the answer.
                        let mut asked = pin!(self.ask(step));
                        poll_fn(|context| {
                            let (Poll::Ready(()) | Poll::Pending) = asked.as_mut().poll(context);
                            Poll::Ready(())
                        })
                        .await;
                    }
                }
            });
        }
    }

    async fn ask(&self, step: Step) {
        let (shared, configuration) = (Arc::clone(self.shared), Arc::clone(self.configuration));
        let work = move |tx: &Connection| {
            let mut shared = shared.lock().expect("no client panicked");
            let now = shared.now;
            let answer = shared.real.apply(tx, &step, &configuration, now);
            if let Step::Wait(time) = step {
                shared.now += time;
            }
            let kept = answer.is_ok();
            shared.done.push((step, answer));
            if kept { Ok(()) } else { Err(Undone) }
        };
        match self.database.write(work).await {
            Ok(()) | Err(Undone) => {}
        }
    }
}

/// Everything that the clients did, in order, on the model.
fn agree(tx: &Connection, shared: &Shared, begin: OffsetDateTime, terms: Terms) -> Result<(), String> {
    let mut model = Model::new(begin, terms);
    for (number, (step, got)) in shared.done.iter().enumerate() {
        let expected = model.apply(step);
        compare::same(&format!("the answer to step {number}, {step:?}"), got, &expected)?;
    }
    compare::balances(tx, &shared.real, &model)?;
    compare::records(tx, &shared.real, &model)?;
    compare::audit(tx, &model)
}
