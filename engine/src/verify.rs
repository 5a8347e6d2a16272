//! Verification: a network's stages against those that the reference implementation recorded.
//!
//! A reference is a safetensors file: `input_u8_hwc [h, w, 3]` and any of the stages, named as the network tells of them
//! (`vit.tokens`, `backbone.block.3.attn1`, `triplane`, ...), of `query.*` at `query.points`, `density_grid_N`, `meshN.*` and
//! `render.*`. Each stage is computed from the input, not from the reference's stage before it, so errors add up as they do in
//! a run.
//!
//! A stage is whole, or in samples, so that the reference of a large network is a small file: `STAGE.shape [axes]`, `STAGE.indices [k]`
//! into its flattened values, `STAGE.values [k]`, and `STAGE.mean_and_norm [2]` of all its values. Of `meshN.faces` the shape is enough.

mod mesh;
mod reference;
mod render;

use std::ops::ControlFlow;

use kernels::{image::Image, ops::resize::resize_by_pixel, tensor::Tensor};
use models::{
    field::Field,
    triplane_field::TriplaneField,
    triposr::{Observer, TripoSr},
};
use rayon::prelude::*;
use safetensors::Dtype;

use self::reference::{Recorded, Reference, Samples, refused};
use crate::{Error, grid::coordinates, model::Model};

/// What a reference's input is called.
const INPUT: &str = "input_u8_hwc";
const POINTS: &str = "query.points";

/// One stage, compared.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct StageComparison {
    /// Its name in the reference.
    pub stage: String,
    /// Values compared.
    pub values: usize,
    /// The L2 norm of the difference over the reference's. For a mesh's vertices, of the distances to the nearest vertex. For a stage
    /// in samples, that of the samples, or what mean and norm of all values say that it is at least, if that is more.
    pub relative_l2: f64,
    /// The largest difference of a value.
    pub max_abs: f64,
    /// Whether the relative L2 is within the tolerance.
    pub passed: bool,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Verification {
    /// Every stage that the reference holds, in the order of a run.
    pub stages: Vec<StageComparison>,
    /// What the reference holds beside its stages: it was used to compute them.
    pub inputs: Vec<String>,
}

impl Verification {
    /// Whether every stage is within the tolerance, and there was one.
    pub fn passed(&self) -> bool {
        !self.stages.is_empty() && self.stages.iter().all(|stage| stage.passed)
    }
}

/// Runs `model` on the input of `reference` and compares every stage that it holds. `told` hears of each when it is known.
///
/// # Errors
/// [`Error::NoNetwork`]; [`Error::Reference`] for a file that is no reference, or that holds a stage which this model does not
/// have; what the run itself fails with.
pub fn verify(
    model: &Model,
    reference: &[u8],
    tolerance: f64,
    told: &mut dyn FnMut(&StageComparison),
) -> Result<Verification, Error> {
    let network = model.network().ok_or_else(|| Error::NoNetwork { model: model.name().to_owned() })?;
    let reference = Reference::read(reference)?;
    let mut comparison = Comparison { reference: &reference, tolerance, stages: Vec::new(), told };
    let field = run(network, &reference, &mut comparison)?;
    query(&field, &mut comparison)?;
    for name in reference.names() {
        if let Some(resolution) = name.strip_prefix("density_grid_") {
            comparison.compare(name, &density_grid(&field, lattice(name, resolution)?)?)?;
        }
    }
    mesh::compare(&field, &mut comparison)?;
    render::compare(&field, &mut comparison)?;
    let Comparison { stages, .. } = comparison;
    let is_input = |name: &str| name == INPUT || name == POINTS;
    let unknown = reference.names().find(|name| !is_input(name) && stages.iter().all(|stage| stage.stage != *name));
    if let Some(name) = unknown {
        return Err(refused(format!("the model has no stage '{name}'")));
    }
    let inputs = reference.names().filter(|name| is_input(name)).map(str::to_owned).collect();
    Ok(Verification { stages, inputs })
}

/// The stages that the network tells of while it runs.
fn run(network: &TripoSr, reference: &Reference<'_>, comparison: &mut Comparison<'_>) -> Result<TriplaneField, Error> {
    let input = reference.tensor(INPUT, Dtype::U8)?;
    let &[height, width, 3] = input.shape() else {
        return Err(refused(format!("'{INPUT}' is {:?}, not [height, width, 3]", input.shape())));
    };
    let bytes = input.data();
    if bytes.is_empty() {
        return Err(refused(format!("'{INPUT}' is empty")));
    }
    let side = network.config().cond_image_size;
    let pixel = |x: usize, y: usize| {
        let at = 3 * (y * width + x);
        [bytes[at], bytes[at + 1], bytes[at + 2]].map(|value| f32::from(value) / 255.0)
    };
    let rgb: Image<[f32; 3]> = resize_by_pixel((width, height), pixel, side, side);
    let mut failed = None;
    let mut compare = |name: &str, value: Tensor| {
        if failed.is_some() || !reference.has(name) {
            return;
        }
        let compared = value.to_vec().map_err(Error::Kernel).and_then(|values| comparison.compare(name, &values));
        failed = compared.err();
    };
    let mut observer = Observer { progress: &mut |_, _| ControlFlow::Continue(()), stages: Some(&mut compare) };
    let field = network.run(&rgb, &mut observer)?;
    match failed {
        Some(error) => Err(error),
        None => Ok(field),
    }
}

