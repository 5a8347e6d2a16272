//! NVIDIA's GPUs through CUDA: our kernels, and cuBLASLt's products.
//!
//! [`launch`] and [`launches`] are compiled always, since they need no GPU and are tested without one; what opens a device
//! needs feature `cuda`.

pub mod launch;
pub mod launches;
