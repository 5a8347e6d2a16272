//! A plain backdrop: a colour that varies smoothly over the image, its noise, and the soft shadows that fall on it.

use rayon::prelude::*;

use super::{border, contrast::Contrast};
use crate::image::Photo;

/// Deviation, in noise standard deviations over three channels, above which a pixel is taken not to be backdrop. The
/// norm of three normal deviates exceeds it once in 10 000.
const NOTICEABLE: f32 = 4.5;
/// Deviation up to which backdrop is followed inward from the border.
const FOLLOWED: f32 = 4.0;
/// The most that one pixel's colour counts for the object.
const MOST_FOR_OBJECT: f32 = 2.0;
/// What a pixel of the backdrop's colour counts for the background. It is small on purpose: an object's own white on a
/// white backdrop says little, and the contour around it decides.
const FOR_BACKGROUND: f32 = -0.03;

/// Terms of a polynomial of order 2 and 4 in two variables.
const QUADRATIC: usize = 2;
const QUARTIC: usize = 4;
const MAX_TERMS: usize = 15;

/// Backdrop colour as a polynomial in the position, and the noise about it.
#[derive(Debug, Clone)]
pub struct Backdrop {
    order: usize,
    /// By channel, terms `x^i y^j` in the order of [`terms`].
    coefficients: [[f64; MAX_TERMS]; 3],
    /// Colours never expected outside this, whatever the polynomial does far from its samples.
    range: [[f32; 2]; 3],
    /// Standard deviation a channel.
    noise: [f32; 3],
}

/// A pixel's position, both axes -1..=1, and colour.
struct Sample {
    at: [f64; 2],
    colour: [f32; 3],
}

impl Backdrop {
    /// Fits the border of `level`; none where the border is not plain: too noisy, or a third of it something else.
    pub fn of_border(level: &Photo) -> Option<Self> {
        const PLAIN_NOISE: f32 = 10.0;
        const PLAIN_SHARE: f32 = 0.65;
        let (width, height) = (level.width as usize, level.height as usize);
        let strip = border::strip(width, height, border::thickness(width, height));
        let samples = samples(level, &strip, 4000);
        let backdrop = fit(&samples, QUADRATIC);
        let close = samples.iter().filter(|s| backdrop.deviation(s.at, s.colour) < NOTICEABLE).count();
        let plain = backdrop.noise.iter().all(|&noise| noise <= PLAIN_NOISE)
            && close as f32 >= PLAIN_SHARE * samples.len() as f32;
        plain.then_some(backdrop)
    }

    /// Refits to all of `level` that this backdrop explains and that hangs together with the border; a spotlight or
    /// vignette bends more than the border alone tells.
    pub fn grown(self, level: &Photo) -> Self {
        let mut grown = self;
        for order in [QUADRATIC, QUARTIC] {
            let reached = grown.reached(level);
            let pixels: Vec<u32> = (0..reached.len() as u32).filter(|&at| reached[at as usize]).collect();
            let candidate = fit(&samples(level, &pixels, 8000), order);
            let candidate_reach = candidate.reached(level).iter().filter(|&&r| r).count();
            if candidate_reach >= pixels.len() {
                grown = candidate;
            }
        }
        grown
    }

    /// This backdrop with its noise measured anew on the `background` pixels of `level`: noise differs with resolution.
    pub fn with_noise_of(&self, level: &Photo, background: impl Fn(usize) -> bool) -> Self {
        let pixels: Vec<u32> =
            (0..level.rgba.len()).step_by(7).filter(|&at| background(at)).map(|at| at as u32).collect();
        let samples = samples(level, &pixels, 8000);
        let mut backdrop = self.clone();
        if !samples.is_empty() {
            backdrop.noise = noise(self, &samples);
        }
        backdrop
    }

    /// Standard deviation of the noisiest channel, colour levels.
    pub fn noise(&self) -> f32 {
        self.noise.iter().fold(0.0, |most, &noise| most.max(noise))
    }

    fn expected(&self, [x, y]: [f64; 2]) -> [f32; 3] {
        let (terms, count) = terms([x, y], self.order);
        std::array::from_fn(|c| {
            let sum: f64 = terms[..count].iter().zip(&self.coefficients[c]).map(|(t, k)| t * k).sum();
            (sum as f32).clamp(self.range[c][0], self.range[c][1])
        })
    }

    /// Distance from the expected colour in standard deviations.
    fn deviation(&self, at: [f64; 2], colour: [f32; 3]) -> f32 {
        let expected = self.expected(at);
        (0..3).map(|c| ((colour[c] - expected[c]) / self.noise[c]).powi(2)).sum::<f32>().sqrt()
    }

    /// Pixels of the backdrop's colour that hang together with the border's.
    pub fn reached(&self, level: &Photo) -> Vec<bool> {
        let (width, height) = (level.width as usize, level.height as usize);
        let close: Vec<bool> = (0..level.rgba.len())
            .into_par_iter()
            .map(|at| self.deviation(position(level, at), colour(level, at)) < FOLLOWED)
            .collect();
        let seeds = border::strip(width, height, 1).into_iter().filter(|&at| close[at as usize]).collect();
        flood(width, height, seeds, |at| close[at])
    }

