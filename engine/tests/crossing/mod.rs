//! What crosses the bus between memory and a GPU, on whichever a test has: bytes that were counted against what has to cross.

use std::ops::ControlFlow;

use engine::{
    compute::Compute,
    device::Device,
    formula::Sizes,
    grid::{BLOCK, Grid, Sampling},
    isosurface::extract,
    precision::Precision,
};
use kernels::{image::Image, traffic::Traffic};
use models::triposr::TripoSr;

/// The small network of the formula, loaded.
fn network(device: &Device) -> TripoSr {
    TripoSr::of_formula(Sizes::Tiny, Compute::new(device.clone(), Precision::F32).unwrap()).unwrap()
}

/// Runs a network, whose weights went to the device when it was loaded. Beside the photo only what belongs to no layer goes there anew:
/// two norms, and the decoder with the planes that it is for. `features` is what the device fills its layers up to.
pub fn a_network_takes_a_photo_and_gives_nothing_back(device: &Device, features: usize) {
    let network = network(device);
    let side = network.config().cond_image_size;
    let photo = Image::new(side, side, vec![[0.25, 0.5, 0.75]; side * side]);
    let before = device.traffic();
    let fields = network.run_batch(&[&photo], &mut |_, _| ControlFlow::Continue(())).unwrap();
    let crossed = device.traffic() - before;
    assert_eq!(fields.len(), 1);

    // Of 48 and of 64 channels; from 24 features through three layers of 16 to four outputs.
    let norms = 2 * (48 + 64);
    let width = 16usize.next_multiple_of(features);
    let decoder = (24 * width + width) + 2 * (width * width + width) + 4 * width + 4;
    let [photo, most] = [3 * side * side, 3 * side * side + norms + decoder].map(|values| 4 * values as u64);
    assert!((photo..=most).contains(&crossed.to_device), "{crossed:?}: a photo of {photo} bytes, {most} with the rest");
    assert_eq!(crossed.from_device, 0, "{crossed:?}");
}

/// Meshes a field that is on the device. Its levels stay there: what crosses is the coarse lattice's, which samples of blocks are asked
/// for and which of them are inside, and the surface.
pub fn a_field_gives_its_surface_and_keeps_its_levels(device: &Device, resolution: usize) {
    let field = network(device).solid().expect("the small network holds a solid").to_device(device).unwrap();
    let before = device.traffic();
    let grid = Grid::evaluate(&field, resolution, Sampling::Sparse, &mut |_| true).unwrap();
    let of_grid = device.traffic() - before;
    let before = device.traffic();
    let surface = extract(&grid, &mut |_| true).unwrap();
    let of_surface = device.traffic() - before;
    let [blocks, vertices, faces] = [grid.active().len(), surface.positions.len(), surface.faces.len()];
    let what =
        format!("at {resolution}, {blocks} blocks, {vertices} vertices, {faces} faces: {of_grid:?} {of_surface:?}");
    assert!(blocks > 1000 && vertices > 10_000, "{what}");

    let points = (grid.fraction_evaluated() * (resolution as f64).powi(3)).round() as usize;
    let stride = (resolution - 1).div_ceil(64).max(2);
    let ticks = 1 + (resolution - 1).div_ceil(stride);
    // A block is asked for with its own samples, with those of its faces before that, and for the edges of the coarse lattice first
    // of all: by 32 bytes, and by 8 for each level of the coarse lattice among what it is asked for.
    let asked = 4 * blocks;
    let coarse_of_block = (BLOCK / stride).pow(3);
    let bound = Traffic {
        to_device: (4 * ticks + 4 * (resolution + 2) + 32 * asked + 8 * 2 * blocks * coarse_of_block) as u64,
        // A level a sample, a mask an answer.
        from_device: (4 * ticks.pow(3) + 8 * asked) as u64,
    };
    assert!(of_grid.to_device <= bound.to_device && of_grid.from_device <= bound.from_device, "{what}: {bound:?}");
    // With the levels of the blocks' samples it would be more.
    let levels = 4 * (points - ticks.pow(3)) as u64;
    assert!(
        of_grid.from_device + levels > 2 * bound.from_device - 4 * ticks.pow(3) as u64,
        "{what}: {levels} of levels"
    );

    // A record of 64 words and the number of its first face a block; two tables of coordinates and one of 256 cases.
    let records = blocks * (4 * 64 + 4) + 2 * 8 * (resolution + 2) + 256 * 4 * 16;
    // A position, a normal, a colour; three corners; and how many faces a block has.
    let mesh = 3 * 12 * vertices + 12 * faces + 4 * blocks;
    assert_eq!(of_surface, Traffic { to_device: records as u64, from_device: mesh as u64 }, "{what}");

    let lattice = 4 * (resolution as u64).pow(3);
    let all = of_grid.to_device + of_grid.from_device + of_surface.to_device + of_surface.from_device;
    assert!(all < lattice / 2, "{what}: {all} bytes, and {lattice} are the lattice's levels");
}
