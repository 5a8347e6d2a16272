//! Bicubic resampling of a table of vectors, as networks enlarge their position embeddings.

/// `table [size, size, c] -> [target, target, c]`, square, by the cubic convolution of Keys 1981 with `a = -0.75`, half-pixel
/// centres, taps beyond the border clamped to it, not antialiased. A target sample `i` lies at `(i + 0.5) * scale - 0.5`.
///
/// # Panics
/// When the table has not `size * size * channels` values.
pub fn bicubic(table: &[f32], size: usize, channels: usize, target: usize, scale: f32) -> Vec<f32> {
    assert_eq!(table.len(), size * size * channels, "a table of {size} x {size} x {channels}");
    let taps: Vec<[(usize, f32); 4]> = (0..target).map(|i| taps(i, size, scale)).collect();
    let mut out = vec![0.0; target * target * channels];
    for (place, out) in out.chunks_mut(channels).enumerate() {
        for (y, weight_y) in taps[place / target] {
            for (x, weight_x) in taps[place % target] {
                let from = &table[(y * size + x) * channels..][..channels];
                for (out, value) in out.iter_mut().zip(from) {
                    *out += weight_y * weight_x * value;
                }
            }
        }
    }
    out
}

/// The four source samples of target sample `i`, and their weights.
fn taps(i: usize, size: usize, scale: f32) -> [(usize, f32); 4] {
    const A: f32 = -0.75;
    let near = |t: f32| ((A + 2.0) * t - (A + 3.0)) * t * t + 1.0;
    let far = |t: f32| ((A * t - 5.0 * A) * t + 8.0 * A) * t - 4.0 * A;
    let place = (i as f32 + 0.5) * scale - 0.5;
    let (first, t) = (place.floor(), place - place.floor());
    let at = |offset: f32| (first + offset).clamp(0.0, (size - 1) as f32) as usize;
    [(at(-1.0), far(t + 1.0)), (at(0.0), near(t)), (at(1.0), near(1.0 - t)), (at(2.0), far(2.0 - t))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_scale_one_the_table_is_unchanged() {
        let table: Vec<f32> = (0..5 * 5 * 2).map(|i| (i * i % 17) as f32).collect();
        assert_eq!(bicubic(&table, 5, 2, 5, 1.0), table);
    }

    #[test]
    fn enlarged_values_are_those_of_pytorch() {
        // torch 2.15: interpolate(arange(25).reshape(1, 1, 5, 5) ** 1.5, scale_factor=1.42, mode="bicubic")[0, 0, 2].
        let table: Vec<f32> = (0..25).map(|i| (i as f32).powf(1.5)).collect();
        let expected = [15.905_882, 18.080_486, 21.582_819, 24.371_67, 27.425_364, 31.348_25, 34.148_766];
        let large = bicubic(&table, 5, 1, 7, 1.0 / 1.42);
        // Sixteen products of values up to 118, in f32.
        for (actual, expected) in large[14..21].iter().zip(expected) {
            assert!((actual - expected).abs() < 5e-5, "{actual} is not {expected}");
        }
    }
}
