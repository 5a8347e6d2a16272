//! A reference's views, `render.viewK` and `render.rays_d_viewK`: the field as a volume (NeRF: Mildenhall et al. 2020).
//!
//! Cameras stand as upstream places them, for the views that references hold: four around the object, 15 degrees up, 1.9 away,
//! 40 degrees high.

use models::{field::Field, triplane_field::TriplaneField};
use rayon::prelude::*;

use super::{Comparison, refused};
use crate::Error;

const VIEWS: usize = 4;
const ELEVATION: f64 = 15.0;
const DISTANCE: f64 = 1.9;
const FIELD_OF_VIEW: f64 = 40.0;
/// Samples a ray.
const SAMPLES: usize = 128;

pub(super) fn compare(field: &TriplaneField, comparison: &mut Comparison<'_>) -> Result<(), Error> {
    for view in 0..VIEWS {
        for (name, is_image) in [(format!("render.rays_d_view{view}"), false), (format!("render.view{view}"), true)] {
            if !comparison.reference.has(&name) {
                continue;
            }
            let shape = comparison.reference.shape(&name)?;
            let &[height, width, 3] = &shape[..] else {
                return Err(refused(format!("'{name}' is {shape:?}, not [height, width, 3]")));
            };
            let camera = Camera::new(view, height, width);
            let directions: Vec<[f32; 3]> =
                (0..height * width).map(|pixel| camera.direction(pixel % width, pixel / width)).collect();
            let values = if is_image { colors(field, camera.position, &directions)? } else { directions };
            comparison.compare(&name, values.as_flattened())?;
        }
    }
    Ok(())
}

/// A camera that looks at the origin, up toward +z.
struct Camera {
    position: [f32; 3],
    right: [f64; 3],
    up: [f64; 3],
    back: [f64; 3],
    focal: f64,
    centre: [f64; 2],
}

impl Camera {
    fn new(view: usize, height: usize, width: usize) -> Camera {
        let (azimuth, elevation) = ((360.0 * view as f64 / VIEWS as f64).to_radians(), ELEVATION.to_radians());
        let back = [elevation.cos() * azimuth.cos(), elevation.cos() * azimuth.sin(), elevation.sin()];
        let right = [-azimuth.sin(), azimuth.cos(), 0.0];
        let up = [-elevation.sin() * azimuth.cos(), -elevation.sin() * azimuth.sin(), elevation.cos()];
        let focal = 0.5 * height as f64 / (FIELD_OF_VIEW.to_radians() / 2.0).tan();
        let centre = [width as f64 / 2.0, height as f64 / 2.0];
        Camera { position: back.map(|c| (c * DISTANCE) as f32), right, up, back, focal, centre }
    }

    /// The unit direction through a pixel's centre.
    fn direction(&self, column: usize, row: usize) -> [f32; 3] {
        let x = (column as f64 + 0.5 - self.centre[0]) / self.focal;
        let y = -(row as f64 + 0.5 - self.centre[1]) / self.focal;
        let length = (x * x + y * y + 1.0).sqrt();
        std::array::from_fn(|a| ((x * self.right[a] + y * self.up[a] - self.back[a]) / length) as f32)
    }
}

/// The colours that rays gather in front of white, on all cores or on the field's device.
fn colors(field: &TriplaneField, origin: [f32; 3], directions: &[[f32; 3]]) -> Result<Vec<[f32; 3]>, Error> {
    /// Rays that a device takes at a time: half a million samples.
    const RAYS_A_CALL: usize = 4096;
    let some = |directions: &[[f32; 3]]| -> Result<Vec<[f32; 3]>, Error> {
        let points: Vec<Option<[[f32; 3]; SAMPLES]>> =
            directions.iter().map(|direction| samples(field, origin, *direction)).collect();
        let query = field.query(points.iter().flatten().copied().collect::<Vec<_>>().as_flattened())?;
        let mut along = query.density_act.chunks_exact(SAMPLES).zip(query.color.chunks_exact(SAMPLES));
        let gathered = points.iter().map(|points| match points {
            Some(_) => {
                let (densities, colors) = along.next().expect("a ray that meets the box was asked for");
                gather(densities, colors)
            }
            None => [1.0; 3],
        });
        Ok(gathered.collect())
    };
    let parts: Vec<Vec<[f32; 3]>> = if field.on_gpu().is_some() {
        directions.chunks(RAYS_A_CALL).map(some).collect::<Result<_, _>>()?
    } else {
        directions.par_chunks(1).map(some).collect::<Result<_, _>>()?
    };
    Ok(parts.concat())
}

/// The points of a ray that the field is asked for, if it meets the field's box.
fn samples(field: &TriplaneField, origin: [f32; 3], direction: [f32; 3]) -> Option<[[f32; 3]; SAMPLES]> {
    // The box is a little smaller than the cube, and a ray's part in it no shorter than this.
    let half = field.density().radius * 0.999;
    const LEAST_LENGTH: f32 = 0.01;
    let (mut near, mut far) = (f32::NEG_INFINITY, f32::INFINITY);
    for a in 0..3 {
        let along = if direction[a].abs() < 1e-6 { 1e-6 } else { direction[a] };
        let (one, other) = ((-half - origin[a]) / along, (half - origin[a]) / along);
        (near, far) = (near.max(one.min(other)), far.min(one.max(other)));
    }
    let near = near.max(0.0);
    (far - near > LEAST_LENGTH).then(|| {
        std::array::from_fn(|i| {
            let t = near + (far - near) * ((i as f32 + 0.5) / SAMPLES as f32);
            std::array::from_fn(|a| origin[a] + t * direction[a])
        })
    })
}

/// The colour that a ray gathers in front of white, of its samples' densities and colours.
fn gather(densities: &[f32], colors: &[[f32; 3]]) -> [f32; 3] {
    let (mut transmittance, mut opacity, mut sum) = (1.0f32, 0.0f32, [0.0f32; 3]);
    for (density, color) in densities.iter().zip(colors) {
        // The step's length does not depend on the ray's: densities are in units a step.
        let alpha = 1.0 - (-density / SAMPLES as f32).exp();
        let weight = alpha * transmittance;
        sum = std::array::from_fn(|c| sum[c] + weight * color[c]);
        opacity += weight;
        transmittance *= 1.0 - alpha + 1e-10;
    }
    sum.map(|c| c + 1.0 - opacity)
}
