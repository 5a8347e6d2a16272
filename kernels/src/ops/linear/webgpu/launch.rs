//! The launches of a product: their kernels, and what they are told.

use std::ops::Range;

use super::{Resident, Run};
use crate::{
    Error,
    ops::linear::Activation,
    webgpu::{Arguments, Bound, Cooperative, Dispatch, GpuTensor, SIDE, Shader, Tile},
    weight::Format,
};

const PRODUCT: &str = concat!(include_str!("../../linear.wgsl"), include_str!("../product.wgsl"));
const COOPERATIVE: &str = concat!(include_str!("../../linear.wgsl"), include_str!("../cooperative.wgsl"));

/// Tiles of 128 rows and columns are taken where they are this many, so that they occupy a GPU.
const LARGE_TILES: usize = 256;

/// Which kernel multiplies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kernel {
    /// In f32, on every adapter.
    Plain,
    /// Halves in cooperative matrices, with f32 sums.
    Cooperative(Cooperative),
}

impl Kernel {
    /// Bytes that a workgroup shares, with tiles of this many rows and columns.
    fn workgroup_bytes(self, tile: usize) -> usize {
        match self {
            Kernel::Plain => 2 * 16 * (tile / 4 + 1) * 16,
            Kernel::Cooperative(_) => 2 * tile * 40 * 2 + tile / SIDE * SIDE * SIDE * 4,
        }
    }

    /// Invocations of a workgroup, with such tiles.
    fn invocations(self, tile: usize) -> usize {
        match self {
            Kernel::Plain => 2 * tile,
            Kernel::Cooperative(cooperative) => cooperative.invocations(tile / SIDE),
        }
    }
}

/// Matrices lie in what the kernel's workgroups share.
const TILES: [Tile; 3] = [
    Tile::Operands("x_tile", "STRIDE"),
    Tile::Operands("weights_tile", "STRIDE"),
    Tile::Sums("sums_tile", "SUMS_STRIDE"),
];

/// Consecutive parts of a run that are computed together.
pub(super) struct Launch<'a> {
    pub(super) layer: &'a Resident,
    pub(super) run: &'a Run,
    pub(super) parts: Range<usize>,
    pub(super) x: &'a GpuTensor,
    /// Of the rows of `x`, where there is a norm.
    pub(super) statistics: Option<&'a GpuTensor>,
    pub(super) residual: Option<&'a GpuTensor>,
    pub(super) out: &'a GpuTensor,
    /// Values of `out` from part to part.
    pub(super) stride: usize,
}

/// A launch of some rows and columns, as it is recorded.
pub(super) struct Prepared<'a> {
    pub(super) shader: Shader,
    uniforms: Vec<u32>,
    buffers: Vec<Bound<'a>>,
    workgroups: [u32; 3],
    operations: f64,
}

impl<'a> Launch<'a> {
    /// One launch where all that is read and written can be bound, else one for some rows and columns each.
    pub(super) fn record(&self) -> Result<(), Error> {
        let (gpu, run, depth) = (&self.layer.gpu, self.run, self.layer.depth);
        let [rows, _] = self.x.matrix();
        let columns = self.parts.len() * run.columns;
        let at_once = gpu.values_at_once(Format::F32.size());
        // The results of several parts are only computed together where all of them can be bound.
        let of_a_row = if self.parts.len() == 1 { depth.max(run.outputs) } else { depth };
        let rows_at_once = (at_once / of_a_row.max(2)).max(1);
        let columns_at_once = if columns * depth <= gpu.values_at_once(self.layer.format.size()) {
            columns
        } else {
            (gpu.values_at_once(self.layer.format.size()) / depth / 4 * 4).max(4)
        };
        for row in (0..rows).step_by(rows_at_once) {
            for column in (0..columns).step_by(columns_at_once.max(1)) {
                let rows = row..rows.min(row + rows_at_once);
                let Prepared { shader, uniforms, buffers, workgroups, operations } =
                    self.prepared(rows, column..columns.min(column + columns_at_once));
                gpu.dispatch(&Dispatch {
                    shader: &shader,
                    uniforms: bytemuck::cast_slice(&uniforms),
                    buffers: &buffers,
                    workgroups,
                    operations,
                })?;
            }
        }
        Ok(())
    }

