//! The ledger beside the model: what they disagree on, in words.

use std::fmt::Debug;

use rusqlite::Connection;
use server::generations;
use server::{cases, ledger, payments};

use crate::cases::Done;
use crate::lots::Lot;
use crate::model::{Model, State};
use crate::real::{Real, stored};
use crate::step::{ACCOUNTS, Ending};

/// Balances and lots of every account, and whether it is terminated.
pub fn balances(tx: &Connection, real: &Real, model: &Model) -> Result<(), String> {
    for who in 0..ACCOUNTS {
        let id = &real.accounts[who];
        let account = ledger::account(tx, id).map_err(words)?;
        let rows = (account.available.0, account.held.0, account.terminated_at.is_some());
        let expected =
            (model.sum(who, |lot| lot.available), model.sum(who, |lot| lot.held), model.accounts[who].terminated);
        same(&format!("available, held, terminated of account {who}"), &rows, &expected)?;

        let balance = ledger::balance(tx, id, model.now).map_err(words)?;
        let usable = |lot: &Lot| if lot.until > model.now { lot.available } else { 0 };
        let got = (balance.available.0, balance.held.0, balance.frozen.0);
        let expected = (model.sum(who, usable), model.sum(who, |lot| lot.held), model.sum(who, |lot| lot.frozen));
        same(&format!("the balance of account {who}"), &got, &expected)?;

        let got: Vec<_> = balance
            .lots
            .iter()
            .map(|lot| {
                let number = real.lots.iter().position(|id| *id == lot.id);
                (number, lot.credits.0, lot.remaining.0, lot.held.0, lot.frozen.0, lot.expires_at)
            })
            .collect();
        let mut expected = Vec::new();
        for number in model.lots_of(who) {
            let lot = &model.lots[number];
            if usable(lot) > 0 || lot.held > 0 || lot.frozen > 0 {
                expected.push((Some(number), lot.granted, usable(lot), lot.held, lot.frozen, lot.until));
            }
        }
        same(&format!("the lots of account {who}"), &got, &expected)?;
    }
    Ok(())
}

/// Every generation and every entry of every journal.
pub fn records(tx: &Connection, real: &Real, model: &Model) -> Result<(), String> {
    same("the number of generations", &real.generations.len(), &model.generations.len())?;
    for (number, generation) in model.generations.iter().enumerate() {
        let got = stored(tx, &real.generations[number]).map_err(words)?;
        let fault = got.fault.as_ref().map(|fault| fault.kind);
        let (state, expected_fault) = match generation.state {
            State::Queued => (generations::State::Queued, None),
            State::Running => (generations::State::Running, None),
            State::Ended(Ending::Success) => (generations::State::Succeeded, None),
            State::Ended(Ending::Canceled) => (generations::State::Canceled, None),
            State::Ended(Ending::Fault(kind)) => (generations::State::Failed, Some(kind)),
        };
        let owner = real.accounts.iter().position(|id| *id == got.account);
        let got = (owner, got.credits.0, got.state, got.attempt, fault);
        let expected = (Some(generation.who), generation.price, state, generation.attempt, expected_fault);
        same(&format!("generation {number}"), &got, &expected)?;
    }
    for (number, purchase) in model.money.purchases.iter().enumerate() {
        let got = payments::find(tx, &real.purchases[number]).map_err(words)?.ok_or("a purchase is not there")?;
        let lot = got.lot.as_ref().map(|lot| real.lots.iter().position(|id| id == lot));
        let got = (got.paid_minor, got.refunded_minor, lot);
        let expected = (purchase.paid, model.refunded(number), purchase.lot.map(Some));
        same(&format!("what was paid, refunded and granted by purchase {number}"), &got, &expected)?;
    }
    sent_back(real, model)?;
    decisions(tx, real, model)?;
    same("the number of events", &real.events.len(), &model.money.events.len())?;
    for (number, event) in model.money.events.iter().enumerate() {
        let got = real.outcome(tx, number).map_err(words)?;
        same(&format!("the outcome of event {number}"), &got, &event.outcome)?;
    }
    for who in 0..ACCOUNTS {
        let page = ledger::entries(tx, &real.accounts[who], None, 1000).map_err(words)?;
        same("the next page of a journal", &page.next, &None)?;
        let got: Vec<_> = page
            .data
            .iter()
            .rev()
            .map(|entry| {
                let lots =
                    entry.lots.iter().map(|share| (real.lots.iter().position(|id| *id == share.lot), share.credits.0));
                (entry.kind.name(), lots.collect::<Vec<_>>(), entry.available.0, entry.held.0)
            })
            .collect();
        let expected: Vec<_> = model.accounts[who]
            .journal
            .iter()
            .map(|entry| {
                let lots = entry.lots.iter().map(|&(lot, credits)| (Some(lot), credits));
                (entry.kind, lots.collect::<Vec<_>>(), entry.available, entry.held)
            })
            .collect();
        same(&format!("the journal of account {who}"), &got, &expected)?;
    }
    Ok(())
}

