//! Mesh files. Every encoder is a pure function of the mesh: the same mesh gives the same bytes.

mod glb;
mod obj;
mod ply;
mod stl;

use crate::mesh::Mesh;

pub use obj::{encode_with_material, material};

/// Names the program in every file.
const GENERATOR: &str = concat!("oneclick3d ", env!("CARGO_PKG_VERSION"));

/// The file formats that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// glTF 2.0, binary.
    Glb,
    /// Wavefront OBJ.
    Obj,
    /// Binary STL, in millimetres, Z up.
    Stl,
    /// Binary PLY.
    Ply,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 4] = [Format::Glb, Format::Obj, Format::Stl, Format::Ply];

    /// The file name's ending, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Glb => "glb",
            Format::Obj => "obj",
            Format::Stl => "stl",
            Format::Ply => "ply",
        }
    }

    /// The IANA media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Glb => "model/gltf-binary",
            Format::Obj => "model/obj",
            Format::Stl => "model/stl",
            Format::Ply => "model/ply",
        }
    }

    /// The format of a file-name ending, any case.
    pub fn from_extension(extension: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(extension))
    }

    /// `mesh` as a file of this format. OBJ carries vertex colours and names no material file.
    pub fn encode(self, mesh: &Mesh) -> Vec<u8> {
        match self {
            Format::Glb => glb::encode(mesh),
            Format::Obj => obj::encode(mesh),
            Format::Stl => stl::encode(mesh),
            Format::Ply => ply::encode(mesh),
        }
    }
}
