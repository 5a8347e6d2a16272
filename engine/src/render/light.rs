//! The studio that pictures are lit by.

use glam::Vec3;

/// A key light from the upper left of the eye with a soft gloss, a fill from the right, and a dome that is brighter above:
/// a hemisphere light. Most of it is the dome's, for the colours of a photo have their own light in them.
pub(super) struct Studio {
    key: Vec3,
    fill: Vec3,
    /// Halfway between the key light and the eye (Blinn 1977).
    half: Vec3,
}

impl Studio {
    /// The lights stand by the eye, whose axes (right, up, toward the eye) these are.
    pub(super) fn new([right, up, back]: &[Vec3; 3]) -> Studio {
        let from = |x: f32, y: f32, z: f32| (*right * x + *up * y + *back * z).normalize();
        Studio { key: from(-0.5, 0.6, 0.8), fill: from(0.9, 0.1, 0.5), half: from(-0.5, 0.6, 1.8) }
    }

    /// Linear light off a surface of linear `color`; `normal` of any length.
    pub(super) fn reflected(&self, color: Vec3, normal: Vec3) -> Vec3 {
        let n = normal.normalize_or_zero();
        let key = n.dot(self.key).max(0.0);
        let fill = n.dot(self.fill).max(0.0);
        let gloss = n.dot(self.half).max(0.0).powi(40) * 0.10;
        let dome = 0.48 + 0.14 * n.y;
        color * (0.60 * key + 0.20 * fill + dome) + Vec3::splat(gloss)
    }
}
