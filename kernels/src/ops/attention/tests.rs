use super::*;
use crate::cpu::simd::Isa;
use crate::tensor::CpuTensor;
use crate::testing::{assert_close, noise};

/// Attention of random values, held against the plain formula in f64.
struct Problem {
    queries: usize,
    keys: usize,
    heads: usize,
    channels: usize,
    /// Multiplies the queries: large scores make softmax sharp.
    sharpness: f32,
}

impl Problem {
    fn check(&self) {
        let Problem { queries, keys, heads, channels, sharpness } = *self;
        let width = heads * channels;
        let q: Vec<f32> = noise(queries * width, 1).iter().map(|v| v * sharpness).collect();
        let (k, v) = (noise(keys * width, 2), noise(keys * width, 3));
        let mut expected = vec![0.0; queries * width];
        for (query, head) in (0..queries).flat_map(|query| (0..heads).map(move |head| (query, head))) {
            let slice = |of: &[f32], row: usize| -> Vec<f64> {
                of[row * width + head * channels..][..channels].iter().map(|&v| v.into()).collect()
            };
            let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
            let own = slice(&q, query);
            let scores: Vec<f64> = (0..keys).map(|key| dot(&own, &slice(&k, key)) / (channels as f64).sqrt()).collect();
            let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let weights: Vec<f64> = scores.iter().map(|score| (score - largest).exp()).collect();
            let sum: f64 = weights.iter().sum();
            for (key, weight) in weights.iter().enumerate() {
                for (out, value) in expected[query * width + head * channels..].iter_mut().zip(slice(&v, key)) {
                    *out += weight / sum * value;
                }
            }
        }
        let tensor = |values: &[f32], rows: usize| CpuTensor::new(values.to_vec(), &[rows, width]).unwrap();
        let (q, k, v) = (tensor(&q, queries), tensor(&k, keys), tensor(&v, keys));
        for isa in Isa::available().chain(Isa::detect_bf16()) {
            let out = cpu::attention(&q, &k, &v, heads, 1, isa).map(Tensor::Cpu).unwrap();
            // Averages of many values of either sign are small against the values' rounding; bfloat16 has 8 bits.
            let tolerance = if Some(isa) == Isa::detect_bf16() { 2e-2 } else { 5e-6 };
            let what = format!("{isa:?}: {queries} queries, {keys} keys, {heads} x {channels}, x{sharpness}");
            assert_close(&out.to_vec().unwrap(), &expected, tolerance, &what);
        }
    }
}

#[test]
fn every_raggedness_is_right() {
    for (queries, keys) in [(1, 1), (1, 97), (31, 95), (32, 96), (33, 193), (100, 12), (97, 13), (5, 288)] {
        for (heads, channels) in [(1, 1), (2, 7), (3, 16), (1, 64)] {
            Problem { queries, keys, heads, channels, sharpness: 1.0 }.check();
        }
    }
}

#[test]
fn sharp_softmax_neither_overflows_nor_loses_its_largest() {
    Problem { queries: 40, keys: 300, heads: 2, channels: 16, sharpness: 60.0 }.check();
}

#[test]
fn what_is_no_number_stays_none() {
    let mut values = noise(40 * 16, 1);
    values[5 * 16 + 3] = f32::NAN;
    let q = Tensor::new(&Device::Cpu, values, &[40, 16]).unwrap();
    let k = Tensor::new(&Device::Cpu, noise(30 * 16, 2), &[30, 16]).unwrap();
    let out = attention(&Compute::cpu(), &q, &k, &k, 1, 1).unwrap().to_vec().unwrap();
    let broken: Vec<usize> = (0..40).filter(|row| out[row * 16..][..16].iter().any(|v| v.is_nan())).collect();
    assert_eq!(broken, [5]);
}
