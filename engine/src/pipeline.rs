//! A run, from image bytes to a mesh, with every stage timed.

use std::{
    collections::BTreeMap,
    ops::{ControlFlow, RangeInclusive},
    sync::Arc,
    time::Instant,
};

use kernels::device::Device;
use models::{field::Field, triplane_field::TriplaneField};
use serde::{Deserialize, Serialize};

use crate::{
    Error,
    foreground::{self, CutOptions, matting::Matting},
    grid::{Grid, Sampling},
    image::{self, Photo},
    isosurface,
    mesh::{self, Mesh, Parts},
    model::{Model, ModelField, Settings},
};

/// Lattice samples an axis.
pub const RESOLUTIONS: RangeInclusive<u32> = 16..=1024;

/// Wall milliseconds a stage, in the stages' order.
pub type StagesMs = BTreeMap<Stage, f64>;

/// What a run is asked to do. `Default` is what the command line and the HTTP front default to.
#[derive(Debug, Clone)]
pub struct Options {
    /// The model, loaded for the device that the run is for.
    pub model: Model,
    /// Lattice samples an axis, 16 to 1024.
    pub resolution: u32,
    /// How much of the square frame the object's longer side fills, 0.1 to 1.
    pub foreground_ratio: f32,
    /// An encoded mask image of the photo's size; white is object.
    pub mask: Option<Vec<u8>>,
    /// Do not look for a background.
    pub keep_background: bool,
    /// The network that finds the object in an opaque photo.
    pub matting: Option<Arc<Matting>>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            model: Model::default(),
            resolution: 256,
            foreground_ratio: 0.85,
            mask: None,
            keep_background: false,
            matting: None,
        }
    }
}

/// How a stored field is meshed. `Default` is what `generate` does with the fields of its models.
#[derive(Debug, Clone)]
pub struct MeshOptions {
    /// Where to run.
    pub device: Device,
    /// Lattice samples an axis, 16 to 1024.
    pub resolution: u32,
    /// Where the field is evaluated.
    pub sampling: Sampling,
    /// Keep parts that are small against the largest one.
    pub keep_floaters: bool,
}

impl Default for MeshOptions {
    fn default() -> Self {
        let resolution = Options::default().resolution;
        MeshOptions { device: Device::Cpu, resolution, sampling: Sampling::Sparse, keep_floaters: false }
    }
}

/// The stages of a run, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

impl Stage {
    /// The stage's name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Decode => "decode",
            Stage::Foreground => "foreground",
            Stage::Model => "model",
            Stage::Isosurface => "isosurface",
            Stage::Mesh => "mesh",
            Stage::Export => "export",
        }
    }

    /// Where in a run the stage begins and how much of it the stage takes, both in 0..=1, from measured runs.
    fn share(self) -> (f32, f32) {
        match self {
            Stage::Decode => (0.0, 0.05),
            Stage::Foreground => (0.05, 0.35),
            Stage::Model => (0.4, 0.2),
            Stage::Isosurface => (0.6, 0.2),
            Stage::Mesh => (0.8, 0.15),
            Stage::Export => (0.95, 0.05),
        }
    }
}

/// Told of progress, `fraction` of the whole run in 0..=1; `Break` cancels the run at the next opportunity.
pub type Progress<'a> = dyn FnMut(Stage, f32) -> ControlFlow<()> + 'a;

/// What a run did; the command line's `--json` and the worker's report.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// The model that ran; `field` where a stored field was meshed.
    pub model: String,
    /// The device it ran on.
    pub device: String,
    /// Lattice samples an axis.
    pub resolution: u32,
    /// Wall milliseconds a stage.
    pub stages_ms: StagesMs,
    /// Vertices of the mesh.
    pub vertices: usize,
    /// Faces of the mesh.
    pub faces: usize,
    /// Whether each edge is in exactly two faces, oppositely wound.
    pub watertight: bool,
    /// Lattice points evaluated over all lattice points.
    pub fraction_evaluated: f64,
    /// The mesh's area, in square units of the model's frame (before it is brought to the size of 1).
    pub area: f64,
    /// The volume that the mesh encloses, in cubic units of the model's frame.
    pub volume: f64,
    /// Faces of each connected part, the largest first.
    pub components: Vec<usize>,
    /// Connected parts that were left out, as small against the largest.
    pub floaters: usize,
}

/// A run's result.
pub struct Generated {
    /// The mesh.
    pub mesh: Mesh,
    /// What was done.
    pub report: Report,
    /// What was meshed.
    pub field: ModelField,
}

/// Checks the options without running anything: ranges.
///
/// # Errors
/// An [`Error`] of class `Usage`.
pub fn check(options: &Options) -> Result<(), Error> {
    check_resolution(options.resolution)?;
    foreground::check_ratio(options.foreground_ratio)
}

fn check_resolution(resolution: u32) -> Result<(), Error> {
    if RESOLUTIONS.contains(&resolution) {
        return Ok(());
    }
    let value = resolution.to_string();
    Err(Error::OptionOutOfRange { option: "resolution", value, expected: "from 16 to 1024" })
}

/// Checks the options without running anything: ranges.
///
/// # Errors
/// An [`Error`] of class `Usage`.
pub fn check_mesh(options: &MeshOptions) -> Result<(), Error> {
    check_resolution(options.resolution)
}

