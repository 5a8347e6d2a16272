//! Bringing back an account that a dispute ended (policy P11).

use rusqlite::Connection;
use time::OffsetDateTime;

use super::{Error, disputes};
use crate::configuration::ServiceSection;
use crate::ledger::{self, AccountId};
use crate::policy;

/// Brings an account back by an operator's decision, as after a dispute that was lost: keys and credits work as before, and what was
/// clawed back stays so. An account that is in use stays as it is, and no event that was processed before ends it again.
///
/// # Errors
/// [`Error::StillDisputed`] while a dispute of one of its purchases is open; [`Error::Ledger`] without such an account.
pub fn reinstate(
    tx: &Connection,
    account: &AccountId,
    service: &ServiceSection,
    now: OffsetDateTime,
) -> Result<(), Error> {
    if ledger::account(tx, account)?.terminated_at.is_none() {
        return Ok(());
    }
    if let Some(dispute) = disputes::open_of(tx, account)? {
        return Err(Error::StillDisputed { account: account.clone(), dispute });
    }
    bring_back(tx, account, service, now)
}

/// Puts a terminated account into use, and tells it what was announced meanwhile.
pub(super) fn bring_back(
    tx: &Connection,
    account: &AccountId,
    service: &ServiceSection,
    now: OffsetDateTime,
) -> Result<(), Error> {
    // First: afterwards nobody knows since when it was away.
    policy::announce_missed(tx, account, service, now)?;
    Ok(ledger::reinstate_account(tx, account)?)
}