    /// For each pixel of `level`, whether it lies in backdrop or in a soft shadow on it: darker than the backdrop, of its
    /// chromaticity, and reached from it without crossing an edge. Gaps in an edge up to four pixels wide count as
    /// closed.
    pub fn soft_shadow(&self, level: &Photo, contrast: &Contrast) -> Vec<bool> {
        let (width, height) = (level.width as usize, level.height as usize);
        let shaded: Vec<bool> = (0..level.rgba.len())
            .into_par_iter()
            .map(|at| {
                let (position, colour) = (position(level, at), colour(level, at));
                self.deviation(position, colour) < FOLLOWED || self.shade(position, colour).is_some()
            })
            .collect();
        let edge: Vec<bool> = (0..level.rgba.len()).into_par_iter().map(|at| contrast.is_edge(level, at)).collect();
        let free: Vec<bool> = (0..level.rgba.len())
            .into_par_iter()
            .map(|at| shaded[at] && window(width, height, at, 1).all(|near| !edge[near]))
            .collect();
        let seeds = border::strip(width, height, 1).into_iter().filter(|&at| free[at as usize]).collect();
        let reached = flood(width, height, seeds, |at| free[at]);
        (0..reached.len())
            .into_par_iter()
            .map(|at| shaded[at] && window(width, height, at, 2).any(|near| reached[near]))
            .collect()
    }

    /// The part of the backdrop's light that is left, where the colour can be the backdrop in shadow.
    fn shade(&self, at: [f64; 2], colour: [f32; 3]) -> Option<f32> {
        const DEEPEST: f32 = 0.25;
        let expected = self.expected(at);
        let light: f32 = expected.iter().map(|e| e * e).sum();
        let factor = (0..3).map(|c| colour[c] * expected[c]).sum::<f32>() / light.max(1.0);
        let off = (0..3).map(|c| (colour[c] - factor * expected[c]).powi(2)).sum::<f32>().sqrt();
        // Shadows are lit by the room, so their tint drifts as they deepen.
        let allowed = 3.0 * self.noise() + 0.08 * (1.0 - factor) * light.sqrt();
        (DEEPEST..1.0).contains(&factor).then_some(factor).filter(|_| off <= allowed)
    }

    /// How much the pixel's colour speaks for the object (positive) or the background (negative). `in_shadow` tells that
    /// [`Self::soft_shadow`] found the place.
    pub fn log_odds(&self, level: &Photo, at: usize, in_shadow: bool) -> f32 {
        let (position, colour) = (position(level, at), colour(level, at));
        let odds = (0.25 * (self.deviation(position, colour) - NOTICEABLE)).clamp(FOR_BACKGROUND, MOST_FOR_OBJECT);
        if in_shadow
            && odds > FOR_BACKGROUND
            && let Some(left) = self.shade(position, colour)
        {
            // A shadow deeper than half is less and less likely one.
            return FOR_BACKGROUND + (0.45 - left).max(0.0) * 2.0;
        }
        odds
    }
}

/// Samples of at most about `most` of `pixels`, evenly taken.
fn samples(level: &Photo, pixels: &[u32], most: usize) -> Vec<Sample> {
    pixels
        .iter()
        .step_by(pixels.len().div_ceil(most).max(1))
        .map(|&at| Sample { at: position(level, at as usize), colour: colour(level, at as usize) })
        .collect()
}

fn colour(level: &Photo, at: usize) -> [f32; 3] {
    let [r, g, b, _] = level.rgba[at];
    [f32::from(r), f32::from(g), f32::from(b)]
}

fn position(level: &Photo, at: usize) -> [f64; 2] {
    let (width, height) = (level.width as usize, level.height as usize);
    let axis = |at: usize, size: usize| (2 * at + 1) as f64 / size as f64 - 1.0;
    [axis(at % width, width), axis(at / width, height)]
}

/// The monomials up to `order` and how many they are.
fn terms([x, y]: [f64; 2], order: usize) -> ([f64; MAX_TERMS], usize) {
    let mut terms = [0.0; MAX_TERMS];
    let mut count = 0;
    let mut x_power = 1.0;
    for i in 0..=order {
        let mut term = x_power;
        for _ in 0..=order - i {
            terms[count] = term;
            count += 1;
            term *= y;
        }
        x_power *= x;
    }
    (terms, count)
}

