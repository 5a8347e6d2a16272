//! The states and their holds, on a database.

use rusqlite::Connection;
use tempfile::TempDir;
use time::OffsetDateTime;

use super::*;
use crate::{
    database::Database,
    ledger::{Adjustment, Terms, create_account, grant},
};

struct Books {
    database: Database,
    account: AccountId,
    _directory: TempDir,
}

impl Books {
    fn with(credits: i64) -> Books {
        let directory = tempfile::tempdir().expect("a directory");
        let database = Database::open(&directory.path().join("test.sqlite3")).expect("a database");
        let account = database
            .write_blocking(move |tx| {
                let account = create_account(tx, "a@example.com", now())?;
                let adjustment = Adjustment { reason: "a test".to_owned(), reference: None };
                grant(tx, &account, Credits(credits), &adjustment, &Terms::default(), now())?;
                Ok::<_, ledger::Error>(account)
            })
            .expect("an account");
        Books { database, account, _directory: directory }
    }

    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.database.write_blocking(work)
    }

    fn create(&self) -> Result<GenerationId, Error> {
        let account = self.account.clone();
        self.write(move |tx| {
            let id = GenerationId::random();
            create(tx, &id, &account, &options(), Credits(10), now())?;
            Ok(id)
        })
    }

    fn start(&self, id: &GenerationId) -> Result<i64, Error> {
        let id = id.clone();
        self.write(move |tx| start(tx, &id, now()))
    }

    fn finish(&self, id: &GenerationId, attempt: i64, end: End) -> Result<Credits, Error> {
        let id = id.clone();
        self.write(move |tx| finish(tx, &id, attempt, &end, Progress::NONE, &Terms::default(), now()))
    }

    /// Available and held.
    fn credits(&self) -> (i64, i64) {
        let account = self.account.clone();
        let balance = self.write(move |tx| Ok(ledger::balance(tx, &account, now())?)).expect("a balance");
        (balance.available.0, balance.held.0)
    }

    fn state(&self, id: &GenerationId) -> State {
        let id = id.clone();
        self.write(move |tx| get_any(tx, &id)).expect("a read").expect("a generation").state
    }

    fn disagreements(&self) -> Vec<String> {
        self.write(|tx| Ok(audit::check(tx)?)).expect("an audit")
    }

    fn corrupt(&self, sql: &'static str) {
        self.write(move |tx| Ok(tx.execute_batch(sql)?)).expect(sql);
    }
}

fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
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

#[test]
fn a_success_spends_the_hold_and_any_other_end_gives_it_back() {
    let books = Books::with(50);
    for (end, credits) in [(success(), (40, 0)), (fault(), (40, 0)), (End::Canceled, (40, 0))] {
        let id = books.create().expect("credits");
        assert_eq!(books.credits().1, 10);
        let attempt = books.start(&id).expect("queued");
        let state = end.state();
        books.finish(&id, attempt, end).expect("running");
        assert_eq!((books.state(&id), books.credits()), (state, credits));
    }
    assert_eq!(books.disagreements(), Vec::<String>::new());
}

#[test]
fn without_credits_there_is_no_row() {
    let books = Books::with(9);
    assert!(matches!(books.create(), Err(Error::Ledger(ledger::Error::InsufficientCredits { .. }))));
    let account = books.account.clone();
    let page = books.write(move |tx| list(tx, &account, None, 10)).expect("a read").expect("a page");
    assert!(page.generations.is_empty());
}

