//! The way to the providers: sessions where customers pay, and money sent back.

use std::sync::Arc;
use std::time::Duration;

use ureq::Agent;

use super::{Fact, NewSession, Provider, Purchase, btcpay, stripe};
use crate::configuration::Configuration;

/// The longest that a provider may think.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Longest answer, in bytes.
const MAX_ANSWER: u64 = 1 << 20;

/// Why a provider did not do what it was asked.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum GatewayError {
    /// The configuration names no such provider.
    #[error("payments through {0} are not configured ([payments.{0}])")]
    NotConfigured(Provider),
    /// No answer, or one that says "later". What was asked may have been done; the same again is safe.
    #[error("{provider} does not answer: {cause}")]
    Unavailable {
        /// Who.
        provider: Provider,
        /// What happened.
        cause: String,
    },
    /// It says no; asked again it says so again.
    #[error("{provider} refuses: {cause}")]
    Refused {
        /// Who.
        provider: Provider,
        /// In its words, and what to do.
        cause: String,
    },
}

/// The providers of the configuration. Calls block.
pub struct Gateway {
    configuration: Arc<Configuration>,
    agent: Agent,
}

impl Gateway {
    /// Opens no connection yet.
    pub fn new(configuration: Arc<Configuration>) -> Gateway {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // What is secret goes to the provider alone.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(TIMEOUT))
            .user_agent(concat!("oneclick3d/", env!("CARGO_PKG_VERSION")))
            .build();
        Gateway { configuration, agent: config.into() }
    }

    /// Who takes the money: whom the buyer asks for, or the first there is; none that is not configured.
    #[must_use]
    pub fn provider(&self, asked: Option<Provider>) -> Option<Provider> {
        let payments = &self.configuration.payments;
        let mut there = [
            payments.stripe.is_some().then_some(Provider::Stripe),
            payments.btcpay.is_some().then_some(Provider::Btcpay),
        ]
        .into_iter()
        .flatten();
        there.find(|provider| asked.is_none_or(|asked| asked == *provider))
    }

    /// Makes the page where `purchase` is paid. Asked again for the same purchase, a provider answers with the first.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub fn create_session(&self, purchase: &Purchase, email: &str) -> Result<NewSession, GatewayError> {
        match purchase.provider {
            Provider::Stripe => self.stripe()?.create_session(&self.configuration.service, purchase, email),
            Provider::Btcpay => self.btcpay()?.create_session(&self.configuration.service, purchase),
            Provider::Manual => Err(GatewayError::NotConfigured(Provider::Manual)),
        }
    }

    /// Sends money of a payment back. The same `key` sends it once; asked `again`, the provider is first looked through for it,
    /// since keys are forgotten and refunds are not.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub fn refund(&self, purchase: &Purchase, amount_minor: i64, key: &str, again: bool) -> Result<Fact, GatewayError> {
        match purchase.provider {
            Provider::Stripe => self.stripe()?.refund(purchase, amount_minor, key, again),
            other => Err(GatewayError::NotConfigured(other)),
        }
    }

    /// The refund that was made under `key`, if any that did not fail. Sends nothing.
    ///
    /// # Errors
    /// [`GatewayError::Unavailable`] while that is not known.
    pub fn made_refund(&self, purchase: &Purchase, key: &str) -> Result<Option<Fact>, GatewayError> {
        match purchase.provider {
            Provider::Stripe => self.stripe()?.made_refund(purchase, key),
            other => Err(GatewayError::NotConfigured(other)),
        }
    }

    fn btcpay(&self) -> Result<btcpay::Client<'_>, GatewayError> {
        let section = self.configuration.payments.btcpay.as_ref();
        let section = section.ok_or(GatewayError::NotConfigured(Provider::Btcpay))?;
        Ok(btcpay::Client { section, agent: &self.agent })
    }

    fn stripe(&self) -> Result<stripe::Client<'_>, GatewayError> {
        let section = self.configuration.payments.stripe.as_ref();
        let section = section.ok_or(GatewayError::NotConfigured(Provider::Stripe))?;
        Ok(stripe::Client { section, agent: &self.agent })
    }
}

/// Reads an answer whole; its status and body.
pub(super) fn read_answer(
    provider: Provider,
    answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
) -> Result<(u16, Vec<u8>), GatewayError> {
    let unavailable = |error: ureq::Error| GatewayError::Unavailable { provider, cause: error.to_string() };
    let mut answer = answer.map_err(unavailable)?;
    let body = answer.body_mut().with_config().limit(MAX_ANSWER).read_to_vec().map_err(unavailable)?;
    Ok((answer.status().as_u16(), body))
}
