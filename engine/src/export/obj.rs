//! Wavefront OBJ, with the colours after the positions as most readers take them, and its material file.

use std::fmt::{self, Write};

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
    out += &lines(&vertices, |line, ([x, y, z], color)| {
        let [r, g, b] = color.map(Fixed4);
        writeln!(line, "v {x} {y} {z} {r} {g} {b}")
    });
    out += &lines(&mesh.normals, |line, normal| {
        let [x, y, z] = normal.map(Fixed4);
        writeln!(line, "vn {x} {y} {z}")
    });
    if library.is_some() {
        out += &format!("usemtl {MATERIAL}\n");
    }
    out += &lines(&mesh.faces, |line, face| {
        let [a, b, c] = face.map(|v| v + 1);
        writeln!(line, "f {a}//{a} {b}//{b} {c}//{c}")
    });
    out.into_bytes()
}

/// The items' lines, in order, written on all cores.
fn lines<T: Sync>(items: &[T], write_line: impl Fn(&mut String, &T) -> fmt::Result + Sync) -> String {
    let text_of = |items: &[T]| {
        let mut text = String::new();
        items.iter().try_for_each(|item| write_line(&mut text, item)).expect("writing to memory does not fail");
        text
    };
    let parts: Vec<String> = items.par_chunks(4096).map(text_of).collect();
    parts.concat()
}

/// A value in -1..=1 with four decimals; several times faster than formatting the float, which is most of an OBJ's time.
struct Fixed4(f32);

impl fmt::Display for Fixed4 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ten_thousandths = (self.0 * 1e4).round() as i32;
        let sign = if ten_thousandths < 0 { "-" } else { "" };
        let magnitude = ten_thousandths.unsigned_abs();
        write!(f, "{sign}{}.{:04}", magnitude / 10_000, magnitude % 10_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_decimals_read_back() {
        for value in [0.0f32, 1.0, -1.0, 0.12345, -0.00004, -0.5, 0.99996, 0.0001] {
            let text = Fixed4(value).to_string();
            assert!((text.parse::<f32>().unwrap() - value).abs() <= 0.000_051, "{value}: {text}");
        }
    }
}
