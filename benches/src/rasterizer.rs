//! A software rasteriser for looking at meshes: orthographic, z-buffered, supersampled.

use engine::mesh::Mesh;
use glam::{Vec2, Vec3};
use image::{Rgba, RgbaImage};
use rayon::prelude::*;

use crate::studio::picture::{linear_from_srgb, srgb_from_linear};

/// An orthographic view of the mesh's frame (Y up, front toward +Z).
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// Where the eye stands, degrees around Y from +Z toward +X.
    pub azimuth_deg: f32,
    /// How far it looks down, degrees.
    pub elevation_deg: f32,
    /// Picture size, pixels.
    pub size: [u32; 2],
    /// Pixels a unit.
    pub scale: f32,
    /// Where the mesh's origin falls, pixels right and down from the picture's top left corner.
    pub origin: [f32; 2],
}

impl View {
    /// A square picture of `side` pixels with the origin in its middle, in which any turn of a mesh whose sides are at
    /// most 1 fits but for the extreme corners of a cube.
    pub fn square(side: u32, azimuth_deg: f32, elevation_deg: f32) -> View {
        let middle = side as f32 / 2.0;
        View { azimuth_deg, elevation_deg, size: [side; 2], scale: side as f32 / 1.16, origin: [middle; 2] }
    }

    /// Right, up and toward-the-eye unit vectors.
    fn axes(&self) -> [Vec3; 3] {
        let (sin_a, cos_a) = self.azimuth_deg.to_radians().sin_cos();
        let (sin_e, cos_e) = self.elevation_deg.to_radians().sin_cos();
        let back = Vec3::new(sin_a * cos_e, sin_e, cos_a * cos_e);
        let right = Vec3::new(cos_a, 0.0, -sin_a);
        [right, back.cross(right), back]
    }
}

/// Samples a pixel's side: 4 x 4 a pixel.
const SAMPLES: usize = 4;

/// What a view shows, `[height * width]` pixels from the top row.
#[derive(Debug, Clone)]
pub struct Raster {
    /// Width and height, pixels.
    pub size: [u32; 2],
    /// Share of each pixel that the mesh covers, 0..=1.
    pub coverage: Vec<f32>,
    /// Height toward the eye of the nearest surface, mean over the covered samples; minus infinity where there is none.
    pub depth: Vec<f32>,
    /// Unlit vertex colours, sRGB 0..=1, mean over the covered samples.
    pub color: Vec<Vec3>,
    /// The same lit by a studio, sRGB 0..=1.
    pub shaded: Vec<Vec3>,
}

/// A sample's nearest surface: height toward the eye, normal, sRGB colour.
#[derive(Clone, Copy)]
struct Fragment {
    depth: f32,
    normal: Vec3,
    color: Vec3,
}

const EMPTY: Fragment = Fragment { depth: f32::NEG_INFINITY, normal: Vec3::ZERO, color: Vec3::ZERO };

/// Rasterises `mesh`; faces are drawn from both sides, so a wrong winding shows in the normals and not as a hole.
pub fn rasterize(mesh: &Mesh, view: &View) -> Raster {
    let axes = view.axes();
    let [width, height] = view.size.map(|n| n as usize);
    let fine_width = width * SAMPLES;
    // Sample coordinates (x right, y down) and height toward the eye.
    let projected: Vec<Vec3> = mesh
        .positions
        .iter()
        .map(|&p| {
            let [x, y, z] = axes.map(|axis| axis.dot(Vec3::from(p)));
            let pixel = Vec2::new(view.origin[0] + x * view.scale, view.origin[1] - y * view.scale);
            (pixel * SAMPLES as f32).extend(z)
        })
        .collect();
    // Bands of rows are drawn apart, each with the faces that reach it.
    const BAND: usize = 16;
    let mut by_band: Vec<Vec<u32>> = vec![Vec::new(); height.div_ceil(BAND)];
    for (index, face) in mesh.faces.iter().enumerate() {
        let ys = face.map(|i| projected[i as usize].y / (SAMPLES * BAND) as f32);
        let low = ys.into_iter().fold(f32::INFINITY, f32::min).floor().max(0.0) as usize;
        let high = ys.into_iter().fold(f32::NEG_INFINITY, f32::max).floor();
        if high >= 0.0 {
            for band in low..=(high as usize).min(by_band.len() - 1) {
                by_band[band].push(index as u32);
            }
        }
    }
    let bands: Vec<Vec<(f32, f32, Vec3, Vec3)>> = by_band
        .par_iter()
        .enumerate()
        .map(|(band, faces)| {
            let rows = BAND.min(height - band * BAND);
            let mut fragments = vec![EMPTY; fine_width * rows * SAMPLES];
            for &face in faces {
                draw(mesh, mesh.faces[face as usize], &projected, band * BAND * SAMPLES, fine_width, &mut fragments);
            }
            (0..rows * width).map(|i| resolve(&fragments, fine_width, i % width, i / width, &axes)).collect()
        })
        .collect();
    let pixels = bands.concat();
    Raster {
        size: view.size,
        coverage: pixels.iter().map(|p| p.0).collect(),
        depth: pixels.iter().map(|p| p.1).collect(),
        color: pixels.iter().map(|p| p.2).collect(),
        shaded: pixels.iter().map(|p| p.3).collect(),
    }
}

