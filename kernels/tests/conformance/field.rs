//! Triplane fields against the plain evaluation. They are f32 in every precision of products, so a device is tried once in each
//! configuration.

use kernels::{
    device::Device,
    ops::field_eval::{FieldEval, Layer, Level, Triplane, TriplaneDecoder},
};

use crate::{
    places::{Place, fields},
    random::{Random, assert_close, seed},
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
            let Some(there) = self.on(place, &field) else { continue };
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

    /// The field at a place; none where its planes cannot be bound, which has to be said.
    fn on(&self, place: &Place, field: &FieldEval) -> Option<TriplaneDecoder> {
        let made = TriplaneDecoder::new(place.device(), field.triplane().clone(), field.layers().to_vec());
        let Device::WebGpu(gpu) = place.device() else { return Some(made.unwrap()) };
        let [_, height, width] = self.shape;
        let sampled = 3 * height * width * self.widths[0].next_multiple_of(4) * 4;
        if sampled as u64 <= gpu.capabilities().max_binding_bytes {
            return Some(made.unwrap());
        }
        let said = made.expect_err("what cannot be bound is refused").to_string();
        assert!(said.contains(&format!("{sampled} bytes")), "{}, seed {}: {said}", place.name, seed());
        None
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
