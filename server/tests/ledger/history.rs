//! The past, from the journal (policy P10, P12): after random histories with purchases, disputes, refunds and expiry, the balance at
//! every past moment is what it was then, and statements add up from their CSV alone.

use proptest::prelude::*;
use rusqlite::Connection;
use server::ledger::{self, AccountId, Balance, Claim, Credits, Error, HoldId, LotId, PurchaseId, Terms};
use server::statements::{Format, PAGE, Statement};
use time::{Duration, OffsetDateTime};

use crate::{database, day_0, grant};

#[derive(Debug, Clone)]
enum Step {
    Grant(i64),
    Purchase(i64),
    Hold(i64),
    Commit(usize),
    Void(usize),
    Claim { lot: usize, frozen: bool, clawed_back: i64 },
    Wait(Duration),
    Expire,
}

fn step() -> impl Strategy<Value = Step> {
    let waits = [1, 1000, 86_400_000, 29 * 86_400_000, 180 * 86_400_000, 365 * 86_400_000].map(Duration::milliseconds);
    prop_oneof![
        2 => (1..40i64).prop_map(Step::Grant),
        2 => (1..40i64).prop_map(Step::Purchase),
        4 => (1..30i64).prop_map(Step::Hold),
        2 => any::<usize>().prop_map(Step::Commit),
        3 => any::<usize>().prop_map(Step::Void),
        2 => (any::<usize>(), any::<bool>(), 0..40i64)
            .prop_map(|(lot, frozen, clawed_back)| Step::Claim { lot, frozen, clawed_back }),
        4 => prop::sample::select(waits.to_vec()).prop_map(Step::Wait),
        1 => Just(Step::Expire),
    ]
}

/// One account and its clock.
struct History<'a> {
    tx: &'a Connection,
    account: AccountId,
    now: OffsetDateTime,
    lots: Vec<LotId>,
    holds: Vec<HoldId>,
    /// What `balance` said, one for each moment: the last.
    past: Vec<(OffsetDateTime, Balance)>,
}

impl History<'_> {
    fn take(&mut self, step: &Step) {
        self.tx.execute_batch("SAVEPOINT step").expect("savepoint");
        match self.attempt(step) {
            Ok(()) => {}
            // Refused, as it may be; undone, as the server does it.
            Err(Error::InsufficientCredits { .. } | Error::HoldResolved(..) | Error::Invalid(_)) => {
                self.tx.execute_batch("ROLLBACK TO step").expect("rollback");
            }
            Err(error) => panic!("{step:?}: {error}"),
        }
        self.tx.execute_batch("RELEASE step").expect("release");
        let balance = ledger::balance(self.tx, &self.account, self.now).expect("balance");
        self.past.retain(|(at, _)| *at != self.now);
        self.past.push((self.now, balance));
    }

    fn attempt(&mut self, step: &Step) -> Result<(), Error> {
        let (tx, now, terms) = (self.tx, self.now, Terms::default());
        match *step {
            Step::Grant(credits) => self.lots.push(grant(tx, &self.account, credits, now)?),
            Step::Purchase(credits) => {
                let purchase = PurchaseId::random()?;
                let lot = ledger::grant_purchase(tx, &purchase, &self.account, Credits(credits), &terms, now)?;
                self.lots.push(lot);
            }
            Step::Hold(credits) => self.holds.push(ledger::hold(tx, &self.account, Credits(credits), now)?),
            Step::Commit(which) if !self.holds.is_empty() => {
                ledger::commit_hold(tx, &self.holds[which % self.holds.len()], now)?;
            }
            Step::Void(which) if !self.holds.is_empty() => {
                ledger::void_hold(tx, &self.holds[which % self.holds.len()], &terms, now)?;
            }
            Step::Claim { lot, frozen, clawed_back } if !self.lots.is_empty() => {
                let claim = Claim { frozen, clawed_back: Credits(clawed_back) };
                ledger::claim_lot(tx, &self.lots[lot % self.lots.len()], claim, "=a dispute", &terms, now)?;
            }
            Step::Commit(_) | Step::Void(_) | Step::Claim { .. } => {}
            Step::Wait(time) => self.now += time,
            Step::Expire => drop(ledger::expire_lots(tx, now)?),
        }
        Ok(())
    }

    /// The whole statement, as a client gets it.
    fn csv(&self, from: Option<OffsetDateTime>, to: Option<OffsetDateTime>) -> Vec<Row> {
        let statement = Statement::open(self.tx, &self.account, from, to, self.now).expect("a statement");
        let mut bytes = Format::Csv.opening(&statement.head).expect("opening");
        let mut after = None;
        loop {
            let lines = statement.lines(self.tx, after).expect("lines");
            bytes.extend(Format::Csv.lines(&lines, after.is_none()).expect("lines"));
            if lines.len() < PAGE {
                break;
            }
            after = lines.last().map(|line| line.sequence);
        }
        bytes.extend(Format::Csv.closing(&statement.head).expect("closing"));
        rows(&bytes)
    }
}

