//! What an account accepted, for its export.

use crate::export::Section;

/// The versions accepted, with when, how and from where (policy P9, P13).
pub const EXPORT: &[Section] = &[Section {
    file: "acceptances.json",
    query: "SELECT policy_version.number AS version, sha256, published_at_ms, how, address, accepted_at_ms
            FROM policy_acceptance JOIN policy_version ON policy_version.number = policy_acceptance.version
            WHERE account = ?1 ORDER BY policy_version.number",
}];
