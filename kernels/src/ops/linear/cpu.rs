//! On the CPU the weights, which stay mapped in their own format, are packed into panels of columns, and each task packs a
//! block of `x`'s rows, normalised on the way; tiles then run over the whole inner dimension in registers, where bias,
//! activation and residual are applied before anything is stored.

use std::cell::RefCell;

use rayon::prelude::*;

use super::{Activation, Parameters};
use crate::{
    Error,
    cpu::{
        functions::gelu,
        pack,
        simd::{Isa, Kernel, MAX_LANES, Simd},
        tile::{self, VECTORS, columns, words},
    },
    ops::layer_norm::LayerNorm,
    tensor::{CpuTensor, Matrix},
    weight::Weight,
};

/// Weights that are packed, and meet a block of rows, together.
const WEIGHTS_AT_ONCE: usize = 4;

/// `x [m, k]` -> `[m, n_i]` for each weight; with GEGLU, half as many columns.
pub(super) fn apply(
    parameters: &Parameters,
    x: &CpuTensor,
    residual: Option<&CpuTensor>,
    isa: Isa,
) -> Result<Vec<CpuTensor>, Error> {
    let Parameters { weights, bias, norm, activation, .. } = parameters;
    assert!(residual.is_none() || weights.len() == 1, "a residual of a layer with one weight");
    let mut results = Vec::with_capacity(weights.len());
    let mut first = 0;
    for weights in weights.chunks(WEIGHTS_AT_ONCE) {
        let outputs: usize = weights.iter().map(|weight| weight.shape()[0]).sum();
        let bias = bias.as_ref().map(|bias| &bias[first..first + outputs]);
        let layer = Together { weights, bias, norm: norm.as_ref(), activation: *activation, residual };
        let all = layer.apply(x, isa)?;
        if let [_] = weights {
            results.push(all);
        } else {
            let mut start = 0;
            for weight in weights {
                results.push(all.columns(start, weight.shape()[0])?);
                start += weight.shape()[0];
            }
        }
        first += outputs;
    }
    Ok(results)
}

/// Weights whose outputs stand side by side, and what comes before and after.
#[derive(Debug, Clone, Copy, Default)]
struct Together<'a> {
    /// `[n_i, k]` each, `n` rows in all.
    weights: &'a [Weight],
    /// `[n]`.
    bias: Option<&'a [f32]>,
    norm: Option<&'a LayerNorm>,
    activation: Activation,
    /// `[m, n]`, added last.
    residual: Option<&'a CpuTensor>,
}

/// Bytes of packed rows that a task works on: half of a second-level cache, beside a panel of columns.
const BLOCK_BYTES: usize = 512 << 10;
/// The most rows of a task.
const MAX_BLOCK_ROWS: usize = 192;
/// Tasks a thread, so that the last ones end together.
const TASKS_A_THREAD: usize = 4;

impl Together<'_> {
    /// `x [m, k] -> [m, n]`, or `[m, n / 2]` with [`Activation::Geglu`].
    fn apply(&self, x: &CpuTensor, isa: Isa) -> Result<CpuTensor, Error> {
        let reading = x.read();
        let residual = self.residual.map(CpuTensor::read);
        let x = reading.matrix();
        let outputs: usize = self.weights.iter().map(|weight| weight.shape()[0]).sum();
        assert!(self.weights.iter().all(|weight| weight.shape()[1] == x.columns), "{self:?} of {} columns", x.columns);
        assert!(self.bias.is_none_or(|bias| bias.len() == outputs), "{self:?}: a bias of {outputs}");
        let width = if self.activation == Activation::Geglu { outputs / 2 } else { outputs };
        let residual = residual.as_ref().map(|reading| reading.matrix());
        assert!(
            residual.is_none_or(|r| (r.rows, r.columns) == (x.rows, width)),
            "{self:?}: a residual like the output"
        );
        let mut out = vec![0.0; x.rows * width];
        isa.run(Layer(Product { layer: self, x, residual, outputs, width }, &mut out));
        CpuTensor::new(out, &[x.rows, width])
    }

    /// The weight and its row that make the `output`-th output.
    fn row_of(&self, mut output: usize) -> Option<(&Weight, usize)> {
        for weight in self.weights {
            if output < weight.shape()[0] {
                return Some((weight, output));
            }
            output -= weight.shape()[0];
        }
        None
    }
}

