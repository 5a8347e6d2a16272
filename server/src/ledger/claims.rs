//! Claims on a lot: what a dispute freezes and what a refund takes back (policy P11).
//!
//! A claim is a wish, kept with the lot: "all of it frozen", "so many credits clawed back". [`claim_lot`] states the whole
//! wish, and the ledger moves what it can and has not moved yet. So the same claim twice moves nothing the second time,
//! claims may come in any order, and what comes back from a hold later ([`super::void_hold`]) falls to the claim as well.

use rusqlite::{Connection, OptionalExtension, params};
use time::OffsetDateTime;

use super::expiry;
use super::journal::{EntryKind, Millis, NewEntry, Part, record};
use super::{Credits, Error, LotId, Terms};

/// What is claimed of a lot, whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Nothing of it may be used.
    pub frozen: bool,
    /// Credits for which the money went back, of all that were granted.
    pub clawed_back: Credits,
}

/// What a claim has got so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claimed {
    /// Kept from use.
    pub frozen: Credits,
    /// Taken back.
    pub clawed_back: Credits,
    /// Claimed back and not had: spent, expired or on hold.
    pub shortfall: Credits,
}

struct Lot {
    account: i64,
    number: i64,
    available: Credits,
    frozen: Credits,
    clawed_back: Credits,
    usable_until: Millis,
    claim: Claim,
    reason: Option<String>,
}

/// States what is claimed of a lot, in place of what was claimed before, and moves its credits accordingly: first what is to
/// be clawed back, then what is to be frozen. Credits that come free again after their expiry have the grace period.
///
/// # Errors
/// [`Error::NoSuchLot`]; [`Error::Invalid`] for more credits than the lot was granted, or an empty reason.
pub fn claim_lot(
    tx: &Connection,
    lot: &LotId,
    claim: Claim,
    reason: &str,
    terms: &Terms,
    now: OffsetDateTime,
) -> Result<Claimed, Error> {
    let reason = super::lots::note("reason", reason)?;
    let row: Option<(i64, i64, i64)> = tx
        .prepare_cached("SELECT number, account, granted FROM lot WHERE id = ?1")?
        .query_row([&lot.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((number, account, granted)) = row else { return Err(Error::NoSuchLot(lot.0.clone())) };
    if claim.clawed_back < Credits::ZERO || claim.clawed_back > Credits(granted) {
        return Err(Error::Invalid(format!("{} of {granted} credits of {lot} cannot be claimed", claim.clawed_back)));
    }
    let at = Millis::of(now);
    expiry::expire_account(tx, account, at)?;
    tx.prepare_cached(
        "UPDATE lot SET claim_frozen = ?2, claim_clawed_back = ?3, claim_reason = ?4
         WHERE number = ?1 AND (claim_frozen, claim_clawed_back) IS NOT (?2, ?3)",
    )?
    .execute(params![number, claim.frozen, claim.clawed_back.0, reason])?;
    settle(tx, number, terms, at)
}

/// Moves what a lot's claim asks for and its credits allow now.
pub(super) fn settle(tx: &Connection, lot: i64, terms: &Terms, at: Millis) -> Result<Claimed, Error> {
    let lot = read(tx, lot)?;
    let due = lot.claim.clawed_back.checked_sub(lot.clawed_back)?;
    if due > Credits::ZERO {
        let frozen = lot.frozen.min(due);
        lot.transfer(tx, EntryKind::Forfeit, frozen, terms, at)?;
        let available = lot.available.min(due.checked_sub(frozen)?);
        lot.transfer(tx, EntryKind::Clawback, available, terms, at)?;
    } else {
        lot.transfer(tx, EntryKind::Restore, Credits::ZERO.checked_sub(due)?, terms, at)?;
    }
    let lot = read(tx, lot.number)?;
    if lot.claim.frozen {
        lot.transfer(tx, EntryKind::Freeze, lot.available, terms, at)?;
    } else {
        lot.transfer(tx, EntryKind::Unfreeze, lot.frozen, terms, at)?;
    }
    let lot = read(tx, lot.number)?;
    Ok(Claimed {
        frozen: lot.frozen,
        clawed_back: lot.clawed_back,
        shortfall: lot.claim.clawed_back.checked_sub(lot.clawed_back)?,
    })
}

impl Lot {
    fn transfer(
        &self,
        tx: &Connection,
        kind: EntryKind,
        credits: Credits,
        terms: &Terms,
        at: Millis,
    ) -> Result<(), Error> {
        if credits == Credits::ZERO {
            return Ok(());
        }
        let usable_until = match kind {
            EntryKind::Unfreeze | EntryKind::Restore => terms.after_return(self.usable_until, at),
            _ => self.usable_until,
        };
        let reason = self.reason.as_deref();
        let entry = NewEntry { reason, ..NewEntry::plain(self.account, kind, at) };
        record(tx, &entry, &[Part { lot: self.number, credits, usable_until }])
    }
}

fn read(tx: &Connection, number: i64) -> Result<Lot, Error> {
    let lot = tx
        .prepare_cached(
            "SELECT account, available, frozen, clawed_back, usable_until_ms, claim_frozen, claim_clawed_back, claim_reason
             FROM lot WHERE number = ?1",
        )?
        .query_row([number], |row| {
            Ok(Lot {
                account: row.get(0)?,
                number,
                available: Credits(row.get(1)?),
                frozen: Credits(row.get(2)?),
                clawed_back: Credits(row.get(3)?),
                usable_until: row.get(4)?,
                claim: Claim { frozen: row.get(5)?, clawed_back: Credits(row.get(6)?) },
                reason: row.get(7)?,
            })
        })?;
    Ok(lot)
}
