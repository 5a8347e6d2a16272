//! A run, from image bytes to a mesh, with every stage timed.

use std::ops::ControlFlow;

use kernels::device::DeviceRequest;
use serde::{Deserialize, Serialize};

use crate::{Error, mesh::Mesh};

/// What a run is asked to do. `Default` is what the command line and the HTTP front default to.
#[derive(Debug, Clone)]
pub struct Options {
    /// A built-in model's name.
    pub model: String,
    /// Where to run.
    pub device: DeviceRequest,
    /// Lattice samples an axis, 16 to 1024.
    pub resolution: u32,
    /// How much of the square frame the object's longer side fills, 0.1 to 1.
    pub foreground_ratio: f32,
    /// An encoded mask image of the photo's size; white is object.
    pub mask: Option<Vec<u8>>,
    /// Do not look for a background.
    pub keep_background: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            model: "silhouette".to_owned(),
            device: DeviceRequest::Auto,
            resolution: 256,
            foreground_ratio: 0.85,
            mask: None,
            keep_background: false,
        }
    }
}

/// The stages of a run, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Image bytes to pixels.
    Decode,
    /// The object's mask and frame.
    Foreground,
    /// The model, to a field.
    Model,
    /// The field's surface.
    Isosurface,
    /// Floaters, normals, colours.
    Mesh,
    /// Files.
    Export,
}

/// Told of progress, `fraction` of the whole run in 0..=1; `Break` cancels the run at the next opportunity.
pub type Progress<'a> = dyn FnMut(Stage, f32) -> ControlFlow<()> + 'a;

/// What a run did; the command line's `--json` and the worker's report.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// The model that ran.
    pub model: String,
    /// The device it ran on.
    pub device: String,
    /// Wall milliseconds a stage, in order.
    pub stages_ms: Vec<(Stage, f64)>,
    /// Vertices of the mesh.
    pub vertices: usize,
    /// Faces of the mesh.
    pub faces: usize,
    /// Whether each edge is in exactly two faces, oppositely wound.
    pub watertight: bool,
    /// Lattice points evaluated over all lattice points.
    pub fraction_evaluated: f64,
}

/// A run's result.
#[derive(Debug, Clone)]
pub struct Generated {
    /// The mesh.
    pub mesh: Mesh,
    /// What was done.
    pub report: Report,
}

/// Checks the options without running anything: ranges, model, device.
///
/// # Errors
/// An [`Error`] of class `Usage`.
pub fn check(options: &Options) -> Result<(), Error> {
    todo!("{options:?}")
}

/// Runs `image` (an encoded file) to a mesh.
///
/// # Errors
/// Any [`Error`]; its class tells whose fault it is.
pub fn generate(image: &[u8], options: &Options, progress: &mut Progress<'_>) -> Result<Generated, Error> {
    progress(Stage::Decode, 0.0);
    todo!("{} {options:?}", image.len())
}
