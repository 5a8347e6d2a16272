//! The networks' operations on a CUDA device.
//!
//! Activations that go on being added are f32; operands of products are of the precision's format.

use super::{context::Cuda, launches, product::Product, tensor::CudaTensor};
use crate::{
    Error,
    ops::linear::Activation,
    precision::Precision,
    webgpu::DeviceFault,
    weight::{Format, Weight},
};

/// A norm's scale and shift, `[c]` each, and what is added to the variance.
#[derive(Debug, Clone)]
pub struct Norm {
    scale: CudaTensor,
    shift: CudaTensor,
    epsilon: f32,
}

impl Norm {
    /// # Errors
    /// [`Error::Device`].
    ///
    /// # Panics
    /// When the lengths differ.
    pub fn new(cuda: &Cuda, scale: &[f32], shift: &[f32], epsilon: f32) -> Result<Norm, Error> {
        assert_eq!(scale.len(), shift.len(), "scale and shift of equal length");
        let upload = |values: &[f32]| CudaTensor::upload(cuda, values, &[values.len()], Format::F32);
        Ok(Norm { scale: upload(scale)?, shift: upload(shift)?, epsilon })
    }

    /// Layer normalisation: `x [n, c] -> [n, c]` in this format.
    ///
    /// # Errors
    /// [`Error::Device`].
    ///
    /// # Panics
    /// When `x` has another number of channels.
    pub fn layer_norm(&self, x: &CudaTensor, format: Format) -> Result<CudaTensor, Error> {
        assert_eq!(x.shape().last(), Some(&self.scale.count()), "a row has as many channels as the norm");
        let x = x.to_format(Format::F32)?;
        let out = CudaTensor::empty(x.cuda(), x.shape(), format)?;
        let (scale, shift, epsilon) = (self.scale.memory(), self.shift.memory(), self.epsilon);
        x.cuda().launch(&launches::layer_norm(x.rows(), &launches::LayerNorm { scale, shift, epsilon }, out.rows()))?;
        Ok(out)
    }

    /// Group normalisation: `x [c, n] -> [c, n]` in f32, over a group's channels and all places.
    ///
    /// # Errors
    /// [`Error::Device`].
    ///
    /// # Panics
    /// When the channels do not divide into groups, or are not as many as the norm's.
    pub fn group_norm(&self, x: &CudaTensor, groups: usize) -> Result<CudaTensor, Error> {
        assert_eq!(x.shape().first(), Some(&self.scale.count()), "as many channels as the norm");
        let x = x.to_format(Format::F32)?.reshape(x.shape())?;
        let out = CudaTensor::empty(x.cuda(), x.shape(), Format::F32)?;
        let (scale, shift, epsilon) = (self.scale.memory(), self.shift.memory(), self.epsilon);
        let norm = launches::GroupNorm { groups, scale, shift, epsilon };
        x.cuda().launch(&launches::group_norm(x.rows(), &norm, out.rows()))?;
        Ok(out)
    }
}

/// A linear layer on the device: weights in the format of the products' operands.
#[derive(Debug, Clone)]
pub struct Resident {
    /// `[n, k]`: all parts, one below the other.
    weights: CudaTensor,
    /// Rows of each part.
    parts: Vec<usize>,
    /// `[n]`, in f32 and in the operands' format: cuBLASLt adds a bias of its result's format.
    bias: Option<[CudaTensor; 2]>,
    norm: Option<Norm>,
    activation: Activation,
    /// Whether results are f32 although nothing is added to them.
    keeps_f32: bool,
}

impl Resident {
    /// `weights [n_i, k]` each, whose outputs stand side by side; `bias [n]`; `norm` is applied to the rows first. Products are of
    /// operands in this format, as of [`Cuda::operands`].
    ///
    /// # Errors
    /// [`Error::Device`]; [`Error::Precision`] where f16 does not reach a weight's values.
    ///
    /// # Panics
    /// When shapes do not fit: a network's own mistake, since loaders check weights.
    pub fn new(
        cuda: &Cuda,
        operands: Format,
        weights: &[Weight],
        bias: Option<&[f32]>,
        norm: Option<Norm>,
        activation: Activation,
    ) -> Result<Resident, Error> {
        let parts: Vec<usize> = weights.iter().map(|weight| weight.shape()[0]).collect();
        let depth = weights.first().expect("a layer has weights").shape()[1];
        let outputs: usize = parts.iter().sum();
        assert!(weights.iter().all(|weight| weight.shape()[1] == depth), "parts of one depth");
        assert!(bias.is_none_or(|bias| bias.len() == outputs), "a bias of {outputs}");
        if operands == Format::F16 {
            weights.iter().try_for_each(check_range)?;
        }
        let values: Vec<f32> = weights.iter().flat_map(Weight::to_vec).collect();
        let bias = bias
            .map(|bias| {
                let upload = |format| CudaTensor::upload(cuda, bias, &[outputs], format);
                Ok::<_, Error>([upload(Format::F32)?, upload(operands)?])
            })
            .transpose()?;
        let weights = CudaTensor::upload(cuda, &values, &[outputs, depth], operands)?;
        Ok(Resident { weights, parts, bias, norm, activation, keeps_f32: false })
    }

