//! The part of `ledger audit` that the ledger cannot know: each case that restored credits restored those, once, to its account.

use rusqlite::Connection;

/// Every disagreement between a decision and what it caused, in words.
///
/// # Errors
/// When the tables cannot be read.
pub fn check(connection: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    let mut disagreements = Vec::new();
    let mut statement = connection.prepare(
        "SELECT 'case ' || case_id || ' restored ' || case_decision.credits || ' credits, and its ' || lot || ' is not that grant'
         FROM case_decision JOIN support_case ON support_case.id = case_id
         WHERE lot IS NOT NULL AND NOT EXISTS (
             SELECT 1 FROM lot AS granted JOIN account ON account.number = granted.account
             JOIN posting ON posting.lot = granted.number AND posting.book = 'issued'
             JOIN entry ON entry.number = posting.entry
             WHERE granted.id = case_decision.lot AND granted.granted = case_decision.credits
               AND account.id = support_case.account AND entry.kind = 'grant' AND entry.reference = case_id)
         UNION ALL
         SELECT 'case ' || case_id || ' returned ' || case_decision.amount_minor || ', and no such refund of its purchase was ordered'
         FROM case_decision JOIN support_case ON support_case.id = case_id
         WHERE case_decision.amount_minor IS NOT NULL AND NOT EXISTS (
             SELECT 1 FROM refund_order WHERE refund_order.purchase = support_case.purchase AND reference = case_id
               AND refund_order.amount_minor = case_decision.amount_minor AND refund IS NOT NULL)
         UNION ALL
         SELECT 'entry ' || entry.number || ' has the reference of ' || entry.reference || ', which did not restore credits'
         FROM entry WHERE entry.kind = 'grant' AND EXISTS (SELECT 1 FROM support_case WHERE id = entry.reference)
           AND NOT EXISTS (SELECT 1 FROM case_decision WHERE case_id = entry.reference AND lot IS NOT NULL)",
    )?;
    for row in statement.query_map([], |row| row.get(0))? {
        disagreements.push(row?);
    }
    Ok(disagreements)
}
