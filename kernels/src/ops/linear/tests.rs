use super::*;
use crate::device::Device;
use crate::tensor::CpuTensor;
use crate::testing::{assert_close, noise};

/// A layer of random values, held against a plain product in f64.
#[derive(Clone, Copy)]
struct Problem {
    rows: usize,
    depth: usize,
    outputs: &'static [usize],
    bias: bool,
    norm: bool,
    activation: Activation,
    residual: bool,
}

const PLAIN: Problem = Problem {
    rows: 1,
    depth: 1,
    outputs: &[1],
    bias: false,
    norm: false,
    activation: Activation::None,
    residual: false,
};

/// f32 sums of a few thousand terms; bfloat16 has 8 bits.
fn tolerance(isa: Isa) -> f64 {
    if Some(isa) == Isa::detect_bf16() { 6e-3 } else { 2e-6 }
}

fn every_isa() -> impl Iterator<Item = Isa> {
    Isa::available().chain(Isa::detect_bf16())
}

impl Problem {
    fn check(&self) {
        let (rows, depth) = (self.rows, self.depth);
        let total: usize = self.outputs.iter().sum();
        let width = if self.activation == Activation::Geglu { total / 2 } else { total };
        let x = noise(rows * depth, 1);
        let weights: Vec<Weight> = self
            .outputs
            .iter()
            .enumerate()
            .map(|(i, &n)| Weight::from_values("w", &[n, depth], &noise(n * depth, 7 + i as u64)))
            .collect();
        let bias = self.bias.then(|| noise(total, 3));
        let norm = self.norm.then(|| LayerNorm::new(noise(depth, 4), noise(depth, 5), 1e-5));
        let residual =
            self.residual.then(|| Tensor::new(&Device::Cpu, noise(rows * width, 6), &[rows, width]).unwrap());
        let x = Tensor::new(&Device::Cpu, x, &[rows, depth]).unwrap();
        let parameters = Parameters {
            weights: weights.clone(),
            bias: bias.clone(),
            norm: norm.clone(),
            activation: self.activation,
            ..Parameters::default()
        };

        let normalised = norm.as_ref().map_or(x.clone(), |norm| norm.apply(&x).unwrap()).to_vec().unwrap();
        let matrix: Vec<f32> = weights.iter().flat_map(Weight::to_vec).collect();
        let residual_values = residual.as_ref().map(|r| r.to_vec().unwrap());
        let mut expected = Vec::new();
        for row in 0..rows {
            let dot = |output: usize| {
                let terms = normalised[row * depth..][..depth].iter().zip(&matrix[output * depth..]);
                let sum: f64 = terms.map(|(&a, &b)| f64::from(a) * f64::from(b)).sum();
                sum + bias.as_ref().map_or(0.0, |bias| f64::from(bias[output]))
            };
            // erf to 1e-7 by its integral, Simpson's rule.
            let gelu = |x: f64| {
                let steps = 2000;
                let at = |i: usize| (-(x * i as f64 / steps as f64).powi(2) / 2.0).exp();
                let weight = |i: usize| if i == 0 || i == steps { 1.0 } else { 2.0 + 2.0 * (i % 2) as f64 };
                let integral = (0..=steps).map(|i| weight(i) * at(i)).sum::<f64>() * x / steps as f64 / 3.0;
                x * (0.5 + integral / (2.0 * std::f64::consts::PI).sqrt())
            };
            for output in 0..width {
                let value = match self.activation {
                    Activation::None => dot(output),
                    Activation::Gelu => gelu(dot(output)),
                    Activation::Geglu => dot(output) * gelu(dot(width + output)),
                };
                expected.push(value + residual_values.as_ref().map_or(0.0, |r| f64::from(r[row * width + output])));
            }
        }
        for isa in every_isa() {
            let layer = Linear { resident: Resident::Cpu(parameters.clone(), isa), norm: None };
            let results = layer.apply_with(&x, residual.as_ref()).unwrap();
            let widths = if self.activation == Activation::Geglu { &[width][..] } else { self.outputs };
            assert!(results.iter().map(|result| result.shape()).eq(widths.iter().map(|&width| [rows, width])));
            let values: Vec<Vec<f32>> = results.iter().map(|result| result.to_vec().unwrap()).collect();
            let beside = |row| widths.iter().zip(&values).flat_map(move |(&n, values)| &values[row * n..][..n]);
            let out: Vec<f32> = (0..rows).flat_map(beside).copied().collect();
            let what = format!("{isa:?}: {rows} x {depth} x {:?}, {:?}", self.outputs, self.activation);
            assert_close(&out, &expected, tolerance(isa), &what);
        }
    }
}

#[test]
fn products_of_every_raggedness_are_right() {
    for rows in [1, 2, 11, 12, 13, 200] {
        for depth in [1, 2, 3, 31, 64] {
            Problem { rows, depth, outputs: &[37], ..PLAIN }.check();
        }
    }
    for outputs in [&[1][..], &[31], &[32], &[33], &[64], &[100]] {
        Problem { rows: 13, depth: 17, outputs, ..PLAIN }.check();
    }
}

#[test]
fn weights_stand_side_by_side() {
    Problem { rows: 14, depth: 20, outputs: &[5, 40, 1, 32, 7, 33], bias: true, ..PLAIN }.check();
}

#[test]
fn norm_bias_activation_and_residual_are_applied_in_their_order() {
    let rest = Problem { rows: 29, depth: 48, bias: true, norm: true, residual: true, ..PLAIN };
    Problem { outputs: &[70], activation: Activation::None, ..rest }.check();
    Problem { outputs: &[70], activation: Activation::Gelu, ..rest }.check();
    for outputs in [&[2][..], &[32], &[66], &[96]] {
        Problem { outputs, activation: Activation::Geglu, ..rest }.check();
    }
}

#[test]
fn a_deep_product_is_right() {
    Problem { rows: 25, depth: 4096, outputs: &[48], ..PLAIN }.check();
}

#[test]
fn a_view_of_columns_is_read_as_one() {
    let wide = CpuTensor::new(noise(10 * 50, 1), &[10, 50]).unwrap();
    let view = Tensor::Cpu(wide.columns(20, 17).unwrap());
    let copy = Tensor::new(&Device::Cpu, view.to_vec().unwrap(), &[10, 17]).unwrap();
    let weights = vec![Weight::from_values("w", &[9, 17], &noise(9 * 17, 2))];
    let layer = Linear::new(&Compute::cpu(), Parameters { weights, ..Parameters::default() }).unwrap();
    let of = |x: &Tensor| layer.apply(x).unwrap().to_vec().unwrap();
    assert_eq!(of(&view), of(&copy));
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let x = Tensor::new(&Device::Cpu, noise(500 * 64, 1), &[500, 64]).unwrap();
    let weights = vec![Weight::from_values("w", &[96, 64], &noise(96 * 64, 2))];
    let layer = Linear::new(&Compute::cpu(), Parameters { weights, ..Parameters::default() }).unwrap();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| layer.apply(&x).unwrap().to_vec().unwrap())
    };
    assert_eq!(with(1), with(7));
}
