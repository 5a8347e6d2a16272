//! Where the eye stands, and what of the world falls on which pixel.

use glam::Vec3;

use crate::mesh::Mesh;

/// Where the eye of [`View::flattering`] stands. Most photos show their object from the front, where a model of one photo is
/// at its best; far enough aside it is seen to be solid.
const AZIMUTH_DEG: f32 = 22.0;
const ELEVATION_DEG: f32 = 8.0;
/// How far that eye stands from the middle, in distances of the farthest vertex: a portrait lens.
const RADII_AWAY: f32 = 5.0;
/// The part of the picture's side that is left free on each side of the object.
const MARGIN: f32 = 0.06;

/// A view of the mesh's frame (Y up, front toward +Z) from an eye that looks at its origin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Where the eye stands, degrees around Y from +Z toward +X.
    pub azimuth_deg: f32,
    /// How far it looks down, degrees.
    pub elevation_deg: f32,
    /// How far it stands from the origin, units; infinity is the orthographic projection.
    pub distance: f32,
    /// Picture size, pixels.
    pub size: [u32; 2],
    /// Pixels a unit, at the origin's distance.
    pub scale: f32,
    /// Where the mesh's origin falls, pixels right and down from the picture's top left corner.
    pub origin: [f32; 2],
}

/// A point as the eye has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// Pixels right of the picture's left edge.
    pub(super) x: f32,
    /// Pixels below its top edge.
    pub(super) y: f32,
    /// Units toward the eye from the origin.
    pub(super) height: f32,
    /// How much larger than at the origin things are here.
    pub(super) magnification: f32,
}

impl View {
    /// A square orthographic picture of `side` pixels with the origin in its middle, in which any turn of a mesh whose sides
    /// are at most 1 fits but for the extreme corners of a cube.
    pub fn square(side: u32, azimuth_deg: f32, elevation_deg: f32) -> View {
        let (middle, scale) = (side as f32 / 2.0, side as f32 / 1.16);
        View { azimuth_deg, elevation_deg, distance: f32::INFINITY, size: [side; 2], scale, origin: [middle; 2] }
    }

    /// A square perspective picture of `side` pixels that `mesh` fills, but for a margin.
    pub fn flattering(mesh: &Mesh, side: u32) -> View {
        let farthest = mesh.positions.iter().map(|&p| Vec3::from(p).length()).fold(0.0, f32::max);
        let distance = if farthest > 0.0 { RADII_AWAY * farthest } else { f32::INFINITY };
        let unit = View { distance, scale: 1.0, origin: [0.0; 2], ..View::square(side, AZIMUTH_DEG, ELEVATION_DEG) };
        let axes = unit.axes();
        let (mut low, mut high) = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
        for &position in &mesh.positions {
            let seen = unit.see(&axes, position);
            for (axis, place) in [seen.x, seen.y].into_iter().enumerate() {
                (low[axis], high[axis]) = (low[axis].min(place), high[axis].max(place));
            }
        }
        let extent = (high[0] - low[0]).max(high[1] - low[1]);
        // Nothing, or a single point.
        if mesh.positions.is_empty() || extent == 0.0 {
            return View { distance, ..View::square(side, AZIMUTH_DEG, ELEVATION_DEG) };
        }
        let scale = side as f32 * (1.0 - 2.0 * MARGIN) / extent;
        let origin = [0, 1].map(|axis| side as f32 / 2.0 - scale * (low[axis] + high[axis]) / 2.0);
        View { scale, origin, ..unit }
    }

    /// Right, up and toward-the-eye unit vectors.
    pub(super) fn axes(&self) -> [Vec3; 3] {
        let (sin_a, cos_a) = self.azimuth_deg.to_radians().sin_cos();
        let (sin_e, cos_e) = self.elevation_deg.to_radians().sin_cos();
        let back = Vec3::new(sin_a * cos_e, sin_e, cos_a * cos_e);
        let right = Vec3::new(cos_a, 0.0, -sin_a);
        [right, back.cross(right), back]
    }

    /// Where a point of the mesh's frame is seen; `axes` are those of this view.
    pub(super) fn see(&self, axes: &[Vec3; 3], position: [f32; 3]) -> Seen {
        let [right, up, height] = axes.map(|axis| axis.dot(Vec3::from(position)));
        let magnification = 1.0 / (1.0 - height / self.distance);
        let scale = self.scale * magnification;
        Seen { x: self.origin[0] + right * scale, y: self.origin[1] - up * scale, height, magnification }
    }
}
