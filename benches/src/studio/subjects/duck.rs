//! A rubber duck.

use glam::Vec3;

use super::{mirrored_z, srgb};
use crate::studio::{
    Subject, Surface,
    lighting::smoothstep,
    sdf::{ellipsoid, smooth_difference, smooth_union, tapered, turned_z},
};

/// Looks toward +X.
pub(super) struct Duck;

const EYE: Vec3 = Vec3::new(0.53, 1.225, 0.300);

impl Duck {
    fn body(p: Vec3) -> f32 {
        let belly = ellipsoid(p - Vec3::new(-0.08, 0.44, 0.0), Vec3::new(0.78, 0.46, 0.58));
        let tail = tapered(p, Vec3::new(-0.55, 0.56, 0.0), Vec3::new(-0.93, 0.90, 0.0), 0.22, 0.035);
        let chest = ellipsoid(p - Vec3::new(0.30, 0.56, 0.0), Vec3::new(0.40, 0.40, 0.44));
        let body = smooth_union(smooth_union(belly, tail, 0.28), chest, 0.25);
        // It stands on a flat bottom.
        smooth_difference(body, p.y - 0.02, 0.06)
    }

    fn wing(p: Vec3) -> f32 {
        let q = turned_z(p, Vec3::new(-0.17, 0.56, 0.53), -12.0);
        let plume = ellipsoid(q, Vec3::new(0.40, 0.22, 0.10));
        let tip = tapered(p, Vec3::new(-0.30, 0.60, 0.52), Vec3::new(-0.64, 0.80, 0.47), 0.11, 0.03);
        let wing = smooth_union(plume, tip, 0.14);
        // Two grooves between the feathers.
        let groove =
            |at: f32| 0.018 * (-((q.y - at - 0.25 * q.x) / 0.022).powi(2)).exp() * smoothstep(0.12, -0.15, q.x);
        (wing + groove(-0.02) + groove(0.08)) * 0.9
    }

    fn head(p: Vec3) -> f32 {
        let skull = ellipsoid(p - Vec3::new(0.34, 1.13, 0.0), Vec3::new(0.40, 0.385, 0.375));
        let tuft = tapered(p, Vec3::new(0.30, 1.46, 0.0), Vec3::new(0.17, 1.585, 0.0), 0.06, 0.02);
        smooth_union(skull, tuft, 0.10)
    }

    fn beak(p: Vec3) -> f32 {
        let upper = ellipsoid(turned_z(p, Vec3::new(0.80, 1.085, 0.0), 6.0), Vec3::new(0.205, 0.055, 0.165));
        let lower = ellipsoid(turned_z(p, Vec3::new(0.76, 1.015, 0.0), -8.0), Vec3::new(0.17, 0.045, 0.13));
        let root = ellipsoid(p - Vec3::new(0.68, 1.06, 0.0), Vec3::new(0.09, 0.10, 0.17));
        smooth_union(smooth_union(upper, root, 0.05), lower, 0.025)
    }
}

impl Subject for Duck {
    fn distance(&self, p: Vec3) -> f32 {
        let p = mirrored_z(p);
        let body = smooth_union(Self::body(p), Self::head(p), 0.17);
        let body = smooth_union(body, Self::wing(p), 0.035);
        let duck = smooth_union(body, Self::beak(p), 0.015);
        smooth_union(duck, ellipsoid(p - EYE, Vec3::new(0.062, 0.082, 0.055)), 0.004)
    }

    fn surface(&self, p: Vec3) -> Surface {
        let p = mirrored_z(p);
        let rubber = srgb(0xF9C515).lerp(srgb(0xF5B200), smoothstep(0.6, 0.1, p.y));
        let eye = ellipsoid(p - EYE, Vec3::new(0.062, 0.082, 0.055));
        if eye < 0.003 {
            return Surface { albedo: srgb(0x14110F), roughness: 0.08, specular: 0.05 };
        }
        let beak = smoothstep(0.006, 0.0, Self::beak(p) - 0.001);
        Surface { albedo: rubber.lerp(srgb(0xE8641B), beak), roughness: 0.27, specular: 0.04 }
    }

    fn bounds(&self) -> (Vec3, f32) {
        (Vec3::new(0.02, 0.74, 0.0), 1.17)
    }
}
