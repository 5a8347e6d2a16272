//! Stored fields: what they answer is what the reference answers, and a file that is not right is refused by name.

use std::{collections::HashMap, fs, path::PathBuf};

use half::{bf16, f16};
use models::{
    field::Field,
    triplane_field::{FieldFileError, TriplaneField},
};
use safetensors::{Dtype, SafeTensors, serialize, tensor::TensorView};

fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A safetensors file in memory, to be taken apart and put together wrongly.
#[derive(Clone)]
struct File {
    tensors: HashMap<String, (Dtype, Vec<usize>, Vec<u8>)>,
    metadata: HashMap<String, String>,
}

impl File {
    fn read(bytes: &[u8]) -> File {
        let (_, header) = SafeTensors::read_metadata(bytes).unwrap();
        let tensors = SafeTensors::deserialize(bytes).unwrap().tensors().into_iter();
        File {
            tensors: tensors
                .map(|(name, view)| (name, (view.dtype(), view.shape().to_vec(), view.data().to_vec())))
                .collect(),
            metadata: header.metadata().clone().unwrap_or_default(),
        }
    }

    fn robot() -> File {
        File::read(&fixture("field-robot/field.safetensors"))
    }

    /// The tiny network's triplane and decoder; its sizes are all other than the released model's.
    fn tiny() -> File {
        let mut file = File::read(&fixture("triposr-tiny/model.safetensors"));
        file.tensors.retain(|name, _| name.starts_with("decoder.layers."));
        let mut reference = File::read(&fixture("triposr-tiny/reference.safetensors"));
        file.tensors.insert("triplane".to_owned(), reference.tensors.remove("triplane").unwrap());
        file.metadata = File::robot().metadata;
        file
    }

    fn bytes(&self) -> Vec<u8> {
        let views: Vec<(&String, TensorView<'_>)> = self
            .tensors
            .iter()
            .map(|(name, (dtype, shape, data))| (name, TensorView::new(*dtype, shape.clone(), data).unwrap()))
            .collect();
        serialize(views, Some(self.metadata.clone())).unwrap()
    }

    fn f32s(&self, name: &str) -> Vec<f32> {
        let (dtype, _, data) = &self.tensors[name];
        assert_eq!(*dtype, Dtype::F32, "{name}");
        data.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect()
    }

    /// The same values in another element type.
    fn converted(&self, dtype: Dtype, convert: fn(f32) -> [u8; 2]) -> File {
        let mut file = self.clone();
        for (name, tensor) in &mut file.tensors {
            let data = self.f32s(name).into_iter().flat_map(convert).collect();
            *tensor = (dtype, tensor.1.clone(), data);
        }
        file
    }
}

fn points(flat: &[f32]) -> Vec<[f32; 3]> {
    flat.as_chunks().0.to_vec()
}

fn field(file: &File) -> TriplaneField {
    TriplaneField::from_safetensors(&file.bytes()).unwrap()
}

/// Relative L2 distance, in f64.
fn distance(got: &[f32], expected: &[f32]) -> f64 {
    assert_eq!(got.len(), expected.len());
    let squares = |values: &mut dyn Iterator<Item = f64>| values.map(|v| v * v).sum::<f64>().sqrt();
    let difference = squares(&mut got.iter().zip(expected).map(|(a, b)| f64::from(*a) - f64::from(*b)));
    difference / squares(&mut expected.iter().map(|&v| f64::from(v)))
}

/// Both fixtures' queries within 1e-5: the reference itself computes in f32, in another order of summation.
#[test]
fn queries_are_the_references() {
    for (name, field, reference) in [
        ("tiny", field(&File::tiny()), File::read(&fixture("triposr-tiny/reference.safetensors"))),
        ("robot", field(&File::robot()), File::read(&fixture("field-robot/reference.safetensors"))),
    ] {
        let points = points(&reference.f32s("query.points"));
        let query = field.query(&points).unwrap();
        let mut stages = vec![
            ("query.density", query.density),
            ("query.features", query.features.into_flattened()),
            ("query.density_act", query.density_act.clone()),
            ("query.color", query.color.clone().into_flattened()),
        ];
        if reference.tensors.contains_key("query.sampled_features") {
            stages.push(("query.sampled_features", field.sampled_features(&points).unwrap()));
        }
        assert_eq!(stages.len(), if name == "tiny" { 5 } else { 4 });
        for (stage, got) in stages {
            let distance = distance(&got, &reference.f32s(stage));
            assert!(distance < 1e-5, "{name}, {stage}: {distance:e}");
        }
        // Meshing reads the same: the level is the density over the threshold.
        let (mut levels, mut colors) = (vec![0.0; points.len()], vec![[0.0; 3]; points.len()]);
        field.levels(&points, &mut levels).unwrap();
        field.colors(&points, &mut colors).unwrap();
        let expected: Vec<f32> = query.density_act.iter().map(|density| density - 25.0).collect();
        assert_eq!(levels, expected);
        assert_eq!(colors, query.color);
    }
}

#[test]
fn a_field_comes_back_as_it_was_stored() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("field.safetensors");
    for file in [File::robot(), File::tiny()] {
        let stored = field(&file);
        fs::write(&path, "what was there before").unwrap();
        stored.write(&path).unwrap();
        let bytes = fs::read(&path).unwrap();
        let read = TriplaneField::from_safetensors(&bytes).unwrap();
        assert_eq!(read.density(), stored.density());
        assert_eq!(read.to_safetensors().unwrap(), bytes);
        assert_eq!(bytes, stored.to_safetensors().unwrap(), "the same field gives the same bytes");
        let again = File::read(&bytes);
        assert_eq!(again.tensors, file.tensors, "names, shapes and values are those of the format");
        assert_eq!(again.metadata, file.metadata);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "no temporary file stays");
    }
}