    pub(super) fn prepared(&self, rows: Range<usize>, columns: Range<usize>) -> Prepared<'a> {
        let Launch { layer, run, parts, x, statistics, residual, out, stride } = self;
        let (gpu, depth, kernel) = (&layer.gpu, layer.depth, layer.kernel);
        let is_gated = layer.activation == Activation::Geglu;
        let (text, extensions) = match kernel {
            Kernel::Plain => (PRODUCT, &[][..]),
            Kernel::Cooperative(cooperative) => (COOPERATIVE, cooperative.extensions()),
        };
        let mut arguments = Arguments::new(gpu, extensions);
        let in_fours = depth.is_multiple_of(4);
        let x_base = arguments.reads("x", x.window(rows.start * depth..rows.end * depth), in_fours);
        let first = parts.start * run.columns;
        let weights = run.weights.window((first + columns.start) * depth..(first + columns.end) * depth);
        let weights_base = arguments.reads("weights", weights, in_fours);
        let bias_base = match &run.bias {
            Some(bias) => arguments.reads("bias", bias.window(first + columns.start..first + columns.end), false),
            None => arguments.reads_zeros("bias"),
        };
        let results = rows.start * run.outputs..rows.end * run.outputs;
        let residual_base = match residual {
            Some(residual) => {
                let in_fours = run.outputs.is_multiple_of(4) && !is_gated;
                arguments.reads("residual", residual.window(results.clone()), in_fours)
            }
            None => arguments.reads_zeros("residual"),
        };
        let (window, row_base) = if parts.len() == 1 {
            (out.window(results), 0)
        } else {
            (out.window(0..out.count()), rows.start * run.outputs)
        };
        let width = match (run.outputs % 4, is_gated) {
            (0, false) => 4,
            (0 | 2, true) => 2,
            _ => 1,
        };
        let out_base = arguments.writes("out", window, width) + row_base as u32;
        let statistics_base = match (statistics, &layer.norm) {
            (Some(statistics), Some(norm)) => {
                let window = statistics.window(2 * rows.start..2 * rows.end);
                arguments.bind(window.bound, "read", "statistics", "vec2f");
                arguments.bind(norm.parameters().bound(), "read", "norm", "vec4f");
                arguments.constants([("NORM_FOURS", depth.div_ceil(4))]);
                arguments.define(NORMALISED);
                window.base / 2
            }
            _ => {
                arguments.define("fn normalised(x: vec4f, row: u32, depth: u32) -> vec4f { return x; }");
                0
            }
        };
        arguments.define(match layer.activation {
            Activation::None => "fn activated(x: vec4f) -> vec4f { return x; }",
            Activation::Gelu => "fn activated(x: vec4f) -> vec4f { return gelu(x); }",
            Activation::Geglu => "fn activated(x: vec4f) -> vec4f { return vec4f(x.xy * gelu(x).zw, 0.0, 0.0); }",
        });
        let tile = self.tile(rows.len(), columns.len());
        arguments.constants([("OUTPUTS", if is_gated { 2 } else { 4 }), ("TILE", tile), ("ACROSS_FOURS", tile / 64)]);
        if let Kernel::Cooperative(cooperative) = kernel {
            arguments.constants([("INVOCATIONS", kernel.invocations(tile))]);
            arguments.define(&cooperative.definitions(&TILES));
        }
        let shader = Shader { name: "linear", entry: "multiply", text, definitions: arguments.definitions };
        let tiles_across = columns.len().div_ceil(tile);
        let first_column = if parts.len() == 1 { columns.start } else { 0 };
        let sizes = [rows.len(), depth, columns.len(), run.columns, first_column, run.outputs, *stride, tiles_across];
        let bases = [x_base, weights_base, bias_base, residual_base, out_base, statistics_base, 0, 0];
        let uniforms: Vec<u32> = sizes.iter().map(|&size| size as u32).chain(bases).collect();
        Prepared {
            shader,
            uniforms,
            buffers: arguments.buffers,
            workgroups: gpu.folded(tiles_across * rows.len().div_ceil(tile)),
            operations: 2.0 * rows.len() as f64 * columns.len() as f64 * depth as f64,
        }
    }

    fn tile(&self, rows: usize, columns: usize) -> usize {
        let (capabilities, kernel) = (self.layer.gpu.capabilities(), self.layer.kernel);
        let fits = kernel.workgroup_bytes(128) <= capabilities.workgroup_bytes as usize
            && kernel.invocations(128) <= capabilities.workgroup_invocations as usize;
        if fits && rows.div_ceil(128) * columns.div_ceil(128) >= LARGE_TILES { 128 } else { 64 }
    }
}

/// Normalises values of a row while they are read. Scale and shift are padded with zeros, which what is behind a row's end becomes.
const NORMALISED: &str = "fn normalised(x: vec4f, row: u32, depth: u32) -> vec4f {
    let found = statistics[uniforms.statistics_base + row];
    return (x - found.x) * found.y * norm[depth / 4u] + norm[NORM_FOURS + depth / 4u];
}";
