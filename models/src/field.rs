//! A field: what every model makes of a photo, and all that meshing knows of a model.

/// A solid and its colour, as functions of position.
///
/// Positions are in the model's own frame: right-handed, z up, the photo taken from +x, so that the photo's right is +y
/// and its up is +z. Everything inside lies in the cube `[-half_extent, half_extent]^3`.
pub trait Field: Sync {
    /// Half the side of the cube that is meshed.
    fn half_extent(&self) -> f32;

    /// `points [n, 3] -> out [n]`: positive inside the solid, negative outside, continuous across the surface. A point's
    /// level does not depend on the other points of the call.
    fn levels(&self, points: &[[f32; 3]], out: &mut [f32]);

    /// `points [n, 3] -> out [n, 3]`: sRGB colours, 0..=1, of points on the surface.
    fn colors(&self, points: &[[f32; 3]], out: &mut [[f32; 3]]);
}
