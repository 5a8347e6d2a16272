//! Group normalisation: a block a group.

use super::super::launch::{Argument, Launch, Rows, blocks, int};
use crate::weight::Format;

/// A group normalisation's parameters in device memory: f32, from each buffer's start.
#[derive(Debug)]
pub struct GroupNorm<'a, B> {
    /// Groups that the channels divide into.
    pub groups: usize,
    /// `[c]`.
    pub scale: &'a B,
    /// `[c]`.
    pub shift: &'a B,
    /// Added to the variance.
    pub epsilon: f32,
}

/// `x [c, n] -> out [c, n]`, f32 and dense.
///
/// # Panics
/// When shapes or formats do not fit: the caller's own mistake.
pub fn group_norm<'a, B>(x: Rows<'a, B>, norm: &GroupNorm<'a, B>, out: Rows<'a, B>) -> Launch<'a, B> {
    assert!(x.is_dense() && out.is_dense() && (x.format, out.format) == (Format::F32, Format::F32), "dense f32");
    assert!((x.rows, x.columns) == (out.rows, out.columns), "as many values as before");
    assert!(x.rows.is_multiple_of(norm.groups), "{} channels in {} groups", x.rows, norm.groups);
    let channels = x.rows / norm.groups;
    Launch {
        kernel: "group_norm_f32".to_owned(),
        grid: [if x.columns == 0 { 0 } else { blocks(norm.groups, 1) }, 1],
        // As many warps as find a vector each, so that a small group does not wait for idle ones.
        threads: 32 * blocks(channels * x.columns, 4 * 32).clamp(1, 32),
        shared_bytes: 0,
        arguments: vec![
            x.address(),
            Argument::Address(norm.scale, 0),
            Argument::Address(norm.shift, 0),
            Argument::Float(norm.epsilon),
            out.address(),
            Argument::Int(int(channels)),
            Argument::Int(int(x.columns)),
        ],
    }
}
