//! Elementary functions on vectors, to a few units in the last place.

use super::simd::Simd;

/// The polynomial in `x` with these coefficients, the highest power's first.
#[inline(always)]
fn horner<S: Simd, const N: usize>(simd: S, coefficients: &[f32; N], x: S::F) -> S::F {
    let mut sum = simd.splat(coefficients[0]);
    for &coefficient in &coefficients[1..] {
        sum = simd.mul_add(sum, x, simd.splat(coefficient));
    }
    sum
}

/// `e^x`, relative error under 2e-7; `x` is held within -87 and 88, where results are normal numbers.
///
/// Range reduction by `ln 2` in two parts (Cody & Waite 1980), then the Taylor polynomial of degree 7 on ±0.35.
#[inline(always)]
pub fn exp<S: Simd>(simd: S, x: S::F) -> S::F {
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    // The bounds come first, so that what is no number stays none.
    let x = simd.max(simd.splat(-87.0), simd.min(simd.splat(88.0), x));
    let n = simd.round(simd.mul(x, simd.splat(std::f32::consts::LOG2_E)));
    let r = simd.mul_add(n, simd.splat(-LN_2_HIGH), x);
    let r = simd.mul_add(n, simd.splat(-LN_2_LOW), r);
    let series = [1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];
    simd.scale(horner(simd, &series, r), n)
}

/// `2^x` for `x` not above 0, held at -126 from below: the softmax's exponential, whose scores are in units of `ln 2`.
///
/// As exact as the product that follows can tell: relative error under 2e-7 for f32 operands, under 1e-4 for bfloat16's 8 bits.
#[inline(always)]
pub fn exp2_for_products<S: Simd>(simd: S, x: S::F) -> S::F {
    use std::f32::consts::LN_2;
    /// `ln(2)^i / i!`, the highest first.
    const fn series<const N: usize>() -> [f32; N] {
        let mut coefficients = [1.0; N];
        let mut i = 1;
        while i < N {
            coefficients[N - 1 - i] = coefficients[N - i] * LN_2 / i as f32;
            i += 1;
        }
        coefficients
    }
    let x = simd.max(simd.splat(-126.0), x);
    let n = simd.round(x);
    let r = simd.sub(x, n);
    let polynomial = if S::DEPTH == 1 {
        horner(simd, &const { series::<8>() }, r)
    } else {
        horner(simd, &const { series::<5>() }, r)
    };
    simd.scale(polynomial, n)
}

/// `1 / (1 + e^-x)`.
#[inline(always)]
pub fn sigmoid<S: Simd>(simd: S, x: S::F) -> S::F {
    let one = simd.splat(1.0);
    simd.div(one, simd.add(one, exp(simd, simd.sub(simd.splat(0.0), x))))
}

/// `x * sigmoid(x)`: SiLU (Hendrycks & Gimpel 2016).
#[inline(always)]
pub fn silu<S: Simd>(simd: S, x: S::F) -> S::F {
    let one = simd.splat(1.0);
    simd.div(x, simd.add(one, exp(simd, simd.sub(simd.splat(0.0), x))))
}

/// The error function, absolute error under 3e-7: a rational function of degree 13 over 8 on ±4, beyond which it is 1 to the
/// last bit. The coefficients are those of Eigen's and XLA's `erf` for f32.
#[inline(always)]
pub fn erf<S: Simd>(simd: S, x: S::F) -> S::F {
    const NUMERATOR: [f32; 7] =
        [-2.726_142_4e-10, 2.770_681_4e-8, -2.101_024e-6, -5.692_506_5e-5, -7.349_906e-4, -2.954_6e-3, -0.016_096_033];
    const DENOMINATOR: [f32; 5] = [-1.456_607_2e-5, -2.133_740_5e-4, -1.682_827e-3, -0.007_373_329_3, -0.014_264_739];
    let x = simd.max(simd.splat(-4.0), simd.min(simd.splat(4.0), x));
    let square = simd.mul(x, x);
    let numerator = horner(simd, &NUMERATOR, square);
    let denominator = horner(simd, &DENOMINATOR, square);
    simd.div(simd.mul(x, numerator), denominator)
}

