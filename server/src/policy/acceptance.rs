//! Who accepted which version, and by what.

use std::net::IpAddr;

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::PolicyVersion;
use crate::database::{Error, Millis};
use crate::ledger::AccountId;

/// What an acceptance was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum At {
    /// Said so when it bought credits (policy P9).
    Purchase,
    /// Used the service after the version was published (policy P13).
    Use,
}

impl At {
    fn name(self) -> &'static str {
        match self {
            At::Purchase => "purchase",
            At::Use => "use",
        }
    }
}

/// Records that `account` accepted `version`; the first time counts.
///
/// # Errors
/// When the database fails, or has no such account or version.
pub fn accept(
    tx: &Connection,
    account: &AccountId,
    version: &PolicyVersion,
    how: At,
    address: Option<IpAddr>,
    now: OffsetDateTime,
) -> Result<(), Error> {
    tx.prepare_cached(
        "INSERT INTO policy_acceptance (account, version, how, address, accepted_at_ms) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO NOTHING",
    )?
    .execute(params![
        account.0,
        version.number,
        how.name(),
        address.map(|address| address.to_string()),
        Millis::of(now)
    ])?;
    Ok(())
}

/// Records that `account` used the service under the version in force, if any: to go on is to accept it (policy P13). One
/// statement, since every submission pays for it.
///
/// # Errors
/// As [`accept`].
pub fn accept_by_use(
    tx: &Connection,
    account: &AccountId,
    address: Option<IpAddr>,
    now: OffsetDateTime,
) -> Result<(), Error> {
    tx.prepare_cached(
        "INSERT INTO policy_acceptance (account, version, how, address, accepted_at_ms)
         SELECT ?1, number, 'use', ?2, ?3 FROM policy_version WHERE number = (SELECT max(number) FROM policy_version)
         ON CONFLICT DO NOTHING",
    )?
    .execute(params![account.0, address.map(|address| address.to_string()), Millis::of(now)])?;
    Ok(())
}
