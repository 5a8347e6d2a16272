//! Weights from a formula: a network of any size without a download, the same in every implementation. The formula stands in
//! `models/tests/fixtures/README.md`.

use rayon::prelude::*;

use crate::triposr::Config;

/// The sizes that there are formula weights for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sizes {
    /// The released TripoSR's.
    Released,
    /// Those of the fixture `triposr-tiny`: the same parts, a run of milliseconds.
    Tiny,
}

impl Sizes {
    /// The network's configuration.
    ///
    /// # Panics
    /// When the fixture is damaged.
    pub fn config(self) -> Config {
        let text = match self {
            Sizes::Released => include_str!("../tests/fixtures/triposr-full/config.yaml"),
            Sizes::Tiny => include_str!("../tests/fixtures/triposr-tiny/config.yaml"),
        };
        Config::parse(text).expect("the fixtures are configurations")
    }

    /// What keeps a network of these sizes in range.
    pub fn gains(self) -> Gains {
        match self {
            Sizes::Released => Gains { upsample: 0.2, decoder: 1.75 },
            Sizes::Tiny => Gains { upsample: 1.0, decoder: 1.4 },
        }
    }
}

/// Gains that keep a network's values in range: of the upsampling, and of the decoder's layers.
#[derive(Debug, Clone, Copy)]
pub struct Gains {
    /// Of `post_processor.upsample.weight`.
    pub upsample: f64,
    /// Of all the decoder's layers but the last.
    pub decoder: f64,
}

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
///
/// # Panics
/// When the formula has no rule for it.
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

#[cfg(test)]
mod tests {
    use safetensors::SafeTensors;

    use super::*;

    #[test]
    fn the_tiny_fixture_holds_the_formulas_weights() {
        let file = include_bytes!("../tests/fixtures/triposr-tiny/model.safetensors");
        let tensors = SafeTensors::deserialize(file).unwrap();
        assert_eq!(tensors.len(), 97);
        for (key, stored) in tensors.iter() {
            let stored_values: Vec<f32> =
                stored.data().as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
            assert!(tensor(key, stored.shape(), Sizes::Tiny.gains()) == stored_values, "{key}");
        }
    }
}
