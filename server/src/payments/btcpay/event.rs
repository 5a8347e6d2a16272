//! BTCPay's webhook events as facts, <https://docs.btcpayserver.org/API/Greenfield/v1/#operation/Webhook_InvoiceSettled>.

use serde::Deserialize;
use time::OffsetDateTime;

use crate::ledger::PurchaseId;
use crate::payments::{Fact, Paid, PaymentRef, Unpaid};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Delivery {
    delivery_id: String,
    original_delivery_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    r#type: String,
    timestamp: i64,
    invoice_id: Option<String>,
    metadata: Option<Metadata>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    order_id: Option<String>,
}

/// The id of an event: of its first delivery, so that one sent again is the same.
///
/// # Errors
/// In words, when the body is no event.
pub fn id(body: &[u8]) -> Result<String, String> {
    let Delivery { delivery_id, original_delivery_id } =
        serde_json::from_slice(body).map_err(|error| format!("this is no event of BTCPay's: {error}"))?;
    let id = original_delivery_id.unwrap_or(delivery_id);
    if id.is_empty() { Err("the event has an empty delivery id".to_owned()) } else { Ok(id) }
}

/// What an event says; nothing when it is of a kind that says nothing of purchases.
///
/// # Errors
/// In words, when it cannot be read.
pub fn read(body: &[u8]) -> Result<Option<Fact>, String> {
    let Event { r#type: kind, timestamp, invoice_id, metadata } =
        serde_json::from_slice(body).map_err(|error| format!("the event cannot be read: {error}"))?;
    let at = OffsetDateTime::from_unix_timestamp(timestamp).map_err(|error| format!("timestamp: {error}"))?;
    let (paid, unpaid) = match kind.as_str() {
        // BTCPay converts and counts: settled is paid in full, or called that by the operator.
        "InvoiceSettled" => (Some(Paid::InFull), None),
        "InvoiceExpired" => (None, Some(Unpaid::Expired)),
        "InvoiceInvalid" => (None, Some(Unpaid::Failed)),
        _ => return Ok(None),
    };
    let invoice = invoice_id.ok_or_else(|| format!("{kind} names no invoice"))?;
    Ok(Some(Fact::Session {
        payment: Some(PaymentRef(invoice.clone())),
        session: invoice,
        purchase: metadata.and_then(|metadata| metadata.order_id).map(PurchaseId),
        paid,
        unpaid,
        at,
    }))
}
