//! Where an account wants to hear and what was sent, for its export.

use crate::export::Section;

/// Endpoints, those that were deleted included, and deliveries with their attempts; never what signs.
pub const EXPORT: &[Section] = &[
    Section {
        file: "webhook_endpoints.json",
        query: "SELECT id, url, events AS events_json, description, created_at_ms, disabled_reason, disabled_at_ms, deleted_at_ms
                FROM webhook_endpoint WHERE account = ?1 ORDER BY sequence",
    },
    Section {
        file: "webhook_deliveries.json",
        query: "SELECT id, endpoint, coalesce(endpoint_row.url, prediction_webhook.url) AS url, event,
                       webhook_delivery.generation, state, webhook_delivery.created_at_ms, ended_at_ms,
                       (SELECT json_group_array(json_object('at_ms', at_ms, 'status', status, 'error', error, 'ms', ms))
                        FROM (SELECT * FROM webhook_attempt WHERE delivery = sequence ORDER BY number)) AS attempts_json
                FROM webhook_delivery
                     LEFT JOIN (SELECT id AS endpoint_id, url FROM webhook_endpoint) AS endpoint_row
                               ON endpoint_row.endpoint_id = webhook_delivery.endpoint
                     LEFT JOIN prediction_webhook ON prediction_webhook.generation = webhook_delivery.generation
                WHERE account = ?1 ORDER BY sequence",
    },
];
