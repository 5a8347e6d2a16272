//! What an event says, in one vocabulary for all providers, and its place in the rows.

use rusqlite::{Connection, params};
use time::OffsetDateTime;

use super::{DisputeStatus, Error, PaymentRef, Provider, Purchase, RefundStatus, disputes, purchase, refunds};
use crate::database::Millis;
use crate::ledger::PurchaseId;
use crate::money;

/// One thing that a provider says. Times are the provider's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Of a checkout session or invoice.
    Session {
        /// The provider's id.
        session: String,
        /// The purchase that the provider was told when the session was made.
        purchase: Option<PurchaseId>,
        /// What refunds and disputes will name.
        payment: Option<PaymentRef>,
        /// The money is there.
        paid: Option<Paid>,
        /// It ended without money.
        unpaid: Option<Unpaid>,
        /// When.
        at: OffsetDateTime,
    },
    /// So much of a payment went back, all refunds together.
    Refunded {
        /// Of which payment.
        payment: PaymentRef,
        /// In the currency's smallest unit.
        amount_minor: i64,
        /// When.
        at: OffsetDateTime,
    },
    /// Of one refund.
    Refund {
        /// The provider's id.
        id: String,
        /// Of which payment.
        payment: PaymentRef,
        /// In the currency's smallest unit.
        amount_minor: i64,
        /// How it stands.
        status: RefundStatus,
        /// When.
        at: OffsetDateTime,
    },
    /// Of one dispute.
    Dispute {
        /// Of which payment.
        payment: PaymentRef,
        /// How it stands.
        dispute: DisputeStatus,
        /// When.
        at: OffsetDateTime,
    },
}

/// Money that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paid {
    /// So much of it.
    Money {
        /// In the currency's smallest unit.
        amount_minor: i64,
        /// ISO 4217, lower case.
        currency: String,
    },
    /// What was asked for; the provider has counted.
    InFull,
}

/// How a session ended without money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unpaid {
    /// Nobody paid in time.
    Expired,
    /// The payment did not go through at last.
    Failed,
}

impl Unpaid {
    fn name(self) -> &'static str {
        match self {
            Unpaid::Expired => "expired",
            Unpaid::Failed => "failed",
        }
    }
}

impl Fact {
    /// The payment that it speaks of, if it does.
    pub(super) fn payment(&self) -> Option<&PaymentRef> {
        match self {
            Fact::Session { payment, .. } => payment.as_ref(),
            Fact::Refunded { payment, .. } | Fact::Refund { payment, .. } | Fact::Dispute { payment, .. } => {
                Some(payment)
            }
        }
    }
}

/// Writes a fact down. Answers with the purchase that it is about; with none while that is not here, and the fact waits for it
/// (unless it is of a session, which says nothing without its purchase).
///
/// # Errors
/// [`Error::Contradicted`], [`Error::PaymentTaken`] for what cannot be true of the purchase; nothing is written then.
pub fn record(tx: &Connection, provider: Provider, fact: &Fact) -> Result<Option<PurchaseId>, Error> {
    match fact {
        Fact::Session { session, purchase, payment, paid, unpaid, at } => {
            let named = match purchase {
                Some(id) => purchase::find(tx, id)?.filter(|purchase| of_its_session(purchase, provider)),
                None => purchase::of_session(tx, provider, session)?,
            };
            let Some(purchase) = named else { return Ok(None) };
            let paid = paid.as_ref().map(|paid| amount_paid(&purchase, paid)).transpose()?;
            link(tx, &purchase, session, payment.as_ref())?;
            if let Some(amount_minor) = paid {
                let at = Millis::of(*at);
                tx.prepare_cached(
                    "UPDATE purchase SET paid_minor = ?2, paid_at_ms = ?3 WHERE id = ?1 AND paid_at_ms IS NULL",
                )?
                .execute(params![purchase.id.0, amount_minor, at])?;
            }
            if let Some(unpaid) = unpaid {
                // Failed says more than expired, whichever comes first.
                tx.prepare_cached("UPDATE purchase SET unpaid = ?2 WHERE id = ?1 AND unpaid IS NOT 'failed'")?
                    .execute(params![purchase.id.0, unpaid.name()])?;
            }
            return Ok(Some(purchase.id));
        }
        Fact::Refunded { payment, amount_minor, at } => {
            refunds::record_count(tx, provider, payment, *amount_minor, *at)?;
        }
        Fact::Refund { id, payment, amount_minor, status, at } => {
            refunds::record_refund(tx, provider, id, payment, *amount_minor, *status, *at)?;
        }
        Fact::Dispute { payment, dispute, at } => disputes::record(tx, provider, payment, dispute, *at)?,
    }
    match fact.payment() {
        Some(payment) => Ok(purchase::of_payment(tx, provider, payment)?.map(|purchase| purchase.id)),
        None => Ok(None),
    }
}

/// Whether a session that names `purchase` may be its own. Whoever makes an invoice at BTCPay writes the order on it, and its events
/// say of no money how much it was: it waits until it is known which invoice was made for the purchase.
fn of_its_session(purchase: &Purchase, provider: Provider) -> bool {
    purchase.provider == provider && (provider != Provider::Btcpay || purchase.session.is_some())
}

/// Writes down what the provider calls a purchase.
fn link(tx: &Connection, purchase: &Purchase, session: &str, payment: Option<&PaymentRef>) -> Result<(), Error> {
    let contradicted = |reason: String| Error::Contradicted { purchase: purchase.id.clone(), reason };
    if let Some(known) = &purchase.session
        && known != session
    {
        return Err(contradicted(format!("its session is {known}, and the event names {session}")));
    }
    if let (Some(known), Some(payment)) = (&purchase.payment, payment)
        && known != payment
    {
        return Err(contradicted(format!("it is paid by {known}, and the event names {payment}")));
    }
    let others = [
        purchase::of_session(tx, purchase.provider, session)?,
        payment.map(|payment| purchase::of_payment(tx, purchase.provider, payment)).transpose()?.flatten(),
    ];
    if let Some(other) = others.into_iter().flatten().find(|other| other.id != purchase.id) {
        return Err(Error::PaymentTaken {
            provider: purchase.provider,
            payment: payment.cloned().unwrap_or_else(|| PaymentRef(session.to_owned())),
            purchase: purchase.id.clone(),
            other: other.id,
        });
    }
    tx.prepare_cached(
        "UPDATE purchase SET session = coalesce(session, ?2), payment = coalesce(payment, ?3) WHERE id = ?1",
    )?
    .execute(params![purchase.id.0, session, payment.map(|payment| &payment.0)])?;
    Ok(())
}

/// How much was paid, if that pays for the purchase.
fn amount_paid(purchase: &Purchase, paid: &Paid) -> Result<i64, Error> {
    let package = &purchase.package;
    let (amount_minor, currency) = match paid {
        Paid::InFull => return Ok(package.price_minor),
        Paid::Money { amount_minor, currency } => (*amount_minor, currency),
    };
    if *currency == package.currency && amount_minor >= package.price_minor {
        return Ok(amount_minor);
    }
    let reason = format!(
        "{} were paid, and it costs {}; nothing is granted: look at it at the provider",
        money::display(amount_minor, currency),
        money::display(package.price_minor, &package.currency)
    );
    Err(Error::Contradicted { purchase: purchase.id.clone(), reason })
}
