//! Parts thinner than the lattice can see.

use std::collections::VecDeque;

use kernels::{image::Image, ops::distance::squared_distance_to};

use super::Sample;

/// Widens every part of the object that is thinner than `2 * half_width` pixels to just that, along its own middle line;
/// antennas, spindles and legs would fall between the samples of the lattice otherwise. Wider parts, and the corners of
/// wide parts, stay as they are.
pub fn thicken(image: &Image<Sample>, half_width: f32) -> Image<Sample> {
    let inside = image.map(|sample| sample[4] >= 0.5);
    // Half a pixel: from the outermost inside pixel's centre to the outline.
    let depth = squared_distance_to(&inside.map(|&inside| !inside)).map(|d| d.sqrt() - 0.5);
    if !inside.data.contains(&true) || half_width <= 0.5 {
        return image.clone();
    }
    // Morphological opening: what a disc of the wanted radius can reach is thick enough.
    let core = depth.map(|&d| d >= half_width);
    let to_core = squared_distance_to(&core).map(|d| d.sqrt());
    let thin = Image::new(
        image.width,
        image.height,
        inside.data.iter().zip(&to_core.data).map(|(&inside, &d)| inside && d > half_width + 0.5).collect(),
    );
    let middle = middle_lines(&thin, &depth, &to_core, half_width);
    let to_middle = squared_distance_to(&middle);
    let mut out = image.clone();
    for (sample, &distance) in out.data.iter_mut().zip(&to_middle.data) {
        // Coverage falls from 1 to 0 over the pixel that the new outline crosses.
        sample[4] = sample[4].max((half_width + 0.5 - distance.sqrt()).clamp(0.0, 1.0));
    }
    out
}

/// The middle lines of the thin parts that stand out: those of which some pixel lies further than `half_width` beyond what
/// the disc reaches. The rest are the corners of thick parts, which the disc just cannot fill.
fn middle_lines(thin: &Image<bool>, depth: &Image<f32>, to_core: &Image<f32>, half_width: f32) -> Image<bool> {
    let mut lines = thin.map(|_| false);
    let mut seen = thin.map(|_| false);
    for start in 0..thin.data.len() {
        if !thin.data[start] || seen.data[start] {
            continue;
        }
        let mut part = Vec::new();
        let mut queue = VecDeque::from([start]);
        seen.data[start] = true;
        while let Some(i) = queue.pop_front() {
            part.push(i);
            for neighbour in neighbours(thin, i) {
                if thin.data[neighbour] && !seen.data[neighbour] {
                    seen.data[neighbour] = true;
                    queue.push_back(neighbour);
                }
            }
        }
        if part.iter().any(|&i| to_core.data[i] > 2.0 * half_width + 1.0) {
            for i in part {
                lines.data[i] = is_ridge(depth, i);
            }
        }
    }
    lines
}

/// Whether no pixel on both sides of `i`, along one of the four directions, is deeper: `i` is on a middle line.
fn is_ridge(depth: &Image<f32>, i: usize) -> bool {
    let (x, y) = ((i % depth.width) as isize, (i / depth.width) as isize);
    let at = |x: isize, y: isize| depth.get(x, y).copied().unwrap_or(-0.5);
    let here = depth.data[i];
    [(1, 0), (0, 1), (1, 1), (1, -1)].iter().any(|&(dx, dy)| {
        let (ahead, behind) = (at(x + dx, y + dy), at(x - dx, y - dy));
        // On a line of even width two pixels are equally deep; both count.
        ahead <= here && behind <= here && (ahead < here || behind < here) && ahead.min(behind) < here - 0.25
    })
}

fn neighbours(image: &Image<bool>, i: usize) -> impl Iterator<Item = usize> {
    let (x, y, width) = ((i % image.width) as isize, (i / image.width) as isize, image.width);
    let offsets = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (dx, dy))).filter(|&o| o != (0, 0));
    let inside = move |(x, y): (isize, isize), height: usize| {
        ((0..width as isize).contains(&x) && (0..height as isize).contains(&y))
            .then_some(y as usize * width + x as usize)
    };
    let height = image.height;
    offsets.filter_map(move |(dx, dy)| inside((x + dx, y + dy), height))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(inside: impl Fn(f32, f32) -> bool) -> Image<Sample> {
        Image::from_fn(200, 200, |x, y| {
            let coverage = f32::from(u8::from(inside(x as f32 + 0.5, y as f32 + 0.5)));
            [0.0, 0.0, 0.0, coverage, coverage]
        })
    }

    fn covered(image: &Image<Sample>) -> f32 {
        image.data.iter().map(|sample| sample[4]).sum()
    }

    #[test]
    fn a_line_gets_the_wanted_width_and_the_body_keeps_its_own() {
        // A body with a leg two pixels wide.
        let leg = |x: f32, y: f32| (99.0..101.0).contains(&x) && (80.0..180.0).contains(&y);
        let body = |x: f32, y: f32| (x - 100.0).hypot(y - 60.0) < 40.0;
        let image = drawn(|x, y| body(x, y) || leg(x, y));
        let thick = thicken(&image, 4.0);
        for y in [120, 150, 170] {
            let width: f32 = (0..200).map(|x| thick.data[y * 200 + x][4]).sum();
            assert!((7.5..=10.5).contains(&width), "row {y}: {width}");
        }
        let upper = |image: &Image<Sample>| image.data[..200 * 60].iter().map(|sample| sample[4]).sum::<f32>();
        assert_eq!(upper(&image), upper(&thick));
    }

    #[test]
    fn thick_objects_and_their_corners_stay() {
        let square = drawn(|x, y| (40.0..160.0).contains(&x) && (50.0..150.0).contains(&y));
        assert_eq!(covered(&thicken(&square, 6.0)), covered(&square));
        let disc = drawn(|x, y| (x - 97.0).hypot(y - 100.0) < 50.0);
        assert_eq!(covered(&thicken(&disc, 6.0)), covered(&disc));
    }

    #[test]
    fn an_object_that_is_thin_everywhere_survives() {
        let ring = drawn(|x, y| ((x - 100.0).hypot(y - 100.0) - 60.0).abs() < 1.0);
        let thick = thicken(&ring, 3.0);
        let expected = 2.0 * std::f32::consts::PI * 60.0 * 6.0;
        assert!((covered(&thick) / expected - 1.0).abs() < 0.25, "{} of {expected}", covered(&thick));
    }
}
