//! Marching cubes: which triangles cut a cell, for each pattern of inside and outside corners.
//!
//! The 256 cases are derived when first used, not typed in: contour segments on the six faces of the cell, joined to
//! closed loops, and each loop cut into triangles. Two rules make the surface closed and manifold for every input:
//!
//! - **Faces.** On a face, each run of outside corners is cut off by one segment. On an ambiguous face this joins the
//!   inside corners; both cells that share the face see the same four corners and decide alike, so no hole opens.
//! - **Loops.** A triangulation never uses a diagonal between two vertices of one cell face: the neighbour could use the
//!   same one, and four triangles would meet in it.
//!
//! Lorensen & Cline 1987; the face rule is the one of the tables of Bourke 1994 and Montani, Scateni & Scopigno 1994, so
//! that face counts agree with implementations that use them.

use std::sync::LazyLock;

/// Corner `i` of a cell lies at `(i & 1, i >> 1 & 1, i >> 2 & 1)`, in cells.
pub const CORNERS: usize = 8;

/// An edge of a cell: from corner `from`, one cell along `axis`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellEdge {
    /// The edge's lower corner.
    pub from: usize,
    /// 0, 1 or 2: the direction in which the upper corner lies.
    pub axis: usize,
}

impl CellEdge {
    /// The edge's upper corner.
    pub const fn to(self) -> usize {
        self.from | 1 << self.axis
    }
}

/// The twelve edges of a cell, four an axis.
pub const EDGES: [CellEdge; 12] = {
    let mut edges = [CellEdge { from: 0, axis: 0 }; 12];
    let mut count = 0;
    let mut axis = 0;
    while axis < 3 {
        let mut from = 0;
        while from < CORNERS {
            if from >> axis & 1 == 0 {
                edges[count] = CellEdge { from, axis };
                count += 1;
            }
            from += 1;
        }
        axis += 1;
    }
    edges
};

/// The triangles that cut a cell, as triples of indices into [`EDGES`], counter-clockwise seen from outside the solid.
/// Bit `i` of `inside` is set when corner `i` is inside it.
pub fn cell_triangles(inside: u8) -> &'static [[u8; 3]] {
    static CASES: LazyLock<Vec<Vec<[u8; 3]>>> = LazyLock::new(|| {
        (0..=255).map(|inside| contour_loops(inside).iter().flat_map(|l| triangulate(l)).collect()).collect()
    });
    &CASES[usize::from(inside)]
}

/// The four corners of each cell face, counter-clockwise seen from outside the cell.
fn faces() -> impl Iterator<Item = [usize; 4]> {
    (0..6).map(|face| {
        let (axis, side) = (face / 2, face % 2);
        let (u, v) = (1 << ((axis + 1) % 3), 1 << ((axis + 2) % 3));
        let base = side << axis;
        let mut corners = [base, base | u, base | u | v, base | v];
        if side == 0 {
            corners.reverse();
        }
        corners
    })
}

fn edge_between(a: usize, b: usize) -> usize {
    let (from, axis) = (a.min(b), (a ^ b).trailing_zeros() as usize);
    EDGES.iter().position(|edge| *edge == CellEdge { from, axis }).expect("corners of a face are joined by edges")
}

/// The closed contours on the cell's surface, as cycles of edges, the inside on the left seen from outside the cell.
fn contour_loops(inside: u8) -> Vec<Vec<usize>> {
    let is_inside = |corner: usize| inside >> corner & 1 == 1;
    // Every crossed edge begins an outside run on one of its two faces and ends one on the other, so `next` is a
    // permutation of the crossed edges and its cycles are the loops.
    let mut next = [None; EDGES.len()];
    for corners in faces() {
        for start in 0..4 {
            if is_inside(corners[start]) && !is_inside(corners[(start + 1) % 4]) {
                let end = (start + 1..start + 4)
                    .find(|&i| is_inside(corners[(i + 1) % 4]))
                    .expect("corners[start] is inside");
                let begins = edge_between(corners[start], corners[(start + 1) % 4]);
                let ends = edge_between(corners[end % 4], corners[(end + 1) % 4]);
                next[ends] = Some(begins);
            }
        }
    }
    let mut loops = Vec::new();
    for start in 0..EDGES.len() {
        let mut contour = Vec::new();
        let mut edge = start;
        while let Some(following) = next[edge].take() {
            contour.push(edge);
            edge = following;
        }
        if !contour.is_empty() {
            loops.push(contour);
        }
    }
    loops
}

/// Cuts a loop into triangles by diagonals that lie inside the cell. Every loop of the 256 cases has such a cut.
fn triangulate(contour: &[usize]) -> Vec<[u8; 3]> {
    fn cut(contour: &[usize]) -> Option<Vec<[u8; 3]>> {
        let (&first, &last) = (contour.first()?, contour.last()?);
        if contour.len() < 3 {
            return Some(Vec::new());
        }
        (1..contour.len() - 1).find_map(|apex| {
            let is_diagonal = |from: usize, to: usize| to - from > 1;
            let inner = |from: usize, to: usize| !is_diagonal(from, to) || !share_a_face(contour[from], contour[to]);
            if !inner(0, apex) || !inner(apex, contour.len() - 1) {
                return None;
            }
            let mut triangles = cut(&contour[..=apex])?;
            triangles.push([first as u8, contour[apex] as u8, last as u8]);
            triangles.extend(cut(&contour[apex..])?);
            Some(triangles)
        })
    }
    cut(contour).expect("every loop has a triangulation without face diagonals")
}

