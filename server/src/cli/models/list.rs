//! `models list`: what there is, and what of it is here.

use clap::Args;
use models::registry;
use serde_json::json;

use super::size;
use crate::{
    cli::{Exit, Failure, print_line},
    hub::{Environment, cache::Cache},
};

/// List the models: what they are for, whether they are here, and where
///
/// Generators are what --model takes, matting networks what --matting takes.
#[derive(Debug, Args)]
#[command(after_help = "Example: oneclick3d models list --json")]
pub struct List {
    /// Print one JSON array: name, kind, description, licence, weight_bytes, whether it is present, and its path (null for a
    /// model that is built in or absent).
    #[arg(long)]
    json: bool,
}

impl List {
    pub fn run(self) -> Result<Exit, Failure> {
        let cache = Cache::new(Environment::from_process()?);
        let models = registry::MODELS.iter().map(|model| (model, cache.find(model)));
        if self.json {
            let list: Vec<_> = models
                .map(|(model, path)| {
                    json!({
                        "name": model.name,
                        "kind": model.kind.name(),
                        "description": model.description,
                        "licence": model.licence,
                        "weight_bytes": model.weight_bytes(),
                        "present": model.weights.is_none() || path.is_some(),
                        "path": path,
                    })
                })
                .collect();
            print_line(json!(list))?;
            return Ok(Exit::Done);
        }
        for (model, path) in models {
            let place = match (model.weights, path) {
                (None, _) => "built in".to_owned(),
                (Some(_), Some(path)) => path.display().to_string(),
                (Some(_), None) => format!("{} to download: models pull {}", size(model.weight_bytes()), model.name),
            };
            let (kind, description) = (model.kind.name(), model.description);
            print_line(format_args!("{:<12} {kind:<10} {description} [{}]; {place}", model.name, model.licence))?;
        }
        Ok(Exit::Done)
    }
}
