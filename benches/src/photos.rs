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

/// Names of the scenes, in the studio's order.
pub const NAMES: [&str; 7] = ["flamingo", "chair", "teapot", "mushroom", "duck", "ball", "rabbit"];

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

/// The exact mask of a scene, from its cut-out's alpha: `[height * width]` coverage, 0..=1, and its size.
///
/// # Panics
/// When the photo directory lacks the cut-out: it is part of the repository.
pub fn mask(name: &str) -> Mask {
    let bytes = read(&cutout_file(name)).unwrap_or_else(|e| panic!("{}: {e}", cutout_file(name)));
    let picture = image::load_from_memory(&bytes).expect("the cut-out is a PNG").into_rgba8();
    Mask {
        width: picture.width() as usize,
        height: picture.height() as usize,
        coverage: picture.pixels().map(|p| f32::from(p.0[3]) / 255.0).collect(),
    }
}

/// How much of each pixel an object covers.
#[derive(Debug, Clone)]
pub struct Mask {
    /// Pixels a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `[height * width]` from the top row, 0..=1.
    pub coverage: Vec<f32>,
}

impl Mask {
    /// Pixels more than half covered.
    fn is_object(&self, i: usize) -> bool {
        self.coverage[i] >= 0.5
    }

    /// Intersection over union of the pixels that are more than half covered.
    pub fn intersection_over_union(&self, other: &Mask) -> f64 {
        assert_eq!((self.width, self.height), (other.width, other.height));
        let count = |both: bool| {
            let inside = |i: &usize| {
                let (a, b) = (self.is_object(*i), other.is_object(*i));
                if both { a && b } else { a || b }
            };
            (0..self.coverage.len()).filter(inside).count() as f64
        };
        count(true) / count(false)
    }

    /// Left, top, right and bottom edge of the object, pixels from the top left corner, right and bottom exclusive.
    ///
    /// # Panics
    /// When no pixel is object.
    pub fn bounding_box(&self) -> [usize; 4] {
        let inside = || (0..self.coverage.len()).filter(|&i| self.is_object(i));
        let left = inside().map(|i| i % self.width).min().expect("an empty mask has no box");
        let right = inside().map(|i| i % self.width).max().expect("checked") + 1;
        let top = inside().map(|i| i / self.width).min().expect("checked");
        let bottom = inside().map(|i| i / self.width).max().expect("checked") + 1;
        [left, top, right, bottom]
    }

    /// The rows' runs of equal answer to "object?", as (answer, first column, row, length), but for those at the borders.
    pub fn inner_runs(&self) -> Vec<(bool, usize, usize, usize)> {
        let mut runs = Vec::new();
        for y in 0..self.height {
            let row: Vec<bool> = (0..self.width).map(|x| self.is_object(y * self.width + x)).collect();
            let mut start = 0;
            for chunk in row.chunk_by(|a, b| a == b) {
                if start > 0 && start + chunk.len() < self.width {
                    runs.push((chunk[0], start, y, chunk.len()));
                }
                start += chunk.len();
            }
        }
        runs
    }
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
