//! One file an operation: its type, its launch and its plain reference.

pub mod distance;
pub mod field_eval;
pub mod marching_cubes;
pub mod poisson;
pub mod pull_push;
pub mod resize;
