//! Reading GLB files back, as a viewer would, through the `gltf` crate and none of the engine's own code.

use engine::mesh::Mesh;

use crate::studio::picture::srgb_from_linear;

/// Why a file is not one of the engine's models.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The `gltf` crate refused it.
    #[error("not a glTF 2.0 file: {0}")]
    NotGltf(#[from] gltf::Error),
    /// It is glTF, but not one mesh as the engine writes it.
    #[error("not a file of the engine: {0}")]
    Unlike(&'static str),
}

/// The single mesh of a GLB file. Positions and normals as stored (glTF's frame); `COLOR_0`, linear in the file, turned
/// to the sRGB that [`Mesh`] holds.
///
/// # Errors
/// When the file is no GLB with one triangle primitive that has positions, normals, colours and indices, or its node
/// moves it: every file of the engine is all of that.
pub fn read(bytes: &[u8]) -> Result<Mesh, Error> {
    let glb = gltf::Gltf::from_slice(bytes)?;
    let blob = glb.blob.as_deref().ok_or(Error::Unlike("no binary chunk"))?;
    let node = one(glb.default_scene().ok_or(Error::Unlike("no default scene"))?.nodes(), "not one node")?;
    require(node.children().len() == 0, "the node has children")?;
    require(node.transform().matrix() == glam::Mat4::IDENTITY.to_cols_array_2d(), "the node is transformed")?;
    require(glb.meshes().len() == 1, "not one mesh")?;
    let mesh = node.mesh().ok_or(Error::Unlike("the node has no mesh"))?;
    let primitive = one(mesh.primitives(), "not one primitive")?;
    require(primitive.mode() == gltf::mesh::Mode::Triangles, "no triangles")?;
    let reader = primitive.reader(|buffer| (buffer.index() == 0).then_some(blob));
    let indices: Vec<u32> = reader.read_indices().ok_or(Error::Unlike("no indices"))?.into_u32().collect();
    require(indices.len().is_multiple_of(3), "a face is cut short")?;
    let mesh = Mesh {
        positions: reader.read_positions().ok_or(Error::Unlike("no positions"))?.collect(),
        normals: reader.read_normals().ok_or(Error::Unlike("no normals"))?.collect(),
        colors: reader
            .read_colors(0)
            .ok_or(Error::Unlike("no colours"))?
            .into_rgb_f32()
            .map(|color| color.map(srgb_from_linear))
            .collect(),
        faces: indices.chunks_exact(3).map(|face| [face[0], face[1], face[2]]).collect(),
    };
    let vertices = mesh.positions.len();
    require(mesh.normals.len() == vertices && mesh.colors.len() == vertices, "attributes of unequal length")?;
    require(indices.iter().all(|&i| (i as usize) < vertices), "an index beyond the vertices")?;
    Ok(mesh)
}

fn require(holds: bool, otherwise: &'static str) -> Result<(), Error> {
    if holds { Ok(()) } else { Err(Error::Unlike(otherwise)) }
}

/// The only item, or an error.
fn one<T>(mut items: impl Iterator<Item = T>, otherwise: &'static str) -> Result<T, Error> {
    match (items.next(), items.next()) {
        (Some(item), None) => Ok(item),
        _ => Err(Error::Unlike(otherwise)),
    }
}
