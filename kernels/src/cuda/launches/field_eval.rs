//! The triplane field at points.

use super::super::launch::{Argument, Launch, blocks, int};
use crate::ops::field_eval::{Layer, Level};

const THREADS: usize = 128;
/// The most features of a layer that another one follows.
pub const MOST_FEATURES: usize = 128;
/// Inputs of a layer whose weights a block holds at a time, twice.
const DEPTH: usize = 16;
/// Outputs of the last layer whose weights lie side by side.
const VECTOR: usize = 4;

/// A decoder's layers after its first one's products, laid out for the kernel; layers are padded with zeros to `features`.
#[derive(Debug, Clone, PartialEq)]
pub struct PackedDecoder {
    /// Features of a layer: 64 or [`MOST_FEATURES`].
    pub features: usize,
    /// `[features, 3c]` of the first layer, which the planes go through.
    pub first_weights: Vec<f32>,
    /// `[features]`.
    pub first_bias: Vec<f32>,
    /// Layers between the first and the last.
    pub hidden: usize,
    /// `[hidden, inputs, outputs]`.
    pub weights: Vec<f32>,
    /// `[hidden, outputs]`.
    pub bias: Vec<f32>,
    /// `[outputs / 4, inputs, 4]`; empty where the first layer is the last.
    pub last_weights: Vec<f32>,
    /// `[outputs]`.
    pub last_bias: Vec<f32>,
    /// Features of the last layer.
    pub outputs: usize,
}

impl PackedDecoder {
    /// `None` where a layer that another one follows has more than [`MOST_FEATURES`].
    ///
    /// # Panics
    /// When there is no layer, or a layer does not read what the one before it writes.
    pub fn new(layers: &[Layer]) -> Option<PackedDecoder> {
        let (first, others) = layers.split_first().expect("a decoder has layers");
        let (last, hidden) = match others.split_last() {
            Some((last, hidden)) => (Some(last), hidden),
            None => (None, &[][..]),
        };
        let widest = hidden.iter().map(|layer| layer.outputs).fold(first.outputs, usize::max);
        if widest > MOST_FEATURES {
            return None;
        }
        let features = if widest <= MOST_FEATURES / 2 { MOST_FEATURES / 2 } else { MOST_FEATURES };
        let padded = |bias: &[f32]| {
            let mut bias = bias.to_vec();
            bias.resize(features, 0.0);
            bias
        };
        let mut first_weights = first.weight.clone();
        first_weights.resize(features * first.inputs, 0.0);
        let mut weights = vec![0.0; hidden.len() * features * features];
        let mut before = first.outputs;
        for (layer, weights) in hidden.iter().zip(weights.chunks_exact_mut(features * features)) {
            assert_eq!(layer.inputs, before, "a layer reads what the one before it writes");
            for (output, row) in layer.weight.chunks_exact(layer.inputs).enumerate() {
                row.iter().enumerate().for_each(|(input, weight)| weights[input * features + output] = *weight);
            }
            before = layer.outputs;
        }
        let outputs = last.map_or(first.outputs, |last| last.outputs);
        let mut last_weights = Vec::new();
        if let Some(last) = last {
            assert_eq!(last.inputs, before, "a layer reads what the one before it writes");
            last_weights.resize(outputs.next_multiple_of(VECTOR) * features, 0.0);
            for (output, row) in last.weight.chunks_exact(last.inputs).enumerate() {
                for (input, weight) in row.iter().enumerate() {
                    let four = output / VECTOR * features + input;
                    last_weights[four * VECTOR + output % VECTOR] = *weight;
                }
            }
        }
        Some(PackedDecoder {
            features,
            first_weights,
            first_bias: padded(&first.bias),
            hidden: hidden.len(),
            weights,
            bias: hidden.iter().flat_map(|layer| padded(&layer.bias)).collect(),
            last_weights,
            last_bias: last.map_or_else(Vec::new, |last| last.bias.clone()),
            outputs,
        })
    }
}

/// Planes that went through the first layer's weights, in device memory: `[3, height, width, features]`, f32, from the
/// buffer's start.
#[derive(Debug)]
pub struct Planes<'a, B> {
    /// Where they lie.
    pub samples: &'a B,
    /// Samples along a plane's height.
    pub height: usize,
    /// Samples along a plane's width.
    pub width: usize,
}

/// A [`PackedDecoder`] in device memory: f32, from each buffer's start.
#[derive(Debug)]
pub struct Decoder<'a, B> {
    /// As [`PackedDecoder::features`], and so on.
    pub features: usize,
    /// Layers between the first and the last.
    pub hidden: usize,
    /// Features of the last layer.
    pub outputs: usize,
    /// `[features]`.
    pub first_bias: &'a B,
    /// None where there is no layer between the first and the last: its weights and biases.
    pub layers: Option<(&'a B, &'a B)>,
    /// None where the first layer is the last: its weights and biases.
    pub last: Option<(&'a B, &'a B)>,
}

/// What is evaluated, and what is written of it.
#[derive(Debug)]
pub struct Evaluation<'a, B> {
    /// Where points begin, bytes: their coordinates and the place of their level, four words each.
    pub points: (&'a B, usize),
    /// Points.
    pub count: usize,
    /// What of them.
    pub written: Written,
    /// Where it begins, bytes.
    pub out: (&'a B, usize),
}

/// What is written of a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Written {
    /// `[n, outputs]`.
    Raw,
    /// Levels, at the places that points name.
    Level(Level),
    /// `[n, outputs - 1]`: the sigmoids of all outputs but the first.
    Colors,
}

/// A block a tile of points.
///
/// # Panics
/// When there is no kernel of so many features: the caller's own mistake.
pub fn field_eval<'a, B>(
    planes: &Planes<'a, B>,
    decoder: &Decoder<'a, B>,
    evaluation: &Evaluation<'a, B>,
) -> Launch<'a, B> {
    let features = decoder.features;
    assert!(features == MOST_FEATURES || features == MOST_FEATURES / 2, "there are kernels of two widths");
    let columns = THREADS * 64 / features;
    let pair = |pair: Option<(&'a B, &'a B)>| match pair {
        Some((weights, bias)) => [Argument::Address(weights, 0), Argument::Address(bias, 0)],
        None => [Argument::Null, Argument::Null],
    };
    let mut arguments = vec![
        Argument::Address(planes.samples, 0),
        Argument::Int(int(planes.height)),
        Argument::Int(int(planes.width)),
        Argument::Address(decoder.first_bias, 0),
    ];
    arguments.extend(pair(decoder.layers));
    arguments.push(Argument::Int(int(decoder.hidden)));
    arguments.extend(pair(decoder.last));
    let (written, level) = match evaluation.written {
        Written::Raw => (0, Level::default()),
        Written::Level(level) => (1, level),
        Written::Colors => (2, Level::default()),
    };
    arguments.extend([
        Argument::Int(int(decoder.outputs)),
        Argument::Address(evaluation.points.0, evaluation.points.1),
        Argument::Int(int(evaluation.count)),
        Argument::Int(written),
        Argument::Float(level.bias),
        Argument::Float(level.threshold),
        Argument::Address(evaluation.out.0, evaluation.out.1),
    ]);
    Launch {
        kernel: format!("field_eval_{features}"),
        grid: [blocks(evaluation.count, columns), 1],
        threads: THREADS as u32,
        shared_bytes: (size_of::<f32>() * (features * columns + 2 * DEPTH * features)) as u32,
        arguments,
    }
}
