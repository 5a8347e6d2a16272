use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Impossible, impossible};
use crate::ledger::{Credits, MAX_GRANT};

/// What a generation costs (policy P2); it is fixed when its credits are held.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PriceSection {
    /// Where no rule fits.
    pub default: Credits,
    /// The first that fits counts.
    #[serde(rename = "rule")]
    pub rules: Vec<PriceRule>,
}

/// What certain generations cost.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceRule {
    /// Of this model; any if not given.
    pub model: Option<String>,
    /// Of this resolution or a finer one; any if not given.
    pub resolution_from: Option<u32>,
    /// They cost so much.
    pub credits: Credits,
}

impl Default for PriceSection {
    fn default() -> Self {
        PriceSection { default: Credits(10), rules: Vec::new() }
    }
}

impl PriceSection {
    /// What a generation with `model` at `resolution` costs.
    #[must_use]
    pub fn of(&self, model: &str, resolution: u32) -> Credits {
        let fits = |rule: &&PriceRule| {
            rule.model.as_deref().is_none_or(|name| name == model)
                && rule.resolution_from.is_none_or(|from| resolution >= from)
        };
        self.rules.iter().find(fits).map_or(self.default, |rule| rule.credits)
    }

    pub(super) fn check(&self) -> Result<(), Impossible> {
        let wrong = |credits: Credits| credits <= Credits::ZERO || credits > MAX_GRANT;
        if wrong(self.default) {
            return Err(impossible("price.default", "a generation costs at least 1 credit"));
        }
        match self.rules.iter().position(|rule| wrong(rule.credits)) {
            Some(index) => {
                Err(impossible(&format!("price.rule {}", index + 1), "a generation costs at least 1 credit"))
            }
            None => Ok(()),
        }
    }
}
