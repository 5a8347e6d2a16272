//! A model from the hub into the cache.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use models::{
    checkpoint,
    registry::{ModelInfo, Weights},
};
use serde_json::{Value, json};

use super::{
    Environment, Error,
    cache::{self, CHECKPOINT, Cache, SOURCE, kept_as},
    client::{Client, Expected, RemoteFile},
    digest,
    download::download,
};

/// Told how a pull gets on.
pub trait Observer {
    /// A sentence for the user.
    fn say(&mut self, sentence: &str);
    /// A file of `total` bytes, if known, of which `done` are there.
    fn begin(&mut self, file: &str, total: Option<u64>, done: u64);
    /// So many bytes of it are there.
    fn advance(&mut self, done: u64);
    /// It is there.
    fn end(&mut self);
}

/// Where a model is pulled from, when not from where the registry says. Its files are then known only by what the hub tells of
/// them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// `OWNER/NAME`.
    pub repository: String,
    /// A branch, tag or commit.
    pub revision: String,
}

/// What came of a pull.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// There was nothing to do: the model is there already.
    AlreadyThere(PathBuf),
    /// It is there now.
    Pulled(Pulled),
}

/// A model that was pulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulled {
    /// As [`cache::path_of`] tells it.
    pub path: PathBuf,
    /// Whether every file's SHA-256 was compared with one that was known before.
    pub checked: bool,
}

/// Pulls `model`, whose published files are `weights`, into the cache. A second pull at the same time waits for the first.
///
/// # Errors
/// Any [`Error`]; what was downloaded by then is kept, and another pull goes on from it.
pub fn pull(
    environment: &Environment,
    model: &ModelInfo,
    weights: &Weights,
    other: Option<&Source>,
    observer: &mut dyn Observer,
) -> Result<Outcome, Error> {
    let cache = Cache::new(environment.clone());
    let _lock = cache.lock(model, &mut |sentence| observer.say(sentence))?;
    let directory = cache.directory(model);
    let known = Source { repository: weights.repository.to_owned(), revision: weights.revision.to_owned() };
    let source = other.unwrap_or(&known);
    let found = cache.find(model);
    if let Some(path) = found.as_ref().filter(|path| path.starts_with(&directory)) {
        return already_there(&directory, path.clone(), other);
    }
    if let (Some(path), None, [file]) = (found, other, weights.files) {
        // Another program's copy, known so far only by its size.
        if digest::matches(&path, file.bytes, file.sha256).map_err(Error::file("read", &path))? {
            return Ok(Outcome::AlreadyThere(path));
        }
        observer.say(&format!("{} is not the published file; it is left alone", path.display()));
    }
    let pull = Pull { cache: &cache, client: Client::new(environment), directory: &directory, source };
    let mut files = Vec::new();
    for file in weights.files {
        let remote = RemoteFile {
            repository: source.repository.clone(),
            revision: source.revision.clone(),
            name: file.name.to_owned(),
        };
        let expected = match other {
            None => Expected { bytes: Some(file.bytes), sha256: Some(file.sha256.to_owned()) },
            Some(_) => pull.client.describe(&remote)?,
        };
        files.push(pull.plan(remote, expected)?);
    }
    pull.run(&files, observer)?;
    // Found by now, unless something else deleted it in this moment.
    let path = cache.find(model).unwrap_or(directory);
    Ok(Outcome::Pulled(Pulled { path, checked: files.iter().all(|file| file.expected.sha256.is_some()) }))
}

/// A complete model is kept, unless it was asked for from somewhere else.
fn already_there(directory: &Path, path: PathBuf, asked: Option<&Source>) -> Result<Outcome, Error> {
    let Some(asked) = asked else { return Ok(Outcome::AlreadyThere(path)) };
    let there = fs::read(directory.join(SOURCE)).map_err(Error::file("read", &directory.join(SOURCE)))?;
    // A file that says nothing names no source.
    let there: Value = serde_json::from_slice(&there).unwrap_or(Value::Null);
    let named = |key: &str| there[key].as_str().unwrap_or("unknown").to_owned();
    let (repository, revision) = (named("repository"), named("revision"));
    if repository == asked.repository && revision == asked.revision {
        return Ok(Outcome::AlreadyThere(path));
    }
    Err(Error::OtherSource { path: directory.to_owned(), source_there: format!("{repository} at {revision}") })
}

struct Pull<'a> {
    cache: &'a Cache,
    client: Client,
    directory: &'a Path,
    source: &'a Source,
}

