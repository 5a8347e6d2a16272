//! A plain backdrop: a colour that varies smoothly over the image, its noise, and the soft shadows that fall on it.

use rayon::prelude::*;

use super::{border, component, contrast::Contrast};
use crate::image::Photo;

/// Deviation, in noise standard deviations over three channels, above which a pixel is taken not to be backdrop. The
/// norm of three normal deviates exceeds it once in 10 000.
const NOTICEABLE: f32 = 4.5;
/// Deviation up to which backdrop is followed inward from the border.
const FOLLOWED: f32 = 4.0;
/// The share of the strongest deviation nearby that a lossy codec leaves about it.
const RINGING: f32 = 0.04;
/// The most that one pixel's colour counts for the object.
const MOST_FOR_OBJECT: f32 = 2.0;
/// What a pixel of the backdrop's colour counts for the background. It is small on purpose: the contour decides, but for
/// enclosed background, which has little else to show what it is.
const FOR_BACKGROUND: f32 = -0.2;
/// The same where the backdrop is as white as can be: an object's highlights are of that colour too.
const FOR_WHITE_BACKGROUND: f32 = -0.04;
/// Expected colours from here on count as white.
const WHITE: f32 = 245.0;
/// What a soft shadow counts for the background.
const FOR_SHADOW: f32 = -0.04;
/// The most that the colour of backdrop in shadow counts for the object where no shadow was found.
const SHADE_FOR_OBJECT: f32 = 0.1;

/// The most noise of a plain backdrop, colour levels.
const PLAIN_NOISE: f32 = 10.0;

/// Orders of the polynomials.
const QUADRATIC: usize = 2;
const QUARTIC: usize = 4;
/// Terms of order 4 in two variables.
const MAX_TERMS: usize = 15;

/// Backdrop colour as a polynomial in the position, and the noise about it.
#[derive(Debug, Clone)]
pub struct Backdrop {
    order: usize,
    /// By channel, terms `x^i y^j` in the order of [`terms`].
    coefficients: [[f64; MAX_TERMS]; 3],
    /// Colours never expected outside this, whatever the polynomial does far from its samples.
    range: [[f32; 2]; 3],
    /// Standard deviation of a channel, colour levels.
    noise: f32,
}

/// A pixel's position, both axes -1..=1, and colour.
struct Sample {
    at: [f64; 2],
    colour: [f32; 3],
}

/// What surrounds each pixel of the level that is cut whole; finer levels look theirs up.
#[derive(Debug)]
pub struct Surroundings {
    width: usize,
    /// Whether the pixel lies in backdrop or in a soft shadow on it.
    shadow: Vec<bool>,
    /// Whether the pixel belongs to something too thin to be a soft shadow.
    thin: Vec<bool>,
    /// The strongest deviation nearby, colour levels.
    strongest: Vec<f32>,
}

/// The distance of each pixel of a level from the backdrop's colour, in 64ths of a colour level.
#[derive(Debug)]
pub struct Deviations(Vec<u16>);

impl Deviations {
    fn at(&self, at: usize) -> f32 {
        f32::from(self.0[at]) / 64.0
    }
}

impl Backdrop {
    /// Fits the border of `level`; none where the border is not plain: too noisy, or a third of it something else.
    pub fn of_border(level: &Photo) -> Option<Self> {
        const PLAIN_SHARE: f32 = 0.65;
        let (width, height) = (level.width as usize, level.height as usize);
        let strip = border::strip(width, height, border::thickness(width, height));
        let samples = samples(level, &strip);
        let backdrop = fit(&samples, QUADRATIC);
        let close = samples.iter().filter(|s| backdrop.distance(s) < NOTICEABLE * backdrop.noise).count();
        let plain = backdrop.noise <= PLAIN_NOISE && close as f32 >= PLAIN_SHARE * samples.len() as f32;
        plain.then_some(backdrop)
    }

