//! Warnings before credits expire and when they run low (policy P10), with a clock of the test's own.

use std::sync::Arc;

use server::configuration::Configuration;
use server::database::{self, Database};
use server::ledger::{self, AccountId, Adjustment, Credits, LotId, Terms};
use server::sweeper;
use tempfile::TempDir;
use time::{Duration, OffsetDateTime};

/// When tests begin: 1 November 2025, noon.
fn day_0() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_761_998_400).expect("in range")
}

struct Bench {
    directory: TempDir,
    database: Option<Database>,
    configuration: Arc<Configuration>,
    account: AccountId,
    now: OffsetDateTime,
}

impl Bench {
    /// An account without credits, and a service with these `[credits]`.
    async fn new(credits: &str) -> Bench {
        let directory = tempfile::tempdir().expect("a directory");
        let text = format!("[credits]\n{credits}\n[service]\ncontact = 'help@example.com'");
        std::fs::write(directory.path().join("oneclick3d.toml"), text).expect("write");
        let configuration = Configuration::load(None, directory.path()).expect("a configuration");
        let database = Database::open(&directory.path().join("ledger.sqlite3")).expect("open");
        let account =
            database.write(|tx| ledger::create_account(tx, "a@example.com", day_0())).await.expect("an account");
        let (database, configuration) = (Some(database), Arc::new(configuration));
        Bench { directory, database, configuration, account, now: day_0() }
    }

    fn database(&self) -> &Database {
        self.database.as_ref().expect("open")
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&rusqlite::Connection, &AccountId, OffsetDateTime) -> Result<T, ledger::Error> + Send + 'static,
    ) -> T {
        let (account, now) = (self.account.clone(), self.now);
        self.database().write(move |tx| work(tx, &account, now)).await.expect("done")
    }

    async fn grant(&self, credits: i64) -> LotId {
        self.write(move |tx, account, now| {
            let adjustment = Adjustment { reason: "a test".to_owned(), reference: None };
            ledger::grant(tx, account, Credits(credits), &adjustment, &Terms::default(), now)
        })
        .await
    }

    async fn spend(&self, credits: i64) {
        self.write(move |tx, account, now| {
            let hold = ledger::hold(tx, account, Credits(credits), now)?;
            ledger::commit_hold(tx, &hold, now)
        })
        .await;
    }

    /// The sweep of a day, at an hour; the subjects of the mails that it queued.
    async fn sweep(&mut self, day: i64, hour: i64) -> Vec<String> {
        self.now = day_0() + Duration::days(day) + Duration::hours(hour - 12);
        self.mails().await.into_iter().map(|(subject, _)| subject).collect()
    }

    async fn mails(&self) -> Vec<(String, String)> {
        let count = |tx: &rusqlite::Connection| {
            Ok::<i64, database::Error>(tx.query_row("SELECT count(*) FROM mail", [], |row| row.get(0))?)
        };
        let before = self.database().read(count).await.expect("read");
        // Twice, and with the second a minute later: what was told is told.
        for minute in 0..2 {
            let now = self.now + Duration::minutes(minute);
            sweeper::sweep(self.database(), &self.configuration, now).await.expect("a sweep");
        }
        let read = move |tx: &rusqlite::Connection| {
            let mut statement =
                tx.prepare("SELECT subject, text FROM mail WHERE recipient = 'a@example.com' LIMIT -1 OFFSET ?1")?;
            let mails = statement.query_map([before], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok::<Vec<_>, database::Error>(mails.collect::<Result<_, _>>()?)
        };
        self.database().read(read).await.expect("read")
    }

    /// The server ends and another one starts.
    fn restart(&mut self) {
        self.database = None;
        self.database = Some(Database::open(&self.directory.path().join("ledger.sqlite3")).expect("open"));
    }
}

const NONE: [&str; 0] = [];

