use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Impossible, beside};

/// The operator's own texts (policy P13); without them the shipped ones are shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PolicySection {
    /// A template of the refund policy, HTML.
    pub refunds: Option<PathBuf>,
    /// A template of the terms, HTML.
    pub terms: Option<PathBuf>,
}

impl PolicySection {
    pub(super) fn resolve(&mut self, directory: &Path) -> Result<(), Impossible> {
        for path in [&mut self.refunds, &mut self.terms].into_iter().flatten() {
            beside(directory, path);
        }
        Ok(())
    }
}
