//! Triangles to pixels: edge functions (Pineda 1988) over a z-buffer of several samples a pixel.

use glam::{Vec2, Vec3};
use rayon::prelude::*;

use super::{
    light::Studio,
    view::{Seen, View},
};
use crate::{
    image::Photo,
    mesh::Mesh,
    srgb::{linear_from_srgb, srgb_from_linear},
};

/// Samples a pixel's side: 4 x 4 a pixel.
const SAMPLES: usize = 4;
/// Rows of pixels that are drawn apart from others, each with the faces that reach it.
const BAND: usize = 8;

/// What a view shows, `[height * width]` pixels from the top row.
#[derive(Debug, Clone)]
pub struct Raster {
    /// Width and height, pixels.
    pub size: [u32; 2],
    /// Share of each pixel that the mesh covers, 0..=1.
    pub coverage: Vec<f32>,
    /// Height toward the eye of the nearest surface, mean over the covered samples; minus infinity where there is none.
    pub depth: Vec<f32>,
    /// Unlit vertex colours as linear light, mean over the covered samples.
    pub color: Vec<Vec3>,
    /// The same lit by a studio, linear light.
    pub shaded: Vec<Vec3>,
}

/// A sample's nearest surface.
#[derive(Clone, Copy)]
struct Fragment {
    /// Height toward the eye, units.
    height: f32,
    /// Of any length.
    normal: Vec3,
    /// Linear light.
    color: Vec3,
}

const EMPTY: Fragment = Fragment { height: f32::NEG_INFINITY, normal: Vec3::ZERO, color: Vec3::ZERO };

struct Pixel {
    coverage: f32,
    depth: f32,
    color: Vec3,
    shaded: Vec3,
}

/// The mesh as the eye has it.
struct Scene<'a> {
    mesh: &'a Mesh,
    /// `[vertices]`, x and y in samples.
    seen: Vec<Seen>,
    /// `[vertices]` linear colours.
    colors: Vec<Vec3>,
    /// Samples a row of the picture.
    width: usize,
}

/// Rasterises `mesh`; faces are drawn from both sides, so a wrong winding shows in the normals and not as a hole.
pub fn rasterize(mesh: &Mesh, view: &View) -> Raster {
    let axes = view.axes();
    let studio = Studio::new(&axes);
    let [width, height] = view.size.map(|n| n as usize);
    let in_samples = |position: &[f32; 3]| {
        let seen = view.see(&axes, *position);
        Seen { x: seen.x * SAMPLES as f32, y: seen.y * SAMPLES as f32, ..seen }
    };
    let scene = Scene {
        mesh,
        seen: mesh.positions.par_iter().map(in_samples).collect(),
        colors: mesh.colors.par_iter().map(|&color| Vec3::from(color).map(linear_from_srgb)).collect(),
        width: width * SAMPLES,
    };
    let pixels: Vec<Vec<Pixel>> = scene
        .faces_by_band(height.div_ceil(BAND))
        .par_iter()
        .enumerate()
        // The samples of a band are megabytes, which the next band takes over.
        .map_init(Vec::new, |fragments, (band, faces)| {
            let rows = BAND.min(height - band * BAND);
            fragments.clear();
            fragments.resize(scene.width * rows * SAMPLES, EMPTY);
            for &face in faces {
                scene.draw(mesh.faces[face as usize], band * BAND * SAMPLES, fragments);
            }
            (0..rows * width).map(|i| resolve(fragments, scene.width, i % width, i / width, &studio)).collect()
        })
        .collect();
    let pixels = || pixels.iter().flatten();
    Raster {
        size: view.size,
        coverage: pixels().map(|pixel| pixel.coverage).collect(),
        depth: pixels().map(|pixel| pixel.depth).collect(),
        color: pixels().map(|pixel| pixel.color).collect(),
        shaded: pixels().map(|pixel| pixel.shaded).collect(),
    }
}

