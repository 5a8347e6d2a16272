//! Filling the gaps of an image smoothly from what is known.

use crate::image::{Image, Pixel};

/// Replaces every pixel of `image` by `weight` of itself and the rest of a smooth continuation of the weighted pixels
/// around it; `weight` in 0..=1, 1 keeps the pixel. `[h, w], [h, w] -> [h, w]`; with no weight anywhere the image comes
/// back as it is. Pull-push: Gortler, Grzeszczuk, Szeliski & Cohen 1996.
pub fn pull_push(image: &Image<[f32; 3]>, weight: &Image<f32>) -> Image<[f32; 3]> {
    assert_eq!((image.width, image.height), (weight.width, weight.height), "one weight a pixel");
    if image.width.max(image.height) == 1 || !weight.data.iter().any(|&w| w > 0.0) {
        return image.clone();
    }
    let (half_image, half_weight) = pull(image, weight);
    let filled = pull_push(&half_image, &half_weight);
    Image::from_fn(image.width, image.height, |x, y| {
        let i = y * image.width + x;
        let around = filled.bilinear((x as f32 + 0.5) / 2.0, (y as f32 + 0.5) / 2.0);
        around.lerp(image.data[i], weight.data[i])
    })
}

/// Half the size: each pixel the weighted mean of up to four, its weight their sum, saturated at 1.
fn pull(image: &Image<[f32; 3]>, weight: &Image<f32>) -> (Image<[f32; 3]>, Image<f32>) {
    let (width, height) = (image.width.div_ceil(2), image.height.div_ceil(2));
    let sums = Image::from_fn(width, height, |x, y| {
        let mut sum = [0.0; 4];
        for (sx, sy) in [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| (2 * x + dx, 2 * y + dy)) {
            if sx < image.width && sy < image.height {
                let i = sy * image.width + sx;
                let [r, g, b] = image.data[i];
                for (sum, value) in sum.iter_mut().zip([r, g, b, 1.0]) {
                    *sum += weight.data[i] * value;
                }
            }
        }
        sum
    });
    let colour = sums.map(|&[r, g, b, w]| if w > 0.0 { [r / w, g / w, b / w] } else { [0.0; 3] });
    (colour, sums.map(|s| s[3].min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_pixels_stay_and_gaps_lie_between_them() {
        let known = |x: usize| !(3..=12).contains(&x);
        let image = Image::from_fn(16, 9, |x, _| if x < 8 { [0.2, 0.0, 1.0] } else { [0.8, 0.0, 0.0] });
        let filled = pull_push(&image, &Image::from_fn(16, 9, |x, _| f32::from(u8::from(known(x)))));
        for (i, pixel) in filled.data.iter().enumerate() {
            if known(i % 16) {
                assert_eq!(*pixel, image.data[i]);
            }
            assert!((0.2..=0.8).contains(&pixel[0]) && (0.0..=1.0).contains(&pixel[2]), "{pixel:?}");
        }
        assert!(filled.data[4 * 16 + 4][0] < filled.data[4 * 16 + 11][0]);
    }

    #[test]
    fn one_known_pixel_fills_everything() {
        let image = Image::from_fn(33, 20, |x, y| if (x, y) == (30, 2) { [0.5, 0.25, 0.75] } else { [9.0; 3] });
        let weight = Image::from_fn(33, 20, |x, y| if (x, y) == (30, 2) { 1.0 } else { 0.0 });
        assert!(
            pull_push(&image, &weight)
                .data
                .iter()
                .flatten()
                .zip([0.5, 0.25, 0.75].iter().cycle())
                .all(|(a, b)| (a - b).abs() < 1e-5)
        );
    }
}
