//! A reference's meshes, `meshN.{vertices, faces, colors}`: raw marching cubes on a lattice of N samples.
//!
//! The reference numbers its vertices in another order, has some of them twice, and leaves the surface open where it leaves
//! the cube. So its vertices are compared with the nearest of ours and ours with the nearest of its own, faces by their
//! number, and what closes our surface at the cube's border is left out.

use std::collections::{BTreeSet, HashMap};

use models::{field::Field, triplane_field::TriplaneField};

use super::{Comparison, lattice, norm, refused};
use crate::{
    Error,
    grid::{Grid, Sampling},
    isosurface::{self, Surface},
    mesh::vertex_colors,
};

pub(super) fn compare(field: &TriplaneField, comparison: &mut Comparison<'_>) -> Result<(), Error> {
    let reference = comparison.reference;
    let parts = reference.names().filter(|name| name.starts_with("mesh")).filter_map(|name| name.split_once('.'));
    let meshes: BTreeSet<&str> =
        parts.filter(|(_, part)| ["vertices", "faces"].contains(part)).map(|(mesh, _)| mesh).collect();
    for mesh in meshes {
        let [vertices, faces, colors] = ["vertices", "faces", "colors"].map(|part| format!("{mesh}.{part}"));
        let resolution = lattice(mesh, &mesh["mesh".len()..])?;
        let grid = Grid::evaluate(field, resolution, Sampling::Dense, &mut |_| true)?;
        let surface = open(isosurface::extract(&grid, &mut |_| true)?, field.half_extent());
        let mut pairs = Vec::new();
        if reference.has(&vertices) {
            let expected = reference.triples(&vertices)?;
            let ours = Nearest::new(&surface.positions);
            pairs = expected.iter().map(|point| ours.find(*point)).collect();
            let theirs = Nearest::new(&expected);
            let back = surface.positions.iter().map(|point| theirs.find(*point).1);
            let size = norm(expected.as_flattened().iter().copied());
            comparison.tell(&vertices, pairs.iter().map(|pair| pair.1).chain(back), size, 0.0);
        }
        if reference.has(&faces) {
            let &[count, 3] = &reference.shape(&faces)?[..] else {
                return Err(refused(format!("'{faces}' does not consist of triples")));
            };
            let difference = surface.faces.len() as f64 - count as f64;
            comparison.tell(&faces, std::iter::once(difference), count as f64, 0.0);
        }
        if reference.has(&vertices) && reference.has(&colors) {
            let found = vertex_colors(field, &surface)?;
            let matched: Vec<f32> = pairs.iter().flat_map(|&(nearest, _)| found[nearest]).collect();
            comparison.compare(&colors, &matched)?;
        }
    }
    Ok(())
}

/// The positions and faces of `surface` without the faces that close it outside the cube, and without the vertices that only they have.
fn open(surface: Surface, half_extent: f32) -> Surface {
    // Far less than the distance that closing vertices keep from the cube, more than positions are rounded by.
    let limit = half_extent * (1.0 + 2e-7);
    let outside: Vec<bool> = surface.positions.iter().map(|p| p.iter().any(|c| c.abs() > limit)).collect();
    let faces = surface.faces.into_iter().filter(|face| !face.iter().any(|&v| outside[v as usize])).collect();
    let mut place = vec![0; outside.len()];
    let mut positions = Vec::new();
    for (vertex, position) in surface.positions.into_iter().enumerate().filter(|(vertex, _)| !outside[*vertex]) {
        place[vertex] = positions.len() as u32;
        positions.push(position);
    }
    let faces: Vec<[u32; 3]> = faces;
    let faces = faces.into_iter().map(|face| face.map(|v| place[v as usize])).collect();
    Surface { positions, faces, attributes: None }
}

/// Points in cells of a fixed size, for finding the nearest.
struct Nearest<'a> {
    points: &'a [[f32; 3]],
    cells: HashMap<[i32; 3], Vec<u32>>,
}

/// The side of a cell: where the nearest point is farther than that, all are searched.
const CELL: f32 = 1e-2;

impl<'a> Nearest<'a> {
    fn new(points: &'a [[f32; 3]]) -> Nearest<'a> {
        let mut cells: HashMap<[i32; 3], Vec<u32>> = HashMap::new();
        for (index, point) in points.iter().enumerate() {
            cells.entry(cell(*point)).or_default().push(index as u32);
        }
        Nearest { points, cells }
    }

    /// The nearest point's index and distance; infinitely far where there is none.
    fn find(&self, point: [f32; 3]) -> (usize, f64) {
        let distance = |index: usize| {
            let squares = (0..3).map(|a| (f64::from(self.points[index][a]) - f64::from(point[a])).powi(2));
            squares.sum::<f64>().sqrt()
        };
        let nearest = |indices: &mut dyn Iterator<Item = usize>| {
            indices.map(|index| (index, distance(index))).min_by(|a, b| a.1.total_cmp(&b.1))
        };
        let home = cell(point);
        let mut around = (0..27).flat_map(|i| {
            let offset = [i / 9 - 1, i / 3 % 3 - 1, i % 3 - 1];
            let cell = std::array::from_fn(|a| home[a] + offset[a]);
            self.cells.get(&cell).into_iter().flatten().map(|&index| index as usize)
        });
        nearest(&mut around)
            .filter(|found| found.1 <= f64::from(CELL))
            .or_else(|| nearest(&mut (0..self.points.len())))
            .unwrap_or((0, f64::INFINITY))
    }
}

fn cell(point: [f32; 3]) -> [i32; 3] {
    point.map(|c| (c / CELL).floor() as i32)
}
