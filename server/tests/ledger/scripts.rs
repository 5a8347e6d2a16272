//! The ledger by example: scripts that an accountant can read, run against the real ledger.
//!
//! One step a line, `-> ` before what must come of it; the audit must agree after every step. Times are days since the
//! script began: `day N` sets the clock. Alice and Bob have accounts. Names (`G1`, `H1`, `alice`) stand for the ids that the ledger gives out.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use rusqlite::Connection;
use server::ledger::{self, AccountId, Adjustment, Claim, Claimed, Credits, Error, HoldId, LotId, PurchaseId, Terms};
use time::{Duration, OffsetDateTime};

use crate::{database, day_0};

struct Interpreter {
    terms: Terms,
    now: OffsetDateTime,
    accounts: HashMap<String, AccountId>,
    lots: HashMap<String, LotId>,
    holds: HashMap<String, (String, HoldId)>,
}

impl Interpreter {
    fn step(&mut self, tx: &Connection, line: &str) -> Result<String, Error> {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["day", day] => {
                self.now = day_0() + Duration::days(number(day));
                Ok("ok".to_owned())
            }
            // grace DAYS: from now on.
            ["grace", days] => {
                self.terms.grace = Duration::days(number(days));
                Ok("ok".to_owned())
            }
            // grant NAME ACCOUNT CREDITS [reference=R]
            ["grant", name, who, credits, ref rest @ ..] => {
                let account = self.account(who);
                let reference = rest.first().map(|word| word.trim_start_matches("reference=").to_owned());
                let adjustment = Adjustment { reason: "script".to_owned(), reference };
                let lot = ledger::grant(tx, &account, Credits(number(credits)), &adjustment, &self.terms, self.now)?;
                let known = self.lots.iter().find(|(_, known)| **known == lot).map(|(name, _)| name.clone());
                if let Some(first) = known {
                    return Ok(format!("same_as_{first}"));
                }
                self.lots.insert(name.to_owned(), lot);
                self.available(tx, who)
            }
            // purchase NAME ACCOUNT CREDITS: the name is the purchase's as well.
            ["purchase", name, who, credits] => {
                let account = self.account(who);
                let purchase = PurchaseId(format!("pur_{name}"));
                let credits = Credits(number(credits));
                let lot = ledger::grant_purchase(tx, &purchase, &account, credits, &self.terms, self.now)?;
                if self.lots.get(name) == Some(&lot) {
                    return Ok("granted_before".to_owned());
                }
                self.lots.insert(name.to_owned(), lot);
                self.available(tx, who)
            }
            // claim LOT frozen|free CLAWED_BACK
            ["claim", name, freedom, clawed_back] => {
                let claim = Claim { frozen: freedom == "frozen", clawed_back: Credits(number(clawed_back)) };
                let claimed = ledger::claim_lot(tx, &self.lots[name], claim, "script", &self.terms, self.now)?;
                let Claimed { frozen, clawed_back, shortfall } = claimed;
                Ok(format!("frozen={frozen} clawed_back={clawed_back} shortfall={shortfall}"))
            }
            ["terminate", who] => {
                ledger::terminate_account(tx, &self.account(who), self.now)?;
                Ok("ok".to_owned())
            }
            ["reinstate", who] => {
                ledger::reinstate_account(tx, &self.account(who))?;
                Ok("ok".to_owned())
            }
            ["hold", name, who, credits] => {
                let account = self.account(who);
                let hold = ledger::hold(tx, &account, Credits(number(credits)), self.now)?;
                self.holds.insert(name.to_owned(), (who.to_owned(), hold));
                self.available(tx, who)
            }
            ["commit", name] => {
                let (who, hold) = self.holds[name].clone();
                ledger::commit_hold(tx, &hold, self.now)?;
                self.available(tx, &who)
            }
            ["void", name] => {
                let (who, hold) = self.holds[name].clone();
                ledger::void_hold(tx, &hold, &self.terms, self.now)?;
                self.available(tx, &who)
            }
            ["expire"] => Ok(format!("lots={}", ledger::expire_lots(tx, self.now)?)),
            ["balance", who] => {
                let account = self.account(who);
                let balance = ledger::balance(tx, &account, self.now)?;
                let mut text = format!("available={} held={}", balance.available, balance.held);
                for lot in balance.lots {
                    let name = self.lots.iter().find(|(_, id)| **id == lot.id).map_or("?", |(name, _)| name);
                    let expires = (lot.expires_at - day_0()).whole_days();
                    text += &format!(" {name}={}/{} until={expires}", lot.remaining, lot.credits);
                }
                Ok(text)
            }
            // The journal, oldest entry first: kind, credits, running balance.
            ["journal", who] => {
                let account = self.account(who);
                let mut entries = ledger::entries(tx, &account, None, 100)?.data;
                entries.reverse();
                let line = |entry: ledger::Entry| {
                    let kind = format!("{:?}", entry.kind).to_lowercase();
                    format!("{kind} {} => {}+{}", entry.credits, entry.available, entry.held)
                };
                Ok(entries.into_iter().map(line).collect::<Vec<_>>().join(", "))
            }
            _ => panic!("no such step: {line}"),
        }
    }

    fn account(&self, name: &str) -> AccountId {
        self.accounts.get(name).unwrap_or_else(|| panic!("no account: {name}")).clone()
    }

    fn available(&self, tx: &Connection, who: &str) -> Result<String, Error> {
        let account = self.account(who);
        Ok(format!("ok available={}", ledger::balance(tx, &account, self.now)?.available))
    }
}

