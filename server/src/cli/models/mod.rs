//! `models`: what there is, and the cache of what was pulled; one file a command.

mod list;
mod path;
mod pull;
mod rm;
mod verify;

use clap::{Args, Subcommand};
use models::registry::{self, ModelInfo};

use super::{Exit, Failure};
use crate::hub;

/// List, download, verify and delete models.
///
/// Models are kept in HF_HOME/oneclick3d (~/.cache/huggingface/oneclick3d where HF_HOME is not set), one directory each.
/// Without a command, lists them.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  oneclick3d models\n  oneclick3d models pull triposr\n  oneclick3d generate photo.png -o model.glb \
                  --model triposr\n  oneclick3d models rm triposr"
)]
pub struct Models {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    list: list::List,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::List),
    Pull(pull::Pull),
    Path(path::Path),
    Rm(rm::Remove),
    Verify(verify::Verify),
}

impl Models {
    pub fn run(self) -> Result<Exit, Failure> {
        match self.command {
            None => self.list.run(),
            Some(Command::List(command)) => command.run(),
            Some(Command::Pull(command)) => command.run(),
            Some(Command::Path(command)) => command.run(),
            Some(Command::Rm(command)) => command.run(),
            Some(Command::Verify(command)) => command.run(),
        }
    }
}

/// The model of this name, or a usage failure that tells which there are.
fn named(name: &str) -> Result<&'static ModelInfo, Failure> {
    registry::find(name).ok_or_else(|| {
        let names: Vec<_> = registry::MODELS.iter().map(|model| model.name).collect();
        Failure::new(Exit::Usage, format!("there is no model '{name}': there are {}", names.join(", ")))
    })
}

impl From<hub::Error> for Failure {
    fn from(error: hub::Error) -> Failure {
        Failure::new(Exit::Failed, error.to_string())
    }
}

/// Bytes as people say them.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{:.0} KB", (bytes as f64 / 1e3).ceil()),
        1_000_000..1_000_000_000 => format!("{:.0} MB", bytes as f64 / 1e6),
        _ => format!("{:.2} GB", bytes as f64 / 1e9),
    }
}