/// A layer at work.
#[derive(Clone, Copy)]
struct Product<'a> {
    layer: &'a Together<'a>,
    x: Matrix<'a>,
    residual: Option<Matrix<'a>>,
    /// Rows of all the weights.
    outputs: usize,
    /// Columns of the result.
    width: usize,
}

thread_local! {
    /// The packed weights of one layer; kept, since a network has hundreds of layers of few sizes.
    static PACKED_WEIGHTS: RefCell<Vec<f32>> = const { RefCell::new(Vec::new()) };
    /// The packed rows of one task.
    static PACKED_ROWS: RefCell<Vec<f32>> = const { RefCell::new(Vec::new()) };
}

/// The first `length` values of a buffer that grows as needed.
fn of_length(buffer: &mut Vec<f32>, length: usize) -> &mut [f32] {
    if buffer.len() < length {
        *buffer = vec![0.0; length];
    }
    &mut buffer[..length]
}

impl Product<'_> {
    /// Columns of all panels, those that only fill the last one included.
    fn columns_in_all<S: Simd>(&self) -> usize {
        if self.layer.activation == Activation::Geglu {
            VECTORS * self.width.next_multiple_of(S::LANES)
        } else {
            self.outputs.next_multiple_of(columns::<S>())
        }
    }
}

/// All of a layer.
struct Layer<'a>(Product<'a>, &'a mut [f32]);

impl Kernel for Layer<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        // As many sums as the registers hold beside the operands: 24 of AVX-512's 32, 12 of AVX2's 16.
        if S::LANES == MAX_LANES { self.run_with::<S, 12>(simd) } else { self.run_with::<S, 6>(simd) }
    }
}

impl Layer<'_> {
    #[inline(always)]
    fn run_with<S: Simd, const ROWS: usize>(self, simd: S) {
        let Layer(product, out) = self;
        // Taken out while in use, so that a layer that meanwhile starts on this thread finds none instead of this one.
        let mut buffer = PACKED_WEIGHTS.take();
        let panel = words::<S>(product.x.columns) * columns::<S>();
        let panels = product.columns_in_all::<S>() / columns::<S>();
        let packed = of_length(&mut buffer, panels * panel);
        packed
            .par_chunks_mut(panel)
            .enumerate()
            .for_each_init(Vec::new, |rows, (index, panel)| simd.run(WeightPanel { product, index, rows, panel }));
        let rows = block_rows::<ROWS>(product.x.rows, product.x.columns * 4 / S::DEPTH);
        out.par_chunks_mut(rows * product.width).enumerate().for_each(|(i, out)| {
            simd.run(Block::<ROWS> { product, packed, first: i * rows, out });
        });
        PACKED_WEIGHTS.set(buffer);
    }
}

/// Rows of a task, a multiple of `ROWS`.
fn block_rows<const ROWS: usize>(rows: usize, bytes_a_row: usize) -> usize {
    let in_cache = (BLOCK_BYTES / bytes_a_row.max(1)).min(MAX_BLOCK_ROWS) / ROWS;
    let fair = rows.div_ceil(TASKS_A_THREAD * rayon::current_num_threads()).div_ceil(ROWS);
    in_cache.min(fair).max(1) * ROWS
}

/// Packs the weights of one panel of columns.
struct WeightPanel<'a> {
    product: Product<'a>,
    index: usize,
    /// The panel's rows as f32.
    rows: &'a mut Vec<f32>,
    panel: &'a mut [f32],
}

impl Kernel for WeightPanel<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let WeightPanel { product, index, rows, panel } = self;
        let depth = product.x.columns;
        let rows = of_length(rows, columns::<S>() * depth);
        for (column, row) in rows.chunks_mut(depth).enumerate() {
            match product.layer.row_of(output_of::<S>(&product, index, column)) {
                Some((weight, at)) => weight.read(at * depth, row),
                None => row.fill(0.0),
            }
        }
        pack::panel(simd, columns::<S>(), depth, |column| Some(&rows[column * depth..]), panel);
    }
}

