//! A triplane field at points: three planes of features, sampled and decoded by a small MLP in one pass.
//!
//! Letters: n points, c channels a plane, [h, w] samples a plane, f features of a layer.
//!
//! A point `(x, y, z)` of the cube `[-1, 1]^3` reads plane 0 at `(x, y)`, plane 1 at `(x, z)` and plane 2 at `(y, z)`,
//! the first coordinate along the plane's width (EG3D, Chan et al. 2022; TripoSR, Tochilkin et al. 2024). Samples are
//! bilinear, a plane's border lies half a sample outside its outermost samples, and beyond them all is zero. The 3c
//! features, plane after plane, go through the layers, with SiLU between them.
//!
//! The first layer is linear in the samples, so that it can be applied to the planes once instead of to every point:
//! [`FieldEval::evaluate`] samples planes of the first layer's outputs, which spares a point 3c f multiplications and costs
//! it a different rounding, of the order of f32's own. The other layers are products of register tiles whose columns are
//! points; the activations of a tile's points stay in the first-level cache from the planes to the last layer.

mod decoder;
pub(crate) mod gpu;
mod webgpu;

pub use decoder::TriplaneDecoder;
pub use gpu::GpuFieldEval;

use crate::cpu::{
    functions::silu,
    simd::{Isa, Kernel, MAX_LANES, Simd},
    tile::{self, VECTORS},
};

/// Rows of a register tile: features that are computed together.
const ROWS: usize = 8;

/// The two coordinates that each plane is read at: along its width, along its height.
const PLANE_AXES: [[usize; 2]; 3] = [[0, 1], [0, 2], [1, 2]];

/// Three planes of features.
#[derive(Debug, Clone, PartialEq)]
pub struct Triplane {
    channels: usize,
    height: usize,
    width: usize,
    /// `[3, h, w, c]`: the channels of a sample lie side by side, as they are read.
    samples: Vec<f32>,
}

impl Triplane {
    /// `planes [3, c, h, w]`, as networks give them.
    ///
    /// # Panics
    /// When a size is 0 or `planes` has another length.
    pub fn from_channel_first(planes: &[f32], channels: usize, height: usize, width: usize) -> Triplane {
        assert!(channels > 0 && height > 0 && width > 0, "a plane has samples");
        assert_eq!(planes.len(), 3 * channels * height * width, "three planes");
        let area = height * width;
        let mut samples = vec![0.0; planes.len()];
        for (plane, samples) in planes.chunks_exact(channels * area).zip(samples.chunks_exact_mut(channels * area)) {
            for (at, sample) in samples.chunks_exact_mut(channels).enumerate() {
                sample.iter_mut().enumerate().for_each(|(channel, value)| *value = plane[channel * area + at]);
            }
        }
        Triplane { channels, height, width, samples }
    }

    /// `[3, c, h, w]`.
    pub fn to_channel_first(&self) -> Vec<f32> {
        let area = self.height * self.width;
        let mut planes = vec![0.0; self.samples.len()];
        for (plane, samples) in
            planes.chunks_exact_mut(self.channels * area).zip(self.samples.chunks_exact(self.channels * area))
        {
            for (at, sample) in samples.chunks_exact(self.channels).enumerate() {
                sample.iter().enumerate().for_each(|(channel, value)| plane[channel * area + at] = *value);
            }
        }
        planes
    }

    /// `[c, h, w]` of a plane.
    pub fn shape(&self) -> [usize; 3] {
        [self.channels, self.height, self.width]
    }

    /// `point -> out [3c]`: the three planes' features. A coordinate outside `[-1, 1]` by more than half a sample reads
    /// zeros.
    ///
    /// # Panics
    /// When `out` has another length.
    pub fn sample(&self, point: [f32; 3], out: &mut [f32]) {
        assert_eq!(out.len(), 3 * self.channels, "a feature of each channel of each plane");
        for (out, taps) in out.chunks_exact_mut(self.channels).zip(self.taps(point)) {
            out.fill(0.0);
            for (sample, weight) in taps {
                out.iter_mut().zip(sample).for_each(|(out, value)| *out += weight * value);
            }
        }
    }

