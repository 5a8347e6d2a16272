use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Impossible, impossible};

/// Something that must not be shown: `"…"` in the file itself, or `{ file = "PATH" }`, or `{ env = "NAME" }`.
#[derive(Clone, Deserialize)]
#[serde(from = "Source")]
pub struct Secret {
    source: Source,
    value: String,
}

#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum Source {
    Here(String),
    File { file: PathBuf },
    Environment { env: String },
}

impl From<Source> for Secret {
    fn from(source: Source) -> Self {
        Secret { source, value: String::new() }
    }
}

impl Secret {
    /// The secret itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.value
    }

    /// Fetches it from where it is.
    pub(super) fn resolve(&mut self, setting: &str, directory: &Path) -> Result<(), Impossible> {
        let value = match &self.source {
            Source::Here(value) => value.clone(),
            Source::File { file } => {
                // An absolute path replaces the directory.
                let path = directory.join(file);
                std::fs::read_to_string(&path)
                    .map_err(|error| impossible(setting, format!("{}: {error}", path.display())))?
            }
            Source::Environment { env } => std::env::var(env)
                .map_err(|error| impossible(setting, format!("the environment variable {env}: {error}")))?,
        };
        value.trim().clone_into(&mut self.value);
        if self.value.is_empty() {
            return Err(impossible(setting, "it is empty"));
        }
        Ok(())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
