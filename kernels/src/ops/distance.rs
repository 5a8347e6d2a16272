//! Exact Euclidean distance transform.

use rayon::prelude::*;

use crate::image::Image;

/// For each pixel the squared distance, in pixels, between its centre and the centre of the nearest `true` pixel;
/// infinite when there is none. `[h, w] -> [h, w]`. Felzenszwalb & Huttenlocher 2012, linear time.
pub fn squared_distance_to(set: &Image<bool>) -> Image<f32> {
    let rows = set.map(|&member| if member { 0.0 } else { f32::INFINITY });
    transpose(&transform_rows(&transpose(&transform_rows(&rows))))
}

fn transform_rows(image: &Image<f32>) -> Image<f32> {
    let mut out = vec![0.0; image.data.len()];
    out.par_chunks_mut(image.width)
        .zip(image.data.par_chunks(image.width))
        .for_each(|(out, row)| lower_envelope(row, out));
    Image::new(image.width, image.height, out)
}

fn transpose(image: &Image<f32>) -> Image<f32> {
    Image::from_fn(image.height, image.width, |x, y| image.data[x * image.width + y])
}

/// `out[i] = min over j of (i - j)^2 + heights[j]`, by the lower envelope of the parabolas.
fn lower_envelope(heights: &[f32], out: &mut [f32]) {
    // Parabola roots and where each takes over from the one before; f64 keeps crossings exact for any image width.
    let mut envelope: Vec<(usize, f64)> = Vec::new();
    for (root, &height) in heights.iter().enumerate().filter(|(_, height)| height.is_finite()) {
        let lifted = |root: usize, height: f32| f64::from(height) + (root * root) as f64;
        loop {
            let Some(&(last, from)) = envelope.last() else {
                envelope.push((root, f64::NEG_INFINITY));
                break;
            };
            let crossing = (lifted(root, height) - lifted(last, heights[last])) / (2 * (root - last)) as f64;
            if crossing > from {
                envelope.push((root, crossing));
                break;
            }
            envelope.pop();
        }
    }
    let mut current = 0;
    for (i, out) in out.iter_mut().enumerate() {
        while envelope.get(current + 1).is_some_and(|&(_, from)| from <= i as f64) {
            current += 1;
        }
        *out =
            envelope.get(current).map_or(f32::INFINITY, |&(root, _)| (i.abs_diff(root).pow(2)) as f32 + heights[root]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_agrees_with_the_definition() {
        // A scattered set from a small multiplicative generator, in an image that is not square.
        let set = Image::from_fn(37, 23, |x, y| (x * 7919 + y * 104_729 + x * y * 31) % 41 == 0);
        let members: Vec<(usize, usize)> = (0..37 * 23).filter(|&i| set.data[i]).map(|i| (i % 37, i / 37)).collect();
        assert!(members.len() > 5);
        let distance = squared_distance_to(&set);
        for y in 0..23usize {
            for x in 0..37usize {
                let nearest = members.iter().map(|&(a, b)| a.abs_diff(x).pow(2) + b.abs_diff(y).pow(2)).min().unwrap();
                assert_eq!(distance.data[y * 37 + x], nearest as f32, "at {x}, {y}");
            }
        }
    }

    #[test]
    fn an_empty_set_is_infinitely_far() {
        let distance = squared_distance_to(&Image::from_fn(4, 3, |_, _| false));
        assert!(distance.data.iter().all(|d| d.is_infinite()));
    }
}
