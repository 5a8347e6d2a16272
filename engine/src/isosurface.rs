//! The surface of a sampled field, as a closed indexed mesh.

use kernels::ops::{
    lattice::{Crossings, Lattice, SurfaceBlock, SurfaceMesh},
    marching_cubes::{EDGES, cell_triangles},
};
use rayon::prelude::*;

use crate::{
    Error,
    grid::{BLOCK, BlockIndex, Grid, bit_of, sample_of},
};

/// A vertex keeps this distance, in cubes, from both ends of its lattice edge. Vertices of neighbouring edges would otherwise
/// meet where the surface passes through a lattice point, and triangles between them would have no area. It is a few steps
/// of an f32, and no vertex is moved farther.
const MIN_DISTANCE: f32 = 1.0 / (1 << 21) as f32;

/// Positions and faces, in the field's frame; faces counter-clockwise seen from outside.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Surface {
    /// `[vertices]` positions; one for each lattice edge that the surface crosses.
    pub positions: Vec<[f32; 3]>,
    /// `[faces]` vertex indices.
    pub faces: Vec<[u32; 3]>,
    /// What a device computed along with the vertices.
    pub attributes: Option<Attributes>,
}

/// What vertices have beside positions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attributes {
    /// `[vertices]` unit normals in the field's frame, outward.
    pub normals: Vec<[f32; 3]>,
    /// `[vertices]` sRGB colours, 0..=1.
    pub colors: Vec<[f32; 3]>,
}

/// The surface on which the grid's level is 0. Closed and manifold for every grid: see
/// [`kernels::ops::marching_cubes`] for why. Computed where the grid's levels are; `progress` is told of the fraction done and may
/// end it by returning `false`.
///
/// # Errors
/// [`Error::Canceled`]; [`Error::Kernel`] when the device fails that the grid is on.
///
/// # Panics
/// When there would be 2^32 vertices.
pub fn extract(grid: &Grid, progress: &mut dyn FnMut(f32) -> bool) -> Result<Surface, Error> {
    let mut index_of = vec![u32::MAX; grid.side().pow(3)];
    let mut crossings: Vec<Crossings> = grid
        .active()
        .par_iter()
        .map(|&block| {
            let (inside, next) = grid.inside_and_next(block);
            Crossings { first_vertex: 0, edges: next.map(|next| inside ^ next) }
        })
        .collect();
    let mut vertices = 0u32;
    for (index, (&block, crossings)) in grid.active().iter().zip(&mut crossings).enumerate() {
        index_of[grid.flatten(block)] = index as u32;
        crossings.first_vertex = vertices;
        vertices = vertices.checked_add(crossings.count()).expect("fewer than 2^32 vertices");
    }
    let around = |block: BlockIndex| -> [Crossings; 8] {
        std::array::from_fn(|octant| {
            let owner: BlockIndex = std::array::from_fn(|a| block[a] + (octant >> a & 1));
            if owner.iter().any(|&b| b >= grid.side()) {
                return Crossings::default();
            }
            crossings.get(index_of[grid.flatten(owner)] as usize).copied().unwrap_or_default()
        })
    };
    if let Some(lattice) = grid.lattice() {
        return extract_on_device(grid, lattice, around, progress);
    }
    let positions = grid
        .active()
        .par_iter()
        .zip(&crossings)
        .flat_map_iter(|(&block, crossings)| vertices_of(grid, block, crossings))
        .collect();
    let faces = grid.active().par_iter().flat_map_iter(|&block| faces_of(grid, block, &around(block))).collect();
    Ok(Surface { positions, faces, attributes: None })
}

fn extract_on_device(
    grid: &Grid,
    lattice: &Lattice,
    around: impl Fn(BlockIndex) -> [Crossings; 8] + Sync,
    progress: &mut dyn FnMut(f32) -> bool,
) -> Result<Surface, Error> {
    let describe = |&block: &BlockIndex| {
        let [around @ .., _] = around(block);
        SurfaceBlock {
            slots: std::array::from_fn(|octant| grid.slot_of(std::array::from_fn(|a| block[a] + (octant >> a & 1)))),
            origin: sample_of(block, 0).map(|i| i as u32),
            around,
        }
    };
    let blocks: Vec<SurfaceBlock> = grid.active().par_iter().map(describe).collect();
    let geometry = grid.geometry(least_fraction(grid));
    let SurfaceMesh { positions, normals, colors, faces } =
        lattice.surface(&blocks, &geometry, progress)?.ok_or(Error::Canceled)?;
    Ok(Surface { positions, faces, attributes: Some(Attributes { normals, colors }) })
}

/// What a vertex keeps from its edge's ends, as a fraction of the edge.
fn least_fraction(grid: &Grid) -> f32 {
    MIN_DISTANCE * (grid.resolution() - 1) as f32
}

fn vertices_of(grid: &Grid, block: BlockIndex, crossings: &Crossings) -> impl Iterator<Item = [f32; 3]> {
    let edges = crossings.edges;
    let least = least_fraction(grid);
    (0..3).flat_map(move |axis| {
        (0..64usize).filter(move |bit| edges[axis] >> bit & 1 == 1).map(move |bit| {
            let from = sample_of([0; 3], bit);
            let mut to = from;
            to[axis] += 1;
            let (a, b) = (grid.level(block, from), grid.level(block, to));
            // The frame's level is -infinity: the vertex then lies next to the sample inside.
            let fraction = if a.is_infinite() { 1.0 } else { a / (a - b) };
            let framed = std::array::from_fn(|i| block[i] * BLOCK + from[i]);
            grid.position_on_edge(framed, axis, fraction.clamp(least, 1.0 - least))
        })
    })
}

fn faces_of(grid: &Grid, block: BlockIndex, around: &[Crossings; 8]) -> Vec<[u32; 3]> {
    // The inside bits of the 5 x 5 x 5 corners of the block's cells.
    let inside: [u64; 8] =
        std::array::from_fn(|octant| grid.inside(std::array::from_fn(|a| block[a] + (octant >> a & 1))));
    let locate = |sample: [usize; 3]| {
        let octant = (0..3).fold(0, |octant, a| octant | (sample[a] / BLOCK) << a);
        (octant, bit_of(sample))
    };
    let corner_of = |cell: [usize; 3], corner: usize| locate(std::array::from_fn(|a| cell[a] + (corner >> a & 1)));
    let mut faces = Vec::new();
    for bit in 0..BLOCK * BLOCK * BLOCK {
        let cell = sample_of([0; 3], bit);
        let mut case = 0u8;
        for corner in 0..8 {
            let (octant, bit) = corner_of(cell, corner);
            case |= ((inside[octant] >> bit & 1) as u8) << corner;
        }
        faces.extend(cell_triangles(case).iter().map(|triangle| {
            triangle.map(|edge| {
                let edge = EDGES[usize::from(edge)];
                let (octant, bit) = corner_of(cell, edge.from);
                around[octant].vertex(edge.axis, bit)
            })
        }));
    }
    faces
}
