//! The inflation `u` and its continuation beyond the outline.

use kernels::{
    image::Image,
    ops::poisson::{boundary_fraction, solve_poisson},
};

/// With this source a disc of radius r has `u = r^2 - d^2`: the solid `x^2 < u` is a ball.
const SOURCE: f32 = 4.0;
/// Rings of pixels beyond the outline that get a continued `u`; a lattice edge that crosses the outline ends within them.
const RINGS: u8 = 6;
/// Inside pixels stay inside and outside ones outside, whatever rounding does.
const LEAST: f32 = 1e-4;

/// `level [h, w]`, positive inside the outline -> `u [h, w]` in square pixels: positive inside, negative outside, zero on
/// the outline.
pub fn inflate(level: &Image<f32>) -> Image<f32> {
    let mut u = solve_poisson(level, SOURCE);
    // Ring 0 is the inside. Each further ring continues the straight lines through the two rings before it, so that
    // linear interpolation between inside and outside finds the outline where it is.
    let mut ring = level.map(|&l| if l > 0.0 { 0 } else { u8::MAX });
    for (value, level) in u.data.iter_mut().zip(&level.data) {
        *value = if *level > 0.0 { value.max(LEAST) } else { f32::NEG_INFINITY };
    }
    let mut frontier: Vec<usize> = (0..level.data.len()).filter(|&i| ring.data[i] == 0).collect();
    for current in 1..=RINGS {
        let mut reached = Vec::new();
        for &i in &frontier {
            for (neighbour, _) in line_neighbours(level, i).into_iter().flatten() {
                if ring.data[neighbour] == u8::MAX {
                    ring.data[neighbour] = current;
                    reached.push(neighbour);
                }
            }
        }
        for &i in &reached {
            let (mut sum, mut count) = (0.0, 0.0);
            for (near, far) in
                line_neighbours(level, i).into_iter().flatten().filter(|&(near, _)| ring.data[near] < current)
            {
                sum += continued(level, &u, i, near, far.filter(|&far| ring.data[far] < current));
                count += 1.0;
            }
            u.data[i] = (sum / count).min(-LEAST);
        }
        frontier = reached;
    }
    let lowest = u.data.iter().copied().filter(|v| v.is_finite()).fold(-1.0, f32::min);
    u.map(|&v| if v.is_finite() { v } else { lowest })
}

/// The value at `i` on the line through `far` and `near`, its neighbours toward the outline.
fn continued(level: &Image<f32>, u: &Image<f32>, i: usize, near: usize, far: Option<usize>) -> f32 {
    if level.data[near] <= 0.0 {
        // Beyond the first ring the slope goes on.
        return far.map_or(u.data[near] - LEAST, |far| 2.0 * u.data[near] - u.data[far]);
    }
    let fraction = boundary_fraction(level.data[near], level.data[i]);
    let (value, distance) = match far {
        // From one pixel further in: no division by a small fraction.
        Some(far) if level.data[far] > 0.0 => (u.data[far], 1.0 + fraction),
        _ => (u.data[near], fraction.max(0.1)),
    };
    -value * (1.0 - fraction) / distance
}

/// For the four directions: the neighbour of `i` and the one behind it.
fn line_neighbours(image: &Image<f32>, i: usize) -> [Option<(usize, Option<usize>)>; 4] {
    let (x, y) = ((i % image.width) as isize, (i / image.width) as isize);
    let index = |x: isize, y: isize| image.get(x, y).map(|_| y as usize * image.width + x as usize);
    [(-1, 0), (1, 0), (0, -1), (0, 1)]
        .map(|(dx, dy)| index(x + dx, y + dy).map(|near| (near, index(x + 2 * dx, y + 2 * dy))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_lies_on_the_outline() {
        // Between every inside pixel and its outside neighbour, the straight line through both meets zero within a
        // twentieth of a pixel of where the level does.
        let level = Image::from_fn(120, 100, |x, y| {
            let (x, y) = (x as f32 - 60.3, y as f32 - 49.8);
            40.0 - x.hypot(1.4 * y) + 3.0 * (0.3 * x).sin()
        });
        let u = inflate(&level);
        let mut worst = 0.0f32;
        for y in 0..100 {
            for x in 0..119 {
                let (a, b) = (y * 120 + x, y * 120 + x + 1);
                assert_eq!(level.data[a] > 0.0, u.data[a] > 0.0);
                if (level.data[a] > 0.0) != (level.data[b] > 0.0) {
                    let crossing = |image: &Image<f32>| image.data[a] / (image.data[a] - image.data[b]);
                    worst = worst.max((crossing(&level) - crossing(&u)).abs());
                }
            }
        }
        assert!(worst < 0.08, "{worst}");
    }
}