/// The decoder at the reference's points.
fn query(field: &TriplaneField, comparison: &mut Comparison<'_>) -> Result<(), Error> {
    if !comparison.reference.has(POINTS) {
        return Ok(());
    }
    let points = comparison.reference.triples(POINTS)?;
    let query = field.query(&points)?;
    if comparison.reference.has("query.sampled_features") {
        comparison.compare("query.sampled_features", &field.sampled_features(&points)?)?;
    }
    comparison.compare_if_held("query.density", || query.density.clone())?;
    comparison.compare_if_held("query.features", || query.features.as_flattened().to_vec())?;
    comparison.compare_if_held("query.density_act", || query.density_act.clone())?;
    comparison.compare_if_held("query.color", || query.color.as_flattened().to_vec())
}

/// The density on a lattice `[resolution; 3]` that spans the field's cube, the first axis slowest.
fn density_grid(field: &TriplaneField, resolution: usize) -> Result<Vec<f32>, Error> {
    let coordinates = coordinates(resolution, field.density().radius);
    // The framed lattice's first coordinate lies outside.
    let at = |i: usize| coordinates[i + 1];
    let densities = |rows: std::ops::Range<usize>| {
        let point = |row, z| [at(row / resolution), at(row % resolution), at(z)];
        let points: Vec<[f32; 3]> = rows.flat_map(|row| (0..resolution).map(move |z| point(row, z))).collect();
        Ok::<_, Error>(field.query(&points)?.density_act)
    };
    let rows = resolution * resolution;
    // A device takes a plane of them at a time, a core a row.
    let parts: Vec<Vec<f32>> = if field.on_gpu().is_some() {
        (0..resolution).map(|x| densities(x * resolution..(x + 1) * resolution)).collect::<Result<_, _>>()?
    } else {
        (0..rows).into_par_iter().map(|row| densities(row..row + 1)).collect::<Result<_, _>>()?
    };
    Ok(parts.concat())
}

/// Samples an axis of the lattice that a stage's name ends in.
fn lattice(stage: &str, resolution: &str) -> Result<usize, Error> {
    const RESOLUTIONS: std::ops::RangeInclusive<usize> = 2..=512;
    resolution
        .parse()
        .ok()
        .filter(|resolution| RESOLUTIONS.contains(resolution))
        .ok_or_else(|| refused(format!("'{stage}' names no lattice of 2 to 512 samples")))
}

/// A reference, and what has been compared with it.
struct Comparison<'a> {
    reference: &'a Reference<'a>,
    tolerance: f64,
    stages: Vec<StageComparison>,
    told: &'a mut dyn FnMut(&StageComparison),
}

impl Comparison<'_> {
    fn compare(&mut self, name: &str, actual: &[f32]) -> Result<(), Error> {
        let recorded = self.reference.recorded(name)?;
        let expected = match &recorded {
            Recorded::Whole(values) => values.len(),
            Recorded::Sampled(samples) => samples.count,
        };
        if actual.len() != expected {
            let reason = format!("'{name}' has {expected} values; the model's stage has {}", actual.len());
            return Err(refused(reason));
        }
        match recorded {
            Recorded::Whole(expected) => {
                let differences = actual.iter().zip(&expected).map(|(&a, &e)| f64::from(a) - f64::from(e));
                self.tell(name, differences, norm(expected.iter().copied()), 0.0);
            }
            Recorded::Sampled(samples) => {
                let there = samples.indices.iter().map(|&index| f64::from(actual[index]));
                let differences = there.zip(&samples.values).map(|(a, &e)| a - f64::from(e));
                let at_least = least_distance(actual, &samples);
                self.tell(name, differences, norm(samples.values.iter().copied()), at_least);
            }
        }
        Ok(())
    }

    fn compare_if_held(&mut self, name: &str, actual: impl FnOnce() -> Vec<f32>) -> Result<(), Error> {
        if self.reference.has(name) { self.compare(name, &actual()) } else { Ok(()) }
    }

    /// Adds a stage whose values differ by `differences` from values of this norm, and of which is known from elsewhere that its
    /// relative L2 is `at_least` so much.
    fn tell(&mut self, name: &str, differences: impl Iterator<Item = f64>, norm: f64, at_least: f64) {
        let (mut values, mut squares, mut max_abs) = (0, 0.0, 0.0f64);
        for difference in differences {
            values += 1;
            squares += difference * difference;
            // Not `max`, which would pass over what is no number.
            max_abs = if difference.abs() > max_abs || difference.is_nan() { difference.abs() } else { max_abs };
        }
        let relative_l2 = larger(relative(squares.sqrt(), norm), at_least);
        let passed = relative_l2 <= self.tolerance;
        let stage = StageComparison { stage: name.to_owned(), values, relative_l2, max_abs, passed };
        (self.told)(&stage);
        self.stages.push(stage);
    }
}

/// What the relative L2 distance of all values is at least: norms differ by no more than the distance (the triangle inequality), and
/// means by no more than it over the root of the number of values (Cauchy and Schwarz). A value that is no number, wherever it is,
/// makes this none.
fn least_distance(actual: &[f32], samples: &Samples) -> f64 {
    let mean = actual.iter().map(|&value| f64::from(value)).sum::<f64>() / actual.len() as f64;
    let of_means = (mean - samples.mean).abs() * (actual.len() as f64).sqrt();
    let of_norms = (norm(actual.iter().copied()) - samples.norm).abs();
    relative(larger(of_means, of_norms), samples.norm)
}

/// The larger one; no number, where one of them is none.
fn larger(a: f64, b: f64) -> f64 {
    if a > b || a.is_nan() { a } else { b }
}

fn relative(distance: f64, norm: f64) -> f64 {
    if distance == 0.0 { 0.0 } else { distance / norm }
}

fn norm(values: impl Iterator<Item = f32>) -> f64 {
    values.map(|value| f64::from(value).powi(2)).sum::<f64>().sqrt()
}
