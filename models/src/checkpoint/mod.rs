//! PyTorch checkpoints (`torch.save`), read as data.
//!
//! A checkpoint is an uncompressed zip archive: `data.pkl`, a pickle that describes tensors, and one entry `data/KEY` for each
//! storage. A pickle is a program; [`pickle`] runs only the part of its language that describes tensors, by hand, so that
//! nothing of Python exists here that a hostile file could call. Reading yields where in the file each tensor's bytes are.

mod archive;
mod convert;
mod error;
mod pickle;
mod state_dict;

use std::{
    io::{Read, Seek, SeekFrom},
    ops::Range,
};

pub use convert::{Converted, convert};
pub use error::Error;

/// The type of a tensor's elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dtype {
    /// IEEE 754 binary64.
    F64,
    /// IEEE 754 binary32.
    F32,
    /// IEEE 754 binary16.
    F16,
    /// bfloat16.
    Bf16,
    /// Signed, 64 bits.
    I64,
    /// Signed, 32 bits.
    I32,
    /// Signed, 16 bits.
    I16,
    /// Signed, 8 bits.
    I8,
    /// Unsigned, 8 bits.
    U8,
    /// One byte, 0 or 1.
    Bool,
}

impl Dtype {
    /// Bytes an element.
    #[must_use]
    pub fn size(self) -> u64 {
        match self {
            Dtype::F64 | Dtype::I64 => 8,
            Dtype::F32 | Dtype::I32 => 4,
            Dtype::F16 | Dtype::Bf16 | Dtype::I16 => 2,
            Dtype::I8 | Dtype::U8 | Dtype::Bool => 1,
        }
    }

    /// The name that safetensors gives it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Dtype::F64 => "F64",
            Dtype::F32 => "F32",
            Dtype::F16 => "F16",
            Dtype::Bf16 => "BF16",
            Dtype::I64 => "I64",
            Dtype::I32 => "I32",
            Dtype::I16 => "I16",
            Dtype::I8 => "I8",
            Dtype::U8 => "U8",
            Dtype::Bool => "BOOL",
        }
    }
}

/// One tensor of a checkpoint, row-major and little-endian.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tensor {
    /// Its key in the state dict.
    pub name: String,
    /// The type of its elements.
    pub dtype: Dtype,
    /// Its extent along each axis; empty for a scalar.
    pub shape: Vec<u64>,
    /// Where its bytes are in the file. Inside the file, and as long as shape and type say.
    pub bytes: Range<u64>,
}

/// Reads which tensors a checkpoint holds: the entries of its dict, or of the dict under its key `state_dict`, in the file's
/// order. Values beside them that are no tensors (an epoch, a learning rate) are left out.
///
/// Reads the archive's directory and `data.pkl`; no tensor's bytes.
///
/// # Errors
/// [`Error`], which says what is wrong with the file and how to mend it. A file that names any Python object other than those
/// that weights consist of is refused.
pub fn read(file: &mut (impl Read + Seek)) -> Result<Vec<Tensor>, Error> {
    let length = file.seek(SeekFrom::End(0))?;
    file.rewind()?;
    error::refuse_other_formats(file)?;
    let mut archive = archive::Archive::open(file, length)?;
    let pickle = archive.pickle()?;
    let machine = pickle::run(&pickle)?;
    state_dict::tensors(&machine, &mut archive)
}
