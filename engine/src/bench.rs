//! Measurement: what each stage of a run takes, what it has to do, and how near it comes to what the device can.
//!
//! A measured run is a run: the network is that of [`crate::model`], the mesh is made by [`crate::pipeline`]. A network with
//! weights of a formula makes noise, so that what is meshed is always a solid by construction, in planes and a decoder of the
//! network's sizes (`models::triposr::TripoSr::solid`).

mod figures;
mod host;
mod stopwatch;

use std::{collections::BTreeMap, ops::ControlFlow};

use kernels::{compute::Compute, device::Device, image::Image, ops::peak};
use models::{
    formula,
    triplane_field::TriplaneField,
    triposr::{Part, TripoSr},
    work::Work,
};

use self::{
    figures::{Demand, figures_of},
    stopwatch::{Asked, Lap, Stopwatch},
};
pub use self::{
    figures::{Figures, MeshFigures, Stage, StageFigures},
    host::{machine, peak_memory_bytes},
};
use crate::{
    Error,
    export::Format,
    model::Model,
    pipeline::{self, MeshOptions, Report},
};

/// What is measured.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Lattice samples an axis of the mesh.
    pub resolution: u32,
    /// Measured runs, at least one, after one that is not counted.
    pub runs: u32,
    /// Photos of a run, at least one, which go through the network together.
    pub batch: u32,
}

/// What one run took.
type Laps = BTreeMap<Stage, Lap>;

/// Measures loading by `load`, which loads onto the device of `compute`, and then runs of what it has loaded. `told` hears of
/// each run before it begins, counted from 0, the warm-up.
///
/// # Errors
/// Any [`Error`]: [`Error::NoNetwork`] and [`Error::Unmeasurable`] for a model that there is nothing to measure of.
pub fn run(
    compute: &Compute,
    load: impl FnOnce() -> Result<Model, Error>,
    options: &Options,
    told: &mut dyn FnMut(u32),
) -> Result<Figures, Error> {
    let meshing =
        MeshOptions { device: compute.device().clone(), resolution: options.resolution, ..MeshOptions::default() };
    pipeline::check_mesh(&meshing)?;
    let mut watch = Stopwatch::start(compute.device())?;
    let model = load()?;
    let loaded = watch.lap()?;
    let network = model.network().ok_or_else(|| Error::NoNetwork { model: model.name().to_owned() })?;
    let solid = network.solid().ok_or_else(|| Error::Unmeasurable { model: model.name().to_owned() })?;
    let stored = solid.to_safetensors()?;
    told(0);
    let photos = photos(network, options.batch);
    let (_, mut last) = one_run(network, &photos, &stored, &meshing)?;
    let mut laps = Vec::new();
    for run in 1..=options.runs {
        told(run);
        let (measured, meshed) = one_run(network, &photos, &stored, &meshing)?;
        laps.push(measured);
        last = meshed;
    }
    // Before the copies that measure the memory take some of it.
    let peak_memory_bytes = peak_memory_bytes();
    let peak = peak::measure(compute)?;
    let demands = demands(network, photos.len(), &solid, &last);
    let stages = figures_of(loaded, &laps, &demands, peak);
    let whole_s = stages.last().expect("the whole comes last").median_ms / 1e3;
    Ok(Figures {
        model: model.name().to_owned(),
        device: compute.device().to_string(),
        description: compute.device().description(),
        driver: compute.device().driver(),
        machine: machine(),
        precision: compute.precision().to_string(),
        resolution: options.resolution,
        runs: options.runs,
        warm_up_runs: 1,
        batch: options.batch,
        photos_per_s: f64::from(options.batch) / whole_s,
        peak_operations_per_s: peak.operations_per_s,
        peak_bytes_per_s: peak.bytes_per_s,
        peak_memory_bytes,
        stages,
        mesh: MeshFigures {
            vertices: last.report.vertices,
            faces: last.report.faces,
            watertight: last.report.watertight,
            fraction_evaluated: last.report.fraction_evaluated,
        },
    })
}

/// What a run made.
struct Meshed {
    report: Report,
    /// Bytes of the GLB file.
    bytes: usize,
}

/// Pixels to fields; for each photo the stored solid to a mesh, and that to a GLB file in memory.
fn one_run(
    network: &TripoSr,
    photos: &[Image<[f32; 3]>],
    solid: &[u8],
    meshing: &MeshOptions,
) -> Result<(Laps, Meshed), Error> {
    let mut laps = network_run(network, photos)?;
    let mut meshed = mesh_run(solid, meshing, &mut laps)?;
    for _ in 1..photos.len() {
        meshed = mesh_run(solid, meshing, &mut laps)?;
    }
    Ok((laps, meshed))
}