    /// On each plane the four samples around a point, and their weights; samples beyond the plane weigh nothing.
    #[inline(always)]
    fn taps(&self, point: [f32; 3]) -> [[(&[f32], f32); 4]; 3] {
        let mut taps = [[(&[][..], 0.0); 4]; 3];
        for (plane, (taps, [along_width, along_height])) in taps.iter_mut().zip(PLANE_AXES).enumerate() {
            let columns = taps_along(point[along_width], self.width);
            let rows = taps_along(point[along_height], self.height);
            for (i, tap) in taps.iter_mut().enumerate() {
                let ((row, row_weight), (column, column_weight)) = (rows[i >> 1], columns[i & 1]);
                let at = ((plane * self.height + row) * self.width + column) * self.channels;
                *tap = (&self.samples[at..at + self.channels], row_weight * column_weight);
            }
        }
        taps
    }
}

/// The two samples of an axis of `size` samples that `coordinate`, -1 to 1, lies between, and their weights.
#[inline(always)]
fn taps_along(coordinate: f32, size: usize) -> [(usize, f32); 2] {
    let at = ((coordinate + 1.0) * size as f32 - 1.0) / 2.0;
    let low = at.floor();
    let part = at - low;
    let mut taps = [(low, 1.0 - part), (low + 1.0, part)];
    for (sample, weight) in &mut taps {
        // NaN is not beyond: it must come out again.
        if *sample < 0.0 || *sample >= size as f32 {
            (*sample, *weight) = (0.0, 0.0);
        }
    }
    [(taps[0].0 as usize, taps[0].1), (taps[1].0 as usize, taps[1].1)]
}

/// A dense layer: `out = weight x + bias`.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Features read.
    pub inputs: usize,
    /// Features written.
    pub outputs: usize,
    /// `[outputs, inputs]`.
    pub weight: Vec<f32>,
    /// `[outputs]`.
    pub bias: Vec<f32>,
}

impl Layer {
    fn row(&self, output: usize) -> &[f32] {
        &self.weight[output * self.inputs..][..self.inputs]
    }
}

/// Fails unless there are layers, and they read what comes before them, planes of so many channels first.
fn assert_follow(channels: usize, layers: &[Layer]) {
    assert!(!layers.is_empty(), "a decoder has layers");
    let mut width = 3 * channels;
    for layer in layers {
        assert!(layer.outputs > 0 && layer.inputs == width, "a layer reads what the one before it writes");
        assert_eq!(layer.weight.len(), layer.inputs * layer.outputs, "a weight for each input of each output");
        assert_eq!(layer.bias.len(), layer.outputs, "a bias for each output");
        width = layer.outputs;
    }
}

/// How a level follows from the first output: `exp(out_0 + bias) - threshold`, [`f32::MAX`] beyond f32's range.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Level {
    /// What is added before the exponential.
    pub bias: f32,
    /// The exponential on the surface.
    pub threshold: f32,
}

/// A layer whose rows are laid out for register tiles.
#[derive(Debug, Clone, PartialEq)]
struct PackedLayer {
    inputs: usize,
    /// `[outputs / ROWS, inputs, ROWS]`, the outputs padded with zeros to whole panels.
    panels: Vec<f32>,
    /// `[outputs / ROWS, ROWS]`.
    bias: Vec<[f32; ROWS]>,
}

impl PackedLayer {
    fn new(layer: &Layer) -> PackedLayer {
        let panels = layer.outputs.div_ceil(ROWS);
        let mut packed = PackedLayer {
            inputs: layer.inputs,
            panels: vec![0.0; panels * layer.inputs * ROWS],
            bias: vec![[0.0; ROWS]; panels],
        };
        for output in 0..layer.outputs {
            let (panel, row) = (output / ROWS, output % ROWS);
            packed.bias[panel][row] = layer.bias[output];
            for (input, weight) in layer.row(output).iter().enumerate() {
                packed.panels[(panel * layer.inputs + input) * ROWS + row] = *weight;
            }
        }
        packed
    }

    /// Outputs, rounded up to whole panels.
    fn padded_outputs(&self) -> usize {
        self.bias.len() * ROWS
    }

