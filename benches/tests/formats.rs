//! Every file format holds the same model, as readers that share nothing with the engine see it.

use std::ops::ControlFlow;

use benches::{
    glb, photos,
    topology::{self, Defects},
};
use engine::{
    export::Format,
    mesh::Mesh,
    pipeline::{self, Options},
};
use glam::Vec3;

fn model() -> Mesh {
    let photo = photos::read(&photos::cutout_file("teapot")).expect("the cut-out is in the repository");
    let options = Options { resolution: 64, ..Options::default() };
    pipeline::generate(&photo, &options, &mut |_, _| ControlFlow::Continue(())).expect("the teapot runs").mesh
}

fn numbers<const N: usize>(bytes: &[u8]) -> [f32; N] {
    std::array::from_fn(|i| f32::from_le_bytes(bytes[4 * i..4 * i + 4].try_into().expect("four bytes")))
}

fn close(a: &[[f32; 3]], b: &[[f32; 3]], tolerance: f32) -> bool {
    a.len() == b.len() && a.iter().flatten().zip(b.iter().flatten()).all(|(x, y)| (x - y).abs() <= tolerance)
}

#[test]
fn glb_holds_the_mesh_exactly_and_its_colours_as_linear_light() {
    let mesh = model();
    let bytes = Format::Glb.encode(&mesh);
    let read = glb::read(&bytes).expect("it reads back");
    assert_eq!(read.positions, mesh.positions);
    assert_eq!(read.normals, mesh.normals);
    assert_eq!(read.faces, mesh.faces);
    // `glb::read` takes the file's colours for linear light: they come back as sRGB, to the file's precision.
    assert!(close(&read.colors, &mesh.colors, 0.5 / 255.0));

    let glb = gltf::Gltf::from_slice(&bytes).expect("it reads back");
    assert!(glb.document.as_json().asset.generator.as_deref().is_some_and(|g| g.starts_with("oneclick3d")));
    let primitive = glb.meshes().next().expect("one mesh").primitives().next().expect("one primitive");
    let material = primitive.material();
    assert!(material.index().is_some(), "a material of its own");
    assert_eq!(material.pbr_metallic_roughness().base_color_factor(), [1.0; 4], "colours are the vertices' alone");
    assert_eq!(material.pbr_metallic_roughness().metallic_factor(), 0.0);
}