    /// Refits to all of `level` that hangs together with the border, first by smoothness and then by the model itself,
    /// as long as that explains more of the image: a spotlight bends more than the border alone tells.
    pub fn grown(self, level: &Photo) -> Self {
        let mut grown = self;
        let mut reached = grown.reached(level);
        let contrast = Contrast::of(level, super::SHADING_REACH, |at| reached[at]);
        let smooth = smooth_from_border(level, &edges(level, &contrast), |_| true);
        for (order, by_smoothness) in [(QUADRATIC, false), (QUARTIC, true), (QUARTIC, false), (QUARTIC, false)] {
            let support = if by_smoothness { &smooth } else { &reached };
            let pixels: Vec<u32> = (0..support.len() as u32).filter(|&at| support[at as usize]).collect();
            if pixels.is_empty() {
                continue;
            }
            let candidate = fit(&samples(level, &pixels), order);
            let further = candidate.reached(level);
            let count = |reached: &[bool]| reached.iter().filter(|&&r| r).count();
            // A noisier fit reaches further for its noise alone: one that bends after a shadow must not pass by that.
            let so_far = if candidate.noise > grown.noise {
                count(&grown.reached_within(level, FOLLOWED * candidate.noise))
            } else {
                count(&reached)
            };
            if candidate.noise <= PLAIN_NOISE && count(&further) >= so_far {
                (grown, reached) = (candidate, further);
            }
        }
        grown
    }

    /// This backdrop with its noise measured anew on the `background` pixels of `level`: noise differs with resolution.
    pub fn with_noise_of(&self, level: &Photo, background: impl Fn(usize) -> bool) -> Self {
        let pixels: Vec<u32> =
            (0..level.rgba.len()).step_by(7).filter(|&at| background(at)).map(|at| at as u32).collect();
        let samples = samples(level, &pixels);
        let mut backdrop = self.clone();
        if !samples.is_empty() {
            backdrop.noise = noise(self, &samples);
        }
        backdrop
    }

    /// Standard deviation of a channel, colour levels.
    pub fn noise(&self) -> f32 {
        self.noise
    }

    fn expected(&self, at: [f64; 2]) -> [f32; 3] {
        let (terms, count) = terms(at, self.order);
        std::array::from_fn(|c| {
            let sum: f64 = terms[..count].iter().zip(&self.coefficients[c]).map(|(t, k)| t * k).sum();
            (sum as f32).clamp(self.range[c][0], self.range[c][1])
        })
    }

    fn distance(&self, sample: &Sample) -> f32 {
        let expected = self.expected(sample.at);
        (0..3).map(|c| (sample.colour[c] - expected[c]).powi(2)).sum::<f32>().sqrt()
    }

    /// How far each pixel of `level` is from the colour expected at its place.
    pub fn deviations(&self, level: &Photo) -> Deviations {
        let (width, height) = (level.width as usize, level.height as usize);
        let mut deviations = vec![0; level.rgba.len()];
        deviations.par_chunks_mut(width).enumerate().for_each(|(y, row)| {
            let curves = self.row(axis(y, height));
            for (x, deviation) in row.iter_mut().enumerate() {
                let u = axis(x, width) as f32;
                let [r, g, b, _] = level.rgba[y * width + x];
                let squared: f32 = [r, g, b]
                    .iter()
                    .zip(&curves)
                    .zip(&self.range)
                    .map(|((&value, k), range)| {
                        let expected = (((k[4] * u + k[3]) * u + k[2]) * u + k[1]) * u + k[0];
                        (f32::from(value) - expected.clamp(range[0], range[1])).powi(2)
                    })
                    .sum();
                *deviation = (squared.sqrt() * 64.0) as u16;
            }
        });
        Deviations(deviations)
    }

    /// The polynomials in x that are left of the backdrop's on the row at `y`.
    fn row(&self, y: f64) -> [[f32; QUARTIC + 1]; 3] {
        std::array::from_fn(|c| {
            let mut curve = [0.0; QUARTIC + 1];
            let mut term = 0;
            for (i, k) in curve.iter_mut().enumerate().take(self.order + 1) {
                for j in 0..=self.order - i {
                    *k += (self.coefficients[c][term] * y.powi(j as i32)) as f32;
                    term += 1;
                }
            }
            curve
        })
    }

    /// Pixels of the backdrop's colour that hang together with the border's.
    pub fn reached(&self, level: &Photo) -> Vec<bool> {
        self.reached_within(level, FOLLOWED * self.noise)
    }