    /// `from [inputs, columns] -> to [padded outputs, columns]`.
    #[inline(always)]
    fn apply<S: Simd>(&self, simd: S, from: &[f32], to: &mut [f32], activated: bool) {
        let panels = self.panels.chunks_exact(self.inputs * ROWS);
        let rows = to.chunks_exact_mut(ROWS * tile::columns::<S>());
        for ((panel, bias), rows) in panels.zip(&self.bias).zip(rows) {
            let sum = [[simd.splat(0.0); VECTORS]; ROWS];
            let mut sum = tile::multiply::<S, ROWS>(simd, self.inputs, panel, from, sum);
            // The bias comes last: partial sums are then smaller, and so is what rounding takes from them.
            for (sum, bias) in sum.iter_mut().zip(bias) {
                for value in sum {
                    *value = simd.add(*value, simd.splat(*bias));
                }
            }
            if activated {
                // Loops and no closures: a closure is compiled for the baseline before it is inlined, if it is.
                for value in sum.as_flattened_mut() {
                    *value = silu(simd, *value);
                }
            }
            for (vector, to) in sum.as_flattened().iter().zip(rows.chunks_exact_mut(S::LANES)) {
                simd.store(to, *vector);
            }
        }
    }
}

/// The first layer applied to the planes: what is sampled of them, with the layer's bias, is the layer's output.
#[derive(Debug, Clone, PartialEq)]
struct SampledLayer {
    /// Planes of the layer's outputs, padded with zeros to whole vectors of any width.
    planes: Triplane,
    /// `[outputs]`, padded likewise.
    bias: Vec<f32>,
}

impl SampledLayer {
    fn new(triplane: &Triplane, layer: &Layer) -> SampledLayer {
        let outputs = layer.outputs.next_multiple_of(MAX_LANES);
        let channels = triplane.channels;
        let area = triplane.height * triplane.width;
        let mut samples = vec![0.0; 3 * area * outputs];
        for (at, (sample, out)) in
            triplane.samples.chunks_exact(channels).zip(samples.chunks_exact_mut(outputs)).enumerate()
        {
            let plane = at / area;
            for (output, out) in out.iter_mut().take(layer.outputs).enumerate() {
                let row = &layer.row(output)[plane * channels..][..channels];
                *out = row.iter().zip(sample).map(|(weight, value)| weight * value).sum();
            }
        }
        let mut bias = layer.bias.clone();
        bias.resize(outputs, 0.0);
        SampledLayer { planes: Triplane { channels: outputs, samples, ..*triplane }, bias }
    }

    /// `points [n, 3] -> to [padded outputs, columns]`, n at most the columns; the other columns are zeros.
    #[inline(always)]
    fn apply<S: Simd>(&self, simd: S, points: &[[f32; 3]], to: &mut [f32], activated: bool) {
        let columns = tile::columns::<S>();
        if points.len() < columns {
            to.fill(0.0);
        }
        for (column, point) in points.iter().enumerate() {
            let taps = self.planes.taps(*point);
            let chunks = self.bias.chunks_exact(S::LANES).zip(to.chunks_exact_mut(S::LANES * columns));
            for (chunk, (bias, rows)) in chunks.enumerate() {
                let mut sum = simd.splat(0.0);
                for (sample, weight) in taps.as_flattened() {
                    sum = simd.mul_add(simd.splat(*weight), simd.load(&sample[chunk * S::LANES..]), sum);
                }
                sum = simd.add(sum, simd.load(bias));
                if activated {
                    sum = silu(simd, sum);
                }
                let mut lanes = [0.0; MAX_LANES];
                simd.store(&mut lanes, sum);
                for (row, lane) in rows.chunks_exact_mut(columns).zip(lanes) {
                    row[column] = lane;
                }
            }
        }
    }
}

/// Planes and the layers that decode them.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldEval {
    triplane: Triplane,
    layers: Vec<Layer>,
    sampled: SampledLayer,
    packed: Vec<PackedLayer>,
}

impl FieldEval {
    /// # Panics
    /// When there is no layer, or a layer does not read what comes before it, or its weights have another length.
    pub fn new(triplane: Triplane, layers: Vec<Layer>) -> FieldEval {
        assert_follow(triplane.channels, &layers);
        let (first, others) = layers.split_first().expect("a decoder has layers");
        let sampled = SampledLayer::new(&triplane, first);
        let packed = others.iter().map(PackedLayer::new).collect();
        FieldEval { triplane, layers, sampled, packed }
    }

