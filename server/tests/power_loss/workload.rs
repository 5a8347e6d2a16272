//! What is done to the database before the power goes: accounts, grants, generations from their hold to their end, expiry,
//! and work that is refused. A seed repeats it up to the random ids.

use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, mpsc};
use std::task::Poll;
use std::thread;

use rusqlite::Connection;
use rusqlite::types::Value;
use server::database::{self, Database};
use server::generations::{
    self, Artifact, End, Fault, FaultKind, GenerationId, GenerationOptions, Progress, idempotency,
};
use server::idempotency::KeyedRequest;
use server::ledger::{self, AccountId, Adjustment, Credits, Terms};
use time::{Duration, OffsetDateTime};

use super::random::Random;
use super::recorder::{Event, Recording};

/// Pages in the WAL after which it is copied into the file: small, so that it happens often, and the WAL begins anew.
const CHECKPOINT_PAGES: i64 = 25;

/// Most callers at a time; their work shares a transaction.
const CALLERS: u64 = 5;

/// The pragma `synchronous` of the writing connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Synchronous {
    /// As [`Database::open`] sets it.
    Full,
    Normal,
    Off,
}

/// Every row of every table, in words.
pub type State = Vec<String>;

/// What was done, to the disk and by the workload.
pub struct Recorded {
    pub events: Vec<Event>,
    /// The states that [`Event::Ran`] and [`Event::Acknowledged`] speak of. The first is an empty database's.
    pub states: Vec<State>,
}

/// Does `batches` transactions in a database that is new, and half-way closed and opened again.
pub fn record(seed: u64, batches: usize, synchronous: Synchronous) -> Recorded {
    let mut random = Random(seed);
    let directory = tempfile::tempdir().expect("a directory");
    let recording = Recording::begin(directory.path());
    let path = directory.path().join(super::crashes::FILE);
    let states = Arc::new(Mutex::new(Vec::new()));
    let mut now = OffsetDateTime::from_unix_timestamp(1_761_955_200).expect("1 November 2025");
    let mut database = open(&path, synchronous);
    states.lock().expect("states").push(database.write_blocking(state).expect("read"));
    for batch in 0..batches {
        if batch == batches / 2 {
            drop(database);
            database = open(&path, synchronous);
        }
        now += Duration::hours(random.below(60 * 24) as i64);
        let steps: Vec<_> = (0..=random.below(CALLERS)).map(|_| Step::any(&mut random)).collect();
        thread::scope(|scope| {
            // As the database does it when the log is long, which takes more than a test writes.
            if random.below(3) == 0 {
                scope.spawn(|| checkpoint(&path));
            }
            one_batch(&database, &recording, &states, steps, now);
        });
    }
    // The power goes while it is open.
    let events = recording.end();
    drop(database);
    let states = states.lock().expect("states").drain(..).collect();
    Recorded { events, states }
}

/// Copies the WAL into the file on a connection of its own, while the writer writes.
fn checkpoint(path: &Path) {
    let connection = Connection::open(path).expect("open");
    connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).expect("a checkpoint");
}

fn open(path: &Path, synchronous: Synchronous) -> Database {
    let database = Database::open(path).expect("open");
    let set =
        |tx: &Connection| tx.pragma_update_and_check(None, "wal_autocheckpoint", CHECKPOINT_PAGES, |row| row.get(0));
    let pages: i64 = database.write_blocking(move |tx| Ok::<_, database::Error>(set(tx)?)).expect("pragma");
    assert_eq!(pages, CHECKPOINT_PAGES);
    let level = match synchronous {
        Synchronous::Full => return database,
        Synchronous::Normal => 1,
        Synchronous::Off => 0,
    };
    // SQLite does not change it inside a transaction, and all work runs in one: so the work ends it, and is found out.
    let answer = database.write_blocking(move |tx| {
        tx.execute_batch("ROLLBACK")?;
        Ok::<_, database::Error>(tx.pragma_update(None, "synchronous", level)?)
    });
    assert!(matches!(answer, Err(database::Error::RolledBack)), "{answer:?}");
    let read =
        |tx: &Connection| Ok::<i64, database::Error>(tx.pragma_query_value(None, "synchronous", |row| row.get(0))?);
    assert_eq!(database.write_blocking(read).expect("pragma"), level);
    database
}

/// Callers that ask at the same time: the first piece of work waits until all are in the line, so that the writer finds them
/// together. Each is noted as acknowledged when its answer is there.
fn one_batch(
    database: &Database,
    recording: &Arc<Recording>,
    states: &Arc<Mutex<Vec<State>>>,
    steps: Vec<Step>,
    now: OffsetDateTime,
) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let (open, gate) = mpsc::channel::<()>();
    let mut gate = Some(gate);
    runtime.block_on(async {
        let mut callers = Vec::new();
        for step in steps {
            let (recording, states, gate) = (Arc::clone(recording), Arc::clone(states), gate.take());
            let mut caller = Box::pin(database.write(move |tx| {
                if let Some(gate) = gate {
                    gate.recv().expect("all callers have asked");
                }
                step.take(tx, now)?;
                let number = note(&mut states.lock().expect("states"), state(tx)?);
                recording.note(Event::Ran(number));
                Ok(number)
            }));
            // The first poll puts the work into the line.
            let first = std::future::poll_fn(|context| Poll::Ready(Pin::new(&mut caller).poll(context))).await;
            assert!(first.is_pending(), "the writer waits at the gate");
            callers.push(caller);
        }
        open.send(()).expect("the first piece of work waits");
        for caller in callers {
            match caller.await {
                Ok(number) => recording.note(Event::Acknowledged(number)),
                Err(Refusal::OnPurpose | Refusal::NoCredits) => {}
                Err(Refusal::Failed(error)) => panic!("{error}"),
            }
        }
    });
}