    fn reached_within(&self, level: &Photo, deviation: f32) -> Vec<bool> {
        let (width, height) = (level.width as usize, level.height as usize);
        let deviations = self.deviations(level);
        let close = |at: usize| deviations.at(at) < deviation;
        let seeds = border::strip(width, height, 1).into_iter().filter(|&at| close(at as usize)).collect();
        flood(width, height, seeds, close)
    }

    /// Looks around every pixel of `level`. Soft shadow is what is darker than the backdrop, of its chromaticity, and
    /// reached from it without crossing one of the `contours`; gaps in these up to two pixels wide count as closed.
    pub fn surroundings(&self, level: &Photo, contours: &[[bool; 2]]) -> Surroundings {
        /// How far a codec's block reaches at this size, pixels.
        const NEARBY: usize = 6;
        /// Soft shadows are wider than twice this and one pixel.
        const THIN: usize = 2;
        let (width, height) = (level.width as usize, level.height as usize);
        let deviations = self.deviations(level);
        let all = (0..level.rgba.len()).into_par_iter();
        let shaded: Vec<bool> = all
            .clone()
            .map(|at| deviations.at(at) < FOLLOWED * self.noise || self.shade(&sample(level, at)).is_some())
            .collect();
        let open = smooth_from_border(level, contours, |at| shaded[at]);
        let mut shadow = open.clone();
        // Back over the two pixels kept from the contours, up to these themselves.
        for _ in 0..2 {
            shadow = all
                .clone()
                .map(|at| {
                    let (x, y) = (at % width, at / width);
                    shaded[at]
                        && (shadow[at]
                            || (x > 0 && shadow[at - 1] && !contours[at - 1][0])
                            || (x + 1 < width && shadow[at + 1] && !contours[at][0])
                            || (y > 0 && shadow[at - width] && !contours[at - width][1])
                            || (y + 1 < height && shadow[at + width] && !contours[at][1]))
                })
                .collect();
        }
        let deviation: Vec<f32> = all.clone().map(|at| deviations.at(at)).collect();
        let strongest = windowed(&deviation, width, NEARBY, f32::max);
        // What an opening (erosion, then dilation) by the window takes away is thinner than the window.
        let opened = windowed(&windowed(&deviation, width, THIN, f32::min), width, THIN, f32::max);
        let thin: Vec<bool> = all
            .map(|at| deviation[at] - opened[at] > 2.0 * NOTICEABLE * self.noise + RINGING * strongest[at])
            .collect();
        // Thin shadows have contours where they are cast from near and none at the far end, where they are entered; from
        // other shadow only, as there the rims of a pale object might be entered too.
        let dark = |at: usize| deviation[at] > 2.0 * NOTICEABLE * self.noise;
        let seeds = (0..open.len()).filter(|&at| open[at] && dark(at)).map(|at| at as u32).collect();
        // Along a thin shadow the depth changes little from pixel to pixel, however sharp its flanks.
        let as_deep = |a: usize, b: usize| (deviation[a] - deviation[b]).abs() < 0.2 * deviation[a].max(deviation[b]);
        let entered = spread(width, height, seeds, |from, to, axis| {
            let open = !contours[from.min(to)][axis] || (thin[from] && as_deep(from, to));
            shaded[to] && dark(to) && (thin[to] || shadow[to]) && open
        });
        let inside: Vec<bool> = (0..entered.len()).map(|at| entered[at] && !shadow[at]).collect();
        for part in component::components(&inside, width, true) {
            if !is_of_one_shade(&part.pixels, &deviation) {
                part.pixels.iter().for_each(|&at| shadow[at as usize] = true);
            }
        }
        Surroundings { width, shadow, thin, strongest }
    }

    /// The part of the backdrop's light that is left, where the colour can be the backdrop in shadow.
    fn shade(&self, sample: &Sample) -> Option<f32> {
        const DEEPEST: f32 = 0.25;
        let (expected, colour) = (self.expected(sample.at), sample.colour);
        let light: f32 = expected.iter().map(|e| e * e).sum();
        let factor = (0..3).map(|c| colour[c] * expected[c]).sum::<f32>() / light.max(1.0);
        let off = (0..3).map(|c| (colour[c] - factor * expected[c]).powi(2)).sum::<f32>().sqrt();
        // Shadows are lit by the room, so their tint drifts as they deepen.
        let allowed = 3.0 * self.noise + 0.08 * (1.0 - factor) * light.sqrt();
        (DEEPEST..1.0).contains(&factor).then_some(factor).filter(|_| off <= allowed)
    }

