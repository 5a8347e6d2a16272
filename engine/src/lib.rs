//! Image to mesh: decode a photo, cut the object out, run a model to a field, mesh the field, export.
//!
//! The flow, one module a noun: [`image`] -> [`foreground`] -> `models` field -> [`grid`] -> [`isosurface`] ->
//! [`mesh`] -> [`export`]; [`pipeline`] runs it and times every stage. [`render`] draws the mesh.

pub mod bench;
pub mod export;
pub mod fault;
pub mod foreground;
pub mod grid;
pub mod image;
pub mod isosurface;
pub mod mesh;
pub mod model;
pub mod pipeline;
pub mod render;
pub mod srgb;
pub mod verify;

pub use fault::{Class, Error};
pub use kernels::{compute, device, precision};
pub use models::{formula, registry};
