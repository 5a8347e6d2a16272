//! A photo's cut-out, to look at before a generation is paid: what the engine takes for the object, framed.
//!
//! It runs in a process of its own for each photo, under the limits of the worker, and neither waits for the worker nor holds
//! it up. The server sends one frame (see [`super::protocol`]) with a [`Task`], and the files' bytes after it; the child
//! answers with one frame, and the picture's bytes after it. Nothing is stored.

pub mod child;
mod process;

use serde::{Deserialize, Serialize};

pub use process::{CutError, Cutter, Photo};

/// The longest side of the picture, pixels.
pub const MAX_SIDE: u32 = 512;

/// What the child is to do.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Task {
    /// Bytes of the image, the first that follow.
    image_bytes: u64,
    /// Bytes of the mask, which follow those.
    mask_bytes: Option<u64>,
    keep_background: bool,
    foreground_ratio: f32,
}

/// What became of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Answer {
    /// A PNG file of so many bytes follows.
    Picture { bytes: u64 },
    /// There is no object in the photo; why, for its owner.
    NoForeground(String),
    /// The photo or the mask cannot be used; why, for its owner.
    Unusable(String),
    /// The engine gave up.
    Failed(String),
}