/// Draws one face into a band of samples that starts at row `first_row`.
fn draw(
    mesh: &Mesh,
    face: [u32; 3],
    projected: &[Vec3],
    first_row: usize,
    fine_width: usize,
    fragments: &mut [Fragment],
) {
    let [a, b, c] = face.map(|i| projected[i as usize]);
    let edge = |p: Vec2, q: Vec2, r: Vec2| (q - p).perp_dot(r - p);
    let area = edge(a.truncate(), b.truncate(), c.truncate());
    if area == 0.0 {
        return;
    }
    let rows = fragments.len() / fine_width;
    let low = a.min(b).min(c);
    let high = a.max(b).max(c);
    let first = |x: f32| (x - 0.5).ceil().max(0.0) as usize;
    let end = |x: f32, limit: usize| (((x - 0.5).floor() + 1.0).max(0.0) as usize).min(limit);
    for y in first(low.y).max(first_row)..end(high.y, first_row + rows) {
        for x in first(low.x)..end(high.x, fine_width) {
            let p = Vec2::new(x as f32 + 0.5, y as f32 + 0.5);
            let weights = [(b, c), (c, a), (a, b)].map(|(q, r)| edge(q.truncate(), r.truncate(), p) / area);
            // A hair of slack, so that rounding opens no crack between two faces.
            if weights.iter().any(|&w| w < -1e-6) {
                continue;
            }
            let depth = weights[0] * a.z + weights[1] * b.z + weights[2] * c.z;
            let fragment = &mut fragments[(y - first_row) * fine_width + x];
            if depth > fragment.depth {
                let mix = |values: &[[f32; 3]]| -> Vec3 {
                    face.iter().zip(weights).map(|(&i, w)| Vec3::from(values[i as usize]) * w).sum()
                };
                *fragment = Fragment { depth, normal: mix(&mesh.normals), color: mix(&mesh.colors) };
            }
        }
    }
}

/// Coverage, depth, colour and shade of pixel `x`, `y` of a band.
fn resolve(fragments: &[Fragment], fine_width: usize, x: usize, y: usize, axes: &[Vec3; 3]) -> (f32, f32, Vec3, Vec3) {
    let (mut count, mut depth, mut color, mut shaded) = (0.0, 0.0, Vec3::ZERO, Vec3::ZERO);
    for sample in 0..SAMPLES * SAMPLES {
        let (i, j) = (x * SAMPLES + sample % SAMPLES, y * SAMPLES + sample / SAMPLES);
        let fragment = fragments[j * fine_width + i];
        if fragment.depth > f32::NEG_INFINITY {
            count += 1.0;
            depth += fragment.depth;
            color += fragment.color;
            shaded += lit(&fragment, axes);
        }
    }
    if count == 0.0 {
        return (0.0, f32::NEG_INFINITY, Vec3::ZERO, Vec3::ZERO);
    }
    let coverage = count / (SAMPLES * SAMPLES) as f32;
    (coverage, depth / count, color / count, (shaded / count).map(srgb_from_linear))
}

/// Linear light off a fragment: a key light from the upper left of the eye, a fill from the right, a dome.
fn lit(fragment: &Fragment, [right, up, back]: &[Vec3; 3]) -> Vec3 {
    let n = fragment.normal.normalize_or_zero();
    let from = |x: f32, y: f32, z: f32| (*right * x + *up * y + *back * z).normalize();
    let key = n.dot(from(-0.5, 0.6, 0.8)).max(0.0);
    let fill = n.dot(from(0.9, 0.1, 0.5)).max(0.0);
    let half = from(-0.5, 0.6, 1.8);
    let gloss = n.dot(half).max(0.0).powi(40) * 0.10;
    let dome = 0.48 + 0.14 * n.y;
    fragment.color.map(linear_from_srgb) * (0.60 * key + 0.20 * fill + dome) + Vec3::splat(gloss)
}

