//! On the CPU scores are computed transposed, keys by queries: a tile's columns are queries, so that softmax runs down the tile, lane by
//! lane, and its result is laid out as the next product's panel of columns without being moved. A block of keys at a time
//! goes through the running softmax of Milakov & Gimelshein 2018.

use std::ops::Range;

use rayon::prelude::*;

use crate::{
    Error,
    cpu::{
        functions::exp2_for_products,
        pack,
        simd::{Isa, Kernel, MAX_LANES, Simd},
        tile::{self, VECTORS, columns, words},
    },
    tensor::{CpuTensor, Matrix},
};

/// Keys that go through the softmax together: their scores with one panel of queries stay in the first cache.
const KEYS_A_BLOCK: usize = 96;
/// Panels of queries that meet a block of keys while it is in the cache.
const PANELS_A_TASK: usize = 3;

/// As [`super::attention`].
pub(super) fn attention(
    queries: &CpuTensor,
    keys: &CpuTensor,
    values: &CpuTensor,
    heads: usize,
    sequences: usize,
    isa: Isa,
) -> Result<CpuTensor, Error> {
    let (q, k, v) = (queries.read(), keys.read(), values.read());
    let (q, k, v) = (q.matrix(), k.matrix(), v.matrix());
    assert!(q.columns == k.columns && k.columns == v.columns && k.rows == v.rows, "queries, keys and values fit");
    assert!(q.columns.is_multiple_of(heads) && k.rows > 0, "{} columns in {heads} heads", q.columns);
    let mut out = vec![0.0; q.rows * q.columns];
    let [queries, keys] = [q, k].map(|rows| rows.rows / sequences);
    // Chunks have a size even where there is nothing to compute.
    for (i, out) in out.chunks_mut((queries * q.columns).max(1)).enumerate() {
        let [k, v] = [k, v].map(|rows| rows.part(i * keys, keys));
        isa.run(Attention { q: q.part(i * queries, queries), k, v, heads, out });
    }
    CpuTensor::new(out, &[q.rows, q.columns])
}

struct Attention<'a> {
    q: Matrix<'a>,
    k: Matrix<'a>,
    v: Matrix<'a>,
    heads: usize,
    out: &'a mut [f32],
}

impl Kernel for Attention<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        // Rows of the tiles of keys and of value channels, by the registers there are.
        if S::LANES == MAX_LANES { self.run_with::<S, 12, 8>(simd) } else { self.run_with::<S, 6, 4>(simd) }
    }
}

/// The sizes of one head's panels.
#[derive(Clone, Copy)]
struct Sizes {
    /// Keys of a head.
    count: usize,
    /// Channels of a head.
    channels: usize,
    /// Floats of a panel of keys.
    key_panel: usize,
    /// Floats of a panel of value channels: all keys.
    value_panel: usize,
    /// Floats of a head's panels of keys.
    keys: usize,
    /// Floats of a head's panels of value channels.
    values: usize,
}

impl Attention<'_> {
    #[inline(always)]
    fn run_with<S: Simd, const KEYS: usize, const CHANNELS: usize>(self, simd: S) {
        let Attention { q, k, v, heads, out } = self;
        let channels = q.columns / heads;
        let key_panel = words::<S>(channels) * KEYS;
        let value_panel = words::<S>(k.rows) * CHANNELS;
        let sizes = Sizes {
            count: k.rows,
            channels,
            key_panel,
            value_panel,
            keys: key_panel * k.rows.div_ceil(KEYS),
            values: value_panel * channels.div_ceil(CHANNELS),
        };
        let (mut keys, mut values) = (vec![0.0; heads * sizes.keys], vec![0.0; heads * sizes.values]);
        keys.par_chunks_mut(sizes.keys).zip(values.par_chunks_mut(sizes.values)).enumerate().for_each(
            |(head, (keys, values))| {
                simd.run(PackHead::<KEYS, CHANNELS> { k, v, head, sizes, keys, values });
            },
        );
        let rows = columns::<S>() * PANELS_A_TASK;
        out.par_chunks_mut(rows * q.columns).enumerate().for_each(|(i, out)| {
            let (keys, values) = (&keys, &values);
            simd.run(QueryBlock::<KEYS, CHANNELS> { q, first: i * rows, heads, sizes, keys, values, out });
        });
    }
}

