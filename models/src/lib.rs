//! Networks and fields. Reads weights and configurations, never image files.
//!
//! Every model ends in a [`field::Field`], so that meshing, colouring and export are written once.

pub mod checkpoint;
pub mod field;
pub mod registry;
pub mod silhouette;
pub mod triplane_field;
