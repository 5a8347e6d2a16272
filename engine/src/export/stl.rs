//! Binary STL for printing: millimetres, Z up, standing on the floor.

use super::GENERATOR;
use crate::mesh::Mesh;

/// The largest side of a print, millimetres.
const LARGEST_SIDE_MM: f32 = 100.0;

/// The triangles, the photo's front toward -Y, centred over the origin, the lowest point at Z = 0.
pub fn encode(mesh: &Mesh) -> Vec<u8> {
    let floor = mesh.positions.iter().map(|p| p[1]).fold(f32::INFINITY, f32::min);
    let placed = |[x, y, z]: [f32; 3]| [x, -z, y - floor].map(|c| c * LARGEST_SIDE_MM);
    let mut header = [b' '; 80];
    header[..GENERATOR.len()].copy_from_slice(GENERATOR.as_bytes());
    let mut out = Vec::with_capacity(84 + mesh.faces.len() * 50);
    out.extend(header);
    out.extend(u32::try_from(mesh.faces.len()).expect("fewer than 2^32 faces").to_le_bytes());
    for face in &mesh.faces {
        let corners = face.map(|v| placed(mesh.positions[v as usize]));
        let vectors = std::iter::once(normal(corners)).chain(corners);
        out.extend(vectors.flatten().flat_map(f32::to_le_bytes));
        out.extend([0, 0]);
    }
    out
}

fn normal([a, b, c]: [[f32; 3]; 3]) -> [f32; 3] {
    let (u, v): ([f64; 3], [f64; 3]) =
        (std::array::from_fn(|i| f64::from(b[i] - a[i])), std::array::from_fn(|i| f64::from(c[i] - a[i])));
    let cross = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    let length = cross.iter().map(|c| c * c).sum::<f64>().sqrt();
    // A zero normal is the format's "work it out from the corners".
    cross.map(|c| if length > 0.0 { (c / length) as f32 } else { 0.0 })
}
