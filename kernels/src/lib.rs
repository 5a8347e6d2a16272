//! Tensor and mesh kernels on each device. Knows no network and no file format.

pub mod device;
pub mod image;
pub mod ops;
