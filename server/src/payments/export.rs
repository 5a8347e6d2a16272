//! What was bought for an account and what became of it, for its export.

use crate::export::Section;

/// Purchases with what was agreed (policy P9), refunds, and disputes. Nothing of a card: it never was here.
pub const EXPORT: &[Section] = &[
    Section {
        file: "purchases.json",
        query:
            "SELECT id, package, package_name, credits, price_minor, currency, provider, policy_number, policy_sha256,
                       examples_seen, address, created_at_ms, session, payment, paid_minor, paid_at_ms, unpaid, lot
                FROM purchase WHERE account = ?1 ORDER BY number",
    },
    Section {
        file: "refunds.json",
        query: "SELECT purchase.id AS purchase, refund.id, refund.amount_minor, refund.status, refund.at_ms
                FROM payment_refund AS refund
                JOIN purchase ON purchase.provider = refund.provider AND purchase.payment = refund.payment
                WHERE purchase.account = ?1 ORDER BY refund.at_ms, refund.id",
    },
    Section {
        file: "disputes.json",
        query: "SELECT purchase.id AS purchase, dispute.id, dispute.amount_minor, dispute.currency, dispute.reason,
                       dispute.status, dispute.at_ms, dispute.due_by_ms, dispute.terminates
                FROM payment_dispute AS dispute
                JOIN purchase ON purchase.provider = dispute.provider AND purchase.payment = dispute.payment
                WHERE purchase.account = ?1 ORDER BY dispute.at_ms, dispute.id",
    },
];
