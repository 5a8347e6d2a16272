//! A triplane field on a CUDA device.

use super::{
    context::Cuda,
    launches::{self, PackedDecoder},
    product::Product,
    tensor::CudaTensor,
};
use crate::{Error, ops::field_eval::Layer, webgpu::DeviceFault, weight::Format};

/// Planes that went through the first layer, and the other layers.
#[derive(Debug, Clone)]
pub struct CudaField {
    /// `[3, h, w, features]`.
    planes: CudaTensor,
    features: usize,
    hidden: usize,
    outputs: usize,
    first_bias: CudaTensor,
    layers: [CudaTensor; 2],
    last: [CudaTensor; 2],
}

impl CudaField {
    /// `planes [3, c, h, w]` and the layers that decode them, as [`crate::ops::field_eval::FieldEval`].
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
            planes: through.reshape(&[3, height, width, features])?,
            features,
            hidden: packed.hidden,
            outputs: packed.outputs,
            first_bias: vector(&packed.first_bias)?,
            layers: [vector(&packed.weights)?, vector(&packed.bias)?],
            last: [vector(&packed.last_weights)?, vector(&packed.last_bias)?],
        })
    }

    /// Features of the last layer.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Where it is.
    pub fn cuda(&self) -> &Cuda {
        self.planes.cuda()
    }

    /// `points [n, 3]` in f32 `-> [n, outputs]`. A point's result does not depend on the other points of the call.
    ///
    /// # Errors
    /// [`Error::Device`].
    pub fn evaluate(&self, points: &CudaTensor) -> Result<CudaTensor, Error> {
        let out = CudaTensor::empty(self.cuda(), &[points.rows().rows, self.outputs], Format::F32)?;
        let &[_, height, width, _] = self.planes.shape() else { unreachable!("planes have four axes") };
        let planes = launches::Planes { samples: self.planes.memory(), height, width };
        let decoder = launches::Decoder {
            features: self.features,
            hidden: self.hidden,
            outputs: self.outputs,
            first_bias: self.first_bias.memory(),
            layers: (self.hidden > 0).then(|| (self.layers[0].memory(), self.layers[1].memory())),
            last: (self.last[0].count() > 0).then(|| (self.last[0].memory(), self.last[1].memory())),
        };
        self.cuda().launch(&launches::field_eval_points(&planes, &decoder, points.rows(), out.rows()))?;
        Ok(out)
    }
}
