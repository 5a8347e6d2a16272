//! A flamingo in profile: a spline for a neck, and legs a hundredth of its height.

use glam::{Vec2, Vec3};

use super::srgb;
use crate::studio::{
    Subject, Surface,
    lighting::smoothstep,
    sdf::{Tube, ellipsoid, fractal_noise, noise, smooth_union, tapered, turned_z},
};

/// Looks toward -X, stepping.
pub(super) struct Flamingo {
    neck: Tube,
    beak: Tube,
    standing: Tube,
    stepping: Tube,
}

const EYE: Vec3 = Vec3::new(-0.520, 1.905, 0.052);
/// The toes' web, standing foot: heel, and how far the toes reach.
const HEEL: Vec3 = Vec3::new(0.085, 0.022, 0.07);

impl Flamingo {
    pub(super) fn new() -> Flamingo {
        let v = Vec3::new;
        let neck = [
            (v(-0.04, 1.14, 0.0), 0.185),
            (v(-0.24, 1.18, 0.0), 0.118),
            (v(-0.40, 1.25, 0.0), 0.078),
            (v(-0.455, 1.39, 0.0), 0.062),
            (v(-0.375, 1.53, 0.0), 0.054),
            (v(-0.265, 1.66, 0.0), 0.049),
            (v(-0.245, 1.81, 0.0), 0.047),
            (v(-0.335, 1.925, 0.0), 0.051),
            (v(-0.455, 1.925, 0.0), 0.062),
        ];
        let beak = [
            (v(-0.56, 1.885, 0.0), 0.056),
            (v(-0.645, 1.865, 0.0), 0.046),
            (v(-0.705, 1.80, 0.0), 0.037),
            (v(-0.722, 1.73, 0.0), 0.022),
            (v(-0.712, 1.68, 0.0), 0.008),
        ];
        let standing = [
            (v(0.13, 0.96, 0.07), 0.050),
            (v(0.135, 0.80, 0.07), 0.0165),
            (v(0.142, 0.56, 0.07), 0.0130),
            (v(0.145, 0.50, 0.07), 0.0220),
            (v(0.138, 0.44, 0.07), 0.0125),
            (v(0.110, 0.22, 0.07), 0.0115),
            (HEEL, 0.0130),
        ];
        let stepping = [
            (v(0.19, 0.94, -0.07), 0.050),
            (v(0.235, 0.80, -0.07), 0.0165),
            (v(0.315, 0.60, -0.07), 0.0130),
            (v(0.330, 0.555, -0.07), 0.0215),
            (v(0.300, 0.515, -0.07), 0.0130),
            (v(0.195, 0.385, -0.07), 0.0115),
            (v(0.105, 0.275, -0.07), 0.0125),
        ];
        Flamingo {
            neck: Tube::through(&neck, 6),
            beak: Tube::through(&beak, 4),
            standing: Tube::through(&standing, 3),
            stepping: Tube::through(&stepping, 3),
        }
    }

    fn body(p: Vec3) -> f32 {
        let trunk = ellipsoid(turned_z(p, Vec3::new(0.16, 1.08, 0.0), -17.0), Vec3::new(0.46, 0.245, 0.215));
        let tail = tapered(p, Vec3::new(0.42, 1.00, 0.0), Vec3::new(0.735, 0.835, 0.0), 0.13, 0.022);
        smooth_union(trunk, tail, 0.16)
    }

    /// Coordinates on the wing: x from its root toward the tail, y up, both about -1..=1.
    fn on_wing(p: Vec3) -> Vec3 {
        turned_z(p, Vec3::new(0.215, 1.085, 0.0), -21.0)
    }

    fn wing(p: Vec3) -> f32 {
        let q = Self::on_wing(p);
        let q = Vec3::new(q.x, q.y, q.z.abs());
        let shell = ellipsoid(q - Vec3::new(0.0, 0.0, 0.145), Vec3::new(0.40, 0.185, 0.100));
        let tip = tapered(q, Vec3::new(0.10, 0.0, 0.165), Vec3::new(0.50, -0.045, 0.085), 0.095, 0.018);
        let (lift, _) = scale(q);
        // Feathers lie on the wing alone; carried on over the breast their edges would rib it.
        let on_shell = smoothstep(-0.40, -0.30, q.x) * smoothstep(0.06, 0.02, shell.min(tip));
        smooth_union(shell, tip, 0.12) - 0.016 * lift * on_shell
    }

    fn legs(&self, p: Vec3) -> f32 {
        let legs = self.standing.distance(p).min(self.stepping.distance(p));
        let web = web(p, HEEL, Vec3::new(-1.0, -0.06, 0.0), 0.17);
        let toes = web_hanging(p);
        smooth_union(smooth_union(legs, web, 0.02), toes, 0.015)
    }

    fn head(&self, p: Vec3) -> f32 {
        let skull = ellipsoid(turned_z(p, Vec3::new(-0.505, 1.905, 0.0), 8.0), Vec3::new(0.100, 0.073, 0.062));
        smooth_union(smooth_union(skull, self.neck.distance(p), 0.05), self.beak.distance(p), 0.025)
    }
}

