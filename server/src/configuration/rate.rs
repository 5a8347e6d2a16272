use std::num::NonZeroU32;

use serde::Deserialize;

use super::{Impossible, impossible};

/// How many requests are answered; more get 429 with `Retry-After`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RateSection {
    /// With one API key, a second; 0 for no limit.
    pub key_per_second: u32,
    /// With one key at once, after a pause.
    pub key_burst: u32,
    /// From one address (of IPv6, one /64), a second; 0 for no limit.
    pub address_per_second: u32,
    /// From one address at once, after a pause.
    pub address_burst: u32,
}

impl Default for RateSection {
    fn default() -> Self {
        RateSection { key_per_second: 200, key_burst: 2000, address_per_second: 200, address_burst: 2000 }
    }
}

impl RateSection {
    /// So many a second and so many at once of one key; none for no limit.
    #[must_use]
    pub fn of_key(&self) -> Option<(NonZeroU32, NonZeroU32)> {
        Some((NonZeroU32::new(self.key_per_second)?, NonZeroU32::new(self.key_burst)?))
    }

    /// So many a second and so many at once from one address; none for no limit.
    #[must_use]
    pub fn of_address(&self) -> Option<(NonZeroU32, NonZeroU32)> {
        Some((NonZeroU32::new(self.address_per_second)?, NonZeroU32::new(self.address_burst)?))
    }

    pub(super) fn check(&self) -> Result<(), Impossible> {
        for (setting, per_second, burst) in [
            ("rate.key_burst", self.key_per_second, self.key_burst),
            ("rate.address_burst", self.address_per_second, self.address_burst),
        ] {
            if per_second > 0 && burst == 0 {
                return Err(impossible(setting, "it must be 1 or more; for no limit set its _per_second to 0"));
            }
        }
        Ok(())
    }
}
