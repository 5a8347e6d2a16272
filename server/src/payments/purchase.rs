//! The row of a purchase: what was agreed, and where it is paid.

use rusqlite::{Connection, Row, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Error, PaymentRef, Provider, reconcile, refunds};
use crate::configuration::Package;
use crate::database::{Millis, cursor};
use crate::ledger::{AccountId, Credits, LotId, PurchaseId};

/// What the buyer accepted and acknowledged before anything was sold (policy P9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The version of the policy.
    pub policy_number: i64,
    /// Of its text, lower-case hexadecimal.
    pub policy_sha256: String,
    /// From where, as the server saw it; none where an operator recorded it.
    pub address: Option<String>,
}

/// A purchase before it is there.
#[derive(Debug, Clone)]
pub struct NewPurchase {
    /// Made by the caller.
    pub id: PurchaseId,
    /// Who buys.
    pub account: AccountId,
    /// What.
    pub package: Package,
    /// Through whom.
    pub provider: Provider,
    /// Under which terms.
    pub consent: Consent,
}

/// A purchase as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchase {
    /// Public id.
    pub id: PurchaseId,
    /// Who bought.
    pub account: AccountId,
    /// What, as it was for sale then.
    pub package: Package,
    /// Through whom.
    pub provider: Provider,
    /// Under which terms.
    pub consent: Consent,
    /// When it was begun.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// The checkout session, invoice or reference.
    pub session: Option<String>,
    /// Where it is paid.
    pub url: Option<String>,
    /// What refunds and disputes name.
    pub payment: Option<PaymentRef>,
    /// What was paid, in the currency's smallest unit.
    pub paid_minor: Option<i64>,
    /// When.
    #[serde(with = "time::serde::rfc3339::option")]
    pub paid_at: Option<OffsetDateTime>,
    /// What of that went back.
    pub refunded_minor: i64,
    /// Where it stands.
    pub state: PurchaseState,
    /// What it granted.
    pub lot: Option<LotId>,
}

/// Where a purchase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PurchaseState {
    /// Nobody has paid yet.
    Open,
    /// Its session ended, and nobody paid.
    Expired,
    /// The payment was refused at last.
    Failed,
    /// Paid, and granted.
    Paid,
    /// A part of the money went back.
    PartlyRefunded,
    /// All of the money went back.
    Refunded,
    /// A dispute is open: its credits are frozen.
    Disputed,
    /// A dispute was lost: its credits are gone.
    ChargedBack,
}

impl PurchaseState {
    /// As in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PurchaseState::Open => "open",
            PurchaseState::Expired => "expired",
            PurchaseState::Failed => "failed",
            PurchaseState::Paid => "paid",
            PurchaseState::PartlyRefunded => "partly_refunded",
            PurchaseState::Refunded => "refunded",
            PurchaseState::Disputed => "disputed",
            PurchaseState::ChargedBack => "charged_back",
        }
    }
}

/// Begins a purchase. Nothing is granted: only a payment brings credits (policy P1).
///
/// # Errors
/// [`Error::Database`].
pub fn create(tx: &Connection, new: &NewPurchase, now: OffsetDateTime) -> Result<(), Error> {
    let NewPurchase { id, account, package, provider, consent } = new;
    tx.prepare_cached(
        "INSERT INTO purchase (id, account, package, package_name, credits, price_minor, currency, provider,
                               policy_number, policy_sha256, examples_seen, address, created_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1, ?11, ?12)",
    )?
    .execute(params![
        id.0,
        account.0,
        package.id,
        package.name,
        package.credits.0,
        package.price_minor,
        package.currency,
        provider,
        consent.policy_number,
        consent.policy_sha256,
        consent.address,
        Millis::of(now)
    ])?;
    Ok(())
}

/// One purchase, whoever made it; none when there is none.
///
/// # Errors
/// [`Error::Database`].
pub fn find(tx: &Connection, id: &PurchaseId) -> Result<Option<Purchase>, Error> {
    one(tx, "WHERE id = ?1", params![id.0])
}

/// The purchase that a provider calls this session or invoice.
pub(super) fn of_session(tx: &Connection, provider: Provider, session: &str) -> Result<Option<Purchase>, Error> {
    one(tx, "WHERE provider = ?1 AND session = ?2", params![provider, session])
}

/// The purchase that this payment pays for.
pub(super) fn of_payment(tx: &Connection, provider: Provider, payment: &PaymentRef) -> Result<Option<Purchase>, Error> {
    one(tx, "WHERE provider = ?1 AND payment = ?2", params![provider, payment.0])
}

/// The purchases of an account, newest first.
///
/// # Errors
/// [`Error::Database`].
pub fn of_account(tx: &Connection, account: &AccountId) -> Result<Vec<Purchase>, Error> {
    select(tx, "WHERE account = ?1 ORDER BY number DESC", params![account.0])
}

