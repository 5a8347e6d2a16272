//! Triplane fields against the plain evaluation. They are f32 in every precision of products, so a device is tried once in each
//! configuration.

use kernels::ops::field_eval::{FieldEval, Layer, Level, Triplane, TriplaneDecoder};

use crate::{
    places::fields,
    random::{Random, assert_close},
};

/// f32 in another order, layer after layer; exponentials and quotients of devices are a few last places off. A wrong weight, tap
/// or row is a thousand times as far.
const TOLERANCE: f64 = 2e-5;

struct Problem {
    /// Channels, height and width of a plane.
    shape: [usize; 3],
    /// Outputs of each layer.
    widths: &'static [usize],
}

impl Problem {
    fn field(&self, random: &mut Random) -> FieldEval {
        let [channels, height, width] = self.shape;
        let planes = random.values(3 * channels * height * width);
        let mut inputs = 3 * channels;
        let mut layer = |&outputs: &usize| {
            let scale = (6.0 / inputs as f32).sqrt();
            let weight = random.values(inputs * outputs).iter().map(|weight| weight * scale).collect();
            let layer = Layer { inputs, outputs, weight, bias: random.values(outputs) };
            inputs = outputs;
            layer
        };
        let layers = self.widths.iter().map(&mut layer).collect();
        FieldEval::new(Triplane::from_channel_first(&planes, channels, height, width), layers)
    }

    fn check(&self) {
        let mut random = Random::new(40);
        let field = self.field(&mut random);
        let ragged = random.size(5000);
        for place in fields() {
            let planes = field.triplane().clone();
            let there = TriplaneDecoder::new(place.device(), planes, field.layers().to_vec()).unwrap();
            for count in [0, 1, 31, ragged] {
                let what = format!("{}: {:?} {:?} at {count} points", place.name, self.shape, self.widths);
                // On and beyond the planes' borders as well.
                let values: Vec<f32> = random.values(3 * count).iter().map(|value| value * 1.3).collect();
                let points = values.as_chunks().0;
                let mut raw = vec![0.0; count * field.outputs()];
                field.evaluate_plainly(points, &mut raw);
                let expected: Vec<f64> = raw.iter().copied().map(f64::from).collect();
                let mut found = vec![f32::NAN; raw.len()];
                there.evaluate(points, &mut found).unwrap();
                assert_close(&found, &expected, TOLERANCE, &what);

                let TriplaneDecoder::Gpu(there) = &there else { continue };
                let level = Level { bias: -0.5, threshold: 1.25 };
                let of_first = |out: &[f64]| (out[0] - 0.5).exp();
                let expected: Vec<f64> = expected.chunks(field.outputs()).map(of_first).collect();
                let mut found = vec![f32::NAN; count];
                there.levels(level, points, &mut found).unwrap();
                // The density before the threshold is taken off: a level of next to nothing is rounding alone.
                found.iter_mut().for_each(|found| *found += level.threshold);
                assert_close(&found, &expected, 10.0 * TOLERANCE, &format!("{what}, levels"));
            }
        }
    }
}

#[test]
fn the_released_decoder() {
    Problem { shape: [40, 64, 64], widths: &[64, 64, 64, 64, 64, 64, 64, 64, 64, 4] }.check();
}

#[test]
fn odd_planes_and_layers() {
    Problem { shape: [1, 1, 1], widths: &[1, 3] }.check();
    Problem { shape: [5, 3, 7], widths: &[4] }.check();
    Problem { shape: [3, 9, 2], widths: &[33, 7, 70, 5] }.check();
    Problem { shape: [8, 16, 11], widths: &[16, 16, 4] }.check();
}

/// Each where bindings are small.
#[test]
fn what_cannot_be_bound_is_computed_in_parts() {
    // Parts end in the middle of rows, and of outputs that fill no four.
    Problem { shape: [3, 40, 70], widths: &[33, 7, 70, 5] }.check();
    // The planes can be bound after the first layer and not before it.
    Problem { shape: [40, 24, 24], widths: &[4] }.check();
    // One channel of one plane cannot be bound.
    Problem { shape: [2, 130, 127], widths: &[8, 4] }.check();
    // The first layer's weights cannot.
    Problem { shape: [150, 2, 3], widths: &[64, 4] }.check();
    // Nor can the others', which are parted where outputs fill no four.
    Problem { shape: [3, 5, 4], widths: &[33, 64, 64, 64, 70, 64, 4] }.check();
}