/// A row of the CSV.
struct Row {
    kind: String,
    /// The changes and what there is after them, of available and of held credits.
    credits: i64,
    held: i64,
    balance: (i64, i64),
    reason: String,
}

fn rows(csv: &[u8]) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(csv);
    let columns = reader.headers().expect("a header").clone();
    let column = |name: &str| columns.iter().position(|known| known == name).expect(name);
    let (kind, reason) = (column("kind"), column("reason"));
    let [credits, held, balance, balance_held] = ["credits", "held", "balance", "balance_held"].map(column);
    let number = |text: &str| if text.is_empty() { 0 } else { text.parse().expect("a number") };
    let rows = reader.records().map(|record| {
        let record = record.expect("a row");
        Row {
            kind: record[kind].to_owned(),
            credits: number(&record[credits]),
            held: number(&record[held]),
            balance: (number(&record[balance]), number(&record[balance_held])),
            reason: record[reason].to_owned(),
        }
    });
    rows.collect()
}

/// Checks a statement with nothing but itself; its opening and closing balance.
fn adds_up(rows: &[Row]) -> ((i64, i64), (i64, i64)) {
    let [opening, lines @ .., closing] = rows else { panic!("it has no first and last row") };
    assert_eq!((opening.kind.as_str(), closing.kind.as_str()), ("opening", "closing"));
    let mut balance = opening.balance;
    for line in lines {
        balance = (balance.0 + line.credits, balance.1 + line.held);
        assert_eq!(line.balance, balance, "after {} of {}", line.kind, line.credits);
        assert!(!line.reason.starts_with('='), "a formula: {}", line.reason);
    }
    assert_eq!(closing.balance, balance);
    (opening.balance, balance)
}

/// How a case ends, always rolled back: the next one begins with an empty ledger.
enum Ended {
    Agreed,
    Failed(server::database::Error),
}

impl From<server::database::Error> for Ended {
    fn from(error: server::database::Error) -> Self {
        Ended::Failed(error)
    }
}

/// Each step of a random history, and the check at its end.
fn after_random_histories(check: impl Fn(&History<'_>) + Copy + Send + 'static) {
    let (_directory, database) = database();
    let config = ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(steps in prop::collection::vec(step(), 1..50))| {
        let ended = database.write_blocking(move |tx| {
            let account = ledger::create_account(tx, "a@example.com", day_0()).expect("an account");
            let (lots, holds, past) = (Vec::new(), Vec::new(), Vec::new());
            let mut history = History { tx, account, now: day_0(), lots, holds, past };
            steps.iter().for_each(|step| history.take(step));
            check(&history);
            Err::<(), _>(Ended::Agreed)
        });
        if let Err(Ended::Failed(error)) = ended {
            prop_assert!(false, "{error}");
        }
    });
}

#[test]
fn p12_the_balance_at_every_past_moment_is_what_it_was_then() {
    after_random_histories(|history| {
        for (at, then) in &history.past {
            let now = ledger::balance_at(history.tx, &history.account, *at, history.now).expect("the past");
            assert_eq!(now, *then, "at {at}");
        }
        // Between two moments only time passes: no entry, but an expiry may become due.
        for (at, then) in history.past.iter().filter(|(at, _)| *at < history.now) {
            let at = *at + Duration::milliseconds(1);
            let between = ledger::balance_at(history.tx, &history.account, at, history.now).expect("the past");
            let is_a_moment = history.past.iter().any(|(moment, _)| *moment == at);
            assert!(is_a_moment || between.held == then.held && between.available <= then.available, "at {at}");
        }
    });
}

