//! A reference's tensors: the inputs of its run, and its stages, each whole or in samples.

use std::collections::BTreeSet;

use safetensors::{Dtype, SafeTensors, tensor::TensorView};

use crate::Error;

/// What a stage in samples has beside its name: `[axes]`; `[k]` places in the flattened values; `[k]` values there; mean and L2
/// norm of all its values.
const SHAPE: &str = "shape";
const INDICES: &str = "indices";
const VALUES: &str = "values";
const MEAN_AND_NORM: &str = "mean_and_norm";

/// A reference's tensors.
pub(super) struct Reference<'a> {
    tensors: SafeTensors<'a>,
    /// Of inputs and stages; what a stage in samples consists of is no name.
    names: BTreeSet<String>,
}

/// What was recorded of a stage.
pub(super) enum Recorded {
    /// All its values.
    Whole(Vec<f32>),
    /// Some of them.
    Sampled(Samples),
}

/// Values of a stage, and what sums up all of them.
pub(super) struct Samples {
    /// Values of the stage.
    pub(super) count: usize,
    /// Places among them, each less than `count`.
    pub(super) indices: Vec<usize>,
    /// The values at these places.
    pub(super) values: Vec<f32>,
    /// The mean of all values.
    pub(super) mean: f64,
    /// The L2 norm of all values.
    pub(super) norm: f64,
}

impl<'a> Reference<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Reference<'a>, Error> {
        let tensors = SafeTensors::deserialize(bytes)
            .map_err(|error| refused(format!("it is no complete safetensors file ({error})")))?;
        let mut names = BTreeSet::new();
        for tensor in tensors.names() {
            let in_samples = tensor.rsplit_once('.').filter(|(stage, part)| {
                [SHAPE, INDICES, VALUES, MEAN_AND_NORM].contains(part)
                    && tensors.tensor(&format!("{stage}.{SHAPE}")).is_ok()
            });
            let name = in_samples.map_or(tensor, |(stage, _)| stage);
            if in_samples.is_some() && tensors.tensor(name).is_ok() {
                return Err(refused(format!("it has '{name}' whole and in samples")));
            }
            names.insert(name.to_owned());
        }
        let reference = Reference { tensors, names };
        // What is wrong with samples is told before a run that may take minutes.
        for name in reference.names().filter(|name| reference.tensors.tensor(&format!("{name}.{INDICES}")).is_ok()) {
            reference.recorded(name)?;
        }
        Ok(reference)
    }

    /// Of inputs and stages, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    pub(super) fn tensor(&self, name: &str, element_type: Dtype) -> Result<TensorView<'a>, Error> {
        match self.tensors.tensor(name) {
            Err(_) => Err(refused(format!("it has no '{name}'"))),
            Ok(tensor) if tensor.dtype() != element_type => {
                Err(refused(format!("'{name}' holds {}, not {element_type}", tensor.dtype())))
            }
            Ok(tensor) => Ok(tensor),
        }
    }

    /// The shape of a stage, whole or in samples.
    pub(super) fn shape(&self, name: &str) -> Result<Vec<usize>, Error> {
        match self.tensors.tensor(name) {
            Ok(tensor) => Ok(tensor.shape().to_vec()),
            Err(_) => self.counts(&format!("{name}.{SHAPE}")),
        }
    }

    /// What was recorded of a stage.
    pub(super) fn recorded(&self, name: &str) -> Result<Recorded, Error> {
        if self.tensors.tensor(name).is_ok() {
            return self.floats(name).map(Recorded::Whole);
        }
        let part = |part: &str| format!("{name}.{part}");
        let shape = self.shape(name)?;
        let count = shape.iter().try_fold(1usize, |count, &extent| count.checked_mul(extent));
        let count = count.ok_or_else(|| refused(format!("'{name}' is {shape:?}, more than can be")))?;
        let (indices, values) = (self.counts(&part(INDICES))?, self.floats(&part(VALUES))?);
        if indices.len() != values.len() || indices.is_empty() {
            let reason = format!("'{name}' has {} places and {} values there", indices.len(), values.len());
            return Err(refused(reason));
        }
        if let Some(index) = indices.iter().find(|&&index| index >= count) {
            return Err(refused(format!("'{}' holds {index}: the stage has {count} values", part(INDICES))));
        }
        let of_all = self.tensor(&part(MEAN_AND_NORM), Dtype::F64)?;
        let ([mean, norm], []) = of_all.data().as_chunks() else {
            return Err(refused(format!("'{}' is {:?}, not [2]", part(MEAN_AND_NORM), of_all.shape())));
        };
        let [mean, norm] = [mean, norm].map(|bytes| f64::from_le_bytes(*bytes));
        Ok(Recorded::Sampled(Samples { count, indices, values, mean, norm }))
    }

    fn floats(&self, name: &str) -> Result<Vec<f32>, Error> {
        let tensor = self.tensor(name, Dtype::F32)?;
        Ok(tensor.data().as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect())
    }

    fn counts(&self, name: &str) -> Result<Vec<usize>, Error> {
        let tensor = self.tensor(name, Dtype::I64)?;
        let values = tensor.data().as_chunks().0.iter().map(|&bytes| i64::from_le_bytes(bytes));
        let count = |value: i64| usize::try_from(value).map_err(|_| refused(format!("'{name}' holds {value}")));
        values.map(count).collect()
    }

    /// The rows of a `[n, 3]` that is whole.
    pub(super) fn triples(&self, name: &str) -> Result<Vec<[f32; 3]>, Error> {
        let values = self.floats(name)?;
        let (triples, []) = values.as_chunks() else {
            return Err(refused(format!("'{name}' does not consist of triples")));
        };
        Ok(triples.to_vec())
    }
}

/// The error of a reference, and why.
pub(super) fn refused(reason: String) -> Error {
    Error::Reference { reason }
}