/// What the provider sent on our orders: that, each once unless it failed, and never more than was paid.
fn sent_back(real: &Real, model: &Model) -> Result<(), String> {
    let made: usize = model.money.sent.values().map(Vec::len).sum();
    same("how many refunds the provider made", &real.gateway.count(), &made)?;
    for (&(number, occasion), sent) in &model.money.sent {
        let order = real.order(number, occasion, 0).ok_or("a refund is of a case that is not there")?;
        let got: Vec<_> = real.gateway.made(&order).iter().map(|refund| (refund.amount, refund.status)).collect();
        let expected: Vec<_> = sent.iter().map(|sent| (sent.amount, sent.status)).collect();
        same(&format!("what was sent back of purchase {number} on {occasion:?}"), &got, &expected)?;
    }
    for (number, purchase) in model.money.purchases.iter().enumerate() {
        let of_this = model.money.sent.iter().filter(|((purchase, _), _)| *purchase == number);
        let arrived = of_this.flat_map(|(_, sent)| sent).filter(|sent| sent.status != "failed");
        let sent: i64 = arrived.map(|sent| sent.amount).sum();
        if sent > purchase.paid.unwrap_or(0) {
            return Err(format!("of purchase {number}, paid with {:?}, {sent} were sent back", purchase.paid));
        }
    }
    Ok(())
}

/// Every case and how it was decided.
fn decisions(tx: &Connection, real: &Real, model: &Model) -> Result<(), String> {
    same("the number of cases", &real.cases.len(), &model.cases.len())?;
    for (number, case) in model.cases.iter().enumerate() {
        let got = cases::find(tx, &real.cases[number]).map_err(words)?.ok_or("a case is not there")?;
        let owner = real.accounts.iter().position(|id| *id == got.account);
        let decision = got.decision.map(|decision| {
            let done = match decision.outcome {
                cases::Outcome::Refused => Done::Refused,
                cases::Outcome::CreditsRestored { credits, .. } => Done::Restored(credits.0),
                cases::Outcome::MoneyReturned { amount_minor } => Done::Returned(amount_minor),
            };
            (done, decision.reason, decision.lot.map(|lot| real.lots.iter().position(|id| *id == lot)))
        });
        let expected = case.decision.map(|made| (made.done, format!("reason {}", made.reason), made.lot.map(Some)));
        same(&format!("owner and decision of case {number}"), &(owner, decision), &(Some(case.who), expected))?;
    }
    Ok(())
}

/// The audit finds nothing, and its books are the model's.
pub fn audit(tx: &Connection, model: &Model) -> Result<(), String> {
    let report =
        ledger::audit(tx, &[generations::audit::check, payments::audit::check, cases::audit::check]).map_err(words)?;
    same("what the audit found", &report.disagreements, &Vec::new())?;
    let total = |part: fn(&Lot) -> i64| model.lots.iter().map(part).sum();
    let expected = ledger::Books {
        issued: total(|lot| lot.granted),
        available: total(|lot| lot.available),
        held: total(|lot| lot.held),
        spent: total(|lot| lot.spent),
        expired: total(|lot| lot.expired),
        frozen: total(|lot| lot.frozen),
        clawed_back: total(|lot| lot.clawed_back),
    };
    same("the books", &report.books, &expected)
}

pub fn same<T: PartialEq + Debug>(what: &str, got: &T, expected: &T) -> Result<(), String> {
    if got == expected { Ok(()) } else { Err(format!("{what}:\n  the ledger: {got:?}\n  the model:  {expected:?}")) }
}

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}
