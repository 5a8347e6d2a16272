//! The triangle mesh that every model ends in, and its clean-up.

use std::ops::{Add, Mul, Sub};

use models::field::Field;
use rayon::prelude::*;

use crate::{
    Error,
    isosurface::{Attributes, Surface},
};

/// A component with less than this fraction of the largest one's area is a floater.
const FLOATER_AREA: f64 = 0.005;

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

impl Mesh {
    /// A mesh of `surface`, whose positions are in a model's frame (z up, front toward +x), with the colours of its
    /// vertices, and the normals that the surface has or its faces give.
    ///
    /// # Panics
    /// When there is not one colour a vertex, or no vertex.
    pub fn new(surface: &Surface, colors: Vec<[f32; 3]>) -> Mesh {
        assert_eq!(surface.positions.len(), colors.len(), "one colour a vertex");
        let (low, high) = bounds(&surface.positions);
        let centre: [f64; 3] = std::array::from_fn(|a| (f64::from(low[a]) + f64::from(high[a])) / 2.0);
        let largest = (0..3).map(|a| f64::from(high[a]) - f64::from(low[a])).fold(0.0, f64::max);
        // A cyclic permutation of the axes turns the model's frame into glTF's and keeps the winding.
        let position = |p: &[f32; 3]| [1, 2, 0].map(|a| ((f64::from(p[a]) - centre[a]) / largest) as f32);
        let positions: Vec<[f32; 3]> = surface.positions.par_iter().map(position).collect();
        let normals = match &surface.attributes {
            Some(attributes) => attributes.normals.iter().map(|n| [n[1], n[2], n[0]]).collect(),
            None => vertex_normals(&positions, &surface.faces),
        };
        Mesh { positions, normals, colors, faces: surface.faces.clone() }
    }

    /// Whether each edge is in exactly two faces, once in each direction.
    pub fn is_watertight(&self) -> bool {
        // An edge is kept at its lower vertex, as its upper one and, in the lowest bit, its direction: a good edge is there
        // as 2k and as 2k + 1, once each. A vertex has few edges.
        let edges = || self.faces.iter().flat_map(|&[a, b, c]| [(a, b), (b, c), (c, a)]);
        let mut ends = vec![0usize; self.positions.len()];
        for (a, b) in edges() {
            ends[a.min(b) as usize] += 1;
        }
        let mut total = 0;
        for end in &mut ends {
            total += std::mem::replace(end, total);
        }
        let mut uppers = vec![0u64; total];
        for (a, b) in edges() {
            let end = &mut ends[a.min(b) as usize];
            uppers[*end] = u64::from(a.max(b)) << 1 | u64::from(a > b);
            *end += 1;
        }
        let is_good = |lower: usize| {
            let begin = lower.checked_sub(1).map_or(0, |before| ends[before]);
            let here = &uppers[begin..ends[lower]];
            let count = |edge: u64| here.iter().filter(|&&other| other == edge).count();
            here.iter().all(|&edge| count(edge) == 1 && count(edge ^ 1) == 1)
        };
        total > 0 && (0..ends.len()).into_par_iter().all(is_good)
    }
}

/// The corners of the box around `positions`.
///
/// # Panics
/// When there is none.
pub fn bounds(positions: &[[f32; 3]]) -> ([f32; 3], [f32; 3]) {
    let first = *positions.first().expect("a mesh has vertices");
    positions.iter().fold((first, first), |(low, high), p| {
        (std::array::from_fn(|a| low[a].min(p[a])), std::array::from_fn(|a| high[a].max(p[a])))
    })
}

/// The colours of `surface`'s vertices, clamped to 0..=1: those that it has, or `field`'s, on all cores or on its device.
///
/// # Errors
/// [`Error::Kernel`] when the device fails that the field is on.
pub fn vertex_colors(field: &dyn Field, surface: &Surface) -> Result<Vec<[f32; 3]>, Error> {
    const POINTS_A_TASK: usize = 4096;
    if let Some(attributes) = &surface.attributes {
        return Ok(attributes.colors.clone());
    }
    let positions = &surface.positions;
    let points_a_task = if field.on_gpu().is_some() { positions.len().max(1) } else { POINTS_A_TASK };
    let mut colors = vec![[0.0; 3]; positions.len()];
    colors.par_chunks_mut(points_a_task).zip(positions.par_chunks(points_a_task)).try_for_each(
        |(colors, points)| {
            field.colors(points, colors)?;
            colors.as_flattened_mut().iter_mut().for_each(|c| *c = c.clamp(0.0, 1.0));
            Ok::<(), models::Error>(())
        },
    )?;
    Ok(colors)
}