/// One file that is to be had.
struct Planned {
    remote: RemoteFile,
    expected: Expected,
    /// Another program's copy, byte for byte the right one.
    copy: Option<PathBuf>,
    /// Where the download goes until it is complete and checked.
    part: PathBuf,
}

impl Pull<'_> {
    fn plan(&self, remote: RemoteFile, expected: Expected) -> Result<Planned, Error> {
        let mut copy = None;
        if let (Some(bytes), Some(sha256)) = (expected.bytes, &expected.sha256) {
            for path in self.cache.hub_copies(&remote.repository, &remote.name) {
                if copy.is_none() && digest::matches(&path, bytes, sha256).map_err(Error::file("read", &path))? {
                    copy = Some(path);
                }
            }
        }
        // Named by its digest, so that what is gone on with is the same file. One without is not gone on with.
        let part = match expected.sha256.as_ref().and_then(|sha256| sha256.get(..16)) {
            Some(digest) => self.directory.join(format!("{}.{digest}.part", remote.name)),
            None => {
                let part = self.directory.join(format!("{}.unknown.part", remote.name));
                if part.exists() {
                    fs::remove_file(&part).map_err(Error::file("delete", &part))?;
                }
                part
            }
        };
        Ok(Planned { remote, expected, copy, part })
    }

    fn run(&self, files: &[Planned], observer: &mut dyn Observer) -> Result<(), Error> {
        fs::create_dir_all(self.directory).map_err(Error::file("make the directory", self.directory))?;
        self.check_room(files)?;
        let mut told = Vec::new();
        for file in files {
            let (name, expected) = (&file.remote.name, &file.expected);
            let sha256 = match (&file.copy, &expected.sha256) {
                (Some(copy), Some(sha256)) => {
                    observer.say(&format!("{name}: using {}", copy.display()));
                    sha256.clone()
                }
                _ => download(&self.client, &file.remote, expected, &file.part, observer)?,
            };
            told.push(json!({"name": name, "sha256": sha256}));
        }
        let Source { repository, revision } = self.source;
        let source = json!({"repository": repository, "revision": revision, "files": told});
        self.place_bytes(SOURCE, source.to_string().as_bytes())?;
        for file in files {
            self.place(file, observer)?;
        }
        cache::sync_directory(self.directory)
    }

    /// Room for what is still to come, and for the checkpoint's conversion beside it.
    fn check_room(&self, files: &[Planned]) -> Result<(), Error> {
        let mut needed = 0u64;
        for file in files {
            let Some(bytes) = file.expected.bytes else { continue };
            let there = file.part.metadata().map_or(0, |metadata| metadata.len());
            let is_checkpoint = file.remote.name == CHECKPOINT.0;
            if file.copy.is_none() || !is_checkpoint {
                needed = needed.saturating_add(bytes.saturating_sub(there));
            }
            if is_checkpoint {
                needed = needed.saturating_add(bytes);
            }
        }
        let space = rustix::fs::statvfs(self.directory)
            .map_err(|error| Error::file("look at", self.directory)(error.into()))?;
        let free = space.f_bavail.saturating_mul(space.f_frsize);
        if free < needed {
            return Err(Error::NoRoom { path: self.directory.to_owned(), needed, free });
        }
        Ok(())
    }

    /// Gives a file that is there and checked the name and form in which it is kept.
    fn place(&self, file: &Planned, observer: &mut dyn Observer) -> Result<(), Error> {
        let name = &file.remote.name;
        let kept = self.directory.join(kept_as(name));
        let from = file.copy.as_ref().unwrap_or(&file.part);
        if name == CHECKPOINT.0 {
            observer.say(&format!("{name}: converting to {}", CHECKPOINT.1));
            checkpoint::convert(from, &kept).map_err(|source| Error::Checkpoint { path: from.clone(), source })?;
            if file.copy.is_none() {
                fs::remove_file(&file.part).map_err(Error::file("delete", &file.part))?;
            }
            return Ok(());
        }
        match &file.copy {
            Some(copy) => self.place_bytes(kept_as(name), &fs::read(copy).map_err(Error::file("read", copy))?),
            None => fs::rename(&file.part, &kept).map_err(Error::file("write", &kept)),
        }
    }

    /// Writes a small file whole or not at all.
    fn place_bytes(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = self.directory.join(name);
        let part = self.directory.join(format!("{name}.part"));
        File::create(&part)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&part, &path))
            .map_err(Error::file("write", &path))
    }
}
