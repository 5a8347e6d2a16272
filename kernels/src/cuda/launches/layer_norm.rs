//! Layer normalisation: a warp a row.

use super::super::launch::{Argument, Launch, Rows, blocks, int, name};

/// Rows of a block, a warp each.
const ROWS: usize = 4;

/// A layer normalisation's parameters in device memory: f32, from each buffer's start.
#[derive(Debug)]
pub struct LayerNorm<'a, B> {
    /// `[c]`.
    pub scale: &'a B,
    /// `[c]`.
    pub shift: &'a B,
    /// Added to the variance.
    pub epsilon: f32,
}

/// `x [n, c]` in f32 `-> out [n, c]` in any format, dense.
///
/// # Panics
/// When shapes or formats do not fit: the caller's own mistake.
pub fn layer_norm<'a, B>(x: Rows<'a, B>, norm: &LayerNorm<'a, B>, out: Rows<'a, B>) -> Launch<'a, B> {
    assert!(x.format == crate::weight::Format::F32 && out.is_dense(), "f32 rows to dense ones");
    assert!((x.rows, x.columns) == (out.rows, out.columns), "as many values as before");
    Launch {
        kernel: format!("layer_norm_{}", name(out.format)),
        grid: [blocks(x.rows, ROWS), 1],
        threads: 32 * ROWS as u32,
        shared_bytes: 0,
        arguments: vec![
            x.address(),
            x.step(),
            Argument::Address(norm.scale, 0),
            Argument::Address(norm.shift, 0),
            Argument::Float(norm.epsilon),
            out.address(),
            Argument::Int(int(x.rows)),
            Argument::Int(int(x.columns)),
        ],
    }
}