/// Unit normals of the vertices, the face normals weighted by the corner's angle (Thürmer & Wüthrich 1998).
fn vertex_normals(positions: &[[f32; 3]], faces: &[[u32; 3]]) -> Vec<[f32; 3]> {
    let corner_normals: Vec<[[f32; 3]; 3]> = faces
        .par_iter()
        .map(|face| {
            let [a, b, c] = face.map(|v| positions[v as usize]);
            let normal = normalized(cross(sub(b, a), sub(c, a)));
            [(a, b, c), (b, c, a), (c, a, b)].map(|(at, next, previous)| {
                let (u, v) = (normalized(sub(next, at)), normalized(sub(previous, at)));
                normal.map(|n| n * dot(u, v).clamp(-1.0, 1.0).acos())
            })
        })
        .collect();
    let mut sums = vec![[0.0f32; 3]; positions.len()];
    for (face, normals) in faces.iter().zip(corner_normals) {
        for (&vertex, normal) in face.iter().zip(normals) {
            let sum = &mut sums[vertex as usize];
            *sum = std::array::from_fn(|a| sum[a] + normal[a]);
        }
    }
    sums.into_par_iter().map(normalized).collect()
}

/// A connected part of a surface, in the units of its positions.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Part {
    /// Its faces.
    pub faces: usize,
    /// Its area.
    pub area: f64,
    /// The volume that it encloses; negative around a cavity.
    pub volume: f64,
}

/// The connected parts of a surface.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    parts: Vec<Part>,
    /// `[vertices]`: the place of a vertex's part in `parts`.
    part_of: Vec<u32>,
}

impl Parts {
    /// The parts of `surface`, in the order of their first vertices.
    pub fn of(surface: &Surface) -> Parts {
        let mut part_of = components(surface.positions.len(), &surface.faces);
        let mut parts = Vec::new();
        for vertex in 0..part_of.len() {
            // A part's lowest vertex comes first and is then replaced by the part's number, which the others look up.
            let lowest = part_of[vertex] as usize;
            if lowest == vertex {
                part_of[vertex] = parts.len() as u32;
                parts.push(Part::default());
            } else {
                part_of[vertex] = part_of[lowest];
            }
        }
        for face in &surface.faces {
            let [a, b, c] = face.map(|v| surface.positions[v as usize].map(f64::from));
            let (u, v) = (sub(b, a), sub(c, a));
            let normal = cross(u, v);
            let part = &mut parts[part_of[face[0] as usize] as usize];
            part.faces += 1;
            part.area += dot(normal, normal).sqrt() / 2.0;
            part.volume += dot(a, normal) / 6.0;
        }
        Parts { parts, part_of }
    }

    /// Every part.
    pub fn iter(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter()
    }

    /// `surface`, whose parts these are, without those that are small against the largest, and the parts that stay.
    pub fn without_floaters(self, surface: Surface) -> (Surface, Parts) {
        let largest = self.parts.iter().map(|part| part.area).fold(0.0, f64::max);
        let stays = |part: &Part| part.area >= FLOATER_AREA * largest;
        if self.parts.iter().all(stays) {
            return (surface, self);
        }
        let kept = |vertex: u32| stays(&self.parts[self.part_of[vertex as usize] as usize]);
        let mut new_index = vec![u32::MAX; surface.positions.len()];
        let mut positions = Vec::with_capacity(surface.positions.len());
        for vertex in (0..surface.positions.len() as u32).filter(|&vertex| kept(vertex)) {
            new_index[vertex as usize] = positions.len() as u32;
            positions.push(surface.positions[vertex as usize]);
        }
        let faces =
            surface.faces.iter().filter(|face| kept(face[0])).map(|face| face.map(|v| new_index[v as usize])).collect();
        let of_kept = |values: Vec<[f32; 3]>| -> Vec<[f32; 3]> {
            values.into_iter().zip(0..).filter(|&(_, vertex)| kept(vertex)).map(|(value, _)| value).collect()
        };
        let attributes = surface
            .attributes
            .map(|Attributes { normals, colors }| Attributes { normals: of_kept(normals), colors: of_kept(colors) });
        let surface = Surface { positions, faces, attributes };
        let parts = Parts::of(&surface);
        (surface, parts)
    }
}

