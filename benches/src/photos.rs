//! The example photos of `benches/photos/`: which there are, how they are encoded, and how they are read back.

use std::path::PathBuf;

use image::{
    ImageEncoder, ImageResult,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
};

use crate::studio::{Exposure, Scene};

/// Where the photos are kept.
pub const DIRECTORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/photos");

/// Pixels a side.
pub const SIDE: u32 = 640;

/// JPEG quality of the opaque photos, 1..=100.
const QUALITY: u8 = 90;

/// Sensor noise of the opaque photos: standard deviation, of 255.
const NOISE: f32 = 0.9;

/// File name of the cut-out of a scene.
pub fn cutout_file(name: &str) -> String {
    format!("{name}.png")
}

/// File name of the photo of a scene on its backdrop.
pub fn photo_file(name: &str) -> String {
    format!("{name}.jpg")
}

/// A file of the photo directory.
///
/// # Errors
/// When it cannot be read.
pub fn read(file: &str) -> std::io::Result<Vec<u8>> {
    std::fs::read(PathBuf::from(DIRECTORY).join(file))
}

/// The subject as a PNG with straight alpha; alpha is the exact coverage.
///
/// # Errors
/// Those of the encoder.
pub fn encode_cutout(exposure: &Exposure) -> ImageResult<Vec<u8>> {
    let picture = exposure.cutout();
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive).write_image(
        picture.as_raw(),
        picture.width(),
        picture.height(),
        image::ExtendedColorType::Rgba8,
    )?;
    Ok(bytes)
}

/// The scene on its own backdrop as a JPEG, with sensor noise.
///
/// # Errors
/// Those of the encoder.
pub fn encode_photo(scene: &Scene, exposure: &Exposure) -> ImageResult<Vec<u8>> {
    let picture = exposure.photo(&scene.backdrop, NOISE);
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&picture)?;
    Ok(bytes)
}