impl Raster {
    /// The lit picture over a plain colour (sRGB), or with alpha when there is none.
    pub fn picture(&self, background: Option<[u8; 3]>) -> RgbaImage {
        let [width, height] = self.size;
        RgbaImage::from_fn(width, height, |x, y| {
            let i = (y * width + x) as usize;
            let coverage = self.coverage[i];
            match background {
                None => quantized(self.shaded[i], coverage),
                Some(paper) => {
                    let paper = Vec3::from(paper.map(|c| f32::from(c) / 255.0)).map(linear_from_srgb);
                    let light = paper.lerp(self.shaded[i].map(linear_from_srgb), coverage);
                    quantized(light.map(srgb_from_linear), 1.0)
                }
            }
        })
    }
}

fn quantized(color: Vec3, alpha: f32) -> Rgba<u8> {
    Rgba(color.extend(alpha).to_array().map(|c| (c * 255.0).round().clamp(0.0, 255.0) as u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A quad facing +Z at height `z`, from `low` to `high`.
    fn quad(low: f32, high: f32, z: f32, color: [f32; 3]) -> Mesh {
        Mesh {
            positions: vec![[low, low, z], [high, low, z], [high, high, z], [low, high, z]],
            normals: vec![[0.0, 0.0, 1.0]; 4],
            colors: vec![color; 4],
            faces: vec![[0, 1, 2], [0, 2, 3]],
        }
    }

    fn together(a: &Mesh, b: &Mesh) -> Mesh {
        let shift = a.positions.len() as u32;
        Mesh {
            positions: [a.positions.clone(), b.positions.clone()].concat(),
            normals: [a.normals.clone(), b.normals.clone()].concat(),
            colors: [a.colors.clone(), b.colors.clone()].concat(),
            faces: a.faces.iter().copied().chain(b.faces.iter().map(|f| f.map(|i| i + shift))).collect(),
        }
    }

    #[test]
    fn coverage_is_the_area_and_the_nearer_face_wins() {
        let far = quad(-0.5, 0.5, -0.25, [1.0, 0.0, 0.0]);
        let near = quad(0.0, 0.25, 0.1, [0.0, 0.0, 1.0]);
        let view = View { scale: 32.0, ..View::square(40, 0.0, 0.0) };
        for mesh in [together(&far, &near), together(&near, &far)] {
            let raster = rasterize(&mesh, &view);
            // 32 x 32 pixels, edges on sample boundaries.
            assert_eq!(raster.coverage.iter().sum::<f32>(), 1024.0);
            let at = |x: usize, y: usize| (raster.color[y * 40 + x], raster.depth[y * 40 + x]);
            assert_eq!(at(10, 20), (Vec3::X, -0.25));
            // Up is the top of the picture: the near quad lies right of and above the middle.
            assert_eq!(at(22, 17).0, Vec3::Z);
            assert!((at(22, 17).1 - 0.1).abs() < 1e-6);
            assert_eq!(at(22, 22).0, Vec3::X);
        }
    }

    #[test]
    fn azimuth_turns_the_eye_toward_x_and_elevation_lifts_it() {
        let mesh = quad(-0.5, 0.5, 0.0, [1.0; 3]);
        let area =
            |azimuth, elevation| rasterize(&mesh, &View::square(200, azimuth, elevation)).coverage.iter().sum::<f32>();
        let front = area(0.0, 0.0);
        assert!((area(60.0, 0.0) / front - 0.5).abs() < 0.01);
        assert!((area(0.0, 60.0) / front - 0.5).abs() < 0.01);
        assert!(area(90.0, 0.0) / front < 0.01);
        // Seen from +X, a point toward +Z lies on the left.
        let spot = quad(-0.05, 0.05, 0.4, [1.0; 3]);
        let raster = rasterize(&spot, &View::square(100, 45.0, 0.0));
        let left: f32 = raster.coverage.iter().enumerate().filter(|(i, _)| i % 100 < 50).map(|(_, c)| c).sum();
        assert!(left > 0.99 * raster.coverage.iter().sum::<f32>());
    }
}
