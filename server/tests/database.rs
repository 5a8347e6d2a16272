//! Group commit, isolation of what shares a transaction, and what is left when the disk fails.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use server::database::{Database, Error, backup};
use tempfile::TempDir;

fn open() -> (TempDir, Database) {
    let directory = tempfile::tempdir().expect("temporary directory");
    let database = Database::open(&file(&directory)).expect("open");
    database
        .write_blocking(|tx| {
            tx.execute_batch(
                "CREATE TABLE note (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
                 CREATE TABLE reply (note INTEGER REFERENCES note (number)) STRICT;",
            )?;
            Ok::<_, Error>(())
        })
        .expect("table");
    (directory, database)
}

fn file(directory: &TempDir) -> std::path::PathBuf {
    directory.path().join("test.sqlite3")
}

fn insert(tx: &Connection, number: i64) -> Result<i64, Error> {
    tx.execute("INSERT INTO note VALUES (?1, 'text')", [number])?;
    Ok(number)
}

fn numbers(tx: &Connection) -> Result<Vec<i64>, Error> {
    let mut statement = tx.prepare("SELECT number FROM note ORDER BY number")?;
    let numbers = statement.query_map([], |row| row.get(0))?;
    Ok(numbers.collect::<Result<_, _>>()?)
}

/// What stands in the file now, seen by a connection of another program.
fn stored(directory: &TempDir) -> Vec<i64> {
    numbers(&Connection::open(file(directory)).expect("open")).expect("read")
}

/// Commits that the WAL holds: frames whose header gives the database's size are the last of a transaction
/// (sqlite.org/fileformat2.html, section 4.1).
fn commits_in_wal(directory: &TempDir) -> usize {
    let wal = fs::read(directory.path().join("test.sqlite3-wal")).expect("WAL");
    let page = u32::from_be_bytes(wal[8..12].try_into().expect("four bytes")) as usize;
    wal[32..].chunks_exact(24 + page).filter(|frame| frame[4..8] != [0; 4]).count()
}

/// Keeps the writer busy, lets `queue` line work up behind it, and then lets go: all of it ends up in one batch.
fn behind_a_busy_writer<T>(database: &Database, queue: impl FnOnce() -> T) -> T {
    let (started, has_started) = mpsc::channel();
    let (let_go, wait) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let busy = move |_: &Connection| {
                started.send(()).expect("the test waits");
                wait.recv().expect("the test lets go");
                Ok::<_, Error>(())
            };
            database.write_blocking(busy).expect("busy");
        });
        has_started.recv().expect("the writer started");
        let queued = queue();
        let_go.send(()).expect("the writer waits");
        queued
    })
}

type Answer = Result<i64, Error>;

/// Queues work without waiting for it: the future is polled once, which sends it.
fn queue(
    runtime: &tokio::runtime::Runtime,
    database: &Database,
    work: impl FnOnce(&Connection) -> Answer + Send + 'static,
) -> tokio::task::JoinHandle<Answer> {
    let database = database.clone();
    let (sent, is_sent) = mpsc::channel();
    let task = runtime.spawn(async move {
        let mut write = std::pin::pin!(database.write(work));
        let first = std::future::poll_fn(|context| std::task::Poll::Ready(write.as_mut().poll(context))).await;
        assert!(first.is_pending(), "the writer is busy");
        sent.send(()).expect("the test waits");
        write.await
    });
    is_sent.recv().expect("sent");
    task
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("runtime")
}

