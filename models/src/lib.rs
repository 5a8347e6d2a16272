//! Networks and fields. Reads weights and configurations, never image files.
//!
//! Every model ends in a [`field::Field`], so that meshing, colouring and export are written once.

pub mod checkpoint;
mod error;
pub mod field;
pub mod formula;
pub mod registry;
pub mod silhouette;
pub mod triplane_field;
pub mod triposr;
pub mod weights;
pub mod work;

pub use error::Error;
