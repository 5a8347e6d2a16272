//! The field that triplane networks end in: three planes of features, and a small MLP that decodes a point's features to
//! density and colour (TripoSR, Tochilkin et al. 2024).
//!
//! The solid is where the density `exp(out_0 + density_bias)` exceeds the threshold; colour is `sigmoid(out_1..3)`.

mod file;

use kernels::{
    device::Device,
    ops::field_eval::{FieldEval, Layer, Level, Triplane, TriplaneDecoder},
    tensor::Tensor,
};

use crate::{
    Error,
    field::{Field, FieldOnGpu, normalised},
    work::Work,
};
pub use file::FieldFileError;

/// Density, then red, green and blue.
const OUTPUTS: usize = 4;

/// The density of the surface where nothing else is said, as a volume density a normalised sample interval.
pub const DEFAULT_THRESHOLD: f32 = 25.0;

/// How a decoder's outputs are read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Density {
    /// Half the side of the cube that the planes span, world units.
    pub radius: f32,
    /// What is added to the first output before the exponential.
    pub bias: f32,
    /// The density of the surface; more makes a thinner shape.
    pub threshold: f32,
}

/// Planes, decoder, and how its outputs are read.
#[derive(Debug, Clone)]
pub struct TriplaneField {
    decoder: TriplaneDecoder,
    density: Density,
}

/// A decoder's outputs at points, before and after activation.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// `[n]`: the first output.
    pub density: Vec<f32>,
    /// `[n, 3]`: the other outputs.
    pub features: Vec<[f32; 3]>,
    /// `[n]`: `exp(density + density_bias)`.
    pub density_act: Vec<f32>,
    /// `[n, 3]`: `sigmoid(features)`.
    pub color: Vec<[f32; 3]>,
}

impl TriplaneField {
    /// On the CPU, of planes in memory.
    ///
    /// # Panics
    /// When the layers do not read 3 features a channel, do not follow on each other, or do not end in 4 outputs; when the
    /// radius or the threshold is not positive, or a value of `density` not finite.
    pub fn new(triplane: Triplane, layers: Vec<Layer>, density: Density) -> TriplaneField {
        let decoder = TriplaneDecoder::Cpu(FieldEval::new(triplane, layers));
        TriplaneField::of_decoder(decoder, density)
    }

    /// Of planes `[3, c, h, w]`, on the device where they are.
    ///
    /// # Errors
    /// [`Error::Kernel`] when the device fails or has no room.
    ///
    /// # Panics
    /// As [`TriplaneField::new`].
    pub fn of_planes(planes: &Tensor, layers: Vec<Layer>, density: Density) -> Result<TriplaneField, Error> {
        Ok(TriplaneField::of_decoder(TriplaneDecoder::of_planes(planes, layers)?, density))
    }

    /// The field on another device.
    ///
    /// # Errors
    /// As [`TriplaneField::of_planes`].
    pub fn to_device(&self, device: &Device) -> Result<TriplaneField, Error> {
        let triplane = self.decoder.triplane()?.into_owned();
        let decoder = TriplaneDecoder::new(device, triplane, self.decoder.layers().to_vec())?;
        Ok(TriplaneField { decoder, density: self.density })
    }

    fn of_decoder(decoder: TriplaneDecoder, density: Density) -> TriplaneField {
        assert_eq!(decoder.outputs(), OUTPUTS, "density and three colours");
        assert!(density.radius.is_finite() && density.radius > 0.0, "a cube has a size");
        assert!(density.threshold.is_finite() && density.threshold > 0.0, "an exponential is positive");
        assert!(density.bias.is_finite(), "a bias is a number");
        TriplaneField { decoder, density }
    }

    /// How the decoder's outputs are read.
    pub fn density(&self) -> Density {
        self.density
    }