#[test]
fn what_waits_shares_one_commit_and_a_failure_undoes_only_itself() {
    let (directory, database) = open();
    let runtime = runtime();
    let before = commits_in_wal(&directory);
    let answers = behind_a_busy_writer(&database, || {
        (0..40)
            .map(|number| {
                queue(&runtime, &database, move |tx| {
                    insert(tx, number)?;
                    match number {
                        7 => Err(Error::RolledBack),
                        // The same primary key again: SQLite's own error.
                        8 => insert(tx, number),
                        9 => panic!("work number nine"),
                        _ => Ok(number),
                    }
                })
            })
            .collect::<Vec<_>>()
    });
    for (number, answer) in (0..).zip(answers) {
        match (number, runtime.block_on(answer).expect("no panic reaches the caller")) {
            (7, Err(Error::RolledBack)) => {}
            (8, Err(Error::Sqlite(error))) => assert!(error.to_string().contains("UNIQUE"), "{error}"),
            (9, Err(Error::WorkPanicked(message))) => assert_eq!(message, "work number nine"),
            (_, answer) => assert_eq!(answer.expect("kept"), number),
        }
    }
    assert_eq!(stored(&directory), (0..40).filter(|number| ![7, 8, 9].contains(number)).collect::<Vec<_>>());
    assert_eq!(commits_in_wal(&directory) - before, 1);
}

#[test]
fn an_answer_comes_after_the_commit() {
    let (directory, database) = open();
    for number in 0..20 {
        database.write_blocking(move |tx| insert(tx, number)).expect("write");
        assert_eq!(stored(&directory).last(), Some(&number));
    }
}

#[test]
fn when_the_commit_fails_everybody_in_it_hears_so() {
    let (directory, database) = open();
    let runtime = runtime();
    let answers = behind_a_busy_writer(&database, || {
        let mut answers = vec![queue(&runtime, &database, |tx| insert(tx, 1))];
        // Its savepoint is released without complaint; the COMMIT finds the missing note.
        answers.push(queue(&runtime, &database, |tx| {
            tx.execute_batch("PRAGMA defer_foreign_keys = ON; INSERT INTO reply VALUES (99)")?;
            Ok(2)
        }));
        // Refused because of what the first one did, which is then undone.
        answers.push(queue(&runtime, &database, |tx| insert(tx, 1)));
        answers
    });
    for answer in answers {
        let answer = runtime.block_on(answer).expect("answered");
        assert!(matches!(&answer, Err(Error::NotCommitted(_))), "{answer:?}");
    }
    assert_eq!(stored(&directory), Vec::<i64>::new());
    database.write_blocking(|tx| insert(tx, 1)).expect("the writer goes on");
    assert_eq!(stored(&directory), [1]);
}

#[test]
fn work_that_ends_the_transaction_itself_is_found_out() {
    let (directory, database) = open();
    let runtime = runtime();
    let answers = behind_a_busy_writer(&database, || {
        [
            queue(&runtime, &database, |tx| insert(tx, 1)),
            queue(&runtime, &database, |tx| {
                tx.execute_batch("ROLLBACK")?;
                Ok(2)
            }),
            queue(&runtime, &database, |tx| insert(tx, 3)),
        ]
    });
    let [first, second, third] = answers.map(|answer| runtime.block_on(answer).expect("answered"));
    assert!(matches!(first, Err(Error::RolledBack)), "{first:?}");
    assert!(matches!(second, Err(Error::RolledBack)), "{second:?}");
    assert_eq!(third.expect("in a transaction of its own"), 3);
    assert_eq!(stored(&directory), [3]);
}

#[test]
fn a_full_database_is_an_error_that_loses_nothing() {
    let (directory, database) = open();
    database.write_blocking(|tx| insert(tx, 1)).expect("write");
    let limit = |pages: i64| {
        let set = move |tx: &Connection| Ok::<_, Error>(tx.pragma_update(None, "max_page_count", pages)?);
        database.write_blocking(set).expect("limit");
    };
    let big = |number: i64| {
        database.write_blocking(move |tx| {
            tx.execute("INSERT INTO note VALUES (?1, hex(zeroblob(10000)))", [number])?;
            Ok::<_, Error>(number)
        })
    };
    let pages = |tx: &Connection| Ok::<i64, Error>(tx.pragma_query_value(None, "page_count", |row| row.get(0))?);
    limit(database.write_blocking(pages).expect("pages") + 20);
    let mut kept = vec![1];
    let full = loop {
        match big(kept.len() as i64 + 1) {
            Ok(number) => kept.push(number),
            Err(error) => break error,
        }
    };
    assert!(full.to_string().contains("full"), "{full}");
    assert!(kept.len() > 2, "the limit came too early to test anything");
    assert_eq!(stored(&directory), kept);
    limit(100_000);
    kept.push(big(kept.len() as i64 + 1).expect("room again"));
    assert_eq!(stored(&directory), kept);
}

