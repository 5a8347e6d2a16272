//! The Poisson equation in a region of the plane.

use rayon::prelude::*;

use crate::image::Image;

/// Relative residual at which the solution is good to better than 1e-4 of its maximum.
const TOLERANCE: f64 = 1e-4;
/// The multigrid-preconditioned solver needs 8 to 20 iterations; a hundred mean that something is wrong with the input.
const MAX_ITERATIONS: usize = 100;
/// The boundary is kept this far, in pixels, from the centres of inside pixels, so that the system stays well conditioned.
const MIN_BOUNDARY_FRACTION: f32 = 0.01;
/// Damped Jacobi's best smoothing factor for the five-point Laplacian (Trottenberg et al. 2001, section 2.1).
const JACOBI_WEIGHT: f32 = 0.8;
const SMOOTHING_SWEEPS: usize = 2;
const COARSEST_SWEEPS: usize = 24;
/// Rows a parallel task takes: fewer cost more to hand out than to compute.
const ROWS_A_TASK: usize = 64;

/// Where on the way from an inside pixel to its outside neighbour the boundary lies, 0..=1 pixel, for `level` 0 there.
pub fn boundary_fraction(level_inside: f32, level_outside: f32) -> f32 {
    (level_inside / (level_inside - level_outside)).max(MIN_BOUNDARY_FRACTION)
}

/// Solves `-laplace(u) = source` where `level > 0`, with `u = 0` on the contour `level = 0`. Lengths in pixels;
/// `level [h, w] -> u [h, w]`, zero outside.
///
/// The contour is placed between pixels (Gibou, Fedkiw, Cheng & Kang 2002, second order, symmetric), the system is solved
/// by conjugate gradients with a multigrid preconditioner (McAdams, Sifakis & Teran 2010). Sums run in a fixed order, so
/// the result does not depend on the number of threads.
pub fn solve_poisson(level: &Image<f32>, source: f32) -> Image<f32> {
    let grids = Grids::new(level);
    let finest = &grids.levels[0];
    let mut solution = finest.zeros();
    let mut residual: Vec<f32> = finest.diagonal.iter().map(|&d| if d > 0.0 { source } else { 0.0 }).collect();
    let stop = TOLERANCE * dot(&residual, &residual).sqrt();
    let mut preconditioned = grids.v_cycle(&residual);
    let mut direction = preconditioned.clone();
    let mut product = finest.zeros();
    let mut rho = dot(&residual, &preconditioned);
    for _ in 0..MAX_ITERATIONS {
        if dot(&residual, &residual).sqrt() <= stop {
            break;
        }
        finest.apply(&direction, &mut product);
        let step = (rho / dot(&direction, &product)) as f32;
        add_scaled(&mut solution, step, &direction);
        add_scaled(&mut residual, -step, &product);
        preconditioned = grids.v_cycle(&residual);
        let next_rho = dot(&residual, &preconditioned);
        let keep = (next_rho / rho) as f32;
        rho = next_rho;
        direction.par_iter_mut().zip(&preconditioned).with_min_len(1 << 14).for_each(|(d, &z)| *d = z + keep * *d);
    }
    Image::from_fn(level.width, level.height, |x, y| solution[(y + 1) * finest.stride + x + 1])
}

/// The discrete operator on one grid, framed by one ring of outside cells so that every inside cell has four neighbours.
struct Grid {
    stride: usize,
    rows: usize,
    /// `[rows * stride]`: the operator's diagonal; zero marks a cell outside.
    diagonal: Vec<f32>,
    /// Its inverse; zero outside.
    inverse: Vec<f32>,
}

impl Grid {
    fn new(width: usize, height: usize, diagonal: impl Fn(usize, usize) -> f32) -> Grid {
        let (stride, rows) = (width + 2, height + 2);
        let mut framed = vec![0.0; stride * rows];
        for y in 0..height {
            for x in 0..width {
                framed[(y + 1) * stride + x + 1] = diagonal(x, y);
            }
        }
        let inverse = framed.iter().map(|&d| if d > 0.0 { 1.0 / d } else { 0.0 }).collect();
        Grid { stride, rows, diagonal: framed, inverse }
    }

    fn zeros(&self) -> Vec<f32> {
        vec![0.0; self.stride * self.rows]
    }

    /// Sets every row inside the frame: `f(neighbours, i)` gives cell `i` from the sum of its four neighbours in `v`.
    ///
    /// `others` are cut to the same row, so that the loop needs no bounds checks and becomes vector code.
    fn sweep<const N: usize>(
        &self,
        v: &[f32],
        others: [&[f32]; N],
        out: &mut [f32],
        f: impl Fn(f32, [f32; N]) -> f32 + Sync,
    ) {
        let stride = self.stride;
        let rows = out.par_chunks_mut(stride).enumerate().with_min_len(ROWS_A_TASK);
        rows.filter(|(y, _)| (1..self.rows - 1).contains(y)).for_each(|(y, out)| {
            let [above, at, below] = [y - 1, y, y + 1].map(|y| &v[y * stride..][..stride]);
            let others = others.map(|other| &other[y * stride..][..stride]);
            for x in 1..stride - 1 {
                out[x] = f(above[x] + below[x] + at[x - 1] + at[x + 1], others.map(|other| other[x]));
            }
        });
    }

