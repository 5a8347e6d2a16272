use serde::Deserialize;
use time::Duration;

use super::{Impossible, impossible};
use crate::ledger::{Credits, Terms};

/// How long credits last, and when their owner is warned (policy P10).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CreditsSection {
    /// From purchase to expiry, in months of the calendar.
    pub lifetime_months: u16,
    /// How long credits stay usable that come back after their expiry.
    pub grace_days: u16,
    /// A mail goes out so many days before credits expire.
    pub warning_days: Vec<u16>,
    /// A mail goes out when fewer credits than this are left; 0 for none.
    pub low_balance: Credits,
}

impl Default for CreditsSection {
    fn default() -> Self {
        CreditsSection { lifetime_months: 12, grace_days: 30, warning_days: vec![30, 7], low_balance: Credits(10) }
    }
}

impl CreditsSection {
    /// As the ledger takes them.
    #[must_use]
    pub fn terms(&self) -> Terms {
        Terms { lifetime_months: self.lifetime_months, grace: Duration::days(self.grace_days.into()) }
    }

    pub(super) fn check(&self) -> Result<(), Impossible> {
        if !(1..=1200).contains(&self.lifetime_months) {
            return Err(impossible("credits.lifetime_months", "it must be 1 to 1200"));
        }
        if self.warning_days.contains(&0) {
            return Err(impossible("credits.warning_days", "a warning comes at least 1 day before the expiry"));
        }
        if self.low_balance < Credits::ZERO {
            return Err(impossible("credits.low_balance", "it must be 0 or more"));
        }
        Ok(())
    }
}