fn number(word: &str) -> i64 {
    word.parse().unwrap_or_else(|_| panic!("no number: {word}"))
}

fn outcome(result: Result<String, Error>) -> String {
    match result {
        Ok(text) => text,
        Err(Error::InsufficientCredits { needed, available }) => {
            format!("insufficient needed={needed} available={available}")
        }
        Err(Error::HoldResolved(_, "committed")) => "already_commit".to_owned(),
        Err(Error::HoldResolved(_, "voided")) => "already_void".to_owned(),
        Err(Error::ReferenceReused { .. }) => "reference_reused".to_owned(),
        Err(Error::AccountTerminated(_)) => "terminated".to_owned(),
        Err(Error::Invalid(_)) => "invalid".to_owned(),
        Err(other) => panic!("{other}"),
    }
}

/// Runs a script; every step is a transaction of its own, as in the server.
pub fn run(script: &str) {
    let (_directory, database) = database();
    let mut accounts = HashMap::new();
    for name in ["alice", "bob"] {
        let create = move |tx: &Connection| ledger::create_account(tx, &format!("{name}@example.com"), day_0());
        accounts.insert(name.to_owned(), database.write_blocking(create).expect("account"));
    }
    let (lots, holds) = (HashMap::new(), HashMap::new());
    let interpreter =
        Arc::new(Mutex::new(Interpreter { terms: Terms::default(), now: day_0(), accounts, lots, holds }));
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (step, expected) = line.split_once("->").map_or((line, None), |(step, rest)| (step, Some(rest.trim())));
        let step = step.trim().to_owned();
        let interpreter = Arc::clone(&interpreter);
        let result = database.write_blocking(move |tx| interpreter.lock().expect("whole").step(tx, &step));
        let got = outcome(result);
        match expected {
            Some(expected) => assert_eq!(got, expected, "in: {line}"),
            None => assert!(got.starts_with("ok"), "in: {line}: {got}"),
        }
        let report = database.write_blocking(|tx| ledger::audit(tx, &[])).expect("audit");
        assert!(report.agrees(), "after: {line}: {:#?}", report.disagreements);
    }
}

