use std::path::Path;

use serde::Deserialize;

use super::{Impossible, Secret, check_url};

/// Who takes the money.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PaymentsSection {
    /// Stripe's Checkout.
    pub stripe: Option<StripeSection>,
    /// A BTCPay Server of the operator's.
    pub btcpay: Option<BtcpaySection>,
}

/// `[payments.stripe]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StripeSection {
    /// The API's address, without a final slash.
    #[serde(default = "stripe_api")]
    pub api: String,
    /// `sk_…`
    pub secret_key: Secret,
    /// `whsec_…` of the webhook endpoint `/v1/payments/stripe`.
    pub webhook_secret: Secret,
}

fn stripe_api() -> String {
    "https://api.stripe.com".to_owned()
}

/// `[payments.btcpay]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BtcpaySection {
    /// The server's address, without a final slash.
    pub api: String,
    /// The store's id.
    pub store: String,
    /// An API key that may create invoices in the store.
    pub api_key: Secret,
    /// Of the webhook `/v1/payments/btcpay`.
    pub webhook_secret: Secret,
}

impl PaymentsSection {
    pub(super) fn resolve(&mut self, directory: &Path) -> Result<(), Impossible> {
        if let Some(stripe) = &mut self.stripe {
            check_url("payments.stripe.api", &stripe.api)?;
            stripe.secret_key.resolve("payments.stripe.secret_key", directory)?;
            stripe.webhook_secret.resolve("payments.stripe.webhook_secret", directory)?;
        }
        if let Some(btcpay) = &mut self.btcpay {
            check_url("payments.btcpay.api", &btcpay.api)?;
            btcpay.api_key.resolve("payments.btcpay.api_key", directory)?;
            btcpay.webhook_secret.resolve("payments.btcpay.webhook_secret", directory)?;
        }
        Ok(())
    }
}