/// Overlapping feathers as roof scales: how far the skin lifts toward a feather's tip (0..=1), and the feather's number.
fn scale(q: Vec3) -> (f32, f32) {
    let length = 0.105 + 0.10 * smoothstep(-0.3, 0.4, q.x);
    let row = q.x / length;
    let width = 0.062;
    let column = q.y / width + 0.5 * row.floor().rem_euclid(2.0);
    let across = column - column.floor() - 0.5;
    // A feather ends in an arc: its edge lies further out in the middle than at its sides.
    let out = row + 1.2 * across * across;
    let lift = out - out.floor();
    (lift * lift, column.floor() * 7.0 + out.floor())
}

/// A webbed foot flat on the ground: three toes from `heel` along `forward`, `reach` long, skin between them.
fn web(p: Vec3, heel: Vec3, forward: Vec3, reach: f32) -> f32 {
    let q = p - heel;
    let side = Vec3::Z;
    let toe = |spread: f32, length: f32| {
        let end = forward * length + side * spread;
        tapered(q, Vec3::ZERO, end, 0.013, 0.008)
    };
    let toes = toe(0.0, reach).min(toe(0.075, reach * 0.88)).min(toe(-0.075, reach * 0.88));
    let along = q.dot(forward);
    let skin = Vec2::new((along - reach * 0.42).abs() - reach * 0.36, q.z.abs() - 0.40 * along.max(0.0)).max_element();
    let skin = skin.max((q.y - forward.y * along).abs() - 0.006);
    smooth_union(toes, skin * 0.8, 0.012)
}

/// The lifted foot, toes hanging together.
fn web_hanging(p: Vec3) -> f32 {
    let root = Vec3::new(0.105, 0.275, -0.07);
    let toe = |x: f32, y: f32, z: f32| tapered(p, root, Vec3::new(x, y, -0.07 + z), 0.013, 0.007);
    toe(0.005, 0.165, 0.0).min(toe(0.03, 0.155, 0.03)).min(toe(0.03, 0.155, -0.03))
}

impl Subject for Flamingo {
    fn distance(&self, p: Vec3) -> f32 {
        let trunk = smooth_union(Self::body(p), self.head(p), 0.10);
        let bird = smooth_union(trunk, Self::wing(p), 0.02);
        // The eye bulges a little.
        let eye = (Vec3::new(p.x, p.y, p.z.abs()) - EYE).length() - 0.019;
        smooth_union(bird, self.legs(p), 0.035).min(eye) * 0.92
    }

    fn surface(&self, p: Vec3) -> Surface {
        let eye = Vec3::new(p.x, p.y, p.z.abs()) - EYE;
        if eye.length() < 0.0205 {
            let pupil = Vec2::new(eye.x, eye.y).length() < 0.0095;
            let albedo = srgb(if pupil { 0x120C0C } else { 0xF1C64B });
            return Surface { albedo, roughness: 0.1, specular: 0.05 };
        }
        let legs = self.legs(p);
        let body = Self::body(p).min(Self::wing(p)).min(self.head(p));
        let down = fractal_noise(p * Vec3::new(16.0, 22.0, 22.0));
        let mut albedo = srgb(0xF4A59A).lerp(srgb(0xEF8F86), down);
        // The neck pales toward the head, the belly toward the legs.
        albedo = albedo.lerp(srgb(0xF7B9AE), smoothstep(1.35, 1.85, p.y));
        albedo = albedo.lerp(srgb(0xF9CFC6), 0.7 * smoothstep(1.05, 0.84, p.y));
        let wing = smoothstep(0.012, 0.0, Self::wing(p));
        if wing > 0.0 {
            let q = Self::on_wing(p);
            let (lift, number) = scale(Vec3::new(q.x, q.y, q.z.abs()));
            let tone = noise(Vec3::splat(number * 3.7));
            let feather = srgb(0xE4604F).lerp(srgb(0xF08A78), tone).lerp(srgb(0xF7B6A8), 0.55 * lift);
            let root = feather.lerp(srgb(0xEE8274), smoothstep(-0.1, -0.38, q.x));
            let primaries = smoothstep(0.30, 0.44, q.x) * smoothstep(0.03, -0.03, q.y);
            albedo = albedo.lerp(root.lerp(srgb(0x3A2326), 0.85 * primaries), wing);
        }
        // Beak: pale, with the black bent tip.
        let (beak, along) = self.beak.nearest(p);
        if beak < 0.006 && along > 0.02 {
            let tip = smoothstep(0.50, 0.56, along + 0.02 * noise(p * 40.0));
            let horn = srgb(0xF3D9CB).lerp(srgb(0x1B1516), tip);
            albedo = albedo.lerp(horn, smoothstep(0.03, 0.16, along));
            return Surface { albedo, roughness: 0.25, specular: 0.04 };
        }
        if legs < body {
            let joint = 1.0 - smoothstep(0.02, 0.07, (p.y - 0.52).abs());
            let shin = srgb(0xE98C84).lerp(srgb(0xC55A5C), 0.7 * joint);
            albedo = shin.lerp(albedo, smoothstep(0.80, 0.90, p.y));
            return Surface { albedo, roughness: 0.5, specular: 0.03 };
        }
        Surface { albedo, roughness: 0.8, specular: 0.015 }
    }

    fn bounds(&self) -> (Vec3, f32) {
        (Vec3::new(0.0, 0.98, 0.0), 1.14)
    }
}
