//! A fly agaric on a cushion of moss.

use glam::{Vec2, Vec3};

use super::srgb;
use crate::studio::{
    Subject, Surface,
    lighting::smoothstep,
    sdf::{Tube, ellipsoid, fractal_noise, hash, noise, smooth_difference, smooth_union},
};

pub(super) struct Mushroom {
    stem: Tube,
    /// Centres of the cap's warts and their radii.
    warts: Vec<(Vec3, f32)>,
}

const CAP: Vec3 = Vec3::new(0.02, 1.02, 0.0);
const CAP_RADII: Vec3 = Vec3::new(0.80, 0.50, 0.80);

impl Mushroom {
    pub(super) fn new() -> Mushroom {
        let v = Vec3::new;
        let stem = Tube::through(
            &[
                (v(-0.03, 0.05, 0.0), 0.21),
                (v(-0.02, 0.22, 0.0), 0.185),
                (v(0.0, 0.5, 0.0), 0.135),
                (v(0.01, 0.8, 0.0), 0.125),
                (v(0.02, 1.1, 0.0), 0.14),
            ],
            5,
        );
        // Fibonacci points, shaken: even enough to look grown, uneven enough not to look laid out.
        let warts = (0..64)
            .map(|i| {
                let jitter = |axis| hash(i, axis, 7) - 0.5;
                let height = 0.98 - 0.93 * (i as f32 + 0.5 + jitter(0) * 0.9) / 64.0;
                let angle = i as f32 * 2.399_963 + jitter(1) * 0.5;
                let flat = (1.0 - height * height).sqrt();
                let on_sphere = Vec3::new(flat * angle.cos(), height, flat * angle.sin());
                (CAP + on_sphere * CAP_RADII, 0.030 + 0.045 * hash(i, 3, 9) * (0.45 + 0.55 * height))
            })
            .collect();
        Mushroom { stem, warts }
    }

    fn cap(p: Vec3) -> f32 {
        let dome = ellipsoid(p - CAP, CAP_RADII);
        let q = p - CAP;
        let gills = (q.z.atan2(q.x) * 45.0).sin() * 0.007 * smoothstep(0.15, 0.5, Vec2::new(q.x, q.z).length());
        let hollow = ellipsoid(p - (CAP - Vec3::Y * 0.30), Vec3::new(0.92, 0.36, 0.92)) + gills;
        smooth_difference(dome, hollow, 0.05)
    }

    fn warts(&self, p: Vec3, cap: f32) -> f32 {
        // Far from the cap their distance is only bounded from below.
        if cap.abs() > 0.3 {
            return cap.abs() - 0.08;
        }
        let crumble = 1.0 + 0.3 * (noise(p * 34.0) - 0.5);
        let nearest = self.warts.iter().map(|(centre, radius)| p.distance(*centre) - radius * crumble);
        nearest.fold(f32::INFINITY, f32::min) * 0.85
    }

    fn skirt(p: Vec3) -> f32 {
        let q = p - Vec3::new(0.01, 0.80, 0.0);
        let around = q.z.atan2(q.x);
        let flare = Vec2::new(Vec2::new(q.x, q.z).length(), q.y);
        // A thin cloth from the stem outward and down, its hem in folds.
        let down = Vec2::new(0.25 + 0.012 * (around * 9.0).sin(), -0.135 + 0.012 * (around * 7.0).cos());
        let start = Vec2::new(0.11, 0.02);
        let line = down - start;
        let h = ((flare - start).dot(line) / line.length_squared()).clamp(0.0, 1.0);
        (flare.distance(start + line * h) - 0.014) * 0.8
    }

    fn moss(p: Vec3) -> f32 {
        let mound = ellipsoid(p - Vec3::new(0.0, 0.0, 0.0), Vec3::new(0.62, 0.17, 0.5));
        if mound > 0.25 {
            return mound - 0.08;
        }
        let tufts = fractal_noise(p * 9.0) * 0.09 + fractal_noise(p * 31.0) * 0.045;
        ((mound - tufts + 0.05) * 0.6).max(-p.y)
    }

    fn stem(&self, p: Vec3) -> f32 {
        smooth_union(self.stem.distance(p), Self::skirt(p), 0.03).max(-p.y)
    }
}

impl Subject for Mushroom {
    fn distance(&self, p: Vec3) -> f32 {
        let cap = Self::cap(p);
        let top = smooth_union(cap, self.warts(p, cap), 0.02);
        smooth_union(top, self.stem(p), 0.03).min(Self::moss(p))
    }

    fn surface(&self, p: Vec3) -> Surface {
        let cap = Self::cap(p);
        let stem = self.stem(p);
        let moss = Self::moss(p);
        let wart = self.warts(p, cap);
        if moss <= stem.min(cap).min(wart) {
            let fresh = fractal_noise(p * 12.0);
            let albedo = srgb(0x3F5A1E).lerp(srgb(0x93A83C), smoothstep(0.3, 0.75, fresh));
            return Surface { albedo: albedo * (0.75 + 0.5 * noise(p * 60.0)), roughness: 0.9, specular: 0.0 };
        }
        if stem < cap.min(wart) {
            let fibres = noise(p * Vec3::new(40.0, 5.0, 40.0));
            let albedo = srgb(0xF1E9D8).lerp(srgb(0xD9CBB0), fibres * smoothstep(0.9, 0.1, p.y));
            return Surface { albedo, roughness: 0.7, specular: 0.02 };
        }
        if wart < cap + 0.004 {
            let crumb = noise(p * 60.0);
            return Surface { albedo: srgb(0xF7F0E0) * (0.88 + 0.12 * crumb), roughness: 0.8, specular: 0.02 };
        }
        let q = p - CAP;
        let above = ellipsoid(q, CAP_RADII);
        if above < -0.02 {
            let gill = (q.z.atan2(q.x) * 45.0).sin() * 0.5 + 0.5;
            return Surface { albedo: srgb(0xF3E6CC).lerp(srgb(0xCDB994), gill), roughness: 0.8, specular: 0.0 };
        }
        let height = (q.y / CAP_RADII.y).clamp(0.0, 1.0);
        let streaks = fractal_noise(q * Vec3::new(7.0, 3.0, 7.0));
        let skin = srgb(0xE2571E).lerp(srgb(0xC4161A), smoothstep(0.0, 0.55, height)) * (0.8 + 0.35 * streaks);
        Surface { albedo: skin, roughness: 0.22, specular: 0.04 }
    }

    fn bounds(&self) -> (Vec3, f32) {
        (Vec3::new(0.0, 0.75, 0.0), 1.04)
    }
}