    /// How much the colour of pixel `at` of `level` speaks for the object (positive) or the background (negative);
    /// `halvings` lead from this level to that of `surroundings`.
    pub fn log_odds(
        &self,
        level: &Photo,
        deviations: &Deviations,
        surroundings: &Surroundings,
        halvings: usize,
        at: usize,
    ) -> f32 {
        let (width, height) = (level.width as usize, level.height as usize);
        let around = ((at / width) >> halvings) * surroundings.width + ((at % width) >> halvings);
        let deviation = deviations.at(at);
        let excess = deviation - NOTICEABLE * self.noise;
        let per_level = 0.25 / self.noise;
        let sample = sample(level, at);
        if excess <= 0.0 {
            let white = self.expected(sample.at).iter().all(|&value| value >= WHITE);
            return (per_level * excess).max(if white { FOR_WHITE_BACKGROUND } else { FOR_BACKGROUND });
        }
        // What a codec may have left says nothing either way.
        let odds = (per_level * (excess - RINGING * surroundings.strongest[around])).clamp(0.0, MOST_FOR_OBJECT);
        let odds = match self.shade(&sample) {
            // A shadow deeper than half is less and less likely one.
            Some(left) if surroundings.shadow[around] => return FOR_SHADOW + (0.45 - left).max(0.0) * 2.0,
            // Shadow that is shut off by the object, or an object of the backdrop's hue: the contour decides.
            Some(_) if !surroundings.thin[around] => odds.min(SHADE_FOR_OBJECT),
            _ => odds,
        };
        // A pixel that the contour passes through is a mixture with less than half of the object; it must not tie the
        // background beside it to the object.
        let mixed = window(width, height, at, 1).any(|near| deviations.at(near) > 2.0 * deviation);
        if mixed { 0.0 } else { odds }
    }
}

/// Samples of at most about 4000 of `pixels`, evenly taken.
fn samples(level: &Photo, pixels: &[u32]) -> Vec<Sample> {
    const MOST: usize = 4000;
    let stride = pixels.len().div_ceil(MOST).max(1);
    pixels.iter().step_by(stride).map(|&at| sample(level, at as usize)).collect()
}

fn sample(level: &Photo, at: usize) -> Sample {
    let (width, height) = (level.width as usize, level.height as usize);
    let [r, g, b, _] = level.rgba[at];
    Sample { at: [axis(at % width, width), axis(at / width, height)], colour: [r, g, b].map(f32::from) }
}

