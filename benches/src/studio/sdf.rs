//! Signed distances of simple shapes, and the noise that gives skin its grain. Most formulas are Quilez's
//! (iquilezles.org/articles/distfunctions).

use glam::{Quat, Vec2, Vec3, Vec4};

/// To an ellipsoid of half axes `r` (first-order, good near the surface).
pub fn ellipsoid(p: Vec3, r: Vec3) -> f32 {
    let k0 = (p / r).length();
    let k1 = (p / (r * r)).length();
    if k1 == 0.0 { -r.min_element() } else { k0 * (k0 - 1.0) / k1 }
}

/// To a segment `a`..`b` thickened to radius `ra` at `a` and `rb` at `b`.
pub fn tapered(p: Vec3, a: Vec3, b: Vec3, ra: f32, rb: f32) -> f32 {
    let (h, away) = along(p, a, b);
    away - (ra + (rb - ra) * h)
}

/// Where on the segment `a`..`b` is nearest to `p` (0..=1), and how far away that is.
pub fn along(p: Vec3, a: Vec3, b: Vec3) -> (f32, f32) {
    let ab = b - a;
    let h = ((p - a).dot(ab) / ab.length_squared()).clamp(0.0, 1.0);
    (h, p.distance(a + ab * h))
}

/// To an upright disc of radius `r` and half height `h`, centred on the origin, its edges rounded by `round`.
pub fn disc(p: Vec3, r: f32, h: f32, round: f32) -> f32 {
    let q = Vec2::new(Vec2::new(p.x, p.z).length() - r + round, p.y.abs() - h + round);
    q.max(Vec2::ZERO).length() + q.max_element().min(0.0) - round
}

/// To a ring of radius `r` about the Y axis, `thick` its tube's radius.
pub fn torus(p: Vec3, r: f32, thick: f32) -> f32 {
    Vec2::new(Vec2::new(p.x, p.z).length() - r, p.y).length() - thick
}

/// Union with the crease filled over about `k`.
pub fn smooth_union(a: f32, b: f32, k: f32) -> f32 {
    let h = (k - (a - b).abs()).max(0.0) / k;
    a.min(b) - h * h * k * 0.25
}

/// `a` without `b`, the edge rounded over about `k`.
pub fn smooth_difference(a: f32, b: f32, k: f32) -> f32 {
    -smooth_union(-a, b, k)
}

/// `p` in a frame centred at `centre` and turned by `degrees` about Z.
pub fn turned_z(p: Vec3, centre: Vec3, degrees: f32) -> Vec3 {
    Quat::from_rotation_z(-degrees.to_radians()) * (p - centre)
}

/// A bent tube of varying radius through given points: a Catmull-Rom spline with the radius as fourth coordinate.
pub struct Tube {
    points: Vec<Vec4>,
    /// The spline at even steps of its parameter, to start the search for the nearest point from.
    knots: Vec<Vec4>,
    pieces: usize,
    low: Vec3,
    high: Vec3,
}

impl Tube {
    /// The tube through `points` (position, radius); `pieces` knots a span.
    pub fn through(points: &[(Vec3, f32)], pieces: usize) -> Tube {
        let points = points.iter().map(|(p, r)| p.extend(*r)).collect();
        let mut tube = Tube { points, knots: Vec::new(), pieces, low: Vec3::ZERO, high: Vec3::ZERO };
        let steps = (tube.points.len() - 1) * pieces;
        tube.knots = (0..=steps).map(|i| tube.spline(i as f32 / pieces as f32)[0]).collect();
        let bound = |sign: f32| tube.knots.iter().map(move |k| k.truncate() * sign + k.w).fold(Vec3::MIN, Vec3::max);
        (tube.low, tube.high) = (-bound(-1.0), bound(1.0));
        tube
    }

    /// Signed distance to the tube.
    pub fn distance(&self, p: Vec3) -> f32 {
        self.nearest(p).0
    }

