//! `models rm`: deletes what was pulled.

use clap::Args;

use super::{named, size};
use crate::{
    cli::{Exit, Failure, print_line},
    hub::{Environment, cache::Cache},
};

/// Delete a downloaded model, and what an interrupted download of it left
///
/// Never touches what other programs have downloaded (the hub's own cache, rembg's ~/.u2net).
#[derive(Debug, Args)]
#[command(after_help = "Example: oneclick3d models rm triposr")]
pub struct Remove {
    /// The model's name, as `models list` shows it
    name: String,
}

impl Remove {
    pub fn run(self) -> Result<Exit, Failure> {
        let model = named(&self.name)?;
        let name = model.name;
        if model.weights.is_none() {
            return Err(Failure::new(Exit::Usage, format!("{name} is built in: it cannot be deleted")));
        }
        let cache = Cache::new(Environment::from_process()?);
        let Some(freed) = cache.remove(model, &mut |sentence| eprintln!("{sentence}"))? else {
            let elsewhere = cache.find(model).map(|path| format!("; {} is another program's", path.display()));
            let message = format!("{name} is not in the cache{}", elsewhere.unwrap_or_default());
            return Err(Failure::new(Exit::Failed, message));
        };
        print_line(format_args!("{name} is deleted: {} are free again", size(freed)))?;
        Ok(Exit::Done)
    }
}
