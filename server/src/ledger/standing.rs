//! A lot with what is claimed of it and what the claims have got.

use rusqlite::{Connection, OptionalExtension};
use time::OffsetDateTime;

use super::claims::{Claim, Claimed};
use super::journal::Millis;
use super::{AccountId, Credits, Error, LotId};

/// A lot with what is claimed of it and what the claims have got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotStanding {
    /// Whose.
    pub account: AccountId,
    /// As granted.
    pub granted: Credits,
    /// When it expires or expired.
    pub expires_at: OffsetDateTime,
    /// What is claimed.
    pub claim: Claim,
    /// What the claims have got.
    pub claimed: Claimed,
}

/// How a lot stands.
///
/// # Errors
/// [`Error::NoSuchLot`].
pub fn lot_standing(tx: &Connection, lot: &LotId) -> Result<LotStanding, Error> {
    let row: Option<(String, i64, Millis, bool, i64, i64, i64)> = tx
        .prepare_cached(
            "SELECT account.id, granted, usable_until_ms, claim_frozen, claim_clawed_back, frozen, clawed_back
             FROM lot JOIN account ON account.number = lot.account WHERE lot.id = ?1",
        )?
        .query_row([&lot.0], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?))
        })
        .optional()?;
    let Some((account, granted, until, claim_frozen, claim_clawed_back, frozen, clawed_back)) = row else {
        return Err(Error::NoSuchLot(lot.0.clone()));
    };
    Ok(LotStanding {
        account: AccountId(account),
        granted: Credits(granted),
        expires_at: until.time()?,
        claim: Claim { frozen: claim_frozen, clawed_back: Credits(claim_clawed_back) },
        claimed: Claimed {
            frozen: Credits(frozen),
            clawed_back: Credits(clawed_back),
            shortfall: Credits(claim_clawed_back).checked_sub(Credits(clawed_back))?,
        },
    })
}
