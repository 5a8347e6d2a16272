//! A field's levels on a lattice, and the surface where they are 0, on every GPU: a ball, with the books that `engine::grid` keeps
//! written down plainly.

use std::collections::HashSet;

use glam::DVec3;
use kernels::ops::{
    field_eval::{FieldEval, GpuFieldEval, Layer, Level, Triplane, TriplaneDecoder},
    lattice::{Crossings, Geometry, Lattice, Missing, NO_SLOT, SurfaceBlock, SurfaceMesh},
};

use crate::{
    places::fields,
    random::{Random, seed},
};

/// Samples an axis of the lattice, and with the frame: more blocks than a segment of the smallest bindings holds.
const RESOLUTION: usize = 30;
const FRAMED: usize = RESOLUTION + 2;
/// Blocks an axis.
const SIDE: usize = FRAMED / 4;
const STEP: f32 = 2.0 / (RESOLUTION - 1) as f32;
const LEVEL: Level = Level { bias: 3.0, threshold: 20.085_537 };
const LEAST: f32 = 1e-2;
/// What a level may be off: the exponential of f32 sums is about 20 at the surface.
const LEVEL_TOLERANCE: f32 = 1e-4;

/// On a plane, squares of distances from the centre are sampled, and one layer adds them up.
fn ball(centre: [f32; 3], radius: f32) -> FieldEval {
    // More samples than the smallest bindings hold.
    const PLANE: usize = 40;
    let from = |i: usize, axis: usize| 2.0 - ((2 * i + 1) as f32 / PLANE as f32 - 1.0 - centre[axis]).powi(2);
    let mut planes = vec![0.0; 3 * PLANE * PLANE];
    for (i, value) in planes.iter_mut().take(2 * PLANE * PLANE).enumerate() {
        let (column, row) = (i % PLANE, i / PLANE % PLANE);
        // The first plane has x and y, the second x and z.
        *value = if i < PLANE * PLANE { from(column, 0) + from(row, 1) } else { from(row, 2) };
    }
    let mut weight = vec![0.0; 12];
    weight[..3].fill(1.0);
    // A colour that differs from place to place.
    weight[3..6].copy_from_slice(&[1.0, -2.0, 0.5]);
    let layer = Layer { inputs: 3, outputs: 4, weight, bias: vec![radius * radius - 6.0, 0.0, 1.0, -1.0] };
    FieldEval::new(Triplane::from_channel_first(&planes, 1, PLANE, PLANE), vec![layer])
}

fn coordinate(framed: usize) -> f32 {
    (framed as f32 - 1.0) * STEP - 1.0
}

fn blocks() -> impl Iterator<Item = [usize; 3]> {
    (0..SIDE.pow(3)).map(|i| [i % SIDE, i / SIDE % SIDE, i / SIDE / SIDE])
}

fn sample(block: [usize; 3], bit: usize) -> [usize; 3] {
    [4 * block[0] + bit % 4, 4 * block[1] + bit / 4 % 4, 4 * block[2] + bit / 16]
}

/// A framed sample's block, as the number of its slot, and its bit.
fn place([x, y, z]: [usize; 3]) -> (usize, usize) {
    (x / 4 + SIDE * (y / 4 + SIDE * (z / 4)), x % 4 + 4 * (y % 4) + 16 * (z % 4))
}

/// The levels of all samples, evaluated for those of each block that a mask of `parts` has, one call a part.
fn evaluated(field: &GpuFieldEval, parts: &[Vec<u64>]) -> (Lattice, Vec<u64>) {
    let coordinates: Vec<f32> = (0..FRAMED).map(coordinate).collect();
    let mut lattice = Lattice::new(field, LEVEL, &coordinates).unwrap();
    lattice.grow(SIDE.pow(3)).unwrap();
    let mut inside = vec![0; SIDE.pow(3)];
    for part in parts {
        let missing: Vec<Missing> = blocks()
            .enumerate()
            .map(|(slot, block)| {
                let is_within = |bit: &usize| sample(block, *bit).iter().all(|i| (1..=RESOLUTION).contains(i));
                let within = (0..64).filter(is_within).fold(0, |mask, bit| mask | 1 << bit);
                let origin = sample(block, 0).map(|i| i as u32);
                Missing { slot: slot as u32, origin, mask: within & part[slot] }
            })
            .collect();
        let found = lattice.evaluate(&missing).unwrap().expect("levels are numbers");
        inside.iter_mut().zip(found).for_each(|(all, found)| *all |= found);
    }
    (lattice, inside)
}