    /// The work of the decoder at `points` points, whose first layer has been applied to the planes. Each level or colour that
    /// is wanted of a point is a value more.
    pub fn work(&self, points: usize) -> Work {
        let [_, height, width] = self.decoder.shape();
        let (first, others) = self.decoder.layers().split_first().expect("a decoder has layers");
        // Three planes' four samples around a point.
        let sampling = 2 * 3 * 4 * (points * first.outputs) as u64;
        let planes = Work { operations: sampling, ..Work::moved(3 * height * width * first.outputs) };
        others.iter().fold(planes, |work, layer| {
            let Work { operations, weights, .. } = Work::linear(points, layer.inputs, layer.outputs);
            work + Work { operations, weights, activations: 0 }
        })
    }

    /// `points [n, 3]`, world units `-> [n, 3c]`: what the decoder reads, from the planes in memory.
    ///
    /// # Errors
    /// [`Error::Kernel`] when the device fails.
    pub fn sampled_features(&self, points: &[[f32; 3]]) -> Result<Vec<f32>, Error> {
        let triplane = self.decoder.triplane()?;
        let features = 3 * triplane.shape()[0];
        let mut sampled = vec![0.0; points.len() * features];
        for (point, out) in points.iter().zip(sampled.chunks_exact_mut(features)) {
            triplane.sample(self.normalised(*point), out);
        }
        Ok(sampled)
    }

    /// The decoder at `points [n, 3]`, world units; on the CPU on the calling thread.
    ///
    /// # Errors
    /// [`Error::Kernel`] when the device fails.
    pub fn query(&self, points: &[[f32; 3]]) -> Result<Query, Error> {
        let outputs: Vec<[f32; OUTPUTS]> = self.outputs(points)?;
        let features: Vec<[f32; 3]> = outputs.iter().map(|&[_, r, g, b]| [r, g, b]).collect();
        Ok(Query {
            density: outputs.iter().map(|out| out[0]).collect(),
            density_act: outputs.iter().map(|out| self.activated(out[0])).collect(),
            color: features.iter().map(|features| features.map(sigmoid)).collect(),
            features,
        })
    }

    /// `points [n, 3]`, world units `-> [n, 4]`: the decoder's raw outputs.
    fn outputs(&self, points: &[[f32; 3]]) -> Result<Vec<[f32; OUTPUTS]>, Error> {
        let points: Vec<[f32; 3]> = points.iter().map(|point| self.normalised(*point)).collect();
        let mut outputs = vec![[0.0; OUTPUTS]; points.len()];
        self.decoder.evaluate(&points, outputs.as_flattened_mut())?;
        Ok(outputs)
    }

    /// A point of the cube as one of `[-1, 1]^3`.
    fn normalised(&self, point: [f32; 3]) -> [f32; 3] {
        point.map(|coordinate| normalised(coordinate, self.density.radius))
    }

    fn activated(&self, density: f32) -> f32 {
        (density + self.density.bias).exp()
    }
}

impl Field for TriplaneField {
    fn half_extent(&self) -> f32 {
        self.density.radius
    }

    fn levels(&self, points: &[[f32; 3]], out: &mut [f32]) -> Result<(), Error> {
        if let Some(field) = self.on_gpu() {
            // The device's own levels: a sample has the same one wherever it is asked for.
            let points: Vec<[f32; 3]> = points.iter().map(|point| self.normalised(*point)).collect();
            return Ok(field.decoder.levels(field.level, &points, out)?);
        }
        for (output, out) in self.outputs(points)?.iter().zip(out) {
            let level = self.activated(output[0]) - self.density.threshold;
            // Far inside, the exponential may leave f32's range; that is no fault of the field.
            *out = if level == f32::INFINITY { f32::MAX } else { level };
        }
        Ok(())
    }

    fn colors(&self, points: &[[f32; 3]], out: &mut [[f32; 3]]) -> Result<(), Error> {
        for (&[_, r, g, b], out) in self.outputs(points)?.iter().zip(out) {
            *out = [r, g, b].map(sigmoid);
        }
        Ok(())
    }

    fn on_gpu(&self) -> Option<FieldOnGpu<'_>> {
        let Density { bias, threshold, radius: half_extent } = self.density;
        match &self.decoder {
            TriplaneDecoder::Cpu(_) => None,
            TriplaneDecoder::Gpu(decoder) => {
                Some(FieldOnGpu { decoder, level: Level { bias, threshold }, half_extent })
            }
        }
    }
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