#[test]
fn an_end_comes_once_and_only_from_the_attempt_that_runs() {
    let books = Books::with(50);
    let id = books.create().expect("credits");
    assert!(matches!(books.finish(&id, 0, success()), Err(Error::Stale { .. })), "it does not run");
    let attempt = books.start(&id).expect("queued");
    assert!(matches!(books.start(&id), Err(Error::Stale { .. })), "it runs already");
    assert!(matches!(books.finish(&id, attempt - 1, success()), Err(Error::Stale { .. })), "an earlier attempt");
    let canceled = id.clone();
    assert!(matches!(
        books.write(move |tx| cancel_queued(tx, &canceled, &Terms::default(), now())),
        Err(Error::Stale { .. })
    ));
    books.finish(&id, attempt, fault()).expect("running");
    assert!(matches!(books.finish(&id, attempt, success()), Err(Error::Stale { .. })), "it has ended");
    assert_eq!(books.credits(), (50, 0));
}

#[test]
fn an_end_whose_hold_cannot_follow_is_no_end() {
    let books = Books::with(50);
    let id = books.create().expect("credits");
    let attempt = books.start(&id).expect("queued");
    // Somebody voids the hold behind the generation's back.
    let voided = id.clone();
    let hold = books.write(move |tx| get_any(tx, &voided)).expect("a read").expect("a generation").hold;
    books.write(move |tx| Ok(ledger::void_hold(tx, &hold, &Terms::default(), now())?)).expect("held");
    assert!(matches!(books.finish(&id, attempt, success()), Err(Error::Ledger(ledger::Error::HoldResolved(..)))));
    assert_eq!(books.state(&id), State::Running, "both or neither");
    let found = books.disagreements();
    assert!(found.len() == 1 && found[0].contains(&id.0) && found[0].contains("is RUNNING"), "{found:?}");
}

#[test]
fn what_waits_and_what_runs_is_found_oldest_first() {
    let books = Books::with(50);
    let [ran, first, ended, second] = std::array::from_fn(|_| books.create().expect("credits"));
    books.start(&ran).expect("queued");
    let attempt = books.start(&ended).expect("queued");
    books.finish(&ended, attempt, success()).expect("running");
    assert_eq!(books.write(running).expect("a read"), [(ran, 1)]);
    assert_eq!(books.write(queued).expect("a read"), [first, second]);
}

#[test]
fn rows_stay_as_they_ended() {
    let books = Books::with(50);
    let id = books.create().expect("credits");
    let attempt = books.start(&id).expect("queued");
    books.finish(&id, attempt, success()).expect("running");
    for sql in
        ["UPDATE generation SET state = 'QUEUED'", "DELETE FROM generation", "UPDATE generation SET stage = NULL"]
    {
        books.write(move |tx| Ok(tx.execute_batch(sql)?)).expect_err(sql);
    }
}

#[test]
fn the_audit_finds_each_kind_of_disagreement() {
    for (sql, says) in [
        ("UPDATE generation SET state = 'CANCELED', finished_at_ms = 1", "is CANCELED, its hold"),
        ("UPDATE generation SET state = 'SUCCEEDED', finished_at_ms = 1", "is SUCCEEDED with 0 artifacts"),
        ("UPDATE generation SET credits = 9", "costs 9 credits"),
        ("DROP TRIGGER generation_stays; DELETE FROM generation", "belongs to no generation"),
        ("INSERT INTO artifact SELECT id, 'glb', hex(zeroblob(32)), 1, NULL, NULL FROM generation", "with 1 artifacts"),
    ] {
        let books = Books::with(50);
        books.create().expect("credits");
        assert_eq!(books.disagreements(), Vec::<String>::new());
        books.corrupt(sql);
        let found = books.disagreements();
        assert!(found.iter().any(|words| words.contains(says)), "{sql}: {found:?}");
    }
}

#[test]
fn ids_have_one_form_and_nothing_else_becomes_a_path() {
    let id = GenerationId::random();
    assert_eq!(GenerationId::parse(&id.0), Some(id));
    for wrong in [
        "",
        "gen_",
        "gen_0",
        "../../etc/passwd",
        "gen_0000000000000000000000000000000G",
        "gen_../0000000000000000000000000000",
    ] {
        assert_eq!(GenerationId::parse(wrong), None, "{wrong}");
    }
}
