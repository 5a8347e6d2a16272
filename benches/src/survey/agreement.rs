//! Whether a device's mesh is the CPU's.

use std::path::Path;

use anyhow::Context;
use engine::mesh::Mesh;
use serde::Serialize;
use serde_json::Value;

use crate::{glb, hausdorff::hausdorff, topology};

/// Lattice samples an axis of the meshes.
pub(super) const RESOLUTION: u32 = 256;
/// Half the side of the fixture's cube, in the units of its model: its file's `radius`.
const HALF_EXTENT: f64 = 0.87;

/// How a mesh compares with the CPU's.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Agreement {
    vertices: usize,
    vertices_of_cpu: usize,
    faces: usize,
    faces_of_cpu: usize,
    watertight: bool,
    /// An upper bound of the Hausdorff distance, in cells of the lattice.
    hausdorff_cells: f64,
}

impl Agreement {
    /// Rounding may move a vertex and change a few cells' cases; it makes no other mesh.
    pub(super) fn holds(&self) -> bool {
        let near = |count: usize, of_cpu: usize| count.abs_diff(of_cpu) * 1000 <= of_cpu;
        self.watertight
            && self.hausdorff_cells < 0.5
            && near(self.vertices, self.vertices_of_cpu)
            && near(self.faces, self.faces_of_cpu)
    }
}

/// Compares two GLB files, each with its run's report.
pub(super) fn of(cpu: (&Path, &Value), device: (&Path, &Value)) -> anyhow::Result<Agreement> {
    let (theirs, mine) = (read(cpu.0)?, read(device.0)?);
    // A file's mesh has the size of 1; the report's area is in the model's units.
    let area = cpu.1["area"].as_f64().context("the CPU's report has an area")?;
    let scale = (area_of(&theirs) / area).sqrt();
    let cell = 2.0 * HALF_EXTENT / f64::from(RESOLUTION - 1) * scale;
    Ok(Agreement {
        vertices: mine.positions.len(),
        vertices_of_cpu: theirs.positions.len(),
        faces: mine.faces.len(),
        faces_of_cpu: theirs.faces.len(),
        watertight: device.1["watertight"] == true && topology::defects(&mine).open_or_crowded_edges == 0,
        hausdorff_cells: hausdorff(&theirs.positions, &mine.positions, cell as f32) / cell,
    })
}

fn read(path: &Path) -> anyhow::Result<Mesh> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    glb::read(&bytes).with_context(|| path.display().to_string())
}

fn area_of(mesh: &Mesh) -> f64 {
    let corner = |vertex: u32| glam::Vec3::from(mesh.positions[vertex as usize]).as_dvec3();
    mesh.faces.iter().map(|&[a, b, c]| (corner(b) - corner(a)).cross(corner(c) - corner(a)).length() / 2.0).sum()
}
