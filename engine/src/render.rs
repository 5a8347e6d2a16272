//! Pictures of a finished mesh, drawn on the CPU: the thumbnail that histories and galleries show.
//!
//! [`View`] says where the eye stands, [`rasterize`] draws what it sees, [`Raster`] becomes a picture. The same mesh, view
//! and build give the same bytes, on any number of threads.

mod light;
mod raster;
mod view;

pub use raster::{Raster, rasterize};
pub use view::View;

use crate::{image::Photo, mesh::Mesh};

/// Pixels a side of a thumbnail unless another size is asked for.
pub const THUMBNAIL_SIDE: u32 = 512;

/// A square picture of `mesh`, `side` pixels a side, a little from the front's right and from above, on a transparent
/// ground. A mesh without vertices gives an empty picture.
pub fn thumbnail(mesh: &Mesh, side: u32) -> Photo {
    rasterize(mesh, &View::flattering(mesh, side)).picture(None)
}
