//! What the tests share: values without pattern, the error function, and how far results may lie from their formulas.

use kernels::weight::Format;

/// `count` values in -1..1 from a linear congruential generator (Knuth, TAOCP 3.3.4).
pub fn noise(count: usize, seed: u64) -> Vec<f32> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1 << 23) as f32 - 1.0
    };
    (0..count).map(|_| next()).collect()
}

/// Relative L2 that a result in this format may be away by rounding: its own to half a unit in the last place of each value, and
/// for results that are sums of rounded weights as much again.
pub fn tolerance(format: Format) -> f64 {
    match format {
        Format::F32 => 2e-6,
        Format::F16 => 5e-4,
        Format::Bf16 => 4e-3,
    }
}

/// Fails unless the relative L2 distance is within `tolerance`, and every value a number.
pub fn assert_close(actual: &[f32], expected: &[f64], tolerance: f64, what: &str) {
    assert_eq!(actual.len(), expected.len(), "{what}");
    let distance: f64 = actual.iter().zip(expected).map(|(&a, e)| (f64::from(a) - e).powi(2)).sum::<f64>().sqrt();
    let norm = expected.iter().map(|e| e * e).sum::<f64>().sqrt();
    assert!(distance <= tolerance * norm, "{what}: relative L2 {:e} > {tolerance:e}", distance / norm);
}

/// The error function: its Taylor series (Abramowitz & Stegun 7.1.6), which at the sizes here converges without cancellation.
pub fn erf(x: f64) -> f64 {
    if x.abs() > 6.0 {
        return x.signum();
    }
    let (mut term, mut sum, mut n) = (x, x, 0.0);
    while term.abs() > 1e-18 * sum.abs() {
        n += 1.0;
        term *= 2.0 * x * x / (2.0 * n + 1.0);
        sum += term;
    }
    2.0 / std::f64::consts::PI.sqrt() * (-x * x).exp() * sum
}
