//! What the other crates are measured and judged with: a photo studio of procedural objects whose true shape is known,
//! readers of the files users get, and the checks that a mesh is what it claims to be.

pub mod agreement;
pub mod glb;
pub mod hausdorff;
pub mod photos;
pub mod picture;
pub mod process;
pub mod results;
pub mod serving;
pub mod studio;
pub mod survey;
pub mod topology;
