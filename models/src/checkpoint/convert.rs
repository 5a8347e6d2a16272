//! From a checkpoint to a safetensors file.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};

use super::{Error, Tensor, read};

/// The tensors may be this many times the file, for keys that share one tensor.
const MAX_SHARING: u64 = 4;

/// The header's key that is no tensor.
const METADATA: &str = "__metadata__";

/// What a conversion wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Converted {
    /// How many tensors.
    pub tensors: usize,
    /// Size of the file, bytes.
    pub bytes: u64,
}

/// Writes all tensors of the PyTorch checkpoint at `checkpoint` to a safetensors file at `output`, as they are, without
/// running anything of it.
///
/// The bytes are copied file to file; memory does not grow with them. They are written to `output` with `.part` appended,
/// which is flushed to the disk and then renamed, so that `output` is complete whenever it exists. The `.part` file is removed
/// when that fails.
///
/// # Errors
/// [`Error`], as [`read`]; [`Error::Write`] when `output` cannot be written.
pub fn convert(checkpoint: &Path, output: &Path) -> Result<Converted, Error> {
    let mut file = File::open(checkpoint)?;
    let mut tensors = read(&mut BufReader::new(&mut file))?;
    let file_bytes = file.metadata()?.len();
    let total = tensors
        .iter()
        .try_fold(0u64, |sum, tensor| sum.checked_add(tensor.bytes.end - tensor.bytes.start))
        .unwrap_or(u64::MAX);
    if total > file_bytes.saturating_mul(MAX_SHARING) {
        return Err(Error::Inflated { tensors: total, file: file_bytes });
    }
    if let Some(reserved) = tensors.iter().find(|tensor| tensor.name == METADATA) {
        let reason = "has a name that safetensors files reserve".to_owned();
        return Err(Error::Tensor { name: reserved.name.clone(), reason });
    }
    // The widest types first, so that each tensor begins at a multiple of its element's size.
    tensors.sort_by(|a, b| b.dtype.size().cmp(&a.dtype.size()).then_with(|| a.name.cmp(&b.name)));
    let header = header(&tensors);
    let bytes = header.len() as u64 + total;

    let mut part = OsString::from(output);
    part.push(".part");
    let part = PathBuf::from(part);
    let failed = |source| Error::Write { path: output.to_owned(), bytes, source };
    let written = write(&mut file, &tensors, &header, &part, &failed)
        .and_then(|()| fs::rename(&part, output).map_err(failed))
        .and_then(|()| sync_directory(output).map_err(failed));
    match written {
        Ok(()) => Ok(Converted { tensors: tensors.len(), bytes }),
        Err(error) => match fs::remove_file(&part) {
            Err(left) if left.kind() != io::ErrorKind::NotFound => {
                Err(Error::Write { path: part, bytes, source: left })
            }
            _ => Err(error),
        },
    }
}

fn write(
    file: &mut File,
    tensors: &[Tensor],
    header: &[u8],
    part: &Path,
    failed: &dyn Fn(io::Error) -> Error,
) -> Result<(), Error> {
    let mut out = File::create(part).map_err(failed)?;
    out.write_all(header).map_err(failed)?;
    for tensor in tensors {
        file.seek(SeekFrom::Start(tensor.bytes.start))?;
        let length = tensor.bytes.end - tensor.bytes.start;
        let copied = io::copy(&mut Read::by_ref(file).take(length), &mut out).map_err(failed)?;
        if copied != length {
            let reason = "the file became shorter while it was read".to_owned();
            return Err(Error::NotACheckpoint { reason });
        }
    }
    out.sync_all().map_err(failed)
}

/// A safetensors header, length included: JSON, padded with spaces so that the tensors begin at a multiple of 8.
fn header(tensors: &[Tensor]) -> Vec<u8> {
    let mut entries = Map::new();
    entries.insert(METADATA.to_owned(), json!({"format": "pt"}));
    let mut offset = 0;
    for tensor in tensors {
        let end = offset + (tensor.bytes.end - tensor.bytes.start);
        let entry = json!({"dtype": tensor.dtype.name(), "shape": tensor.shape, "data_offsets": [offset, end]});
        entries.insert(tensor.name.clone(), entry);
        offset = end;
    }
    let mut text = Value::Object(entries).to_string().into_bytes();
    text.resize(text.len().next_multiple_of(8), b' ');
    let mut header = (text.len() as u64).to_le_bytes().to_vec();
    header.extend(text);
    header
}

/// Makes a rename in the directory of `path` last.
fn sync_directory(path: &Path) -> io::Result<()> {
    let directory = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    File::open(directory)?.sync_all()
}
