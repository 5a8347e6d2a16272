//! Tensor and mesh kernels on each device. Knows no network and no file format.

pub mod compute;
pub mod cpu;
pub mod cuda;
pub mod device;
mod error;
mod gpu;
pub mod image;
pub mod ops;
pub mod precision;
pub mod tensor;
#[cfg(test)]
mod testing;
pub mod traffic;
pub mod webgpu;
pub mod weight;

pub use error::Error;