    /// `out = A v`.
    fn apply(&self, v: &[f32], out: &mut [f32]) {
        self.sweep(v, [v, &self.diagonal], out, |sum, [v, d]| if d > 0.0 { d * v - sum } else { 0.0 });
    }

    /// `out = b - A v`.
    fn residual(&self, v: &[f32], b: &[f32], out: &mut [f32]) {
        self.sweep(v, [v, b, &self.diagonal], out, |sum, [v, b, d]| if d > 0.0 { b - d * v + sum } else { 0.0 });
    }

    /// One damped Jacobi sweep on `A v = b`, through `scratch`.
    fn smooth(&self, v: &mut Vec<f32>, b: &[f32], scratch: &mut Vec<f32>) {
        self.sweep(v, [v, b, &self.inverse], scratch, |sum, [v, b, inverse]| {
            v + JACOBI_WEIGHT * ((b + sum) * inverse - v)
        });
        std::mem::swap(v, scratch);
    }
}

struct Grids {
    levels: Vec<Grid>,
}

impl Grids {
    fn new(level: &Image<f32>) -> Grids {
        let (width, height) = (level.width, level.height);
        let mut levels = vec![Grid::new(width, height, |x, y| {
            let here = level.data[y * width + x];
            if here <= 0.0 {
                return 0.0;
            }
            [(-1, 0), (1, 0), (0, -1), (0, 1)]
                .map(|(dx, dy)| match level.get(x as isize + dx, y as isize + dy) {
                    Some(&there) if there > 0.0 => 1.0,
                    Some(&there) => 1.0 / boundary_fraction(here, there),
                    None => 1.0,
                })
                .iter()
                .sum()
        })];
        let (mut width, mut height) = (width, height);
        while width.max(height) > 8 {
            let fine = &levels[levels.len() - 1];
            let child_inside = |x: usize, y: usize| {
                let (x, y) = (x + 1, y + 1);
                x < fine.stride && y < fine.rows && fine.diagonal[y * fine.stride + x] > 0.0
            };
            (width, height) = (width.div_ceil(2), height.div_ceil(2));
            let coarse = Grid::new(width, height, |x, y| {
                // Three of four: a coarse region that reaches beyond the fine one over-corrects along the boundary
                // (a third more iterations), one that keeps well inside leaves more to the smoother.
                let inside = (0..4).filter(|child| child_inside(2 * x + child % 2, 2 * y + child / 2)).count() >= 3;
                if inside { 4.0 } else { 0.0 }
            });
            levels.push(coarse);
        }
        Grids { levels }
    }

    /// One V-cycle on `A v = b` from zero: a symmetric approximation of the inverse, as conjugate gradients need.
    fn v_cycle(&self, b: &[f32]) -> Vec<f32> {
        self.v_cycle_at(0, b)
    }

    fn v_cycle_at(&self, index: usize, b: &[f32]) -> Vec<f32> {
        let grid = &self.levels[index];
        let (mut v, mut scratch) = (grid.zeros(), grid.zeros());
        let Some(coarse) = self.levels.get(index + 1) else {
            for _ in 0..COARSEST_SWEEPS {
                grid.smooth(&mut v, b, &mut scratch);
            }
            return v;
        };
        // The first sweep, from zero, only scales.
        for ((v, b), inverse) in v.iter_mut().zip(b).zip(&grid.inverse) {
            *v = JACOBI_WEIGHT * b * inverse;
        }
        for _ in 1..SMOOTHING_SWEEPS {
            grid.smooth(&mut v, b, &mut scratch);
        }
        grid.residual(&v, b, &mut scratch);
        let correction = self.v_cycle_at(index + 1, &restrict(grid, &scratch, coarse));
        prolong_add(coarse, &correction, grid, &mut v);
        for _ in 0..SMOOTHING_SWEEPS {
            grid.smooth(&mut v, b, &mut scratch);
        }
        v
    }
}

/// For framed index `i >= 1` of the fine grid: its coarse cell and the next nearest one, which interpolate it 3 to 1.
fn parents(i: usize) -> (usize, usize) {
    let near = i.div_ceil(2);
    (near, if i % 2 == 1 { near - 1 } else { near + 1 })
}