/// Robust regression by reweighted least squares: least absolute deviations first, which objects that touch the border
/// do not sway, then Tukey's biweight (Holland & Welsch, "Robust regression using iteratively reweighted least
/// squares", 1977).
fn fit(samples: &[Sample], order: usize) -> Backdrop {
    const ABSOLUTE_ROUNDS: usize = 10;
    const BIWEIGHT_ROUNDS: usize = 5;
    let mut backdrop =
        Backdrop { order, coefficients: [[0.0; MAX_TERMS]; 3], range: [[f32::MIN, f32::MAX]; 3], noise: [1.0; 3] };
    let mut weights = vec![1.0; samples.len()];
    for round in 0..ABSOLUTE_ROUNDS + BIWEIGHT_ROUNDS {
        backdrop.coefficients = solve_weighted(samples, &weights, order);
        let residuals: Vec<f64> = samples
            .iter()
            .map(|s| {
                let expected = backdrop.expected(s.at);
                (0..3).map(|c| f64::from(s.colour[c] - expected[c]).powi(2)).sum::<f64>().sqrt()
            })
            .collect();
        if round < ABSOLUTE_ROUNDS {
            weights = residuals.iter().map(|r| 1.0 / r.max(0.5)).collect();
        } else {
            // The median of a three-channel norm is 1.54 standard deviations.
            let reach = 4.685 * (median(residuals.iter().map(|&r| r as f32).collect()) / 1.54).max(0.5);
            weights = residuals
                .iter()
                .map(|r| {
                    let t = r / f64::from(reach);
                    if t < 1.0 { (1.0 - t * t).powi(2) } else { 0.0 }
                })
                .collect();
        }
    }
    let used = samples.iter().zip(&weights).filter(|(_, weight)| **weight > 0.0);
    let mut range = [[f32::MAX, f32::MIN]; 3];
    for (sample, _) in used {
        for (c, [low, high]) in range.iter_mut().enumerate() {
            *low = low.min(sample.colour[c] - 8.0);
            *high = high.max(sample.colour[c] + 8.0);
        }
    }
    backdrop.range = range;
    backdrop.noise = noise(&backdrop, samples);
    backdrop
}

/// Standard deviation of each channel by its median; at least that of rounding and of a codec's last bit.
fn noise(backdrop: &Backdrop, samples: &[Sample]) -> [f32; 3] {
    const LEAST: f32 = 0.8;
    std::array::from_fn(|c| {
        let off = samples.iter().map(|s| (s.colour[c] - backdrop.expected(s.at)[c]).abs()).collect();
        (1.4826 * median(off)).max(LEAST)
    })
}

fn median(mut values: Vec<f32>) -> f32 {
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f32::total_cmp).1
}

/// Weighted least squares of all three channels by the normal equations, with a slight pull of the higher terms to 0.
fn solve_weighted(samples: &[Sample], weights: &[f64], order: usize) -> [[f64; MAX_TERMS]; 3] {
    let mut normal = [[0.0; MAX_TERMS + 3]; MAX_TERMS];
    let mut count = 0;
    let mut total = 0.0;
    for (sample, &weight) in samples.iter().zip(weights) {
        let (terms, n) = terms(sample.at, order);
        count = n;
        total += weight;
        for i in 0..n {
            let weighted = weight * terms[i];
            for j in 0..n {
                normal[i][j] += weighted * terms[j];
            }
            for c in 0..3 {
                normal[i][MAX_TERMS + c] += weighted * f64::from(sample.colour[c]);
            }
        }
    }
    for (i, row) in normal.iter_mut().enumerate().take(count) {
        row[i] += total * if i == 0 { 1e-12 } else { 1e-5 };
    }
    // Symmetric and positive definite: elimination needs no pivoting.
    for i in 0..count {
        for below in i + 1..count {
            let factor = normal[below][i] / normal[i][i];
            for column in (i..count).chain(MAX_TERMS..MAX_TERMS + 3) {
                normal[below][column] -= factor * normal[i][column];
            }
        }
    }
    let mut solved = [[0.0; MAX_TERMS]; 3];
    for (c, solved) in solved.iter_mut().enumerate() {
        for i in (0..count).rev() {
            let known: f64 = (i + 1..count).map(|j| normal[i][j] * solved[j]).sum();
            solved[i] = (normal[i][MAX_TERMS + c] - known) / normal[i][i];
        }
    }
    solved
}

/// Indices of the pixels within `radius` of `at`, clipped to the image.
fn window(width: usize, height: usize, at: usize, radius: usize) -> impl Iterator<Item = usize> {
    let (x, y) = (at % width, at / width);
    let columns = x.saturating_sub(radius)..(x + radius + 1).min(width);
    (y.saturating_sub(radius)..(y + radius + 1).min(height))
        .flat_map(move |y| columns.clone().map(move |x| y * width + x))
}

/// What `seeds` reach over `open` pixels, four-connected.
fn flood(width: usize, height: usize, seeds: Vec<u32>, open: impl Fn(usize) -> bool) -> Vec<bool> {
    let mut reached = vec![false; width * height];
    let mut front = seeds;
    for &seed in &front {
        reached[seed as usize] = true;
    }
    while let Some(at) = front.pop() {
        let at = at as usize;
        let (x, y) = (at % width, at / width);
        let near = [
            (x > 0).then(|| at - 1),
            (x + 1 < width).then_some(at + 1),
            (y > 0).then(|| at - width),
            (y + 1 < height).then_some(at + width),
        ];
        for next in near.into_iter().flatten() {
            if !reached[next] && open(next) {
                reached[next] = true;
                front.push(next as u32);
            }
        }
    }
    reached
}
