//! The register tile: the product of two packed panels, kept in registers. All that multiplies matrices is made of it.
//!
//! The blocking is that of Goto & van de Geijn 2008: a panel of `ROWS` rows is laid out so that the values of one step of the
//! inner dimension lie side by side and are broadcast; a panel of [`columns`] columns so that they fill [`VECTORS`] vectors.
//! Sums stay in registers over the whole inner dimension, so that an epilogue can be applied before anything is stored.

use super::simd::Simd;

/// Vectors that a tile's columns fill.
pub const VECTORS: usize = 2;

/// Columns of a tile.
pub const fn columns<S: Simd>() -> usize {
    VECTORS * S::LANES
}

/// Words of a panel's row or column, for an inner dimension of `depth` values.
pub const fn words<S: Simd>(depth: usize) -> usize {
    depth.div_ceil(S::DEPTH)
}

/// `a [words, ROWS] , b [words, columns] -> [ROWS, VECTORS]`: `sum` and the products of the panels' rows and columns.
///
/// # Panics
/// When a panel is shorter than `words` steps.
#[inline(always)]
#[expect(unsafe_code, reason = "the inner loop is the engine's hottest: its bounds are checked once, before it")]
pub fn multiply<S: Simd, const ROWS: usize>(
    simd: S,
    words: usize,
    a: &[f32],
    b: &[f32],
    mut sum: [[S::F; VECTORS]; ROWS],
) -> [[S::F; VECTORS]; ROWS] {
    assert!(a.len() >= words * ROWS && b.len() >= words * columns::<S>(), "panels hold {words} steps");
    let (mut a, mut b) = (a.as_ptr(), b.as_ptr());
    for _ in 0..words {
        // SAFETY: the panels hold `words` steps, as asserted; each turn reads one and goes on by one.
        unsafe {
            let (left, right) = (simd.load_unchecked(b), simd.load_unchecked(b.add(S::LANES)));
            for row in 0..ROWS {
                let value = simd.broadcast_unchecked(a.add(row));
                sum[row][0] = simd.dot(value, left, sum[row][0]);
                sum[row][1] = simd.dot(value, right, sum[row][1]);
            }
            a = a.add(ROWS);
            b = b.add(columns::<S>());
        }
    }
    sum
}
