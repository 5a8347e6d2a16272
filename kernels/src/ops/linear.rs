//! Linear layers: a matrix product with all that comes before and after it, in one pass over memory.
//!
//! `x [m, k]` times the transpose of the weights `[n, k]`.

mod cpu;
mod webgpu;

use super::layer_norm::LayerNorm;
use crate::{Error, compute::Compute, cpu::simd::Isa, device::Device, tensor::Tensor, weight::Weight};

/// What is done to a layer's sums and bias.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Activation {
    /// Nothing.
    #[default]
    None,
    /// GELU in its exact form.
    Gelu,
    /// The outputs' first half times the GELU of the second, which halves them (GEGLU: Shazeer 2020).
    Geglu,
}

/// A linear layer's parameters.
#[derive(Debug, Clone, Default)]
pub struct Parameters {
    /// `[n_i, k]` each, `n` rows in all.
    pub weights: Vec<Weight>,
    /// `[n]`.
    pub bias: Option<Vec<f32>>,
    /// Applied to the rows of `x` first.
    pub norm: Option<LayerNorm>,
    /// Applied to sums and bias.
    pub activation: Activation,
    /// Whether results without a residual are f32 in every precision, as those are with one: what goes on being added, or is no
    /// operand of a product. Others are rounded to the operands' format where that spares a device memory.
    pub keeps_f32: bool,
}

/// A linear layer, laid out for its device.
#[derive(Debug)]
pub struct Linear {
    resident: Resident,
    norm: Option<LayerNorm>,
}

#[derive(Debug)]
enum Resident {
    Cpu(Parameters, Isa),
    WebGpu(webgpu::Resident),
    #[cfg(feature = "cuda")]
    Cuda(Box<crate::cuda::Resident>),
}

impl Linear {
    /// Lays the layer out.
    ///
    /// # Errors
    /// [`Error::Device`] when the device has no room.
    ///
    /// # Panics
    /// When shapes do not fit: a network's own mistake, since loaders check weights.
    pub fn new(compute: &Compute, parameters: Parameters) -> Result<Linear, Error> {
        let Parameters { weights, bias, norm, activation, keeps_f32 } = &parameters;
        let outputs: usize = weights.iter().map(|weight| weight.shape()[0]).sum();
        let inputs = weights.first().expect("a layer has weights").shape()[1];
        assert!(weights.iter().all(|weight| weight.shape()[1] == inputs), "{weights:?} read the same");
        assert!(bias.as_ref().is_none_or(|bias| bias.len() == outputs), "{weights:?}: a bias of {outputs}");
        assert!(norm.as_ref().is_none_or(|norm| norm.channels() == inputs), "{weights:?}: a norm of {inputs}");
        assert!(*activation != Activation::Geglu || weights.len() == 1, "{weights:?}: values and gates in one");
        match compute.device() {
            Device::Cpu => {
                let norm = norm.clone();
                Ok(Linear { resident: Resident::Cpu(parameters, compute.isa()?), norm })
            }
            Device::WebGpu(gpu) => {
                let (bias, fused) = (bias.as_deref(), norm.as_ref());
                let resident = webgpu::Resident::new(gpu, compute.precision(), weights, bias, fused, *activation)?;
                let resident = resident.keeping_f32(*keeps_f32);
                Ok(Linear { resident: Resident::WebGpu(resident), norm: parameters.norm })
            }
            #[cfg(feature = "cuda")]
            Device::Cuda(cuda) => {
                let operands = cuda.operands(compute.precision())?;
                let fused = norm.as_ref().map(|norm| norm.on_cuda(cuda)).transpose()?;
                let resident =
                    crate::cuda::Resident::new(cuda, operands, weights, bias.as_deref(), fused, *activation)?;
                let resident = Box::new(resident.keeping_f32(*keeps_f32));
                Ok(Linear { resident: Resident::Cuda(resident), norm: parameters.norm })
            }
        }
    }

    /// `x [m, k] -> [m, n]`, or `[m, n / 2]` with [`Activation::Geglu`], of a layer with one weight.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    ///
    /// # Panics
    /// When shapes do not fit, or `x` is on another device.
    pub fn apply(&self, x: &Tensor) -> Result<Tensor, Error> {
        self.apply_with(x, None).map(one)
    }

    /// [`Linear::apply`], with `residual [m, n]` added last.
    ///
    /// # Errors
    /// As [`Linear::apply`].
    ///
    /// # Panics
    /// As [`Linear::apply`].
    pub fn add_to(&self, residual: &Tensor, x: &Tensor) -> Result<Tensor, Error> {
        self.apply_with(x, Some(residual)).map(one)
    }

    /// `x [m, k]` -> `[m, n_i]` for each weight, computed together.
    ///
    /// # Errors
    /// As [`Linear::apply`].
    ///
    /// # Panics
    /// As [`Linear::apply`].
    pub fn apply_each(&self, x: &Tensor) -> Result<Vec<Tensor>, Error> {
        self.apply_with(x, None)
    }

    /// What is applied to the rows of `x` first.
    pub fn norm(&self) -> Option<&LayerNorm> {
        self.norm.as_ref()
    }

    fn apply_with(&self, x: &Tensor, residual: Option<&Tensor>) -> Result<Vec<Tensor>, Error> {
        match &self.resident {
            Resident::Cpu(parameters, isa) => {
                let results = cpu::apply(parameters, x.on_cpu(), residual.map(Tensor::on_cpu), *isa)?;
                Ok(results.into_iter().map(Tensor::Cpu).collect())
            }
            Resident::WebGpu(resident) => {
                let results = resident.apply(x.on_web_gpu(), residual.map(Tensor::on_web_gpu))?;
                Ok(results.into_iter().map(Tensor::WebGpu).collect())
            }
            #[cfg(feature = "cuda")]
            Resident::Cuda(resident) => {
                let results = resident.apply(x.on_cuda(), residual.map(Tensor::on_cuda))?;
                Ok(results.into_iter().map(Tensor::Cuda).collect())
            }
        }
    }
}

fn one(mut results: Vec<Tensor>) -> Tensor {
    assert_eq!(results.len(), 1, "a layer of one weight");
    results.remove(0)
}

#[cfg(test)]
mod tests;
