//! Why a model cannot be loaded or run.

use std::{io, path::PathBuf};

/// Every error of this crate but those of stored fields and checkpoints, which have their own. Says which file and tensor.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file of the model's directory cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The directory holds no weights.
    #[error("{} has neither model.safetensors nor model.ckpt: give a directory with upstream's files", path.display())]
    NoWeights {
        /// The directory.
        path: PathBuf,
    },
    /// The configuration cannot be used.
    #[error("{}: {reason}", path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The weights are no whole safetensors file.
    #[error("{} is no complete safetensors file ({reason}): it may be truncated; get it again", path.display())]
    Safetensors {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The weights are no checkpoint that can be read.
    #[error("{}: {source}", path.display())]
    Checkpoint {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: crate::checkpoint::Error,
    },
    /// A tensor that the network needs is not there.
    #[error("{} has no tensor '{name}', which the network of config.yaml needs", path.display())]
    MissingTensor {
        /// The file.
        path: PathBuf,
        /// The tensor.
        name: String,
    },
    /// Tensors that the network does not use.
    #[error("{} has {count} tensors that the network of config.yaml does not use, '{name}' among them", path.display())]
    UnusedTensors {
        /// The file.
        path: PathBuf,
        /// How many.
        count: usize,
        /// The first of them.
        name: String,
    },
    /// A tensor of another shape.
    #[error("{}: the tensor '{name}' is {got:?}; the network of config.yaml needs {expected:?}", path.display())]
    TensorShape {
        /// The file.
        path: PathBuf,
        /// The tensor.
        name: String,
        /// The shape that the configuration asks for.
        expected: Vec<usize>,
        /// The shape that it has.
        got: Vec<usize>,
    },
    /// A tensor of an element type that weights do not have.
    #[error("{}: the tensor '{name}' holds {got}; F32, F16 and BF16 are read", path.display())]
    TensorFormat {
        /// The file.
        path: PathBuf,
        /// The tensor.
        name: String,
        /// Its element type.
        got: String,
    },
    /// A weight that is no finite number.
    #[error("{}: the tensor '{name}' has a NaN or an infinity at element {index}: the file is damaged", path.display())]
    NotFinite {
        /// The file.
        path: PathBuf,
        /// The tensor.
        name: String,
        /// Place in row-major order.
        index: usize,
    },
    /// An operation failed.
    #[error(transparent)]
    Kernel(#[from] kernels::Error),
    /// The caller ended the run.
    #[error("the run was canceled")]
    Canceled,
}
