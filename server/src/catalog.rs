//! What `--model`, `--matting` and a request's `model` name: what is built in, what was pulled, or an operator's own files.
//!
//! A path is only ever taken from the command line. What comes over HTTP is looked up by name, in [`Catalog`].

use std::path::{Path, PathBuf};

use engine::model::Model;
use models::registry::{self, Kind, ModelInfo, SILHOUETTE};

use crate::{
    hub::{self, cache},
    placement::Placement,
};

/// Why a name stands for no model that can be used. The message says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A model that is known and was not downloaded, or not completely.
    #[error("the model '{name}' is not here: `oneclick3d models pull {name}` downloads it")]
    NotPulled {
        /// Its name.
        name: &'static str,
    },
    /// A generator where a matting network belongs, or the other way round.
    #[error("the model '{name}' is for --{belongs}, not for --{given_to}; `models` lists which model is for what")]
    OfOtherKind {
        /// Its name.
        name: &'static str,
        /// The option that takes it.
        belongs: &'static str,
        /// The option that it was given to.
        given_to: &'static str,
    },
    /// Nothing that a server runs has this name.
    #[error("model is '{name}'; it must be one that is here: {}", here.join(", "))]
    NotOffered {
        /// What was asked for.
        name: String,
        /// What there is.
        here: Vec<String>,
    },
    /// The environment does not say where models are.
    #[error(transparent)]
    Hub(#[from] hub::Error),
    /// There is no such model, or its files cannot be used.
    #[error(transparent)]
    Engine(#[from] engine::Error),
}

/// A generator that has been found, and is not loaded yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generator {
    name: String,
    /// Nothing for the one that is built in.
    directory: Option<PathBuf>,
}

impl Generator {
    /// What the command line's `--model` names: a model of the registry, or else a directory. To mean a directory that is
    /// called like a model, write `./NAME`.
    ///
    /// # Errors
    /// [`Error::NotPulled`], [`Error::OfOtherKind`], [`Error::Hub`]; [`engine::Error::UnknownModel`] for what is neither.
    pub fn named(given: &Path) -> Result<Generator, Error> {
        if let Some(model) = given.to_str().and_then(registry::find) {
            return match model.kind {
                Kind::Generator => Generator::of(model),
                Kind::Matting => Err(Error::OfOtherKind { name: model.name, belongs: "matting", given_to: "model" }),
            };
        }
        if !given.is_dir() {
            return Err(engine::Error::UnknownModel { name: given.display().to_string() }.into());
        }
        // The last name only: it is shown to clients, whom the path does not concern.
        let name = match given.file_name() {
            Some(name) => name.to_string_lossy().into_owned(),
            None => given.display().to_string(),
        };
        Ok(Generator { name, directory: Some(given.to_owned()) })
    }

    fn of(model: &ModelInfo) -> Result<Generator, Error> {
        let name = model.name.to_owned();
        if model.weights.is_none() {
            return Ok(Generator { name, directory: None });
        }
        match cache::path_of(model.name)? {
            Some(directory) => Ok(Generator { name, directory: Some(directory) }),
            None => Err(Error::NotPulled { name: model.name }),
        }
    }

    /// Its name in reports and over HTTP: the model's, or its directory's last name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is the one that is built in and computes on the CPU.
    pub fn is_built_in(&self) -> bool {
        self.directory.is_none()
    }

    /// Loads it; a network onto the device of `placement`.
    ///
    /// # Errors
    /// [`engine::Error::Model`], which names the file and the key or tensor; as [`Placement::compute`].
    pub fn load(&self, placement: &Placement) -> Result<Model, engine::Error> {
        match &self.directory {
            Some(directory) => Model::load(&self.name, directory, placement.compute()?),
            None => Ok(Model::default()),
        }
    }

    /// What is wrong with it, for those whom its directory does not concern.
    pub fn describe(&self, error: &engine::Error) -> String {
        let message = error.to_string();
        match &self.directory {
            Some(directory) => message.replace(&directory.display().to_string(), &self.name),
            None => message,
        }
    }
}

/// The generators that a server runs: its default, and those of the registry that are here at the moment of asking.
#[derive(Debug, Clone)]
pub struct Catalog {
    default: Generator,
}

impl Catalog {
    /// The registry's, and this one, which a request that names none gets.
    pub fn new(default: Generator) -> Catalog {
        Catalog { default }
    }

    /// What a request gets that names none.
    pub fn default_generator(&self) -> &Generator {
        &self.default
    }

    /// The generator of this name; never a path. Looks at the disk.
    ///
    /// # Errors
    /// [`Error::NotOffered`], which says what there is.
    pub fn find(&self, name: &str) -> Result<Generator, Error> {
        let mut offered = self.offered();
        match offered.iter().position(|generator| generator.name == name) {
            Some(at) => Ok(offered.swap_remove(at)),
            None => {
                let name = name.chars().take(40).collect();
                Err(Error::NotOffered { name, here: offered.into_iter().map(|generator| generator.name).collect() })
            }
        }
    }

    /// The names of all that there is, the default first. Looks at the disk.
    pub fn names(&self) -> Vec<String> {
        self.offered().into_iter().map(|generator| generator.name).collect()
    }

    /// What there is, the default first; where a registered model has its name, the default is meant.
    fn offered(&self) -> Vec<Generator> {
        let registered = registry::MODELS.iter().filter(|model| model.kind == Kind::Generator);
        // One that cannot be looked for is not here.
        let here = registered.filter_map(|model| Generator::of(model).ok());
        let others = here.filter(|generator| generator.name != self.default.name);
        std::iter::once(self.default.clone()).chain(others).collect()
    }
}

impl Default for Catalog {
    fn default() -> Catalog {
        Catalog::new(Generator { name: SILHOUETTE.name.to_owned(), directory: None })
    }
}

/// What the command line's `--matting` names: the file of a matting network of the registry, or else that file.
///
/// # Errors
/// [`Error::NotPulled`], [`Error::OfOtherKind`], [`Error::Hub`].
pub fn matting_file(given: &Path) -> Result<PathBuf, Error> {
    let Some(model) = given.to_str().and_then(registry::find) else { return Ok(given.to_owned()) };
    match model.kind {
        Kind::Matting => cache::path_of(model.name)?.ok_or(Error::NotPulled { name: model.name }),
        Kind::Generator => Err(Error::OfOtherKind { name: model.name, belongs: "model", given_to: "matting" }),
    }
}
