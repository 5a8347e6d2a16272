//! The operator's own sale: a bank transfer, an invoice. A purchase like any other, once per reference.

use rusqlite::{Connection, params};
use time::OffsetDateTime;

use super::{Consent, Error, Fact, NewPurchase, Paid, PaymentRef, Provider, Purchase, facts, purchase, reconcile};
use crate::configuration::{Configuration, Package};
use crate::ledger::{self, AccountId, PurchaseId};
use crate::policy::{self, At};

/// Longest reference, in bytes.
const MAX_REFERENCE: usize = 200;

/// Records that an account paid for a package outside of any provider, and grants it. The buyer has seen examples and accepted
/// the policy in force (policy P9), which the operator states. The same reference again answers with the purchase of then.
///
/// # Errors
/// [`Error::ReferenceReused`] when the reference sold something else; [`Error::PolicyNotCurrent`] where none is published;
/// [`Error::Ledger`] for an account that does not exist or a reference that is empty.
pub fn sell(
    tx: &Connection,
    account: &AccountId,
    package: &Package,
    reference: &str,
    configuration: &Configuration,
    now: OffsetDateTime,
) -> Result<Purchase, Error> {
    let reference = reference.trim();
    if reference.is_empty() || reference.len() > MAX_REFERENCE {
        let why = format!("the reference must have 1 to {MAX_REFERENCE} bytes: name the transfer or the invoice");
        return Err(ledger::Error::Invalid(why).into());
    }
    if let Some(before) = purchase::of_session(tx, Provider::Manual, reference)? {
        if before.account == *account && before.package.id == package.id {
            return Ok(before);
        }
        return Err(Error::ReferenceReused { reference: reference.to_owned(), purchase: before.id });
    }
    ledger::account(tx, account)?;
    let version = policy::current(tx)?.ok_or(Error::PolicyNotCurrent { current: None })?;
    policy::accept(tx, account, &version, At::Purchase, None, now)?;
    let id = PurchaseId::random()?;
    let new = NewPurchase {
        id: id.clone(),
        account: account.clone(),
        package: package.clone(),
        provider: Provider::Manual,
        consent: Consent { policy_number: version.number, policy_sha256: version.sha256, address: None },
    };
    purchase::create(tx, &new, now)?;
    tx.prepare_cached("UPDATE purchase SET session = ?2 WHERE id = ?1")?.execute(params![id.0, reference])?;
    let fact = Fact::Session {
        session: reference.to_owned(),
        purchase: Some(id.clone()),
        payment: Some(PaymentRef(id.0.clone())),
        paid: Some(Paid::InFull),
        unpaid: None,
        at: now,
    };
    facts::record(tx, Provider::Manual, &fact)?;
    // A purchase that nobody has disputed yet ends no account.
    let effects = reconcile(tx, &id, configuration, now)?;
    assert_eq!(effects, super::Effects::default(), "nothing runs for what was bought just now");
    purchase::find(tx, &id)?.ok_or(Error::NoSuchPurchase(id.0))
}
