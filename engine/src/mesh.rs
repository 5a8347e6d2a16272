//! The triangle mesh that every model ends in.

/// An indexed triangle mesh. Positions in glTF's frame: right-handed, Y up, the photo's front toward +Z; centred, the
/// largest side 1 unit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mesh {
    /// `[vertices]` positions.
    pub positions: Vec<[f32; 3]>,
    /// `[vertices]` unit normals, outward.
    pub normals: Vec<[f32; 3]>,
    /// `[vertices]` sRGB colours, 0..=1.
    pub colors: Vec<[f32; 3]>,
    /// `[faces]` vertex indices, counter-clockwise seen from outside.
    pub faces: Vec<[u32; 3]>,
}
