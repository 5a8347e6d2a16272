//! A line of a statement: an entry of the journal, in words, with what it was for.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::Error;
use crate::generations::{self, Paid, State};
use crate::ledger::{Credits, Entry, EntryKind, PurchaseId, Standing};

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number in the account's journal.
    pub sequence: i64,
    /// When it was booked.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// What happened, for programs.
    pub kind: EntryKind,
    /// What happened, in words.
    pub description: String,
    /// By how much it changed what is available.
    pub credits: Credits,
    /// By how much it changed what is on hold.
    pub held: Credits,
    /// After it.
    pub balance: Standing,
    /// The generation that a hold was for.
    pub generation: Option<Paid>,
    /// The purchase that brought the credits.
    pub purchase: Option<PurchaseId>,
    /// The operator's reference.
    pub reference: Option<String>,
    /// The operator's words, or what claimed the credits.
    pub reason: Option<String>,
}

impl Line {
    pub(super) fn of(tx: &Connection, entry: Entry) -> Result<Line, Error> {
        let generation = match &entry.hold {
            Some(hold) => generations::paid_by(tx, hold)?,
            None => None,
        };
        let (purchase, reference) = match (entry.kind, entry.reference) {
            (EntryKind::Purchase, Some(reference)) => (Some(PurchaseId(reference)), None),
            (_, reference) => (None, reference),
        };
        Ok(Line {
            sequence: entry.sequence,
            at: entry.created_at,
            kind: entry.kind,
            description: describe(entry.kind, generation.as_ref()),
            credits: entry.change.available,
            held: entry.change.held,
            balance: Standing { available: entry.available, held: entry.held },
            generation,
            purchase,
            reference,
            reason: entry.reason,
        })
    }
}

fn describe(kind: EntryKind, generation: Option<&Paid>) -> String {
    match kind {
        EntryKind::Grant => "Credits given by the operator",
        EntryKind::Purchase => "Credits bought",
        EntryKind::Hold => "Credits set aside for a generation",
        EntryKind::Commit => "Credits spent on a generation that succeeded",
        EntryKind::Void => return returned(generation),
        EntryKind::Expiry => "Credits expired",
        EntryKind::Freeze => "Credits frozen by a dispute",
        EntryKind::Unfreeze => "Credits free again after a dispute",
        EntryKind::Forfeit => "Frozen credits taken back: their money was returned",
        EntryKind::Clawback => "Credits taken back: their money was returned",
        EntryKind::Restore => "Credits restored: their money came in after all",
    }
    .to_owned()
}

/// Why a hold gave its credits back (policy P3).
fn returned(generation: Option<&Paid>) -> String {
    match generation {
        Some(Paid { fault: Some(kind), .. }) => format!("Credits back: the generation failed ({})", kind.as_str()),
        Some(Paid { state: State::Canceled, .. }) => "Credits back: the generation was canceled".to_owned(),
        _ => "Credits back".to_owned(),
    }
}
