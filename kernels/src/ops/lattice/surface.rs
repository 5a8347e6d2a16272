//! Marching cubes on a GPU, a workgroup a block: vertices, colours, faces and normals. The order of vertices and faces is
//! that of the blocks, and in a block that of its samples, so that equal masks give equal faces wherever they are computed.
//!
//! Blocks are taken in batches whose levels are gathered from the segments first: what follows needs nothing else. Normals
//! (Thürmer & Wüthrich 1998: face normals weighted by the corners' angles) are summed in integers of 2^-24, so that the sums do
//! not depend on the order in which the device adds; a vertex has at most 20 corners, which stay below 2^31.

use super::{
    super::{
        field_eval::gpu::{POINT_BYTES, Written},
        marching_cubes::cell_triangles,
    },
    Geometry, Lattice, SurfaceBlock, SurfaceMesh,
};
use crate::{
    Error,
    gpu::{Bound, Buffer, Launch},
    webgpu::Shader,
};

/// Bytes of a block's levels at the corners of its cells, as they are gathered.
const CORNER_BYTES: usize = 4 * 128;
/// Triangles of the case with the most.
const MAX_TRIANGLES: usize = 5;
/// Words of a case in the table.
const CASE_WORDS: usize = 1 + 3 * MAX_TRIANGLES;
/// Bytes of the faces of a block all of whose cells have the most, the largest that a batch needs of a block.
const FACE_BYTES: usize = 12 * 64 * MAX_TRIANGLES;
/// Blocks of a batch, where what they need can be bound; a run can be ended between batches.
const BLOCKS_A_BATCH: usize = 16_384;
/// Operations of a block in any of the kernels, about.
const OPERATIONS: usize = 64 * 300;

#[repr(C)]
#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
struct Uniforms {
    blocks: u32,
    first: u32,
    count: u32,
    least: f32,
    step: f32,
    half_extent: f32,
    first_vertex: u32,
    unused: u32,
}

/// Vertices whose sums can be bound at once.
struct Window {
    first: u32,
    count: u32,
    sums: Buffer,
}

