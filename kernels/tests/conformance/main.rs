//! Every operation of the networks as Problem x Place: on the processor; on each adapter with all that it has, with nothing
//! beyond what WebGPU promises, and with bindings so small that everything has to be split; with feature `cuda` on each CUDA
//! device, or on the stand-in for its driver. Fresh memory is poisoned.
//!
//! Values and some of the sizes come from a seed that every failure names; `CONFORMANCE_SEED` sets it. Where there is no
//! adapter the tests say so and go without; with `CI` set they fail.

mod attention;
#[cfg(all(feature = "cuda", target_os = "linux", target_env = "gnu"))]
mod cuda;
mod field;
mod lattice;
mod linear;
mod norms;
mod places;
mod random;
mod tensors;
