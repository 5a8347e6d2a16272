//! A field: what every model makes of a photo, and all that meshing knows of a model.

use kernels::ops::field_eval::{GpuFieldEval, Level};

use crate::Error;

/// A solid and its colour, as functions of position.
///
/// Positions are in the model's own frame: right-handed, z up, the photo taken from +x, so that the photo's right is +y
/// and its up is +z. Everything inside lies in the cube `[-half_extent, half_extent]^3`.
pub trait Field: Sync {
    /// Half the side of the cube that is meshed.
    fn half_extent(&self) -> f32;

    /// `points [n, 3] -> out [n]`: positive inside the solid, negative outside, continuous across the surface. A point's
    /// level does not depend on the other points of the call.
    ///
    /// # Errors
    /// [`Error::Kernel`] when the device fails that the field is on.
    fn levels(&self, points: &[[f32; 3]], out: &mut [f32]) -> Result<(), Error>;

    /// `points [n, 3] -> out [n, 3]`: sRGB colours, 0..=1, of points on the surface.
    ///
    /// # Errors
    /// As [`Field::levels`].
    fn colors(&self, points: &[[f32; 3]], out: &mut [[f32; 3]]) -> Result<(), Error>;

    /// The field on its GPU, if it is on one: there it is sampled and meshed without its levels leaving the device, and calls
    /// are for many points at once. A field on the CPU evaluates on the calling thread.
    fn on_gpu(&self) -> Option<FieldOnGpu<'_>> {
        None
    }
}

/// A field on a GPU.
#[derive(Clone, Copy)]
pub struct FieldOnGpu<'a> {
    /// Its planes and decoder, for points in -1..1.
    pub decoder: &'a GpuFieldEval,
    /// How its level follows from the decoder's first output.
    pub level: Level,
    /// Half the side of its cube.
    pub half_extent: f32,
}

impl FieldOnGpu<'_> {
    /// A coordinate of the cube as one of -1..1.
    pub fn normalised(&self, coordinate: f32) -> f32 {
        normalised(coordinate, self.half_extent)
    }
}

/// A coordinate of a cube of this size as one of -1..1, in the order of operations of the networks' reference, whose rounding it
/// shares.
pub(crate) fn normalised(coordinate: f32, half_extent: f32) -> f32 {
    (coordinate + half_extent) / (half_extent + half_extent) * 2.0 - 1.0
}
