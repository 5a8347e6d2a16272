//! Binary little-endian PLY with normals and 8-bit sRGB colours.

use super::GENERATOR;
use crate::mesh::Mesh;

/// Vertices with normals and colours, then triangles.
pub fn encode(mesh: &Mesh) -> Vec<u8> {
    let vertex: String = ["x", "y", "z", "nx", "ny", "nz"].map(|name| format!("property float {name}\n")).concat();
    let color: String = ["red", "green", "blue"].map(|name| format!("property uchar {name}\n")).concat();
    let mut out = format!(
        "ply\nformat binary_little_endian 1.0\ncomment {GENERATOR}\nelement vertex {}\n{vertex}{color}element face {}\n\
         property list uchar int vertex_indices\nend_header\n",
        mesh.positions.len(),
        mesh.faces.len(),
    )
    .into_bytes();
    out.reserve(mesh.positions.len() * 27 + mesh.faces.len() * 13);
    for ((position, normal), color) in mesh.positions.iter().zip(&mesh.normals).zip(&mesh.colors) {
        out.extend(position.iter().chain(normal).flat_map(|value| value.to_le_bytes()));
        out.extend(color.map(|c| (c * 255.0).round() as u8));
    }
    for face in &mesh.faces {
        out.push(3);
        out.extend(face.iter().flat_map(|index| index.to_le_bytes()));
    }
    out
}