    /// The same layer, its results f32 where this is so.
    pub fn keeping_f32(self, keeps_f32: bool) -> Resident {
        Resident { keeps_f32, ..self }
    }

    /// `x [m, k] -> [m, n_i]` a part, or one `[m, n / 2]` with [`Activation::Geglu`]; `residual [m, n]` is added last. With a
    /// residual the result is f32, else it has the operands' format unless f32 is kept. Parts are columns of one matrix.
    ///
    /// # Errors
    /// [`Error::Device`].
    ///
    /// # Panics
    /// When shapes do not fit, or there are several parts and a residual: a network's own mistake.
    pub fn apply(&self, x: &CudaTensor, residual: Option<&CudaTensor>) -> Result<Vec<CudaTensor>, Error> {
        assert!(residual.is_none() || self.parts.len() == 1, "a residual of a single part");
        let cuda = x.cuda();
        let operands = self.weights.format();
        let x = match &self.norm {
            Some(norm) => norm.layer_norm(x, operands)?,
            None => x.to_format(operands)?,
        };
        let residual = residual.map(|residual| residual.to_format(Format::F32)).transpose()?;
        let format = if residual.is_some() || self.keeps_f32 { Format::F32 } else { operands };
        let (rows, outputs) = (x.rows().rows, self.weights.shape()[0]);
        if self.activation != Activation::None {
            // Sums as the result will be, which halves what the pass after the product has to read; but a sum may lie beyond what
            // f16 reaches where the result, after bias and activation, does not.
            let format_of_sums = if operands == Format::F16 || self.keeps_f32 { Format::F32 } else { operands };
            let sums = CudaTensor::empty(cuda, &[rows, outputs], format_of_sums)?;
            let (x, weights) = (x.rows(), self.weights.rows());
            cuda.multiply(&Product { x, weights, bias: None, residual: None, out: sums.rows() })?;
            let width = if self.activation == Activation::Geglu { outputs / 2 } else { outputs };
            let out = CudaTensor::empty(cuda, &[rows, width], format)?;
            let epilogue = launches::Epilogue {
                bias: self.bias.as_ref().map(|[bias, _]| bias.memory()),
                activation: self.activation,
                residual: residual.as_ref().map(CudaTensor::rows),
            };
            cuda.launch(&launches::linear_epilogue(sums.rows(), &epilogue, out.rows()))?;
            return Ok(vec![out]);
        }
        let out = CudaTensor::empty(cuda, &[rows, outputs], format)?;
        let bias = self.bias.as_ref().map(|[full, rounded]| {
            let own = if format == Format::F32 { full } else { rounded };
            [full.memory(), own.memory()]
        });
        cuda.multiply(&Product {
            x: x.rows(),
            weights: self.weights.rows(),
            bias,
            residual: residual.as_ref().map(CudaTensor::rows),
            out: out.rows(),
        })?;
        let mut start = 0;
        Ok(self
            .parts
            .iter()
            .map(|&count| {
                let part = out.columns(start, count);
                start += count;
                part
            })
            .collect())
    }
}

/// Whether f16 reaches the weight's values.
fn check_range(weight: &Weight) -> Result<(), Error> {
    let largest = weight.to_vec().into_iter().map(f32::abs).fold(0.0, f32::max);
    if half::f16::from_f32(largest).is_finite() {
        return Ok(());
    }
    let reason = format!("{} has values up to {largest:e}, which f16 does not reach: use bf16 or f32", weight.name());
    Err(Error::Precision { precision: Precision::F16, reason })
}

/// `queries [n, heads * d], keys [m, heads * d], values [m, heads * d] -> [n, heads * d]`, as [`crate::ops::attention`], all of
/// one format.
///
/// # Errors
/// [`Error::Device`]; where heads have more than 128 channels.
///
/// # Panics
/// When shapes do not fit or there is no key: a network's own mistake.
pub fn attention(
    queries: &CudaTensor,
    keys: &CudaTensor,
    values: &CudaTensor,
    heads: usize,
    sequences: usize,
) -> Result<CudaTensor, Error> {
    let cuda = queries.cuda();
    let channels = queries.rows().columns / heads;
    if channels > launches::MOST_CHANNELS {
        let most = launches::MOST_CHANNELS;
        let reason = format!("attention with {channels} channels a head: CUDA's kernels have up to {most}");
        return Err(cuda.fault(DeviceFault::Invalid { reason }));
    }
    let out = CudaTensor::empty(cuda, queries.shape(), queries.format())?;
    let operands = [queries, keys, values].map(CudaTensor::rows);
    cuda.launch(&launches::attention(operands, heads, sequences, out.rows(), cuda.multiprocessors()))?;
    Ok(out)
}
