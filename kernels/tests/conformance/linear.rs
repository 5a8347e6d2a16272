//! Linear layers against a plain product in f64.

use kernels::{
    ops::{
        layer_norm::LayerNorm,
        linear::{Activation, Linear, Parameters},
    },
    precision::Precision,
    tensor::Tensor,
    weight::Weight,
};

use crate::{
    places::places,
    random::{Random, assert_close},
};

#[derive(Clone, Copy)]
struct Problem {
    rows: usize,
    depth: usize,
    /// Rows of each part's weights.
    outputs: &'static [usize],
    bias: bool,
    norm: bool,
    activation: Activation,
    residual: bool,
    keeps_f32: bool,
}

const PLAIN: Problem = Problem {
    rows: 1,
    depth: 1,
    outputs: &[1],
    bias: false,
    norm: false,
    activation: Activation::None,
    residual: false,
    keeps_f32: false,
};

/// GELU by the integral of the normal density, Simpson's rule.
fn gelu(x: f64) -> f64 {
    const STEPS: usize = 200;
    let at = |i: usize| (-(x * i as f64 / STEPS as f64).powi(2) / 2.0).exp();
    let weight = |i: usize| if i == 0 || i == STEPS { 1.0 } else { 2.0 + 2.0 * (i % 2) as f64 };
    let integral = (0..=STEPS).map(|i| weight(i) * at(i)).sum::<f64>() * x / STEPS as f64 / 3.0;
    x * (0.5 + integral / (2.0 * std::f64::consts::PI).sqrt())
}

impl Problem {
    fn check(&self) {
        let (rows, depth) = (self.rows, self.depth);
        let total: usize = self.outputs.iter().sum();
        let width = if self.activation == Activation::Geglu { total / 2 } else { total };
        let mut random = Random::new(30);
        let x = random.values(rows * depth);
        // As wide as networks have them: products of about one.
        let scale = 1.7 / (depth as f32).sqrt();
        let matrix: Vec<f32> = random.values(total * depth).iter().map(|v| v * scale).collect();
        let bias = self.bias.then(|| random.values(total));
        let norm = self.norm.then(|| (random.values(depth), random.values(depth)));
        let residual = self.residual.then(|| random.values(rows * width));

        let normalised: Vec<f64> = match &norm {
            Some((scale, shift)) => x
                .chunks(depth)
                .flat_map(|row| {
                    let mean = row.iter().map(|&v| f64::from(v)).sum::<f64>() / depth as f64;
                    let variance = row.iter().map(|&v| (f64::from(v) - mean).powi(2)).sum::<f64>() / depth as f64;
                    let factor = 1.0 / (variance + 1e-5).sqrt();
                    let parameters = scale.iter().zip(shift).map(|(&a, &b)| (f64::from(a), f64::from(b)));
                    row.iter().zip(parameters).map(move |(&v, (a, b))| (f64::from(v) - mean) * factor * a + b)
                })
                .collect(),
            None => x.iter().map(|&v| v.into()).collect(),
        };
        let mut expected = Vec::with_capacity(rows * width);
        for row in 0..rows {
            let dot = |output: usize| {
                let terms = normalised[row * depth..][..depth].iter().zip(&matrix[output * depth..]);
                let sum: f64 = terms.map(|(&a, &b)| a * f64::from(b)).sum();
                sum + bias.as_ref().map_or(0.0, |bias| f64::from(bias[output]))
            };
            for output in 0..width {
                let value = match self.activation {
                    Activation::None => dot(output),
                    Activation::Gelu => gelu(dot(output)),
                    Activation::Geglu => dot(output) * gelu(dot(width + output)),
                };
                expected.push(value + residual.as_ref().map_or(0.0, |r| f64::from(r[row * width + output])));
            }
        }

        let mut first = 0;
        let mut weights = Vec::new();
        for &outputs in self.outputs {
            weights.push(Weight::from_values("w", &[outputs, depth], &matrix[first * depth..][..outputs * depth]));
            first += outputs;
        }
        let norm = norm.map(|(scale, shift)| LayerNorm::new(scale, shift, 1e-5));
        let parameters = Parameters { weights, bias, norm, activation: self.activation, keeps_f32: self.keeps_f32 };
        for place in places() {
            let layer = Linear::new(&place.compute, parameters.clone()).unwrap();
            let x = Tensor::new(place.device(), x.clone(), &[rows, depth]).unwrap();
            let results = match &residual {
                Some(residual) => {
                    let residual = Tensor::new(place.device(), residual.clone(), &[rows, width]).unwrap();
                    vec![layer.add_to(&residual, &x).unwrap()]
                }
                None => layer.apply_each(&x).unwrap(),
            };
            let widths = if self.activation == Activation::Geglu { &[width][..] } else { self.outputs };
            assert!(results.iter().map(|result| result.shape()).eq(widths.iter().map(|&width| [rows, width])));
            let values: Vec<Vec<f32>> = results.iter().map(|result| result.to_vec().unwrap()).collect();
            let beside = |row| widths.iter().zip(&values).flat_map(move |(&n, values)| &values[row * n..][..n]);
            let out: Vec<f32> = (0..rows).flat_map(beside).copied().collect();
            let is_rounded = |value: f32| {
                f32::from_bits(value.to_bits() & !0xffff) == value || half::f16::from_f32(value).to_f32() == value
            };
            assert!(!self.keeps_f32 || !out.iter().all(|&value| is_rounded(value)), "{}: f32 was not kept", place.name);
            let extras = [(self.bias, "bias"), (self.norm, "norm"), (self.residual, "residual")];
            let extras: Vec<&str> = extras.iter().filter(|(has, _)| *has).map(|(_, name)| *name).collect();
            let what = format!("{}: {rows} x {depth} x {:?} {extras:?}", place.name, self.outputs);
            assert_close(&out, &expected, place.tolerance(), &what);
        }
    }
}

