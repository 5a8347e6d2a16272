//! From light to pixels: the tone curve, the backdrop, sensor noise.

use glam::Vec3;
use image::{Rgb, RgbImage, Rgba, RgbaImage};

/// A seamless backdrop, colours in sRGB 0..=1: a vertical gradient, darkened toward the corners.
#[derive(Debug, Clone, Copy)]
pub struct Backdrop {
    /// At the picture's top edge.
    pub top: Vec3,
    /// At its bottom edge.
    pub bottom: Vec3,
    /// How much of the light is gone in the corners, 0..=1.
    pub vignette: f32,
    /// How much of the true shadow is seen, 0..=1; photographers lift it with a reflector.
    pub shadow: f32,
}

impl Backdrop {
    /// White paper with a soft shadow.
    pub const WHITE: Backdrop =
        Backdrop { top: Vec3::splat(0.985), bottom: Vec3::splat(0.985), vignette: 0.0, shadow: 0.75 };
    /// Mid-grey paper, a little brighter at the foot.
    pub const GREY: Backdrop =
        Backdrop { top: Vec3::splat(0.66), bottom: Vec3::splat(0.75), vignette: 0.14, shadow: 0.9 };

    /// Two colours, top and bottom, with falling light at the corners.
    pub const fn gradient(top: [f32; 3], bottom: [f32; 3]) -> Backdrop {
        Backdrop { top: Vec3::from_array(top), bottom: Vec3::from_array(bottom), vignette: 0.16, shadow: 0.85 }
    }

    /// What the floor throws back, linear light.
    pub(super) fn mean_light(&self) -> Vec3 {
        ((self.top + self.bottom) * 0.5).map(linear_from_srgb)
    }

    /// Linear light at `u` right and `v` down, -1..=1 over the picture.
    fn light(&self, u: f32, v: f32) -> Vec3 {
        let colour = self.top.lerp(self.bottom, v * 0.5 + 0.5).map(linear_from_srgb);
        let corner = ((u * u + (v - 0.1) * (v - 0.1)) * 0.5).min(1.0);
        colour * (1.0 - self.vignette * corner * 1.6).max(0.0)
    }
}

/// A photographed scene: the subject, how much of each pixel it covers, and its shadow; a picture on any backdrop can be
/// printed from it.
#[derive(Debug, Clone)]
pub struct Exposure {
    side: u32,
    /// `[side * side]` rows from the top: subject's light (linear), coverage, light on the backdrop (0 shadow, 1 open).
    pixels: Vec<(Vec3, f32, f32)>,
}

impl Exposure {
    pub(super) fn new(side: u32, pixels: Vec<(Vec3, f32, f32)>) -> Exposure {
        assert_eq!(pixels.len(), (side * side) as usize);
        Exposure { side, pixels }
    }

    /// The subject cut out: straight alpha, sRGB; transparent pixels are black.
    pub fn cutout(&self) -> RgbaImage {
        RgbaImage::from_fn(self.side, self.side, |x, y| {
            let (light, coverage, _) = self.pixel(x, y);
            let [r, g, b] = srgb_pixel(developed(light), 0.0);
            let alpha = (coverage * 255.0).round() as u8;
            Rgba(if alpha == 0 { [0; 4] } else { [r, g, b, alpha] })
        })
    }

    /// The photo: subject, shadow and backdrop, with sensor noise of `noise` (standard deviation, of 255).
    pub fn photo(&self, backdrop: &Backdrop, noise: f32) -> RgbImage {
        let to_unit = |i: u32| (i as f32 + 0.5) / self.side as f32 * 2.0 - 1.0;
        RgbImage::from_fn(self.side, self.side, |x, y| {
            let (light, coverage, open) = self.pixel(x, y);
            let paper = backdrop.light(to_unit(x), to_unit(y)) * (1.0 - backdrop.shadow * (1.0 - open));
            let mixed = paper.lerp(developed(light), coverage);
            Rgb(srgb_pixel(mixed, noise * grain(x, y)))
        })
    }

    fn pixel(&self, x: u32, y: u32) -> (Vec3, f32, f32) {
        self.pixels[(y * self.side + x) as usize]
    }
}

/// The tone curve: straight to three quarters, then a shoulder that keeps colour in the highlights.
fn developed(light: Vec3) -> Vec3 {
    const KNEE: f32 = 0.72;
    light.map(|x| if x < KNEE { x } else { KNEE + (1.0 - KNEE) * (1.0 - (-(x - KNEE) / (1.0 - KNEE)).exp()) })
}

fn srgb_pixel(light: Vec3, noise: f32) -> [u8; 3] {
    light.map(srgb_from_linear).to_array().map(|c| (c * 255.0 + noise).round().clamp(0.0, 255.0) as u8)
}

/// A pixel's share of sensor noise: nearly normal, mean 0, deviation 1, the same on every run.
fn grain(x: u32, y: u32) -> f32 {
    // Twelve uniform numbers less six is the classic approximation of a normal one; four scaled do as well here.
    let sum: f32 = (0..4).map(|i| super::sdf::hash(x as i32, y as i32, i)).sum();
    (sum - 2.0) * 3.0_f32.sqrt()
}

/// IEC 61966-2-1 decoding of one channel, 0..=1.
pub fn linear_from_srgb(c: f32) -> f32 {
    if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

/// IEC 61966-2-1 encoding of one channel, 0..=1.
pub fn srgb_from_linear(c: f32) -> f32 {
    let c = c.clamp(0.0, 1.0);
    if c <= 0.003_130_8 { c * 12.92 } else { 1.055 * c.powf(1.0 / 2.4) - 0.055 }
}
