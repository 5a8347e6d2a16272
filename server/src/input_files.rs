//! Images that a client sends ahead of the request that uses them: a few of each account, for a short time.
//!
//! They are copies in passing, not records: the generation that uses one keeps its own. So they have no rows.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use crate::{hex, ledger::AccountId};

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

    /// Keeps `bytes` for `account`, in the place of its oldest file where it has too many. Blocks.
    ///
    /// # Errors
    /// What the file system fails with.
    pub fn store(&self, account: &AccountId, bytes: &[u8]) -> io::Result<InputFileId> {
        let place = self.directory.join(&account.0);
        fs::create_dir_all(&place)?;
        let mut files = files(&place)?;
        files.sort_unstable();
        let surplus = (files.len() + 1).saturating_sub(MOST);
        for (_, path) in &files[..surplus] {
            remove(path)?;
        }
        let id = InputFileId::random();
        let path = place.join(&id.0);
        if let Err(error) = fs::write(&path, bytes) {
            remove(&path)?;
            return Err(error);
        }
        Ok(id)
    }

    /// The account's file; none when there is none (any more), or it is another account's. Blocks.
    ///
    /// # Errors
    /// What the file system fails with.
    pub fn read(&self, account: &AccountId, id: &InputFileId, now: SystemTime) -> io::Result<Option<Vec<u8>>> {
        let path = self.directory.join(&account.0).join(&id.0);
        let read = fs::metadata(&path).and_then(|found| {
            let over = found.modified()? + LIFETIME <= now;
            if over { Ok(None) } else { fs::read(&path).map(Some) }
        });
        match read {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            read => read,
        }
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

/// Another request may have removed it meanwhile.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_its_accounts_alone_for_an_hour() {
        let data = tempfile::tempdir().expect("a directory");
        let files = InputFiles::open(data.path()).expect("open");
        let [owner, other] = ["acct_a", "acct_b"].map(|id| AccountId(id.to_owned()));
        let now = SystemTime::now();
        let id = files.store(&owner, b"image").expect("stored");
        assert_eq!(InputFileId::parse(id.as_str()), Some(id.clone()));
        for wrong in ["file_", "file_../../etc/passwd", "gen_00000000000000000000000000000000"] {
            assert_eq!(InputFileId::parse(wrong), None, "{wrong}");
        }
        let read = |account, now| files.read(account, &id, now).expect("read");
        assert_eq!(read(&owner, now).as_deref(), Some(&b"image"[..]));
        assert_eq!(read(&other, now), None);
        let over = now + LIFETIME + Duration::from_secs(1);
        assert_eq!(read(&owner, over), None);
        files.sweep(now).expect("sweep");
        assert!(read(&owner, now).is_some());
        files.sweep(over).expect("sweep");
        assert_eq!(read(&owner, now), None);
    }

    #[test]
    fn the_oldest_of_too_many_goes() {
        let data = tempfile::tempdir().expect("a directory");
        let files = InputFiles::open(data.path()).expect("open");
        let account = AccountId("acct_a".to_owned());
        let now = SystemTime::now();
        let first = files.store(&account, b"first").expect("stored");
        let old = now - Duration::from_secs(60);
        let path = data.path().join("inputs/acct_a").join(first.as_str());
        fs::File::options().write(true).open(path).and_then(|file| file.set_modified(old)).expect("older");
        let others: Vec<InputFileId> = (0..MOST).map(|_| files.store(&account, b"other").expect("stored")).collect();
        assert_eq!(files.read(&account, &first, now).expect("read"), None);
        assert!(others.iter().all(|id| files.read(&account, id, now).expect("read").is_some()));
    }
}
