//! Stripe's events as Stripe words them (<https://docs.stripe.com/api/events>), for a purchase of Starter.

use serde_json::{Value, json};

/// 999 cents, which buy 60 credits.
pub const PRICE: i64 = 999;

/// The events of one purchase.
#[derive(Clone)]
pub struct Story {
    /// Ours.
    pub purchase: String,
    /// The checkout session.
    pub session: String,
    /// The payment intent.
    pub payment: String,
}

impl Story {
    fn event(&self, kind: &str, name: &str, created: i64, object: Value) -> Value {
        json!({
            "id": format!("evt_{name}_{}", self.purchase), "object": "event", "type": kind, "created": created,
            "livemode": false, "api_version": "2025-09-30.clover", "data": { "object": object },
        })
    }

    fn session(&self, status: &str) -> Value {
        json!({
            "id": self.session, "object": "checkout.session", "client_reference_id": self.purchase,
            "payment_intent": self.payment, "payment_status": status, "status": "complete", "mode": "payment",
            "amount_total": PRICE, "currency": "usd", "metadata": { "package": "starter" },
            "consent": { "terms_of_service": "accepted" },
        })
    }

    pub fn completed(&self, paid: bool, at: i64) -> Value {
        let status = if paid { "paid" } else { "unpaid" };
        self.event("checkout.session.completed", "completed", at, self.session(status))
    }

    pub fn paid_later(&self, at: i64) -> Value {
        self.event("checkout.session.async_payment_succeeded", "paid", at, self.session("paid"))
    }

    pub fn refunded(&self, all_together: i64, at: i64) -> Value {
        let charge = json!({
            "id": format!("ch_{}", self.purchase), "object": "charge", "payment_intent": self.payment, "amount": PRICE,
            "amount_refunded": all_together, "currency": "usd", "refunded": all_together == PRICE, "paid": true,
        });
        self.event("charge.refunded", &format!("refunded{all_together}"), at, charge)
    }

    pub fn refund(&self, id: &str, amount: i64, status: &str, at: i64) -> Value {
        let refund = json!({
            "id": id, "object": "refund", "payment_intent": self.payment, "amount": amount, "currency": "usd",
            "status": status,
        });
        self.event("refund.updated", &format!("{id}_{status}"), at, refund)
    }

    pub fn dispute(&self, id: &str, status: &str, at: i64) -> Value {
        let kind = match status {
            "needs_response" | "warning_needs_response" => "charge.dispute.created",
            "won" | "lost" | "warning_closed" => "charge.dispute.closed",
            _ => "charge.dispute.updated",
        };
        let dispute = json!({
            "id": format!("{id}_{}", self.purchase), "object": "dispute", "payment_intent": self.payment, "amount": PRICE, "currency": "usd",
            "reason": "fraudulent", "status": status, "evidence_details": { "due_by": 1_900_000_000, "has_evidence": false },
        });
        self.event(kind, &format!("{id}_{status}"), at, dispute)
    }
}
