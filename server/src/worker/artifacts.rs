//! Storing what a run made: each format in a file that appears whole or not at all, on disk before anybody is told.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use engine::{export::Format, mesh::Mesh};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::{
    generations::{Artifact, Fault, FaultKind},
    hex,
};

/// The file of `format` in a generation's directory.
pub fn path(directory: &Path, format: Format) -> PathBuf {
    directory.join(format!("model.{}", format.extension()))
}

/// Encodes `mesh` in every format into `directory`, which is created.
///
/// # Errors
/// The fault that the generation fails with.
pub fn store(mesh: &Mesh, directory: &Path) -> Result<Vec<Artifact>, Fault> {
    fs::create_dir_all(directory).map_err(|error| fault(directory, &error))?;
    let artifacts = Format::ALL
        .into_par_iter()
        .map(|format| {
            let path = path(directory, format);
            let bytes = format.encode(mesh);
            write(&path, &bytes).map_err(|error| fault(&path, &error))?;
            Ok(Artifact {
                format: format.extension().to_owned(),
                sha256: hex::encode(&Sha256::digest(&bytes)),
                bytes: bytes.len() as u64,
            })
        })
        .collect::<Result<Vec<_>, Fault>>()?;
    // The names of the files, then the name of their directory.
    for directory in [Some(directory), directory.parent()].into_iter().flatten() {
        sync_directory(directory).map_err(|error| fault(directory, &error))?;
    }
    Ok(artifacts)
}

/// Writes a file that is whole and on disk under its name, or not there.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_added_extension("part");
    let mut file = File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)
}

/// Makes the names in `directory` survive a loss of power.
fn sync_directory(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

/// What an I/O error means to the generation: a full disk is the infrastructure's fault, any other failure means that
/// the file could not be stored.
pub fn fault(path: &Path, error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            tracing::error!(path = %path.display(), %error, "the disk is full");
            Fault::new(FaultKind::Infrastructure, "the server's disk is full; the model could not be stored")
        }
        io::ErrorKind::OutOfMemory => Fault::new(FaultKind::Infrastructure, "the server is out of memory"),
        _ => {
            // The path is the operator's business, not the owner's.
            tracing::error!(path = %path.display(), %error, "cannot store or read a file");
            Fault::new(
                FaultKind::FileProcessing,
                format!("a file of this generation cannot be stored or read: {error}"),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_the_infrastructures_fault() {
        let full = fault(Path::new("x"), &io::ErrorKind::StorageFull.into());
        assert_eq!(full.kind, FaultKind::Infrastructure);
        let denied = fault(Path::new("/secret/x"), &io::ErrorKind::PermissionDenied.into());
        assert_eq!(denied.kind, FaultKind::FileProcessing);
        assert!(!denied.message.contains("secret"), "{}", denied.message);
    }

    #[test]
    fn a_file_is_there_whole_or_not_at_all() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("model.glb");
        write(&path, b"whole").expect("write");
        assert_eq!(fs::read(&path).expect("read"), b"whole");
        assert_eq!(fs::read_dir(directory.path()).expect("list").count(), 1);

        fs::create_dir(directory.path().join("model.obj.part")).expect("something in the way");
        write(&directory.path().join("model.obj"), b"whole").expect_err("in the way");
        assert!(!directory.path().join("model.obj").exists());
    }
}