#[test]
fn a_field_that_cannot_be_stored_leaves_what_was_there() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("missing/field.safetensors");
    let error = field(&File::tiny()).write(&path).unwrap_err().to_string();
    assert!(error.contains("missing/field.safetensors") && error.contains("No such file"), "{error}");
    // A directory cannot be replaced by a file.
    fs::create_dir(directory.path().join("taken")).unwrap();
    field(&File::tiny()).write(&directory.path().join("taken")).unwrap_err();
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "no temporary file stays");
}

/// The robot's planes are exact in f16; its decoder is not, nor anything in bf16.
#[test]
fn halves_are_read() {
    let reference = File::read(&fixture("field-robot/reference.safetensors"));
    let points = points(&reference.f32s("query.points"));
    let robot = File::robot();
    for (file, tolerance) in [
        (robot.converted(Dtype::F16, |value| f16::from_f32(value).to_le_bytes()), 5e-3),
        (robot.converted(Dtype::BF16, |value| bf16::from_f32(value).to_le_bytes()), 5e-2),
    ] {
        let distance = distance(&field(&file).query(&points).unwrap().density, &reference.f32s("query.density"));
        assert!(distance > 0.0 && distance < tolerance, "{distance:e}");
    }
}

#[test]
fn a_level_beyond_the_range_of_f32_is_still_a_number() {
    let mut file = File::tiny();
    let (_, _, bias) = file.tensors.get_mut("decoder.layers.6.bias").unwrap();
    bias[..4].copy_from_slice(&500f32.to_le_bytes());
    let mut levels = [0.0];
    field(&file).levels(&[[0.0; 3]], &mut levels).unwrap();
    assert_eq!(levels, [f32::MAX]);
}

fn refused(file: &File, words: &[&str]) {
    refused_bytes(&file.bytes(), words);
}

fn refused_bytes(bytes: &[u8], words: &[&str]) {
    let message = TriplaneField::from_safetensors(bytes).unwrap_err().to_string();
    for word in words {
        assert!(message.contains(word), "no '{word}' in: {message}");
    }
}

