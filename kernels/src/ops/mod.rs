//! One file an operation: its type, its launch and its plain reference.

pub mod attention;
pub mod bicubic;
pub mod conv_transpose;
pub mod distance;
pub mod field_eval;
pub mod group_norm;
pub mod lattice;
pub mod layer_norm;
pub mod linear;
pub mod marching_cubes;
pub mod peak;
pub mod poisson;
pub mod pull_push;
pub mod resize;
