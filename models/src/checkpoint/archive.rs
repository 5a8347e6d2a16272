//! The zip archive around a checkpoint.

use std::{
    io::{Read, Seek},
    ops::Range,
};

use zip::{CompressionMethod, ZipArchive, result::ZipError};

use super::Error;

/// A pickle of more bytes is refused. One tensor takes about 110; what the machine makes of a byte is at most some 50.
const MAX_PICKLE_BYTES: u64 = 16 << 20;

/// An open checkpoint.
pub(super) struct Archive<'a, R: Read + Seek> {
    zip: ZipArchive<&'a mut R>,
    /// Of the file.
    length: u64,
    /// What the names of all entries begin with, `/` included.
    prefix: String,
}

impl<'a, R: Read + Seek> Archive<'a, R> {
    /// Opens `file` of `length` bytes and finds its pickle.
    pub fn open(file: &'a mut R, length: u64) -> Result<Self, Error> {
        let zip = ZipArchive::new(file).map_err(damaged)?;
        if zip.has_duplicate_names() {
            return Err(Error::NotACheckpoint { reason: "two of its entries have one name".to_owned() });
        }
        let mut prefixes = Vec::new();
        for name in zip.file_names() {
            let name = name.map_err(damaged)?;
            if let Some(directory) = name.strip_suffix("data.pkl")
                && directory.strip_suffix('/').is_some_and(|directory| !directory.contains('/'))
            {
                prefixes.push(directory.to_owned());
            }
        }
        let [prefix] = <[String; 1]>::try_from(prefixes).map_err(|found| Error::NotACheckpoint {
            reason: format!("it is a zip archive with {} entries 'NAME/data.pkl' instead of one", found.len()),
        })?;
        let mut archive = Archive { zip, length, prefix };
        if archive.zip.index_for_name(&format!("{}byteorder", archive.prefix)).is_some()
            && archive.small("byteorder", 16)? != b"little"
        {
            return Err(Error::BigEndian);
        }
        Ok(archive)
    }

    /// The bytes of `data.pkl`.
    pub fn pickle(&mut self) -> Result<Vec<u8>, Error> {
        self.small("data.pkl", MAX_PICKLE_BYTES)
    }

    /// Where the bytes of the storage `key` are in the file.
    pub fn storage(&mut self, key: &str) -> Result<Range<u64>, Error> {
        self.range(&format!("data/{key}"))
    }

    fn small(&mut self, name: &str, limit: u64) -> Result<Vec<u8>, Error> {
        let range = self.range(name)?;
        let entry = format!("{}{name}", self.prefix);
        if range.end - range.start > limit {
            return Err(Error::Entry { entry, reason: "is larger than weights have need of" });
        }
        let mut bytes = Vec::new();
        // Its checksum is compared at the end.
        self.zip.by_name(&entry).map_err(damaged)?.read_to_end(&mut bytes).map_err(|error| damaged(error.into()))?;
        Ok(bytes)
    }

    fn range(&mut self, name: &str) -> Result<Range<u64>, Error> {
        let entry = format!("{}{name}", self.prefix);
        let wrong = |reason| Error::Entry { entry: entry.clone(), reason };
        let index =
            self.zip.index_for_name(&entry).ok_or_else(|| wrong("is missing: the file is damaged, get it again"))?;
        let found = self.zip.by_index_raw(index).map_err(damaged)?;
        if found.compression() != CompressionMethod::Stored {
            return Err(wrong(
                "is compressed, as PyTorch never writes it; its bytes cannot be used in place: pack the archive again without \
                 compression (zip -0)",
            ));
        }
        if found.encrypted() {
            return Err(wrong("is encrypted: decrypt the archive first"));
        }
        let start = found.data_start().ok_or_else(|| wrong("has no place in the file: get the file again"))?;
        match start.checked_add(found.size()) {
            Some(end) if end <= self.length && found.size() == found.compressed_size() => Ok(start..end),
            _ => Err(wrong("reaches beyond the end of the file: it is truncated or damaged, get it again")),
        }
    }
}

fn damaged(error: ZipError) -> Error {
    Error::NotACheckpoint { reason: error.to_string() }
}
