//! The engine's pixels as the `image` crate has them.

use engine::image::Photo;
use image::RgbaImage;

/// The same picture.
///
/// # Panics
/// When the photo has not width times height pixels.
pub fn buffer(photo: Photo) -> RgbaImage {
    RgbaImage::from_raw(photo.width, photo.height, photo.rgba.into_flattened()).expect("a pixel for each place")
}
