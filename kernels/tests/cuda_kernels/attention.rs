//! Attention.

use kernels::{
    cuda::launches::attention,
    weight::Format::{self, Bf16, F16, F32},
};

use crate::{
    formula::{assert_close, noise, tolerance},
    host::{Buffer, rounded, run},
};

/// Attention of random values, held against the plain formula in f64.
struct Problem {
    /// One below the other, each with as many queries and keys.
    sequences: usize,
    queries: usize,
    keys: usize,
    heads: usize,
    channels: usize,
    format: Format,
    /// Multiplies the queries: large scores make softmax sharp.
    sharpness: f32,
    /// Of the device that is stood in for: decides the size of tiles.
    multiprocessors: u32,
    kernel: &'static str,
}

const PROBLEM: Problem = Problem {
    sequences: 1,
    queries: 1,
    keys: 1,
    heads: 1,
    channels: 64,
    format: Bf16,
    sharpness: 4.0,
    multiprocessors: 0,
    kernel: "attention_bf16_128",
};

/// `softmax(q k^T / sqrt(d)) v` a head.
pub fn formula(q: &[f32], k: &[f32], v: &[f32], width: usize, channels: usize) -> Vec<f64> {
    let mut out = vec![0.0; q.len()];
    for (query, out) in q.chunks(width).zip(out.chunks_mut(width)) {
        for (head, out) in out.chunks_mut(channels).enumerate() {
            let slice = |row: usize, of: &'_ [f32]| -> Vec<f64> {
                of[row * width + head * channels..][..channels].iter().map(|&value| value.into()).collect()
            };
            let own = slice(0, query);
            let score = |key: usize| own.iter().zip(slice(key, k)).map(|(a, b)| a * b).sum::<f64>();
            let scores: Vec<f64> = (0..k.len() / width).map(|key| score(key) / (channels as f64).sqrt()).collect();
            let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let weights: Vec<f64> = scores.iter().map(|score| (score - largest).exp()).collect();
            let sum: f64 = weights.iter().sum();
            for (key, weight) in weights.iter().enumerate() {
                out.iter_mut().zip(slice(key, v)).for_each(|(out, value)| *out += weight / sum * value);
            }
        }
    }
    out
}

impl Problem {
    /// False where it cannot be run.
    fn check(&self) -> bool {
        let Problem { sequences, queries, keys, heads, channels, format, sharpness, multiprocessors, kernel } = *self;
        let width = heads * channels;
        let (all_queries, all_keys) = (sequences * queries, sequences * keys);
        let seed = (queries * 7919 + keys * 31 + width) as u64;
        let q: Vec<f32> = noise(all_queries * width, seed).iter().map(|value| value * sharpness).collect();
        let q = rounded(format, &q);
        // Keys and values lie side by side, as one product gives them.
        let both = rounded(format, &noise(all_keys * 2 * width, seed + 1));
        let half = |start: usize| -> Vec<f32> {
            both.chunks(2 * width).flat_map(|row| &row[start..start + width]).copied().collect()
        };
        let (k, v) = (half(0), half(width));
        let (q_buffer, both_buffer) = (Buffer::new(format, &q), Buffer::new(format, &both));
        let out = Buffer::poisoned(format, all_queries * width);
        let operands = [
            q_buffer.matrix(format, width),
            both_buffer.columns(format, 2 * width, 0, width),
            both_buffer.columns(format, 2 * width, width, width),
        ];
        let launch = attention(operands, heads, sequences, out.matrix(format, width), multiprocessors);
        let what =
            format!("{sequences} x {queries} queries, {keys} keys, {heads} x {channels}, {format:?}, seed {seed}");
        assert_eq!(launch.kernel, kernel, "{what}");
        if !run(&launch, seed) {
            return false;
        }
        // f32 is the CPU's order of sums with other roundings; 16-bit weights round as results do.
        let tolerance = if format == F32 { 5e-6 } else { 2.0 * tolerance(format) };
        let sequence = |values: &'_ [f32], rows: usize, i: usize| values[i * rows * width..][..rows * width].to_vec();
        let expected: Vec<f64> = (0..sequences)
            .flat_map(|i| {
                let [k, v] = [&k, &v].map(|values| sequence(values, keys, i));
                formula(&sequence(&q, queries, i), &k, &v, width, channels)
            })
            .collect();
        assert_close(&out.values(format), &expected, tolerance, &what);
        true
    }
}

