//! A spindle-back chair: turned legs, stretchers, a saddle seat, a bent hoop and seven thin spindles.

use glam::{Vec2, Vec3};

use super::{mirrored_x, mirrored_z, srgb};
use crate::studio::{
    Subject, Surface,
    lighting::smoothstep,
    sdf::{Tube, along, disc, fractal_noise, noise, smooth_union, tapered},
};

const SEAT_HEIGHT: f32 = 0.90;
const HOOP_HEIGHT: f32 = 1.04;
const HOOP_HALF_WIDTH: f32 = 0.44;
/// Radius of a spindle at its ends; it swells by half in the middle.
const SPINDLE: f32 = 0.0125;

pub(super) struct Chair {
    hoop: Tube,
    /// Feet and heads of the spindles at x >= 0.
    spindles: Vec<(Vec3, Vec3)>,
}

/// A point of the back's bent surface, at `x` and height `y` above the seat.
fn back_at(x: f32, y: f32) -> Vec3 {
    let lean = 0.22 * (y / HOOP_HEIGHT);
    let bow = 0.16 * (1.0 - (x / HOOP_HALF_WIDTH).powi(2)).max(0.0);
    Vec3::new(x, SEAT_HEIGHT + y, -0.22 - lean - bow)
}

/// The hoop's height above the seat at `x`.
fn hoop_height(x: f32) -> f32 {
    HOOP_HEIGHT * (1.0 - (x / HOOP_HALF_WIDTH).abs().powf(2.6)).max(0.0).powf(0.42)
}

impl Chair {
    pub(super) fn new() -> Chair {
        // Even steps of angle keep the pieces even where the hoop turns.
        let hoop: Vec<_> = (0..=24)
            .map(|i| {
                let angle = i as f32 / 24.0 * std::f32::consts::FRAC_PI_2;
                let x = HOOP_HALF_WIDTH * angle.cos().max(0.0).powf(0.7);
                (back_at(x, hoop_height(x)), 0.024)
            })
            .collect();
        let spindles = (0..4)
            .map(|i| {
                let (foot, head) = (0.085 * i as f32, 0.103 * i as f32);
                (back_at(foot, 0.0), back_at(head, hoop_height(head)))
            })
            .collect();
        Chair { hoop: Tube::through(&hoop, 1), spindles }
    }

    fn seat(p: Vec3) -> f32 {
        let q = p - Vec3::Y * SEAT_HEIGHT;
        // A shield: round at the front, drawn in toward the back.
        let width = 0.52 - 0.07 * smoothstep(0.1, -0.5, q.z);
        let outline = Vec3::new(q.x / width * 0.5, q.y, q.z * 1.02);
        // Two hollows, and the pommel between them.
        let hollow = Vec2::new((q.x.abs() - 0.17) / 0.26, (q.z + 0.02) / 0.34).length_squared();
        let dish = 0.026 * (-hollow * 1.6).exp() * smoothstep(-0.05, 0.03, q.y);
        (disc(outline, 0.5, 0.042, 0.03) + dish) * 0.88
    }

    fn legs(p: Vec3) -> f32 {
        let q = mirrored_z(p);
        let (top, foot) = (Vec3::new(0.29, SEAT_HEIGHT - 0.02, 0.25), Vec3::new(0.43, 0.0, 0.40));
        let leg = turned(q, top, foot, |h| {
            let belly = 0.016 * (-((h - 0.40) / 0.17).powi(2)).exp();
            let foot_taper = 0.012 * smoothstep(0.62, 1.0, h);
            let ring = |at: f32| 0.007 * (-((h - at) / 0.010).powi(2)).exp();
            0.030 + belly - foot_taper + ring(0.17) + ring(0.205) + ring(0.66)
        });
        let side = tapered(q, Vec3::new(0.367, 0.405, 0.0), Vec3::new(0.367, 0.405, 0.33), 0.026, 0.014);
        let cross = tapered(p, Vec3::new(0.0, 0.405, 0.0), Vec3::new(0.36, 0.405, 0.0), 0.025, 0.014);
        // Feet are cut level with the floor.
        leg.min(side).min(cross).max(-p.y)
    }

    fn back(&self, p: Vec3) -> f32 {
        let spindles = self
            .spindles
            .iter()
            .map(|&(foot, head)| turned(p, foot, head, |h| SPINDLE * (1.0 + 0.5 * (h * std::f32::consts::PI).sin())))
            .fold(f32::INFINITY, f32::min);
        smooth_union(spindles, self.hoop.distance(p), 0.012)
    }
}

/// To a turned stick `a`..`b` whose radius follows `profile` along it (0 at `a`).
fn turned(p: Vec3, a: Vec3, b: Vec3, profile: impl Fn(f32) -> f32) -> f32 {
    let (h, away) = along(p, a, b);
    (away - profile(h)) * 0.9
}

impl Subject for Chair {
    fn distance(&self, p: Vec3) -> f32 {
        let p = mirrored_x(p);
        let body = smooth_union(Self::seat(p), Self::legs(p), 0.015);
        smooth_union(body, self.back(p), 0.015)
    }

    fn surface(&self, p: Vec3) -> Surface {
        // Grain runs along the wood: down the legs and spindles, back to front on the seat.
        let on_seat = Self::seat(mirrored_x(p)) < 0.006;
        let stretched = if on_seat { p * Vec3::new(20.0, 6.0, 1.3) } else { p * Vec3::new(24.0, 1.6, 24.0) };
        let warp = fractal_noise(p * 2.2) * 2.4;
        let rings = (stretched.x * 0.9 + warp * 3.0 + noise(stretched * 0.5) * 5.0).sin() * 0.5 + 0.5;
        let pores = smoothstep(0.60, 0.85, noise(stretched * Vec3::new(6.0, 1.0, 6.0)));
        let plank = fractal_noise(p * 1.3 + 5.0);
        let light = srgb(0xC98A4B).lerp(srgb(0xB5713A), plank);
        let albedo = light.lerp(srgb(0x8E5226), rings * 0.55) * (1.0 - 0.22 * pores);
        Surface { albedo, roughness: 0.36 + 0.1 * rings, specular: 0.035 }
    }

    fn bounds(&self) -> (Vec3, f32) {
        (Vec3::new(0.0, 0.97, -0.05), 1.16)
    }
}
