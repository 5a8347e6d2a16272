//! Packing: rows that lie one after the other become panels, in the layout that [`super::tile`] reads.

use super::{simd::Simd, tile};

/// Packs `width` rows of `depth` values as a panel `[words(depth), width]`; the rows of a transposed matrix are its columns, so
/// that a tile's panels of either kind are packed here.
///
/// `row(i)` is the panel's `i`-th row, or `None` for a row of zeros.
///
/// # Panics
/// When a row or `panel` is shorter.
#[inline(always)]
pub fn panel<'a, S: Simd>(
    simd: S,
    width: usize,
    depth: usize,
    row: impl Fn(usize) -> Option<&'a [f32]>,
    panel: &mut [f32],
) {
    // Rows of this many at once keep one line of each in the first cache.
    const GROUP: usize = 16;
    let words = tile::words::<S>(depth);
    let panel = &mut panel[..words * width];
    if S::DEPTH == 1 {
        for first in (0..width).step_by(GROUP) {
            let rows: [Option<&[f32]>; GROUP] =
                std::array::from_fn(|i| (first + i < width).then(|| row(first + i)).flatten().map(|r| &r[..depth]));
            let count = GROUP.min(width - first);
            for (step, out) in panel.chunks_mut(width).enumerate() {
                for (out, row) in out[first..first + count].iter_mut().zip(&rows) {
                    *out = row.map_or(0.0, |row| row[step]);
                }
            }
        }
        return;
    }
    let mut steps = [[0.0; GROUP]; 2];
    for first in (0..width).step_by(S::LANES) {
        let rows: [Option<&[f32]>; GROUP] =
            std::array::from_fn(|i| (first + i < width && i < S::LANES).then(|| row(first + i)).flatten());
        let count = S::LANES.min(width - first);
        for (word, out) in panel.chunks_mut(width).enumerate() {
            for (part, step) in steps.iter_mut().enumerate() {
                let at = word * S::DEPTH + part;
                for (value, row) in step.iter_mut().zip(&rows) {
                    *value = row.map_or(0.0, |row| if at < depth { row[at] } else { 0.0 });
                }
            }
            let packed = simd.words([simd.load(&steps[0]), simd.load(&steps[1])]);
            simd.store_partial(&mut out[first..first + count], packed);
        }
    }
}

/// Packs columns that lie side by side, `step(i)` the `i`-th step's `width` values, as a panel `[words(depth), width]`.
///
/// # Panics
/// When a step or `panel` is shorter.
#[inline(always)]
pub fn panel_of_steps<'a, S: Simd>(
    simd: S,
    width: usize,
    depth: usize,
    step: impl Fn(usize) -> &'a [f32],
    panel: &mut [f32],
) {
    for (word, out) in panel.chunks_mut(width).take(tile::words::<S>(depth)).enumerate() {
        for first in (0..width).step_by(S::LANES) {
            let count = S::LANES.min(width - first);
            let mut values = [simd.splat(0.0); 2];
            for (part, value) in values.iter_mut().enumerate().take(S::DEPTH) {
                let at = word * S::DEPTH + part;
                if at < depth {
                    *value = simd.load_partial(&step(at)[first..first + count]);
                }
            }
            simd.store_partial(&mut out[first..first + count], simd.words(values));
        }
    }
}
