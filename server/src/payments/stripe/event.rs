//! Stripe's events as facts, <https://docs.stripe.com/api/events>.

use serde::Deserialize;
use time::OffsetDateTime;

use crate::ledger::PurchaseId;
use crate::payments::{DisputeStatus, Fact, Paid, PaymentRef, RefundStatus, Unpaid};

#[derive(Deserialize)]
struct Envelope {
    id: String,
    r#type: String,
    created: i64,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: serde_json::Value,
}

#[derive(Deserialize)]
struct Session {
    id: String,
    client_reference_id: Option<String>,
    payment_intent: Option<String>,
    payment_status: String,
    amount_total: Option<i64>,
    currency: Option<String>,
}

#[derive(Deserialize)]
struct Charge {
    payment_intent: Option<String>,
    amount_refunded: i64,
}

#[derive(Deserialize)]
pub(super) struct Refund {
    pub(super) id: String,
    payment_intent: Option<String>,
    amount: i64,
    status: Option<String>,
    #[serde(default)]
    pub(super) metadata: RefundMetadata,
}

impl Refund {
    /// Its money did not reach the customer.
    pub(super) fn failed(&self) -> bool {
        refund_status(self.status.as_deref()) == RefundStatus::Failed
    }
}

/// What we wrote on it.
#[derive(Default, Deserialize)]
pub(super) struct RefundMetadata {
    /// The key that it was ordered under; none for what was not ordered here.
    pub(super) order: Option<String>,
}

#[derive(Deserialize)]
struct Dispute {
    id: String,
    payment_intent: Option<String>,
    amount: i64,
    currency: String,
    reason: String,
    status: String,
    evidence_details: Option<EvidenceDetails>,
}

#[derive(Deserialize)]
struct EvidenceDetails {
    due_by: Option<i64>,
}

/// The id of an event.
///
/// # Errors
/// In words, when the body is no event.
pub fn id(body: &[u8]) -> Result<String, String> {
    #[derive(Deserialize)]
    struct Named {
        id: String,
    }
    match serde_json::from_slice::<Named>(body) {
        Ok(Named { id }) if !id.is_empty() => Ok(id),
        Ok(_) => Err("the event has an empty id".to_owned()),
        Err(error) => Err(format!("this is no event of Stripe's: {error}")),
    }
}

/// What an event says; nothing when it is of a kind that says nothing of purchases.
///
/// # Errors
/// In words, when it cannot be read.
pub fn read(body: &[u8]) -> Result<Option<Fact>, String> {
    let Envelope { id, r#type: kind, created, data } =
        serde_json::from_slice(body).map_err(|error| format!("the event cannot be read: {error}"))?;
    let at = OffsetDateTime::from_unix_timestamp(created).map_err(|error| format!("{id}: created: {error}"))?;
    let unreadable = |error: serde_json::Error| format!("{id}, {kind}: {error}");
    let fact = match kind.as_str() {
        "checkout.session.completed"
        | "checkout.session.async_payment_succeeded"
        | "checkout.session.async_payment_failed"
        | "checkout.session.expired" => {
            Some(session(&kind, serde_json::from_value(data.object).map_err(unreadable)?, at)?)
        }
        "charge.refunded" => {
            let Charge { payment_intent, amount_refunded } = serde_json::from_value(data.object).map_err(unreadable)?;
            payment_intent.map(|payment| Fact::Refunded {
                payment: PaymentRef(payment),
                amount_minor: amount_refunded,
                at,
            })
        }
        "refund.created" | "refund.updated" | "refund.failed" | "charge.refund.updated" => {
            refund(serde_json::from_value(data.object).map_err(unreadable)?, at)
        }
        dispute if dispute.starts_with("charge.dispute.") => {
            dispute_fact(serde_json::from_value(data.object).map_err(unreadable)?, at)?
        }
        _ => None,
    };
    Ok(fact)
}

fn session(kind: &str, session: Session, at: OffsetDateTime) -> Result<Fact, String> {
    // A session of ours always costs something: 'no_payment_required' is not paid.
    let paid = match (session.payment_status == "paid", session.amount_total, session.currency) {
        (false, ..) => None,
        (true, Some(amount_minor), Some(currency)) => Some(Paid::Money { amount_minor, currency }),
        (true, ..) => return Err(format!("{kind}: {} is paid and says no amount", session.id)),
    };
    Ok(Fact::Session {
        session: session.id,
        purchase: session.client_reference_id.map(PurchaseId),
        payment: session.payment_intent.map(PaymentRef),
        paid,
        unpaid: match kind {
            "checkout.session.expired" => Some(Unpaid::Expired),
            "checkout.session.async_payment_failed" => Some(Unpaid::Failed),
            _ => None,
        },
        at,
    })
}

/// A refund as an event or an answer of the API has it; none of one without a payment intent.
pub(super) fn refund(refund: Refund, at: OffsetDateTime) -> Option<Fact> {
    let status = refund_status(refund.status.as_deref());
    let Refund { id, amount, payment_intent, .. } = refund;
    payment_intent.map(|payment| Fact::Refund { id, payment: PaymentRef(payment), amount_minor: amount, status, at })
}

fn refund_status(status: Option<&str>) -> RefundStatus {
    match status {
        Some("succeeded") => RefundStatus::Succeeded,
        Some("failed" | "canceled") => RefundStatus::Failed,
        // pending and requires_action: on its way, and counted by Stripe as refunded.
        _ => RefundStatus::Pending,
    }
}

fn dispute_fact(dispute: Dispute, at: OffsetDateTime) -> Result<Option<Fact>, String> {
    let Dispute { id, payment_intent, amount, currency, reason, status, evidence_details } = dispute;
    let due_by = evidence_details
        .and_then(|details| details.due_by)
        .map(OffsetDateTime::from_unix_timestamp)
        .transpose()
        .map_err(|error| format!("{id}: due_by: {error}"))?;
    let dispute = DisputeStatus { id, amount_minor: amount, currency, reason, status, due_by };
    Ok(payment_intent.map(|payment| Fact::Dispute { payment: PaymentRef(payment), dispute, at }))
}
