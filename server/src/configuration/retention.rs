use serde::Deserialize;
use time::Duration;

/// How long files are kept. What they were stays on record for ever (policy P4, P12).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RetentionSection {
    /// Photos and masks, from the end of their run on; with 0 they go when it ends.
    pub inputs_days: u16,
    /// Models, from the end of their run on; 0 for ever.
    pub artifacts_days: u16,
    /// What was sent to webhooks, with its attempts, from its end on; 0 for ever. No file, and no record that the policy promises.
    pub webhook_deliveries_days: u16,
}

impl Default for RetentionSection {
    fn default() -> Self {
        RetentionSection { inputs_days: 0, artifacts_days: 0, webhook_deliveries_days: 30 }
    }
}

impl RetentionSection {
    /// How long inputs are kept after their run; none for not at all.
    #[must_use]
    pub fn inputs(&self) -> Option<Duration> {
        (self.inputs_days > 0).then(|| Duration::days(self.inputs_days.into()))
    }

    /// How long artifacts are kept; none for ever.
    #[must_use]
    pub fn artifacts(&self) -> Option<Duration> {
        (self.artifacts_days > 0).then(|| Duration::days(self.artifacts_days.into()))
    }

    /// How long webhook deliveries are kept; none for ever.
    #[must_use]
    pub fn webhook_deliveries(&self) -> Option<Duration> {
        (self.webhook_deliveries_days > 0).then(|| Duration::days(self.webhook_deliveries_days.into()))
    }
}
