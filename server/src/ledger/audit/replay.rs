//! The journal from its first entry to its last, and what follows from it.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, Row};

use super::Findings;
use crate::ledger::Error;
use crate::ledger::journal::{Book, EntryKind, Millis};

/// What the journal says, by row numbers.
#[derive(Default)]
pub(super) struct Replayed {
    pub accounts: HashMap<i64, AccountSums>,
    pub lots: HashMap<i64, LotSums>,
    pub holds: HashMap<i64, HoldFacts>,
    pub entries: u64,
    pub books: Sums,
}

/// Sums per book. 128 bits: an audit adds up wrong numbers as well.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums([i128; Book::ALL.len()]);

impl Sums {
    pub(super) fn get(&self, book: Book) -> i128 {
        self.0[book as usize]
    }

    fn add(&mut self, book: Book, amount: i64) {
        self.0[book as usize] += i128::from(amount);
    }

    pub(super) fn total(&self) -> i128 {
        self.0.iter().sum()
    }

    /// A book that stands at less than nothing (`issued`: at more).
    fn overdrawn(&self) -> Option<Book> {
        Book::ALL.into_iter().find(|&book| if book == Book::Issued { self.get(book) > 0 } else { self.get(book) < 0 })
    }
}

#[derive(Default)]
pub(super) struct AccountSums {
    pub books: Sums,
    pub entries: i64,
}

#[derive(Default)]
pub(super) struct LotSums {
    pub books: Sums,
    pub granted_at: Option<Millis>,
    pub expires_at: Option<Millis>,
    pub usable_until: Option<Millis>,
}

pub(super) struct HoldFacts {
    pub account: i64,
    pub credits: i128,
    pub created_at: Millis,
    pub resolved: Option<(EntryKind, Millis)>,
    /// Per lot: how much, and the lot's expiry then. Only while the hold is open.
    taken: BTreeMap<i64, (i64, Option<Millis>)>,
}

struct ReadEntry {
    number: i64,
    account: i64,
    sequence: i64,
    kind: String,
    at: Millis,
    hold: Option<i64>,
    available: i64,
    held: i64,
    postings: Vec<Posting>,
}

struct Posting {
    lot: i64,
    book: String,
    amount: i64,
    usable_until: Option<Millis>,
}

/// Reads the journal in order.
pub(super) fn replay(tx: &Connection, findings: &mut Findings) -> Result<Replayed, Error> {
    let mut statement = tx.prepare(
        "SELECT entry.number, entry.account, sequence, kind, at_ms, hold, available, held, lot, book, amount,
         usable_until_ms FROM entry LEFT JOIN posting ON posting.entry = entry.number ORDER BY entry.number, lot, book",
    )?;
    let mut rows = statement.query([])?;
    let mut replayed = Replayed::default();
    let mut current: Option<ReadEntry> = None;
    while let Some(row) = rows.next()? {
        if current.as_ref().is_none_or(|entry| Ok(entry.number) != row.get(0))
            && let Some(entry) = current.replace(read_entry(row)?)
        {
            replayed.apply(&entry, findings);
        }
        if let (Some(entry), Some(lot)) = (&mut current, row.get(8)?) {
            let (book, amount, usable_until) = (row.get(9)?, row.get(10)?, row.get(11)?);
            entry.postings.push(Posting { lot, book, amount, usable_until });
        }
    }
    if let Some(entry) = current {
        replayed.apply(&entry, findings);
    }
    Ok(replayed)
}

fn read_entry(row: &Row<'_>) -> Result<ReadEntry, rusqlite::Error> {
    Ok(ReadEntry {
        number: row.get(0)?,
        account: row.get(1)?,
        sequence: row.get(2)?,
        kind: row.get(3)?,
        at: row.get(4)?,
        hold: row.get(5)?,
        available: row.get(6)?,
        held: row.get(7)?,
        postings: Vec::new(),
    })
}

impl Replayed {
    fn apply(&mut self, entry: &ReadEntry, findings: &mut Findings) {
        let mut find = |what: String| findings.add(format!("entry {} ({}): {what}", entry.number, entry.kind));
        self.entries += 1;
        let account = self.accounts.entry(entry.account).or_default();
        account.entries += 1;
        if entry.sequence != account.entries {
            find(format!("has sequence {} where {} follows in its account", entry.sequence, account.entries));
            account.entries = entry.sequence;
        }
        let sum: i128 = entry.postings.iter().map(|posting| i128::from(posting.amount)).sum();
        if sum != 0 {
            find(format!("its postings sum to {sum}, not to zero"));
        }
        let Some(kind) = EntryKind::from_name(&entry.kind) else { return find("is of no known kind".to_owned()) };
        let parts = parts(kind, &entry.postings, &mut find);
        let expiring = parts.keys().map(|lot| (*lot, self.lots.get(lot).map_or(0, |l| l.books.get(Book::Available))));
        let expiring: HashMap<i64, i128> = expiring.collect();
        for posting in &entry.postings {
            let Some(book) = Book::ALL.into_iter().find(|book| book.name() == posting.book) else {
                find(format!("posts to no known book: {}", posting.book));
                continue;
            };
            account.books.add(book, posting.amount);
            self.books.add(book, posting.amount);
            let lot = self.lots.entry(posting.lot).or_default();
            lot.books.add(book, posting.amount);
            if let Some(book) = lot.books.overdrawn() {
                // Within an entry the books of a lot may cross zero only if it takes what is not there.
                find(format!("overdraws {} of lot row {}", book.name(), posting.lot));
            }
        }
        let running = (account.books.get(Book::Available), account.books.get(Book::Held));
        if running != (i128::from(entry.available), i128::from(entry.held)) {
            find(format!(
                "states a running balance of {} available and {} held where {} and {} follow",
                entry.available, entry.held, running.0, running.1
            ));
        }
        self.check_times(kind, entry, &parts, &expiring, &mut find);
        self.check_hold(kind, entry, &parts, &mut find);
    }

