//! Sums and differences.

use super::super::launch::{Argument, Launch, Rows, blocks};
use crate::weight::Format;

const THREADS: usize = 256;
const VECTOR: usize = 4;

/// `a + factor b -> out`, of equal shapes, f32, dense and aligned to 16 bytes.
///
/// # Panics
/// When shapes or formats do not fit: the caller's own mistake.
pub fn add_scaled<'a, B>(a: Rows<'a, B>, b: Rows<'a, B>, factor: f32, out: Rows<'a, B>) -> Launch<'a, B> {
    for x in [a, b, out] {
        assert!(x.format == Format::F32 && x.is_dense() && x.offset.is_multiple_of(16), "dense, aligned f32");
        assert!((x.rows, x.columns) == (out.rows, out.columns), "equal shapes");
    }
    let count = out.rows * out.columns;
    Launch {
        kernel: "add_scaled".to_owned(),
        grid: [blocks(count, THREADS * VECTOR), 1],
        threads: THREADS as u32,
        shared_bytes: 0,
        arguments: vec![
            a.address(),
            b.address(),
            Argument::Float(factor),
            out.address(),
            Argument::Long(i64::try_from(count).expect("a tensor's size")),
        ],
    }
}
