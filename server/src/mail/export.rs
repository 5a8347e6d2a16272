//! What was written to an account's address, for its export.

use crate::export::Section;

/// Every mail to the account's present address.
pub const EXPORT: &[Section] = &[Section {
    file: "mails.json",
    query: "SELECT recipient, subject, text, queued_at_ms, sent_at_ms, failed_at_ms
            FROM mail JOIN account ON account.email = mail.recipient WHERE account.id = ?1 ORDER BY mail.number",
}];