#[test]
fn the_log_begins_anew_while_writes_never_pause() {
    const ROW: usize = 256 << 10;
    const ROWS: usize = 700;
    let (directory, database) = open();
    let length = || fs::metadata(directory.path().join("test.sqlite3-wal")).expect("WAL").len() as usize;
    thread::scope(|scope| {
        for caller in 0..2 {
            let database = &database;
            scope.spawn(move || {
                for row in 0..ROWS / 2 {
                    let number = (caller * ROWS + row) as i64;
                    let insert = move |tx: &Connection| {
                        tx.execute("INSERT INTO note VALUES (?1, hex(zeroblob(?2)))", [number, ROW as i64 / 2])?;
                        Ok::<_, Error>(())
                    };
                    database.write_blocking(insert).expect("write");
                }
            });
        }
    });
    // 64 MiB, and what is written until a moment comes when little is left to copy.
    assert!(length() < 128 << 20, "the log has {} bytes after {} were written", length(), ROW * ROWS);
    let report = database
        .write_blocking(|tx| Ok::<String, Error>(tx.pragma_query_value(None, "integrity_check", |row| row.get(0))?));
    assert_eq!(report.expect("check"), "ok");
}

#[test]
fn reads_see_one_moment_and_cannot_write() {
    let (_directory, database) = open();
    let runtime = runtime();
    let writer = database.clone();
    runtime.block_on(async {
        let seen = database
            .read(move |tx| {
                let before = numbers(tx)?;
                writer.write_blocking(|tx| insert(tx, 1))?;
                Ok::<_, Error>((before, numbers(tx)?))
            })
            .await
            .expect("read");
        assert_eq!(seen, (vec![], vec![]));
        assert_eq!(database.read(numbers).await.expect("read"), [1]);
        let refused = database.read(|tx| insert(tx, 2)).await.expect_err("read only");
        assert!(refused.to_string().contains("readonly"), "{refused}");
    });
}

/// SQLite begins a backup anew when another connection writes, unless the backup reads a snapshot of its own.
#[test]
fn a_copy_ends_though_others_write_all_the_time_and_is_of_one_moment() {
    /// Commits before the writer gives up: a copy that waits for that never ends on a server at work.
    const MOST: i64 = 5000;
    let (directory, database) = open();
    let fill = |tx: &Connection| {
        tx.execute_batch(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1600)
             INSERT INTO note SELECT i, hex(zeroblob(10000)) FROM n",
        )?;
        Ok::<_, Error>(())
    };
    database.write_blocking(fill).expect("32 MB");
    let to = directory.path().join("copy");
    let runtime = runtime();
    let (done, written) = (AtomicBool::new(false), AtomicI64::new(0));
    let (before, after) = thread::scope(|scope| {
        // Each commit adds a note and its reply, and changes the first page and the last.
        scope.spawn(|| {
            for number in 10_000..10_000 + MOST {
                let add = move |tx: &Connection| {
                    insert(tx, number)?;
                    Ok::<_, Error>(tx.execute("INSERT INTO reply VALUES (?1)", [number])?)
                };
                database.write_blocking(add).expect("write");
                written.fetch_add(1, Ordering::Relaxed);
                if done.load(Ordering::Relaxed) {
                    break;
                }
            }
        });
        while written.load(Ordering::Relaxed) < 10 {
            thread::yield_now();
        }
        let before = written.load(Ordering::Relaxed);
        let target = to.clone();
        let bytes = runtime.block_on(database.read(move |tx| backup::copy(tx, &target))).expect("copied");
        let after = written.load(Ordering::Relaxed);
        done.store(true, Ordering::Relaxed);
        assert_eq!(bytes, to.metadata().expect("there").len());
        (before, after)
    });
    println!("{} commits while {} bytes were copied", after - before, to.metadata().expect("there").len());
    assert!(after > before + 10, "nobody wrote: {before}, {after}");
    assert!(after < MOST, "the copy ended only when nobody wrote any more");
    let copy = Connection::open(&to).expect("open");
    let count = |table: &str| {
        copy.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0)).expect("count")
    };
    let replies = count("reply");
    assert_eq!(count("note"), 1600 + replies);
    // A commit may be in the copy a moment before it is counted.
    assert!((before..=after + 1).contains(&replies), "{replies} of {before} to {after}");
    let whole: String = copy.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("check");
    assert_eq!(whole, "ok");
}

