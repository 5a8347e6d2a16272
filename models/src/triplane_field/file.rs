//! Stored fields: a safetensors file of `triplane [3, c, h, w]`, `decoder.layers.{0, 2, ..}.{weight, bias}` and, as
//! metadata, `radius`, `density_bias`, `density_activation` (`exp`) and `threshold`.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    io::{self, Write},
    path::Path,
    sync::Arc,
};

use kernels::{
    ops::field_eval::{Layer, Triplane},
    weight::Weight,
};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};

use super::{DEFAULT_THRESHOLD, Density, OUTPUTS, TriplaneField};
use crate::weights::format_of;

const TRIPLANE: &str = "triplane";
const DENSITY_ACTIVATION: &str = "density_activation";
/// The one activation of the density that there is.
const EXPONENTIAL: &str = "exp";

/// Why bytes are no stored field, or a field cannot be stored.
#[derive(Debug, thiserror::Error)]
pub enum FieldFileError {
    /// The file system said no.
    #[error("cannot store the field in {path}: {source}")]
    Write {
        /// Where it was to be.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// The planes cannot be fetched from the device that they are on.
    #[error("cannot fetch the field: {0}")]
    Device(#[from] kernels::Error),
    /// Not a safetensors file, or not all of one.
    #[error(
        "the field is no complete safetensors file ({reason}): it may be truncated, or be something else; store it again \
         with generate --save-field"
    )]
    NotSafetensors {
        /// What is wrong with its header.
        reason: String,
    },
    /// A tensor that a field has is not there.
    #[error("the field has no tensor '{name}'")]
    MissingTensor {
        /// The tensor's name.
        name: String,
    },
    /// A tensor that a field does not have.
    #[error(
        "the field has a tensor '{name}', which nothing reads: a field is 'triplane' and 'decoder.layers.N.*' of even N"
    )]
    UnusedTensor {
        /// The tensor's name.
        name: String,
    },
    /// A tensor of another shape.
    #[error("the field's tensor '{name}' is {got:?}; it must be {expected}")]
    Shape {
        /// The tensor's name.
        name: String,
        /// The shape it must have, in words.
        expected: String,
        /// The shape it has.
        got: Vec<usize>,
    },
    /// A tensor of another element type.
    #[error("the field's tensor '{name}' holds {got:?}; F32, F16 and BF16 are read")]
    ElementType {
        /// The tensor's name.
        name: String,
        /// What it holds.
        got: Dtype,
    },
    /// A weight that is no number.
    #[error("the field's tensor '{name}' has {value} at element {index}: the file is damaged or its training failed")]
    NotFinite {
        /// The tensor's name.
        name: String,
        /// Place in row-major order.
        index: usize,
        /// NaN or an infinity.
        value: f32,
    },
    /// Metadata that says how the outputs are read is not there or makes no sense.
    #[error("the field's metadata '{key}' is {}; it must be {expected}", .value.as_ref().map_or("missing".to_owned(), |value| format!("'{value}'")))]
    Metadata {
        /// The key.
        key: &'static str,
        /// What stands there, if anything.
        value: Option<String>,
        /// What must stand there, in words.
        expected: &'static str,
    },
}

