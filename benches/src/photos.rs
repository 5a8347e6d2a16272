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

    /// Centre of the covered area, pixels right and down from the top left corner.
    pub fn centroid(&self) -> [f32; 2] {
        let mut sums = [0.0_f64; 3];
        for (i, &coverage) in self.coverage.iter().enumerate() {
            let coverage = f64::from(coverage);
            sums[0] += coverage * ((i % self.width) as f64 + 0.5);
            sums[1] += coverage * ((i / self.width) as f64 + 0.5);
            sums[2] += coverage;
        }
        [(sums[0] / sums[2]) as f32, (sums[1] / sums[2]) as f32]
    }

    /// How many pixels are object here but not in `other`, and further than `radius` pixels from everything that is not
    /// object here: what remains of a part when `other` has lost it, and not a mere edge.
    pub fn lost_in(&self, other: &Mask, radius: f32) -> usize {
        assert_eq!((self.width, self.height), (other.width, other.height));
        let reach = radius as isize;
        let steps = || -reach..=reach;
        let disc: Vec<(isize, isize)> = steps()
            .flat_map(|dy| steps().map(move |dx| (dx, dy)))
            .filter(|(dx, dy)| ((dx * dx + dy * dy) as f32) <= radius * radius)
            .collect();
        let is_deep = |i: usize| {
            let (x, y) = ((i % self.width) as isize, (i / self.width) as isize);
            disc.iter().all(|(dx, dy)| {
                let (x, y) = (x + dx, y + dy);
                // Outside the picture is what the border is.
                let x = x.clamp(0, self.width as isize - 1) as usize;
                let y = y.clamp(0, self.height as isize - 1) as usize;
                self.is_object(y * self.width + x)
            })
        };
        (0..self.coverage.len()).filter(|&i| self.is_object(i) && !other.is_object(i) && is_deep(i)).count()
    }

    /// The background as the object.
    pub fn inverted(&self) -> Mask {
        Mask { coverage: self.coverage.iter().map(|c| 1.0 - c).collect(), ..*self }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A mask of rows of `#` and `.`.
    fn drawn(rows: &[&str]) -> Mask {
        let coverage = rows.concat().chars().map(|c| if c == '#' { 1.0 } else { 0.0 }).collect();
        Mask { width: rows[0].len(), height: rows.len(), coverage }
    }

    #[test]
    fn overlap_and_box_are_of_the_covered_pixels() {
        let a = drawn(&["......", ".###..", ".###..", "......"]);
        let b = drawn(&["......", "..###.", "..###.", "......"]);
        assert_eq!(a.intersection_over_union(&b), 0.5);
        assert_eq!(b.bounding_box(), [2, 1, 5, 3]);
        assert_eq!(b.centroid(), [3.5, 2.0]);
    }

    #[test]
    fn a_lost_part_counts_and_a_shaved_edge_does_not() {
        let whole = drawn(&[".###....###.", ".###....###.", ".###....###.", ".###....###.", ".###....###."]);
        let shaved = drawn(&["..##....###.", "..##....###.", "..##....###.", "..##....###.", "..##....###."]);
        let without = drawn(&[".###........", ".###........", ".###........", ".###........", ".###........"]);
        assert_eq!(whole.lost_in(&shaved, 1.0), 0);
        assert_eq!(whole.lost_in(&without, 1.0), 5);
        assert_eq!(whole.inverted().lost_in(&whole.inverted(), 1.0), 0);
        assert!(without.inverted().lost_in(&whole.inverted(), 1.0) > 0);
    }
}
