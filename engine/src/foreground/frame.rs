//! The square frame around a cut-out object.

use super::{VISIBLE_ALPHA, check_ratio};
use crate::{Error, image::Photo};

/// The longest side of a frame, pixels; a small ratio would multiply a large photo without bound.
const MAX_SIDE: u32 = 12_288;

/// See [`super::frame`].
pub fn frame(cutout: &Photo, foreground_ratio: f32) -> Result<Photo, Error> {
    check_ratio(foreground_ratio)?;
    let (left, top, right, bottom) = visible_box(cutout).ok_or(Error::NothingVisible { what: "the alpha channel" })?;
    let (width, height) = (right - left + 1, bottom - top + 1);
    let longer = width.max(height);
    let side = ((longer as f64 / f64::from(foreground_ratio)).round() as u64).max(longer as u64);
    if side > u64::from(MAX_SIDE) {
        return Err(Error::FrameTooLarge { side, max_side: MAX_SIDE });
    }
    let side = side as usize;
    let (margin_x, margin_y) = ((side - width) / 2, (side - height) / 2);
    // The photo's own pixels around the object come along: their colours serve as bleed under the object's soft edge.
    let mut rgba = vec![[0; 4]; side * side];
    for (y, row) in rgba.chunks_mut(side).enumerate() {
        let Some(from_y) = (y + top).checked_sub(margin_y).filter(|&from| from < cutout.height as usize) else {
            continue;
        };
        let from_row = &cutout.rgba[from_y * cutout.width as usize..][..cutout.width as usize];
        for (x, pixel) in row.iter_mut().enumerate() {
            if let Some(&from) = (x + left).checked_sub(margin_x).and_then(|from_x| from_row.get(from_x)) {
                *pixel = from;
            }
        }
    }
    Ok(Photo { width: side as u32, height: side as u32, rgba })
}

/// First and last column and row, inclusive, of the pixels with an alpha of [`VISIBLE_ALPHA`] or more.
fn visible_box(photo: &Photo) -> Option<(usize, usize, usize, usize)> {
    let width = photo.width as usize;
    let mut found: Option<(usize, usize, usize, usize)> = None;
    for (y, row) in photo.rgba.chunks(width).enumerate() {
        let visible = |pixel: &[u8; 4]| pixel[3] >= VISIBLE_ALPHA;
        if let (Some(first), Some(last)) = (row.iter().position(visible), row.iter().rposition(visible)) {
            found = Some(match found {
                None => (first, y, last, y),
                Some((left, top, right, _)) => (left.min(first), top, right.max(last), y),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A `width` x `height` photo whose pixels tell their place, opaque inside the box, else with `outside` alpha.
    fn boxed(size: (u32, u32), left: u32, top: u32, right: u32, bottom: u32, outside: u8) -> Photo {
        let rgba = (0..size.0 * size.1)
            .map(|at| {
                let (x, y) = (at % size.0, at / size.0);
                let inside = (left..=right).contains(&x) && (top..=bottom).contains(&y);
                [x as u8, y as u8, 77, if inside { 255 } else { outside }]
            })
            .collect();
        Photo { width: size.0, height: size.1, rgba }
    }

    #[test]
    fn the_longer_side_fills_the_ratio_and_the_object_is_centred() {
        let framed = frame(&boxed((200, 120), 150, 10, 189, 29, 0), 0.5).unwrap();
        assert_eq!((framed.width, framed.height), (80, 80));
        assert_eq!(visible_box(&framed), Some((20, 30, 59, 49)));
        assert_eq!(framed.rgba[30 * 80 + 20], [150, 10, 77, 255], "the box's first pixel is not where it should be");
        assert_eq!(framed.rgba[0], [130, 0, 0, 0].map(|_| 0), "outside the photo the frame is not transparent");
    }

    #[test]
    fn a_ratio_of_one_is_the_tight_box() {
        let framed = frame(&boxed((64, 64), 5, 7, 36, 38, 0), 1.0).unwrap();
        assert_eq!((framed.width, framed.height), (32, 32));
        assert!(framed.rgba.iter().all(|pixel| pixel[3] == 255));
    }

    #[test]
    fn the_frame_may_reach_past_every_side_of_the_photo() {
        let framed = frame(&boxed((32, 32), 0, 0, 31, 31, 0), 0.1).unwrap();
        assert_eq!(framed.width, 320);
        assert_eq!(visible_box(&framed), Some((144, 144, 175, 175)));
    }

    #[test]
    fn almost_invisible_alpha_does_not_stretch_the_box() {
        let framed = frame(&boxed((64, 64), 20, 20, 29, 29, VISIBLE_ALPHA - 1), 1.0).unwrap();
        assert_eq!(framed.width, 10);
        let framed = frame(&boxed((64, 64), 20, 20, 29, 29, VISIBLE_ALPHA), 1.0).unwrap();
        assert_eq!(framed.width, 64);
    }

    #[test]
    fn ratios_out_of_range_are_refused() {
        let photo = boxed((32, 32), 4, 4, 20, 20, 0);
        for ratio in [0.0, 0.099, 1.001, -1.0, f32::NAN, f32::INFINITY] {
            let error = frame(&photo, ratio).unwrap_err();
            assert!(matches!(error, Error::OptionOutOfRange { option: "foreground-ratio", .. }), "{ratio}: {error}");
        }
    }

    #[test]
    fn nothing_visible_and_a_boundless_frame_are_refused() {
        assert!(matches!(frame(&boxed((32, 32), 40, 40, 41, 41, 3), 0.9), Err(Error::NothingVisible { .. })));
        let wide = Photo { width: 2000, height: 16, rgba: vec![[9, 9, 9, 255]; 2000 * 16] };
        assert!(matches!(frame(&wide, 0.1), Err(Error::FrameTooLarge { side: 20_000, .. })));
    }
}
