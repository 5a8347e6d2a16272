//! Images that a client sends ahead of the request that uses them: a few of each account, for a short time.
//!
//! They are copies in passing, not records: the generation that uses one keeps its own. So they have no rows.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use tempfile::NamedTempFile;

use crate::{digest, hex, idempotency::Reused, ledger::AccountId};

/// How long one is kept.
pub const LIFETIME: Duration = Duration::from_secs(3600);
/// How many an account has; the oldest goes before another one comes.
const MOST: usize = 32;
/// How often [`InputFiles::keep_sweeping`] looks.
const INTERVAL: Duration = Duration::from_secs(300);

/// Their directory: in it one for each account that has any.
#[derive(Debug, Clone)]
pub struct InputFiles {
    directory: PathBuf,
}

/// A file's public id, `file_…`, and its name on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFileId(String);

impl InputFileId {
    fn random() -> InputFileId {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).expect("the operating system has random numbers");
        InputFileId(format!("file_{}", hex::encode(&bytes)))
    }

    /// The one that an account creates under an `Idempotency-Key`, however often it asks.
    fn of_key(account: &AccountId, key: &str) -> InputFileId {
        let digest = digest::of_parts(&[b"input file", account.0.as_bytes(), key.as_bytes()]);
        InputFileId(format!("file_{}", &digest[..32]))
    }

    /// Whether `text` has the form of an id; what has not is never used in a path.
    pub fn parse(text: &str) -> Option<InputFileId> {
        let digits = text.strip_prefix("file_")?;
        let fits = digits.len() == 32 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        fits.then(|| InputFileId(text.to_owned()))
    }

    /// As in the API.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A file of an account.
#[derive(Debug, PartialEq, Eq)]
pub struct InputFile {
    /// Public id.
    pub id: InputFileId,
    /// An encoded image.
    pub bytes: Vec<u8>,
    /// Since when it is there.
    pub stored_at: SystemTime,
}