fn share_a_face(a: usize, b: usize) -> bool {
    faces().any(|corners| [a, b].iter().all(|&e| corners.contains(&EDGES[e].from) && corners.contains(&EDGES[e].to())))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// Directed sides of a case's triangles that are not matched by the opposite side within the cell.
    fn open_sides(inside: u8) -> Vec<(u8, u8)> {
        let mut sides: HashMap<(u8, u8), usize> = HashMap::new();
        for &[a, b, c] in cell_triangles(inside) {
            for side in [(a, b), (b, c), (c, a)] {
                *sides.entry(side).or_default() += 1;
            }
        }
        assert!(sides.values().all(|&count| count == 1), "case {inside:08b}: a side is used twice in one direction");
        let mut open: Vec<_> = sides.keys().copied().filter(|&(a, b)| !sides.contains_key(&(b, a))).collect();
        open.sort_unstable();
        open
    }

    #[test]
    fn every_crossed_edge_is_used_and_no_other() {
        for inside in 0..=255u8 {
            for (index, edge) in EDGES.iter().enumerate() {
                let crossed = (inside >> edge.from & 1) != (inside >> edge.to() & 1);
                let used = cell_triangles(inside).iter().flatten().any(|&e| usize::from(e) == index);
                assert_eq!(crossed, used, "case {inside:08b}, edge {edge:?}");
            }
        }
    }

    #[test]
    fn open_sides_lie_on_cell_faces_and_inner_sides_do_not() {
        for inside in 0..=255u8 {
            let open = open_sides(inside);
            for &[a, b, c] in cell_triangles(inside) {
                for (from, to) in [(a, b), (b, c), (c, a)] {
                    let on_face = share_a_face(usize::from(from), usize::from(to));
                    assert_eq!(on_face, open.contains(&(from, to)), "case {inside:08b}, side {from}-{to}");
                }
            }
        }
    }

    #[test]
    fn cells_that_share_a_face_agree_on_its_contour() {
        // A pattern of the shared face's four corners with every completion on either side must give opposite segments.
        for axis in 0..3 {
            let bit = 1usize << axis;
            let segments = |inside: u8, side: usize| -> Vec<(usize, usize)> {
                let on_face = |e: u8| {
                    EDGES[usize::from(e)].axis != axis && (EDGES[usize::from(e)].from & bit != 0) == (side == 1)
                };
                let key = |e: u8| {
                    let edge = EDGES[usize::from(e)];
                    (edge.from & !bit) * 3 + edge.axis
                };
                let mut found: Vec<_> = open_sides(inside)
                    .into_iter()
                    .filter(|&(a, b)| on_face(a) && on_face(b))
                    .map(|(a, b)| if side == 1 { (key(a), key(b)) } else { (key(b), key(a)) })
                    .collect();
                found.sort_unstable();
                found
            };
            let upper: Vec<usize> = (0..CORNERS).filter(|corner| corner & bit != 0).collect();
            for below in 0..=255u8 {
                for far in 0..16u8 {
                    let mut above = 0u8;
                    for (i, &corner) in upper.iter().enumerate() {
                        above |= (below >> corner & 1) << (corner & !bit);
                        above |= (far >> i & 1) << corner;
                    }
                    assert_eq!(segments(below, 1), segments(above, 0), "axis {axis}, {below:08b} | {above:08b}");
                }
            }
        }
    }

    #[test]
    fn triangles_face_outward() {
        // One inside corner at the origin: the triangle's normal points away from it.
        let middle = |e: u8| {
            let edge = EDGES[usize::from(e)];
            std::array::from_fn::<f32, 3, _>(|i| (edge.from >> i & 1) as f32 + if edge.axis == i { 0.5 } else { 0.0 })
        };
        let [a, b, c] = cell_triangles(1)[0].map(middle);
        let (u, v): ([f32; 3], [f32; 3]) = (std::array::from_fn(|i| b[i] - a[i]), std::array::from_fn(|i| c[i] - a[i]));
        let normal = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
        assert!(normal.iter().all(|&n| n > 0.0), "{normal:?}");
    }

    #[test]
    fn counts_agree_with_the_reference_on_noise() {
        // 10^3 levels from a formula; torchmcubes (tatsy/torchmcubes @ 3381600) makes 2225 faces of them, and 1316 lattice
        // edges change sign. Many cells are ambiguous: the other face rule gives 2261.
        let seed = "fixture.mc_noise"
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let level = |index: u64| {
            let mut z = seed.wrapping_add((index + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
            let u = ((z ^ z >> 31) >> 40) as f32 / (1 << 23) as f32 - 1.0;
            if u.abs() < 0.02 { u + 0.05 } else { u }
        };
        let n = 10usize;
        let inside: Vec<bool> = (0..n.pow(3) as u64).map(|index| level(index) >= 0.0).collect();
        let at = |p: [usize; 3]| inside[(p[0] * n + p[1]) * n + p[2]];
        let (mut faces, mut crossings) = (0, 0);
        for i in 0..n.pow(3) {
            let place = [i / n / n, i / n % n, i % n];
            for axis in 0..3 {
                let mut next = place;
                next[axis] += 1;
                crossings += usize::from(next[axis] < n && at(place) != at(next));
            }
            if place.iter().all(|&p| p + 1 < n) {
                let bit = |corner: usize| u8::from(at(std::array::from_fn(|a| place[a] + (corner >> a & 1)))) << corner;
                faces += cell_triangles((0..CORNERS).map(bit).sum()).len();
            }
        }
        assert_eq!((faces, crossings), (2225, 1316));
    }
}
