//! glTF 2.0, binary container (Khronos glTF 2.0 specification, sections 3 and 4.4).

use serde_json::json;

use super::GENERATOR;
use crate::{
    mesh::{Mesh, bounds},
    srgb::linear_from_srgb,
};

const ARRAY_BUFFER: u32 = 34962;
const ELEMENT_ARRAY_BUFFER: u32 = 34963;
const UNSIGNED_SHORT: u32 = 5123;
const UNSIGNED_INT: u32 = 5125;
const FLOAT: u32 = 5126;

/// One mesh with positions, normals, linear colours and a rough, non-metallic material.
pub fn encode(mesh: &Mesh) -> Vec<u8> {
    let vertices = mesh.positions.len();
    let (low, high) = bounds(&mesh.positions);
    // Sixteen bits a channel: eight would band in the darks, where linear values lie close together.
    let channel = |c: f32| (linear_from_srgb(c) * 65535.0).round() as u16;
    let parts: [(&[u8], u32); 4] = [
        (&bytes_of(&mesh.positions, f32::to_le_bytes), ARRAY_BUFFER),
        (&bytes_of(&mesh.normals, f32::to_le_bytes), ARRAY_BUFFER),
        (
            &mesh
                .colors
                .iter()
                .flat_map(|&[r, g, b]| [channel(r), channel(g), channel(b), u16::MAX])
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<u8>>(),
            ARRAY_BUFFER,
        ),
        (&bytes_of(&mesh.faces, u32::to_le_bytes), ELEMENT_ARRAY_BUFFER),
    ];
    let mut views = Vec::new();
    let mut length = 0;
    for (part, target) in &parts {
        views.push(json!({"buffer": 0, "byteOffset": length, "byteLength": part.len(), "target": target}));
        length += part.len();
    }
    let json = json!({
        "asset": {"version": "2.0", "generator": GENERATOR},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": "model"}],
        "meshes": [{"name": "model", "primitives": [{
            "attributes": {"POSITION": 0, "NORMAL": 1, "COLOR_0": 2}, "indices": 3, "material": 0, "mode": 4,
        }]}],
        "materials": [{"name": "photo", "pbrMetallicRoughness": {
            "baseColorFactor": [1.0, 1.0, 1.0, 1.0], "metallicFactor": 0.0, "roughnessFactor": 0.9,
        }}],
        "accessors": [
            {"bufferView": 0, "componentType": FLOAT, "count": vertices, "type": "VEC3", "min": low, "max": high},
            {"bufferView": 1, "componentType": FLOAT, "count": vertices, "type": "VEC3"},
            {"bufferView": 2, "componentType": UNSIGNED_SHORT, "normalized": true, "count": vertices, "type": "VEC4"},
            {"bufferView": 3, "componentType": UNSIGNED_INT, "count": mesh.faces.len() * 3, "type": "SCALAR"},
        ],
        "bufferViews": views,
        "buffers": [{"byteLength": length}],
    });
    let mut json = json.to_string().into_bytes();
    json.resize(json.len().next_multiple_of(4), b' ');
    // Every part is a multiple of four bytes long, so the binary chunk needs no padding.
    let total = 12 + 8 + json.len() + 8 + length;
    let mut out = Vec::with_capacity(total);
    let word = |value: usize| u32::try_from(value).expect("a model below 4 GiB").to_le_bytes();
    for field in [*b"glTF", word(2), word(total), word(json.len()), *b"JSON"] {
        out.extend(field);
    }
    out.extend(json);
    out.extend(word(length));
    out.extend(b"BIN\0");
    for (part, _) in parts {
        out.extend(part);
    }
    out
}

fn bytes_of<T: Copy>(triples: &[[T; 3]], bytes: impl Fn(T) -> [u8; 4]) -> Vec<u8> {
    triples.iter().flatten().flat_map(|&value| bytes(value)).collect()
}