/// For each vertex the lowest vertex that it is connected with: union-find with path halving (Tarjan & van Leeuwen 1984).
fn components(vertices: usize, faces: &[[u32; 3]]) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..vertices as u32).collect();
    fn root(parent: &mut [u32], mut vertex: u32) -> u32 {
        while parent[vertex as usize] != vertex {
            parent[vertex as usize] = parent[parent[vertex as usize] as usize];
            vertex = parent[vertex as usize];
        }
        vertex
    }
    for &[a, b, c] in faces {
        for (from, to) in [(a, b), (b, c)] {
            let (from, to) = (root(&mut parent, from), root(&mut parent, to));
            parent[from.max(to) as usize] = from.min(to);
        }
    }
    (0..vertices as u32).map(|vertex| root(&mut parent, vertex)).collect()
}

fn sub<T: Copy + Sub<Output = T>>(a: [T; 3], b: [T; 3]) -> [T; 3] {
    std::array::from_fn(|i| a[i] - b[i])
}

fn dot<T: Copy + Mul<Output = T> + Add<Output = T>>(a: [T; 3], b: [T; 3]) -> T {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross<T: Copy + Mul<Output = T> + Sub<Output = T>>(a: [T; 3], b: [T; 3]) -> [T; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// `v` at length 1. Products of tiny triangles' sides fall below f32's range, so the length is taken in f64.
fn normalized(v: [f32; 3]) -> [f32; 3] {
    let length = v.iter().map(|&c| f64::from(c).powi(2)).sum::<f64>().sqrt();
    if length > 0.0 { v.map(|c| (f64::from(c) / length) as f32) } else { [0.0, 1.0, 0.0] }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tetrahedron of the given size, its corner at `(x, 0, 0)`.
    fn tetrahedron(x: f32, size: f32) -> Surface {
        Surface {
            positions: vec![[x, 0.0, 0.0], [x + size, 0.0, 0.0], [x, size, 0.0], [x, 0.0, size]],
            faces: vec![[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]],
            attributes: None,
        }
    }

    fn joined(parts: &[Surface]) -> Surface {
        let mut all = Surface::default();
        for part in parts {
            let offset = all.positions.len() as u32;
            all.positions.extend(&part.positions);
            all.faces.extend(part.faces.iter().map(|face| face.map(|v| v + offset)));
        }
        all
    }

    #[test]
    fn floaters_go_and_real_parts_stay() {
        let parts = [tetrahedron(10.0, 0.05), tetrahedron(0.0, 1.0), tetrahedron(5.0, 0.5), tetrahedron(20.0, 0.06)];
        let all = joined(&parts);
        let (kept, kept_parts) = Parts::of(&all).without_floaters(all);
        assert_eq!(kept, joined(&parts[1..3]));
        assert_eq!(kept_parts, Parts::of(&kept));
    }

    #[test]
    fn parts_are_measured() {
        let parts: Vec<Part> =
            Parts::of(&joined(&[tetrahedron(3.0, 2.0), tetrahedron(-4.0, 1.0)])).iter().copied().collect();
        for (part, size) in parts.iter().zip([2.0f64, 1.0]) {
            assert_eq!(part.faces, 4);
            // Three right triangles and an equilateral one.
            let area = size.powi(2) * (1.5 + 0.75f64.sqrt());
            assert!((part.area - area).abs() < 1e-12 && (part.volume - size.powi(3) / 6.0).abs() < 1e-12, "{part:?}");
        }
    }

    #[test]
    fn the_mesh_is_centred_upright_and_of_unit_size() {
        let mesh = Mesh::new(&tetrahedron(3.0, 2.0), vec![[0.5; 3]; 4]);
        assert_eq!(bounds(&mesh.positions), ([-0.5; 3], [0.5; 3]));
        // The vertex toward the camera (+x of the model) is the one toward +Z.
        assert_eq!(mesh.positions[1], [-0.5, -0.5, 0.5]);
        assert!(mesh.is_watertight());
        assert!(mesh.normals[1][2] > 0.5, "{:?}", mesh.normals[1]);
    }

    #[test]
    fn a_missing_or_flipped_face_is_not_watertight() {
        let mut mesh = Mesh::new(&tetrahedron(0.0, 1.0), vec![[0.5; 3]; 4]);
        mesh.faces[0].swap(0, 1);
        assert!(!mesh.is_watertight());
        mesh.faces.remove(0);
        assert!(!mesh.is_watertight());
        assert!(!Mesh::default().is_watertight());
    }
}