impl Lattice {
    /// The surface that passes through `blocks`, whose vertices are numbered in their order from 0 on. `go_on` is told of the
    /// fraction done; `None` when it says no.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    pub fn surface(
        &self,
        blocks: &[SurfaceBlock],
        geometry: &Geometry,
        go_on: &mut dyn FnMut(f32) -> bool,
    ) -> Result<Option<SurfaceMesh>, Error> {
        let gpu = self.gpu();
        let limit = gpu.max_binding_bytes();
        let vertices = blocks.last().map_or(0, |last| last.around[0].first_vertex + last.around[0].count());
        let most_vertices = (limit / 12).max(1) as u32;
        let windows = (0..vertices)
            .step_by(most_vertices as usize)
            .map(|first| {
                let count = most_vertices.min(vertices - first);
                let sums = gpu.allocate(12 * u64::from(count))?;
                self.fill(sums.whole(), 3 * count as usize, 0.0)?;
                Ok(Window { first, count, sums })
            })
            .collect::<Result<Vec<Window>, Error>>()?;
        // Both kinds of coordinates in one table.
        let rounded = geometry.coordinates.iter().map(|&coordinate| [coordinate, 0.0]);
        let table: Vec<[f32; 2]> = rounded.chain(geometry.exact.iter().copied()).collect();
        let coordinates = gpu.upload(bytemuck::cast_slice(&table))?;
        let cases = gpu.upload(bytemuck::cast_slice(&case_table()))?;
        let mut mesh = SurfaceMesh::default();
        let batch_size = (limit / FACE_BYTES).clamp(1, BLOCKS_A_BATCH);
        for (index, batch) in blocks.chunks(batch_size).enumerate() {
            if !go_on((index * batch_size) as f32 / blocks.len() as f32) {
                return Ok(None);
            }
            self.surface_of(batch, geometry, (&coordinates, &cases), &windows, &mut mesh)?;
        }
        for window in &windows {
            let normals = gpu.allocate(12 * u64::from(window.count))?;
            let uniforms = Uniforms { count: window.count, ..uniforms(0, geometry) };
            let groups = (window.count as usize).div_ceil(64);
            self.launch_surface("normalise", uniforms, &[window.sums.whole(), normals.whole()], groups)?;
            mesh.normals.extend(triples::<f32>(&gpu.download(&normals, 0, 12 * u64::from(window.count))?));
        }
        Ok(Some(mesh))
    }

    fn surface_of(
        &self,
        batch: &[SurfaceBlock],
        geometry: &Geometry,
        (coordinates, cases): (&Buffer, &Buffer),
        windows: &[Window],
        mesh: &mut SurfaceMesh,
    ) -> Result<(), Error> {
        let gpu = self.gpu();
        let words: Vec<[u32; 64]> = batch.iter().map(SurfaceBlock::words).collect();
        let records = gpu.upload(bytemuck::cast_slice(&words))?;
        let corners = gpu.allocate((batch.len() * CORNER_BYTES) as u64)?;
        let base = uniforms(batch.len(), geometry);
        for (index, segment) in self.segments.iter().enumerate() {
            let first = (index * self.slots_a_segment) as u32;
            let uniforms = Uniforms { first, count: self.slots_a_segment as u32, ..base };
            self.launch_surface("gather", uniforms, &[corners.whole(), segment.whole(), records.whole()], batch.len())?;
        }

        let first_vertex = batch[0].around[0].first_vertex;
        let vertices: usize = batch.iter().map(|block| block.around[0].count() as usize).sum();
        let positions = gpu.allocate(12 * vertices as u64)?;
        let points = gpu.allocate((vertices * POINT_BYTES) as u64)?;
        let places = Uniforms { first_vertex, count: geometry.coordinates.len() as u32, ..base };
        let bound = [corners.whole(), coordinates.whole(), records.whole(), positions.whole(), points.whole()];
        self.launch_surface("vertices", places, &bound, batch.len())?;
        let colors = gpu.allocate(12 * vertices as u64)?;
        self.field.write(&points, vertices, Written::Colors, colors.whole())?;

        let counts = gpu.allocate(4 * batch.len() as u64)?;
        self.launch_surface("count_faces", base, &[corners.whole(), cases.whole(), counts.whole()], batch.len())?;
        let (from, to) = batch
            .iter()
            .map(SurfaceBlock::vertices)
            .fold((u32::MAX, 0), |(from, to), block| (from.min(block.0), to.max(block.1)));
        for window in windows.iter().filter(|window| window.first < to && from < window.first + window.count) {
            let uniforms = Uniforms { first: window.first, count: window.count, ..base };
            let bound = [corners.whole(), cases.whole(), records.whole(), window.sums.whole()];
            self.launch_surface("sum_normals", uniforms, &bound, batch.len())?;
        }

        let bytes = gpu.download(&counts, 0, 4 * batch.len() as u64)?;
        let mut faces = 0;
        let mut first_faces: Vec<u32> = bytemuck::pod_collect_to_vec(&bytes);
        for first in &mut first_faces {
            faces += std::mem::replace(first, faces);
        }
        let first_faces = gpu.upload(bytemuck::cast_slice(&first_faces))?;
        let written = gpu.allocate(12 * u64::from(faces))?;
        let bound = [corners.whole(), cases.whole(), records.whole(), first_faces.whole(), written.whole()];
        self.launch_surface("write_faces", base, &bound, batch.len())?;
        mesh.positions.extend(triples::<f32>(&gpu.download(&positions, 0, 12 * vertices as u64)?));
        mesh.colors.extend(triples::<f32>(&gpu.download(&colors, 0, 12 * vertices as u64)?));
        mesh.faces.extend(triples::<u32>(&gpu.download(&written, 0, 12 * u64::from(faces))?));
        Ok(())
    }

    fn launch_surface(
        &self,
        entry: &'static str,
        uniforms: Uniforms,
        buffers: &[Bound<'_>],
        workgroups: usize,
    ) -> Result<(), Error> {
        let definitions = format!("const CASE_WORDS = {CASE_WORDS}u;");
        let shader = Shader { name: "lattice/surface", entry, text: include_str!("surface.wgsl"), definitions };
        let (uniforms, operations) = (bytemuck::bytes_of(&uniforms), (workgroups * OPERATIONS) as f64);
        self.gpu().launch(&Launch { shader: &shader, uniforms, buffers, workgroups, operations })
    }
}

fn uniforms(blocks: usize, geometry: &Geometry) -> Uniforms {
    let &Geometry { step, half_extent, least, .. } = geometry;
    Uniforms { blocks: blocks as u32, first: 0, count: 0, least, step, half_extent, first_vertex: 0, unused: 0 }
}

/// `[256, CASE_WORDS]`: of each case how many triangles, then their edges.
fn case_table() -> Vec<u32> {
    let mut table = vec![0; 256 * CASE_WORDS];
    for (case, words) in (0..=255).zip(table.chunks_exact_mut(CASE_WORDS)) {
        let triangles = cell_triangles(case);
        assert!(triangles.len() <= MAX_TRIANGLES, "case {case} has {} triangles", triangles.len());
        words[0] = triangles.len() as u32;
        words[1..].iter_mut().zip(triangles.as_flattened()).for_each(|(word, edge)| *word = u32::from(*edge));
    }
    table
}

fn triples<T: bytemuck::AnyBitPattern>(bytes: &[u8]) -> Vec<[T; 3]> {
    bytes
        .as_chunks::<12>()
        .0
        .iter()
        .map(|triple| {
            let value = |i: usize| bytemuck::pod_read_unaligned(&triple[4 * i..4 * i + 4]);
            [value(0), value(1), value(2)]
        })
        .collect()
}
