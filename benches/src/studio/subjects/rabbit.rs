//! A white porcelain rabbit, to be photographed on white.

use glam::{Quat, Vec3};

use super::{mirrored_z, srgb};
use crate::studio::{
    Subject, Surface,
    lighting::smoothstep,
    sdf::{ellipsoid, fractal_noise, smooth_difference, smooth_union, tapered, turned_z},
};

/// Looks toward -X.
pub(super) struct Rabbit;

const EYE: Vec3 = Vec3::new(-0.60, 1.185, 0.185);

impl Rabbit {
    fn trunk(p: Vec3) -> f32 {
        let rump = ellipsoid(turned_z(p, Vec3::new(0.38, 0.50, 0.0), -14.0), Vec3::new(0.47, 0.45, 0.40));
        let chest = ellipsoid(turned_z(p, Vec3::new(-0.20, 0.66, 0.0), -32.0), Vec3::new(0.36, 0.31, 0.28));
        let neck = tapered(p, Vec3::new(-0.27, 0.80, 0.0), Vec3::new(-0.42, 1.05, 0.0), 0.22, 0.17);
        smooth_union(smooth_union(rump, chest, 0.30), neck, 0.16)
    }

    fn head(p: Vec3) -> f32 {
        let skull = ellipsoid(turned_z(p, Vec3::new(-0.50, 1.16, 0.0), 14.0), Vec3::new(0.29, 0.225, 0.20));
        let muzzle = ellipsoid(p - Vec3::new(-0.72, 1.07, 0.0), Vec3::new(0.13, 0.115, 0.125));
        let cheek = ellipsoid(p - Vec3::new(-0.55, 1.07, 0.10), Vec3::new(0.16, 0.13, 0.11));
        smooth_union(smooth_union(skull, muzzle, 0.12), cheek, 0.10)
    }

    fn ear(p: Vec3) -> f32 {
        let q = turned_z(p, Vec3::new(-0.27, 1.58, 0.155), -20.0);
        let q = Quat::from_rotation_y(0.9) * Quat::from_rotation_x(-0.24) * q;
        ellipsoid(q, Vec3::new(0.125, 0.36, 0.062)) * 0.9
    }

    fn limbs(p: Vec3) -> f32 {
        let haunch = ellipsoid(turned_z(p, Vec3::new(0.34, 0.40, 0.26), 18.0), Vec3::new(0.36, 0.33, 0.19));
        let hind_foot = tapered(p, Vec3::new(0.42, 0.09, 0.30), Vec3::new(-0.02, 0.075, 0.33), 0.10, 0.082);
        let fore_leg = tapered(p, Vec3::new(-0.34, 0.56, 0.15), Vec3::new(-0.45, 0.10, 0.17), 0.13, 0.085);
        let fore_foot = tapered(p, Vec3::new(-0.45, 0.085, 0.17), Vec3::new(-0.60, 0.072, 0.17), 0.085, 0.075);
        let fore = smooth_union(fore_leg, fore_foot, 0.05);
        smooth_union(smooth_union(haunch, hind_foot, 0.06), fore, 0.05)
    }
}

impl Subject for Rabbit {
    fn distance(&self, p: Vec3) -> f32 {
        let p = mirrored_z(p);
        let trunk = smooth_union(Self::trunk(p), Self::limbs(p), 0.06);
        let neck = smooth_union(trunk, Self::head(p), 0.14);
        let ears = smooth_union(neck, Self::ear(p), 0.05);
        let tail = ellipsoid(p - Vec3::new(0.87, 0.40, 0.0), Vec3::new(0.13, 0.14, 0.13));
        let rabbit = smooth_union(ears, tail, 0.05);
        let socket = ellipsoid(p - EYE, Vec3::new(0.045, 0.048, 0.03));
        smooth_difference(rabbit, socket, 0.012).min(ellipsoid(p - EYE, Vec3::new(0.036, 0.040, 0.026))).max(-p.y)
    }

    fn surface(&self, p: Vec3) -> Surface {
        let q = mirrored_z(p);
        if ellipsoid(q - EYE, Vec3::new(0.036, 0.040, 0.026)) < 0.004 {
            return Surface { albedo: srgb(0x2B2A2C), roughness: 0.08, specular: 0.05 };
        }
        let nose = ellipsoid(q - Vec3::new(-0.845, 1.095, 0.0), Vec3::new(0.035, 0.028, 0.045));
        let porcelain = srgb(0xE9E8E4).lerp(srgb(0xE2E2E0), fractal_noise(p * 4.0));
        let albedo = porcelain.lerp(srgb(0xD9A9A0), smoothstep(0.02, -0.01, nose) * 0.8);
        Surface { albedo, roughness: 0.16, specular: 0.045 }
    }

    fn bounds(&self) -> (Vec3, f32) {
        (Vec3::new(0.03, 0.95, 0.0), 1.16)
    }
}