/// The output that column `column` of panel `panel` makes. With gates, a panel's first vector is of values and its second of
/// their gates, so that both meet in registers.
#[inline(always)]
fn output_of<S: Simd>(product: &Product<'_>, panel: usize, column: usize) -> usize {
    if product.layer.activation != Activation::Geglu {
        return panel * columns::<S>() + column;
    }
    let value = panel * S::LANES + column % S::LANES;
    match () {
        () if value >= product.width => product.outputs,
        () if column < S::LANES => value,
        () => product.width + value,
    }
}

/// The results of a block of rows.
struct Block<'a, const ROWS: usize> {
    product: Product<'a>,
    packed: &'a [f32],
    /// The block's first row.
    first: usize,
    /// `[rows, width]`.
    out: &'a mut [f32],
}

impl<const ROWS: usize> Kernel for Block<'_, ROWS> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let Product { layer, x, width, .. } = self.product;
        let depth = words::<S>(x.columns);
        let rows = self.out.len() / width;
        // Not `with_borrow_mut`: what runs in a closure of the standard library is not compiled for the instruction set.
        let mut buffer = PACKED_ROWS.take();
        let packed_rows = of_length(&mut buffer, rows.div_ceil(ROWS) * depth * ROWS);
        self.pack_rows(simd, packed_rows);
        for (panel, weights) in self.packed.chunks(depth * columns::<S>()).enumerate() {
            for (i, packed_rows) in packed_rows.chunks(depth * ROWS).enumerate() {
                let zero = [[simd.splat(0.0); VECTORS]; ROWS];
                let sums = tile::multiply::<S, ROWS>(simd, depth, packed_rows, weights, zero);
                let count = ROWS.min(rows - i * ROWS);
                for (row, sums) in sums.iter().enumerate().take(count) {
                    let row = i * ROWS + row;
                    let out = &mut self.out[row * width..][..width];
                    let residual = self.product.residual.map(|r| r.row(self.first + row));
                    finish(simd, layer, panel, sums, residual, out);
                }
            }
        }
        PACKED_ROWS.set(buffer);
    }
}

impl<const ROWS: usize> Block<'_, ROWS> {
    /// The block's rows as panels of `ROWS`, normalised if the layer has a norm.
    #[inline(always)]
    fn pack_rows<S: Simd>(&self, simd: S, packed: &mut [f32]) {
        let Product { layer, x, width, .. } = self.product;
        let rows = self.out.len() / width;
        let mut normalised = vec![0.0; if layer.norm.is_some() { ROWS * x.columns } else { 0 }];
        for (i, packed) in packed.chunks_mut(words::<S>(x.columns) * ROWS).enumerate() {
            let count = ROWS.min(rows - i * ROWS);
            let source = |row: usize| x.row(self.first + i * ROWS + row);
            if let Some(norm) = layer.norm {
                for (row, out) in normalised.chunks_mut(x.columns).enumerate().take(count) {
                    norm.row(simd, source(row), out);
                }
            }
            let row = |row: usize| {
                (row < count).then(|| if layer.norm.is_some() { &normalised[row * x.columns..] } else { source(row) })
            };
            pack::panel(simd, ROWS, x.columns, row, packed);
        }
    }
}

/// Bias, activation and residual of one row's sums in one panel, and the way out.
#[inline(always)]
fn finish<S: Simd>(
    simd: S,
    layer: &Together<'_>,
    panel: usize,
    sums: &[S::F; VECTORS],
    residual: Option<&[f32]>,
    out: &mut [f32],
) {
    let biased = |sum: S::F, output: usize| match layer.bias {
        Some(bias) => simd.add(sum, simd.load_partial(&bias[output.min(bias.len())..])),
        None => sum,
    };
    let mut leave = |at: usize, value: S::F| {
        if at < out.len() {
            let value = residual.map_or(value, |residual| simd.add(simd.load_partial(&residual[at..]), value));
            simd.store_partial(&mut out[at..], value);
        }
    };
    if layer.activation == Activation::Geglu {
        let at = panel * S::LANES;
        let width = layer.weights.iter().map(|weight| weight.shape()[0]).sum::<usize>() / 2;
        let gate = gelu(simd, biased(sums[1], width + at));
        leave(at, simd.mul(biased(sums[0], at), gate));
        return;
    }
    for (v, &sum) in sums.iter().enumerate() {
        let at = panel * columns::<S>() + v * S::LANES;
        let sum = biased(sum, at);
        leave(at, if layer.activation == Activation::Gelu { gelu(simd, sum) } else { sum });
    }
}