/// Why a file is not kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The key came with another file before.
    #[error(transparent)]
    KeyReused(#[from] Reused),
    /// The file system failed.
    #[error("the file cannot be stored: {0}")]
    Io(#[from] io::Error),
}

impl InputFiles {
    /// Opens the directory in `data`, creating it if need be. Blocks.
    ///
    /// # Errors
    /// What the file system fails with; the message names the directory.
    pub fn open(data: &Path) -> io::Result<InputFiles> {
        let directory = data.join("inputs");
        fs::create_dir_all(&directory)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", directory.display())))?;
        Ok(InputFiles { directory })
    }

    /// Keeps `bytes` for `account`, in the place of its oldest file where it has too many; or finds the file that came with the same
    /// `Idempotency-Key` before, and says that it did. Blocks.
    ///
    /// # Errors
    /// [`StoreError::KeyReused`] while the key's file is kept; what the file system fails with.
    pub fn store(
        &self,
        account: &AccountId,
        key: Option<&str>,
        bytes: Vec<u8>,
        now: SystemTime,
    ) -> Result<(InputFile, bool), StoreError> {
        let id = key.map_or_else(InputFileId::random, |key| InputFileId::of_key(account, key));
        if let Some(before) = self.find(account, &id, now)? {
            return if before.bytes == bytes { Ok((before, true)) } else { Err(Reused.into()) };
        }
        let place = self.directory.join(&account.0);
        fs::create_dir_all(&place)?;
        let mut files = files(&place)?;
        files.sort_unstable();
        let surplus = (files.len() + 1).saturating_sub(MOST);
        for (_, path) in &files[..surplus] {
            remove(path)?;
        }
        // Under its name it is whole: a torn one would keep its key from being used again.
        let mut file = NamedTempFile::new_in(&place)?;
        file.write_all(&bytes)?;
        let stored_at = file.as_file().metadata()?.modified()?;
        file.persist(place.join(&id.0)).map_err(|error| error.error)?;
        Ok((InputFile { id, bytes, stored_at }, false))
    }

    /// The account's file; none when there is none (any more), or it is another account's. Blocks.
    ///
    /// # Errors
    /// What the file system fails with.
    pub fn find(&self, account: &AccountId, id: &InputFileId, now: SystemTime) -> io::Result<Option<InputFile>> {
        let mut file = match fs::File::open(self.path(account, id)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file?,
        };
        let stored_at = file.metadata()?.modified()?;
        if stored_at + LIFETIME <= now {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(Some(InputFile { id: id.clone(), bytes, stored_at }))
    }

    /// Forgets the account's file; false when there is none. Blocks.
    ///
    /// # Errors
    /// What the file system fails with.
    pub fn delete(&self, account: &AccountId, id: &InputFileId) -> io::Result<bool> {
        remove(&self.path(account, id))
    }

    fn path(&self, account: &AccountId, id: &InputFileId) -> PathBuf {
        self.directory.join(&account.0).join(&id.0)
    }

    /// Removes what is too old at `now`. Blocks.
    ///
    /// # Errors
    /// What the file system fails with.
    fn sweep(&self, now: SystemTime) -> io::Result<()> {
        for entry in fs::read_dir(&self.directory)? {
            for (since, path) in files(&entry?.path())? {
                if since + LIFETIME <= now {
                    remove(&path)?;
                }
            }
        }
        Ok(())
    }

    /// Sweeps now and then, as long as the server lives.
    pub async fn keep_sweeping(self) {
        loop {
            let files = self.clone();
            if let Err(error) = crate::blocking::run(move || files.sweep(SystemTime::now())).await {
                tracing::warn!(%error, "files that were sent ahead cannot be swept; tried again");
            }
            tokio::time::sleep(INTERVAL).await;
        }
    }
}

/// The files of a directory, and since when they are there.
fn files(directory: &Path) -> io::Result<Vec<(SystemTime, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        match entry.metadata() {
            Ok(metadata) => found.push((metadata.modified()?, entry.path())),
            // Another request removed it meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// False when another request has removed it meanwhile.
fn remove(path: &Path) -> io::Result<bool> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        removed => removed.map(|()| true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Kept {
        files: InputFiles,
        _data: tempfile::TempDir,
    }

    impl Kept {
        fn new() -> Kept {
            let data = tempfile::tempdir().expect("a directory");
            Kept { files: InputFiles::open(data.path()).expect("open"), _data: data }
        }

        fn store(
            &self,
            account: &AccountId,
            key: Option<&str>,
            bytes: &[u8],
        ) -> Result<(InputFileId, bool), StoreError> {
            let stored = self.files.store(account, key, bytes.to_vec(), SystemTime::now());
            stored.map(|(file, replayed)| (file.id, replayed))
        }

        fn bytes(&self, account: &AccountId, id: &InputFileId, now: SystemTime) -> Option<Vec<u8>> {
            self.files.find(account, id, now).expect("read").map(|file| file.bytes)
        }

        /// As if the file had come so much earlier.
        fn age(&self, account: &AccountId, id: &InputFileId, by: Duration) {
            let file = fs::File::options().write(true).open(self.files.path(account, id));
            file.and_then(|file| file.set_modified(SystemTime::now() - by)).expect("older");
        }
    }

    fn accounts() -> [AccountId; 2] {
        ["acct_a", "acct_b"].map(|id| AccountId(id.to_owned()))
    }

    #[test]
    fn a_file_is_its_accounts_alone_for_an_hour() {
        let (kept, [owner, other]) = (Kept::new(), accounts());
        let now = SystemTime::now();
        let (id, _) = kept.store(&owner, None, b"image").expect("stored");
        assert_eq!(InputFileId::parse(id.as_str()), Some(id.clone()));
        for wrong in ["file_", "file_../../etc/passwd", "gen_00000000000000000000000000000000"] {
            assert_eq!(InputFileId::parse(wrong), None, "{wrong}");
        }
        assert_eq!(kept.bytes(&owner, &id, now).as_deref(), Some(&b"image"[..]));
        assert_eq!(kept.bytes(&other, &id, now), None);
        let over = now + LIFETIME + Duration::from_secs(1);
        assert_eq!(kept.bytes(&owner, &id, over), None);
        kept.files.sweep(now).expect("sweep");
        assert!(kept.bytes(&owner, &id, now).is_some());
        kept.files.sweep(over).expect("sweep");
        assert_eq!(kept.bytes(&owner, &id, now), None);
    }

    #[test]
    fn a_deleted_file_is_gone_and_no_other_accounts() {
        let (kept, [owner, other]) = (Kept::new(), accounts());
        let (id, _) = kept.store(&owner, None, b"image").expect("stored");
        assert!(!kept.files.delete(&other, &id).expect("nothing to delete"));
        assert!(kept.bytes(&owner, &id, SystemTime::now()).is_some());
        assert!(kept.files.delete(&owner, &id).expect("deleted"));
        assert_eq!(kept.bytes(&owner, &id, SystemTime::now()), None);
    }

    #[test]
    fn a_key_is_its_accounts_and_stands_for_one_file_as_long_as_that_is_kept() {
        let (kept, [owner, other]) = (Kept::new(), accounts());
        let (id, replayed) = kept.store(&owner, Some("key"), b"image").expect("stored");
        assert!(!replayed);
        assert_eq!(kept.store(&owner, Some("key"), b"image").expect("found"), (id.clone(), true));
        assert!(matches!(kept.store(&owner, Some("key"), b"other"), Err(StoreError::KeyReused(_))));
        assert_ne!(kept.store(&owner, Some("another"), b"image").expect("stored").0, id);
        let theirs = kept.store(&other, Some("key"), b"image").expect("stored");
        assert!(theirs.0 != id && !theirs.1);
        kept.age(&owner, &id, LIFETIME);
        assert_eq!(kept.store(&owner, Some("key"), b"other").expect("stored"), (id, false));
    }

    #[test]
    fn the_oldest_of_too_many_goes() {
        let (kept, [account, _]) = (Kept::new(), accounts());
        let now = SystemTime::now();
        let (first, _) = kept.store(&account, None, b"first").expect("stored");
        kept.age(&account, &first, Duration::from_secs(60));
        let others: Vec<_> = (0..MOST).map(|_| kept.store(&account, None, b"other").expect("stored").0).collect();
        assert_eq!(kept.bytes(&account, &first, now), None);
        assert!(others.iter().all(|id| kept.bytes(&account, id, now).is_some()));
    }
}