/// Runs `image` (an encoded file) to a mesh.
///
/// # Errors
/// Any [`Error`]; its class tells whose fault it is.
pub fn generate(image: &[u8], options: &Options, progress: &mut Progress<'_>) -> Result<Generated, Error> {
    check(options)?;
    let mut clock = Clock { stages_ms: StagesMs::new(), progress };

    let cutout = cut_out_photo(image, options, &mut clock)?;
    let settings = Settings {
        foreground_ratio: options.foreground_ratio,
        resolution: options.resolution as usize,
        whole: options.keep_background && cutout.rgba.iter().all(|pixel| pixel[3] == 255),
    };
    let field = clock.time(Stage::Model, |progress| options.model.field(&cutout, &settings, progress))?;
    let device = options.model.device().clone();
    let meshing = MeshOptions { device, resolution: options.resolution, ..MeshOptions::default() };
    let no_surface = Error::EmptySurface { resolution: options.resolution };
    let (mesh, report) = mesh_field(field.as_field(), options.model.name(), &meshing, clock)?.ok_or(no_surface)?;
    Ok(Generated { mesh, report, field })
}

/// What [`generate`] takes for the object in `image`, cut out and framed: the same foreground, and the model is not run. The
/// frame is the built-in model's; networks get the same cut-out on grey.
///
/// # Errors
/// Those of [`generate`], as far as it comes.
pub fn cut_out(image: &[u8], options: &Options) -> Result<Photo, Error> {
    check(options)?;
    let mut clock = Clock { stages_ms: StagesMs::new(), progress: &mut |_, _| ControlFlow::Continue(()) };
    foreground::frame(&cut_out_photo(image, options, &mut clock)?, options.foreground_ratio)
}

/// The first two stages of every run on a photo.
fn cut_out_photo(image: &[u8], options: &Options, clock: &mut Clock<'_, '_>) -> Result<Photo, Error> {
    let (photo, mask) = clock.time(Stage::Decode, |_| {
        let mask = options.mask.as_deref().map(image::decode).transpose()?;
        Ok((image::decode(image)?, mask))
    })?;
    clock.time(Stage::Foreground, |_| {
        let cut = CutOptions { mask, keep_background: options.keep_background, matting: options.matting.clone() };
        foreground::cut_out(photo, &cut)
    })
}

/// Meshes `field`, a stored one (see [`models::triplane_field`] for the format).
///
/// # Errors
/// Any [`Error`]; its class tells whose fault it is.
pub fn mesh(field: &[u8], options: &MeshOptions, progress: &mut Progress<'_>) -> Result<(Mesh, Report), Error> {
    check_mesh(options)?;
    // Of a whole run, what comes before the isosurface is left out.
    let (begins, _) = Stage::Isosurface.share();
    let mut progress = |stage, fraction: f32| progress(stage, (fraction - begins).max(0.0) / (1.0 - begins));
    let mut clock = Clock { stages_ms: StagesMs::new(), progress: &mut progress };
    let field = clock.time(Stage::Decode, |_| {
        let field = TriplaneField::from_safetensors(field)?;
        if options.device == Device::Cpu { Ok(field) } else { Ok(field.to_device(&options.device)?) }
    })?;
    let no_surface = Error::EmptyField { resolution: options.resolution };
    mesh_field(&field, "field", options, clock)?.ok_or(no_surface)
}

/// What every run ends in: a field's surface, coloured, and the report of the run. `None` when there is no surface.
fn mesh_field(
    field: &dyn Field,
    model: &str,
    options: &MeshOptions,
    mut clock: Clock<'_, '_>,
) -> Result<Option<(Mesh, Report)>, Error> {
    let (surface, fraction_evaluated) = clock.time(Stage::Isosurface, |progress| {
        let grid = Grid::evaluate(field, options.resolution as usize, options.sampling, progress)?;
        let surface = isosurface::extract(&grid, &mut |_| progress(1.0))?;
        Ok((surface, grid.fraction_evaluated()))
    })?;
    if surface.faces.is_empty() {
        return Ok(None);
    }
    let (mesh, watertight, parts, floaters) = clock.time(Stage::Mesh, |_| {
        let all = Parts::of(&surface);
        let found = all.iter().count();
        let (surface, parts) = if options.keep_floaters { (surface, all) } else { all.without_floaters(surface) };
        let floaters = found - parts.iter().count();
        let mesh = Mesh::new(&surface, mesh::vertex_colors(field, &surface)?);
        let watertight = mesh.is_watertight();
        Ok((mesh, watertight, parts, floaters))
    })?;
    let mut components: Vec<usize> = parts.iter().map(|part| part.faces).collect();
    components.sort_unstable_by(|a, b| b.cmp(a));
    let report = Report {
        model: model.to_owned(),
        device: options.device.to_string(),
        resolution: options.resolution,
        stages_ms: clock.stages_ms,
        vertices: mesh.positions.len(),
        faces: mesh.faces.len(),
        watertight,
        fraction_evaluated,
        area: parts.iter().map(|part| part.area).sum(),
        volume: parts.iter().map(|part| part.volume).sum(),
        components,
        floaters,
    };
    Ok(Some((mesh, report)))
}

/// Times the stages of one run and tells of them.
struct Clock<'a, 'p> {
    stages_ms: StagesMs,
    progress: &'a mut Progress<'p>,
}

impl Clock<'_, '_> {
    /// Runs one stage; `work` may report the fraction of it that is done, and is told `false` when it should end.
    fn time<T>(
        &mut self,
        stage: Stage,
        work: impl FnOnce(&mut dyn FnMut(f32) -> bool) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (start, share) = stage.share();
        let mut report = |fraction: f32| (self.progress)(stage, start + fraction * share).is_continue();
        if !report(0.0) {
            return Err(Error::Canceled);
        }
        let began = Instant::now();
        let result = work(&mut report)?;
        self.stages_ms.insert(stage, began.elapsed().as_secs_f64() * 1e3);
        Ok(result)
    }
}
