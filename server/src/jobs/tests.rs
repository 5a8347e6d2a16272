//! What a start finds, on a database and without a worker.

use tempfile::TempDir;

use super::*;
use crate::{
    generations::GenerationOptions,
    ledger::{Adjustment, Credits, Terms},
};

struct Left {
    database: Database,
    data: TempDir,
    running: GenerationId,
    queued: GenerationId,
}

/// What a server leaves that is killed with one generation running and one queued.
async fn killed() -> Left {
    let data = tempfile::tempdir().expect("a directory");
    let database = Database::open(&data.path().join("test.sqlite3")).expect("a database");
    let [running, queued] = std::array::from_fn(|_| GenerationId::random());
    let ids = [running.clone(), queued.clone()];
    database
        .write(move |tx| {
            let now = OffsetDateTime::now_utc();
            let account = ledger::create_account(tx, "a@example.com", now)?;
            let adjustment = Adjustment { reason: "a test".to_owned(), reference: None };
            ledger::grant(tx, &account, Credits(60), &adjustment, &Terms::default(), now)?;
            let options = GenerationOptions {
                model: "silhouette".to_owned(),
                resolution: 64,
                foreground_ratio: 0.85,
                keep_background: false,
                mask: false,
                upload_sha256: None,
            };
            for id in &ids {
                generations::create(tx, id, &account, &options, Credits(10), now)?;
            }
            generations::start(tx, &ids[0], now)?;
            Ok::<_, Error>(())
        })
        .await
        .expect("two generations");
    Left { database, data, running, queued }
}

impl Left {
    async fn recover(&self) -> Arc<Jobs> {
        let storage = Storage::open(self.data.path()).expect("storage");
        let jobs = Jobs::new(self.database.clone(), storage, Arc::default(), Arc::default(), 1);
        jobs.recover().await.expect("a recovery");
        jobs
    }

    async fn generation(&self, id: &GenerationId) -> Generation {
        let id = id.clone();
        self.database.read(move |tx| generations::get_any(tx, &id)).await.expect("a read").expect("a generation")
    }
}

#[tokio::test]
async fn what_ran_is_failed_once_and_what_waited_waits() {
    let left = killed().await;
    for _ in 0..2 {
        let jobs = left.recover().await;
        let failed = left.generation(&left.running).await;
        assert_eq!((failed.state, failed.fault.map(|fault| fault.kind)), (State::Failed, Some(FaultKind::Crash)));
        assert!(jobs.watch(&left.running).is_none());
        assert_eq!(jobs.next().await, left.queued);
    }
    let found = left.database.read(|tx| Ok::<_, Error>(generations::audit::check(tx)?)).await.expect("an audit");
    assert_eq!(found, Vec::<String>::new());
}

#[tokio::test]
async fn a_row_that_cannot_be_ended_keeps_nobody_else_waiting() {
    let left = killed().await;
    let hold = left.generation(&left.running).await.hold;
    left.database
        .write(move |tx| ledger::void_hold(tx, &hold, &Terms::default(), OffsetDateTime::now_utc()))
        .await
        .expect("somebody voids it behind its back");
    let jobs = left.recover().await;
    assert_eq!(left.generation(&left.running).await.state, State::Running, "left to the audit");
    assert_eq!(jobs.next().await, left.queued);
}

#[tokio::test]
async fn nothing_starts_while_the_server_drains() {
    let left = killed().await;
    let jobs = left.recover().await;
    jobs.drain();
    jobs.drained().await;
    tokio::time::timeout(Duration::from_millis(100), jobs.next()).await.expect_err("what waits stays");
    assert_eq!(left.generation(&left.queued).await.state, State::Queued);
}