/// Packs one head's keys as panels of `KEYS` rows, and its values as panels of `CHANNELS` rows, each over all keys.
struct PackHead<'a, const KEYS: usize, const CHANNELS: usize> {
    k: Matrix<'a>,
    v: Matrix<'a>,
    head: usize,
    sizes: Sizes,
    keys: &'a mut [f32],
    values: &'a mut [f32],
}

impl<const KEYS: usize, const CHANNELS: usize> Kernel for PackHead<'_, KEYS, CHANNELS> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let PackHead { k, v, head, sizes: Sizes { channels, key_panel, value_panel, .. }, keys, values } = self;
        let slice = head * channels..(head + 1) * channels;
        for (panel, packed) in keys.chunks_mut(key_panel).enumerate() {
            let row = |i: usize| (panel * KEYS + i < k.rows).then(|| &k.row(panel * KEYS + i)[slice.clone()]);
            pack::panel(simd, KEYS, channels, row, packed);
        }
        let mut step = vec![[0.0; CHANNELS]; v.rows];
        for (panel, packed) in values.chunks_mut(value_panel).enumerate() {
            let first = panel * CHANNELS;
            let count = CHANNELS.min(channels - first);
            for (key, step) in step.iter_mut().enumerate() {
                step[..count].copy_from_slice(&v.row(key)[slice.start + first..][..count]);
            }
            pack::panel_of_steps(simd, CHANNELS, v.rows, |key| &step[key], packed);
        }
    }
}

/// All heads of a block of queries.
struct QueryBlock<'a, const KEYS: usize, const CHANNELS: usize> {
    q: Matrix<'a>,
    first: usize,
    heads: usize,
    sizes: Sizes,
    keys: &'a [f32],
    values: &'a [f32],
    /// `[queries, heads * d]`.
    out: &'a mut [f32],
}

/// One panel of queries in the running softmax.
struct Running<S: Simd> {
    /// The packed queries.
    queries: Vec<f32>,
    /// The largest score so far.
    largest: [S::F; VECTORS],
    /// The sum of the exponentials so far.
    sum: [S::F; VECTORS],
    /// `[channels, columns]`: the weighted values so far.
    out: Vec<f32>,
}

impl<const KEYS: usize, const CHANNELS: usize> Kernel for QueryBlock<'_, KEYS, CHANNELS> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let channels = self.sizes.channels;
        let queries = self.out.len() / self.q.columns;
        let mut scaled = vec![0.0; columns::<S>() * channels];
        let mut panels: Vec<Running<S>> = (0..queries.div_ceil(columns::<S>()))
            .map(|_| Running {
                queries: vec![0.0; words::<S>(channels) * columns::<S>()],
                largest: [simd.splat(0.0); VECTORS],
                sum: [simd.splat(0.0); VECTORS],
                out: vec![0.0; channels.next_multiple_of(CHANNELS) * columns::<S>()],
            })
            .collect();
        let mut scores = vec![0.0; KEYS_A_BLOCK * columns::<S>()];
        for head in 0..self.heads {
            for (i, panel) in panels.iter_mut().enumerate() {
                let count = columns::<S>().min(queries - i * columns::<S>());
                let first = self.first + i * columns::<S>();
                panel.start(simd, &self.q, first..first + count, head, channels, &mut scaled);
            }
            let keys = &self.keys[head * self.sizes.keys..][..self.sizes.keys];
            let values = &self.values[head * self.sizes.values..][..self.sizes.values];
            for first in (0..self.sizes.count).step_by(KEYS_A_BLOCK) {
                for panel in &mut panels {
                    let block = first..(first + KEYS_A_BLOCK).min(self.sizes.count);
                    panel.meet::<KEYS, CHANNELS>(simd, keys, values, self.sizes, block, &mut scores);
                }
            }
            for (panel, out) in panels.iter().zip(self.out.chunks_mut(columns::<S>() * self.q.columns)) {
                panel.leave(simd, out, self.q.columns, head * channels..(head + 1) * channels);
            }
        }
    }
}