#[test]
fn reads_that_fail_or_panic_leave_the_pool_whole() {
    let (_directory, database) = open();
    runtime().block_on(async {
        for _ in 0..20 {
            let panicked = database.read(|_| -> Answer { panic!("read") }).await;
            assert!(matches!(panicked, Err(Error::WorkPanicked(message)) if message == "read"));
            assert!(matches!(database.read(|_| -> Answer { Err(Error::RolledBack) }).await, Err(Error::RolledBack)));
        }
        database.write(|tx| insert(tx, 5)).await.expect("write");
        assert_eq!(database.read(numbers).await.expect("read"), [5]);
    });
}

#[test]
fn many_tasks_write_and_read_at_once() {
    let (directory, database) = open();
    runtime().block_on(async {
        let mut tasks = tokio::task::JoinSet::new();
        // More than the queue holds, so that callers wait for room.
        for number in 0..3000 {
            let database = database.clone();
            tasks.spawn(async move {
                database.write(move |tx| insert(tx, number)).await.expect("write");
                assert!(database.read(numbers).await.expect("read").binary_search(&number).is_ok(), "{number}");
            });
        }
        while let Some(ended) = tasks.join_next().await {
            ended.expect("task");
        }
    });
    drop(database);
    assert_eq!(stored(&directory), (0..3000).collect::<Vec<_>>());
}

#[test]
fn work_runs_though_its_caller_stopped_waiting() {
    let (directory, database) = open();
    let runtime = runtime();
    behind_a_busy_writer(&database, || queue(&runtime, &database, |tx| insert(tx, 1)).abort());
    database.write_blocking(|tx| insert(tx, 2)).expect("the next in the queue");
    assert_eq!(stored(&directory), [1, 2]);
}

#[test]
fn the_last_handle_closes_the_file() {
    let (directory, database) = open();
    let clone = database.clone();
    drop(database);
    clone.write_blocking(|tx| insert(tx, 1)).expect("one handle is left");
    drop(clone);
    assert!(!directory.path().join("test.sqlite3-wal").exists(), "the WAL is folded into the file");
    assert_eq!(stored(&directory), [1]);
}

#[test]
fn the_last_handle_may_go_within_work() {
    let (directory, database) = open();
    let (let_go, wait) = mpsc::channel::<()>();
    let last = database.clone();
    let mut write = Box::pin(async move {
        let work = move |tx: &Connection| {
            wait.recv().expect("the test lets go");
            let number = insert(tx, 1)?;
            drop(last);
            Ok::<_, Error>(number)
        };
        database.write(work).await
    });
    runtime().block_on(std::future::poll_fn(|context| {
        assert!(write.as_mut().poll(context).is_pending());
        std::task::Poll::Ready(())
    }));
    drop(write);
    let_go.send(()).expect("the writer waits");
    let deadline = Instant::now() + Duration::from_secs(20);
    while stored(&directory) != [1] {
        assert!(Instant::now() < deadline, "the writer waits for itself");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn what_is_no_database_of_ours_is_refused() {
    let directory = tempfile::tempdir().expect("temporary directory");
    let text = directory.path().join("text");
    fs::write(&text, "a letter to my aunt, quite a long one, so that it has more bytes than a header of SQLite has")
        .expect("write");
    assert!(matches!(Database::open(&text), Err(Error::Sqlite(_))));
    let foreign = directory.path().join("foreign");
    Connection::open(&foreign).expect("open").execute_batch("CREATE TABLE photo (x)").expect("create");
    assert!(matches!(Database::open(&foreign), Err(Error::Foreign(0))));
    assert!(matches!(Database::open(Path::new("/nonexistent/directory/file")), Err(Error::File(..))));
}
