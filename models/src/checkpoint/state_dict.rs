//! From what a pickle describes to tensors in the file, each checked.

use std::{
    collections::{HashMap, HashSet},
    io::{Read, Seek},
    ops::Range,
};

use super::{
    Error, Tensor,
    archive::Archive,
    pickle::{Described, TensorView, Value},
};

/// The tensors of the dict, or of the one under `state_dict`.
pub(super) fn tensors<R: Read + Seek>(described: &Described, archive: &mut Archive<R>) -> Result<Vec<Tensor>, Error> {
    let top = described.entries(described.result).ok_or(Error::NoTensors)?;
    let nested = top.iter().find(|(key, _)| *key == Value::Str("state_dict"));
    let entries = nested.and_then(|&(_, value)| described.entries(value)).unwrap_or(top);
    let mut storages = HashMap::new();
    let mut names = HashSet::new();
    let mut tensors = Vec::new();
    for &(key, value) in entries {
        let (Value::Str(name), Some(view)) = (key, described.tensor(value)) else { continue };
        if !names.insert(name) {
            return Err(Error::Duplicate { name: name.to_owned() });
        }
        let wrong = |reason: String| Error::Tensor { name: name.to_owned(), reason };
        let storage = match storages.get(view.storage.key) {
            Some(range) => Range::clone(range),
            None => {
                let range = archive.storage(view.storage.key)?;
                storages.insert(view.storage.key, range.clone());
                range
            }
        };
        let bytes = place(view, &storage).map_err(wrong)?;
        let (dtype, shape) = (view.storage.dtype, view.shape.clone());
        tensors.push(Tensor { name: name.to_owned(), dtype, shape, bytes });
    }
    if tensors.is_empty() {
        return Err(Error::NoTensors);
    }
    Ok(tensors)
}

/// Where in the file the tensor is whose storage is at `storage`.
fn place(view: &TensorView, storage: &Range<u64>) -> Result<Range<u64>, String> {
    let TensorView { storage: described, offset, shape, strides } = view;
    let too_large = || format!("has the shape {shape:?}, which is larger than any file");
    let element = described.dtype.size();
    let held = storage.end - storage.start;
    if described.elements.checked_mul(element) != Some(held) {
        let (claimed, type_name) = (described.elements, described.dtype.name());
        return Err(format!(
            "has a storage of {claimed} elements of {type_name}, but the file holds {held} bytes of it"
        ));
    }
    if shape.len() != strides.len() {
        return Err(format!("has {} axes and {} strides", shape.len(), strides.len()));
    }
    let elements = shape.iter().try_fold(1u64, |product, &extent| product.checked_mul(extent)).ok_or_else(too_large)?;
    if elements > 0 {
        let mut expected = 1u64;
        for (&extent, &stride) in shape.iter().zip(strides).rev() {
            if extent != 1 && stride != expected {
                return Err(format!(
                    "of shape {shape:?} is not contiguous (strides {strides:?}): save it again after .contiguous()"
                ));
            }
            // A part of the product above.
            expected *= extent;
        }
    }
    let end = offset.checked_add(elements).ok_or_else(too_large)?;
    if end > described.elements {
        return Err(format!(
            "reaches to element {end} of a storage of {}: the file is damaged, get it again",
            described.elements
        ));
    }
    Ok(storage.start + offset * element..storage.start + end * element)
}
