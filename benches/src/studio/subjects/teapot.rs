//! A glazed stoneware teapot in profile: spout, lid, and a handle with a hole to see through.

use glam::Vec3;

use super::{mirrored_z, srgb};
use crate::studio::{
    Subject, Surface,
    lighting::smoothstep,
    sdf::{Tube, disc, ellipsoid, fractal_noise, noise, smooth_difference, smooth_union, torus},
};

pub(super) struct Teapot {
    spout: Tube,
    bore: Tube,
    handle: Tube,
}

impl Teapot {
    pub(super) fn new() -> Teapot {
        let v = Vec3::new;
        Teapot {
            spout: Tube::through(
                &[
                    (v(0.42, 0.46, 0.0), 0.20),
                    (v(0.66, 0.56, 0.0), 0.145),
                    (v(0.85, 0.76, 0.0), 0.095),
                    (v(0.97, 1.00, 0.0), 0.070),
                    (v(1.10, 1.14, 0.0), 0.066),
                ],
                7,
            ),
            bore: Tube::through(&[(v(0.95, 0.98, 0.0), 0.036), (v(1.14, 1.185, 0.0), 0.046)], 1),
            handle: Tube::through(
                &[
                    (v(-0.44, 0.92, 0.0), 0.075),
                    (v(-0.66, 1.07, 0.0), 0.060),
                    (v(-0.93, 1.06, 0.0), 0.055),
                    (v(-1.06, 0.86, 0.0), 0.054),
                    (v(-1.00, 0.62, 0.0), 0.052),
                    (v(-0.82, 0.44, 0.0), 0.052),
                    (v(-0.58, 0.36, 0.0), 0.075),
                ],
                6,
            ),
        }
    }

    fn pot(p: Vec3) -> f32 {
        let belly = ellipsoid(p - Vec3::Y * 0.58, Vec3::new(0.70, 0.53, 0.70));
        let foot = disc(p - Vec3::Y * 0.07, 0.40, 0.07, 0.02);
        smooth_union(belly, foot, 0.10)
    }

    fn lid(p: Vec3) -> f32 {
        let dome = ellipsoid(p - Vec3::Y * 0.98, Vec3::new(0.375, 0.185, 0.375));
        let rim = torus(p - Vec3::Y * 1.035, 0.345, 0.028);
        let knob = ellipsoid(p - Vec3::Y * 1.255, Vec3::new(0.105, 0.085, 0.105));
        let stem = disc(p - Vec3::Y * 1.17, 0.055, 0.06, 0.01);
        smooth_union(smooth_union(dome, rim, 0.03), smooth_union(knob, stem, 0.05), 0.05)
    }
}

impl Subject for Teapot {
    fn distance(&self, p: Vec3) -> f32 {
        let p = mirrored_z(p);
        let body = smooth_union(Self::pot(p), self.handle.distance(p), 0.07);
        let body = smooth_union(body, self.spout.distance(p), 0.10);
        let pot = smooth_difference(body, self.bore.distance(p), 0.015);
        smooth_union(pot, Self::lid(p), 0.012)
    }

    fn surface(&self, p: Vec3) -> Surface {
        // The glaze ends in a wavy line above the foot, thick and dark where it has run.
        let angle = p.z.atan2(p.x);
        let line =
            0.205 + 0.030 * (angle * 3.0 + 0.7).sin() + 0.022 * (angle * 7.0).sin() + 0.010 * (angle * 13.0).cos();
        let glazed = smoothstep(line - 0.004, line + 0.004, p.y);
        let run = smoothstep(line + 0.10, line + 0.005, p.y);
        let depth = fractal_noise(p * 3.1);
        let speckle = smoothstep(0.80, 0.90, noise(p * 38.0));
        let glaze = srgb(0x1E7F86).lerp(srgb(0x2FA39B), depth) * (1.0 - 0.45 * run);
        let glaze = glaze.lerp(srgb(0x0E4C57), speckle * 0.55);
        // Glaze is thin where it drains off an edge, and the clay shows.
        let edge = smoothstep(0.035, 0.0, (p.y - 1.035).abs())
            * smoothstep(0.04, 0.01, ((p.x * p.x + p.z * p.z).sqrt() - 0.365).abs());
        let glaze = glaze.lerp(srgb(0x9A6A45), edge * 0.6);
        let clay = srgb(0xB98A62).lerp(srgb(0x9C6E4A), fractal_noise(p * 22.0));
        Surface { albedo: clay.lerp(glaze, glazed), roughness: 0.75 - 0.66 * glazed, specular: 0.02 + 0.035 * glazed }
    }

    fn bounds(&self) -> (Vec3, f32) {
        (Vec3::new(0.02, 0.68, 0.0), 1.22)
    }
}