/// `x * Phi(x)`, `Phi` the normal distribution function by [`erf`]: GELU in its exact form (Hendrycks & Gimpel 2016).
#[inline(always)]
pub fn gelu<S: Simd>(simd: S, x: S::F) -> S::F {
    let half = simd.mul(x, simd.splat(0.5));
    let erf = erf(simd, simd.mul(x, simd.splat(std::f32::consts::FRAC_1_SQRT_2)));
    simd.mul_add(half, erf, half)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cpu::simd::{Isa, Kernel, MAX_LANES};

    /// Applies a function to many values, lane by lane.
    macro_rules! apply {
        ($name:ident) => {{
            struct Apply<'a>(&'a mut [f32]);
            impl Kernel for Apply<'_> {
                type Output = ();
                #[inline(always)]
                fn run<S: Simd>(self, simd: S) {
                    for chunk in self.0.chunks_mut(S::LANES) {
                        let value = $name(simd, simd.load_partial(chunk));
                        simd.store_partial(chunk, value);
                    }
                }
            }
            |isa: Isa, values: &mut [f32]| isa.run(Apply(values))
        }};
    }

    fn ramp(low: f32, high: f32) -> Vec<f32> {
        let steps = 40_003;
        (0..=steps).map(|i| low + (high - low) * i as f32 / steps as f32).collect()
    }

    #[test]
    fn exp_is_right_to_two_units_in_the_last_place_on_every_instruction_set() {
        for isa in Isa::available() {
            let inputs = ramp(-87.0, 88.0);
            let mut outputs = inputs.clone();
            apply!(exp)(isa, &mut outputs);
            for (x, y) in inputs.iter().zip(outputs) {
                let expected = f64::from(*x).exp();
                assert!((f64::from(y) / expected - 1.0).abs() < 2e-7, "{isa:?}: exp({x}) = {y}, not {expected}");
            }
            let mut far = [-1e30, 1e30, f32::NEG_INFINITY, f32::INFINITY];
            apply!(exp)(isa, &mut far);
            let mut none = [f32::NAN];
            apply!(exp)(isa, &mut none);
            assert!(none[0].is_nan(), "{isa:?}: {none:?}");
            assert!(far[0] < 2e-38 && far[2] < 2e-38 && far[1] > 1e38 && far[3] > 1e38, "{isa:?}: {far:?}");
        }
    }

    #[test]
    fn exp2_is_as_exact_as_the_product_that_follows() {
        for isa in Isa::available().chain(Isa::detect_bf16()) {
            let inputs = ramp(-126.0, 0.0);
            let mut outputs = inputs.clone();
            apply!(exp2_for_products)(isa, &mut outputs);
            let tolerance = if Some(isa) == Isa::detect_bf16() { 1e-4 } else { 2e-7 };
            for (x, y) in inputs.iter().zip(outputs) {
                let expected = f64::from(*x).exp2();
                assert!((f64::from(y) / expected - 1.0).abs() < tolerance, "{isa:?}: 2^{x} = {y}, not {expected}");
            }
            let mut far = [f32::NEG_INFINITY, -1e30, f32::NAN, 0.0];
            apply!(exp2_for_products)(isa, &mut far);
            assert!(far[0] < 2e-38 && far[1] < 2e-38 && far[2].is_nan() && far[3] == 1.0, "{isa:?}: {far:?}");
        }
    }

    #[test]
    fn gelu_and_silu_are_right_on_every_instruction_set() {
        // Phi in f64 by the series of erf (Abramowitz & Stegun 7.1.6), which converges everywhere.
        let phi = |x: f64| {
            let (z, mut term, mut sum) = (x.abs() / 2f64.sqrt(), x.abs() / 2f64.sqrt(), 0.0);
            let mut n = 0.0;
            while term > 1e-18 {
                sum += term;
                n += 1.0;
                term *= 2.0 * z * z / (2.0 * n + 1.0);
            }
            let erf = 2.0 / std::f64::consts::PI.sqrt() * (-z * z).exp() * sum;
            if x < 0.0 { (1.0 - erf) / 2.0 } else { (1.0 + erf) / 2.0 }
        };
        for isa in Isa::available() {
            let inputs = ramp(-9.0, 9.0);
            let (mut gelus, mut silus) = (inputs.clone(), inputs.clone());
            apply!(gelu)(isa, &mut gelus);
            apply!(silu)(isa, &mut silus);
            for ((x, gelu), silu) in inputs.iter().zip(gelus).zip(silus) {
                let x64 = f64::from(*x);
                // Two roundings of a value of this size, and those of values of about one within.
                let tolerance = 3e-7 * (1.0 + x64.abs());
                assert!((f64::from(gelu) - x64 * phi(x64)).abs() < tolerance, "{isa:?}: gelu({x}) = {gelu}");
                let expected = x64 / (1.0 + (-x64).exp());
                assert!((f64::from(silu) - expected).abs() < tolerance, "{isa:?}: silu({x}) = {silu}");
            }
        }
    }

    #[test]
    fn partial_vectors_leave_what_is_beyond_them() {
        for isa in Isa::available() {
            for count in 0..=MAX_LANES {
                let mut values = [7.0; MAX_LANES + 1];
                apply!(silu)(isa, &mut values[..count]);
                assert!(values[..count].iter().all(|&v| v != 7.0) && values[count..].iter().all(|&v| v == 7.0));
            }
        }
    }
}
