//! A field of a network's sizes that is a solid, for measurements: a network with weights of a formula makes noise.
//!
//! The planes hold functions whose sum is a sphere with ripples, and its colours; the decoder hands them through. A layer of SiLU
//! hands a value on unchanged in two neurons, for `silu(v) - silu(-v) = v`. Its products cost what those of a trained decoder
//! cost, since nothing looks for zeros.

use kernels::ops::field_eval::{Layer, Triplane};

use super::{
    TripoSr,
    config::{Config, OUTPUTS},
};
use crate::triplane_field::{DEFAULT_THRESHOLD, Density, TriplaneField};

/// The sphere's radius and the ripples' height, in halves of the cube's side, and the ripples' number along it.
const RADIUS: f32 = 0.5;
const HEIGHT: f32 = 0.03;
const RIPPLES: f32 = 4.0;
/// How steeply the density's logarithm falls through the surface.
const STEEPNESS: f32 = 4.0;

impl TripoSr {
    /// The solid in planes and a decoder of this network's sizes. `None` for a network whose layers are too small to hold it.
    pub fn solid(&self) -> Option<TriplaneField> {
        solid(&self.config)
    }
}

fn solid(config: &Config) -> Option<TriplaneField> {
    let channels = config.post_processor.out_channels;
    let sizes = &config.decoder;
    if channels < OUTPUTS || sizes.n_hidden_layers == 0 || sizes.n_neurons < 2 * OUTPUTS {
        return None;
    }
    let density =
        Density { radius: config.renderer.radius, bias: config.renderer.density_bias, threshold: DEFAULT_THRESHOLD };
    let side = 2 * config.tokenizer.plane_size;
    let mut planes = vec![0.0; 3 * channels * side * side];
    for (plane, planes) in planes.chunks_exact_mut(channels * side * side).enumerate() {
        for (channel, values) in planes.chunks_exact_mut(side * side).take(OUTPUTS).enumerate() {
            for (at, value) in values.iter_mut().enumerate() {
                // Samples lie in the middle of their part of the plane.
                let [u, v] = [at % side, at / side].map(|i| (2 * i + 1) as f32 / side as f32 - 1.0);
                *value = if channel == 0 { level(u, v) } else { tint(channel - 1, plane, u) };
            }
        }
    }
    let surface = density.threshold.ln() - density.bias;
    Some(TriplaneField::new(
        Triplane::from_channel_first(&planes, channels, side, side),
        layers(config, surface),
        density,
    ))
}

/// A third of the level of the point with these coordinates on a plane: positive inside.
fn level(u: f32, v: f32) -> f32 {
    let turn = std::f32::consts::PI * RIPPLES;
    // Each coordinate is on two planes. The ripples are a gyroid's (Schoen 1970).
    let sphere = (RADIUS * RADIUS / 3.0 - (u * u + v * v) / 2.0) / (2.0 * RADIUS);
    STEEPNESS * (sphere + HEIGHT * (turn * u).sin() * (turn * v).cos())
}

/// What a plane adds to a colour before its sigmoid.
fn tint(color: usize, plane: usize, u: f32) -> f32 {
    if color == plane { 3.0 * u } else { 0.0 }
}

/// The decoder: `surface` is the first output on the surface.
fn layers(config: &Config, surface: f32) -> Vec<Layer> {
    let sizes = &config.decoder;
    let channels = config.post_processor.out_channels;
    let layer = |inputs: usize, outputs: usize, weight: &dyn Fn(usize, usize) -> f32| Layer {
        inputs,
        outputs,
        weight: (0..outputs * inputs).map(|at| weight(at / inputs, at % inputs)).collect(),
        bias: vec![0.0; outputs],
    };
    let sign = |neuron: usize| if neuron.is_multiple_of(2) { 1.0 } else { -1.0 };
    let holds = |neuron: usize, value: usize| neuron / 2 == value && value < OUTPUTS;
    // The sum over the planes, and its negative.
    let gather = |row, column| if holds(row, column % channels) { sign(row) } else { 0.0 };
    let hand_on = |row, column| if holds(row, column / 2) { sign(row) * sign(column) } else { 0.0 };
    let give = |row, column| if holds(column, row) { sign(column) } else { 0.0 };
    let mut layers = vec![layer(sizes.in_channels, sizes.n_neurons, &gather)];
    layers.extend((1..sizes.n_hidden_layers).map(|_| layer(sizes.n_neurons, sizes.n_neurons, &hand_on)));
    let mut last = layer(sizes.n_neurons, OUTPUTS, &give);
    last.bias[0] = surface;
    layers.push(last);
    layers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{field::Field, formula::Sizes};

    #[test]
    fn both_sizes_hold_a_solid_around_the_middle() {
        for sizes in [Sizes::Released, Sizes::Tiny] {
            let field = solid(&sizes.config()).unwrap();
            let half = field.half_extent();
            let points = [[0.0; 3], [0.8 * RADIUS * half, 0.0, 0.0], [0.0, 0.0, 1.2 * RADIUS * half], [0.9 * half; 3]];
            let mut levels = [0.0; 4];
            field.levels(&points, &mut levels).unwrap();
            assert_eq!(levels.map(|level| level > 0.0), [true, true, false, false], "{sizes:?}: {levels:?}");
            // What the decoder was handed comes out: red grows along the first plane's width, which is x.
            let mut colors = [[0.0; 3]; 2];
            field.colors(&[[-0.4, 0.0, 0.0], [0.4, 0.0, 0.0]], &mut colors).unwrap();
            assert!(colors[0][0] < 0.3 && colors[1][0] > 0.7, "{sizes:?}: {colors:?}");
        }
    }
}
