//! Every operation of the networks as Problem x Place: on the processor, and on each adapter with all that it has, with nothing
//! beyond what WebGPU promises, and with bindings so small that everything has to be split. Fresh memory is poisoned.
//!
//! Values and some of the sizes come from a seed that every failure names; `CONFORMANCE_SEED` sets it. Where there is no
//! adapter the tests say so and hold the processor alone; with `CI` set they fail.

mod attention;
mod linear;
mod norms;
mod places;
mod random;
mod tensors;