/// The crossed edges of each block, numbered in the blocks' order.
fn crossings(inside: &[u64]) -> Vec<Crossings> {
    let mut first_vertex = 0;
    let is_inside = |framed: [usize; 3]| {
        let (slot, bit) = place(framed);
        framed.iter().all(|&i| i < FRAMED) && inside[slot] >> bit & 1 == 1
    };
    let of_block = |block| {
        let crossed = |axis: usize, bit: usize| {
            let from = sample(block, bit);
            let mut to = from;
            to[axis] += 1;
            is_inside(from) != is_inside(to)
        };
        let along = |axis| (0..64).filter(|bit| crossed(axis, *bit)).fold(0, |edges, bit| edges | 1 << bit);
        let crossings = Crossings { first_vertex, edges: std::array::from_fn(along) };
        first_vertex += crossings.count();
        crossings
    };
    blocks().map(of_block).collect()
}

fn surface(lattice: &Lattice, crossings: &[Crossings]) -> SurfaceMesh {
    let describe = |block: [usize; 3]| {
        let slot = |octant: usize| {
            let owner: [usize; 3] = std::array::from_fn(|a| block[a] + (octant >> a & 1));
            owner.iter().all(|&b| b < SIDE).then(|| owner[0] + SIDE * (owner[1] + SIDE * owner[2]))
        };
        SurfaceBlock {
            slots: std::array::from_fn(|octant| slot(octant).map_or(NO_SLOT, |slot| slot as u32)),
            origin: sample(block, 0).map(|i| i as u32),
            around: std::array::from_fn(|octant| slot(octant).map_or(Crossings::default(), |slot| crossings[slot])),
        }
    };
    let blocks: Vec<SurfaceBlock> = blocks().map(describe).collect();
    let coordinates: Vec<f32> = (0..FRAMED).map(coordinate).collect();
    let exact = coordinates.iter().map(|&coordinate| [coordinate, 0.0]).collect();
    let geometry = Geometry { coordinates, exact, step: STEP, half_extent: 1.0, least: LEAST };
    lattice.surface(&blocks, &geometry, &mut |_| true).unwrap().expect("it is not told to end")
}

/// Normals of faces, weighted by the angles of their corners at the vertex.
fn normals_of(mesh: &SurfaceMesh) -> Vec<DVec3> {
    let at = |vertex: u32| DVec3::from(mesh.positions[vertex as usize].map(f64::from));
    let mut normals = vec![DVec3::ZERO; mesh.positions.len()];
    for face in &mesh.faces {
        for corner in 0..3 {
            let [vertex, next, last] = [0, 1, 2].map(|step| face[(corner + step) % 3]);
            let (to_next, to_last) = (at(next) - at(vertex), at(last) - at(vertex));
            normals[vertex as usize] += to_next.cross(to_last).normalize() * to_next.angle_between(to_last);
        }
    }
    normals.into_iter().map(DVec3::normalize).collect()
}

