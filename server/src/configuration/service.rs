use std::net::IpAddr;

use serde::Deserialize;

use super::{Impossible, check_address, check_url, impossible};

/// Who runs the service, and where clients find it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceSection {
    /// The name in mails, receipts and pages.
    pub name: String,
    /// How clients reach the server, without a final slash; links in mails start with it.
    pub url: String,
    /// Where people write to before they turn to their bank (policy P14): an e-mail address, in every error, page and receipt.
    pub contact: String,
    /// Reverse proxies whose `X-Forwarded-For` is believed: the address that a client has is recorded with what it accepts.
    pub proxies: Vec<IpAddr>,
}

impl Default for ServiceSection {
    fn default() -> Self {
        ServiceSection {
            name: "OneClick3D".to_owned(),
            url: "http://localhost:8080".to_owned(),
            contact: "operator@localhost".to_owned(),
            proxies: Vec::new(),
        }
    }
}

impl ServiceSection {
    pub(super) fn check(&self) -> Result<(), Impossible> {
        check_url("service.url", &self.url)?;
        if self.name.trim().is_empty() {
            return Err(impossible("service.name", "it is empty"));
        }
        if self.name.chars().any(char::is_control) {
            return Err(impossible("service.name", "it must be one line"));
        }
        check_address("service.contact", &self.contact)
    }
}