#[test]
fn a_hold_is_returned_once() {
    run("
        grant G1 alice 60          -> ok available=60
        hold  H1 alice 10          -> ok available=50
        void  H1                   -> ok available=60
        void  H1                   -> already_void
        commit H1                  -> already_void
        journal alice              -> grant 60 => 60+0, hold 10 => 50+10, void 10 => 60+0
    ");
}

#[test]
fn a_hold_is_spent_once() {
    run("
        grant G1 alice 25
        hold  H1 alice 10          -> ok available=15
        hold  H2 alice 10          -> ok available=5
        hold  H3 alice 10          -> insufficient needed=10 available=5
        commit H1                  -> ok available=5
        commit H1                  -> already_commit
        void  H1                   -> already_commit
        balance alice              -> available=5 held=10 G1=5/25 until=365
        void  H2                   -> ok available=15
        journal alice              -> grant 25 => 25+0, hold 10 => 15+10, hold 10 => 5+20, commit 10 => 5+10, void 10 => 15+0
    ");
}

#[test]
fn amounts_are_positive() {
    run("
        grant G1 alice 0           -> invalid
        grant G1 alice -5          -> invalid
        grant G1 alice 1000000001  -> invalid
        grant G1 alice 10
        hold  H1 alice 0           -> invalid
        hold  H1 alice -10         -> invalid
        balance alice              -> available=10 held=0 G1=10/10 until=365
    ");
}

#[test]
fn one_account_does_not_spend_what_another_has() {
    run("
        grant G1 alice 10
        hold  H1 bob   10          -> insufficient needed=10 available=0
        grant G2 bob   5
        hold  H1 bob   10          -> insufficient needed=10 available=5
        balance alice              -> available=10 held=0 G1=10/10 until=365
    ");
}

#[test]
fn the_lot_that_expires_first_is_spent_first_and_gets_back_what_it_gave() {
    run("
        grant G1 alice 15
        day 10
        grant G2 alice 15
        hold  H1 alice 10          -> ok available=20
        hold  H2 alice 10          -> ok available=10
        balance alice              -> available=10 held=20 G1=0/15 until=365 G2=10/15 until=375
        void  H2                   -> ok available=20
        balance alice              -> available=20 held=10 G1=5/15 until=365 G2=15/15 until=375
        commit H1                  -> ok available=20
        balance alice              -> available=20 held=0 G1=5/15 until=365 G2=15/15 until=375
    ");
}

#[test]
fn credits_expire_a_year_after_their_grant_by_an_entry() {
    run("
        grant G1 alice 60
        day 100
        grant G2 alice 20
        hold  H1 alice 10
        commit H1
        day 364
        expire                     -> lots=0
        balance alice              -> available=70 held=0 G1=50/60 until=365 G2=20/20 until=465
        day 365
        balance alice              -> available=20 held=0 G2=20/20 until=465
        expire                     -> lots=1
        expire                     -> lots=0
        balance alice              -> available=20 held=0 G2=20/20 until=465
        journal alice              -> grant 60 => 60+0, grant 20 => 80+0, hold 10 => 70+10, commit 10 => 70+0, expiry 50 => 20+0
    ");
}

#[test]
fn a_late_sweep_lets_no_expired_credit_be_spent() {
    run("
        grant G1 alice 60
        day 1
        grant G2 alice 5
        day 365
        hold  H1 alice 10          -> insufficient needed=10 available=5
        hold  H1 alice 5           -> ok available=0
        journal alice              -> grant 60 => 60+0, grant 5 => 65+0, expiry 60 => 5+0, hold 5 => 0+5
    ");
}

#[test]
fn what_was_on_hold_at_expiry_and_comes_back_stays_for_the_grace_period() {
    run("
        grant G1 alice 30
        day 364
        hold  H1 alice 10          -> ok available=20
        hold  H2 alice 10          -> ok available=10
        day 366
        expire                     -> lots=1
        balance alice              -> available=0 held=20 G1=0/30 until=365
        void  H1                   -> ok available=10
        balance alice              -> available=10 held=10 G1=10/30 until=396
        commit H2                  -> ok available=10
        day 395
        expire                     -> lots=0
        hold  H3 alice 5           -> ok available=5
        commit H3
        day 396
        balance alice              -> available=0 held=0
        expire                     -> lots=1
        journal alice              -> grant 30 => 30+0, hold 10 => 20+10, hold 10 => 10+20, expiry 10 => 0+20, void 10 => 10+10, commit 10 => 10+0, hold 5 => 5+5, commit 5 => 5+0, expiry 5 => 0+0
    ");
}

#[test]
fn the_grace_period_of_what_comes_back_does_not_save_what_should_have_expired() {
    run("
        grant G1 alice 30
        day 364
        hold  H1 alice 10          -> ok available=20
        day 366
        void  H1                   -> ok available=10
        journal alice              -> grant 30 => 30+0, hold 10 => 20+10, expiry 20 => 0+10, void 10 => 10+0
    ");
}

#[test]
fn what_was_on_hold_at_expiry_can_still_be_spent() {
    run("
        grant G1 alice 10
        day 364
        hold  H1 alice 10
        day 500
        commit H1                  -> ok available=0
        balance alice              -> available=0 held=0
    ");
}

/// Policy P10: an operator may choose that there is no grace.
#[test]
fn without_a_grace_period_what_comes_back_after_its_expiry_expires_at_once() {
    run("
        grace 0
        grant G1 alice 10
        day 364
        hold  H1 alice 10
        day 366
        void  H1                   -> ok available=0
        expire                     -> lots=1
        purchase P1 alice 60
        claim P1 frozen 0          -> frozen=60 clawed_back=0 shortfall=0
        day 800
        claim P1 free 30           -> frozen=0 clawed_back=30 shortfall=0
        claim P1 free 0            -> frozen=0 clawed_back=0 shortfall=0
        balance alice              -> available=0 held=0
        journal alice              -> grant 10 => 10+0, hold 10 => 0+10, void 10 => 10+0, expiry 10 => 0+0, purchase 60 => 60+0, freeze 60 => 0+0, forfeit 30 => 0+0, unfreeze 30 => 30+0, expiry 30 => 0+0, restore 30 => 30+0
    ");
}

#[test]
fn every_return_after_expiry_has_the_whole_grace_period() {
    run("
        grant G1 alice 20
        day 364
        hold  H1 alice 10
        hold  H2 alice 10
        day 370
        void  H1                   -> ok available=10
        day 380
        void  H2                   -> ok available=20
        balance alice              -> available=20 held=0 G1=20/20 until=410
    ");
}

#[test]
fn a_hold_within_the_grace_period_does_not_prolong_it() {
    run("
        grant G1 alice 10
        day 364
        hold  H1 alice 10
        day 366
        void  H1                   -> ok available=10
        day 390
        hold  H2 alice 10
        day 391
        void  H2                   -> ok available=10
        balance alice              -> available=10 held=0 G1=10/10 until=396
    ");
}

#[test]
fn credits_in_their_grace_period_are_spent_in_the_order_of_their_new_expiry() {
    run("
        grant G1 alice 10
        day 20
        grant G2 alice 10
        day 364
        hold  H1 alice 10
        day 366
        void  H1                   -> ok available=20
        balance alice              -> available=20 held=0 G2=10/10 until=385 G1=10/10 until=396
        hold  H2 alice 10
        balance alice              -> available=10 held=10 G2=0/10 until=385 G1=10/10 until=396
    ");
}

#[test]
fn the_same_reference_grants_once() {
    run("
        grant G1 alice 60 reference=ticket-7   -> ok available=60
        grant G2 alice 60 reference=ticket-7   -> same_as_G1
        grant G3 alice 50 reference=ticket-7   -> reference_reused
        grant G4 bob   60 reference=ticket-7   -> reference_reused
        grant G5 alice 60 reference=ticket-8   -> ok available=120
        hold  H1 alice 60
        commit H1
        day 400
        grant G6 alice 60 reference=ticket-7   -> same_as_G1
        balance alice                          -> available=0 held=0
        journal alice                          -> grant 60 => 60+0, grant 60 => 120+0, hold 60 => 60+60, commit 60 => 60+0
    ");
}
