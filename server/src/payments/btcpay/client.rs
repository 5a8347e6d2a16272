//! What is asked of BTCPay: an invoice, <https://docs.btcpayserver.org/API/Greenfield/v1/#operation/Invoices_CreateInvoice>.

use serde::Deserialize;
use serde_json::json;
use ureq::Agent;

use crate::configuration::{BtcpaySection, ServiceSection};
use crate::money;
use crate::payments::gateway::{GatewayError, read_answer};
use crate::payments::{NewSession, PaymentRef, Provider, Purchase};

/// BTCPay's Greenfield API with the operator's key.
pub struct Client<'a> {
    pub(in crate::payments) section: &'a BtcpaySection,
    pub(in crate::payments) agent: &'a Agent,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Invoice {
    id: String,
    checkout_link: String,
    status: String,
}

impl Client<'_> {
    /// Makes the invoice of a purchase, or finds the one whose answer was lost: BTCPay knows no idempotency key, and the order's
    /// id serves as one.
    pub fn create_session(&self, service: &ServiceSection, purchase: &Purchase) -> Result<NewSession, GatewayError> {
        let invoices = format!("{}/api/v1/stores/{}/invoices", self.section.api, self.section.store);
        let earlier = self.agent.get(format!("{invoices}?orderId={}", purchase.id)).header("authorization", self.key());
        let earlier: Vec<Invoice> = self.answer(earlier.call())?;
        if let Some(invoice) = earlier.into_iter().find(|invoice| !matches!(&*invoice.status, "Expired" | "Invalid")) {
            return Ok(session(invoice));
        }
        let package = &purchase.package;
        let body = json!({
            "amount": money::decimal(package.price_minor, &package.currency),
            "currency": package.currency.to_uppercase(),
            "metadata": {
                "orderId": purchase.id,
                "orderUrl": format!("{}/policy/{}", service.url, purchase.consent.policy_sha256),
                "itemCode": package.id,
                "itemDesc": format!("{}: {} credits", package.name, package.credits),
            },
            "checkout": { "redirectURL": format!("{}/checkout/paid", service.url) },
        });
        let request = self
            .agent
            .post(&invoices)
            .header("authorization", self.key())
            .header("content-type", "application/json")
            .send(body.to_string());
        Ok(session(self.answer(request)?))
    }

    fn key(&self) -> String {
        format!("token {}", self.section.api_key.reveal())
    }

    fn answer<T: serde::de::DeserializeOwned>(
        &self,
        answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<T, GatewayError> {
        let provider = Provider::Btcpay;
        let (status, body) = read_answer(provider, answer)?;
        let refused = |cause: String| GatewayError::Refused { provider, cause };
        match status {
            200..300 => {
                serde_json::from_slice(&body).map_err(|error| refused(format!("its answer cannot be read: {error}")))
            }
            401 | 403 => {
                Err(refused(format!("{status}; may payments.btcpay.api_key create and view invoices of this store?")))
            }
            404 => Err(refused("404; is payments.btcpay.store right?".to_owned())),
            429 | 500.. => Err(GatewayError::Unavailable { provider, cause: status.to_string() }),
            _ => Err(refused(format!("{status} {}", String::from_utf8_lossy(&body)))),
        }
    }
}

fn session(Invoice { id, checkout_link, .. }: Invoice) -> NewSession {
    NewSession { payment: Some(PaymentRef(id.clone())), id, url: checkout_link }
}