#[test]
fn products_of_every_raggedness() {
    for (rows, depth) in [(0, 8), (1, 1), (2, 2), (13, 3), (64, 31), (65, 64), (200, 20)] {
        Problem { rows, depth, outputs: &[37], ..PLAIN }.check();
    }
    for outputs in [&[1][..], &[2], &[31], &[64], &[65], &[130]] {
        Problem { rows: 13, depth: 17, outputs, ..PLAIN }.check();
        Problem { rows: 70, depth: 36, outputs, bias: true, ..PLAIN }.check();
    }
    let mut random = Random::new(31);
    Problem { rows: random.size(300), depth: random.size(300), outputs: &[77, 77], bias: true, ..PLAIN }.check();
}

#[test]
fn parts_side_by_side() {
    Problem { rows: 14, depth: 20, outputs: &[5, 40, 1, 32, 7, 33], bias: true, ..PLAIN }.check();
    Problem { rows: 131, depth: 48, outputs: &[72, 72, 72], bias: true, norm: true, ..PLAIN }.check();
    Problem { rows: 57, depth: 64, outputs: &[64; 12], ..PLAIN }.check();
}

#[test]
fn norm_bias_activation_and_residual_in_their_order() {
    // Software adapters take half a second to compile each combination: every value of each is there, not every combination.
    let rest = Problem { rows: 77, depth: 48, bias: true, norm: true, residual: true, ..PLAIN };
    Problem { outputs: &[70], ..rest }.check();
    Problem { outputs: &[96], ..rest }.check();
    Problem { outputs: &[96], activation: Activation::Gelu, residual: false, ..rest }.check();
    Problem { outputs: &[70], activation: Activation::Gelu, depth: 51, ..rest }.check();
    for outputs in [&[2][..], &[6], &[66]] {
        Problem { outputs, activation: Activation::Geglu, depth: 51, ..rest }.check();
    }
    for outputs in [&[32][..], &[140]] {
        Problem { outputs, activation: Activation::Geglu, residual: false, ..rest }.check();
    }
}

#[test]
fn results_that_go_on_being_added_are_not_rounded() {
    let rest = Problem { rows: 20, depth: 48, bias: true, keeps_f32: true, ..PLAIN };
    Problem { outputs: &[40], ..rest }.check();
    Problem { outputs: &[40, 40], norm: true, ..rest }.check();
    Problem { outputs: &[40], activation: Activation::Gelu, ..rest }.check();
}

#[test]
fn a_deep_product() {
    Problem { rows: 25, depth: 4096, outputs: &[48], bias: true, residual: true, ..PLAIN }.check();
}

#[test]
fn the_real_widths() {
    // An eighth of the encoder's rows, and of the backbone's.
    Problem { rows: 129, depth: 768, outputs: &[768; 3], bias: true, norm: true, ..PLAIN }.check();
    let expand = Problem { rows: 96, depth: 1024, outputs: &[2048], bias: true, norm: true, ..PLAIN };
    Problem { activation: Activation::Geglu, ..expand }.check();
}

#[test]
fn tiles_of_128() {
    // As many as make the larger tiles worth it, of a small depth.
    Problem { rows: 2050, depth: 20, outputs: &[2052], bias: true, ..PLAIN }.check();
}

#[test]
fn a_weight_beyond_the_range_of_halves_is_named() {
    for place in places().iter().filter(|place| place.compute.precision() == Precision::F16) {
        let weights = vec![Weight::from_values("backbone.proj_in.weight", &[2, 2], &[1.0, -2.0, 7e4, 0.0])];
        let error =
            Linear::new(&place.compute, Parameters { weights, ..Parameters::default() }).unwrap_err().to_string();
        assert!(error.contains("backbone.proj_in.weight has ") && error.contains("f16"), "{error}");
    }
}

#[test]
fn splits_between_multiples_of_a_bindings_alignment() {
    // With small bindings, parts of rows and columns begin where no binding can: of fours, and of single values.
    let rest = Problem { rows: 150, bias: true, norm: true, residual: true, ..PLAIN };
    Problem { depth: 700, outputs: &[300], ..rest }.check();
    Problem { depth: 701, outputs: &[303], ..rest }.check();
}
