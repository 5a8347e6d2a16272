//! Contours told from penumbrae: both are slopes of brightness, but a contour is crossed within a pixel or two.

use rayon::prelude::*;

use super::contrast::Contrast;
use crate::image::Photo;

/// For each pixel of a `width` x `height` image whether a contour passes between it and its right, and its lower,
/// neighbour. It is looked for in `fine`, the same image at this size or at twice it, because halving makes penumbrae
/// steep; `contrast` is that of `fine`.
pub fn contours(fine: &Photo, contrast: &Contrast, (width, height): (usize, usize)) -> Vec<[bool; 2]> {
    let (fine_width, fine_height) = (fine.width as usize, fine.height as usize);
    let brightness: Vec<f32> = fine.rgba.par_iter().map(|&pixel| brightness(pixel)).collect();
    let scale = fine_width.div_ceil(width);
    let clear = contrast.clear_step();
    let value = |x: usize, y: usize| brightness[y.min(fine_height - 1) * fine_width + x.min(fine_width - 1)];
    (0..width * height)
        .into_par_iter()
        .map(|at| {
            let (x, y) = (at % width * scale, at / width * scale);
            // The mean over the pixel's width takes noise down.
            let along_row = |x: usize| (value(x, y) + value(x, y + scale - 1)) / 2.0;
            let along_column = |y: usize| (value(x, y) + value(x + scale - 1, y)) / 2.0;
            [
                x + scale < fine_width && is_contour(fine_width, x + scale - 1, scale, clear, along_row),
                y + scale < fine_height && is_contour(fine_height, y + scale - 1, scale, clear, along_column),
            ]
        })
        .collect()
}

/// Whether a contour crosses the line of `size` pixels within `scale - 1` pixels of the step that follows `last`: a
/// step of at least `clear` that is a good part of all the change around it. Both flanks of a narrow shadow are seen
/// against its depth, which the mean slope over the same length is not.
fn is_contour(size: usize, last: usize, scale: usize, clear: f32, pixel: impl Fn(usize) -> f32) -> bool {
    /// Pixels on either side over which the change is measured.
    const REACH: usize = 5;
    /// A penumbra of Gaussian profile as narrow as 1.3 pixels (standard deviation) stays under this share.
    const SHARE: f32 = 0.3;
    let steps = (last + 1).saturating_sub(scale)..(last + scale).min(size - 1);
    let step = steps.map(|at| (pixel(at + 1) - pixel(at)).abs()).fold(0.0, f32::max);
    if step <= clear {
        return false;
    }
    let around = (last + 1).saturating_sub(REACH)..(last + 1 + REACH).min(size);
    let (low, high) =
        around.map(&pixel).fold((f32::MAX, f32::MIN), |(low, high), value| (low.min(value), high.max(value)));
    step > SHARE * (high - low)
}

/// The length of the colour's projection on grey, so that steps of it compare with distances of colours.
fn brightness([r, g, b, _]: [u8; 4]) -> f32 {
    (f32::from(r) + f32::from(g) + f32::from(b)) / 3.0_f32.sqrt()
}
