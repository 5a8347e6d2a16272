//! One file an operation: its type, its launch and its plain reference.

pub mod distance;
pub mod marching_cubes;
pub mod poisson;
pub mod pull_push;
pub mod resize;
