//! The axes of a tensor in another order.

use super::super::launch::{Argument, Launch, Rows, blocks, int};

const THREADS: usize = 256;
/// The most axes of a tensor whose axes are put in another order.
pub const MOST_AXES: usize = 6;

/// The shape that comes of `shape` when its axes are put in the order `axes`.
///
/// # Panics
/// When `axes` does not name each axis once.
pub fn permuted_shape(shape: &[usize], axes: &[usize]) -> Vec<usize> {
    let mut sorted = axes.to_vec();
    sorted.sort_unstable();
    assert!(sorted.into_iter().eq(0..shape.len()), "{axes:?} names each of {} axes once", shape.len());
    axes.iter().map(|&axis| shape[axis]).collect()
}

/// `x`, a dense tensor of this `shape`, `-> out`, the axes in the order `axes`, row-major in that order. Of either, only where it
/// lies and its format count.
///
/// # Panics
/// When `axes` does not name each axis once, there are more than [`MOST_AXES`], or the formats differ.
pub fn permute<'a, B>(x: Rows<'a, B>, shape: &[usize], axes: &[usize], out: Rows<'a, B>) -> Launch<'a, B> {
    assert!(shape.len() <= MOST_AXES && x.format == out.format && x.is_dense(), "{shape:?} of {:?}", x.format);
    let mut layout = vec![1; 2 * MOST_AXES];
    let missing = MOST_AXES - shape.len();
    for (i, (&axis, size)) in axes.iter().zip(permuted_shape(shape, axes)).enumerate() {
        layout[missing + i] = int(size);
        layout[MOST_AXES + missing + i] = int(shape[axis + 1..].iter().product());
    }
    let count = shape.iter().product();
    Launch {
        kernel: format!("permute_{}", 8 * x.format.size()),
        grid: [blocks(count, THREADS), 1],
        threads: THREADS as u32,
        shared_bytes: 0,
        arguments: vec![x.address(), out.address(), Argument::Ints(layout), Argument::Int(int(count))],
    }
}