impl Scene<'_> {
    /// For each band the faces that reach it, those that face the eye first: what is behind them is then soon passed over.
    fn faces_by_band(&self, bands: usize) -> Vec<Vec<u32>> {
        let mut by_band: Vec<Vec<u32>> = vec![Vec::new(); bands];
        for front in [true, false] {
            for (index, face) in self.mesh.faces.iter().enumerate() {
                let corners = face.map(|i| self.seen[i as usize]);
                if (doubled_area(corners) < 0.0) != front {
                    continue;
                }
                let ys = corners.map(|seen| seen.y / (SAMPLES * BAND) as f32);
                let low = ys.into_iter().fold(f32::INFINITY, f32::min).floor().max(0.0) as usize;
                let high = ys.into_iter().fold(f32::NEG_INFINITY, f32::max).floor();
                if high >= 0.0 {
                    for faces in by_band.iter_mut().take(high as usize + 1).skip(low) {
                        faces.push(index as u32);
                    }
                }
            }
        }
        by_band
    }

    /// Draws one face into a band of samples that starts at row `first_row`.
    fn draw(&self, face: [u32; 3], first_row: usize, fragments: &mut [Fragment]) {
        let corners = face.map(|i| self.seen[i as usize]);
        let [a, b, c] = corners.map(|seen| Vec2::new(seen.x, seen.y));
        let area = doubled_area(corners);
        if area == 0.0 {
            return;
        }
        let end_row = first_row + fragments.len() / self.width;
        let (low, high) = (a.min(b).min(c), a.max(b).max(c));
        let first = |x: f32| (x - 0.5).ceil().max(0.0) as usize;
        let end = |x: f32, limit: usize| (((x - 0.5).floor() + 1.0).max(0.0) as usize).min(limit);
        // The side opposite to each corner: where it begins, and its direction as a share of the area.
        let sides = [(b, (c - b) / area), (c, (a - c) / area), (a, (b - a) / area)];
        let heights = corners.map(|seen| seen.height);
        let highest = heights.into_iter().fold(f32::NEG_INFINITY, f32::max);
        let (left, right) = (first(low.x), end(high.x, self.width));
        if left >= right {
            return;
        }
        for y in first(low.y).max(first_row)..end(high.y, end_row) {
            let row = &mut fragments[(y - first_row) * self.width..][left..right];
            let rises = sides.map(|(from, along)| along.x * (y as f32 + 0.5 - from.y));
            for (x, fragment) in (left..right).zip(row) {
                if fragment.height >= highest {
                    continue;
                }
                let weights: [f32; 3] =
                    std::array::from_fn(|i| rises[i] - sides[i].1.y * (x as f32 + 0.5 - sides[i].0.x));
                // A hair of slack, so that rounding opens no crack between two faces.
                if weights.iter().any(|&weight| weight < -1e-6) {
                    continue;
                }
                // What is linear on the face is linear in the picture after division by the distance (Blinn 1992).
                let weights: [f32; 3] = std::array::from_fn(|i| weights[i] * corners[i].magnification);
                let total = 1.0 / (weights[0] + weights[1] + weights[2]);
                let weights = weights.map(|weight| weight * total);
                let height = weights[0] * heights[0] + weights[1] * heights[1] + weights[2] * heights[2];
                if height > fragment.height {
                    let [normal, color] = self.at(face, weights);
                    *fragment = Fragment { height, normal, color };
                }
            }
        }
    }

    /// Normal and colour of a point of a face.
    fn at(&self, face: [u32; 3], weights: [f32; 3]) -> [Vec3; 2] {
        let (mut normal, mut color) = (Vec3::ZERO, Vec3::ZERO);
        for (vertex, weight) in face.into_iter().zip(weights) {
            normal += Vec3::from(self.mesh.normals[vertex as usize]) * weight;
            color += self.colors[vertex as usize] * weight;
        }
        [normal, color]
    }
}

/// Twice the area of a face as it is seen, negative when it faces the eye: rows run downward.
fn doubled_area([a, b, c]: [Seen; 3]) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// Pixel `x`, `y` of a band.
fn resolve(fragments: &[Fragment], width: usize, x: usize, y: usize, studio: &Studio) -> Pixel {
    let (mut count, mut depth, mut color, mut shaded) = (0.0, 0.0, Vec3::ZERO, Vec3::ZERO);
    for row in 0..SAMPLES {
        for fragment in &fragments[(y * SAMPLES + row) * width + x * SAMPLES..][..SAMPLES] {
            if fragment.height > f32::NEG_INFINITY {
                count += 1.0;
                depth += fragment.height;
                color += fragment.color;
                shaded += studio.reflected(fragment.color, fragment.normal);
            }
        }
    }
    if count == 0.0 {
        return Pixel { coverage: 0.0, depth: f32::NEG_INFINITY, color, shaded };
    }
    let coverage = count / (SAMPLES * SAMPLES) as f32;
    Pixel { coverage, depth: depth / count, color: color / count, shaded: shaded / count }
}

impl Raster {
    /// The lit picture over a plain colour (sRGB), or with alpha when there is none.
    pub fn picture(&self, background: Option<[u8; 3]>) -> Photo {
        let paper = background.map(|paper| Vec3::from(paper.map(|c| f32::from(c) / 255.0)).map(linear_from_srgb));
        let rgba = self
            .shaded
            .par_iter()
            .zip(&self.coverage)
            .map(|(&light, &coverage)| match paper {
                // Most of a picture is ground: its colour is not computed.
                None if coverage == 0.0 => [0; 4],
                None => quantized(light, coverage),
                Some(paper) => quantized(paper.lerp(light, coverage), 1.0),
            })
            .collect();
        Photo { width: self.size[0], height: self.size[1], rgba }
    }
}

fn quantized(light: Vec3, alpha: f32) -> [u8; 4] {
    light.map(srgb_from_linear).extend(alpha).to_array().map(|c| (c * 255.0).round().clamp(0.0, 255.0) as u8)
}

#[cfg(test)]
mod tests;
