//! What was made for an account, for its export.

use crate::export::Section;

/// The history (policy P4) and the delivery record (policy P12).
pub const EXPORT: &[Section] = &[
    Section {
        file: "generations.json",
        query: "SELECT id, hold, credits, state, attempt, options AS options_json, fault_kind, fault_message,
                       report AS report_json, created_at_ms, started_at_ms, finished_at_ms,
                       (SELECT deleted_at_ms FROM deletion WHERE generation = id) AS deleted_at_ms
                FROM generation WHERE account = ?1 ORDER BY sequence",
    },
    Section {
        file: "deliveries.json",
        query: "SELECT artifact.generation, format, sha256, bytes, generation.finished_at_ms AS made_at_ms,
                       first_downloaded_at_ms, last_downloaded_at_ms, expired_at_ms
                FROM artifact JOIN generation ON generation.id = artifact.generation
                     LEFT JOIN artifact_expiry ON artifact_expiry.generation = artifact.generation
                WHERE generation.account = ?1 AND format <> 'thumbnail' ORDER BY generation.sequence, format",
    },
];
