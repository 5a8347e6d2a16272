//! Antialiased bilinear resizing.

use rayon::prelude::*;

use crate::image::Image;

/// The source pixels that make one destination pixel along one axis, and their weights, which sum to 1.
struct Taps {
    first: usize,
    weights: Vec<f32>,
}

/// Triangle filter, `support = max(scale, 1)` source pixels, half-pixel centres: bilinear when enlarging, area-weighted
/// when reducing, the identity at equal size.
fn taps(source: usize, target: usize) -> Vec<Taps> {
    let scale = source as f64 / target as f64;
    let support = scale.max(1.0);
    (0..target)
        .map(|i| {
            let centre = scale * (i as f64 + 0.5);
            let first = (centre - support + 0.5).max(0.0) as usize;
            let end = ((centre + support + 0.5) as usize).min(source);
            let raw: Vec<f64> =
                (first..end).map(|j| (1.0 - ((j as f64 - centre + 0.5) / support).abs()).max(0.0)).collect();
            let sum: f64 = raw.iter().sum();
            Taps { first, weights: raw.iter().map(|w| (w / sum) as f32).collect() }
        })
        .collect()
}

fn weighted<const C: usize>(taps: &Taps, at: impl Fn(usize) -> [f32; C]) -> [f32; C] {
    let mut sum = [0.0; C];
    for (offset, weight) in taps.weights.iter().enumerate() {
        let pixel = at(taps.first + offset);
        for c in 0..C {
            sum[c] += weight * pixel[c];
        }
    }
    sum
}

/// `image [h, w, c] -> [height, width, c]`. Values are neither clamped nor quantised.
pub fn resize<const C: usize>(image: &Image<[f32; C]>, width: usize, height: usize) -> Image<[f32; C]> {
    resize_by_pixel((image.width, image.height), |x, y| image.data[y * image.width + x], width, height)
}

/// As [`resize`], of a source of `(width, height)` whose pixel in column `x`, row `y` is `pixel(x, y)`: pixels of another
/// type are converted as they are read, and no converted copy of a large image is made.
pub fn resize_by_pixel<const C: usize>(
    (source_width, source_height): (usize, usize),
    pixel: impl Fn(usize, usize) -> [f32; C] + Sync,
    width: usize,
    height: usize,
) -> Image<[f32; C]> {
    let (horizontal, vertical) = (taps(source_width, width), taps(source_height, height));
    let pixel = &pixel;
    let narrow: Vec<[f32; C]> = (0..source_height)
        .into_par_iter()
        .flat_map_iter(|y| horizontal.iter().map(move |taps| weighted(taps, |x| pixel(x, y))))
        .collect();
    let data = vertical
        .par_iter()
        .flat_map_iter(|taps| (0..width).map(|x| weighted(taps, |y| narrow[y * width + x])))
        .collect();
    Image::new(width, height, data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_size_is_the_identity() {
        let image = Image::from_fn(7, 5, |x, y| [x as f32 * 0.3, y as f32]);
        assert_eq!(resize(&image, 7, 5), image);
    }

    #[test]
    fn a_ramp_stays_a_ramp_and_the_mean_is_kept() {
        let ramp = Image::from_fn(64, 48, |x, _| [x as f32 + 0.5]);
        let small = resize(&ramp, 16, 12);
        for x in 1..15 {
            assert!((small.data[6 * 16 + x][0] - (x as f32 + 0.5) * 4.0).abs() < 1e-4);
        }
        let large = resize(&ramp, 128, 96);
        for x in 2..126 {
            assert!((large.data[50 * 128 + x][0] - (x as f32 + 0.5) / 2.0).abs() < 1e-4);
        }
    }
}