#[test]
fn ply_holds_the_mesh_with_srgb_colours() {
    let mesh = model();
    let bytes = Format::Ply.encode(&mesh);
    let end = b"end_header\n";
    let body = bytes.windows(end.len()).position(|w| w == end).expect("a header") + end.len();
    let header = std::str::from_utf8(&bytes[..body]).expect("the header is text");
    let lines: Vec<&str> = header.lines().filter(|line| !line.starts_with("comment")).collect();
    let vertices = format!("element vertex {}", mesh.positions.len());
    let faces = format!("element face {}", mesh.faces.len());
    let mut expected = vec!["ply", "format binary_little_endian 1.0", &vertices];
    let properties = ["x", "y", "z", "nx", "ny", "nz"].map(|name| format!("property float {name}"));
    expected.extend(properties.iter().map(String::as_str));
    expected.extend(["property uchar red", "property uchar green", "property uchar blue", &faces]);
    expected.extend(["property list uchar int vertex_indices", "end_header"]);
    assert_eq!(lines, expected);

    let (vertex_bytes, face_bytes) = bytes[body..].split_at(27 * mesh.positions.len());
    for (i, vertex) in vertex_bytes.chunks_exact(27).enumerate() {
        assert_eq!(numbers::<3>(vertex), mesh.positions[i]);
        assert_eq!(numbers::<3>(&vertex[12..]), mesh.normals[i]);
        let color = mesh.colors[i].map(|c| (c * 255.0).round() as u8);
        assert_eq!(vertex[24..], color);
    }
    assert_eq!(face_bytes.len(), 13 * mesh.faces.len());
    for (face, bytes) in mesh.faces.iter().zip(face_bytes.chunks_exact(13)) {
        assert_eq!(bytes[0], 3);
        let indices = [1, 5, 9].map(|at| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes")));
        assert_eq!(indices, *face);
    }
}

#[test]
fn stl_is_a_printable_solid_in_millimetres_with_z_up_on_the_floor() {
    let mesh = model();
    let bytes = Format::Stl.encode(&mesh);
    assert!(!bytes.starts_with(b"solid"), "readers take such a file for text");
    let count = u32::from_le_bytes(bytes[80..84].try_into().expect("four bytes")) as usize;
    assert_eq!(count, mesh.faces.len());
    assert_eq!(bytes.len(), 84 + 50 * count);

    // Corners at equal positions are one vertex, as every slicer has it.
    let mut index = std::collections::HashMap::new();
    let mut print = Mesh::default();
    let mut normals = Vec::new();
    for triangle in bytes[84..].chunks_exact(50) {
        let [nx, ny, nz, corners @ ..] = numbers::<12>(triangle);
        normals.push(Vec3::new(nx, ny, nz));
        let face = [0, 3, 6].map(|at| {
            let corner = [corners[at], corners[at + 1], corners[at + 2]];
            *index.entry(corner.map(|c| (c + 0.0).to_bits())).or_insert_with(|| {
                print.positions.push(corner);
                print.positions.len() as u32 - 1
            })
        });
        print.faces.push(face);
    }
    assert_eq!(topology::defects(&print), Defects::default());
    for (face, normal) in print.faces.iter().zip(&normals) {
        let cross = topology::face_cross(&print, *face).normalize().as_vec3();
        assert!(cross.dot(*normal) > 0.999, "a facet's normal is {normal}, its corners say {cross}");
    }

    let (low, high) = topology::bounds(&print);
    assert_eq!(low.z, 0.0, "it stands on the floor");
    assert!(((high - low).max_element() - 100.0).abs() < 1e-3, "its largest side is 100 mm");
    assert!((low + high).truncate().abs().max_element() < 1e-3, "it stands over the origin");
    let volume = topology::signed_volume(&print) / topology::signed_volume(&mesh);
    assert!((volume / 1e6 - 1.0).abs() < 1e-4, "the same solid, not its mirror image; volume ratio {volume}");
    // Up is up, and the front is toward -Y, where a slicer shows it.
    let (mesh_low, _) = topology::bounds(&mesh);
    let placed: Vec<[f32; 3]> = mesh
        .faces
        .iter()
        .flatten()
        .map(|&i| mesh.positions[i as usize])
        .map(|[x, y, z]| [x, -z, y - mesh_low.y])
        .collect();
    let read: Vec<[f32; 3]> = print.faces.iter().flatten().map(|&i| print.positions[i as usize]).collect();
    assert!(close(&read, &placed.iter().map(|p| p.map(|c| c * 100.0)).collect::<Vec<_>>(), 1e-3));
}

#[test]
fn obj_holds_the_mesh_with_vertex_colours() {
    let mesh = model();
    let text = String::from_utf8(Format::Obj.encode(&mesh)).expect("OBJ is text");
    let mut read = Mesh::default();
    for line in text.lines() {
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        let number = |i: usize| words[i].parse::<f32>().expect("a number");
        match words.first() {
            Some(&"v") => {
                assert_eq!(words.len(), 7, "{line}");
                read.positions.push([1, 2, 3].map(number));
                read.colors.push([4, 5, 6].map(number));
            }
            Some(&"vn") => read.normals.push([1, 2, 3].map(number)),
            Some(&"f") => {
                assert_eq!(words.len(), 4, "{line}");
                read.faces.push([1, 2, 3].map(|i| {
                    let (vertex, normal) = words[i].split_once("//").expect("vertex//normal");
                    assert_eq!(vertex, normal, "{line}");
                    vertex.parse::<u32>().expect("an index") - 1
                }));
            }
            Some(&"mtllib") => panic!("a stream has no material file beside it"),
            _ => {}
        }
    }
    assert_eq!(read.positions, mesh.positions);
    assert_eq!(read.faces, mesh.faces);
    assert!(close(&read.colors, &mesh.colors, 1e-4));
    assert!(close(&read.normals, &mesh.normals, 1e-4));
}
