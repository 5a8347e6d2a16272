//! The audit: recomputes everything from the journal and says in words where the rest disagrees with it.
//!
//! It trusts nothing that the ledger's own code computed: [`replay`] reads the entries from the first to the last, and
//! what follows from them is compared with the rows of accounts, lots and holds. It only reads, so it may run beside a
//! server, on one snapshot.

mod compare;
mod replay;

use rusqlite::Connection;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Error;

/// A further check that another module adds to the audit: each disagreement in words. (Each generation's state agrees
/// with its hold, for example, which the ledger cannot know.)
pub type Check = fn(&Connection) -> Result<Vec<String>, rusqlite::Error>;

/// Most disagreements that are listed; one broken page can cause millions.
const MAX_LISTED: usize = 1000;

/// What was looked at, and what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditReport {
    /// Accounts looked at.
    pub accounts: u64,
    /// Lots looked at.
    pub lots: u64,
    /// Holds looked at.
    pub holds: u64,
    /// Of these, neither committed nor voided.
    pub open_holds: u64,
    /// Journal entries replayed.
    pub entries: u64,
    /// Credits of all accounts together, from the journal.
    pub books: Books,
    /// Every disagreement in words; none when all is well.
    pub disagreements: Vec<String>,
}

/// Where all credits ever granted are: `issued` is the sum of the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Books {
    /// Granted.
    pub issued: i64,
    /// Neither held, spent nor expired.
    pub available: i64,
    /// On open holds.
    pub held: i64,
    /// Used for good.
    pub spent: i64,
    /// Run out of time.
    pub expired: i64,
    /// Kept from use by disputes.
    pub frozen: i64,
    /// Taken back with the money.
    pub clawed_back: i64,
}

impl AuditReport {
    /// Whether nothing disagrees.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.disagreements.is_empty()
    }
}

/// Disagreements found so far; past [`MAX_LISTED`] only their number.
#[derive(Default)]
struct Findings {
    listed: Vec<String>,
    unlisted: usize,
}

impl Findings {
    fn add(&mut self, disagreement: String) {
        if self.listed.len() < MAX_LISTED {
            self.listed.push(disagreement);
        } else {
            self.unlisted += 1;
        }
    }

    fn into_list(mut self) -> Vec<String> {
        if self.unlisted > 0 {
            self.listed.push(format!("and {} more", self.unlisted));
        }
        self.listed
    }
}

/// Recomputes balances, lots and holds from the journal, checks the file itself and the schema that guards it, and asks
/// each of `further`.
///
/// # Errors
/// When the database cannot be read. Disagreements are no error but the report.
pub fn audit(tx: &Connection, further: &[Check]) -> Result<AuditReport, Error> {
    let mut findings = Findings::default();
    file(tx, &mut findings)?;
    let replayed = replay::replay(tx, &mut findings)?;
    let mut report = compare::with_rows(tx, &replayed, &mut findings)?;
    for check in further {
        check(tx)?.into_iter().for_each(|disagreement| findings.add(disagreement));
    }
    report.disagreements = findings.into_list();
    Ok(report)
}

/// Pages, indexes, CHECKs and foreign keys by SQLite itself, then the tables and triggers against this program's.
fn file(tx: &Connection, findings: &mut Findings) -> Result<(), Error> {
    tx.pragma_query(None, "integrity_check", |row| {
        let result: String = row.get(0)?;
        if result != "ok" {
            findings.add(format!("the file: {result}"));
        }
        Ok(())
    })?;
    tx.pragma_query(None, "foreign_key_check", |row| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        findings.add(format!("a row of {table} names a row of {parent} that does not exist"));
        Ok(())
    })?;
    crate::database::schema_disagreements(tx)?.into_iter().for_each(|disagreement| findings.add(disagreement));
    Ok(())
}
