//! The key of links that open a file without a key of an account: whoever has such a link may fetch that file until it expires.
//!
//! HMAC-SHA256 (RFC 2104) over the path and the expiry, as in presigned URLs of object stores.

use std::{
    fmt,
    fs::{self, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use time::OffsetDateTime;

use crate::hex;

/// Its file in a data directory.
const FILE_NAME: &str = "link.key";
const BYTES: usize = 32;

/// A secret of this server. Without it (a data directory restored from a backup has a new one) links end before their time.
pub struct LinkKey([u8; BYTES]);

/// What is wrong with a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Its signature is not that of its path and expiry.
    #[error("this link is not one that this server made")]
    Forged,
    /// Its time is over.
    #[error("this link has expired; ask for the model again to get a new one")]
    Expired,
}

impl LinkKey {
    /// The key in the data directory `data`, made at the first time. Blocks.
    ///
    /// # Errors
    /// What the file system fails with; a file that holds no key.
    pub fn open(data: &Path) -> io::Result<LinkKey> {
        let path = data.join(FILE_NAME);
        let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
        match fs::read(&path) {
            Ok(bytes) => {
                let wrong =
                    |_| io::Error::new(io::ErrorKind::InvalidData, "it holds no key; remove it to get a new one");
                Ok(LinkKey(bytes.try_into().map_err(wrong).map_err(named)?))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let mut bytes = [0_u8; BYTES];
                getrandom::fill(&mut bytes).expect("the operating system has random numbers");
                // Under its name only when it is whole: a server that dies here must not leave half a key.
                let unfinished = data.join(format!("{FILE_NAME}.new"));
                let mut file = OpenOptions::new()
                    .write(true)
                    .create(true)
                    .truncate(true)
                    .mode(0o600)
                    .open(&unfinished)
                    .map_err(named)?;
                file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(named)?;
                fs::rename(&unfinished, &path).map_err(named)?;
                Ok(LinkKey(bytes))
            }
            Err(error) => Err(named(error)),
        }
    }

    /// The query that opens `path` until `expires_at`, whole seconds.
    pub fn sign(&self, path: &str, expires_at: OffsetDateTime) -> String {
        let expires = expires_at.unix_timestamp();
        let signature = hex::encode(&self.mac(path, expires).finalize().into_bytes());
        format!("expires={expires}&signature={signature}")
    }

    /// Checks what [`LinkKey::sign`] made. In constant time, so that the delay says nothing of how much agreed.
    ///
    /// # Errors
    /// [`LinkError`].
    pub fn check(&self, path: &str, expires: i64, signature: &str, now: OffsetDateTime) -> Result<(), LinkError> {
        let signature = hex::decode(signature).ok_or(LinkError::Forged)?;
        self.mac(path, expires).verify_slice(&signature).map_err(|_| LinkError::Forged)?;
        if now.unix_timestamp() < expires { Ok(()) } else { Err(LinkError::Expired) }
    }

    fn mac(&self, path: &str, expires: i64) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(path.as_bytes());
        // No path has a line's end in it, so that no two pairs of path and expiry have the same bytes.
        mac.update(b"\n");
        mac.update(&expires.to_be_bytes());
        mac
    }
}

impl fmt::Debug for LinkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use time::Duration;

    use super::*;

    #[test]
    fn a_link_opens_its_path_until_its_time_and_nothing_else() {
        let data = tempfile::tempdir().expect("a directory");
        let key = LinkKey::open(data.path()).expect("made");
        let now = OffsetDateTime::UNIX_EPOCH + Duration::days(20_000);
        let query = key.sign("/a", now + Duration::hours(1));
        let (expires, signature) = query.split_once('&').expect("two");
        let expires: i64 = expires.strip_prefix("expires=").and_then(|text| text.parse().ok()).expect("a number");
        let signature = signature.strip_prefix("signature=").expect("a signature");

        let again = LinkKey::open(data.path()).expect("kept");
        assert_eq!(again.check("/a", expires, signature, now), Ok(()));
        assert_eq!(again.check("/a", expires, signature, now + Duration::hours(1)), Err(LinkError::Expired));
        for (path, expires, signature) in [
            ("/b", expires, signature),
            ("/a", expires + 1, signature),
            ("/a", expires, &signature[2..]),
            ("/a", expires, ""),
        ] {
            assert_eq!(
                again.check(path, expires, signature, now),
                Err(LinkError::Forged),
                "{path} {expires} {signature}"
            );
        }
        let other = tempfile::tempdir().expect("a directory");
        let other = LinkKey::open(other.path()).expect("made");
        assert_eq!(other.check("/a", expires, signature, now), Err(LinkError::Forged));
    }

    #[test]
    fn the_key_is_its_owners_alone_and_a_broken_one_is_refused() {
        let data = tempfile::tempdir().expect("a directory");
        let key = LinkKey::open(data.path()).expect("made");
        assert_eq!(format!("{key:?}"), "LinkKey(…)");
        let file = data.path().join(FILE_NAME);
        assert_eq!(fs::metadata(&file).expect("made").permissions().mode() & 0o777, 0o600);
        fs::write(&file, "short").expect("write");
        let error = LinkKey::open(data.path()).expect_err("no key").to_string();
        assert!(error.contains(FILE_NAME) && error.contains("remove it"), "{error}");
    }
}
