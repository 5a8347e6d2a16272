//! The rows of accounts, lots and holds beside what the journal says of them.

use std::collections::HashMap;
use std::fmt::Debug;

use rusqlite::Connection;

use super::replay::{AccountSums, LotSums, Replayed, Sums};
use super::{AuditReport, Books, Findings};
use crate::ledger::Error;
use crate::ledger::journal::{Book, EntryKind, Millis};

/// Compares and counts.
pub(super) fn with_rows(tx: &Connection, replayed: &Replayed, findings: &mut Findings) -> Result<AuditReport, Error> {
    let mut report = AuditReport { entries: replayed.entries, ..AuditReport::default() };
    report.accounts = accounts(tx, replayed, findings)?;
    report.lots = lots(tx, replayed, findings)?;
    (report.holds, report.open_holds) = holds(tx, replayed, findings)?;
    if replayed.books.total() != 0 {
        findings.add(format!("all postings together sum to {}, not to zero", replayed.books.total()));
    }
    report.books = books(&replayed.books, findings);
    Ok(report)
}

/// Notes when a row says something else than the journal.
fn agree<T: PartialEq + Debug>(findings: &mut Findings, whose: &str, what: &str, row: T, journal: T) {
    if row != journal {
        findings.add(format!("{whose}: {what} is {row:?} in its row, {journal:?} by the journal"));
    }
}

fn accounts(tx: &Connection, replayed: &Replayed, findings: &mut Findings) -> Result<u64, Error> {
    let mut statement = tx.prepare("SELECT number, id, available, held, entries FROM account ORDER BY number")?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    let none = AccountSums::default();
    while let Some(row) = rows.next()? {
        count += 1;
        let whose = format!("account {}", row.get::<_, String>(1)?);
        let journal = replayed.accounts.get(&row.get(0)?).unwrap_or(&none);
        agree(findings, &whose, "available", row.get::<_, i64>(2)?.into(), journal.books.get(Book::Available));
        agree(findings, &whose, "held", row.get::<_, i64>(3)?.into(), journal.books.get(Book::Held));
        agree(findings, &whose, "the number of entries", row.get(4)?, journal.entries);
    }
    Ok(count)
}

fn lots(tx: &Connection, replayed: &Replayed, findings: &mut Findings) -> Result<u64, Error> {
    let owners = owners(tx)?;
    let mut statement = tx.prepare(
        "SELECT number, id, account, granted, available, held, spent, expired, granted_at_ms, expires_at_ms,
         usable_until_ms, frozen, clawed_back, claim_frozen, claim_clawed_back FROM lot ORDER BY number",
    )?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    let none = LotSums::default();
    while let Some(row) = rows.next()? {
        count += 1;
        let number: i64 = row.get(0)?;
        let whose = format!("lot {}", row.get::<_, String>(1)?);
        let journal = replayed.lots.get(&number).unwrap_or(&none);
        agree(findings, &whose, "granted", row.get::<_, i64>(3)?.into(), -journal.books.get(Book::Issued));
        for (column, book) in [
            (4, Book::Available),
            (5, Book::Held),
            (6, Book::Spent),
            (7, Book::Expired),
            (11, Book::Frozen),
            (12, Book::ClawedBack),
        ] {
            agree(findings, &whose, book.name(), row.get::<_, i64>(column)?.into(), journal.books.get(book));
        }
        for (column, what, time) in [
            (8, "the time of its grant", journal.granted_at),
            (9, "its first expiry", journal.expires_at),
            (10, "its expiry in force", journal.usable_until),
        ] {
            agree(findings, &whose, what, row.get::<_, Option<Millis>>(column)?, time);
        }
        let claim = ClaimRow { frozen: row.get(13)?, clawed_back: row.get::<_, i64>(14)?.into() };
        claim.check(&journal.books, &whose, findings);
        let account: i64 = row.get(2)?;
        if owners.get(&number).is_some_and(|owners| *owners != (account, account)) {
            findings.add(format!("{whose}: entries of another account move its credits"));
        }
    }
    Ok(count)
}