    /// Credits are held before their expiry and expire after it, and a void gives time only to what ran out on hold: at least
    /// until now, which is all that there is without a grace period.
    fn check_times(
        &mut self,
        kind: EntryKind,
        entry: &ReadEntry,
        parts: &Parts,
        available: &HashMap<i64, i128>,
        find: &mut impl FnMut(String),
    ) {
        for (&number, &(credits, until)) in parts {
            let lot = self.lots.entry(number).or_default();
            match (kind, lot.usable_until, until) {
                (EntryKind::Grant | EntryKind::Purchase, None, Some(until)) if until > entry.at => {
                    lot.granted_at = Some(entry.at);
                    lot.expires_at = Some(until);
                }
                (EntryKind::Grant | EntryKind::Purchase, ..) => {
                    find(format!("does not give lot row {number} its first and only expiry"))
                }
                (EntryKind::Unfreeze | EntryKind::Restore, in_force, until) => {
                    let ran_out = in_force <= Some(entry.at);
                    if if ran_out { until < Some(entry.at) } else { until != in_force } {
                        find(format!("frees credits of lot row {number} with a wrong expiry"));
                    }
                }
                (EntryKind::Hold, in_force, _) if in_force != until || in_force <= Some(entry.at) => {
                    find(format!("takes credits of lot row {number} after their expiry"));
                }
                (EntryKind::Expiry, in_force, _) if in_force > Some(entry.at) || in_force.is_none() => {
                    find(format!("expires credits of lot row {number} before their time"));
                }
                (EntryKind::Expiry, ..) if available.get(&number) != Some(&i128::from(credits)) => {
                    find(format!("does not expire all that lot row {number} had available"));
                }
                _ => {}
            }
            lot.usable_until = lot.usable_until.max(until);
        }
    }

    /// A hold is made once, resolved at most once, and resolved by exactly what it took.
    fn check_hold(&mut self, kind: EntryKind, entry: &ReadEntry, parts: &Parts, find: &mut impl FnMut(String)) {
        let Some(number) = entry.hold else { return };
        if kind == EntryKind::Hold {
            let hold = HoldFacts {
                account: entry.account,
                credits: parts.values().map(|(credits, _)| i128::from(*credits)).sum(),
                created_at: entry.at,
                resolved: None,
                taken: parts.clone(),
            };
            if self.holds.insert(number, hold).is_some() {
                find(format!("makes hold row {number} a second time"));
            }
            return;
        }
        let Some(hold) = self.holds.get_mut(&number) else {
            return find(format!("resolves hold row {number}, which no entry before it made"));
        };
        if hold.account != entry.account {
            find(format!("resolves hold row {number}, which is another account's"));
        }
        if let Some((first, _)) = hold.resolved {
            return find(format!("resolves hold row {number} again, after a {}", first.name()));
        }
        hold.resolved = Some((kind, entry.at));
        let taken = std::mem::take(&mut hold.taken);
        let amounts = |parts: &Parts| parts.iter().map(|(lot, (credits, _))| (*lot, *credits)).collect::<Vec<_>>();
        if amounts(&taken) != amounts(parts) {
            return find(format!("does not resolve exactly what hold row {number} took from each lot"));
        }
        if kind == EntryKind::Void {
            for (lot, (_, before)) in &taken {
                let after = parts.get(lot).and_then(|(_, until)| *until);
                let ran_out = *before <= Some(entry.at);
                if if ran_out { after < Some(entry.at) } else { after != *before } {
                    find(format!("returns credits to lot row {lot} with a wrong expiry"));
                }
            }
        }
    }
}

/// Per lot: how many credits went from the one book to the other, and their expiry after it.
type Parts = BTreeMap<i64, (i64, Option<Millis>)>;

/// Pairs the postings of each lot; anything but minus x in the one book and plus x in the other is a finding.
fn parts(kind: EntryKind, postings: &[Posting], find: &mut impl FnMut(String)) -> Parts {
    let (from, to) = kind.books();
    let mut parts = Parts::new();
    for posting in postings.iter().filter(|posting| posting.book == to.name()) {
        parts.insert(posting.lot, (posting.amount, posting.usable_until));
    }
    let paired = postings.iter().all(|posting| match parts.get(&posting.lot) {
        Some(&(amount, _)) if posting.book == to.name() => posting.amount == amount && amount > 0,
        Some(&(amount, _)) if posting.book == from.name() => amount.checked_neg() == Some(posting.amount),
        _ => false,
    });
    if !paired || postings.len() != 2 * parts.len() || parts.is_empty() {
        find(format!("does not move credits from {} to {}, lot by lot", from.name(), to.name()));
    }
    parts
}
