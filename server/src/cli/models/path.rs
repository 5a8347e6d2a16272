//! `models path`: for scripts.

use clap::Args;

use super::named;
use crate::{
    cli::{Exit, Failure, print_line},
    hub::{Environment, cache::Cache},
};

/// Print where a downloaded model is: a generator's directory, a matting network's file
///
/// Exits with 1 when the model is not here completely.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: oneclick3d generate photo.png -o model.glb --model \"$(oneclick3d models path triposr)\""
)]
pub struct Path {
    /// The model's name, as `models list` shows it
    name: String,
}

impl Path {
    pub fn run(self) -> Result<Exit, Failure> {
        let model = named(&self.name)?;
        let name = model.name;
        if model.weights.is_none() {
            return Err(Failure::new(Exit::Usage, format!("{name} is built in: it has no path and needs none")));
        }
        let path = Cache::new(Environment::from_process()?).find(model).ok_or_else(|| {
            Failure::new(Exit::Failed, format!("{name} is not here: `oneclick3d models pull {name}` downloads it"))
        })?;
        print_line(path.display())?;
        Ok(Exit::Done)
    }
}
