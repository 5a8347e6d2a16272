//! Weights from a formula: a network of any size without a download, the same in every implementation. The formula stands in
//! `models/tests/fixtures/README.md`.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::Path,
};

use rayon::prelude::*;
use serde_json::{Map, Value, json};

/// Gains that keep a network's values in range: of the upsampling, and of the decoder's layers.
#[derive(Debug, Clone, Copy)]
pub struct Gains {
    /// Of `post_processor.upsample.weight`.
    pub upsample: f64,
    /// Of all the decoder's layers but the last.
    pub decoder: f64,
}

/// The gains of the released sizes.
pub const FULL: Gains = Gains { upsample: 0.2, decoder: 1.75 };

/// `count` values in -1..1 of the stream named `key`: SplitMix64 (Steele, Lea & Flood 2014) from the key's FNV-1a hash.
pub fn stream(key: &str, count: usize) -> impl IndexedParallelIterator<Item = f32> {
    let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let seed = key.bytes().fold(0xcbf2_9ce4_8422_2325, fnv);
    (0..count).into_par_iter().map(move |i| {
        let mut z = seed.wrapping_add((i as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ z >> 31) >> 40) as f32 / (1 << 23) as f32 - 1.0
    })
}

/// The values of the tensor `key`, row-major.
pub fn tensor(key: &str, shape: &[usize], gains: Gains) -> Vec<f32> {
    let values = stream(key, shape.iter().product());
    let fan_in = |terms: usize| (3.0 / terms as f64).sqrt();
    let amplitude = match *shape {
        _ if key.ends_with(".bias") => 0.02,
        _ if key.ends_with("cls_token") || key.ends_with("position_embeddings") => 0.5,
        _ if key == "tokenizer.embeddings" => 0.5,
        [_] => return values.map(|u| 0.1f32 * u).map(|value| value + 1.0).collect(),
        [inputs, _, 2, 2] if key == "post_processor.upsample.weight" => gains.upsample * fan_in(inputs),
        [_, a, b, c] => fan_in(a * b * c),
        [outputs, inputs] => {
            let gain = match () {
                () if key.ends_with(".query.weight") || key.ends_with(".to_q.weight") => 2.0,
                () if key.starts_with("decoder.") && outputs != 4 => gains.decoder,
                () => 1.0,
            };
            gain * fan_in(inputs)
        }
        _ => panic!("the formula has no rule for {key} {shape:?}"),
    } as f32;
    let mut values: Vec<f32> = values.map(|u| amplitude * u).collect();
    if key.starts_with("decoder.") && shape == [4] {
        values[0] = 4.25;
    }
    values
}

/// Writes a model directory of these tensors: `config.yaml` and `model.safetensors`, one tensor in memory at a time.
///
/// # Errors
/// What the file system says.
pub fn write_model(directory: &Path, config: &str, tensors: &[(String, Vec<usize>)], gains: Gains) -> io::Result<()> {
    fs::write(directory.join("config.yaml"), config)?;
    let mut header = Map::new();
    let mut end = 0;
    for (key, shape) in tensors {
        let start = end;
        end += 4 * shape.iter().product::<usize>();
        header.insert(key.clone(), json!({"dtype": "F32", "shape": shape, "data_offsets": [start, end]}));
    }
    let mut header = Value::Object(header).to_string();
    header.extend(std::iter::repeat_n(' ', header.len().next_multiple_of(8) - header.len()));
    let mut file = BufWriter::with_capacity(1 << 20, File::create(directory.join("model.safetensors"))?);
    file.write_all(&(header.len() as u64).to_le_bytes())?;
    file.write_all(header.as_bytes())?;
    for (key, shape) in tensors {
        let bytes: Vec<u8> = tensor(key, shape, gains).iter().flat_map(|value| value.to_le_bytes()).collect();
        file.write_all(&bytes)?;
    }
    file.into_inner()?.sync_all()
}

/// The released network's tensors, in its state dict's order.
///
/// # Panics
/// When the fixture is damaged.
pub fn full_size_tensors() -> Vec<(String, Vec<usize>)> {
    let keys: Value =
        serde_json::from_str(include_str!("../../models/tests/fixtures/triposr-full/state_dict_keys.json"))
            .expect("the fixture is JSON");
    let tensors = keys["tensors"].as_array().expect("the fixture lists tensors");
    let shape = |tensor: &Value| serde_json::from_value(tensor["shape"].clone()).expect("a shape is a list of numbers");
    tensors
        .iter()
        .map(|tensor| (tensor["key"].as_str().expect("a tensor has a key").to_owned(), shape(tensor)))
        .collect()
}

/// The released network's configuration.
pub const FULL_SIZE_CONFIG: &str = include_str!("../../models/tests/fixtures/triposr-full/config.yaml");

/// The input of the recorded stages: a disc of smooth colours on grey, `[side, side, 3]`, in whole numbers throughout.
pub fn disc(side: usize) -> Vec<[u8; 3]> {
    let size = side as i64;
    let pixel = |x: i64, y: i64| {
        let (dx, dy) = (2 * x - (size - 1), 2 * y - (size - 1));
        if 25 * (dx * dx + dy * dy) < 16 * size * size {
            [(255 * x / (size - 1)) as u8, (255 * y / (size - 1)) as u8, ((3 * x + 5 * y) & 255) as u8]
        } else {
            [127; 3]
        }
    };
    (0..size).flat_map(|y| (0..size).map(move |x| pixel(x, y))).collect()
}
