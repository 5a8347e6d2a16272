//! Files in the data directory: `uploads/` until a generation ends, `artifacts/` after it succeeded.

use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::{digest, generations::GenerationId};

/// The directories.
#[derive(Debug, Clone)]
pub struct Storage {
    uploads: PathBuf,
    artifacts: PathBuf,
    data: PathBuf,
}

impl Storage {
    /// Opens the directories in `data`, creating what is missing.
    ///
    /// # Errors
    /// What the file system fails with; the message names the directory.
    pub fn open(data: &Path) -> io::Result<Storage> {
        let storage =
            Storage { uploads: data.join("uploads"), artifacts: data.join("artifacts"), data: data.to_owned() };
        for directory in [&storage.uploads, &storage.artifacts] {
            fs::create_dir_all(directory)
                .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", directory.display())))?;
        }
        Ok(storage)
    }

    /// A file without a name for what is made to be sent: gone when it is closed, however the server ends. Blocks.
    ///
    /// # Errors
    /// What the file system fails with.
    pub fn passing_file(&self) -> io::Result<File> {
        tempfile::tempfile_in(&self.data)
    }

    /// The uploaded image of a generation.
    pub fn image(&self, id: &GenerationId) -> PathBuf {
        self.uploads.join(format!("{id}.image"))
    }

    /// The uploaded mask of a generation.
    pub fn mask(&self, id: &GenerationId) -> PathBuf {
        self.uploads.join(format!("{id}.mask"))
    }

    /// The directory of a generation's artifacts.
    pub fn artifacts(&self, id: &GenerationId) -> PathBuf {
        self.artifacts.join(&id.0)
    }

    /// Stores what was uploaded. Blocks, but not for the disk: an upload is needed for seconds as a rule, and outlives this
    /// process and its end in any case. A loss of power may take or tear it; its run finds out by [`upload_sha256`].
    ///
    /// # Errors
    /// What the file system fails with; nothing is left behind.
    pub fn store_upload(&self, id: &GenerationId, image: &[u8], mask: Option<&[u8]>) -> io::Result<()> {
        let stored =
            write(&self.image(id), image).and_then(|()| mask.map_or(Ok(()), |mask| write(&self.mask(id), mask)));
        if stored.is_err() {
            self.remove_upload(id);
        }
        stored
    }

    /// Forgets what was uploaded. Blocks. A file that stays is logged and swept at the next start.
    pub fn remove_upload(&self, id: &GenerationId) {
        for path in [self.image(id), self.mask(id)] {
            report(&path, fs::remove_file(&path));
        }
    }

    /// Removes what a run that did not succeed may have left. Blocks.
    pub fn remove_artifacts(&self, id: &GenerationId) {
        let path = self.artifacts(id);
        report(&path, fs::remove_dir_all(&path));
    }

    /// Whose uploads are there. Blocks.
    ///
    /// # Errors
    /// When the directory cannot be listed.
    pub fn uploaded(&self) -> io::Result<Vec<GenerationId>> {
        let mut ids = Vec::new();
        for entry in fs::read_dir(&self.uploads)? {
            let path = entry?.path();
            let is_image = path.extension().is_some_and(|extension| extension == "image");
            ids.extend(path.file_stem().filter(|_| is_image).and_then(|stem| GenerationId::parse(stem.to_str()?)));
        }
        Ok(ids)
    }

    /// Removes uploads of generations that are not in `keep`: what a server that died had stored for nobody. Blocks.
    ///
    /// # Errors
    /// When the directory cannot be listed.
    pub fn sweep_uploads(&self, keep: &HashSet<GenerationId>) -> io::Result<()> {
        for entry in fs::read_dir(&self.uploads)? {
            let path = entry?.path();
            let id = path.file_stem().and_then(|stem| stem.to_str()).and_then(GenerationId::parse);
            if id.is_none_or(|id| !keep.contains(&id)) {
                report(&path, fs::remove_file(&path));
            }
        }
        Ok(())
    }
}

/// Of an image and a mask as they were uploaded, lower-case hexadecimal.
#[must_use]
pub fn upload_sha256(image: &[u8], mask: Option<&[u8]>) -> String {
    digest::of_parts(&[image, mask.unwrap_or_default()])
}

/// Left to the kernel, uploads that wait are written out when they are 30 s old, hundreds of megabytes at a time, and the flush of
/// the database's log, which every client waits for, waits behind them. So each one starts on its way when it comes.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    // What is not on the disk yet is written out, without waiting for it, and stays in the cache (Linux's `mm/fadvise.c`).
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed) {
        tracing::debug!(path = %path.display(), %error, "left to the kernel to write out");
    }
    Ok(())
}

fn report(path: &Path, removed: io::Result<()>) {
    match removed {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => tracing::warn!(path = %path.display(), %error, "cannot be removed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uploads_of_nobody_are_swept_and_others_kept() {
        let data = tempfile::tempdir().expect("a directory");
        let storage = Storage::open(data.path()).expect("open");
        let [kept, lost] = [GenerationId::random(), GenerationId::random()];
        for id in [&kept, &lost] {
            storage.store_upload(id, b"image", Some(b"mask")).expect("store");
        }
        fs::write(data.path().join("uploads/stray"), b"x").expect("stray");
        storage.sweep_uploads(&HashSet::from([kept.clone()])).expect("sweep");
        assert_eq!(fs::read(storage.image(&kept)).expect("kept"), b"image");
        assert_eq!(fs::read(storage.mask(&kept)).expect("kept"), b"mask");
        assert_eq!(fs::read_dir(data.path().join("uploads")).expect("list").count(), 2);
        assert!(!storage.image(&lost).exists());
    }

    #[test]
    fn an_upload_that_cannot_be_stored_leaves_nothing() {
        let data = tempfile::tempdir().expect("a directory");
        let storage = Storage::open(data.path()).expect("open");
        let id = GenerationId::random();
        fs::create_dir(storage.mask(&id)).expect("something in the way");
        storage.store_upload(&id, b"image", Some(b"mask")).expect_err("in the way");
        assert!(!storage.image(&id).exists());
    }
}
