//! Reading GLB files back, as a viewer would, through the `gltf` crate and none of the engine's own code.

use anyhow::{Context, ensure};
use engine::mesh::Mesh;

use crate::studio::picture::srgb_from_linear;

/// The single mesh of a GLB file. Positions and normals as stored (glTF's frame); `COLOR_0`, linear in the file, turned
/// to the sRGB that [`Mesh`] holds.
///
/// # Errors
/// When the file is no GLB with one triangle primitive that has positions, normals, colours and indices, or its node
/// moves it: every file of the engine is all of that.
pub fn read(bytes: &[u8]) -> anyhow::Result<Mesh> {
    let glb = gltf::Gltf::from_slice(bytes).context("not a glTF file")?;
    let blob = glb.blob.as_deref().context("a GLB file carries its buffer")?;
    ensure!(glb.meshes().len() == 1, "{} meshes", glb.meshes().len());
    let mut nodes = glb.default_scene().context("no default scene")?.nodes();
    let node = nodes.next().context("an empty scene")?;
    ensure!(nodes.next().is_none() && node.children().len() == 0, "more than one node");
    let identity = glam::Mat4::IDENTITY.to_cols_array_2d();
    ensure!(node.transform().matrix() == identity, "the node is transformed");
    let mesh = node.mesh().context("the node has no mesh")?;
    ensure!(mesh.primitives().len() == 1, "{} primitives", mesh.primitives().len());
    let primitive = mesh.primitives().next().context("the mesh has no primitive")?;
    ensure!(primitive.mode() == gltf::mesh::Mode::Triangles, "{:?}", primitive.mode());
    let reader = primitive.reader(|buffer| (buffer.index() == 0).then_some(blob));
    let indices: Vec<u32> = reader.read_indices().context("no indices")?.into_u32().collect();
    ensure!(indices.len().is_multiple_of(3), "{} indices", indices.len());
    let mesh = Mesh {
        positions: reader.read_positions().context("no positions")?.collect(),
        normals: reader.read_normals().context("no normals")?.collect(),
        colors: reader
            .read_colors(0)
            .context("no colours")?
            .into_rgb_f32()
            .map(|color| color.map(srgb_from_linear))
            .collect(),
        faces: indices.chunks_exact(3).map(|face| [face[0], face[1], face[2]]).collect(),
    };
    let vertices = mesh.positions.len();
    ensure!(mesh.normals.len() == vertices && mesh.colors.len() == vertices, "attributes of unequal length");
    ensure!(indices.iter().all(|&i| (i as usize) < vertices), "an index beyond {vertices} vertices");
    Ok(mesh)
}
