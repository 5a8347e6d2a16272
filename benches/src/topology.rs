//! Whether a mesh is the boundary of a solid, found without the engine's own code.

use std::collections::HashMap;

use engine::mesh::Mesh;
use glam::{DVec3, Vec3};

/// What is wrong with a mesh, counted; all zero for a closed, oriented manifold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Defects {
    /// Faces that name a vertex twice or have no area.
    pub degenerate_faces: usize,
    /// Edges that are not in exactly two faces, once in each direction.
    pub open_or_crowded_edges: usize,
    /// Vertices whose faces are not one closed fan.
    pub pinched_vertices: usize,
    /// Vertices no face uses.
    pub unused_vertices: usize,
    /// Vertices at the very position of another.
    pub doubled_vertices: usize,
}

/// Counts what keeps `mesh` from being the boundary of a solid.
pub fn defects(mesh: &Mesh) -> Defects {
    let mut defects = Defects::default();
    let mut directed: HashMap<(u32, u32), u32> = HashMap::new();
    // For each vertex, its faces as arcs from one neighbour to the next.
    let mut fans: Vec<Vec<(u32, u32)>> = vec![Vec::new(); mesh.positions.len()];
    for &[a, b, c] in &mesh.faces {
        let area = face_cross(mesh, [a, b, c]).length();
        if a == b || b == c || c == a || area.is_nan() || area == 0.0 {
            defects.degenerate_faces += 1;
        }
        for (from, to, opposite) in [(a, b, c), (b, c, a), (c, a, b)] {
            *directed.entry((from, to)).or_default() += 1;
            fans[from as usize].push((to, opposite));
        }
    }
    for (&(from, to), &count) in &directed {
        if count != 1 || directed.get(&(to, from)) != Some(&1) {
            defects.open_or_crowded_edges += 1;
        }
    }
    for fan in &fans {
        if fan.is_empty() {
            defects.unused_vertices += 1;
        } else if !is_one_cycle(fan) {
            defects.pinched_vertices += 1;
        }
    }
    let mut seen = HashMap::new();
    for position in &mesh.positions {
        // Adding zero turns -0 into 0, so that equal positions have equal bits.
        if seen.insert(position.map(|c| (c + 0.0).to_bits()), ()).is_some() {
            defects.doubled_vertices += 1;
        }
    }
    defects
}

/// Whether following the arcs from any neighbour comes back to it having used every arc.
fn is_one_cycle(arcs: &[(u32, u32)]) -> bool {
    let mut at = arcs[0].0;
    for step in 1..=arcs.len() {
        match arcs.iter().find(|arc| arc.0 == at) {
            Some(arc) => at = arc.1,
            None => return false,
        }
        if at == arcs[0].0 {
            return step == arcs.len();
        }
    }
    false
}

/// Enclosed volume, positive when faces wind counter-clockwise seen from outside; cubic units of the positions.
pub fn signed_volume(mesh: &Mesh) -> f64 {
    let at = |i: u32| Vec3::from(mesh.positions[i as usize]).as_dvec3();
    mesh.faces.iter().map(|&[a, b, c]| at(a).dot(at(b).cross(at(c)))).sum::<f64>() / 6.0
}

/// Lowest and highest corner of the mesh's axis-aligned box.
pub fn bounds(mesh: &Mesh) -> (Vec3, Vec3) {
    let positions = || mesh.positions.iter().map(|&p| Vec3::from(p));
    (positions().fold(Vec3::MAX, Vec3::min), positions().fold(Vec3::MIN, Vec3::max))
}

/// Twice the face's area along its normal.
pub fn face_cross(mesh: &Mesh, face: [u32; 3]) -> DVec3 {
    let [a, b, c] = face.map(|i| Vec3::from(mesh.positions[i as usize]).as_dvec3());
    (b - a).cross(c - a)
}

/// How many separate surfaces the faces make.
pub fn components(mesh: &Mesh) -> usize {
    let mut parent: Vec<u32> = (0..mesh.positions.len() as u32).collect();
    fn root(parent: &mut [u32], mut i: u32) -> u32 {
        while parent[i as usize] != i {
            parent[i as usize] = parent[parent[i as usize] as usize];
            i = parent[i as usize];
        }
        i
    }
    for &[a, b, c] in &mesh.faces {
        for other in [b, c] {
            let (x, y) = (root(&mut parent, a), root(&mut parent, other));
            parent[x as usize] = y;
        }
    }
    (0..parent.len() as u32).filter(|&i| parent[i as usize] == i).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mesh(positions: &[[f32; 3]], faces: &[[u32; 3]]) -> Mesh {
        Mesh { positions: positions.to_vec(), faces: faces.to_vec(), ..Mesh::default() }
    }

    const CORNERS: [[f32; 3]; 4] = [[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    const TETRAHEDRON: [[u32; 3]; 4] = [[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]];

    #[test]
    fn a_tetrahedron_is_whole_and_has_its_volume() {
        let mesh = mesh(&CORNERS, &TETRAHEDRON);
        assert_eq!(defects(&mesh), Defects::default());
        assert!((signed_volume(&mesh) - 1.0 / 6.0).abs() < 1e-12);
        assert_eq!(components(&mesh), 1);
    }

    #[test]
    fn every_defect_is_counted() {
        let open = mesh(&CORNERS, &TETRAHEDRON[..3]);
        assert_eq!(defects(&open).open_or_crowded_edges, 3);
        assert_eq!(defects(&open).pinched_vertices, 3);

        let mut flipped = TETRAHEDRON;
        flipped[3] = [1, 3, 2];
        assert!(defects(&mesh(&CORNERS, &flipped)).open_or_crowded_edges >= 3);

        // Two tetrahedra that share one vertex: every edge is fine, the vertex is not.
        let mut positions = CORNERS.to_vec();
        positions.extend([[-1.0, 0.0, 0.0], [0.0, -1.0, 0.0], [0.0, 0.0, -1.0]]);
        let mut faces = TETRAHEDRON.to_vec();
        faces.extend(TETRAHEDRON.map(|f| f.map(|i| if i == 0 { 0 } else { i + 3 })));
        let pinched = mesh(&positions, &faces);
        assert_eq!(defects(&pinched), Defects { pinched_vertices: 1, ..Defects::default() });

        let mut lonely = CORNERS.to_vec();
        lonely.push([0.0, 0.0, -0.0]);
        let lonely = mesh(&lonely, &TETRAHEDRON);
        assert_eq!(defects(&lonely), Defects { unused_vertices: 1, doubled_vertices: 1, ..Defects::default() });

        let flat = mesh(&[[0.0; 3], [1.0, 0.0, 0.0], [2.0, 0.0, 0.0]], &[[0, 1, 2], [0, 2, 1]]);
        assert_eq!(defects(&flat).degenerate_faces, 2);
    }
}