#[test]
fn a_balls_levels_and_surface_are_the_plain_ones_in_whatever_parts_they_are_evaluated() {
    let mut random = Random::new(50);
    let centre: [f32; 3] = std::array::from_fn(|_| 0.1 * random.value());
    let radius = 0.65 + 0.1 * random.value();
    let plain = ball(centre, radius);
    let output = |position: [f32; 3]| {
        let mut out = [0.0; 4];
        plain.evaluate_plainly(&[position], &mut out);
        out
    };
    let level = |framed: [usize; 3]| (output(framed.map(coordinate))[0] + LEVEL.bias).exp() - LEVEL.threshold;
    let some: Vec<u64> =
        (0..SIDE.pow(3)).map(|_| (0..64).map(|bit| u64::from(random.value() > 0.0) << bit).sum()).collect();
    let others: Vec<u64> = some.iter().map(|mask| !mask).collect();
    for place in fields() {
        let decoder = TriplaneDecoder::new(place.device(), plain.triplane().clone(), plain.layers().to_vec()).unwrap();
        let TriplaneDecoder::Gpu(field) = decoder else { continue };
        let what = format!("{}, seed {}: a ball of {radius} at {centre:?}", place.name, seed());
        let (lattice, inside) = evaluated(&field, &[vec![u64::MAX; SIDE.pow(3)]]);
        for (block, mask) in blocks().zip(&inside) {
            for bit in 0..64 {
                let framed = sample(block, bit);
                let is_frame = framed.iter().any(|&i| i == 0 || i > RESOLUTION);
                let level = if is_frame { f32::NEG_INFINITY } else { level(framed) };
                // Rounding decides the sign of what is next to nothing.
                assert!(
                    level.abs() < LEVEL_TOLERANCE || (mask >> bit & 1 == 1) == (level > 0.0),
                    "{what}: {level} at {framed:?}"
                );
            }
        }
        // Some places of an axis and the last, more points than a launch of the smallest bindings takes.
        let ticks: Vec<u32> = (1..=RESOLUTION as u32).filter(|tick| tick % 4 != 3).collect();
        let coarse = lattice.coarse(&ticks).unwrap();
        assert_eq!(coarse.len(), ticks.len().pow(3), "{what}");
        for (i, found) in coarse.into_iter().enumerate() {
            let side = ticks.len();
            let framed = [i % side, i / side % side, i / side / side].map(|at| ticks[at] as usize);
            let (slot, bit) = self::place(framed);
            assert_eq!(found >= 0.0, inside[slot] >> bit & 1 == 1, "{what}: {found} at {framed:?}");
            let expected = level(framed);
            // The exponential's rounding, before the threshold is taken off.
            let tolerance = 1e-5 * (expected + LEVEL.threshold) + 1e-6;
            assert!((found - expected).abs() < tolerance, "{what}: {found} is not {expected} at {framed:?}");
        }
        let crossings = crossings(&inside);
        let found = surface(&lattice, &crossings);
        let mut expected = Vec::new();
        for (block, crossings) in blocks().zip(&crossings) {
            for axis in 0..3 {
                for bit in (0..64).filter(|bit| crossings.edges[axis] >> bit & 1 == 1) {
                    let from = sample(block, bit);
                    let mut to = from;
                    to[axis] += 1;
                    let (a, b) = (level(from), level(to));
                    let mut position = from.map(coordinate);
                    position[axis] += (a / (a - b)).clamp(LEAST, 1.0 - LEAST) * STEP;
                    // Along the surface levels hardly change, and what they are off moves the vertex far.
                    expected.push((position, (1e-5 + LEVEL_TOLERANCE / (a - b).abs()) * STEP));
                }
            }
        }
        assert_eq!(found.positions.len(), expected.len(), "{what}");
        let normals = normals_of(&found);
        for (i, (position, (expected, tolerance))) in found.positions.iter().zip(&expected).enumerate() {
            let near =
                |a: &[f32; 3], b: &[f32; 3], tolerance: f32| a.iter().zip(b).all(|(a, b)| (a - b).abs() < tolerance);
            assert!(near(position, expected, *tolerance), "{what}: {position:?} is not {expected:?}");
            let normal = DVec3::from(found.normals[i].map(f64::from));
            let outward = DVec3::from(std::array::from_fn(|axis| f64::from(position[axis] - centre[axis])));
            let is_right = normal.dot(normals[i]) > 0.999 && normal.dot(outward) > 0.0;
            assert!(is_right, "{what}: the normal {normal} at {position:?} is not {}", normals[i]);
            let color: [f32; 3] = std::array::from_fn(|channel| 1.0 / (1.0 + (-output(*position)[1 + channel]).exp()));
            assert!(near(&found.colors[i], &color, 1e-5), "{what}: {:?} is not {color:?}", found.colors[i]);
        }
        // Closed, of one piece without holes (Euler), and wound alike.
        assert_eq!(found.faces.len(), 2 * found.positions.len() - 4, "{what}");
        let edges: HashSet<[u32; 2]> = found.faces.iter().flat_map(|&[a, b, c]| [[a, b], [b, c], [c, a]]).collect();
        assert!(edges.len() == 3 * found.faces.len() && edges.iter().all(|&[a, b]| edges.contains(&[b, a])), "{what}");

        let (lattice, in_parts) = evaluated(&field, &[some.clone(), others.clone()]);
        assert!(in_parts == inside && surface(&lattice, &crossings) == found, "{what}: parts are not the whole");
    }
}
