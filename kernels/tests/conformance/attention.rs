//! Attention against the plain formula in f64.

use kernels::{
    ops::{
        attention::attention,
        linear::{Linear, Parameters},
    },
    precision::Precision,
    tensor::Tensor,
    weight::Weight,
};

use crate::{
    places::{Place, places},
    random::{Random, assert_close, seed},
};

struct Problem {
    /// One below the other, each with as many queries and keys.
    sequences: usize,
    queries: usize,
    keys: usize,
    heads: usize,
    channels: usize,
    /// Multiplies the queries: large scores make softmax sharp.
    sharpness: f32,
}

/// Values that are the same in every precision.
fn exact(values: &[f32]) -> Vec<f32> {
    values.iter().map(|value| (value * 127.0).trunc() / 128.0).collect()
}

/// `values` as a layer gives them, in the format that results have there.
fn result_of_a_layer(place: &Place, values: Vec<f32>, width: usize) -> Tensor {
    let rows = values.len() / width;
    let x = Tensor::new(place.device(), values, &[rows, width]).unwrap();
    if place.compute.precision() == Precision::F32 {
        return x;
    }
    let identity: Vec<f32> = (0..width * width).map(|i| if i % (width + 1) == 0 { 1.0 } else { 0.0 }).collect();
    let weights = vec![Weight::from_values("identity", &[width, width], &identity)];
    Linear::new(&place.compute, Parameters { weights, ..Parameters::default() }).unwrap().apply(&x).unwrap()
}

impl Problem {
    fn check(&self) {
        let Problem { sequences, queries, keys, heads, channels, sharpness } = *self;
        let width = heads * channels;
        let (all_queries, all_keys) = (sequences * queries, sequences * keys);
        let mut random = Random::new(20);
        let q: Vec<f32> = exact(&random.values(all_queries * width)).iter().map(|v| v * sharpness).collect();
        let [k, v] = [(); 2].map(|()| exact(&random.values(all_keys * width)));
        let mut expected = vec![0.0; all_queries * width];
        for (query, head) in (0..all_queries).flat_map(|query| (0..heads).map(move |head| (query, head))) {
            let first_key = query / queries * keys;
            let slice = |of: &[f32], row: usize| -> Vec<f64> {
                of[row * width + head * channels..][..channels].iter().map(|&v| v.into()).collect()
            };
            let own = slice(&q, query);
            let score =
                |key| own.iter().zip(slice(&k, key)).map(|(a, b)| a * b).sum::<f64>() / (channels as f64).sqrt();
            let scores: Vec<f64> = (first_key..first_key + keys).map(score).collect();
            let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let weights: Vec<f64> = scores.iter().map(|score| (score - largest).exp()).collect();
            let sum: f64 = weights.iter().sum();
            for (key, weight) in weights.iter().enumerate() {
                for (out, value) in
                    expected[query * width + head * channels..].iter_mut().zip(slice(&v, first_key + key))
                {
                    *out += weight / sum * value;
                }
            }
        }
        for place in places().iter().filter(|place| place.most_channels().is_none_or(|most| channels <= most)) {
            let [q, k, v] = [&q, &k, &v].map(|values| result_of_a_layer(place, values.clone(), width));
            let out = attention(&place.compute, &q, &k, &v, heads, sequences).unwrap();
            assert_eq!(out.shape(), [all_queries, width]);
            let size = format!("{sequences} x {queries} queries, {keys} keys, {heads} x {channels}, x{sharpness}");
            let what = format!("{}: {size}, seed {}", place.name, seed());
            assert_close(&out.to_vec().unwrap(), &expected, tolerance(place), &what);
        }
    }
}

/// Means of many values of either sign are small against the values' rounding.
fn tolerance(place: &Place) -> f64 {
    2.5 * place.tolerance()
}

#[test]
fn every_raggedness() {
    let mut random = Random::new(21);
    // Of channels that a kernel is compiled for anyway: software adapters take seconds for each.
    let ragged = [random.size(150), random.size(150), random.size(4), [7, 33, 64][random.size(3) - 1]];
    for [queries, keys, heads, channels] in [
        [0, 5, 1, 4],
        [1, 1, 1, 1],
        [1, 97, 2, 7],
        [129, 17, 1, 32],
        [70, 193, 2, 33],
        [64, 300, 3, 64],
        [65, 31, 2, 128],
        [9, 21, 1, 260],
        ragged,
    ] {
        Problem { sequences: 1, queries, keys, heads, channels, sharpness: 1.0 }.check();
    }
}

#[test]
fn sequences_keep_to_themselves() {
    let mut random = Random::new(24);
    for [sequences, queries, keys, heads, channels] in [
        [2, 1, 1, 1, 7],
        [3, 65, 31, 2, 64],
        [2, 129, 97, 3, 33],
        [5, random.size(150), random.size(150), random.size(4), 64],
    ] {
        Problem { sequences, queries, keys, heads, channels, sharpness: 1.0 }.check();
    }
}

#[test]
fn a_few_of_the_real_heads() {
    Problem { sequences: 1, queries: 300, keys: 1025, heads: 2, channels: 64, sharpness: 1.0 }.check();
}

#[test]
fn sharp_softmax_neither_overflows_nor_loses_its_largest() {
    Problem { sequences: 1, queries: 40, keys: 300, heads: 2, channels: 16, sharpness: 64.0 }.check();
}

#[test]
fn what_is_no_number_stays_none() {
    for place in places() {
        let mut random = Random::new(23);
        let mut values = random.values(40 * 64);
        values[5 * 64 + 3] = f32::NAN;
        let q = result_of_a_layer(place, values, 64);
        let k = result_of_a_layer(place, random.values(30 * 64), 64);
        let out = attention(&place.compute, &q, &k, &k, 1, 1).unwrap().to_vec().unwrap();
        let broken: Vec<usize> = (0..40).filter(|row| out[row * 64..][..64].iter().any(|v| v.is_nan())).collect();
        assert_eq!(broken, [5], "{}, seed {}", place.name, seed());
    }
}