/// The transpose of [`prolong_add`]: each coarse cell gathers what it would spread.
fn restrict(fine: &Grid, residual: &[f32], coarse: &Grid) -> Vec<f32> {
    let mut out = coarse.zeros();
    let rows = out.par_chunks_mut(coarse.stride).enumerate().with_min_len(ROWS_A_TASK);
    rows.filter(|(y, _)| (1..coarse.rows - 1).contains(y)).for_each(|(y, row)| {
        for (x, value) in row.iter_mut().enumerate().take(coarse.stride - 1).skip(1) {
            if coarse.diagonal[y * coarse.stride + x] == 0.0 {
                continue;
            }
            // Fine cells 2c-1 and 2c lie in coarse cell c, 2c-2 and 2c+1 beside it.
            const WEIGHTS: [f32; 4] = [0.25, 0.75, 0.75, 0.25];
            let mut sum = 0.0;
            for (j, wy) in WEIGHTS.into_iter().enumerate() {
                for (i, wx) in WEIGHTS.into_iter().enumerate() {
                    let (fx, fy) = (2 * x + i - 2, 2 * y + j - 2);
                    if fx < fine.stride && fy < fine.rows {
                        sum += wx * wy * residual[fy * fine.stride + fx];
                    }
                }
            }
            *value = sum;
        }
    });
    out
}

/// Adds the bilinear interpolation of `correction` to `v`.
fn prolong_add(coarse: &Grid, correction: &[f32], fine: &Grid, v: &mut [f32]) {
    let rows = v.par_chunks_mut(fine.stride).enumerate().with_min_len(ROWS_A_TASK);
    rows.filter(|(y, _)| (1..fine.rows - 1).contains(y)).for_each(|(y, row)| {
        let (near_y, far_y) = parents(y);
        let at =
            |x: usize| 0.75 * correction[near_y * coarse.stride + x] + 0.25 * correction[far_y * coarse.stride + x];
        for (x, value) in row.iter_mut().enumerate().take(fine.stride - 1).skip(1) {
            if fine.diagonal[y * fine.stride + x] > 0.0 {
                let (near, far) = parents(x);
                *value += 0.75 * at(near) + 0.25 * at(far);
            }
        }
    });
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    // Chunks of a fixed length, summed in order: the same bits on any number of threads.
    let partial: Vec<f64> = a
        .par_chunks(1 << 14)
        .zip(b.par_chunks(1 << 14))
        .map(|(a, b)| a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum())
        .collect();
    partial.iter().sum()
}

fn add_scaled(a: &mut [f32], scale: f32, b: &[f32]) {
    a.par_iter_mut().zip(b).with_min_len(1 << 14).for_each(|(a, &b)| *a += scale * b);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disc's level set: `-laplace(u) = 4` has the exact solution `r^2 - d^2`.
    fn disc_error(size: usize, radius: f32) -> f32 {
        let distance = |x: usize, y: usize| {
            let centre = size as f32 / 2.0 - 0.3;
            (x as f32 + 0.5 - centre).hypot(y as f32 + 0.5 - centre)
        };
        let level = Image::from_fn(size, size, |x, y| radius - distance(x, y));
        let u = solve_poisson(&level, 4.0);
        let error = Image::from_fn(size, size, |x, y| {
            let exact = (radius.powi(2) - distance(x, y).powi(2)).max(0.0);
            (u.data[y * size + x] - exact).abs() / radius.powi(2)
        });
        error.data.into_iter().fold(0.0, f32::max)
    }

    #[test]
    fn a_disc_becomes_a_paraboloid() {
        assert!(disc_error(64, 25.0) < 2e-3, "{}", disc_error(64, 25.0));
        assert!(disc_error(300, 120.7) < 2e-4, "{}", disc_error(300, 120.7));
    }

    #[test]
    fn a_strip_of_any_width_becomes_a_parabola() {
        for half_width in [0.7f32, 1.0, 2.3, 9.1] {
            let level = Image::from_fn(40, 400, |x, y| {
                let across = half_width - (x as f32 - 20.0).abs();
                across.min(190.0 - (y as f32 - 200.0).abs())
            });
            let u = solve_poisson(&level, 4.0);
            // The symmetric boundary stencil is off by theta (1 - theta) 4 / 2 <= 0.5 square pixels.
            let (middle, exact) = (u.data[200 * 40 + 20], 2.0 * half_width * half_width);
            assert!((middle - exact).abs() < 0.51, "half width {half_width}: {middle}, not {exact}");
        }
    }

    #[test]
    fn the_solution_does_not_depend_on_the_number_of_threads() {
        let level = Image::from_fn(333, 257, |x, y| (x as f32 * 0.11).sin() + (y as f32 * 0.07).cos() - 0.2);
        let solve_on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| solve_poisson(&level, 4.0))
        };
        assert_eq!(solve_on(1), solve_on(3));
    }

    #[test]
    fn an_empty_region_has_the_zero_solution() {
        assert_eq!(solve_poisson(&Image::from_fn(9, 5, |_, _| -1.0), 4.0).data, vec![0.0; 45]);
    }
}
