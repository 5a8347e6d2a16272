//! `silhouette`: a solid from an outline, without weights.
//!
//! The outline is inflated: `-laplace(u) = 4` inside it, zero on it, and the solid is where `x^2 < u(y, z)`. A disc becomes a
//! ball, a strip a tube. Inflation by a Poisson equation and a square root: Repoussé, Joshi & Carr 2008, and Monster Mash,
//! Dvorožňák et al. 2020. Taking `u - x^2` for the level keeps the field smooth where the square root is not.

mod color;
mod inflate;
mod thin;

use kernels::{image::Image, ops::resize::resize};

use crate::{Error, field::Field};
use color::Colors;

/// Working pixels a lattice step: the outline is placed twice as finely as it is meshed.
const PIXELS_A_STEP: usize = 2;
/// The working grid's side, pixels: below, small lattices would inflate a crude outline; above, time and memory go.
const WORKING_SIDE: std::ops::RangeInclusive<usize> = 256..=2048;
/// Lattice steps kept free around the object, so that its surface closes before the border.
const MARGIN_STEPS: f32 = 3.0;

/// Half the width, in lattice steps, that every part gets at least: a tube of it holds a lattice point wherever it lies.
const LEAST_HALF_WIDTH: f32 = 0.75;

/// The inflated solid.
pub struct Silhouette {
    half_extent: f32,
    /// The depth, x, of the outline's plane.
    mid_depth: f32,
    /// World units a working pixel.
    pixel: f32,
    /// `u` in square world units, negative outside the outline; `[side, side]`.
    inflation: Image<f32>,
    colors: Colors,
}

/// One source pixel as it is carried to the working grid.
///
/// Channels: red, green and blue times `weight`; `weight`, 1 where the colour is the object's alone; coverage.
type Sample = [f32; 5];

impl Silhouette {
    /// Inflates the object in `framed`, a square of straight-alpha sRGB pixels whose alpha is the object's coverage, for a
    /// lattice of `resolution` samples an axis. The square maps to `[-1, 1]^2`.
    ///
    /// # Panics
    /// When `framed` is not square or empty, or `resolution < 2`.
    pub fn new(framed: &Image<[u8; 4]>, resolution: usize) -> Silhouette {
        assert!(framed.width == framed.height && framed.width > 0, "a model takes a square frame");
        assert!(resolution >= 2, "a lattice has at least one cell");
        let framed = reduce(framed, (4 * resolution).max(512));
        let padded = pad(&framed, resolution);
        let half_extent = padded.width as f32 / framed.width as f32;
        let step_in_pixels = padded.width as f32 / (resolution - 1) as f32;
        let thickened = thin::thicken(&padded, LEAST_HALF_WIDTH * step_in_pixels);
        let side = (PIXELS_A_STEP * resolution).clamp(*WORKING_SIDE.start(), *WORKING_SIDE.end());
        let working = resize(&thickened, side, side);

        let pixel = 2.0 * half_extent / side as f32;
        let coverage_level = working.map(|sample| sample[4] - 0.5);
        let inflation = inflate::inflate(&coverage_level).map(|u| u * pixel * pixel);
        let deepest = inflation.data.iter().fold(0.0f32, |a, &b| a.max(b)).sqrt();
        let colors = Colors::new(&working, &coverage_level);
        // The object may be deeper than the frame is wide; the surface must not leave the lattice.
        let lattice_half_extent = half_extent.max(deepest * (1.0 + 2.0 * MARGIN_STEPS / resolution as f32));
        // The outline's plane is a plane of samples: half a step beside it, thin parts would already be thinner. With an even
        // number of samples that plane is half a step off the middle.
        let step = 2.0 * lattice_half_extent / (resolution - 1) as f32;
        let mid_depth = if resolution.is_multiple_of(2) { step / 2.0 } else { 0.0 };
        Silhouette { half_extent: lattice_half_extent, mid_depth, pixel, inflation, colors }
    }

    /// Working-grid coordinates, in pixels, of a point.
    fn to_pixels(&self, point: [f32; 3]) -> (f32, f32) {
        let half = self.inflation.width as f32 / 2.0;
        (point[1] / self.pixel + half, half - point[2] / self.pixel)
    }
}

impl Field for Silhouette {
    fn half_extent(&self) -> f32 {
        self.half_extent
    }

    fn levels(&self, points: &[[f32; 3]], out: &mut [f32]) -> Result<(), Error> {
        for (point, out) in points.iter().zip(out) {
            let (x, y) = self.to_pixels(*point);
            *out = self.inflation.bilinear(x, y) - (point[0] - self.mid_depth).powi(2);
        }
        Ok(())
    }

    fn colors(&self, points: &[[f32; 3]], out: &mut [[f32; 3]]) -> Result<(), Error> {
        for (point, out) in points.iter().zip(out) {
            let (x, y) = self.to_pixels(*point);
            let depth = self.inflation.bilinear(x, y).max(0.0).sqrt().max(self.pixel);
            *out = self.colors.at(x, y, (point[0] - self.mid_depth) / depth);
        }
        Ok(())
    }
}

/// `framed` as samples, averaged in whole blocks down to at most twice `side` when it is larger.
fn reduce(framed: &Image<[u8; 4]>, side: usize) -> Image<Sample> {
    let block = (framed.width / side).max(1);
    let reduced = framed.width.div_ceil(block);
    let opaque = |x: usize, y: usize| framed.data[y * framed.width + x][3] >= 250;
    let last = framed.width - 1;
    Image::from_fn(reduced, reduced, |x, y| {
        let mut sum = [0.0; 5];
        let (columns, rows) =
            (x * block..((x + 1) * block).min(framed.width), y * block..((y + 1) * block).min(framed.width));
        let count = (columns.len() * rows.len()) as f32;
        for row in rows {
            for column in columns.clone() {
                let [r, g, b, alpha] = framed.data[row * framed.width + column].map(|v| f32::from(v) / 255.0);
                // A pixel next to a soft one has taken light from the background as well.
                let pure = opaque(column, row)
                    && opaque(column.saturating_sub(1), row)
                    && opaque((column + 1).min(last), row)
                    && opaque(column, row.saturating_sub(1))
                    && opaque(column, (row + 1).min(last));
                let weight = if pure { 1.0 } else { 1e-3 * alpha };
                for (sum, value) in sum.iter_mut().zip([r * weight, g * weight, b * weight, weight, alpha]) {
                    *sum += value / count;
                }
            }
        }
        sum
    })
}

/// A transparent border where the object would come nearer than [`MARGIN_STEPS`] to the edge.
fn pad(framed: &Image<Sample>, resolution: usize) -> Image<Sample> {
    let side = framed.width;
    let margin = MARGIN_STEPS * side as f32 / (resolution as f32 - 1.0 - 2.0 * MARGIN_STEPS).max(4.0);
    let border_gap = (0..side * side)
        .filter(|&i| framed.data[i][4] >= 0.5)
        .map(|i| (i % side).min(side - 1 - i % side).min(i / side).min(side - 1 - i / side))
        .min();
    let pad = border_gap.map_or(0, |gap| (margin.ceil() as usize).saturating_sub(gap));
    Image::from_fn(side + 2 * pad, side + 2 * pad, |x, y| {
        framed.get(x as isize - pad as isize, y as isize - pad as isize).copied().unwrap_or([0.0; 5])
    })
}
