//! Halved copies of a photo, for cutting coarse to fine.

use rayon::prelude::*;

use crate::image::Photo;

/// `photo` at half size, each pixel the mean of two by two; an odd last column or row is repeated. Alpha is not kept.
pub fn halve(photo: &Photo) -> Photo {
    let (from_width, from_height) = (photo.width as usize, photo.height as usize);
    let (width, height) = (from_width.div_ceil(2), from_height.div_ceil(2));
    let mut rgba = vec![[255; 4]; width * height];
    rgba.par_chunks_mut(width).enumerate().for_each(|(y, row)| {
        let top = &photo.rgba[2 * y * from_width..][..from_width];
        let bottom = &photo.rgba[(2 * y + 1).min(from_height - 1) * from_width..][..from_width];
        for (x, pixel) in row.iter_mut().enumerate() {
            let (left, right) = (2 * x, (2 * x + 1).min(from_width - 1));
            for c in 0..3 {
                let sum: u16 = [top[left][c], top[right][c], bottom[left][c], bottom[right][c]]
                    .iter()
                    .map(|&v| u16::from(v))
                    .sum();
                pixel[c] = ((sum + 2) / 4) as u8;
            }
        }
    });
    Photo { width: width as u32, height: height as u32, rgba }
}

/// `photo`'s halves, finest first, down to the first with no side over `longest` pixels; empty where `photo` is that
/// small already.
pub fn halves(photo: &Photo, longest: u32) -> Vec<Photo> {
    let mut levels: Vec<Photo> = Vec::new();
    loop {
        let last = levels.last().unwrap_or(photo);
        if last.width.max(last.height) <= longest {
            return levels;
        }
        levels.push(halve(last));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_edges_keep_their_colour() {
        let rgba = [10_u8, 20, 90, 30, 40, 91].map(|v| [v, v, v, 255]).to_vec();
        let half = halve(&Photo { width: 3, height: 2, rgba });
        assert_eq!((half.width, half.height), (2, 1));
        assert_eq!(half.rgba, vec![[25, 25, 25, 255], [91, 91, 91, 255]]);
    }

    #[test]
    fn halves_stop_at_the_first_that_fits() {
        let photo = Photo { width: 1001, height: 20, rgba: vec![[7, 8, 9, 255]; 1001 * 20] };
        let sizes: Vec<(u32, u32)> = halves(&photo, 300).iter().map(|level| (level.width, level.height)).collect();
        assert_eq!(sizes, [(501, 10), (251, 5)]);
        assert!(halves(&photo, 1001).is_empty());
    }
}