    /// Signed distance, and where along the tube the nearest point is (0 start, 1 end).
    pub fn nearest(&self, p: Vec3) -> (f32, f32) {
        let outside = (self.low - p).max(p - self.high).max(Vec3::ZERO).length();
        // Far off, the box will do; soft shadows look no further than this.
        if outside > 0.5 {
            return (outside, 0.0);
        }
        let mut best = (f32::INFINITY, 0.0);
        for (i, pair) in self.knots.windows(2).enumerate() {
            let [a, b] = [pair[0], pair[1]];
            let (h, away) = along(p, a.truncate(), b.truncate());
            let d = away - (a.w + (b.w - a.w) * h);
            if d < best.0 {
                best = (d, (i as f32 + h) / self.pieces as f32);
            }
        }
        // The straight pieces' creases would show in a reflection: slide to the nearest point of the curve itself.
        let end = (self.points.len() - 1) as f32;
        let mut s: f32 = best.1;
        if best.0 < 0.1 {
            // No further than the next knot: past a tight bend the far side of the curve would draw it over.
            let reach = 1.0 / self.pieces as f32;
            let (from, to) = ((s - reach).max(0.0), (s + reach).min(end));
            for _ in 0..2 {
                let [at, slope, bend] = self.spline(s);
                let off = at.truncate() - p;
                let slope = slope.truncate();
                let curvature = slope.length_squared() + off.dot(bend.truncate());
                s = (s - off.dot(slope) / curvature.max(0.3 * slope.length_squared())).clamp(from, to);
            }
            let at = self.spline(s)[0];
            best.0 = p.distance(at.truncate()) - at.w;
        }
        (best.0, s / end)
    }

    /// Position and radius at `s` spans from the start, their slope and their second derivative.
    fn spline(&self, s: f32) -> [Vec4; 3] {
        let last = self.points.len() - 1;
        let span = (s as usize).min(last - 1);
        let t = s - span as f32;
        let at = |i: usize| self.points[i.min(last)];
        let [a, b, c, d] = [at(span.saturating_sub(1)), at(span), at(span + 1), at(span + 2)];
        let linear = (c - a) * 0.5;
        let square = (a * 2.0 - b * 5.0 + c * 4.0 - d) * 0.5;
        let cube = (b * 3.0 - a - c * 3.0 + d) * 0.5;
        [
            b + (linear + (square + cube * t) * t) * t,
            linear + (square * 2.0 + cube * (3.0 * t)) * t,
            square * 2.0 + cube * (6.0 * t),
        ]
    }
}

/// A number in 0..1 from a lattice point, the same everywhere (Wellons' "lowbias32" mixer).
pub fn hash(x: i32, y: i32, z: i32) -> f32 {
    let mut h = (x as u32).wrapping_mul(0x9E37_79B1)
        ^ (y as u32).wrapping_mul(0x85EB_CA77)
        ^ (z as u32).wrapping_mul(0xC2B2_AE3D);
    h = (h ^ (h >> 16)).wrapping_mul(0x7FEB_352D);
    h = (h ^ (h >> 15)).wrapping_mul(0x846C_A68B);
    ((h ^ (h >> 16)) >> 8) as f32 / (1 << 24) as f32
}

/// Smooth value noise, 0..=1, one feature a unit.
pub fn noise(p: Vec3) -> f32 {
    let cell = p.floor();
    let f = p - cell;
    let f = f * f * (Vec3::splat(3.0) - f * 2.0);
    let [x, y, z] = cell.to_array().map(|c| c as i32);
    let lerp = |a: f32, b: f32, t: f32| a + (b - a) * t;
    let row = |dy, dz| lerp(hash(x, y + dy, z + dz), hash(x + 1, y + dy, z + dz), f.x);
    lerp(lerp(row(0, 0), row(1, 0), f.y), lerp(row(0, 1), row(1, 1), f.y), f.z)
}

/// Four octaves of [`noise`], 0..=1.
pub fn fractal_noise(p: Vec3) -> f32 {
    let mut sum = 0.0;
    let (mut amplitude, mut q) = (0.5, p);
    for _ in 0..4 {
        sum += amplitude * noise(q);
        amplitude *= 0.5;
        q = q * 2.03 + 17.0;
    }
    sum / 0.9375
}
