//! How far two meshes are from each other.

use std::collections::HashMap;

use rayon::prelude::*;

/// The larger of the two directed Hausdorff distances between the points of `a` and those of `b`: no point of either has its
/// nearest of the other farther away. Of two meshes' vertices, an upper bound of the distance from each vertex to the other
/// surface. `near`, about the expected distance, only decides the speed. Infinite when one has no points and the other does.
pub fn hausdorff(a: &[[f32; 3]], b: &[[f32; 3]], near: f32) -> f64 {
    directed(a, &Cells::of(b, near)).max(directed(b, &Cells::of(a, near)))
}

fn directed(from: &[[f32; 3]], to: &Cells<'_>) -> f64 {
    from.par_iter().map(|point| to.nearest(*point)).reduce(|| 0.0, f64::max)
}

/// Points by the cube of the lattice that they are in.
struct Cells<'a> {
    side: f32,
    points: &'a [[f32; 3]],
    cells: HashMap<[i32; 3], Vec<u32>>,
}

impl<'a> Cells<'a> {
    fn of(points: &'a [[f32; 3]], side: f32) -> Cells<'a> {
        let mut cells: HashMap<[i32; 3], Vec<u32>> = HashMap::new();
        for (index, point) in points.iter().enumerate() {
            cells.entry(cell(*point, side)).or_default().push(index as u32);
        }
        Cells { side, points, cells }
    }

    fn nearest(&self, point: [f32; 3]) -> f64 {
        const RINGS: i32 = 3;
        let home = cell(point, self.side);
        let mut best = f64::INFINITY;
        for ring in 0..=RINGS {
            let reach = -ring..=ring;
            for offset in reach.clone().flat_map(|x| reach.clone().map(move |y| (x, y))).flat_map(|(x, y)| {
                let on_ring = x.abs() == ring || y.abs() == ring;
                // Within the ring, only its two ends along z are new.
                let step = if on_ring || ring == 0 { 1 } else { 2 * ring as usize };
                (-ring..=ring).step_by(step).map(move |z| [x, y, z])
            }) {
                let at = std::array::from_fn(|axis| home[axis] + offset[axis]);
                for &index in self.cells.get(&at).into_iter().flatten() {
                    best = best.min(distance(point, self.points[index as usize]));
                }
            }
            // What lies beyond this ring is at least so far away.
            if best <= f64::from(self.side) * f64::from(ring) {
                return best;
            }
        }
        self.points.iter().map(|other| distance(point, *other)).fold(f64::INFINITY, f64::min)
    }
}

fn cell(point: [f32; 3], side: f32) -> [i32; 3] {
    point.map(|coordinate| (coordinate / side).floor() as i32)
}

fn distance(a: [f32; 3], b: [f32; 3]) -> f64 {
    (0..3).map(|axis| (f64::from(a[axis]) - f64::from(b[axis])).powi(2)).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(count: usize, key: &str) -> Vec<[f32; 3]> {
        models::formula::stream(key, 3 * count).collect::<Vec<_>>().as_chunks().0.to_vec()
    }

    #[test]
    fn it_is_what_comparing_all_with_all_gives() {
        let (a, b) = (noise(300, "a"), noise(200, "b"));
        let slow = |a: &[[f32; 3]], b: &[[f32; 3]]| {
            let nearest = |p: &[f32; 3]| b.iter().map(|q| distance(*p, *q)).fold(f64::INFINITY, f64::min);
            a.iter().map(nearest).fold(0.0, f64::max)
        };
        let expected = slow(&a, &b).max(slow(&b, &a));
        for near in [0.01, 0.1, 0.5, 10.0] {
            assert_eq!(hausdorff(&a, &b, near), expected, "cells of {near}");
        }
    }

    #[test]
    fn a_point_that_only_one_has_counts_from_both_sides() {
        let a = noise(100, "a");
        let more = [&a[..], &[[3.0, 0.0, 0.0]]].concat();
        assert_eq!(hausdorff(&a, &a, 0.1), 0.0);
        assert!(hausdorff(&a, &more, 0.1) > 1.9 && hausdorff(&more, &a, 0.1) > 1.9);
        assert_eq!(hausdorff(&a, &[], 0.1), f64::INFINITY);
    }
}
