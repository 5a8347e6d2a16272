//! The things that are photographed, one file each.

mod ball;
mod chair;
mod duck;
mod flamingo;
mod mushroom;
mod rabbit;
mod teapot;

use glam::Vec3;

use super::{Backdrop, Camera, Scene, picture::linear_from_srgb};

/// Every example scene, in the order the pictures are listed.
pub(super) fn all() -> Vec<Scene> {
    let camera = |height: f32, azimuth_deg, elevation_deg, half_side| Camera {
        target: Vec3::new(0.0, height, 0.0),
        azimuth_deg,
        elevation_deg,
        half_side,
    };
    vec![
        Scene {
            name: "flamingo",
            subject: Box::new(flamingo::Flamingo::new()),
            camera: camera(0.99, 0.0, 5.0, 1.20),
            backdrop: Backdrop::gradient([0.80, 0.87, 0.88], [0.93, 0.95, 0.93]),
        },
        Scene {
            name: "chair",
            subject: Box::new(chair::Chair::new()),
            camera: camera(0.98, 28.0, 12.0, 1.22),
            backdrop: Backdrop::WHITE,
        },
        Scene {
            name: "teapot",
            subject: Box::new(teapot::Teapot::new()),
            camera: camera(0.66, 0.0, 10.0, 1.32),
            backdrop: Backdrop::GREY,
        },
        Scene {
            name: "mushroom",
            subject: Box::new(mushroom::Mushroom::new()),
            camera: camera(0.78, 0.0, 4.0, 1.06),
            backdrop: Backdrop::gradient([0.86, 0.84, 0.76], [0.95, 0.93, 0.88]),
        },
        Scene {
            name: "duck",
            subject: Box::new(duck::Duck),
            camera: camera(0.76, 34.0, 8.0, 1.12),
            backdrop: Backdrop::gradient([0.55, 0.74, 0.84], [0.76, 0.87, 0.92]),
        },
        Scene {
            name: "ball",
            subject: Box::new(ball::Ball),
            camera: camera(1.0, 0.0, 14.0, 1.35),
            backdrop: Backdrop::WHITE,
        },
        Scene {
            name: "rabbit",
            subject: Box::new(rabbit::Rabbit),
            camera: camera(0.93, -24.0, 6.0, 1.16),
            backdrop: Backdrop::WHITE,
        },
    ]
}

/// Linear light of an sRGB colour given as 0xRRGGBB.
fn srgb(hex: u32) -> Vec3 {
    Vec3::new((hex >> 16 & 255) as f32, (hex >> 8 & 255) as f32, (hex & 255) as f32)
        .map(|c| linear_from_srgb(c / 255.0))
}

/// `p` on the side x >= 0, for subjects that are the same left and right.
fn mirrored_x(p: Vec3) -> Vec3 {
    Vec3::new(p.x.abs(), p.y, p.z)
}

/// `p` on the side z >= 0, for subjects that are the same front and back.
fn mirrored_z(p: Vec3) -> Vec3 {
    Vec3::new(p.x, p.y, p.z.abs())
}
