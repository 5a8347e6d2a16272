//! A triplane field on a CUDA device.

use super::{
    buffer::Buffer,
    context::Cuda,
    launches::{self, PackedDecoder, Written},
    product::Product,
    tensor::CudaTensor,
};
use crate::{Error, ops::field_eval::Layer, webgpu::DeviceFault, weight::Format};

/// Planes that went through the first layer, and the other layers.
#[derive(Debug, Clone)]
pub struct CudaField {
    /// `[3, c, h, w]`.
    planes: CudaTensor,
    layers: Vec<Layer>,
    /// `[3, h, w, features]`: what the first layer makes of the planes.
    sampled: CudaTensor,
    features: usize,
    hidden: usize,
    first_bias: CudaTensor,
    between: [CudaTensor; 2],
    last: [CudaTensor; 2],
}

impl CudaField {
    /// `planes [3, c, h, w]` and the layers that decode them, as [`crate::ops::field_eval::GpuFieldEval`].
    ///
    /// # Errors
    /// [`Error::Device`]; where a layer that another one follows has more than 128 features.
    ///
    /// # Panics
    /// When shapes do not fit: the caller's own mistake.
    pub fn new(planes: &CudaTensor, layers: &[Layer]) -> Result<CudaField, Error> {
        let cuda = planes.cuda();
        let &[3, channels, height, width] = planes.shape() else { panic!("{planes:?} are no three planes") };
        let packed = PackedDecoder::new(layers).ok_or_else(|| {
            let most = launches::MOST_FEATURES;
            cuda.fault(DeviceFault::Invalid {
                reason: format!(
                    "a decoder with a layer of more than {most} features: CUDA's kernels have up to {most}"
                ),
            })
        })?;
        let features = packed.features;
        let upload = |values: &[f32], shape: &[usize]| CudaTensor::upload(cuda, values, shape, Format::F32);
        let weights = upload(&packed.first_weights, &[features, 3 * channels])?;
        let area = height * width;
        let samples = planes.to_format(Format::F32)?.permute(&[0, 2, 3, 1])?.reshape(&[3 * area, channels])?;
        let through = CudaTensor::empty(cuda, &[3 * area, features], Format::F32)?;
        for plane in 0..3 {
            let part = weights.columns(plane * channels, channels);
            let of_plane = |tensor: &CudaTensor| tensor.row_range(plane * area, area);
            cuda.multiply(&Product {
                x: of_plane(&samples).rows(),
                weights: part.rows(),
                bias: None,
                residual: None,
                out: of_plane(&through).rows(),
            })?;
        }
        let vector = |values: &[f32]| upload(values, &[values.len()]);
        Ok(CudaField {
            planes: planes.clone(),
            layers: layers.to_vec(),
            sampled: through.reshape(&[3, height, width, features])?,
            features,
            hidden: packed.hidden,
            first_bias: vector(&packed.first_bias)?,
            between: [vector(&packed.weights)?, vector(&packed.bias)?],
            last: [vector(&packed.last_weights)?, vector(&packed.last_bias)?],
        })
    }

    /// Points of a launch; a run can be ended between launches.
    pub(crate) const POINTS_A_LAUNCH: usize = 1 << 20;

    /// `[3, c, h, w]`.
    pub(crate) fn planes(&self) -> &CudaTensor {
        &self.planes
    }

    /// The layers that decode them, the first first.
    pub(crate) fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Where it is.
    pub fn cuda(&self) -> &Cuda {
        self.planes.cuda()
    }

    /// Evaluates the first `count` of `points`, and writes what is wanted of them from the given byte of a buffer on.
    ///
    /// # Errors
    /// [`Error::Device`].
    pub(crate) fn write(
        &self,
        points: &Buffer,
        count: usize,
        written: Written,
        (out, offset): (&Buffer, usize),
    ) -> Result<(), Error> {
        let &[_, height, width, _] = self.sampled.shape() else { unreachable!("planes have four axes") };
        let planes = launches::Planes { samples: self.sampled.memory(), height, width };
        let decoder = launches::Decoder {
            features: self.features,
            hidden: self.hidden,
            outputs: self.layers[self.layers.len() - 1].outputs,
            first_bias: self.first_bias.memory(),
            layers: (self.hidden > 0).then(|| (self.between[0].memory(), self.between[1].memory())),
            last: (self.last[0].count() > 0).then(|| (self.last[0].memory(), self.last[1].memory())),
        };
        let evaluation =
            launches::Evaluation { points: (points.memory(), 0), count, written, out: (out.memory(), offset) };
        self.cuda().launch(&launches::field_eval(&planes, &decoder, &evaluation))
    }
}
