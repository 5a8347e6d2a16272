//! `models pull`: downloads a model.

use std::io::{self, IsTerminal};

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use super::{named, size};
use crate::{
    cli::{Exit, Failure, print_line},
    hub::{self, Environment, Observer, Outcome, Source},
};

/// Download a model from the Hugging Face hub
///
/// Checks the size and SHA-256 of every file, and turns PyTorch's checkpoint into a safetensors file without running anything
/// of it. A download that was interrupted goes on where it was. What the hub's own tools or rembg have downloaded is used.
/// Prints where the model is; progress goes to stderr.
#[derive(Debug, Args)]
#[command(
    after_help = "Environment:\n  HF_HOME                  where models are kept [~/.cache/huggingface]\n  HF_ENDPOINT              a \
                  mirror of the hub, like https://mirror.example/hub\n  HF_TOKEN                 a token, for repositories that \
                  need one; sent to the hub alone\n  HF_HUB_DOWNLOAD_TIMEOUT  seconds after which a silent server is given up \
                  [30]\n  HTTPS_PROXY              a proxy\n\nExamples:\n  oneclick3d models pull triposr\n  \
                  HF_ENDPOINT=https://mirror.example oneclick3d models pull u2net\n  oneclick3d models pull triposr --repo \
                  me/my-finetune --revision main"
)]
pub struct Pull {
    /// The model's name, as `models list` shows it
    name: String,

    /// Pull from another repository of the hub, whose files are checked against what the hub tells of them
    #[arg(long, value_name = "OWNER/NAME")]
    repo: Option<String>,

    /// Pull another branch, tag or commit
    #[arg(long, value_name = "REVISION")]
    revision: Option<String>,

    /// Print one JSON object: name, path, whether it was pulled now, and whether its SHA-256 was checked
    #[arg(long)]
    json: bool,
}

impl Pull {
    pub fn run(self) -> Result<Exit, Failure> {
        let model = named(&self.name)?;
        let name = model.name;
        let Some(weights) = &model.weights else {
            return Err(Failure::new(Exit::Usage, format!("{name} is built in: there is nothing to pull")));
        };
        let other = match (self.repo, self.revision) {
            (None, None) => None,
            (Some(repository), revision) => {
                Some(Source { repository, revision: revision.unwrap_or_else(|| "main".to_owned()) })
            }
            (None, Some(revision)) => Some(Source { repository: weights.repository.to_owned(), revision }),
        };
        if let Some(source) = &other {
            check(source)?;
        }
        let environment = Environment::from_process()?;
        let mut progress = Progress::default();
        let outcome = hub::pull(&environment, model, weights, other.as_ref(), &mut progress);
        progress.end();
        let (path, pulled, checked) = match outcome? {
            Outcome::AlreadyThere(path) => (path, false, None),
            Outcome::Pulled(pulled) => (pulled.path, true, Some(pulled.checked)),
        };
        if self.json {
            print_line(json!({"name": name, "path": path, "pulled": pulled, "checked": checked}))?;
            return Ok(Exit::Done);
        }
        match (pulled, checked) {
            (false, _) => eprintln!("{name} is here already"),
            (true, Some(false)) => {
                eprintln!("{name} is here; the hub told no SHA-256 of some file, so that one was not checked");
            }
            (true, _) => eprintln!("{name} is here, checked"),
        }
        print_line(path.display())?;
        Ok(Exit::Done)
    }
}

/// Whether a source can be part of the hub's paths.
fn check(source: &Source) -> Result<(), Failure> {
    let is_name = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    let is_repository = source
        .repository
        .split_once('/')
        .is_some_and(|(owner, name)| [owner, name].iter().all(|part| is_name(part) && !part.starts_with('.')));
    if !is_repository {
        let message = format!("--repo '{}' is no repository of the hub: give OWNER/NAME", source.repository);
        return Err(Failure::new(Exit::Usage, message));
    }
    if source.revision.is_empty() || source.revision.split('/').any(|part| part == ".." || part == ".") {
        let message = format!("--revision '{}' is no branch, tag or commit", source.revision);
        return Err(Failure::new(Exit::Usage, message));
    }
    Ok(())
}

/// A bar on a terminal, a line a file otherwise.
#[derive(Default)]
struct Progress {
    bar: Option<ProgressBar>,
    /// The file that was told of last.
    file: String,
}

impl Observer for Progress {
    fn say(&mut self, sentence: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| eprintln!("{sentence}")),
            None => eprintln!("{sentence}"),
        }
    }

    fn begin(&mut self, file: &str, total: Option<u64>, done: u64) {
        if !io::stderr().is_terminal() {
            if self.file != file {
                file.clone_into(&mut self.file);
                let total = total.map_or("of unknown size".to_owned(), size);
                eprintln!("{file}: {total}");
            }
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let template = "{prefix} {bar:30} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
            let style = ProgressStyle::with_template(template).expect("the template is valid");
            ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr()).with_style(style)
        });
        if self.file != file {
            file.clone_into(&mut self.file);
            bar.set_prefix(self.file.clone());
            bar.reset();
        }
        if let Some(total) = total {
            bar.set_length(total);
        }
        bar.set_position(done);
        bar.reset_eta();
    }

    fn advance(&mut self, done: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(done);
        }
    }

    fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        self.file.clear();
    }
}
