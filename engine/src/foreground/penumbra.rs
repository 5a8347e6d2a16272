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

#[cfg(test)]
mod tests {
    use super::*;

    /// Where contours are found along a row of grey `levels` at half its size.
    fn found(levels: impl Fn(f32) -> f32) -> Vec<usize> {
        let line: Vec<[u8; 4]> =
            (0..80).map(|x| [levels(x as f32 + 0.5).round() as u8; 3]).map(|[v, ..]| [v, v, v, 255]).collect();
        let fine = Photo { width: 80, height: 2, rgba: [line.clone(), line].concat() };
        let contrast = Contrast::of(&fine, 3, |at| at % 80 < 20);
        (0..40).filter(|&x| contours(&fine, &contrast, (40, 1))[x] != [false; 2]).collect()
    }

    #[test]
    fn a_contour_is_found_at_either_phase_and_through_blur() {
        for at in [40.0, 40.4, 41.0] {
            let ramp = |width: f32| found(move |x| 250.0 - 60.0 * ((x - at) / width + 0.5).clamp(0.0, 1.0));
            for width in [1.0, 2.0] {
                let places = ramp(width);
                assert!(places.contains(&19) || places.contains(&20), "{width} pixels at {at}: {places:?}");
                assert!(places.iter().all(|place| (18..=21).contains(place)), "{width} pixels at {at}: {places:?}");
            }
        }
    }

    #[test]
    fn the_flanks_of_a_soft_streak_are_no_contours() {
        for sigma in [2.5_f32, 4.0, 8.0] {
            let places = found(|x| 250.0 - 60.0 * (-0.5 * ((x - 41.0) / sigma).powi(2)).exp());
            assert!(places.is_empty(), "sigma {sigma}: {places:?}");
        }
    }
}
