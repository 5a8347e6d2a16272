//! Foreground: which pixels are the object, and the square frame that models take.

use crate::{Error, image::Photo};

/// How much of the square frame the object's longer side may fill.
pub const RATIOS: std::ops::RangeInclusive<f32> = 0.1..=1.0;

/// How to find the object in a photo.
#[derive(Debug, Clone, Default)]
pub struct CutOptions {
    /// An explicit mask, as a decoded image: its alpha if it has any transparency, else its luminance; white is object.
    pub mask: Option<Photo>,
    /// Leave the photo as it is: its alpha where it has one, else everything is object.
    pub keep_background: bool,
}

/// Replaces `photo`'s alpha by the object's coverage: 255 object, 0 background, between on edges; colours stay as in the
/// photo (straight alpha).
///
/// # Errors
/// [`Error::NothingVisible`], [`Error::NoObject`], [`Error::MaskSize`].
pub fn cut_out(photo: Photo, options: &CutOptions) -> Result<Photo, Error> {
    todo!("{} {}", photo.width, options.keep_background)
}

/// The square frame a model takes: the object's bounding box centred, its longer side filling `foreground_ratio` of the
/// square; pixels outside the photo are transparent. No resampling.
///
/// # Errors
/// [`Error::NothingVisible`]; [`Error::OptionOutOfRange`] when the ratio is not in 0.1..=1.
pub fn frame(cutout: &Photo, foreground_ratio: f32) -> Result<Photo, Error> {
    todo!("{} {foreground_ratio}", cutout.width)
}
