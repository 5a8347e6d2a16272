//! The cases of an account, for its export.

use crate::export::Section;

/// Cases with how they were decided, and what was written. Which operator it was is the service's own record.
pub const EXPORT: &[Section] = &[
    Section {
        file: "cases.json",
        query: "SELECT id, subject, generation, purchase, opened_at_ms, outcome, reason, decided_at_ms, credits, lot, amount_minor
                FROM support_case LEFT JOIN case_decision ON case_id = id WHERE account = ?1 ORDER BY number",
    },
    Section {
        file: "case_messages.json",
        query: "SELECT case_id AS \"case\", iif(from_operator, 'operator', 'account') AS author, at_ms, text FROM case_message
                WHERE case_id IN (SELECT id FROM support_case WHERE account = ?1) ORDER BY number",
    },
];
