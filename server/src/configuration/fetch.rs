use std::time::Duration;

use serde::Deserialize;

use super::{Impossible, check_hosts, impossible, seconds};

/// Photos that the server fetches for who sends a URL.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FetchSection {
    /// Off unless the operator wants it: the server makes requests that strangers choose.
    pub enabled: bool,
    /// The whole of it, redirects included.
    #[serde(rename = "timeout_s", deserialize_with = "seconds::deserialize")]
    pub timeout: Duration,
    /// `HOST` or `HOST:PORT` of the operator's own network that may be fetched from all the same.
    pub allow: Vec<String>,
}

impl Default for FetchSection {
    fn default() -> Self {
        FetchSection { enabled: false, timeout: Duration::from_secs(20), allow: Vec::new() }
    }
}

impl FetchSection {
    pub(super) fn check(&self) -> Result<(), Impossible> {
        if self.timeout.is_zero() {
            return Err(impossible("fetch.timeout_s", "it must be more than 0"));
        }
        check_hosts("fetch.allow", &self.allow)
    }
}