    /// The planes.
    pub fn triplane(&self) -> &Triplane {
        &self.triplane
    }

    /// The layers, the first first.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Features of the last layer.
    pub fn outputs(&self) -> usize {
        self.layers.last().expect("a decoder has layers").outputs
    }

    /// `points [n, 3] -> out [n, outputs]`, on the calling thread. A point's result does not depend on the other points of
    /// the call.
    ///
    /// # Panics
    /// When `out` has another length.
    pub fn evaluate(&self, points: &[[f32; 3]], out: &mut [f32]) {
        self.evaluate_with(Isa::detect(), points, out);
    }

    fn evaluate_with(&self, isa: Isa, points: &[[f32; 3]], out: &mut [f32]) {
        assert_eq!(out.len(), points.len() * self.outputs(), "an output for each point");
        isa.run(Evaluate { field: self, points, out });
    }

    /// What [`FieldEval::evaluate`] computes, written down plainly; what it is tested against.
    ///
    /// # Panics
    /// When `out` has another length.
    pub fn evaluate_plainly(&self, points: &[[f32; 3]], out: &mut [f32]) {
        assert_eq!(out.len(), points.len() * self.outputs(), "an output for each point");
        for (point, out) in points.iter().zip(out.chunks_exact_mut(self.outputs())) {
            let mut features = vec![0.0; 3 * self.triplane.channels];
            self.triplane.sample(*point, &mut features);
            for (index, layer) in self.layers.iter().enumerate() {
                if index > 0 {
                    features.iter_mut().for_each(|value| *value /= 1.0 + (-*value).exp());
                }
                let dot = |row: &[f32]| row.iter().zip(&features).map(|(weight, value)| weight * value).sum::<f32>();
                features = (0..layer.outputs).map(|output| dot(layer.row(output)) + layer.bias[output]).collect();
            }
            out.copy_from_slice(&features);
        }
    }
}

struct Evaluate<'a> {
    field: &'a FieldEval,
    points: &'a [[f32; 3]],
    out: &'a mut [f32],
}

