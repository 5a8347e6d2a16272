use std::time::Duration;

use serde::{Deserialize, Deserializer, de};

use super::{Impossible, check_hosts, impossible, seconds};

/// Outgoing webhooks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebhooksSection {
    /// Whether `http://` will do: what is sent can be read on the way.
    pub http: bool,
    /// `HOST` or `HOST:PORT` of the operator's own network that may be sent to all the same.
    pub allow: Vec<String>,
    /// From the beginning of an attempt to its answer.
    #[serde(rename = "timeout_s", deserialize_with = "seconds::deserialize")]
    pub timeout: Duration,
    /// The wait after each attempt that failed; after the last of them a delivery is given up.
    #[serde(rename = "retry_s", deserialize_with = "waits")]
    pub retry: Vec<Duration>,
    /// An endpoint at which every attempt failed for so long is disabled.
    #[serde(rename = "disable_after_s", deserialize_with = "seconds::deserialize")]
    pub disable_after: Duration,
}

impl Default for WebhooksSection {
    fn default() -> Self {
        const HOUR: u64 = 3600;
        // As Standard Webhooks 1.0 suggests: three days, and some hours.
        let retry = [5, 300, 1800, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
        WebhooksSection {
            http: false,
            allow: Vec::new(),
            timeout: Duration::from_secs(15),
            retry: retry.map(Duration::from_secs).to_vec(),
            disable_after: Duration::from_secs(5 * 24 * HOUR),
        }
    }
}

impl WebhooksSection {
    pub(super) fn check(&self) -> Result<(), Impossible> {
        if self.timeout.is_zero() {
            return Err(impossible("webhooks.timeout_s", "it must be more than 0"));
        }
        check_hosts("webhooks.allow", &self.allow)
    }
}

fn waits<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Duration>, D::Error> {
    Vec::<f64>::deserialize(deserializer)?
        .into_iter()
        .map(|wait| seconds::duration(wait).map_err(de::Error::custom))
        .collect()
}