impl TriplaneField {
    /// Reads a stored field's bytes.
    ///
    /// # Errors
    /// [`FieldFileError`], which names the tensor or metadata that is wrong.
    pub fn from_safetensors(bytes: &[u8]) -> Result<TriplaneField, FieldFileError> {
        let broken = |error: safetensors::SafeTensorError| FieldFileError::NotSafetensors { reason: error.to_string() };
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(broken)?;
        let mut tensors: BTreeMap<String, TensorView<'_>> =
            SafeTensors::deserialize(bytes).map_err(broken)?.tensors().into_iter().collect();
        let density = read_density(header.metadata().as_ref())?;
        let triplane = take_triplane(&mut tensors)?;
        let mut layers = Vec::new();
        let mut inputs = 3 * triplane.shape()[0];
        while layers.is_empty() || has_layer_from(&tensors, 2 * layers.len()) {
            let layer = take_layer(&mut tensors, 2 * layers.len(), inputs)?;
            inputs = layer.outputs;
            layers.push(layer);
        }
        if let Some((name, _)) = tensors.pop_first() {
            return Err(FieldFileError::UnusedTensor { name });
        }
        if inputs != OUTPUTS {
            let name = weight_name(2 * (layers.len() - 1));
            let expected = format!("[{OUTPUTS}, inputs], as the last layer: density, red, green, blue");
            return Err(FieldFileError::Shape { name, expected, got: vec![inputs, layers[layers.len() - 1].inputs] });
        }
        Ok(TriplaneField::new(triplane, layers, density))
    }

    /// Stores the field, in f32: whole under its name, or not at all.
    ///
    /// # Errors
    /// [`FieldFileError::Write`]; [`FieldFileError::Device`] when the device fails that the field is on. What stood at `path` is then as it was.
    pub fn write(&self, path: &Path) -> Result<(), FieldFileError> {
        let bytes = self.to_safetensors()?;
        let unwritable = |source| FieldFileError::Write { path: path.display().to_string(), source };
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".oneclick3d-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // Renamed, the temporary file has the permissions of any new file.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let mut file = builder.tempfile_in(directory).map_err(unwritable)?;
        file.write_all(&bytes).map_err(unwritable)?;
        file.as_file().sync_all().map_err(unwritable)?;
        file.persist(path).map_err(|error| unwritable(error.error))?;
        #[cfg(unix)]
        fs::File::open(directory).and_then(|directory| directory.sync_all()).map_err(unwritable)?;
        Ok(())
    }

    /// The field as the bytes of a safetensors file; the same field gives the same bytes.
    ///
    /// # Errors
    /// [`FieldFileError::Device`] when the device fails that the field is on.
    pub fn to_safetensors(&self) -> Result<Vec<u8>, FieldFileError> {
        let triplane = self.decoder.triplane()?;
        let [channels, height, width] = triplane.shape();
        let mut tensors = vec![(TRIPLANE.to_owned(), vec![3, channels, height, width], triplane.to_channel_first())];
        for (index, layer) in self.decoder.layers().iter().enumerate() {
            tensors.push((weight_name(2 * index), vec![layer.outputs, layer.inputs], layer.weight.clone()));
            tensors.push((bias_name(2 * index), vec![layer.outputs], layer.bias.clone()));
        }
        // The crate's own writer keeps metadata in a hash map, whose order changes from run to run.
        let Density { radius, bias, threshold } = self.density;
        let mut header = serde_json::Map::new();
        let metadata = serde_json::json!({
            "radius": format!("{radius:?}"),
            "density_bias": format!("{bias:?}"),
            DENSITY_ACTIVATION: EXPONENTIAL,
            "threshold": format!("{threshold:?}"),
        });
        header.insert("__metadata__".to_owned(), metadata);
        let mut data = Vec::new();
        for (name, shape, values) in tensors {
            let begin = data.len();
            data.extend(values.iter().flat_map(|value| value.to_le_bytes()));
            let entry = serde_json::json!({"dtype": "F32", "shape": shape, "data_offsets": [begin, data.len()]});
            header.insert(name, entry);
        }
        let mut header = serde_json::Value::Object(header).to_string();
        // The data begins at a multiple of 8 bytes.
        header.extend(std::iter::repeat_n(' ', header.len().next_multiple_of(8) - header.len()));
        Ok([&(header.len() as u64).to_le_bytes(), header.as_bytes(), &data].concat())
    }
}