/// The stored solid to a GLB file in memory, added to the laps.
fn mesh_run(solid: &[u8], meshing: &MeshOptions, laps: &mut Laps) -> Result<Meshed, Error> {
    let mut asked = BTreeMap::new();
    let mut progress = |stage: pipeline::Stage, _| {
        asked.entry(stage).or_insert_with(|| Asked::so_far(&meshing.device));
        ControlFlow::Continue(())
    };
    let (mesh, report) = pipeline::mesh(solid, meshing, &mut progress)?;
    let mut end = Asked::so_far(&meshing.device);
    // The last stage first: each ends where the next one began.
    let stages = [(Stage::Mesh, pipeline::Stage::Mesh), (Stage::Isosurface, pipeline::Stage::Isosurface)];
    for (stage, of_pipeline) in stages {
        let (begin, ms) = (asked[&of_pipeline], report.stages_ms[&of_pipeline]);
        *laps.entry(stage).or_default() += Lap { ms, asked: end - begin };
        end = begin;
    }
    let mut watch = Stopwatch::start(&meshing.device)?;
    let bytes = Format::Glb.encode(&mesh).len();
    *laps.entry(Stage::Export).or_default() += watch.lap()?;
    Ok(Meshed { report, bytes })
}

/// The recorded stages' input, and more of it that has been moved.
fn photos(network: &TripoSr, count: u32) -> Vec<Image<[f32; 3]>> {
    let side = network.config().cond_image_size;
    let disc: Vec<[f32; 3]> = formula::disc(side).iter().map(|pixel| pixel.map(|v| f32::from(v) / 255.0)).collect();
    let moved = |by: u32| {
        let mut pixels = disc.clone();
        pixels.rotate_left(by as usize * side % disc.len());
        Image::new(side, side, pixels)
    };
    (0..count).map(moved).collect()
}

/// The network on all photos together, a lap a part.
fn network_run(network: &TripoSr, photos: &[Image<[f32; 3]>]) -> Result<Laps, Error> {
    let mut laps = Laps::new();
    let mut watch = Stopwatch::start(network.compute().device())?;
    let mut part = Part::ImageEncoder;
    let mut failed = None;
    let mut progress = |next: Part, _: f32| {
        if next == part {
            return ControlFlow::Continue(());
        }
        match watch.lap() {
            Ok(lap) => {
                laps.insert(stage_of(part), lap);
                part = next;
                ControlFlow::Continue(())
            }
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    };
    let result = network.run_batch(&photos.iter().collect::<Vec<_>>(), &mut progress);
    if let Some(error) = failed {
        return Err(error);
    }
    result?;
    laps.insert(stage_of(part), watch.lap()?);
    Ok(laps)
}

fn stage_of(part: Part) -> Stage {
    match part {
        Part::ImageEncoder => Stage::ImageEncoder,
        Part::Backbone => Stage::Backbone,
        Part::Upsampling => Stage::Upsampling,
    }
}

/// What each stage has to do for so many photos.
fn demands(network: &TripoSr, photos: usize, solid: &TriplaneField, meshed: &Meshed) -> BTreeMap<Stage, Demand> {
    const F32: u64 = 4;
    let operand = network.compute().precision().bytes();
    let part = |part| network.config().work(part).together(photos);
    let parts = [Part::ImageEncoder, Part::Backbone, Part::Upsampling];
    let weights: u64 = parts.map(part).iter().map(|work| work.weights).sum();
    let Report { resolution, fraction_evaluated, vertices, faces, .. } = meshed.report;
    let points = (fraction_evaluated * f64::from(resolution).powi(3)).round() as usize;
    // A level a point; of the surface, positions and corners are written.
    let surface = 3 * (vertices + faces);
    let levels = (solid.work(points) + Work::moved(points + surface)) * photos;
    // Positions and corners are read; a normal and a colour a vertex are written.
    let finish = Work::moved(surface + 6 * vertices) * photos;
    let attributes = solid.work(vertices) * photos + finish;
    let demand =
        |work: Work, width| Demand { operations: Some(work.operations), bytes: work.bytes(width), is_devices: true };
    let on_cpu = *network.compute().device() == Device::Cpu;
    let without_products = |bytes, is_devices| Demand { operations: None, bytes, is_devices };
    let (isosurface, mesh) = if on_cpu {
        (demand(levels, F32), demand(attributes, F32))
    } else {
        // A GPU makes normals and colours with the surface; the mesh is put together in memory.
        (demand(levels + attributes, F32), without_products(finish.bytes(F32), false))
    };
    let network_demands = parts.map(|name| (stage_of(name), demand(part(name), operand)));
    BTreeMap::from([
        (Stage::Load, without_products(operand * weights, false)),
        (Stage::Isosurface, isosurface),
        (Stage::Mesh, mesh),
        (Stage::Export, without_products((photos * meshed.bytes) as u64, on_cpu)),
    ])
    .into_iter()
    .chain(network_demands)
    .collect()
}
