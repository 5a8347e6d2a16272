//! The part of `ledger audit` that the ledger cannot know: what it holds for each purchase is what the purchase's facts say.

use rusqlite::Connection;

use super::{Error, purchase, reconcile};
use crate::ledger::{self, PurchaseId};

/// Every disagreement between a purchase and the ledger, in words.
///
/// # Errors
/// When the tables cannot be read.
pub fn check(connection: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    let mut statement = connection.prepare("SELECT id FROM purchase ORDER BY number")?;
    let ids = statement.query_map([], |row| row.get(0).map(PurchaseId))?.collect::<Result<Vec<_>, _>>()?;
    let mut disagreements = Vec::new();
    for id in ids {
        match check_one(connection, &id) {
            Ok(found) => disagreements.extend(found.into_iter().map(|what| format!("purchase {id} {what}"))),
            Err(error) => disagreements.push(format!("purchase {id} cannot be checked: {error}")),
        }
    }
    // Credits that came in as bought, and nobody bought them.
    let mut statement = connection.prepare(
        "SELECT 'entry ' || entry.number || ' is a purchase ' || entry.reference || ' that is not there' FROM entry
         WHERE entry.kind = 'purchase' AND NOT EXISTS (SELECT 1 FROM purchase WHERE purchase.id = entry.reference)",
    )?;
    for row in statement.query_map([], |row| row.get(0))? {
        disagreements.push(row?);
    }
    Ok(disagreements)
}

fn check_one(connection: &Connection, id: &PurchaseId) -> Result<Vec<String>, Error> {
    let purchase = purchase::find(connection, id)?.ok_or_else(|| Error::NoSuchPurchase(id.0.clone()))?;
    let standing = reconcile::standing(connection, &purchase)?;
    let mut found = Vec::new();
    match (&purchase.lot, purchase.paid_minor) {
        (None, None) => {}
        (None, Some(_)) => found.push("is paid and granted nothing".to_owned()),
        (Some(lot), _) => {
            let held = ledger::lot_standing(connection, lot)?;
            let claim = reconcile::claim(&purchase, &standing);
            if held.account != purchase.account || held.granted != purchase.package.credits {
                found.push(format!(
                    "is of {} credits for {}, its {lot} of {} for {}",
                    purchase.package.credits, purchase.account, held.granted, held.account
                ));
            }
            if held.claim != claim {
                found.push(format!("asks for {claim:?} of its {lot}, which has {:?}", held.claim));
            }
        }
    }
    let ended = ledger::account(connection, &purchase.account)?.terminated_at.is_some();
    if standing.open && !ended {
        found.push(format!("is disputed, and its account {} is in use", purchase.account));
    }
    Ok(found)
}