/// The number of a state; work that changed nothing leads to the one before.
fn note(states: &mut Vec<State>, state: State) -> usize {
    if states.last() != Some(&state) {
        states.push(state);
    }
    states.len() - 1
}

/// All rows of all tables, sorted.
pub fn state(tx: &Connection) -> Result<State, database::Error> {
    let mut tables = tx.prepare_cached("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    let tables: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut state = State::new();
    for table in tables {
        let mut select = tx.prepare(&format!("SELECT * FROM {table}"))?;
        let columns = select.column_count();
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let values: Vec<Value> = (0..columns).map(|column| row.get(column)).collect::<Result<_, _>>()?;
            state.push(format!("{table} {values:?}"));
        }
    }
    state.sort_unstable();
    Ok(state)
}

/// One piece of work. Where it needs an account or a generation it takes the `pick`th that is there, and does nothing when
/// there is none.
struct Step {
    what: What,
    pick: usize,
    credits: i64,
}

#[derive(Debug, Clone, Copy)]
enum What {
    Account,
    Grant,
    Submit,
    Start,
    Succeed,
    Fail,
    Cancel,
    Expire,
    /// Changes something and is then refused: nothing of it may ever be there.
    GrantRefused,
}

impl Step {
    fn any(random: &mut Random) -> Step {
        use What::{Account, Cancel, Expire, Fail, Grant, GrantRefused, Start, Submit, Succeed};
        let weighted = [
            Account,
            Grant,
            Grant,
            Submit,
            Submit,
            Submit,
            Submit,
            Start,
            Start,
            Start,
            Succeed,
            Succeed,
            Fail,
            Cancel,
            Expire,
            GrantRefused,
        ];
        Step {
            what: weighted[random.below(weighted.len() as u64) as usize],
            pick: random.below(1 << 20) as usize,
            credits: 5 + random.below(60) as i64,
        }
    }

    fn take(&self, tx: &Connection, now: OffsetDateTime) -> Result<(), Refusal> {
        let accounts = ledger::accounts(tx)?;
        let account = self.picked(&accounts).map(|account| account.id.clone());
        let running = generations::running(tx)?;
        match (self.what, account) {
            (What::Account, _) | (_, None) => {
                let account = ledger::create_account(tx, &format!("{}@example.com", accounts.len()), now)?;
                ledger::create_key(tx, &account, None, now)?;
            }
            (What::Grant, Some(account)) => self.grant(tx, &account, now)?,
            (What::GrantRefused, Some(account)) => {
                self.grant(tx, &account, now)?;
                return Err(Refusal::OnPurpose);
            }
            (What::Submit, Some(account)) => {
                let id = GenerationId::random();
                let request = KeyedRequest { key: id.0.clone(), sha256: "0".repeat(64) };
                idempotency::create_once(tx, &id, &account, &options(), Credits(10), Some(&request), now)?;
            }
            (What::Start, _) => {
                if let Some(id) = self.picked(&generations::queued(tx)?) {
                    generations::start(tx, id, now)?;
                }
            }
            (What::Cancel, _) => {
                if let Some(id) = self.picked(&generations::queued(tx)?) {
                    generations::cancel_queued(tx, id, &Terms::default(), now)?;
                }
            }
            (What::Succeed | What::Fail, _) => {
                if let Some((id, attempt)) = self.picked(&running) {
                    let end = if matches!(self.what, What::Succeed) { success() } else { fault() };
                    generations::finish(tx, id, *attempt, &end, Progress::NONE, &Terms::default(), now)?;
                }
            }
            (What::Expire, _) => {
                ledger::expire_lots(tx, now)?;
            }
        }
        Ok(())
    }

    fn grant(&self, tx: &Connection, account: &AccountId, now: OffsetDateTime) -> Result<(), Refusal> {
        let adjustment = Adjustment { reason: "a test".to_owned(), reference: None };
        ledger::grant(tx, account, Credits(self.credits), &adjustment, &Terms::default(), now)?;
        Ok(())
    }

    fn picked<'a, T>(&self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.pick % from.len().max(1))
    }
}

fn options() -> GenerationOptions {
    GenerationOptions {
        model: "silhouette".to_owned(),
        resolution: 64,
        foreground_ratio: 0.85,
        keep_background: false,
        mask: false,
        upload_sha256: None,
    }
}

fn success() -> End {
    let report = serde_json::json!({
        "model": "silhouette", "device": "cpu", "resolution": 64, "stages_ms": {}, "vertices": 4, "faces": 4,
        "watertight": true, "fraction_evaluated": 0.5, "area": 1.0, "volume": 0.1, "components": [4], "floaters": 0,
    });
    let artifacts = vec![Artifact { format: "glb".to_owned(), sha256: "0".repeat(64), bytes: 9 }];
    End::Succeeded { artifacts, report: serde_json::from_value(report).expect("a report") }
}

fn fault() -> End {
    End::Failed(Fault::new(FaultKind::Crash, "a test"))
}

/// Why a piece of work was rolled back.
enum Refusal {
    OnPurpose,
    NoCredits,
    Failed(generations::Error),
}

impl From<database::Error> for Refusal {
    fn from(error: database::Error) -> Refusal {
        Refusal::Failed(error.into())
    }
}

impl From<ledger::Error> for Refusal {
    fn from(error: ledger::Error) -> Refusal {
        generations::Error::from(error).into()
    }
}

impl From<generations::Error> for Refusal {
    fn from(error: generations::Error) -> Refusal {
        match error {
            generations::Error::Ledger(ledger::Error::InsufficientCredits { .. }) => Refusal::NoCredits,
            error => Refusal::Failed(error),
        }
    }
}
