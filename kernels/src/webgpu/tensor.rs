//! Tensors on an adapter.

use std::fmt;

use super::{Buffer, DeviceFault, WebGpu};
use crate::{Error, weight::Format};

/// A dense tensor on an adapter, row-major without gaps.
#[derive(Clone)]
pub struct GpuTensor {
    gpu: WebGpu,
    buffer: Buffer,
    /// Bytes before its first value, a multiple of 256.
    offset: u64,
    shape: Vec<usize>,
    format: Format,
}

fn missing(gpu: &WebGpu) -> Error {
    gpu.failed(DeviceFault::Invalid { reason: "no kernel".to_owned() })
}

impl GpuTensor {
    pub(crate) fn upload(gpu: &WebGpu, values: &[f32], shape: &[usize]) -> Result<GpuTensor, Error> {
        let buffer = gpu.upload(bytemuck::cast_slice(values))?;
        Ok(GpuTensor { gpu: gpu.clone(), buffer, offset: 0, shape: shape.to_vec(), format: Format::F32 })
    }
    pub(crate) fn to_vec(&self) -> Result<Vec<f32>, Error> {
        let bytes = self.gpu.download(&self.buffer, self.offset, 4 * self.shape.iter().product::<usize>() as u64)?;
        Ok(bytemuck::pod_collect_to_vec(&bytes))
    }
    pub(crate) fn shape(&self) -> &[usize] {
        &self.shape
    }
    pub(crate) fn gpu(&self) -> &WebGpu {
        &self.gpu
    }
    pub(crate) fn reshape(&self, shape: &[usize]) -> GpuTensor {
        GpuTensor { shape: shape.to_vec(), ..self.clone() }
    }
    pub(crate) fn permute(&self, _: &[usize]) -> Result<GpuTensor, Error> {
        Err(missing(&self.gpu))
    }
    pub(crate) fn add(&self, _: &GpuTensor) -> Result<GpuTensor, Error> {
        Err(missing(&self.gpu))
    }
    pub(crate) fn sub(&self, _: &GpuTensor) -> Result<GpuTensor, Error> {
        Err(missing(&self.gpu))
    }
    pub(crate) fn concat_rows(parts: &[&GpuTensor]) -> Result<GpuTensor, Error> {
        Err(missing(&parts[0].gpu))
    }
}

impl fmt::Debug for GpuTensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {:?} on {:?}", self.shape, self.format, self.gpu)
    }
}
