//! What follows a product.

use kernels::{
    cuda::launches::{Epilogue, convert, linear_epilogue},
    ops::linear::Activation,
    weight::Format::{self, Bf16, F16, F32},
};

use crate::{
    formula::{assert_close, erf, noise, tolerance},
    host::{Buffer, rounded, run},
};

fn gelu(x: f64) -> f64 {
    x * 0.5 * (1.0 + erf(x / std::f64::consts::SQRT_2))
}

struct Problem {
    rows: usize,
    width: usize,
    activation: Activation,
    formats: [Format; 2],
    bias: bool,
    residual: bool,
}

impl Problem {
    /// False where it cannot be run.
    fn check(&self, seed: u64) -> bool {
        let Problem { rows, width, activation, formats: [from, to], bias, residual } = *self;
        let halves = if activation == Activation::Geglu { 2 } else { 1 };
        let columns = width * halves;
        let values: Vec<f32> = noise(rows * columns, seed).iter().map(|value| value * 4.0).collect();
        let sums = Buffer::new(from, &values);
        let values = rounded(from, &values);
        let by = noise(columns, 2);
        // A residual that is columns of wider rows.
        let before = noise(rows * (width + 4), 3);
        let (by_buffer, before_buffer) = (Buffer::new(F32, &by), Buffer::new(F32, &before));
        let out = Buffer::poisoned(to, rows * width);
        let epilogue = Epilogue {
            bias: bias.then_some(&by_buffer),
            activation,
            residual: residual.then(|| before_buffer.columns(F32, width + 4, 0, width)),
        };
        if !run(&linear_epilogue(sums.matrix(from, columns), &epilogue, out.matrix(to, width)), seed) {
            return false;
        }
        let mut expected = Vec::new();
        for (row, column) in (0..rows).flat_map(|row| (0..width).map(move |column| (row, column))) {
            let sum = |at: usize| f64::from(values[row * columns + at]) + if bias { by[at].into() } else { 0.0 };
            let value = match activation {
                Activation::None => sum(column),
                Activation::Gelu => gelu(sum(column)),
                Activation::Geglu => sum(column) * gelu(sum(width + column)),
            };
            expected.push(value + if residual { before[row * (width + 4) + column].into() } else { 0.0 });
        }
        let what = format!("{rows} x {width} {activation:?} {from:?} to {to:?}, seed {seed}");
        // `1 + erf` of a negative sum cancels, and a result of few values shows it.
        assert_close(&out.values(to), &expected, tolerance(to).max(2e-5), &what);
        true
    }
}

#[test]
fn bias_activation_and_residual_follow_in_one_pass() {
    let mut seed = 10;
    for activation in [Activation::None, Activation::Gelu, Activation::Geglu] {
        for formats in [[F32, F32], [F32, Bf16], [F32, F16], [Bf16, Bf16], [F16, F16], [Bf16, F32], [F16, F32]] {
            // Whole vectors, ragged ones, and rows that take several blocks.
            for (rows, width) in [(3, 8), (5, 7), (50, 1), (2, 1540), (0, 4)] {
                for (bias, residual) in [(true, false), (false, false), (true, true)] {
                    seed += 1;
                    if !(Problem { rows, width, activation, formats, bias, residual }).check(seed) {
                        return;
                    }
                }
            }
        }
    }
    // A block of TripoSR's backbone, fewer rows.
    let activation = Activation::Geglu;
    Problem { rows: 64, width: 4096, activation, formats: [Bf16, Bf16], bias: true, residual: false }.check(seed);
}

#[test]
fn formats_change_as_the_host_would_change_them() {
    // Subnormal halves, ties, overflow, what is no number, and each exponent.
    let mut values =
        vec![0.0, -0.0, 1e-8, 3e-8, 6e-8, 1.0 + 1.0 / 2048.0, 65519.0, 65520.0, 1e30, -1e30, f32::INFINITY];
    values.extend((-30..20).map(|exponent| 1.337 * 2.0f32.powi(exponent)));
    values.extend([1.003_906_2, 1.011_718_8, f32::MAX, f32::NAN]);
    for format in [F16, Bf16] {
        let x = Buffer::new(F32, &values);
        let out = Buffer::poisoned(format, values.len());
        let columns = values.len();
        if !run(&convert(x.matrix(F32, columns), out.matrix(format, columns)), 1) {
            return;
        }
        let bits = |values: Vec<f32>| -> Vec<u32> {
            values.into_iter().map(|value| if value.is_nan() { u32::MAX } else { value.to_bits() }).collect()
        };
        assert_eq!(bits(out.values(format)), bits(rounded(format, &values)), "{format:?}");
        let back = Buffer::poisoned(F32, values.len());
        assert!(run(&convert(out.matrix(format, columns), back.matrix(F32, columns)), 1));
        assert_eq!(bits(back.values(F32)), bits(rounded(format, &values)), "{format:?} and back");
    }
}
