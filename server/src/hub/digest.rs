//! SHA-256 of files.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use sha2::{Digest, Sha256};

use crate::hex;

/// Bytes read or written at once.
pub const CHUNK: usize = 256 << 10;

/// Feeds what is left of `file` to `hasher`; tells how many bytes came, by chunk and in all.
pub fn feed(hasher: &mut Sha256, file: &mut File, advanced: &mut dyn FnMut(u64)) -> io::Result<u64> {
    let mut buffer = vec![0; CHUNK];
    let mut total = 0;
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(total),
            Ok(read) => {
                hasher.update(&buffer[..read]);
                total += read as u64;
                advanced(total);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Whether the file at `path` has this size and digest; no file has not.
pub fn matches(path: &Path, bytes: u64, sha256: &str) -> io::Result<bool> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    if file.metadata()?.len() != bytes {
        return Ok(false);
    }
    let mut hasher = Sha256::new();
    feed(&mut hasher, &mut file, &mut |_| {})?;
    Ok(hex::encode(&hasher.finalize()) == sha256)
}
