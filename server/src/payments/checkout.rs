//! Checkouts: what a buyer must have accepted before anything is sold (policy P9), and the purchase that follows.

use std::net::IpAddr;

use rusqlite::{Connection, params};
use time::{Duration, OffsetDateTime};

use super::{Consent, Effects, Error, NewPurchase, PaymentRef, Provider, Purchase, events, purchase, reconcile};
use crate::configuration::{Configuration, Package};
use crate::idempotency::{KeyedRequest, Keys};
use crate::ledger::{AccountId, PurchaseId};
use crate::policy::{self, At, PolicyVersion};

const KEYS: Keys = Keys { table: "checkout_key", created: "purchase" };

/// Most checkouts of an account that wait for payment, of those begun in the last [`OPEN_FOR`]; each costs the provider a session.
const MAX_OPEN: usize = 20;

/// How long a session stays open unless its provider says otherwise.
const OPEN_FOR: Duration = Duration::hours(24);

/// What a buyer asks for.
#[derive(Debug, Clone)]
pub struct CheckoutRequest {
    /// Who buys.
    pub account: AccountId,
    /// What.
    pub package: Package,
    /// Through whom.
    pub provider: Provider,
    /// The policy that the buyer accepts.
    pub policy_sha256: String,
    /// From where.
    pub address: Option<IpAddr>,
    /// When the client may send it again.
    pub key: Option<KeyedRequest>,
}

/// A purchase that was begun, or that the same request began before.
#[derive(Debug)]
pub struct Begun {
    /// As it stands.
    pub purchase: Purchase,
    /// The key had begun it before.
    pub replayed: bool,
}

/// What a provider made for a purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The provider's id.
    pub id: String,
    /// Where the customer pays.
    pub url: String,
    /// What refunds and disputes will name, where that is known from the start.
    pub payment: Option<PaymentRef>,
}

/// Begins a purchase and records the acceptance, or finds the purchase that the same key began.
///
/// # Errors
/// [`Error::PolicyNotCurrent`], [`Error::KeyReused`], [`Error::TooManyOpen`]; nothing is begun then, and the key stays unused.
pub fn begin(tx: &Connection, request: &CheckoutRequest, now: OffsetDateTime) -> Result<Begun, Error> {
    if let Some(key) = &request.key
        && let Some(id) = KEYS.find::<Error>(tx, &request.account, key)?
    {
        return Ok(Begun { purchase: get(tx, &PurchaseId(id))?, replayed: true });
    }
    if purchase::open_since(tx, &request.account, now - OPEN_FOR)? >= MAX_OPEN {
        return Err(Error::TooManyOpen { most: MAX_OPEN });
    }
    let version = accepted_policy(tx, &request.policy_sha256)?;
    policy::accept(tx, &request.account, &version, At::Purchase, request.address, now)?;
    let id = PurchaseId::random()?;
    let new = NewPurchase {
        id: id.clone(),
        account: request.account.clone(),
        package: request.package.clone(),
        provider: request.provider,
        consent: Consent {
            policy_number: version.number,
            policy_sha256: version.sha256,
            address: request.address.map(|address| address.to_string()),
        },
    };
    purchase::create(tx, &new, now)?;
    if let Some(key) = &request.key {
        KEYS.record(tx, &request.account, key, &id.0)?;
    }
    Ok(Begun { purchase: get(tx, &id)?, replayed: false })
}

/// The version in force, if that is the one that was accepted: nobody buys under a text that was replaced meanwhile.
fn accepted_policy(tx: &Connection, sha256: &str) -> Result<PolicyVersion, Error> {
    match policy::current(tx)? {
        Some(current) if current.sha256 == sha256 => Ok(current),
        current => Err(Error::PolicyNotCurrent { current: current.map(|current| current.sha256) }),
    }
}

/// Writes down what the provider made. The customer may have paid already, and the provider have said so: then that is done. The
/// purchase afterwards, and what that did to generations.
///
/// # Errors
/// [`Error::Contradicted`] when it has another session; as [`events::process`] and [`reconcile`].
pub fn attach(
    tx: &Connection,
    id: &PurchaseId,
    session: &NewSession,
    configuration: &Configuration,
    now: OffsetDateTime,
) -> Result<(Purchase, Effects), Error> {
    let before = get(tx, id)?;
    if before.session.as_ref().is_some_and(|known| *known != session.id) {
        let reason = format!("it has the session of {}, and {} was made for it", before.created_at, session.id);
        return Err(Error::Contradicted { purchase: id.clone(), reason });
    }
    tx.prepare_cached("UPDATE purchase SET session = ?2, url = ?3, payment = coalesce(payment, ?4) WHERE id = ?1")?
        .execute(params![id.0, session.id, session.url, session.payment.as_ref().map(|payment| &payment.0)])?;
    let mut effects = Effects::default();
    if let Some(payment) = &session.payment {
        effects = events::take_up(tx, before.provider, payment, configuration, now)?;
    }
    effects.extend(reconcile(tx, id, configuration, now)?);
    Ok((get(tx, id)?, effects))
}

fn get(tx: &Connection, id: &PurchaseId) -> Result<Purchase, Error> {
    purchase::find(tx, id)?.ok_or_else(|| Error::NoSuchPurchase(id.0.clone()))
}
