//! The solid's colours: the photo in front, the colours of the outline continued over the back.

use kernels::{
    image::{Image, Pixel},
    ops::{distance::squared_distance_to, pull_push::pull_push},
};

use super::Sample;

/// How far from the outline, in pixels, the photo's colours are taken for those of the back.
const RIM_WIDTH: f32 = 8.0;
/// The depth, relative to the solid's, over which the front's colours give way to the back's.
const BLEND_DEPTH: f32 = 0.4;

/// sRGB colours over the working grid.
pub struct Colors {
    front: Image<[f32; 3]>,
    back: Image<[f32; 3]>,
}

impl Colors {
    /// From the photo's samples and the outline, `level > 0` inside.
    pub fn new(samples: &Image<Sample>, level: &Image<f32>) -> Colors {
        let colour =
            samples.map(|&[r, g, b, weight, _]| if weight > 0.0 { [r, g, b].map(|c| c / weight) } else { [0.0; 3] });
        // Where the object's own light is mixed with the background's, its colour comes from further in.
        let front = pull_push(&colour, &samples.map(|sample| sample[3].clamp(0.0, 1.0)));
        let to_outside = squared_distance_to(&level.map(|&l| l <= 0.0));
        let rim = to_outside.map(|&d| if d > 0.0 && d <= RIM_WIDTH * RIM_WIDTH { 1.0 } else { 0.0 });
        let back = pull_push(&front, &rim);
        Colors { front, back }
    }

    /// The colour at `(x, y)` pixels on the surface; `depth` is 1 where the surface is nearest to the camera, 0 on the
    /// outline, -1 on the back.
    pub fn at(&self, x: f32, y: f32, depth: f32) -> [f32; 3] {
        let front = self.front.bilinear(x, y);
        if depth >= 0.0 {
            return front;
        }
        let t = (-depth / BLEND_DEPTH).min(1.0);
        front.lerp(self.back.bilinear(x, y), t * t * (3.0 - 2.0 * t))
    }
}
