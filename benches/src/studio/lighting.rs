//! Light: a key softbox high on the left, a strip on the right, a white dome, and what the floor throws back.
//!
//! Shadows are the soft ones of signed-distance marching (Aaltonen 2018, as improved by Quilez, "Soft shadows in
//! raymarched SDFs"); ambient occlusion compares distance with height along the normal (Evans 2006).

use glam::Vec3;

use super::{Camera, Sample, Subject, Surface};

/// Steps a primary ray takes at most.
const MARCH_STEPS: usize = 192;
/// A ray this near the surface has hit it, world units: a tenth of a pixel at 700 pixels.
const HIT: f32 = 0.0003;

/// A rectangular light at infinity: centre direction, half extents as tangents, radiance.
struct Softbox {
    toward: Vec3,
    right: Vec3,
    up: Vec3,
    half: [f32; 2],
    radiance: f32,
}

impl Softbox {
    fn new(toward: Vec3, half: [f32; 2], radiance: f32) -> Softbox {
        let toward = toward.normalize();
        let right = Vec3::Y.cross(toward).normalize();
        Softbox { toward, right, up: toward.cross(right), half, radiance }
    }

    /// Radiance from direction `d`, the box's edges blurred as a surface of that roughness sees them.
    fn seen(&self, d: Vec3, roughness: f32) -> f32 {
        let facing = d.dot(self.toward);
        if facing <= 0.05 {
            return 0.0;
        }
        let blur = 0.04 + roughness * roughness * 1.6;
        let inside = |position: f32, half: f32| smoothstep(half + blur, half - blur, position.abs());
        let [a, b] = self.half;
        let spread = (a / (a + 0.5 * blur)) * (b / (b + 0.5 * blur));
        self.radiance * spread * inside(d.dot(self.right) / facing, a) * inside(d.dot(self.up) / facing, b)
    }
}

/// The subject in the light, seen by the camera.
pub(super) struct Studio<'a> {
    subject: &'a dyn Subject,
    target: Vec3,
    right: Vec3,
    up: Vec3,
    back: Vec3,
    centre: Vec3,
    radius: f32,
    floor_light: Vec3,
    key: Softbox,
    strip: Softbox,
    /// Irradiance of the key and fill lights facing them, of the dome, linear.
    key_light: Vec3,
    fill_toward: Vec3,
    fill_light: Vec3,
    dome_light: Vec3,
}