#[test]
fn a_tensor_that_is_not_right_is_named() {
    let changed = |change: &dyn Fn(&mut File)| {
        let mut file = File::tiny();
        change(&mut file);
        file
    };
    let without = |name: &str| changed(&|file| drop(file.tensors.remove(name).unwrap()));
    for name in ["triplane", "decoder.layers.0.weight", "decoder.layers.2.bias", "decoder.layers.4.weight"] {
        refused(&without(name), &["no tensor", &format!("'{name}'")]);
    }
    // A layer that is missing whole is not the end of the decoder.
    let gap = changed(&|file| file.tensors.retain(|name, _| !name.starts_with("decoder.layers.2.")));
    refused(&gap, &["no tensor 'decoder.layers.2.weight'"]);
    let none = changed(&|file| file.tensors.retain(|name, _| name == "triplane"));
    refused(&none, &["no tensor 'decoder.layers.0.weight'"]);
    // The last layer gone, the one before it ends in too many outputs.
    let short = changed(&|file| file.tensors.retain(|name, _| !name.starts_with("decoder.layers.6.")));
    refused(&short, &["'decoder.layers.4.weight' is [16, 16]", "[4, inputs]"]);

    for name in ["decoder.layers.1.weight", "decoder.layers.8.scale", "decoder.layers.x.weight", "planes"] {
        let unused = changed(&|file| {
            let bias = file.tensors["decoder.layers.2.bias"].clone();
            file.tensors.insert(name.to_owned(), bias);
        });
        refused(&unused, &[&format!("'{name}', which nothing reads")]);
    }

    let reshaped =
        |name: &str, shape: &[usize]| changed(&|file| file.tensors.get_mut(name).unwrap().1 = shape.to_vec());
    refused(&reshaped("triplane", &[8, 3, 16, 16]), &["'triplane' is [8, 3, 16, 16]", "[3, channels"]);
    refused(&reshaped("triplane", &[3, 8, 256]), &["'triplane'"]);
    refused(&reshaped("triplane", &[3, 4, 32, 16]), &["'decoder.layers.0.weight' is [16, 24]", "[outputs, 12]"]);
    refused(&reshaped("decoder.layers.0.weight", &[24, 16]), &["'decoder.layers.0.weight' is [24, 16]"]);
    refused(&reshaped("decoder.layers.2.weight", &[256]), &["'decoder.layers.2.weight' is [256]"]);
    refused(&reshaped("decoder.layers.2.bias", &[1, 16]), &["'decoder.layers.2.bias' is [1, 16]", "[16]"]);
    let empty =
        changed(&|file| drop(file.tensors.insert("triplane".to_owned(), (Dtype::F32, vec![3, 8, 0, 16], vec![]))));
    refused(&empty, &["'triplane' is [3, 8, 0, 16]"]);

    for (value, word) in [(f32::NAN, "NaN"), (f32::INFINITY, "inf")] {
        let broken = changed(&|file| {
            file.tensors.get_mut("decoder.layers.4.weight").unwrap().2[20..24].copy_from_slice(&value.to_le_bytes());
        });
        refused(&broken, &["'decoder.layers.4.weight'", word, "element 5"]);
    }
    let integers = changed(&|file| file.tensors.get_mut("triplane").unwrap().0 = Dtype::I32);
    refused(&integers, &["'triplane' holds I32", "BF16"]);
}

#[test]
fn metadata_that_is_not_right_is_named() {
    let with = |key: &str, value: Option<&str>| {
        let mut file = File::tiny();
        match value {
            Some(value) => drop(file.metadata.insert(key.to_owned(), value.to_owned())),
            None => drop(file.metadata.remove(key).unwrap()),
        }
        file
    };
    for key in ["radius", "density_bias", "density_activation"] {
        refused(&with(key, None), &[&format!("'{key}' is missing")]);
    }
    for (key, value) in [
        ("radius", "0"),
        ("radius", "-0.87"),
        ("radius", "inf"),
        ("radius", "wide"),
        ("density_bias", "NaN"),
        ("density_bias", ""),
        ("density_activation", "softplus"),
        ("threshold", "0.0"),
        ("threshold", "1e99"),
    ] {
        refused(&with(key, Some(value)), &[&format!("'{key}' is '{value}'"), "it must be"]);
    }
    let file = with("threshold", None);
    assert_eq!(field(&file).density().threshold, 25.0);
}

#[test]
fn a_file_that_is_cut_off_is_refused_wherever_it_ends() {
    let bytes = File::tiny().bytes();
    for length in (0..bytes.len()).step_by(97).chain([1, 7, 8, 9, bytes.len() - 1]) {
        assert!(
            matches!(TriplaneField::from_safetensors(&bytes[..length]), Err(FieldFileError::NotSafetensors { .. })),
            "{length} of {} bytes",
            bytes.len()
        );
    }
    refused_bytes(b"glTF, which is no field", &["no complete safetensors file", "truncated"]);
}