fn read_density(metadata: Option<&HashMap<String, String>>) -> Result<Density, FieldFileError> {
    let value = |key: &str| metadata.and_then(|metadata| metadata.get(key));
    let number = |key: &'static str, default: Option<f32>, expected: &'static str, allowed: fn(f32) -> bool| {
        let text = value(key);
        let read = text.map_or(default, |text| text.parse().ok());
        read.filter(|&number| number.is_finite() && allowed(number)).ok_or_else(|| FieldFileError::Metadata {
            key,
            value: text.cloned(),
            expected,
        })
    };
    let activation = value(DENSITY_ACTIVATION);
    if activation.is_none_or(|activation| activation != EXPONENTIAL) {
        let (key, value) = (DENSITY_ACTIVATION, activation.cloned());
        return Err(FieldFileError::Metadata { key, value, expected: "'exp'" });
    }
    Ok(Density {
        radius: number("radius", None, "a number above 0", |radius| radius > 0.0)?,
        bias: number("density_bias", None, "a number", |_| true)?,
        threshold: number("threshold", Some(DEFAULT_THRESHOLD), "a number above 0", |threshold| threshold > 0.0)?,
    })
}

fn weight_name(index: usize) -> String {
    format!("decoder.layers.{index}.weight")
}

fn bias_name(index: usize) -> String {
    format!("decoder.layers.{index}.bias")
}

/// Whether a layer of this index or a later one is there: odd indices are activations and have no tensors.
fn has_layer_from(tensors: &BTreeMap<String, TensorView<'_>>, index: usize) -> bool {
    tensors.keys().any(|name| {
        let number = name.strip_prefix("decoder.layers.").and_then(|rest| rest.split_once('.'));
        number
            .filter(|(_, part)| ["weight", "bias"].contains(part))
            .and_then(|(number, _)| number.parse::<usize>().ok())
            .is_some_and(|number| number.is_multiple_of(2) && number >= index)
    })
}

fn take_triplane(tensors: &mut BTreeMap<String, TensorView<'_>>) -> Result<Triplane, FieldFileError> {
    let (shape, values) = take(tensors, TRIPLANE)?;
    match shape[..] {
        [3, channels, height, width] if !values.is_empty() => {
            Ok(Triplane::from_channel_first(&values, channels, height, width))
        }
        _ => {
            let expected = "[3, channels, height, width]".to_owned();
            Err(FieldFileError::Shape { name: TRIPLANE.to_owned(), expected, got: shape })
        }
    }
}

fn take_layer(
    tensors: &mut BTreeMap<String, TensorView<'_>>,
    index: usize,
    inputs: usize,
) -> Result<Layer, FieldFileError> {
    let name = weight_name(index);
    let (shape, weight) = take(tensors, &name)?;
    let outputs = match shape[..] {
        [outputs, read] if outputs > 0 && read == inputs => outputs,
        _ => return Err(FieldFileError::Shape { name, expected: format!("[outputs, {inputs}]"), got: shape }),
    };
    let name = bias_name(index);
    let (shape, bias) = take(tensors, &name)?;
    if shape != [outputs] {
        return Err(FieldFileError::Shape { name, expected: format!("[{outputs}]"), got: shape });
    }
    Ok(Layer { inputs, outputs, weight, bias })
}

/// Removes a tensor: its shape and its values, which are finite.
fn take(tensors: &mut BTreeMap<String, TensorView<'_>>, name: &str) -> Result<(Vec<usize>, Vec<f32>), FieldFileError> {
    let name = name.to_owned();
    let Some(view) = tensors.remove(&name) else {
        return Err(FieldFileError::MissingTensor { name });
    };
    let Some(format) = format_of(&view.dtype().to_string()) else {
        return Err(FieldFileError::ElementType { name, got: view.dtype() });
    };
    let bytes = view.data().to_vec();
    let range = 0..bytes.len();
    let weight = Weight::new(&name, format, view.shape(), Arc::new(bytes), range);
    let values = weight.to_vec();
    match weight.first_not_finite() {
        Some(index) => Err(FieldFileError::NotFinite { name, index, value: values[index] }),
        None => Ok((view.shape().to_vec(), values)),
    }
}
