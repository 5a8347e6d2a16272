//! A provider's events as Stripe words them (<https://docs.stripe.com/api/events>), with the fields that count.

use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::gateway::Refund;
use crate::step::{ProviderEvent, Said};

pub fn event_id(id: usize) -> String {
    format!("evt_{id}")
}

/// An event of purchase `number`, which we call `purchase`; `ordered` is what the provider made of our order, if it speaks of one.
pub fn body(
    (purchase, number): (&str, usize),
    event: &ProviderEvent,
    ordered: Option<&Refund>,
    now: OffsetDateTime,
) -> Option<Value> {
    let payment = format!("pi_{number}_{}", event.payment);
    let (kind, object) = match event.said {
        Said::Nothing => ("customer.created", json!({ "id": "cus_1" })),
        Said::Session { paid } => {
            let session = json!({
                "id": format!("cs_{number}"), "client_reference_id": purchase, "payment_intent": payment,
                "payment_status": if paid.is_some() { "paid" } else { "unpaid" }, "amount_total": paid,
                "currency": "usd",
            });
            ("checkout.session.completed", session)
        }
        Said::Refunded { all_together } => {
            ("charge.refunded", json!({ "payment_intent": payment, "amount_refunded": all_together }))
        }
        Said::Refund { id, amount, status } => {
            let id = format!("re_{payment}_{id}");
            ("refund.updated", json!({ "id": id, "payment_intent": payment, "amount": amount, "status": status }))
        }
        Said::Ordered { status, .. } => {
            let Refund { id, payment, amount, .. } = ordered?;
            ("refund.updated", json!({ "id": id, "payment_intent": payment, "amount": amount, "status": status }))
        }
        Said::Dispute { id, status } => {
            let dispute = json!({
                "id": format!("dp_{payment}_{id}"), "payment_intent": payment, "amount": 999, "currency": "usd",
                "reason": "fraudulent", "status": status,
            });
            ("charge.dispute.updated", dispute)
        }
    };
    let created = now.unix_timestamp() - event.age_s;
    Some(json!({ "id": event_id(event.id), "type": kind, "created": created, "data": { "object": object } }))
}
