//! A photo studio for procedural objects: signed-distance subjects under softboxes, on a seamless backdrop, seen by an
//! orthographic camera. A [`Scene`] gives the photo, its exact coverage and the true shape, so that what the engine makes
//! of the photo can be compared with what was in front of the camera.
//!
//! The world has Y up and the floor at y = 0; subjects are about 2 units tall and face +Z, the camera at azimuth 0.

mod lighting;
pub mod picture;
pub mod sdf;
pub mod subjects;

use glam::{Vec2, Vec3};
use rayon::prelude::*;

use lighting::Studio;
pub use picture::{Backdrop, Exposure};

/// What a subject's skin does with light. Colours are linear light, not sRGB.
#[derive(Debug, Clone, Copy)]
pub struct Surface {
    /// Diffuse reflectance, 0..=1 a channel.
    pub albedo: Vec3,
    /// 0 mirror, 1 chalk.
    pub roughness: f32,
    /// Reflectance facing the surface: 0.04 plastic and glaze, 0 none.
    pub specular: f32,
}

/// Something to photograph: a shape and its skin.
pub trait Subject: Send + Sync {
    /// Signed distance from `p` to the surface, negative inside; never more than the true distance by over a tenth.
    fn distance(&self, p: Vec3) -> f32;

    /// The skin at `p`, a point on the surface.
    fn surface(&self, p: Vec3) -> Surface;

    /// Centre and radius of a sphere that holds the whole subject.
    fn bounds(&self) -> (Vec3, f32);
}

/// An orthographic camera (a lens so long that perspective is gone) looking at `target`.
#[derive(Debug, Clone, Copy)]
pub struct Camera {
    /// The point in the middle of the picture.
    pub target: Vec3,
    /// Where the camera stands, degrees around Y from +Z toward +X.
    pub azimuth_deg: f32,
    /// How far it looks down, degrees.
    pub elevation_deg: f32,
    /// Half the picture's side, world units.
    pub half_side: f32,
}

impl Camera {
    /// Right, up and toward-the-camera unit vectors.
    pub fn axes(&self) -> [Vec3; 3] {
        let (sin_a, cos_a) = self.azimuth_deg.to_radians().sin_cos();
        let (sin_e, cos_e) = self.elevation_deg.to_radians().sin_cos();
        let back = Vec3::new(sin_a * cos_e, sin_e, cos_a * cos_e);
        let right = Vec3::new(cos_a, 0.0, -sin_a);
        [right, back.cross(right), back]
    }

    /// The world point at view coordinates `v` (x right, y up, z toward the camera; world units from the target).
    pub fn to_world(&self, v: Vec3) -> Vec3 {
        let [right, up, back] = self.axes();
        self.target + right * v.x + up * v.y + back * v.z
    }
}

/// A subject, placed and framed.
pub struct Scene {
    /// File stem of its photos.
    pub name: &'static str,
    /// What is photographed.
    pub subject: Box<dyn Subject>,
    /// From where.
    pub camera: Camera,
    /// On what.
    pub backdrop: Backdrop,
}

/// Samples a pixel gets at first, and those it gets when they or a neighbour's disagree.
const SAMPLES: (u32, u32) = (4, 32);

/// What one ray sees.
#[derive(Clone, Copy)]
struct Sample {
    /// Light from the subject, linear; nothing where the ray misses.
    object: Option<Vec3>,
    /// Light on the backdrop there over what would fall without the subject; 1 where the subject hides it.
    backdrop_light: f32,
}

/// Running sums of a pixel's samples.
#[derive(Clone, Copy, Default)]
struct Pixel {
    object: Vec3,
    hits: u32,
    backdrop_light: f32,
    count: u32,
}

impl Pixel {
    fn add(&mut self, sample: Sample) {
        match sample.object {
            Some(light) => {
                self.object += light;
                self.hits += 1;
            }
            None => self.backdrop_light += sample.backdrop_light,
        }
        self.count += 1;
    }

    fn coverage(&self) -> f32 {
        self.hits as f32 / self.count as f32
    }

    /// Mean object light, tone curve applied, for telling edges inside the object.
    fn brightness(&self) -> f32 {
        if self.hits == 0 { 0.0 } else { (self.object / self.hits as f32).element_sum() / 3.0 }
    }

    /// Mean light on the backdrop, 1 where none is seen.
    fn shade(&self) -> f32 {
        let misses = self.count - self.hits;
        if misses == 0 { 1.0 } else { self.backdrop_light / misses as f32 }
    }
}

impl Scene {
    /// The subject's signed distance in view coordinates, world units from the camera's target.
    pub fn distance_in_view(&self, v: Vec3) -> f32 {
        self.subject.distance(self.camera.to_world(v))
    }

    /// Photographs the scene, `side` pixels square. The same pixels on any number of threads.
    ///
    /// Every pixel gets 4 samples; where they or a neighbour's differ (outlines, highlights, texture), 32.
    pub fn expose(&self, side: u32) -> Exposure {
        let studio = Studio::new(self.subject.as_ref(), self.camera, self.backdrop.mean_light());
        let n = side as usize;
        let sample_into = |pixel: &mut Pixel, x: usize, y: usize, range: std::ops::Range<u32>| {
            for index in range {
                let p = (Vec2::new(x as f32, y as f32) + subpixel(index)) / side as f32 * 2.0 - 1.0;
                pixel.add(studio.sample(p.x * self.camera.half_side, -p.y * self.camera.half_side));
            }
        };
        let mut coarse = vec![Pixel::default(); n * n];
        coarse.par_chunks_mut(n).enumerate().for_each(|(y, row)| {
            for (x, pixel) in row.iter_mut().enumerate() {
                sample_into(pixel, x, y, 0..SAMPLES.0);
            }
        });
        let mut fine = coarse.clone();
        fine.par_chunks_mut(n).enumerate().for_each(|(y, row)| {
            for (x, pixel) in row.iter_mut().enumerate() {
                if is_uneven(&coarse, n, x, y) {
                    sample_into(pixel, x, y, SAMPLES.0..SAMPLES.1);
                }
            }
        });
        Exposure::new(side, fine.iter().map(|p| (p.object / p.hits.max(1) as f32, p.coverage(), p.shade())).collect())
    }
}

/// Whether the pixel's 3 x 3 neighbourhood is of more than one coverage or brightness.
fn is_uneven(pixels: &[Pixel], n: usize, x: usize, y: usize) -> bool {
    let centre = &pixels[y * n + x];
    (y.saturating_sub(1)..=(y + 1).min(n - 1)).any(|j| {
        (x.saturating_sub(1)..=(x + 1).min(n - 1)).any(|i| {
            let other = &pixels[j * n + i];
            other.coverage() != centre.coverage()
                || !matches!(other.hits, 0 | 4)
                || (other.brightness() - centre.brightness()).abs() > 0.04
        })
    })
}

/// The `index`-th point of Roberts' R2 sequence in the unit square (Roberts 2018, "The unreasonable effectiveness of
/// quasirandom sequences"): any prefix of it is well spread, so 4 samples can be carried on to 32.
fn subpixel(index: u32) -> Vec2 {
    let step = Vec2::new(0.754_877_7, 0.569_840_3);
    (Vec2::splat(0.5) + step * index as f32).fract()
}

/// Every example scene.
pub fn scenes() -> Vec<Scene> {
    subjects::all()
}

/// The example scene of that name.
pub fn scene(name: &str) -> Option<Scene> {
    scenes().into_iter().find(|scene| scene.name == name)
}
