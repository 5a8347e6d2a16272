//! Wavefront OBJ, with the colours after the positions as most readers take them, and its material file.

use std::io::Write;

use super::GENERATOR;
use crate::mesh::Mesh;

const MATERIAL: &str = "photo";

/// The mesh alone; vertex colours are sRGB, 0..=1.
pub fn encode(mesh: &Mesh) -> Vec<u8> {
    write(mesh, None)
}

/// The mesh, naming `library`, a file of [`material`]'s text beside it.
pub fn encode_with_material(mesh: &Mesh, library: &str) -> Vec<u8> {
    write(mesh, Some(library))
}

/// The material file's text: matt white, so that the vertex colours show.
pub fn material() -> String {
    format!("# {GENERATOR}\nnewmtl {MATERIAL}\nKa 1 1 1\nKd 1 1 1\nKs 0 0 0\nd 1\nillum 1\n")
}

fn write(mesh: &Mesh, library: Option<&str>) -> Vec<u8> {
    let mut out = Vec::with_capacity(mesh.positions.len() * 110 + mesh.faces.len() * 48);
    let mut text = || -> std::io::Result<()> {
        writeln!(out, "# {GENERATOR}")?;
        if let Some(library) = library {
            writeln!(out, "mtllib {library}")?;
        }
        writeln!(out, "o model")?;
        for ([x, y, z], [r, g, b]) in mesh.positions.iter().zip(&mesh.colors) {
            writeln!(out, "v {x} {y} {z} {r:.4} {g:.4} {b:.4}")?;
        }
        for [x, y, z] in &mesh.normals {
            writeln!(out, "vn {x:.4} {y:.4} {z:.4}")?;
        }
        if library.is_some() {
            writeln!(out, "usemtl {MATERIAL}")?;
        }
        for [a, b, c] in mesh.faces.iter().map(|face| face.map(|v| v + 1)) {
            writeln!(out, "f {a}//{a} {b}//{b} {c}//{c}")?;
        }
        Ok(())
    };
    text().expect("writing to memory does not fail");
    out
}
