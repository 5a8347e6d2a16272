//! Who takes the money, and what it calls a payment.

use std::fmt;
use std::str::FromStr;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who takes the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// Stripe's Checkout.
    Stripe,
    /// A BTCPay Server.
    Btcpay,
    /// The operator, who records what came by bank transfer or invoice.
    Manual,
}

impl Provider {
    const ALL: [Provider; 3] = [Provider::Stripe, Provider::Btcpay, Provider::Manual];

    /// As in the database and the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Provider::Stripe => "stripe",
            Provider::Btcpay => "btcpay",
            Provider::Manual => "manual",
        }
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Provider {
    type Err = String;

    fn from_str(name: &str) -> Result<Provider, String> {
        let found = Provider::ALL.into_iter().find(|provider| provider.name() == name);
        found.ok_or_else(|| format!("'{name}' is no provider"))
    }
}

impl ToSql for Provider {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.name().into())
    }
}

impl FromSql for Provider {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(|error: String| FromSqlError::Other(error.into()))
    }
}

/// A payment in the provider's words: what its refunds and disputes name (Stripe's payment intent, BTCPay's invoice, the
/// reference of a manual sale).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PaymentRef(pub String);

impl fmt::Display for PaymentRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