/// At most `limit` purchases of an account, newest first, from after the purchase `after`; none when that is not one of the
/// account's.
///
/// # Errors
/// [`Error::Database`].
pub fn page(
    tx: &Connection,
    account: &AccountId,
    after: Option<&str>,
    limit: usize,
) -> Result<Option<Vec<Purchase>>, Error> {
    let Some(before) = cursor::before(tx, ("purchase", "number"), &account.0, after)? else { return Ok(None) };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let which = "WHERE account = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3";
    select(tx, which, params![account.0, before, limit]).map(Some)
}

/// The last thousand purchases, newest first; from after the purchase `after`, where one is given.
///
/// # Errors
/// [`Error::NoSuchPurchase`].
pub fn latest(tx: &Connection, after: Option<&PurchaseId>) -> Result<Vec<Purchase>, Error> {
    let before = match after {
        None => i64::MAX,
        Some(id) => {
            cursor::number(tx, ("purchase", "number"), &id.0)?.ok_or_else(|| Error::NoSuchPurchase(id.0.clone()))?
        }
    };
    select(tx, "WHERE number < ?1 ORDER BY number DESC LIMIT 1000", [before])
}

/// How many purchases an account began since `since` that nobody has paid and that have not ended.
pub(super) fn open_since(tx: &Connection, account: &AccountId, since: OffsetDateTime) -> Result<usize, Error> {
    let open: i64 = tx
        .prepare_cached(
            "SELECT count(*) FROM purchase
             WHERE account = ?1 AND created_at_ms > ?2 AND paid_at_ms IS NULL AND unpaid IS NULL",
        )?
        .query_row(params![account.0, Millis::of(since)], |row| row.get(0))?;
    Ok(usize::try_from(open).expect("a count"))
}

fn one(tx: &Connection, which: &str, values: impl rusqlite::Params) -> Result<Option<Purchase>, Error> {
    Ok(select(tx, which, values)?.pop())
}

fn select(tx: &Connection, which: &str, values: impl rusqlite::Params) -> Result<Vec<Purchase>, Error> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT id, account, package, package_name, credits, price_minor, currency, provider, policy_number,
                policy_sha256, address, created_at_ms, session, url, payment, paid_minor, paid_at_ms, unpaid, lot
         FROM purchase {which}"
    ))?;
    let mut rows = statement.query(values)?;
    let mut purchases = Vec::new();
    while let Some(row) = rows.next()? {
        purchases.push(read(tx, row)?);
    }
    Ok(purchases)
}

fn read(tx: &Connection, row: &Row<'_>) -> Result<Purchase, Error> {
    let mut purchase = Purchase {
        id: PurchaseId(row.get(0)?),
        account: AccountId(row.get(1)?),
        package: Package {
            id: row.get(2)?,
            name: row.get(3)?,
            credits: Credits(row.get(4)?),
            price_minor: row.get(5)?,
            currency: row.get(6)?,
        },
        provider: row.get(7)?,
        consent: Consent { policy_number: row.get(8)?, policy_sha256: row.get(9)?, address: row.get(10)? },
        created_at: row.get::<_, Millis>(11)?.time()?,
        session: row.get(12)?,
        url: row.get(13)?,
        payment: row.get::<_, Option<String>>(14)?.map(PaymentRef),
        paid_minor: row.get(15)?,
        paid_at: row.get::<_, Option<Millis>>(16)?.map(Millis::time).transpose()?,
        refunded_minor: 0,
        state: PurchaseState::Open,
        lot: row.get::<_, Option<String>>(18)?.map(LotId),
    };
    let unpaid: Option<String> = row.get(17)?;
    if let Some(payment) = &purchase.payment {
        purchase.refunded_minor = refunds::refunded(tx, purchase.provider, payment)?;
    }
    purchase.state = state(tx, &purchase, unpaid.as_deref())?;
    Ok(purchase)
}

/// The worst that is true of it.
fn state(tx: &Connection, purchase: &Purchase, unpaid: Option<&str>) -> Result<PurchaseState, Error> {
    let standing = reconcile::standing(tx, purchase)?;
    Ok(match purchase.paid_minor {
        _ if standing.lost => PurchaseState::ChargedBack,
        _ if standing.open => PurchaseState::Disputed,
        None if unpaid == Some("failed") => PurchaseState::Failed,
        None if unpaid == Some("expired") => PurchaseState::Expired,
        None => PurchaseState::Open,
        Some(paid) if purchase.refunded_minor >= paid => PurchaseState::Refunded,
        Some(_) if purchase.refunded_minor > 0 => PurchaseState::PartlyRefunded,
        Some(_) => PurchaseState::Paid,
    })
}
