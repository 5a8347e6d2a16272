//! What the operations on the CPU are made of: vectors, elementary functions on them, and the register tile.

pub mod functions;
pub mod pack;
pub mod simd;
pub mod tile;
