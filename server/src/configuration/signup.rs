use serde::Deserialize;

use super::{Impossible, impossible};

/// How many links for sign-up go out: strangers ask for them, and the mail goes to whom they name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignupSection {
    /// To one address within an hour.
    pub hourly_per_address: u32,
    /// To all together within an hour.
    pub hourly: u32,
}

impl Default for SignupSection {
    fn default() -> Self {
        SignupSection { hourly_per_address: 5, hourly: 1000 }
    }
}

impl SignupSection {
    pub(super) fn check(&self) -> Result<(), Impossible> {
        if self.hourly_per_address == 0 || self.hourly == 0 {
            return Err(impossible("signup", "hourly_per_address and hourly must be 1 or more"));
        }
        Ok(())
    }
}