impl<S: Simd> Running<S> {
    /// Begins with the queries `rows` of one head.
    #[inline(always)]
    fn start(&mut self, simd: S, q: &Matrix<'_>, rows: Range<usize>, head: usize, channels: usize, scaled: &mut [f32]) {
        // Scores in units of ln 2, so that powers of two take the place of exponentials.
        let scale = std::f32::consts::LOG2_E / (channels as f32).sqrt();
        for (row, scaled) in rows.clone().zip(scaled.chunks_mut(channels)) {
            for (scaled, value) in scaled.iter_mut().zip(&q.row(row)[head * channels..]) {
                *scaled = value * scale;
            }
        }
        let row = |i: usize| (i < rows.len()).then(|| &scaled[i * channels..]);
        pack::panel(simd, columns::<S>(), channels, row, &mut self.queries);
        self.largest = [simd.splat(f32::NEG_INFINITY); VECTORS];
        self.sum = [simd.splat(0.0); VECTORS];
        self.out.fill(0.0);
    }

    /// Takes in a block of keys and their values. `scores [KEYS_A_BLOCK, columns]` is working space.
    #[inline(always)]
    fn meet<const KEYS: usize, const CHANNELS: usize>(
        &mut self,
        simd: S,
        keys: &[f32],
        values: &[f32],
        sizes: Sizes,
        block: Range<usize>,
        scores: &mut [f32],
    ) {
        let width = columns::<S>();
        let mut largest = self.largest;
        let panels = keys[block.start / KEYS * sizes.key_panel..].chunks(sizes.key_panel);
        for (panel, scores) in panels.zip(scores[..block.len() * width].chunks_mut(KEYS * width)) {
            let zero = [[simd.splat(0.0); VECTORS]; KEYS];
            let sums = tile::multiply::<S, KEYS>(simd, words::<S>(sizes.channels), panel, &self.queries, zero);
            for (sums, scores) in sums.iter().zip(scores.chunks_mut(width)) {
                for v in 0..VECTORS {
                    largest[v] = simd.max(largest[v], sums[v]);
                    simd.store(&mut scores[v * S::LANES..], sums[v]);
                }
            }
        }
        let mut decay = [simd.splat(1.0); VECTORS];
        for v in 0..VECTORS {
            decay[v] = exp2_for_products(simd, simd.sub(self.largest[v], largest[v]));
            self.sum[v] = simd.mul(self.sum[v], decay[v]);
        }
        self.largest = largest;
        // The words of the keys' weights go where their scores were, which have been read by then.
        let steps = words::<S>(block.len());
        for word in 0..steps {
            for v in 0..VECTORS {
                let mut weights = [simd.splat(0.0); 2];
                for (part, weight) in weights.iter_mut().enumerate().take(S::DEPTH) {
                    let key = word * S::DEPTH + part;
                    if key < block.len() {
                        *weight = exp2_for_products(
                            simd,
                            simd.sub(simd.load(&scores[key * width + v * S::LANES..]), largest[v]),
                        );
                    }
                }
                self.sum[v] = simd.add(self.sum[v], simd.add(weights[0], weights[1]));
                simd.store(&mut scores[word * width + v * S::LANES..], simd.words(weights));
            }
        }
        let first_word = block.start / S::DEPTH;
        for (panel, out) in values.chunks(sizes.value_panel).zip(self.out.chunks_mut(CHANNELS * width)) {
            let mut sums = [[simd.splat(0.0); VECTORS]; CHANNELS];
            for (sums, out) in sums.iter_mut().zip(out.chunks(width)) {
                for v in 0..VECTORS {
                    sums[v] = simd.mul(simd.load(&out[v * S::LANES..]), decay[v]);
                }
            }
            let sums = tile::multiply::<S, CHANNELS>(simd, steps, &panel[first_word * CHANNELS..], scores, sums);
            for (sums, out) in sums.iter().zip(out.chunks_mut(width)) {
                for v in 0..VECTORS {
                    simd.store(&mut out[v * S::LANES..], sums[v]);
                }
            }
        }
    }

    /// Writes the weighted means to the columns `slice` of `out [queries, stride]`.
    #[inline(always)]
    fn leave(&self, simd: S, out: &mut [f32], stride: usize, slice: Range<usize>) {
        let mut means = [0.0; VECTORS * MAX_LANES];
        for (channel, sums) in slice.zip(self.out.chunks(columns::<S>())) {
            for v in 0..VECTORS {
                let mean = simd.div(simd.load(&sums[v * S::LANES..]), self.sum[v]);
                simd.store(&mut means[v * S::LANES..], mean);
            }
            for (out, mean) in out.chunks_mut(stride).zip(means) {
                out[channel] = mean;
            }
        }
    }
}
