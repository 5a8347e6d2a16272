//! What a network is conditioned on: the object on grey in a square, byte for byte as upstream's scripts prepare it.
//!
//! The steps are TripoSR's `resize_foreground` and `run.py` (VAST-AI-Research/TripoSR @ d26e331): the weights were trained on
//! what these give, so their habits are kept (the crop loses the last row and column; values are cut off to bytes).

use kernels::{image::Image, ops::resize::resize_by_pixel};

use super::check_ratio;
use crate::{Error, image::Photo};

/// A channel of the grey behind the object.
const GREY: f32 = 0.5;
/// The longest side of the square before it is resized, pixels.
const MAX_SIDE: usize = 12_288;

/// The object in `cutout`, its longer side filling `ratio` of a square of `side` pixels, values 0..=1.
///
/// # Errors
/// [`Error::NothingVisible`] when the object has no extent; [`Error::OptionOutOfRange`]; [`Error::FrameTooLarge`].
pub fn framed(cutout: &Photo, ratio: f32, side: usize) -> Result<Image<[f32; 3]>, Error> {
    let square = composited(&square(cutout, ratio)?);
    Ok(resized(&square, side, |&[r, g, b]| [r, g, b]))
}

/// The whole of `photo` in a square of `side` pixels, values 0..=1. Its proportions are not kept and its alpha not looked at,
/// as upstream does where no background is to be removed.
pub fn whole(photo: &Photo, side: usize) -> Image<[f32; 3]> {
    let image = Image::new(photo.width as usize, photo.height as usize, photo.rgba.clone());
    resized(&image, side, |&[r, g, b, _]| [r, g, b])
}

fn resized<T: Sync>(image: &Image<T>, side: usize, rgb: impl Fn(&T) -> [u8; 3] + Sync) -> Image<[f32; 3]> {
    let value = |x: usize, y: usize| rgb(&image.data[y * image.width + x]).map(|value| f32::from(value) / 255.0);
    resize_by_pixel((image.width, image.height), value, side, side)
}

/// The box of what is not wholly transparent, without its last row and column, centred in a transparent square.
fn square(cutout: &Photo, ratio: f32) -> Result<Image<[u8; 4]>, Error> {
    check_ratio(ratio)?;
    let columns = cutout.width as usize;
    let visible = |i: &usize| cutout.rgba[*i][3] > 0;
    let nothing = Error::NothingVisible { what: "the alpha channel" };
    let Some(first) = (0..cutout.rgba.len()).find(visible) else { return Err(nothing) };
    let (mut left, mut right, mut bottom) = (columns, 0, 0);
    for i in (first..cutout.rgba.len()).filter(visible) {
        (left, right, bottom) = (left.min(i % columns), right.max(i % columns), i / columns);
    }
    let top = first / columns;
    let (width, height) = (right - left, bottom - top);
    let longer = width.max(height);
    if width == 0 || height == 0 {
        return Err(nothing);
    }
    let side = (longer as f64 / f64::from(ratio)) as usize;
    if side > MAX_SIDE {
        return Err(Error::FrameTooLarge { side: side as u64, max_side: MAX_SIDE as u32 });
    }
    // Twice padded, each time the smaller half first: to a square, then to the ratio.
    let offset = |extent: usize| (longer - extent) / 2 + (side - longer) / 2;
    let (x0, y0) = (offset(width), offset(height));
    Ok(Image::from_fn(side, side, |x, y| match (x.checked_sub(x0), y.checked_sub(y0)) {
        (Some(x), Some(y)) if x < width && y < height => cutout.rgba[(top + y) * columns + left + x],
        _ => [0; 4],
    }))
}

/// On grey, cut off to bytes.
fn composited(square: &Image<[u8; 4]>) -> Image<[u8; 3]> {
    square.map(|&[r, g, b, a]| {
        let alpha = f32::from(a) / 255.0;
        [r, g, b].map(|value| ((f32::from(value) / 255.0 * alpha + GREY * (1.0 - alpha)) * 255.0) as u8)
    })
}

#[cfg(test)]
mod tests;