impl Kernel for Evaluate<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let FieldEval { sampled, packed, .. } = self.field;
        let columns = tile::columns::<S>();
        let widest = packed.iter().map(PackedLayer::padded_outputs).fold(sampled.bias.len(), usize::max);
        let (mut from, mut to) = (vec![0.0; widest * columns], vec![0.0; widest * columns]);
        let outputs = self.field.outputs();
        for (points, out) in self.points.chunks(columns).zip(self.out.chunks_mut(columns * outputs)) {
            sampled.apply(simd, points, &mut from, !packed.is_empty());
            for (index, layer) in packed.iter().enumerate() {
                layer.apply(simd, &from, &mut to, index + 1 < packed.len());
                std::mem::swap(&mut from, &mut to);
            }
            for (column, out) in out.chunks_exact_mut(outputs).enumerate() {
                out.iter_mut().zip(from.chunks_exact(columns)).for_each(|(out, row)| *out = row[column]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        device::Device,
        webgpu::{Configuration, WebGpu, adapters},
    };

    /// Values in -1..1 without pattern: SplitMix64's finalizer (Steele, Lea & Flood 2014).
    fn noise(seed: u64, count: usize) -> Vec<f32> {
        (0..count as u64)
            .map(|i| {
                let mut z = seed.wrapping_add(i + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
                ((z ^ z >> 31) >> 40) as f32 / (1u64 << 23) as f32 - 1.0
            })
            .collect()
    }

    fn points(seed: u64, count: usize, reach: f32) -> Vec<[f32; 3]> {
        noise(seed, 3 * count).as_chunks().0.iter().map(|point: &[f32; 3]| point.map(|c| c * reach)).collect()
    }

    /// A field of noise; `widths` are the outputs of its layers.
    fn field([channels, height, width]: [usize; 3], widths: &[usize]) -> FieldEval {
        let triplane = Triplane::from_channel_first(&noise(1, 3 * channels * height * width), channels, height, width);
        let mut inputs = 3 * channels;
        let mut layers = Vec::new();
        for (index, &outputs) in widths.iter().enumerate() {
            let scale = (6.0 / inputs as f32).sqrt();
            let weight = noise(10 + index as u64, inputs * outputs).iter().map(|w| w * scale).collect();
            layers.push(Layer { inputs, outputs, weight, bias: noise(100 + index as u64, outputs) });
            inputs = outputs;
        }
        FieldEval::new(triplane, layers)
    }

    fn relative_l2(got: &[f32], expected: &[f32]) -> f64 {
        let norm = |values: &mut dyn Iterator<Item = f64>| values.map(|v| v * v).sum::<f64>().sqrt();
        norm(&mut got.iter().zip(expected).map(|(a, b)| f64::from(a - b)))
            / norm(&mut expected.iter().map(|&v| f64::from(v)))
    }

    /// Odd sizes, a decoder of one layer, counts that fill no tile, points on and beyond the planes' borders.
    #[test]
    fn tiles_agree_with_the_plain_evaluation_on_every_instruction_set() {
        let fields = [
            field([40, 64, 64], &[64, 64, 64, 4]),
            field([8, 16, 16], &[16, 16, 4]),
            field([1, 1, 1], &[1, 3]),
            field([5, 3, 7], &[4]),
            field([3, 9, 2], &[33, 7, 70, 5]),
        ];
        for field in &fields {
            for count in [0, 1, 31, 33, 4097] {
                let points = points(7, count, 1.3);
                let mut expected = vec![0.0; count * field.outputs()];
                field.evaluate_plainly(&points, &mut expected);
                for isa in Isa::available() {
                    let mut got = vec![f32::NAN; expected.len()];
                    field.evaluate_with(isa, &points, &mut got);
                    // Both round in f32, in different orders; a wrong weight, tap or row is a thousand times as far.
                    let distance = if count == 0 { 0.0 } else { relative_l2(&got, &expected) };
                    assert!(distance < 2e-6, "{:?} at {count} points on {isa:?}: {distance:e}", field.triplane.shape());
                }
            }
        }
    }

    /// The first adapter, opened with memory that is no number at first; `None`, said on stderr, where there is none.
    fn device(configuration: Configuration) -> Option<Device> {
        let Some(adapter) = adapters().into_iter().next() else {
            assert!(std::env::var_os("CI").is_none(), "CI needs a Vulkan driver: install mesa-vulkan-drivers");
            eprintln!("not run: no Vulkan or Metal driver here shows an adapter (Debian: mesa-vulkan-drivers)");
            return None;
        };
        let configuration = Configuration { poison: true, ..configuration };
        Some(Device::WebGpu(WebGpu::open(&adapter, &configuration).expect("the adapter opens")))
    }

    /// Odd sizes, one layer, layers wider than a tile has points, planes and layers that cannot be bound, points on and beyond
    /// the planes' borders, counts that fill no tile or more than one launch.
    #[test]
    fn an_adapter_agrees_with_the_plain_evaluation() {
        let few_bound = Configuration { max_binding_bytes: 48 << 10, ..Configuration::default() };
        for (configuration, shape, widths) in [
            (Configuration::default(), [40, 32, 32], &[64, 64, 4][..]),
            (few_bound, [5, 3, 7], &[4]),
            (few_bound, [1, 1, 1], &[1, 3]),
            (few_bound, [3, 9, 2], &[33, 7, 70, 5]),
            (few_bound, [7, 40, 31], &[33, 64, 64, 70, 64, 4]),
            (Configuration::default(), [2, 4, 4], &[300, 4]),
            (Configuration::default(), [2, 4, 4], &[1024, 2]),
        ] {
            let Some(device) = device(configuration) else { return };
            let field = field(shape, widths);
            let there = TriplaneDecoder::new(&device, field.triplane().clone(), field.layers().to_vec()).unwrap();
            assert_eq!(*there.triplane().unwrap(), *field.triplane());
            for count in [0, 1, 31, 4097] {
                let points = points(7, count, 1.3);
                let mut expected = vec![0.0; count * field.outputs()];
                field.evaluate_plainly(&points, &mut expected);
                let mut got = vec![f32::NAN; expected.len()];
                there.evaluate(&points, &mut got).unwrap();
                // As on the CPU, and exponentials and quotients a few last places farther off.
                let distance = if count == 0 { 0.0 } else { relative_l2(&got, &expected) };
                assert!(distance < 4e-6, "{shape:?}, {widths:?} at {count} points: {distance:e}");
                if count > 31 {
                    let mut alone = vec![f32::NAN; 17 * field.outputs()];
                    there.evaluate(&points[1000..1017], &mut alone).unwrap();
                    assert_eq!(alone, got[1000 * field.outputs()..][..alone.len()], "a point depends on the others");
                }
            }
            let mut out = vec![0.0; 3 * field.outputs()];
            there.evaluate(&[[f32::NAN; 3], [1e30; 3], [-1e30; 3]], &mut out).unwrap();
            let (nan, far) = out.split_at(field.outputs());
            assert!(nan.iter().all(|value| value.is_nan()), "{nan:?}");
            let mut expected = vec![0.0; field.outputs()];
            field.evaluate_plainly(&[[1e30; 3]], &mut expected);
            assert!(far.chunks(field.outputs()).all(|far| relative_l2(far, &expected) < 4e-6), "{far:?} {expected:?}");
        }
    }

    #[test]
    fn a_decoder_that_an_adapter_has_no_room_for_is_an_error() {
        let Some(device) = device(Configuration { max_binding_bytes: 16 << 10, ..Configuration::default() }) else {
            return;
        };
        for (widths, said) in [
            (&[64, 64, 4][..], "64 x 64 takes 16896 bytes; a kernel is given at most 16384"),
            (&[1025, 2], "room for 1024"),
        ] {
            let field = field([1, 2, 2], widths);
            let refused = TriplaneDecoder::new(&device, field.triplane().clone(), field.layers().to_vec());
            let message = refused.unwrap_err().to_string();
            assert!(message.contains(said), "{message}");
        }
    }

    #[test]
    fn a_point_does_not_depend_on_the_others() {
        let field = field([40, 32, 32], &[64, 64, 4]);
        let points = points(3, 200, 1.1);
        let mut together = vec![[0.0; 4]; points.len()];
        field.evaluate(&points, together.as_flattened_mut());
        for start in [0, 1, 7, 32, 100] {
            for length in [1, 2, 31, 33, 64] {
                let mut alone = vec![[0.0; 4]; length];
                field.evaluate(&points[start..start + length], alone.as_flattened_mut());
                assert_eq!(alone, together[start..start + length]);
            }
        }
    }

    /// Two columns, one row: the borders lie half a sample outside, and the planes fade to zero over one sample.
    #[test]
    fn planes_are_sampled_between_half_pixel_centres_and_fade_to_zero_outside() {
        // Plane 0 is read along x and y, plane 1 along x and z, plane 2 along y and z.
        let triplane = Triplane::from_channel_first(&[1.0, 3.0, 10.0, 30.0, 100.0, 300.0], 1, 1, 2);
        let sampled = |point: [f32; 3]| {
            let mut out = [f32::NAN; 3];
            triplane.sample(point, &mut out);
            out
        };
        assert_eq!(sampled([-0.5, 0.5, 0.0]), [0.75, 10.0, 300.0]);
        assert_eq!(sampled([0.0, 0.0, 0.0]), [2.0, 20.0, 200.0]);
        // On the border half of it is left, one sample beyond nothing.
        assert_eq!(sampled([1.0, 0.0, 0.0]), [1.5, 15.0, 200.0]);
        assert_eq!(sampled([-1.0, 0.0, 0.0]), [0.5, 5.0, 200.0]);
        assert_eq!(sampled([0.0, 0.0, 1.0]), [2.0, 10.0, 100.0]);
        assert_eq!(sampled([1.5, 0.0, 0.0]), [0.0, 0.0, 200.0]);
        for far in [7.0, -7.0, 1e30, -1e30] {
            assert_eq!(sampled([far; 3]), [0.0; 3]);
        }
        assert!(sampled([f32::NAN; 3]).iter().all(|value| value.is_nan()));
    }

    #[test]
    fn channels_come_back_where_they_were() {
        let planes = noise(5, 3 * 4 * 5 * 6);
        let triplane = Triplane::from_channel_first(&planes, 4, 5, 6);
        assert_eq!(triplane.shape(), [4, 5, 6]);
        assert_eq!(triplane.to_channel_first(), planes);
    }
}
