//! A file that the server writes for a command, and that has its name once it is whole.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde_json::json;
use tempfile::TempPath;

use super::{Exit, Failure};

/// A file to be made. What was written of it is removed again unless it is given its name.
pub(super) struct NewFile {
    file: PathBuf,
    partial: TempPath,
    replace: bool,
}

impl NewFile {
    /// Looks whether there can be such a file before anybody works for it; one that is there is only replaced on demand.
    pub(super) fn at(file: &Path, replace: bool) -> Result<NewFile, Failure> {
        let file = std::path::absolute(file).map_err(|error| Failure::file("write", file, error))?;
        let (Some(_), Some(_), Some(_)) = (file.parent(), file.file_name(), file.to_str()) else {
            return Err(Failure::new(Exit::BadInput, format!("{} is no name of a file in UTF-8", file.display())));
        };
        if file.is_dir() {
            return Err(Failure::new(Exit::BadInput, format!("{} is a directory; name a file in it", file.display())));
        }
        if file.exists() && !replace {
            return Err(exists(&file));
        }
        let partial = TempPath::try_from_path(partial(&file)?).map_err(|error| Failure::file("write", &file, error))?;
        Ok(NewFile { file, partial, replace })
    }

    /// Where it is to be written: a name that is nobody else's, and repeated with the command should its answer be lost.
    pub(super) fn partial(&self) -> &Path {
        &self.partial
    }

    /// Gives the file its name, on disk, and says so: what it is called, and its size in bytes.
    pub(super) fn publish(self, bytes: u64, json: bool) -> Result<Exit, Failure> {
        let file = self.persist()?;
        let mut out = io::stdout().lock();
        let printed = match json {
            true => writeln!(out, "{}", json!({ "file": file, "bytes": bytes })),
            false => writeln!(out, "{}: {bytes} bytes", file.display()),
        };
        printed.and_then(|()| out.flush()).map_err(|error| Failure::io("stdout", error))?;
        Ok(Exit::Done)
    }

    fn persist(self) -> Result<PathBuf, Failure> {
        let NewFile { file, partial, replace } = self;
        let published = if replace { partial.persist(&file) } else { partial.persist_noclobber(&file) };
        published.map_err(|failed| match failed.error.kind() {
            io::ErrorKind::AlreadyExists => exists(&file),
            _ => Failure::file("write", &file, failed.error),
        })?;
        let parent = file.parent().expect("asked when it was named");
        File::open(parent)
            .and_then(|directory| directory.sync_all())
            .map_err(|error| Failure::file("write", parent, error))?;
        Ok(file)
    }
}

fn exists(file: &Path) -> Failure {
    Failure::new(Exit::BadInput, format!("{} exists; give another name, or --force to replace it", file.display()))
}

fn partial(file: &Path) -> Result<PathBuf, Failure> {
    let mut random = [0; 4];
    getrandom::fill(&mut random)
        .map_err(|error| Failure::new(Exit::Failed, format!("no random numbers from the operating system: {error}")))?;
    let mut name = OsString::from(file);
    name.push(format!(".{:08x}.partial", u32::from_be_bytes(random)));
    Ok(PathBuf::from(name))
}
