//! The CUDA kernels' logic, without a GPU: the `.cu` files are built for the processor (`kernels/cuda/host`) and each kernel,
//! launched as the library would launch it, is held against its formula in f64.
//!
//! What this cannot show: cuBLASLt's products, the driver's calls, the speed, and how a GPU orders memory and rounds its fast
//! functions. Sizes are ragged, empty, large and real; outputs begin as what is no number; threads run in an order that changes
//! with a seed, which failures name.

//!
//! With feature `cuda`, `device` goes through the library's own calls as well: on a GPU where there is one, else on a stand-in
//! for the driver and cuBLASLt, and it says which. `faults` has the stand-in fail.

// Where CUDA is: elsewhere there is neither nvcc nor, as the C library has it, the fibers that stand for threads.
#![cfg(all(target_os = "linux", target_env = "gnu"))]

mod attention;
#[cfg(feature = "cuda")]
mod device;
#[cfg(feature = "cuda")]
mod faults;
mod field_eval;
mod formula;
mod host;
#[cfg(feature = "cuda")]
mod injection;
mod linear;
mod norms;
mod stand_in;
mod tensors;
