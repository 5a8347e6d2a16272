//! Soft edges: the coverage of the pixels along a hard contour.

use rayon::prelude::*;

use crate::image::Photo;

/// Radius of the window in which the colours on both sides are looked for, pixels.
const WINDOW: isize = 5;

/// The alpha, 0 to 255, of every pixel of `photo` from its hard `mask`. A pixel on the contour is the mixture
/// `alpha * object + (1 - alpha) * background` of the colours found beside it, object's and background's, solved for
/// alpha by least squares (Porter & Duff 1984; local sampling as in Gastal & Oliveira, "Shared sampling for real-time
/// alpha matting", 2010). Where both colours are too close to tell, the contour itself is smoothed. `noise` is the
/// background's, in colour levels.
pub fn alpha(photo: &Photo, mask: &[bool], noise: f32) -> Vec<u8> {
    let (width, height) = (photo.width as usize, photo.height as usize);
    let mut alpha: Vec<u8> = mask.par_iter().map(|&object| if object { 255 } else { 0 }).collect();
    let near_contour: Vec<usize> = (0..height)
        .into_par_iter()
        .flat_map_iter(|y| near_contour(mask, width, y).into_iter().map(move |x| y * width + x))
        .collect();
    let coverages: Vec<u8> = near_contour
        .par_iter()
        .map(|&at| {
            let (x, y) = (at % width, at / width);
            let coverage = coverage(photo, mask, noise, x, y);
            // Next to the contour any coverage can be; a pixel away only what blur leaves.
            let coverage = match (is_pure(mask, width, height, x, y), mask[at]) {
                (false, _) => coverage,
                (true, true) => coverage.max(0.5),
                (true, false) => coverage.min(0.5),
            };
            (coverage * 255.0).round() as u8
        })
        .collect();
    for (at, coverage) in near_contour.into_iter().zip(coverages) {
        alpha[at] = coverage;
    }
    alpha
}

/// Columns of row `y` that have both kinds within two pixels.
fn near_contour(mask: &[bool], width: usize, y: usize) -> Vec<usize> {
    let height = mask.len() / width;
    let rows = y.saturating_sub(2)..(y + 3).min(height);
    // By column: whether the rows around hold object, and background.
    let mut columns = vec![(false, false); width];
    for row in rows {
        for (column, &object) in columns.iter_mut().zip(&mask[row * width..][..width]) {
            column.0 |= object;
            column.1 |= !object;
        }
    }
    (0..width)
        .filter(|&x| {
            let near = &columns[x.saturating_sub(2)..(x + 3).min(width)];
            near.iter().any(|column| column.0) && near.iter().any(|column| column.1)
        })
        .collect()
}

/// Whether a pixel and its eight neighbours are of one kind.
fn is_pure(mask: &[bool], width: usize, height: usize, x: usize, y: usize) -> bool {
    let kind = mask[y * width + x];
    (y.saturating_sub(1)..(y + 2).min(height))
        .all(|near_y| mask[near_y * width..][x.saturating_sub(1)..(x + 2).min(width)].iter().all(|&near| near == kind))
}

/// Sums of the colours on one side of the contour.
#[derive(Default)]
struct Side {
    colour: [f32; 3],
    weight: f32,
}

impl Side {
    fn add(&mut self, pixel: [u8; 4], weight: f32) {
        for (sum, &value) in self.colour.iter_mut().zip(&pixel[..3]) {
            *sum += weight * f32::from(value);
        }
        self.weight += weight;
    }

    fn mean(&self) -> [f32; 3] {
        self.colour.map(|sum| sum / self.weight)
    }
}

/// The mixture's share of object at one pixel, 0 to 1.
fn coverage(photo: &Photo, mask: &[bool], noise: f32, x: usize, y: usize) -> f32 {
    let (width, height) = (photo.width as isize, photo.height as isize);
    let mut object = Side::default();
    let mut background = Side::default();
    let mut smooth = 0.0;
    let mut smooth_weight = 0.0;
    for dy in -WINDOW..=WINDOW {
        for dx in -WINDOW..=WINDOW {
            let (near_x, near_y) = (x as isize + dx, y as isize + dy);
            if !(0..width).contains(&near_x) || !(0..height).contains(&near_y) {
                continue;
            }
            let near = (near_y * width + near_x) as usize;
            let kind = mask[near];
            let squared = (dx * dx + dy * dy) as f32;
            if squared <= 4.5 {
                let weight = (-squared / 2.0).exp();
                smooth += if kind { weight } else { 0.0 };
                smooth_weight += weight;
            }
            // Pixels on the contour are mixtures themselves; they count where there are no others, as on thin parts.
            let pure = is_pure(mask, width as usize, height as usize, near_x as usize, near_y as usize);
            let weight = (-squared / 6.0).exp() * if pure { 1.0 } else { 0.02 };
            if kind { &mut object } else { &mut background }.add(photo.rgba[near], weight);
        }
    }
    let smooth: f32 = smooth / smooth_weight;
    if object.weight == 0.0 || background.weight == 0.0 {
        return smooth;
    }
    let (object, background) = (object.mean(), background.mean());
    let pixel = photo.rgba[y * width as usize + x];
    let mut contrast = 0.0;
    let mut projected = 0.0;
    for c in 0..3 {
        contrast += (object[c] - background[c]).powi(2);
        projected += (f32::from(pixel[c]) - background[c]) * (object[c] - background[c]);
    }
    let unclear = (4.0 * noise).powi(2);
    let trust = contrast / (contrast + unclear);
    let mixture = if contrast > 0.0 { (projected / contrast).clamp(0.0, 1.0) } else { smooth };
    trust * mixture + (1.0 - trust) * smooth
}
