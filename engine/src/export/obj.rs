//! Wavefront OBJ, with the colours after the positions as most readers take them, and its material file.

use rayon::prelude::*;

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
    let mut out = format!("# {GENERATOR}\n");
    if let Some(library) = library {
        out += &format!("mtllib {library}\n");
    }
    out += "o model\n";
    let vertices: Vec<_> = mesh.positions.iter().zip(&mesh.colors).collect();
    out += &lines(&vertices, |([x, y, z], [r, g, b])| format!("v {x} {y} {z} {r:.4} {g:.4} {b:.4}\n"));
    out += &lines(&mesh.normals, |[x, y, z]| format!("vn {x:.4} {y:.4} {z:.4}\n"));
    if library.is_some() {
        out += &format!("usemtl {MATERIAL}\n");
    }
    out += &lines(&mesh.faces, |face| {
        let [a, b, c] = face.map(|v| v + 1);
        format!("f {a}//{a} {b}//{b} {c}//{c}\n")
    });
    out.into_bytes()
}

/// The items' lines, in order, written on all cores.
fn lines<T: Sync>(items: &[T], line: impl Fn(&T) -> String + Sync) -> String {
    let parts: Vec<String> = items.par_chunks(4096).map(|items| items.iter().map(&line).collect()).collect();
    parts.concat()
}
