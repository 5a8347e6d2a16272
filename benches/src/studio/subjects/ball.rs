//! A rubber ball of radius 1: from any side its silhouette is a disc, so the true shape of what is inflated is known.

use glam::{Quat, Vec3};

use super::srgb;
use crate::studio::{Subject, Surface, lighting::smoothstep, sdf::noise};

pub(super) struct Ball;

const CENTRE: Vec3 = Vec3::Y;

impl Subject for Ball {
    fn distance(&self, p: Vec3) -> f32 {
        p.distance(CENTRE) - 1.0
    }

    fn surface(&self, p: Vec3) -> Surface {
        let q = Quat::from_rotation_x(0.35) * Quat::from_rotation_z(-0.45) * (p - CENTRE);
        let height = q.y.abs();
        let edge = |at: f32| smoothstep(at - 0.004, at + 0.004, height);
        let band = srgb(0x1F4E8C);
        let stripe = srgb(0xF6F1E6);
        let caps = srgb(0xC8262B);
        let mut albedo = band.lerp(stripe, edge(0.20)).lerp(caps, edge(0.34));
        let dot = dot_distance(q);
        if dot < 0.02 && height < 0.2 {
            albedo = srgb(0xF2C230).lerp(albedo, smoothstep(-0.003, 0.003, dot));
        }
        let wear = noise(p * 14.0) * 0.05;
        Surface { albedo: albedo * (1.0 - wear), roughness: 0.34 + wear, specular: 0.04 }
    }

    fn bounds(&self) -> (Vec3, f32) {
        (CENTRE, 1.001)
    }
}

/// To the nearest of the small discs around the middle band, in the band's own plane.
fn dot_distance(q: Vec3) -> f32 {
    const COUNT: f32 = 14.0;
    let turn = q.z.atan2(q.x) / std::f32::consts::TAU * COUNT;
    let around = (turn - turn.round()) * std::f32::consts::TAU / COUNT;
    (around * around + q.y * q.y).sqrt() - 0.075
}
