//! Edges between neighbouring pixels: what a cut between them costs.

use rayon::prelude::*;

use crate::image::Photo;

/// The four of a pixel's eight neighbours that follow it in row-major order, and their distances.
pub const LATER_NEIGHBOURS: [(isize, isize, f32); 4] =
    [(1, 0, 1.0), (0, 1, 1.0), (1, 1, std::f32::consts::SQRT_2), (-1, 1, std::f32::consts::SQRT_2)];

/// How strong an edge must be in an image to count.
#[derive(Debug, Clone, Copy)]
pub struct Contrast {
    /// Half the length, in pixels, over which a slope is shading and not an edge.
    reach: isize,
    /// Edge strength, in colour levels, at which a cut begins to be cheap.
    scale: f32,
}

impl Contrast {
    /// Measured on the `background` pixels of `level`: an edge is what stands out of their noise and texture. `reach` is
    /// half the width of the narrowest slope that is shading.
    pub fn of(level: &Photo, reach: usize, background: impl Fn(usize) -> bool + Sync) -> Self {
        const LEAST_SCALE: f32 = 2.0;
        const OVER_MEDIAN: f32 = 2.2;
        const MOST_SAMPLES: usize = 30_000;
        let width = level.width as usize;
        let stride = (level.rgba.len() / MOST_SAMPLES).max(1) | 1;
        let mut steps: Vec<f32> = (0..level.rgba.len())
            .into_par_iter()
            .step_by(stride)
            .filter(|&at| (at % width) + 1 < width && background(at) && background(at + 1))
            .map(|at| distance(level.rgba[at], level.rgba[at + 1], 1.0))
            .collect();
        let middle = steps.len() / 2;
        let median = if steps.is_empty() { 0.0 } else { *steps.select_nth_unstable_by(middle, f32::total_cmp).1 };
        Contrast { reach: reach as isize, scale: (OVER_MEDIAN * median).max(LEAST_SCALE) }
    }

    /// Edge strength in colour levels between pixel `(x, y)` and its neighbour at `(dx, dy)`: their difference less the
    /// mean slope around them, so that shading and the soft border of a shadow, however steep, are no edges.
    fn edge(&self, level: &Photo, x: isize, y: isize, dx: isize, dy: isize) -> f32 {
        let (width, height) = (level.width as isize, level.height as isize);
        let pixel = |x: isize, y: isize| level.rgba[(y * width + x) as usize];
        let inside = |steps: isize| {
            let (x, y) = (x + steps * dx, y + steps * dy);
            (0..width).contains(&x) && (0..height).contains(&y)
        };
        let mut before = self.reach;
        while !inside(-before) {
            before -= 1;
        }
        let mut after = self.reach;
        while !inside(1 + after) {
            after -= 1;
        }
        let step = distance(pixel(x, y), pixel(x + dx, y + dy), 1.0);
        let slope = distance(
            pixel(x - before * dx, y - before * dy),
            pixel(x + (1 + after) * dx, y + (1 + after) * dy),
            (before + after + 1) as f32,
        );
        (step - slope).max(0.0)
    }

    /// What cutting between the two costs, 0 to 1: little across an edge, never nothing.
    pub fn cut_cost(&self, level: &Photo, x: usize, y: usize, (dx, dy, length): (isize, isize, f32)) -> f32 {
        const LEAST: f32 = 0.001;
        let strength = self.edge(level, x as isize, y as isize, dx, dy) / self.scale;
        (-0.5 * strength * strength).exp().max(LEAST) / length
    }

    /// The least step of a clear edge, colour levels.
    pub fn clear_step(&self) -> f32 {
        /// In scales; and in colour levels, which the steps between a codec's blocks stay under.
        const CLEAR: f32 = 1.5;
        const CLEAR_LEVELS: f32 = 6.0;
        (CLEAR * self.scale).max(CLEAR_LEVELS)
    }

    /// Whether a clear edge passes between the pixel and its right, and its lower, neighbour.
    pub fn edges_after(&self, level: &Photo, at: usize) -> [bool; 2] {
        let width = level.width as usize;
        let (x, y) = (at % width, at / width);
        let clear = self.clear_step();
        [
            x + 1 < width && self.edge(level, x as isize, y as isize, 1, 0) > clear,
            y + 1 < level.height as usize && self.edge(level, x as isize, y as isize, 0, 1) > clear,
        ]
    }
}

/// Euclidean distance of two colours over `steps`.
fn distance(a: [u8; 4], b: [u8; 4], steps: f32) -> f32 {
    let squared: i32 = (0..3).map(|c| (i32::from(a[c]) - i32::from(b[c])).pow(2)).sum();
    (squared as f32).sqrt() / steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(levels: &[u8]) -> Photo {
        let line: Vec<[u8; 4]> = levels.iter().map(|&v| [v, v, v, 255]).collect();
        Photo { width: levels.len() as u32, height: 2, rgba: [line.clone(), line].concat() }
    }

    #[test]
    fn a_steep_ramp_is_no_edge_and_a_small_step_is() {
        let contrast = Contrast { reach: 3, scale: 2.0 };
        let ramp: Vec<u8> = (0..40).map(|x| 20 + 5 * x).collect();
        let step: Vec<u8> = (0..40).map(|x| if x < 20 { 100 } else { 108 }).collect();
        let across = |photo: &Photo, x: usize| contrast.cut_cost(photo, x, 0, LATER_NEIGHBOURS[0]);
        assert!((0..39).all(|x| across(&row(&ramp), x) == 1.0));
        assert!(across(&row(&step), 19) < 0.05, "{}", across(&row(&step), 19));
        assert!((0..39).filter(|&x| x != 19).all(|x| across(&row(&step), x) == 1.0));
    }

    #[test]
    fn noise_of_the_background_raises_what_counts() {
        let noisy: Vec<u8> = (0..200_u32).map(|x| 100 + (x.wrapping_mul(2_654_435_761) >> 28) as u8).collect();
        let quiet = row(&[100; 200]);
        let noisy = row(&noisy);
        assert!(Contrast::of(&noisy, 3, |_| true).scale > 4.0 * Contrast::of(&quiet, 3, |_| true).scale);
    }
}
