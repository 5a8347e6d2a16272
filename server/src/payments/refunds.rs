//! What of a payment went back.
//!
//! Two kinds of fact say it, and either may be missing: each refund by its id, and the provider's count of all refunds of a
//! payment together. They are not added up: a count includes the refunds that were made before it.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, params};
use time::OffsetDateTime;

use super::{Error, PaymentRef, Provider};
use crate::database::Millis;

/// How a refund stands. The order is that of its life: a refund that was made may still fail, one that failed stays so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RefundStatus {
    /// On its way.
    Pending,
    /// The customer has the money.
    Succeeded,
    /// The money did not reach the customer, or the refund was called off.
    Failed,
}

impl RefundStatus {
    const ALL: [RefundStatus; 3] = [RefundStatus::Pending, RefundStatus::Succeeded, RefundStatus::Failed];

    fn name(self) -> &'static str {
        match self {
            RefundStatus::Pending => "pending",
            RefundStatus::Succeeded => "succeeded",
            RefundStatus::Failed => "failed",
        }
    }
}

impl ToSql for RefundStatus {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.name().into())
    }
}

impl FromSql for RefundStatus {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let name = value.as_str()?;
        let found = RefundStatus::ALL.into_iter().find(|status| status.name() == name);
        found.ok_or_else(|| FromSqlError::Other(format!("'{name}' is no status of a refund").into()))
    }
}

/// Records how a refund stands; what is earlier in its life than what is known changes nothing.
pub(super) fn record_refund(
    tx: &Connection,
    provider: Provider,
    id: &str,
    payment: &PaymentRef,
    amount_minor: i64,
    status: RefundStatus,
    at: OffsetDateTime,
) -> Result<(), Error> {
    tx.prepare_cached(
        "INSERT INTO payment_refund (provider, id, payment, amount_minor, status, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (provider, id) DO UPDATE SET status = excluded.status, at_ms = excluded.at_ms
         WHERE (CASE excluded.status WHEN 'pending' THEN 0 WHEN 'succeeded' THEN 1 ELSE 2 END, -excluded.at_ms)
             > (CASE status WHEN 'pending' THEN 0 WHEN 'succeeded' THEN 1 ELSE 2 END, -at_ms)",
    )?
    .execute(params![provider, id, payment.0, amount_minor, status, Millis::of(at)])?;
    Ok(())
}

/// Records the provider's count of all refunds of a payment together; of two counts the later stands, of two of the same
/// moment the larger.
pub(super) fn record_count(
    tx: &Connection,
    provider: Provider,
    payment: &PaymentRef,
    amount_minor: i64,
    at: OffsetDateTime,
) -> Result<(), Error> {
    tx.prepare_cached(
        "INSERT INTO payment_refunded (provider, payment, amount_minor, at_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (provider, payment) DO UPDATE SET amount_minor = excluded.amount_minor, at_ms = excluded.at_ms
         WHERE (excluded.at_ms, excluded.amount_minor) > (at_ms, amount_minor)",
    )?
    .execute(params![provider, payment.0, amount_minor, Millis::of(at)])?;
    Ok(())
}

/// What of a payment went back or is on its way, as far as is known: the refunds that did not fail, or the provider's count
/// less what failed since it counted, whichever is more.
pub(super) fn refunded(tx: &Connection, provider: Provider, payment: &PaymentRef) -> Result<i64, Error> {
    let refunded = tx
        .prepare_cached(
            "WITH one AS (SELECT amount_minor, status, at_ms FROM payment_refund WHERE provider = ?1 AND payment = ?2)
             SELECT max(0,
                 coalesce((SELECT sum(amount_minor) FROM one WHERE status <> 'failed'), 0),
                 coalesce((SELECT counted.amount_minor
                     - coalesce((SELECT sum(amount_minor) FROM one WHERE status = 'failed' AND at_ms >= counted.at_ms), 0)
                     FROM payment_refunded AS counted WHERE provider = ?1 AND payment = ?2), 0))",
        )?
        .query_row(params![provider, payment.0], |row| row.get(0))?;
    Ok(refunded)
}
