//! Where models are kept: `HF_HOME/oneclick3d/NAME/`.
//!
//! A model is there when all its files are. Each comes to its name by a rename of what was checked and flushed, the weights
//! last. What others have downloaded (the hub's own tools, rembg) is used where it is the right file, and never changed.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{ErrorKind, Read, Seek, Write},
    path::{Path, PathBuf},
};

use models::registry::{self, Kind, ModelInfo};

use super::{Environment, Error};

/// What PyTorch's checkpoint is called, and what becomes of it.
pub(super) const CHECKPOINT: (&str, &str) = ("model.ckpt", "model.safetensors");

/// Tells which source a pulled model is from; JSON.
pub(super) const SOURCE: &str = "source.json";

/// Where a model that was pulled is: a generator's directory, as `--model` takes it, or a matting network's file, as
/// `--matting` takes it. Nothing for a model that is not there completely, a built-in one or an unknown one.
///
/// # Errors
/// [`Error::Environment`] when the environment does not say where to look.
pub fn path_of(name: &str) -> Result<Option<PathBuf>, Error> {
    match registry::find(name) {
        Some(model) => Ok(Cache::new(Environment::from_process()?).find(model)),
        None => Ok(None),
    }
}

/// The pulled models.
pub struct Cache {
    pub(super) environment: Environment,
}

impl Cache {
    /// The cache that an environment names.
    #[must_use]
    pub fn new(environment: Environment) -> Cache {
        Cache { environment }
    }

    /// Where a model is, complete: see [`path_of`].
    #[must_use]
    pub fn find(&self, model: &ModelInfo) -> Option<PathBuf> {
        let directory = self.directory(model);
        let files = model.weights?.files;
        let complete = files.iter().all(|file| directory.join(kept_as(file.name)).is_file());
        match (model.kind, files) {
            (Kind::Generator, _) => complete.then_some(directory),
            (Kind::Matting, [file]) if complete => Some(directory.join(file.name)),
            (Kind::Matting, [file]) => {
                // By its size, for speed; a pull compares the digest.
                let rembg = self.environment.rembg_home.join(file.name);
                rembg
                    .metadata()
                    .is_ok_and(|metadata| metadata.is_file() && metadata.len() == file.bytes)
                    .then_some(rembg)
            }
            (Kind::Matting, _) => None,
        }
    }

    /// Where a model is kept, whether it is there or not.
    #[must_use]
    pub fn directory(&self, model: &ModelInfo) -> PathBuf {
        self.environment.models().join(model.name)
    }

    /// Deletes a model, complete or not, and tells how many bytes that freed; nothing when there was none. Waits for a pull
    /// of it, and tells `waiting` so.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn remove(&self, model: &ModelInfo, waiting: &mut dyn FnMut(&str)) -> Result<Option<u64>, Error> {
        let directory = self.directory(model);
        if !directory.exists() {
            return Ok(None);
        }
        let _lock = self.lock(model, waiting)?;
        let entries = match fs::read_dir(&directory) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            other => other.map_err(Error::file("read", &directory))?,
        };
        let mut freed = 0;
        for entry in entries {
            freed += entry.and_then(|entry| entry.metadata()).map_err(Error::file("read", &directory))?.len();
        }
        fs::remove_dir_all(&directory).map_err(Error::file("delete", &directory))?;
        Ok(Some(freed))
    }

    /// Takes a model's directory for this process until dropped; tells `waiting` whom it waits for.
    pub(super) fn lock(&self, model: &ModelInfo, waiting: &mut dyn FnMut(&str)) -> Result<Lock, Error> {
        let models = self.environment.models();
        fs::create_dir_all(&models).map_err(Error::file("make the directory", &models))?;
        // Beside the directory, so that deleting the directory leaves the lock.
        let path = models.join(format!("{}.lock", model.name));
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&path).map_err(Error::file("open", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::Error(error)) => return Err(Error::file("lock", &path)(error)),
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Only for the message: a file that cannot be read names nobody.
                let holder = file.read_to_string(&mut holder).map_or("", |_| holder.trim());
                waiting(&format!("another command has {} (process {holder}); waiting for it", model.name));
                file.lock().map_err(Error::file("lock", &path))?;
            }
        }
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", std::process::id()))
            .map_err(Error::file("write", &path))?;
        Ok(Lock { _file: file })
    }

    /// The copies of a repository's file that the hub's own tools have.
    pub(super) fn hub_copies(&self, repository: &str, name: &str) -> Vec<PathBuf> {
        let repository = format!("models--{}", repository.replace('/', "--"));
        let snapshots = self.environment.hub_cache.join(repository).join("snapshots");
        let Ok(entries) = fs::read_dir(snapshots) else { return Vec::new() };
        let mut copies: Vec<_> =
            entries.flatten().map(|entry| entry.path().join(name)).filter(|path| path.is_file()).collect();
        copies.sort();
        copies
    }
}

/// Given back when dropped, or with the process.
pub(super) struct Lock {
    _file: File,
}

/// The name under which a published file is kept.
pub(super) fn kept_as(name: &str) -> &str {
    if name == CHECKPOINT.0 { CHECKPOINT.1 } else { name }
}

/// Makes what was renamed in a directory last.
pub(super) fn sync_directory(directory: &Path) -> Result<(), Error> {
    File::open(directory).and_then(|directory| directory.sync_all()).map_err(Error::file("write", directory))
}
