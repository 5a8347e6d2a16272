//! Scaled dot-product attention that never stores its scores (Vaswani et al. 2017; FlashAttention: Dao et al. 2022).

mod cpu;
mod webgpu;

use crate::{Error, compute::Compute, device::Device, tensor::Tensor};

/// `queries [n, heads * d], keys [m, heads * d], values [m, heads * d] -> [n, heads * d]`: for each head softmax over keys of
/// `q . k / sqrt(d)`, times the values. Heads are contiguous slices of `d` columns. Of several `sequences`, one below the other
/// and equally long, each has its own keys.
///
/// # Errors
/// [`Error::Device`] when the device fails.
///
/// # Panics
/// When shapes do not fit, there is no key, or a tensor is on another device: a network's own mistake.
pub fn attention(
    compute: &Compute,
    queries: &Tensor,
    keys: &Tensor,
    values: &Tensor,
    heads: usize,
    sequences: usize,
) -> Result<Tensor, Error> {
    let (&[rows, width], &[count, _]) = (queries.shape(), keys.shape()) else { panic!("{queries:?} and {keys:?}") };
    assert!(keys.shape() == values.shape() && keys.shape()[1] == width, "queries, keys and values fit");
    assert!(width.is_multiple_of(heads) && count > 0, "{width} columns in {heads} heads, {count} keys");
    let divides = |rows: usize| rows.is_multiple_of(sequences);
    assert!(sequences > 0 && divides(rows) && divides(count), "{rows} queries, {count} keys: {sequences} sequences");
    match compute.device() {
        Device::Cpu => {
            let (q, k, v) = (queries.on_cpu(), keys.on_cpu(), values.on_cpu());
            cpu::attention(q, k, v, heads, sequences, compute.isa()?).map(Tensor::Cpu)
        }
        Device::WebGpu(_) => {
            let (q, k, v) = (queries.on_web_gpu(), keys.on_web_gpu(), values.on_web_gpu());
            webgpu::attention(q, k, v, heads, sequences).map(Tensor::WebGpu)
        }
        #[cfg(feature = "cuda")]
        Device::Cuda(cuda) => {
            let format = cuda.operands(compute.precision())?;
            let operand = |tensor: &Tensor| tensor.on_cuda().to_format(format);
            let (q, k, v) = (operand(queries)?, operand(keys)?, operand(values)?);
            crate::cuda::attention(&q, &k, &v, heads, sequences).map(Tensor::Cuda)
        }
    }
}

#[cfg(test)]
mod tests;