/// What a lot's row says is claimed of it.
struct ClaimRow {
    frozen: bool,
    clawed_back: i128,
}

impl ClaimRow {
    /// A claim has got all that it asks for and is there, and no more.
    fn check(&self, books: &Sums, whose: &str, findings: &mut Findings) {
        let idle = if self.frozen { Book::Available } else { Book::Frozen };
        if books.get(idle) != 0 {
            let state = if self.frozen { "frozen" } else { "not frozen" };
            findings.add(format!("{whose}: it is {state} and has {} {}", books.get(idle), idle.name()));
        }
        let missing = self.clawed_back - books.get(Book::ClawedBack);
        if missing < 0 || (missing > 0 && books.get(Book::Available) + books.get(Book::Frozen) > 0) {
            findings.add(format!(
                "{whose}: {} credits are claimed back and {} were taken, with {} available and {} frozen",
                self.clawed_back,
                books.get(Book::ClawedBack),
                books.get(Book::Available),
                books.get(Book::Frozen)
            ));
        }
    }
}

/// The lowest and the highest account whose entries touch a lot: the same one, if all is well.
fn owners(tx: &Connection) -> Result<HashMap<i64, (i64, i64)>, Error> {
    let mut statement = tx.prepare(
        "SELECT posting.lot, min(entry.account), max(entry.account) FROM posting
         JOIN entry ON entry.number = posting.entry GROUP BY posting.lot",
    )?;
    let owners = statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    Ok(owners.collect::<Result<_, _>>()?)
}

fn holds(tx: &Connection, replayed: &Replayed, findings: &mut Findings) -> Result<(u64, u64), Error> {
    let mut statement = tx.prepare(
        "SELECT number, id, account, credits, state, created_at_ms, resolved_at_ms FROM hold ORDER BY number",
    )?;
    let mut rows = statement.query([])?;
    let (mut count, mut open) = (0, 0);
    while let Some(row) = rows.next()? {
        count += 1;
        let whose = format!("hold {}", row.get::<_, String>(1)?);
        let Some(journal) = replayed.holds.get(&row.get(0)?) else {
            findings.add(format!("{whose}: no entry of the journal made it"));
            continue;
        };
        let state = match journal.resolved {
            None => "held",
            Some((EntryKind::Commit, _)) => "committed",
            Some(_) => "voided",
        };
        open += u64::from(journal.resolved.is_none());
        agree(findings, &whose, "its account row", row.get(2)?, journal.account);
        agree(findings, &whose, "credits", row.get::<_, i64>(3)?.into(), journal.credits);
        agree(findings, &whose, "state", row.get::<_, String>(4)?.as_str(), state);
        agree(findings, &whose, "the time it was made", row.get(5)?, journal.created_at);
        agree(findings, &whose, "the time it was resolved", row.get(6)?, journal.resolved.map(|(_, at)| at));
    }
    Ok((count, open))
}

fn books(sums: &Sums, findings: &mut Findings) -> Books {
    let mut narrow = |book: Book, sum: i128| {
        i64::try_from(sum).unwrap_or_else(|_| {
            findings.add(format!("{} of all accounts is {sum}, more than 64 bits hold", book.name()));
            if sum < 0 { i64::MIN } else { i64::MAX }
        })
    };
    Books {
        issued: narrow(Book::Issued, -sums.get(Book::Issued)),
        available: narrow(Book::Available, sums.get(Book::Available)),
        held: narrow(Book::Held, sums.get(Book::Held)),
        spent: narrow(Book::Spent, sums.get(Book::Spent)),
        expired: narrow(Book::Expired, sums.get(Book::Expired)),
        frozen: narrow(Book::Frozen, sums.get(Book::Frozen)),
        clawed_back: narrow(Book::ClawedBack, sums.get(Book::ClawedBack)),
    }
}