impl<'a> Studio<'a> {
    /// Lights `subject` on a backdrop whose mean colour is `floor_light` (linear). The lights turn with the camera, as a
    /// photographer's do.
    pub(super) fn new(subject: &'a dyn Subject, camera: Camera, floor_light: Vec3) -> Studio<'a> {
        let [right, up, back] = camera.axes();
        let ahead = Vec3::new(back.x, 0.0, back.z).normalize();
        let from = |x: f32, y: f32, z: f32| right * x + Vec3::Y * y + ahead * z;
        let (centre, radius) = subject.bounds();
        Studio {
            subject,
            target: camera.target,
            right,
            up,
            back,
            centre,
            radius,
            floor_light,
            key: Softbox::new(from(-0.62, 0.85, 0.75), [0.30, 0.42], 9.0),
            strip: Softbox::new(from(1.0, 0.35, 0.25), [0.10, 0.75], 4.0),
            key_light: Vec3::new(1.0, 0.97, 0.92) * 0.78,
            fill_toward: from(0.8, 0.3, 0.7).normalize(),
            fill_light: Vec3::new(0.90, 0.95, 1.0) * 0.16,
            dome_light: Vec3::new(0.95, 0.98, 1.0) * 0.42,
        }
    }

    /// What the ray through view coordinates (x right, y up from the picture's centre, world units) sees.
    pub(super) fn sample(&self, x: f32, y: f32) -> Sample {
        let origin = self.target + self.right * x + self.up * y;
        let direction = -self.back;
        if let Some(p) = self.march(origin, direction) {
            let light = self.shade(p, direction, 1);
            return Sample { object: Some(light), backdrop_light: 1.0 };
        }
        let fall = origin.y / self.back.y;
        let floor = origin + direction * fall;
        Sample { object: None, backdrop_light: if self.back.y > 1e-3 { self.floor_light_at(floor) } else { 1.0 } }
    }

    /// First point of the surface on the line through `origin`, from before the subject's bounds to behind them.
    fn march(&self, origin: Vec3, direction: Vec3) -> Option<Vec3> {
        let to_centre = self.centre - origin;
        let along = to_centre.dot(direction);
        let off_squared = to_centre.length_squared() - along * along;
        let half_chord = (self.radius * self.radius - off_squared).max(0.0).sqrt();
        if half_chord == 0.0 {
            return None;
        }
        let mut t = along - half_chord;
        for _ in 0..MARCH_STEPS {
            let p = origin + direction * t;
            let d = self.subject.distance(p);
            if d < HIT {
                return Some(p);
            }
            t += d * 0.9;
            if t > along + half_chord {
                return None;
            }
        }
        None
    }

    fn normal(&self, p: Vec3) -> Vec3 {
        const H: f32 = 0.0006;
        let tetrahedron =
            [Vec3::new(1.0, -1.0, -1.0), Vec3::new(-1.0, -1.0, 1.0), Vec3::new(-1.0, 1.0, -1.0), Vec3::ONE];
        tetrahedron.into_iter().map(|e| e * self.subject.distance(p + e * H)).sum::<Vec3>().normalize_or(Vec3::Y)
    }

    /// Light leaving the subject at `p` against `direction`; `bounces` mirror rays may follow.
    fn shade(&self, p: Vec3, direction: Vec3, bounces: u32) -> Vec3 {
        let n = self.normal(p);
        let Surface { albedo, roughness, specular } = self.subject.surface(p);
        let lifted = p + n * 0.004;
        let occlusion = self.occlusion(p, n);
        let key = wrapped(n.dot(self.key.toward)) * self.shadow(lifted, self.key.toward, 0.11);
        let fill = wrapped(n.dot(self.fill_toward)) * (0.4 + 0.6 * occlusion);
        let floor_near = 0.5 + 0.5 * smoothstep(0.0, 0.5, p.y);
        let dome = self.dome_light * (0.5 + 0.5 * n.y);
        let bounce = self.floor_light * 0.30 * (0.5 - 0.5 * n.y) * floor_near;
        // Occlusion by a coloured neighbour is lighter than by a black one (Jimenez et al. 2016, multi-bounce AO).
        let open = power(occlusion, Vec3::ONE - albedo * 0.45);
        let irradiance = self.key_light * key + self.fill_light * fill + (dome + bounce) * open;
        let mut light = albedo * irradiance;
        if specular > 0.0 {
            let mirror = direction - n * (2.0 * n.dot(direction));
            let grazing = (1.0 + n.dot(direction)).clamp(0.0, 1.0).powi(5);
            let fresnel = specular + (1.0 - specular) * grazing * (1.0 - roughness).powi(2);
            let hit = if bounces > 0 && roughness < 0.3 { self.march_away(lifted, mirror) } else { None };
            let reflected = match hit {
                Some(q) => self.shade(q, mirror, bounces - 1),
                None => self.surroundings(mirror, roughness) * (0.25 + 0.75 * occlusion),
            };
            light += reflected * fresnel;
        }
        light
    }

    /// As [`march`](Self::march), but starting at `p`, a little off the surface.
    fn march_away(&self, p: Vec3, direction: Vec3) -> Option<Vec3> {
        let mut t = 0.01;
        for _ in 0..48 {
            let q = p + direction * t;
            let d = self.subject.distance(q);
            if d < HIT {
                return Some(q);
            }
            t += d * 0.9;
            if q.distance(self.centre) > self.radius {
                return None;
            }
        }
        None
    }

    /// Radiance of the lights, dome and floor from direction `d`.
    fn surroundings(&self, d: Vec3, roughness: f32) -> Vec3 {
        let width = 0.15 + roughness;
        let dome = self.dome_light * (0.55 + 0.65 * smoothstep(-0.1, 1.0, d.y));
        let sky = self.floor_light * 0.55;
        let ambient = sky.lerp(dome, smoothstep(-width, width, d.y));
        ambient + Vec3::splat(self.key.seen(d, roughness) + self.strip.seen(d, roughness))
    }

    /// Share of a soft light in direction `toward` that reaches `p`; `width` is the light's angular radius.
    fn shadow(&self, p: Vec3, toward: Vec3, width: f32) -> f32 {
        let mut light = 1.0_f32;
        let mut t = 0.01;
        for _ in 0..64 {
            let q = p + toward * t;
            let d = self.subject.distance(q);
            light = light.min(d / (width * t));
            t += d.clamp(0.008, 0.12);
            if light < -1.0 || (q - self.centre).dot(toward) > self.radius {
                break;
            }
        }
        let light = light.max(-1.0);
        0.25 * (1.0 + light) * (1.0 + light) * (2.0 - light)
    }

    /// Share of the dome that is open over `p` with normal `n`, seen at three scales.
    fn occlusion(&self, p: Vec3, n: Vec3) -> f32 {
        let mut closed = 0.0;
        let mut weight = 0.55;
        for step in [0.03, 0.07, 0.15, 0.30, 0.55] {
            let d = self.subject.distance(p + n * step).min(p.y + n.y * step + 0.02);
            closed += weight * ((step - d) / step).clamp(0.0, 1.0);
            weight *= 0.78;
        }
        (1.0 - closed * 0.55).clamp(0.0, 1.0)
    }

    /// Light on the floor at `p` over what falls there without the subject.
    fn floor_light_at(&self, p: Vec3) -> f32 {
        let flat = Vec3::new(p.x - self.centre.x, 0.0, p.z - self.centre.z).length();
        if flat > self.radius * 3.5 {
            return 1.0;
        }
        let p = p + Vec3::Y * 0.004;
        let key_open = self.key_light.y * self.key.toward.y;
        let key = key_open * self.shadow(p, self.key.toward, 0.20);
        let ambient_open = self.dome_light.y + self.fill_light.y * self.fill_toward.y;
        let mut closed = 0.0;
        let mut weight = 0.42;
        for step in [0.05, 0.12, 0.25, 0.5, 0.9] {
            let d = self.subject.distance(p + Vec3::Y * step);
            closed += weight * ((step - d) / step).clamp(0.0, 1.0);
            weight *= 0.8;
        }
        let ambient = ambient_open * (1.0 - 0.6 * closed).clamp(0.0, 1.0);
        (key + ambient) / (key_open + ambient_open)
    }
}

/// Lambert's cosine, let a little around the terminator as a large softbox does.
fn wrapped(cosine: f32) -> f32 {
    const WRAP: f32 = 0.12;
    ((cosine + WRAP) / (1.0 + WRAP)).max(0.0)
}

/// Hermite step: 0 at `from`, 1 at `to`, whichever is larger.
pub(super) fn smoothstep(from: f32, to: f32, x: f32) -> f32 {
    let t = ((x - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// `base` to the power of `exponent`, channel by channel.
fn power(base: f32, exponent: Vec3) -> Vec3 {
    exponent.map(|e| base.powf(e))
}
