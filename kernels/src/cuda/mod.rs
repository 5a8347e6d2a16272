//! NVIDIA's GPUs through CUDA: our kernels, and cuBLASLt's products.
//!
//! [`launch`] and [`launches`] choose kernels and lay out their arguments. They need no GPU, are compiled always, and are tested
//! without one (`tests/cuda_kernels`). What opens a device needs feature `cuda`; the driver's library and cuBLASLt are opened at
//! run time, so that such a program starts without them as well.
//!
//! Versions: machine code of nvcc 13 runs on drivers from 580 on; those for CUDA 12 refuse it, and compile the kernels' PTX
//! themselves when the device is opened. cuBLASLt may be of 12 or 13: cudarc's bindings for 13.0 look for either, where those for
//! 12 would look for 12 alone, and all that is called here is the same in both.

#[cfg(feature = "cuda")]
mod buffer;
#[cfg(feature = "cuda")]
mod context;
#[cfg(feature = "cuda")]
mod driver;
#[cfg(feature = "cuda")]
mod fault;
#[cfg(feature = "cuda")]
mod field;
pub mod launch;
pub mod launches;
#[cfg(feature = "cuda")]
mod network;
#[cfg(feature = "cuda")]
mod product;
#[cfg(feature = "cuda")]
mod tensor;

#[cfg(feature = "cuda")]
pub(crate) use self::{buffer::Buffer, field::CudaField};
#[cfg(feature = "cuda")]
pub use self::{
    context::{Configuration, Cuda, CudaDevice},
    network::{Norm, Resident, attention},
    tensor::CudaTensor,
};