#[tokio::test(flavor = "multi_thread")]
async fn p10_a_lot_is_warned_of_at_thirty_and_at_seven_days_once_each_also_after_restarts() {
    let mut bench = Bench::new("low_balance = 0").await;
    bench.grant(60).await;
    for day in [0, 100, 334] {
        assert_eq!(bench.sweep(day, 23).await, NONE, "day {day}");
    }
    assert_eq!(bench.sweep(335, 0).await, ["60 credits will expire on 2026-11-01"]);
    bench.restart();
    bench.spend(10).await;
    assert_eq!(bench.sweep(357, 23).await, NONE);
    assert_eq!(bench.sweep(358, 0).await, ["50 credits will expire on 2026-11-01"]);
    bench.restart();
    for day in [359, 364, 365, 366, 400] {
        assert_eq!(bench.sweep(day, 12).await, NONE, "day {day}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn p10_a_server_that_was_down_warns_once_for_what_it_missed() {
    let mut bench = Bench::new("low_balance = 0").await;
    bench.grant(60).await;
    assert_eq!(bench.sweep(360, 12).await, ["60 credits will expire on 2026-11-01"]);
    assert_eq!(bench.sweep(361, 12).await, NONE);
}

#[tokio::test(flavor = "multi_thread")]
async fn p10_lots_that_expire_the_same_day_are_one_mail_and_empty_ones_none() {
    let mut bench = Bench::new("low_balance = 0").await;
    bench.grant(5).await;
    bench.spend(5).await;
    assert_eq!(bench.sweep(335, 12).await, NONE, "nothing is left of it");

    let mut bench = Bench::new("low_balance = 0").await;
    bench.grant(5).await;
    bench.now += Duration::hours(6);
    bench.grant(7).await;
    bench.now += Duration::hours(12);
    bench.grant(9).await;
    bench.now = day_0() + Duration::days(335);
    let mails = bench.mails().await;
    let [(subject, text)] = mails.as_slice() else { panic!("{mails:?}") };
    assert_eq!(subject, "12 credits will expire on 2026-11-01");
    for said in ["expire on 2026-11-01 at 12:00 UTC", bench.account.0.as_str()] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    assert_eq!(bench.sweep(336, 12).await, ["9 credits will expire on 2026-11-02"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn p10_credits_that_come_back_after_their_expiry_are_warned_of_with_their_new_one() {
    let mut bench = Bench::new("low_balance = 0").await;
    bench.grant(10).await;
    let hold = bench.write(|tx, account, now| ledger::hold(tx, account, Credits(10), now)).await;
    assert_eq!(bench.sweep(335, 12).await, NONE, "all of it is on hold");
    bench.now = day_0() + Duration::days(400);
    bench.write(move |tx, _, now| ledger::void_hold(tx, &hold, &Terms::default(), now)).await;
    // Day 400 is 6 December 2026; thirty days of grace.
    assert_eq!(bench.sweep(400, 13).await, ["10 credits will expire on 2027-01-05"]);
    assert_eq!(bench.sweep(423, 13).await, ["10 credits will expire on 2027-01-05"]);
    assert_eq!(bench.sweep(424, 13).await, NONE);
}

#[tokio::test(flavor = "multi_thread")]
async fn p10_a_threshold_longer_than_the_lifetime_warns_of_nothing() {
    let mut bench = Bench::new("low_balance = 0\nwarning_days = [400, 3]").await;
    bench.grant(10).await;
    assert_eq!(bench.sweep(0, 13).await, NONE);
    assert_eq!(bench.sweep(362, 13).await, ["10 credits will expire on 2026-11-01"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_low_balance_is_told_once_until_it_has_risen_again() {
    let mut bench = Bench::new("low_balance = 10").await;
    assert_eq!(bench.sweep(0, 12).await, NONE, "an account that never had credits");
    bench.grant(20).await;
    bench.spend(10).await;
    assert_eq!(bench.sweep(1, 12).await, NONE, "ten are as many as the threshold");
    let hold = bench.write(|tx, account, now| ledger::hold(tx, account, Credits(10), now)).await;
    assert_eq!(bench.sweep(2, 12).await, NONE, "what is on hold may come back");
    bench.write(move |tx, _, now| ledger::commit_hold(tx, &hold, now)).await;
    assert_eq!(bench.sweep(3, 12).await, ["OneClick3D: no credits are left"]);
    bench.restart();
    assert_eq!(bench.sweep(4, 12).await, NONE);
    bench.grant(9).await;
    bench.spend(8).await;
    assert_eq!(bench.sweep(5, 12).await, NONE, "it was never at the threshold again");
    bench.grant(60).await;
    bench.spend(60).await;
    assert_eq!(bench.sweep(6, 12).await, ["OneClick3D: 1 credit is left"], "it rose between two sweeps");
    assert_eq!(bench.sweep(7, 12).await, NONE);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminated_account_is_not_warned() {
    let mut bench = Bench::new("").await;
    bench.grant(5).await;
    bench.write(ledger::terminate_account).await;
    assert_eq!(bench.sweep(335, 12).await, NONE);
    bench.write(|tx, account, _| ledger::reinstate_account(tx, account)).await;
    let told = bench.sweep(336, 12).await;
    assert_eq!(told, ["5 credits will expire on 2026-11-01", "OneClick3D: 5 credits are left"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_accounts_than_one_transaction_takes_are_all_told() {
    let bench = Bench::new("").await;
    let terms = Terms::default();
    let write = move |tx: &rusqlite::Connection| {
        for index in 0..250 {
            let account = ledger::create_account(tx, &format!("{index}@example.com"), day_0())?;
            let adjustment = Adjustment { reason: "a test".to_owned(), reference: None };
            ledger::grant(tx, &account, Credits(5), &adjustment, &terms, day_0())?;
        }
        Ok::<_, ledger::Error>(())
    };
    bench.database().write(write).await.expect("accounts");
    let now = day_0() + Duration::days(340);
    sweeper::sweep(bench.database(), &bench.configuration, now).await.expect("a sweep");
    let told = |tx: &rusqlite::Connection| {
        Ok::<(i64, i64), database::Error>(tx.query_row(
            "SELECT count(DISTINCT recipient) FILTER (WHERE subject LIKE '%will expire%'), count(*) FROM mail",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?)
    };
    assert_eq!(bench.database().read(told).await.expect("read"), (250, 500));
}
