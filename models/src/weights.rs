//! A model's weights, mapped and not copied, handed out strictly: each tensor once, in the shape asked for, all of them. Or
//! weights of a formula, made when they are asked for.

use std::{
    collections::BTreeMap,
    fs::File,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use kernels::weight::{Bytes, Format, Weight};
use memmap2::Mmap;
use safetensors::SafeTensors;

use crate::{
    Error, checkpoint,
    formula::{self, Gains},
};

/// What a file says of a tensor.
struct Entry {
    element_type: String,
    shape: Vec<usize>,
    bytes: Range<usize>,
}

/// Where tensors come from that have not been taken yet.
pub struct Weights(Source);

enum Source {
    File(Stored),
    Formula(Gains),
}

/// The tensors of a file that have not been taken yet.
struct Stored {
    path: PathBuf,
    bytes: Bytes,
    entries: BTreeMap<String, Entry>,
}

impl Weights {
    /// The weights in a model's directory: `model.safetensors`, or else `model.ckpt`.
    ///
    /// # Errors
    /// [`Error::NoWeights`], [`Error::Read`], [`Error::Safetensors`], [`Error::Checkpoint`].
    pub fn open(directory: &Path) -> Result<Weights, Error> {
        let safetensors = directory.join("model.safetensors");
        let checkpoint = directory.join("model.ckpt");
        let stored = match (safetensors.exists(), checkpoint.exists()) {
            (true, _) => Stored::from_safetensors(&safetensors)?,
            (false, true) => Stored::from_checkpoint(&checkpoint)?,
            (false, false) => return Err(Error::NoWeights { path: directory.to_owned() }),
        };
        Ok(Weights(Source::File(stored)))
    }

    /// The formula's weights: whatever tensor is asked for. Only those that somebody holds are in memory.
    pub fn of_formula(gains: Gains) -> Weights {
        Weights(Source::Formula(gains))
    }

    /// The tensor `name`, of this shape, all its values finite.
    ///
    /// # Errors
    /// [`Error::MissingTensor`], [`Error::TensorShape`], [`Error::TensorFormat`], [`Error::NotFinite`].
    pub fn take(&mut self, name: &str, shape: &[usize]) -> Result<Weight, Error> {
        match &mut self.0 {
            Source::File(stored) => stored.take(name, shape),
            Source::Formula(gains) => Ok(Weight::from_values(name, shape, &formula::tensor(name, shape, *gains))),
        }
    }

    /// [`Weights::take`], as f32 values.
    ///
    /// # Errors
    /// As [`Weights::take`].
    pub fn take_values(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Error> {
        self.take(name, shape).map(|weight| weight.to_vec())
    }

    /// Leaves out the tensors whose names begin so: the file has them, and the network does not read them.
    pub fn skip(&mut self, prefix: &str) {
        if let Source::File(stored) = &mut self.0 {
            stored.entries.retain(|name, _| !name.starts_with(prefix));
        }
    }

    /// Ends the loading.
    ///
    /// # Errors
    /// [`Error::UnusedTensors`] when something has not been taken.
    pub fn finish(self) -> Result<(), Error> {
        let Source::File(Stored { path, entries, .. }) = self.0 else { return Ok(()) };
        match entries.keys().next() {
            Some(name) => Err(Error::UnusedTensors { path, count: entries.len(), name: name.clone() }),
            None => Ok(()),
        }
    }
}

impl Stored {
    fn from_safetensors(path: &Path) -> Result<Stored, Error> {
        let (_, map) = map(path)?;
        let tensors = SafeTensors::deserialize(&map)
            .map_err(|error| Error::Safetensors { path: path.to_owned(), reason: error.to_string() })?;
        let entries = tensors
            .iter()
            .map(|(name, view)| {
                let start = view.data().as_ptr().addr() - map.as_ptr().addr();
                let bytes = start..start + view.data().len();
                let entry = Entry { element_type: view.dtype().to_string(), shape: view.shape().to_vec(), bytes };
                (name.to_owned(), entry)
            })
            .collect();
        Ok(Stored { path: path.to_owned(), bytes: Arc::new(map), entries })
    }

    fn from_checkpoint(path: &Path) -> Result<Stored, Error> {
        let (mut file, map) = map(path)?;
        let refused = |source| Error::Checkpoint { path: path.to_owned(), source };
        let entries = checkpoint::read(&mut file)
            .map_err(refused)?
            .into_iter()
            .map(|tensor| {
                // Lies within the mapped file, so it fits.
                let bytes = tensor.bytes.start as usize..tensor.bytes.end as usize;
                let shape = tensor.shape.iter().map(|&extent| extent as usize).collect();
                (tensor.name, Entry { element_type: tensor.dtype.name().to_owned(), shape, bytes })
            })
            .collect();
        Ok(Stored { path: path.to_owned(), bytes: Arc::new(map), entries })
    }

    fn take(&mut self, name: &str, shape: &[usize]) -> Result<Weight, Error> {
        let in_file = || (self.path.clone(), name.to_owned());
        let Some(Entry { element_type, shape: got, bytes }) = self.entries.remove(name) else {
            let (path, name) = in_file();
            return Err(Error::MissingTensor { path, name });
        };
        if got != shape {
            let (path, name) = in_file();
            return Err(Error::TensorShape { path, name, expected: shape.to_vec(), got });
        }
        let Some(format) = format_of(&element_type) else {
            let (path, name) = in_file();
            return Err(Error::TensorFormat { path, name, got: element_type });
        };
        let weight = Weight::new(name, format, shape, Arc::clone(&self.bytes), bytes);
        match weight.first_not_finite() {
            Some(index) => {
                let (path, name) = in_file();
                Err(Error::NotFinite { path, name, index })
            }
            None => Ok(weight),
        }
    }
}

/// The format of weights of this element type, named as in safetensors files.
pub(crate) fn format_of(element_type: &str) -> Option<Format> {
    match element_type {
        "F32" => Some(Format::F32),
        "F16" => Some(Format::F16),
        "BF16" => Some(Format::Bf16),
        _ => None,
    }
}

#[expect(unsafe_code, reason = "a mapped file is unsafe in that another process could shorten it")]
fn map(path: &Path) -> Result<(File, Mmap), Error> {
    let unreadable = |source| Error::Read { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    // SAFETY: bytes are only ever read as numbers, of which all are valid. A file that is shortened while it is mapped ends
    // the process, as the documentation of `models` says; pulled models are replaced by renaming, never in place.
    let map = unsafe { Mmap::map(&file) }.map_err(unreadable)?;
    Ok((file, map))
}
