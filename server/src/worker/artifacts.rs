//! Storing what a run made: each format, and the picture of the model, in a file that appears whole or not at all, on disk
//! before anybody is told.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use engine::{export::Format, image, mesh::Mesh, render};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::{
    generations::{Artifact, ArtifactKind, Fault, FaultKind},
    hex,
};

/// The file of this kind in a generation's directory.
pub fn path(directory: &Path, kind: ArtifactKind) -> PathBuf {
    directory.join(kind.file())
}

/// Writes `mesh` in every format, and then its thumbnail, into `directory`, which is created.
///
/// # Errors
/// The fault that the generation fails with.
pub fn store(mesh: &Mesh, directory: &Path) -> Result<Vec<Artifact>, Fault> {
    fs::create_dir_all(directory).map_err(|error| fault(directory, &error))?;
    let store_one = |kind: ArtifactKind, bytes: &[u8]| {
        let path = path(directory, kind);
        write(&path, bytes).map_err(|error| fault(&path, &error))?;
        let sha256 = hex::encode(&Sha256::digest(bytes));
        Ok(Artifact { format: kind.name().to_owned(), sha256, bytes: bytes.len() as u64 })
    };
    let mut artifacts = Format::ALL
        .into_par_iter()
        .map(|format| store_one(ArtifactKind::Model(format), &format.encode(mesh)))
        .collect::<Result<Vec<_>, Fault>>()?;
    let thumbnail = image::encode_png(&render::thumbnail(mesh, render::THUMBNAIL_SIDE));
    artifacts.push(store_one(ArtifactKind::Thumbnail, &thumbnail)?);
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
