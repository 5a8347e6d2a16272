//! What the ledger knows of an account, for its export.

use crate::export::Section;

/// The account, its keys (without what they are checked with), its lots and its journal.
pub const EXPORT: &[Section] = &[
    Section {
        file: "account.json",
        query: "SELECT id, email, role, created_at_ms, terminated_at_ms, available, held, entries FROM account WHERE id = ?1",
    },
    Section {
        file: "keys.json",
        query: "SELECT api_key.id, name, api_key.created_at_ms, last_used_at_ms, api_key.revoked_at_ms
                FROM api_key JOIN account ON account.number = api_key.account WHERE account.id = ?1 ORDER BY api_key.number",
    },
    Section {
        file: "lots.json",
        query: "SELECT lot.id, granted, lot.available, lot.held, spent, expired, frozen, clawed_back, granted_at_ms,
                       expires_at_ms, usable_until_ms
                FROM lot JOIN account ON account.number = lot.account WHERE account.id = ?1 ORDER BY lot.number",
    },
    Section {
        file: "journal.json",
        // Amounts as they came into a book; the kind says out of which.
        query: "SELECT entry.sequence, kind, at_ms, hold.id AS hold, reason, reference, entry.available, entry.held,
                       (SELECT json_group_array(json_object('lot', lot.id, 'book', book, 'credits', amount))
                        FROM posting JOIN lot ON lot.number = posting.lot
                        WHERE posting.entry = entry.number AND amount > 0) AS moved_json
                FROM entry JOIN account ON account.number = entry.account LEFT JOIN hold ON hold.number = entry.hold
                WHERE account.id = ?1 ORDER BY entry.sequence",
    },
];
