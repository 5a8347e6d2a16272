//! What was sold, all purchases together.

use std::collections::BTreeMap;

use rusqlite::Connection;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Error, PaymentRef, Provider, refunds};

/// Money in one currency, in its smallest unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Revenue {
    /// ISO 4217, lower case.
    pub currency: String,
    /// Purchases that were paid.
    pub purchases: u64,
    /// What came in.
    pub paid_minor: i64,
    /// What of it went back or is on its way; what disputes took is not in it.
    pub refunded_minor: i64,
}

/// Revenue by currency.
///
/// # Errors
/// When the database fails.
pub fn revenue(tx: &Connection) -> Result<Vec<Revenue>, Error> {
    let mut sums: BTreeMap<String, Revenue> = BTreeMap::new();
    let mut statement =
        tx.prepare_cached("SELECT currency, paid_minor, provider, payment FROM purchase WHERE paid_minor IS NOT NULL")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let currency: String = row.get(0)?;
        let (provider, payment): (Provider, Option<String>) = (row.get(2)?, row.get(3)?);
        let refunded = match payment {
            Some(payment) => refunds::refunded(tx, provider, &PaymentRef(payment))?,
            None => 0,
        };
        let new = || Revenue { currency: currency.clone(), purchases: 0, paid_minor: 0, refunded_minor: 0 };
        let sum = sums.entry(currency.clone()).or_insert_with(new);
        sum.purchases += 1;
        sum.paid_minor += row.get::<_, i64>(1)?;
        sum.refunded_minor += refunded;
    }
    Ok(sums.into_values().collect())
}
