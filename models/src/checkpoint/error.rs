//! Why a checkpoint is not read.

use std::io::{self, ErrorKind, Read, Seek};

/// Why a checkpoint cannot be read or converted. The message says what was wrong and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file system failed while the checkpoint was read.
    #[error("the checkpoint cannot be read: {0}")]
    Read(#[from] io::Error),
    /// The format that PyTorch wrote before version 1.6.
    #[error(
        "the checkpoint has PyTorch's old format, which only running its pickle code would read: if you trust it, save it \
         again with Python: torch.save(torch.load('old.ckpt', map_location='cpu', weights_only=True), 'new.ckpt')"
    )]
    OldFormat,
    /// The stand-in that git keeps for a large file.
    #[error("the file is a git-lfs pointer, not the checkpoint that it stands for: download the file itself")]
    LfsPointer,
    /// No zip archive, or a damaged one.
    #[error("the file is no PyTorch checkpoint, or it is truncated or damaged ({reason}): get it again")]
    NotACheckpoint {
        /// What is wrong with it as an archive.
        reason: String,
    },
    /// An entry is missing, packed or longer than it may be.
    #[error("the checkpoint's entry '{entry}' {reason}")]
    Entry {
        /// Its name in the archive.
        entry: String,
        /// What is wrong with it, and what to do.
        reason: &'static str,
    },
    /// The pickle names a Python object that weights do not consist of.
    #[error(
        "the checkpoint names the Python object '{global}', which weights have no need of and which could run code: it was \
         refused, and nothing of the file was run. If you trust the file, save its state dict alone: \
         torch.save(model.state_dict(), 'new.ckpt')"
    )]
    Refused {
        /// Module and name, with a space between them.
        global: String,
    },
    /// The pickle says something else that weights have no need of, or that makes no sense.
    #[error(
        "the checkpoint's pickle is not one of weights (at byte {at}: {reason}): it was refused, and nothing of it was run"
    )]
    Pickle {
        /// The instruction's place in `data.pkl`.
        at: usize,
        /// What it is.
        reason: String,
    },
    /// The pickle holds no dict of tensors.
    #[error("the checkpoint holds no tensors: neither its dict nor one under its key 'state_dict' has any")]
    NoTensors,
    /// Two tensors have one name.
    #[error("the checkpoint holds two tensors named '{name}'")]
    Duplicate {
        /// Which.
        name: String,
    },
    /// A tensor that is not as it should be.
    #[error("the checkpoint's tensor '{name}' {reason}")]
    Tensor {
        /// Its key in the state dict.
        name: String,
        /// What is wrong with it, and what to do.
        reason: String,
    },
    /// Written on a machine with the other byte order.
    #[error("the checkpoint is big-endian: save it again on a little-endian machine")]
    BigEndian,
    /// Many tensors of a small file claim the same bytes.
    #[error(
        "the checkpoint's tensors share bytes so often that they would be {tensors} bytes from a file of {file}: refused"
    )]
    Inflated {
        /// Bytes of all tensors.
        tensors: u64,
        /// Bytes of the file.
        file: u64,
    },
    /// The converted file cannot be written.
    #[error("cannot write {path}: {}", cause(.source, *.bytes))]
    Write {
        /// The file.
        path: std::path::PathBuf,
        /// Its size when complete.
        bytes: u64,
        /// What the file system said.
        source: io::Error,
    },
}

/// A full disk has a remedy that other faults have not.
fn cause(error: &io::Error, bytes: u64) -> String {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            format!("the disk is full ({error}); the file needs {bytes} bytes: make room and run this again")
        }
        _ => error.to_string(),
    }
}

/// The long that the old format begins with, after the pickle's protocol.
const OLD_MAGIC: &[u8] = b"\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";

const LFS: &[u8] = b"version https://git-lfs";

/// Tells apart what is no zip archive but known.
pub(super) fn refuse_other_formats(file: &mut (impl Read + Seek)) -> Result<(), Error> {
    let mut start = Vec::new();
    file.take(LFS.len() as u64).read_to_end(&mut start)?;
    file.rewind()?;
    if start.first() == Some(&0x80) && start.get(2..).is_some_and(|rest| rest.starts_with(OLD_MAGIC)) {
        return Err(Error::OldFormat);
    }
    if start.starts_with(LFS) {
        return Err(Error::LfsPointer);
    }
    if !start.starts_with(b"PK\x03\x04") {
        return Err(Error::NotACheckpoint { reason: "it does not begin as a zip archive".to_owned() });
    }
    Ok(())
}