#[test]
fn tensor_cores_serve_every_raggedness() {
    for (queries, keys) in [(0, 3), (1, 1), (16, 63), (63, 64), (65, 65), (128, 128), (130, 191), (1, 300), (257, 7)] {
        for (format, small, large) in
            [(Bf16, "attention_bf16_64", "attention_bf16_128"), (F16, "attention_f16_64", "attention_f16_128")]
        {
            let problem = Problem { queries, keys, heads: 2, format, ..PROBLEM };
            if !(Problem { kernel: large, ..problem }).check() {
                return;
            }
            Problem { kernel: small, multiprocessors: 132, ..problem }.check();
        }
    }
}

#[test]
fn heads_of_any_size_are_served_in_f32() {
    for (queries, keys) in [(0, 1), (1, 1), (31, 33), (64, 32), (65, 96), (100, 12)] {
        for (channels, format, kernel) in [
            (1, F32, "attention_plain_f32_64"),
            (7, F16, "attention_plain_f16_64"),
            (16, Bf16, "attention_plain_bf16_64"),
            (64, F32, "attention_plain_f32_64"),
            (65, Bf16, "attention_plain_bf16_128"),
            (96, F16, "attention_plain_f16_128"),
            (128, F32, "attention_plain_f32_128"),
        ] {
            if !(Problem { queries, keys, heads: 3, channels, format, kernel, ..PROBLEM }).check() {
                return;
            }
        }
    }
}

#[test]
fn sequences_keep_to_themselves() {
    for (sequences, queries, keys) in [(2, 1, 1), (3, 65, 63), (2, 130, 191)] {
        for (channels, format, multiprocessors, kernel) in [
            (64, Bf16, 132, "attention_bf16_64"),
            (64, F16, 0, "attention_f16_128"),
            (64, F32, 0, "attention_plain_f32_64"),
            (96, F16, 0, "attention_plain_f16_128"),
        ] {
            let problem = Problem { sequences, queries, keys, heads: 2, channels, format, multiprocessors, ..PROBLEM };
            if !(Problem { kernel, ..problem }).check() {
                return;
            }
        }
    }
}

#[test]
fn sharp_softmax_neither_overflows_nor_loses_its_largest() {
    for (format, kernel) in [(Bf16, "attention_bf16_128"), (F16, "attention_f16_128"), (F32, "attention_plain_f32_64")]
    {
        let sharpness = 200.0;
        if !(Problem { queries: 40, keys: 300, heads: 2, sharpness, format, kernel, ..PROBLEM }).check() {
            return;
        }
    }
}

/// The image encoder's 1 + 32 * 32 tokens, and a slice of the backbone's queries over the image's tokens.
#[test]
fn real_sizes_are_right() {
    let encoder = Problem { queries: 1025, keys: 1025, multiprocessors: 132, kernel: "attention_bf16_64", ..PROBLEM };
    if !encoder.check() {
        return;
    }
    Problem { queries: 768, keys: 1025, heads: 2, ..PROBLEM }.check();
}

#[test]
fn what_is_no_number_stays_with_its_query() {
    for (format, multiprocessors) in [(Bf16, 0), (Bf16, 132), (F32, 0)] {
        let mut values = noise(40 * 64, 1);
        values[5 * 64 + 3] = f32::NAN;
        let (q, k) = (Buffer::new(format, &values), Buffer::new(format, &noise(100 * 64, 2)));
        let out = Buffer::poisoned(format, 40 * 64);
        let (queries, keys) = (q.matrix(format, 64), k.matrix(format, 64));
        if !run(&attention([queries, keys, keys], 1, 1, out.matrix(format, 64), multiprocessors), 3) {
            return;
        }
        let out = out.values(format);
        let broken: Vec<usize> = (0..40).filter(|row| out[row * 64..][..64].iter().any(|v| v.is_nan())).collect();
        assert_eq!(broken, [5], "{format:?}");
    }
}