/// The middle of pixel `at` of `size`, -1..=1.
fn axis(at: usize, size: usize) -> f64 {
    (2 * at + 1) as f64 / size as f64 - 1.0
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
    const ABSOLUTE_ROUNDS: usize = 7;
    const BIWEIGHT_ROUNDS: usize = 4;
    let mut backdrop =
        Backdrop { order, coefficients: [[0.0; MAX_TERMS]; 3], range: [[f32::MIN, f32::MAX]; 3], noise: 1.0 };
    let mut weights = vec![1.0; samples.len()];
    for round in 0..ABSOLUTE_ROUNDS + BIWEIGHT_ROUNDS {
        backdrop.coefficients = solve_weighted(samples, &weights, order);
        let residuals: Vec<f32> = samples.iter().map(|sample| backdrop.distance(sample)).collect();
        if round < ABSOLUTE_ROUNDS {
            weights = residuals.iter().map(|&r| 1.0 / f64::from(r.max(0.5))).collect();
        } else {
            let reach = 4.685 * (median(residuals.clone()) / MEDIAN_NORM).max(0.5);
            weights = residuals
                .iter()
                .map(|&r| if r < reach { f64::from(1.0 - (r / reach).powi(2)).powi(2) } else { 0.0 })
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

/// The median norm of three normal deviates, in standard deviations.
const MEDIAN_NORM: f32 = 1.538;

/// Standard deviation of a channel by the median; at least that of rounding and of a codec's last bit.
fn noise(backdrop: &Backdrop, samples: &[Sample]) -> f32 {
    const LEAST: f32 = 0.8;
    let distances = samples.iter().map(|sample| backdrop.distance(sample)).collect();
    (median(distances) / MEDIAN_NORM).max(LEAST)
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

/// Whether something long and thin keeps one depth, as a thin part of a pale object does, which a shadow of its
/// brightness that passes behind it opens; shadows fade along their length.
fn is_of_one_shade(pixels: &[u32], deviation: &[f32]) -> bool {
    const LONG: usize = 60;
    /// Standard deviation in shares of the mean.
    const SPREAD: f32 = 0.12;
    let count = pixels.len() as f32;
    let mean = pixels.iter().map(|&at| deviation[at as usize]).sum::<f32>() / count;
    let variance = pixels.iter().map(|&at| (deviation[at as usize] - mean).powi(2)).sum::<f32>() / count;
    pixels.len() >= LONG && variance.sqrt() < SPREAD * mean
}

/// For each pixel whether a clear edge follows it, to its right and below.
fn edges(level: &Photo, contrast: &Contrast) -> Vec<[bool; 2]> {
    (0..level.rgba.len()).into_par_iter().map(|at| contrast.edges_after(level, at)).collect()
}

/// What is reached from the border over `open` pixels that have no edge within a pixel's distance.
fn smooth_from_border(level: &Photo, edges: &[[bool; 2]], open: impl Fn(usize) -> bool + Sync) -> Vec<bool> {
    let (width, height) = (level.width as usize, level.height as usize);
    let free: Vec<bool> = (0..edges.len())
        .into_par_iter()
        .map(|at| open(at) && window(width, height, at, 1).all(|near| edges[near] == [false; 2]))
        .collect();
    let seeds = border::strip(width, height, 1).into_iter().filter(|&at| free[at as usize]).collect();
    flood(width, height, seeds, |at| free[at])
}

/// Indices of the pixels within `radius` of `at`, clipped to the image.
fn window(width: usize, height: usize, at: usize, radius: usize) -> impl Iterator<Item = usize> {
    let (x, y) = (at % width, at / width);
    let columns = x.saturating_sub(radius)..(x + radius + 1).min(width);
    (y.saturating_sub(radius)..(y + radius + 1).min(height))
        .flat_map(move |y| columns.clone().map(move |x| y * width + x))
}

/// `pick` of the values within `radius` columns and rows of each pixel.
fn windowed(values: &[f32], width: usize, radius: usize, pick: fn(f32, f32) -> f32) -> Vec<f32> {
    let height = values.len() / width;
    let along_rows: Vec<f32> = (0..values.len())
        .into_par_iter()
        .map(|at| {
            let (x, row) = (at % width, at - at % width);
            (x.saturating_sub(radius)..(x + radius + 1).min(width)).map(|x| values[row + x]).fold(values[at], pick)
        })
        .collect();
    (0..values.len())
        .into_par_iter()
        .map(|at| {
            let (x, y) = (at % width, at / width);
            (y.saturating_sub(radius)..(y + radius + 1).min(height))
                .map(|y| along_rows[y * width + x])
                .fold(along_rows[at], pick)
        })
        .collect()
}

/// What `seeds` reach over `open` pixels, four-connected.
fn flood(width: usize, height: usize, seeds: Vec<u32>, open: impl Fn(usize) -> bool) -> Vec<bool> {
    spread(width, height, seeds, |_, to, _| open(to))
}

/// What `seeds` reach over the links `from`, `to` that are `open`; the third argument is the axis, 0 for x and 1 for y.
fn spread(width: usize, height: usize, seeds: Vec<u32>, open: impl Fn(usize, usize, usize) -> bool) -> Vec<bool> {
    let mut reached = vec![false; width * height];
    let mut front = seeds;
    for &seed in &front {
        reached[seed as usize] = true;
    }
    while let Some(at) = front.pop() {
        let at = at as usize;
        let (x, y) = (at % width, at / width);
        let near = [
            (x > 0).then(|| (at - 1, 0)),
            (x + 1 < width).then_some((at + 1, 0)),
            (y > 0).then(|| (at - width, 1)),
            (y + 1 < height).then_some((at + width, 1)),
        ];
        for (next, axis) in near.into_iter().flatten() {
            if !reached[next] && open(at, next, axis) {
                reached[next] = true;
                front.push(next as u32);
            }
        }
    }
    reached
}
