//! The mesh of a trained field is the reference's: counts, measures, parts, and where each vertex lies.

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::PathBuf,
};

use engine::{
    grid::{Grid, Sampling},
    isosurface::{Surface, extract},
    mesh::{Part, Parts},
};
use models::triplane_field::TriplaneField;
use safetensors::SafeTensors;
use serde_json::Value;

fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../models/tests/fixtures/field-robot").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn robot() -> TriplaneField {
    TriplaneField::from_safetensors(&fixture("field.safetensors")).unwrap()
}

fn surface(resolution: usize, sampling: Sampling) -> (Surface, f64) {
    let grid = Grid::evaluate(&robot(), resolution, sampling, &mut |_| true).unwrap();
    (extract(&grid, &mut |_| true).unwrap(), grid.fraction_evaluated())
}

/// The reference: PyMCubes on a dense evaluation, one vertex for each crossed lattice edge.
fn assert_is_the_references(surface: &Surface, resolution: usize) {
    let info: Value = serde_json::from_slice(&fixture("info.json")).unwrap();
    let info = &info[resolution.to_string()];
    assert_eq!(surface.positions.len(), info["n_crossing_edges"]);
    assert_eq!(surface.positions.len(), info["n_vertices"]);
    assert_eq!(surface.faces.len(), info["n_faces"]);
    let mut parts: Vec<Part> = Parts::of(surface).iter().copied().collect();
    parts.sort_by_key(|part| usize::MAX - part.faces);
    let faces: Vec<usize> = parts.iter().map(|part| part.faces).collect();
    assert_eq!(Value::from(faces), info["components"]);
    // The vertices are the same; but loops of more than three are cut along other diagonals (see
    // `kernels::ops::marching_cubes`), which shows where the surface is bent within a cell.
    let close = |got: f64, expected: &Value| {
        let expected = expected.as_f64().unwrap();
        assert!((got / expected - 1.0).abs() < 1e-4, "{got} is not {expected}");
    };
    close(parts.iter().map(|part| part.area).sum(), &info["area"]);
    close(parts.iter().map(|part| part.volume).sum(), &info["volume"]);
}

#[test]
fn sparse_and_dense_meshes_are_the_references() {
    for resolution in [128, 256] {
        let (sparse, fraction) = surface(resolution, Sampling::Sparse);
        assert_is_the_references(&sparse, resolution);
        if resolution == 256 {
            assert!(fraction < 0.08, "{fraction}");
        }
        let (dense, fraction) = surface(resolution, Sampling::Dense);
        assert_eq!(fraction, 1.0);
        assert!(sparse == dense, "sparse and dense differ at {resolution}");
    }
}

#[test]
fn every_vertex_and_face_is_where_the_reference_has_it() {
    let bytes = fixture("reference.safetensors");
    let reference = SafeTensors::deserialize(&bytes).unwrap();
    let vertices: Vec<[f32; 3]> = reference
        .tensor("mesh128.vertices")
        .unwrap()
        .data()
        .as_chunks::<4>()
        .0
        .as_chunks::<3>()
        .0
        .iter()
        .map(|v| v.map(f32::from_le_bytes))
        .collect();
    let faces: Vec<[u32; 3]> = reference
        .tensor("mesh128.faces")
        .unwrap()
        .data()
        .as_chunks::<4>()
        .0
        .as_chunks::<3>()
        .0
        .iter()
        .map(|f| f.map(u32::from_le_bytes))
        .collect();
    let (surface, _) = surface(128, Sampling::Sparse);

    // The reference's own arithmetic in f32 moves a few vertices by up to 2.5e-5 from where f64 puts them; ours, at the same
    // points, moves them alike.
    const TOLERANCE: f32 = 1e-5;
    const CELL: f32 = 1e-3;
    let cell = |p: [f32; 3]| p.map(|c| (c / CELL).floor() as i32);
    let mut by_cell: HashMap<[i32; 3], Vec<u32>> = HashMap::new();
    for (index, vertex) in surface.positions.iter().enumerate() {
        by_cell.entry(cell(*vertex)).or_default().push(index as u32);
    }
    let distance = |a: [f32; 3], b: [f32; 3]| (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f32>().sqrt();
    let mut farthest = 0.0f32;
    let mut taken = vec![false; surface.positions.len()];
    let ours: Vec<u32> = vertices
        .iter()
        .map(|&vertex| {
            let candidates = (0..8).flat_map(|corner| {
                let near =
                    std::array::from_fn(|a| vertex[a] + if corner >> a & 1 == 1 { TOLERANCE } else { -TOLERANCE });
                by_cell.get(&cell(near)).into_iter().flatten().copied()
            });
            // Around a sample that is nearly on the surface several vertices are this near; each is one of the reference's.
            let nearest = candidates
                .filter(|&v| !taken[v as usize])
                .min_by(|&a, &b| {
                    let to = |v: u32| distance(surface.positions[v as usize], vertex);
                    to(a).total_cmp(&to(b))
                })
                .unwrap_or_else(|| panic!("no vertex near {vertex:?}"));
            let apart = distance(surface.positions[nearest as usize], vertex);
            assert!(apart < TOLERANCE, "{vertex:?} is {apart:e} from the nearest");
            farthest = farthest.max(apart);
            taken[nearest as usize] = true;
            nearest
        })
        .collect();

    println!("the farthest of {} vertices is {farthest:e} away", vertices.len());

    // Two thirds of the edges are contours on the cells' faces, which every table has alike; the others are the diagonals
    // that cut loops of more than three vertices, which are ours to choose. Faces wound the other way would share none.
    let edges = |faces: &[[u32; 3]]| -> HashSet<(u32, u32)> {
        faces.iter().flat_map(|&[a, b, c]| [(a, b), (b, c), (c, a)]).collect()
    };
    let renamed: Vec<[u32; 3]> = faces.iter().map(|face| face.map(|v| ours[v as usize])).collect();
    let (expected, got) = (edges(&renamed), edges(&surface.faces));
    let shared = expected.intersection(&got).count();
    println!("{shared} of {} directed edges are the reference's", expected.len());
    assert!(3 * shared > 2 * expected.len(), "{shared} of {}", expected.len());
}
