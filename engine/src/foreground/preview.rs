//! A cut-out made small enough to look at.

use kernels::ops::resize::resize_by_pixel;

use crate::image::Photo;

/// See [`super::preview`].
pub fn preview(framed: Photo, most: u32) -> Photo {
    let longest = framed.width.max(framed.height);
    if longest <= most {
        return framed;
    }
    let scaled = |side: u32| (u64::from(side) * u64::from(most)).div_ceil(u64::from(longest)) as usize;
    let (width, height) = (scaled(framed.width), scaled(framed.height));
    // Weighted by alpha (Porter & Duff 1984): what is not seen has a colour too, which must not bleed into what is.
    let premultiplied = |x: usize, y: usize| {
        let [r, g, b, a] = framed.rgba[y * framed.width as usize + x].map(f32::from);
        [r * a / 255.0, g * a / 255.0, b * a / 255.0, a]
    };
    let small = resize_by_pixel((framed.width as usize, framed.height as usize), premultiplied, width, height);
    let straight = |&[r, g, b, a]: &[f32; 4]| {
        let byte = |value: f32| value.round().clamp(0.0, 255.0) as u8;
        if byte(a) == 0 { [0; 4] } else { [byte(r * 255.0 / a), byte(g * 255.0 / a), byte(b * 255.0 / a), byte(a)] }
    };
    Photo { width: width as u32, height: height as u32, rgba: small.data.iter().map(straight).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_small_enough_stays_and_what_is_larger_keeps_its_colours_and_proportions() {
        let photo = |width: u32, height: u32| {
            let pixel = |at: u32| if at % width < width / 2 { [200, 100, 50, 255] } else { [0, 255, 0, 0] };
            Photo { width, height, rgba: (0..width * height).map(pixel).collect() }
        };
        assert_eq!(preview(photo(64, 30), 64), photo(64, 30));
        let small = preview(photo(400, 100), 40);
        assert_eq!((small.width, small.height), (40, 10));
        assert_eq!(small.rgba[45], [200, 100, 50, 255]);
        assert_eq!(small.rgba[75], [0; 4]);
        // On the edge there is less of it, and nothing of the green that was never seen.
        assert!(small.rgba.iter().all(|pixel| pixel[3] == 0 || pixel[..3] == [200, 100, 50]), "{:?}", small.rgba);
    }
}
