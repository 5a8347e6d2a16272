//! Whether a device's mesh is the CPU's.

use engine::mesh::Mesh;
use serde::Serialize;

use crate::{hausdorff::hausdorff, topology};

/// How a device's mesh compares with the CPU's.
#[derive(Debug, Clone, Serialize)]
pub struct Agreement {
    vertices: usize,
    vertices_of_cpu: usize,
    faces: usize,
    faces_of_cpu: usize,
    watertight: bool,
    /// An upper bound of the Hausdorff distance, in cells of the lattice.
    hausdorff_cells: f64,
}

impl Agreement {
    /// Compares two meshes whose lattice has cells of this side, in the meshes' units.
    pub fn between(cpu: &Mesh, device: &Mesh, cell: f64) -> Agreement {
        Agreement {
            vertices: device.positions.len(),
            vertices_of_cpu: cpu.positions.len(),
            faces: device.faces.len(),
            faces_of_cpu: cpu.faces.len(),
            watertight: topology::defects(device).open_or_crowded_edges == 0,
            hausdorff_cells: hausdorff(&cpu.positions, &device.positions, cell as f32) / cell,
        }
    }

    /// Rounding may move a vertex and change a few cells' cases; it makes no other mesh.
    pub fn holds(&self) -> bool {
        let near = |count: usize, of_cpu: usize| count.abs_diff(of_cpu) * 1000 <= of_cpu;
        self.watertight
            && self.hausdorff_cells < 0.5
            && near(self.vertices, self.vertices_of_cpu)
            && near(self.faces, self.faces_of_cpu)
    }
}

/// The side of a lattice's cell, in the units of `mesh`, which was brought to another size: `area` is what its report says, in the
/// model's units, as is `half_extent`, half the side of the cube with `resolution` samples an axis.
pub fn cell(mesh: &Mesh, area: f64, half_extent: f32, resolution: u32) -> f64 {
    let scale = (area_of(mesh) / area).sqrt();
    2.0 * f64::from(half_extent) / f64::from(resolution - 1) * scale
}

fn area_of(mesh: &Mesh) -> f64 {
    let corner = |vertex: u32| glam::Vec3::from(mesh.positions[vertex as usize]).as_dvec3();
    mesh.faces.iter().map(|&[a, b, c]| (corner(b) - corner(a)).cross(corner(c) - corner(a)).length() / 2.0).sum()
}