#[test]
fn p12_the_lines_of_a_statement_add_up_from_its_csv_alone() {
    after_random_histories(|history| {
        let whole = history.csv(None, None);
        let (opening, closing) = adds_up(&whole);
        assert_eq!(opening, (0, 0));
        ledger::expire_lots(history.tx, history.now).expect("expiry");
        let (_, after_expiry) = adds_up(&history.csv(None, None));
        let balance = ledger::balance(history.tx, &history.account, history.now).expect("balance");
        assert_eq!(after_expiry, (balance.available.0, balance.held.0));
        assert!(closing.0 >= after_expiry.0);

        // Cut at any moment, it goes on where it ended, and no line is lost or twice.
        for (at, _) in &history.past {
            let (before, after) = (history.csv(None, Some(*at)), history.csv(Some(*at), None));
            let ((_, cut), (from, _)) = (adds_up(&before), adds_up(&after));
            assert_eq!(cut, from, "at {at}");
            let whole = history.csv(None, None);
            assert_eq!(before.len() - 2 + after.len() - 2, whole.len() - 2, "at {at}");
        }
    });
}

#[test]
fn a_time_that_is_not_the_accounts_past_is_refused_with_what_can_be_asked() {
    let (_directory, database) = database();
    let hour = Duration::HOUR;
    let refused = database.write_blocking(move |tx| {
        let account = ledger::create_account(tx, "a@example.com", day_0())?;
        let now = day_0() + hour;
        let at = |time| ledger::balance_at(tx, &account, time, now);
        assert_eq!(at(day_0())?.available, Credits(0));
        assert_eq!(at(now)?.available, Credits(0));
        let statement = |from, to| ledger::Span::between(tx, &account, Some(from), Some(to), now).map(drop);
        statement(day_0(), now)?;
        Ok::<_, Error>([
            at(day_0() - Duration::milliseconds(1)).expect_err("before").to_string(),
            at(now + Duration::milliseconds(1)).expect_err("the future").to_string(),
            statement(day_0() - hour, now).expect_err("before").to_string(),
            statement(day_0(), now + hour).expect_err("the future").to_string(),
            statement(now, day_0()).expect_err("backwards").to_string(),
        ])
    });
    let refused = refused.expect("refusals");
    assert!(refused[0].contains("before the account was made: give 2025-11-01T00:00:00Z or later"), "{}", refused[0]);
    assert!(refused[1].contains("in the future: give 2025-11-01T01:00:00Z or earlier"), "{}", refused[1]);
    assert!(refused[2].starts_with("from is 2025-10-31T23:00:00Z"), "{}", refused[2]);
    assert!(refused[3].starts_with("to is 2025-11-01T02:00:00Z"), "{}", refused[3]);
    assert!(refused[4].contains("swap from and to"), "{}", refused[4]);
}

#[test]
fn a_clock_that_was_set_back_leaves_no_gap_in_statements_and_balances() {
    let (_directory, database) = database();
    let done = database.write_blocking(|tx| {
        let account = ledger::create_account(tx, "a@example.com", day_0())?;
        let (early, late) = (day_0() + Duration::HOUR, day_0() + 2 * Duration::HOUR);
        grant(tx, &account, 60, late)?;
        ledger::hold(tx, &account, Credits(10), early)?;
        // The hold cannot be without the grant before it, whatever its time says.
        let balance = ledger::balance_at(tx, &account, early, late)?;
        assert_eq!((balance.available, balance.held), (Credits(50), Credits(10)));
        let cut = early + Duration::milliseconds(1);
        let before = ledger::Span::between(tx, &account, None, Some(cut), late)?;
        let after = ledger::Span::between(tx, &account, Some(cut), None, late)?;
        assert_eq!(before.closing, after.opening);
        let lines = before.page(tx, None, 10)?.len() + after.page(tx, None, 10)?.len();
        assert_eq!(lines, 2);
        Ok::<_, Error>(())
    });
    done.expect("agrees");
}
