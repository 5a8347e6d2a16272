//! Foreground: which pixels are the object, and the square frame that models take.

mod backdrop;
mod border;
mod component;
pub(crate) mod conditioning;
mod contrast;
mod cut_out;
mod frame;
mod gaussian_mixture;
mod grab_cut;
mod matte;
pub mod matting;
mod max_flow;
mod penumbra;
mod preview;
mod pyramid;
mod segmentation;

use std::sync::Arc;

use self::matting::Matting;
use crate::{Error, image::Photo};

/// How much of the square frame the object's longer side may fill.
const RATIOS: std::ops::RangeInclusive<f32> = 0.1..=1.0;

/// Alpha below this, about 3 %, counts as nothing: resampling and lossy codecs leave such traces in empty places.
pub const VISIBLE_ALPHA: u8 = 8;

/// Half the width of the narrowest slope that is shading and not an edge, pixels at the size of the first cut.
const SHADING_REACH: usize = 3;

/// How to find the object in a photo.
#[derive(Debug, Clone, Default)]
pub struct CutOptions {
    /// An explicit mask, as a decoded image: its alpha if it has any transparency, else its luminance; white is object.
    pub mask: Option<Photo>,
    /// Leave the photo as it is: its alpha where it has one, else everything is object.
    pub keep_background: bool,
    /// The network that finds the object in an opaque photo; without one, colours and edges do.
    pub matting: Option<Arc<Matting>>,
}

/// Replaces `photo`'s alpha by the object's coverage: 255 object, 0 background, between on edges; colours stay as in the
/// photo (straight alpha).
///
/// An explicit mask comes first, then the photo's own transparency; in an opaque photo the matting network finds the
/// object, or without one a segmentation by colours and edges.
///
/// # Errors
/// [`Error::NothingVisible`], [`Error::NoObject`], [`Error::MaskSize`], [`Error::MattingOutput`].
pub fn cut_out(photo: Photo, options: &CutOptions) -> Result<Photo, Error> {
    if let Some(mask) = &options.mask {
        return with_mask(photo, mask);
    }
    if options.keep_background || has_transparency(&photo) {
        return if photo.rgba.iter().any(|pixel| pixel[3] >= VISIBLE_ALPHA) {
            Ok(photo)
        } else {
            Err(Error::NothingVisible { what: "the alpha channel" })
        };
    }
    let alpha = match &options.matting {
        Some(matting) => matting.alpha(&photo)?,
        None => cut_out::alpha(&photo)?,
    };
    Ok(with_alpha(photo, |at, own| own.min(alpha[at])))
}

/// The square frame a model takes: the object's bounding box centred, its longer side filling `foreground_ratio` of the
/// square; pixels outside the photo are transparent. No resampling. The box holds every pixel whose alpha is
/// [`VISIBLE_ALPHA`] or more.
///
/// # Errors
/// [`Error::NothingVisible`]; [`Error::OptionOutOfRange`] when the ratio is not in 0.1..=1; [`Error::FrameTooLarge`].
pub fn frame(cutout: &Photo, foreground_ratio: f32) -> Result<Photo, Error> {
    frame::frame(cutout, foreground_ratio)
}

/// `framed` with its longest side at most `most` pixels, for people to look at. What is small enough stays as it is.
pub fn preview(framed: Photo, most: u32) -> Photo {
    preview::preview(framed, most)
}

/// Whether transparency is meant: more than one pixel in a thousand is more transparent than not.
fn has_transparency(photo: &Photo) -> bool {
    let transparent = photo.rgba.iter().filter(|pixel| pixel[3] < 128).count();
    transparent * 1000 > photo.rgba.len()
}

fn with_alpha(mut photo: Photo, alpha: impl Fn(usize, u8) -> u8) -> Photo {
    for (at, pixel) in photo.rgba.iter_mut().enumerate() {
        pixel[3] = alpha(at, pixel[3]);
    }
    photo
}

fn with_mask(photo: Photo, mask: &Photo) -> Result<Photo, Error> {
    if (mask.width, mask.height) != (photo.width, photo.height) {
        return Err(Error::MaskSize {
            mask_width: mask.width,
            mask_height: mask.height,
            width: photo.width,
            height: photo.height,
        });
    }
    let by_alpha = mask.rgba.iter().any(|pixel| pixel[3] < 255);
    let coverage = |at: usize| {
        let [r, g, b, a] = mask.rgba[at];
        // Luma of ITU-R BT.709.
        let luma = (2126 * u32::from(r) + 7152 * u32::from(g) + 722 * u32::from(b) + 5000) / 10_000;
        if by_alpha { a } else { luma as u8 }
    };
    if (0..mask.rgba.len()).all(|at| coverage(at) < VISIBLE_ALPHA) {
        return Err(Error::NothingVisible { what: "the mask" });
    }
    Ok(with_alpha(photo, |at, _| coverage(at)))
}

#[cfg(test)]
mod tests;

/// Whether `ratio` is in [`RATIOS`].
///
/// # Errors
/// [`Error::OptionOutOfRange`].
pub fn check_ratio(ratio: f32) -> Result<(), Error> {
    if RATIOS.contains(&ratio) {
        return Ok(());
    }
    Err(Error::OptionOutOfRange { option: "foreground-ratio", value: ratio.to_string(), expected: "from 0.1 to 1" })
}
