//! Colours as a mixture of Gaussians with full covariances.
//!
//! Components are found by splitting along the principal axis (Orchard & Bouman, "Color quantization of images", 1991)
//! and refined with hard assignments, as in GrabCut (Rother et al. 2004). Nothing is random.

/// A pixel's colour, levels 0 to 255.
pub type Colour = [f32; 3];

/// Variance added to every colour axis, squared levels: rounding and codecs leave no colour exact.
const LEAST_VARIANCE: f64 = 6.0;

#[derive(Debug, Clone)]
struct Gaussian {
    mean: [f32; 3],
    /// Inverse covariance: xx, yy, zz, xy, xz, yz.
    precision: [f32; 6],
    /// Logarithm of the component's share and normalization.
    log_scale: f32,
}

/// A density over colours.
#[derive(Debug, Clone)]
pub struct Mixture {
    components: Vec<Gaussian>,
}

/// Sums for a mean and covariance.
#[derive(Default, Clone)]
struct Moments {
    count: f64,
    sum: [f64; 3],
    /// xx, yy, zz, xy, xz, yz.
    products: [f64; 6],
}

const PAIRS: [(usize, usize); 6] = [(0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2)];

impl Moments {
    fn of(colours: &[Colour]) -> Self {
        let mut moments = Moments::default();
        colours.iter().for_each(|colour| moments.add(colour));
        moments
    }

    fn add(&mut self, colour: &Colour) {
        let colour = colour.map(f64::from);
        self.count += 1.0;
        for (sum, value) in self.sum.iter_mut().zip(colour) {
            *sum += value;
        }
        for (product, (i, j)) in self.products.iter_mut().zip(PAIRS) {
            *product += colour[i] * colour[j];
        }
    }

    fn mean(&self) -> [f64; 3] {
        self.sum.map(|sum| sum / self.count)
    }

    fn covariance(&self) -> [f64; 6] {
        let mean = self.mean();
        let mut covariance = self.products;
        for (value, (i, j)) in covariance.iter_mut().zip(PAIRS) {
            *value = *value / self.count - mean[i] * mean[j] + if i == j { LEAST_VARIANCE } else { 0.0 };
        }
        covariance
    }

    /// The largest eigenvalue of the covariance and its axis, by power iteration.
    fn principal_axis(&self) -> (f64, [f64; 3]) {
        let [xx, yy, zz, xy, xz, yz] = self.covariance();
        // Not orthogonal to any axis that natural colours spread along.
        let mut axis = [0.61, 0.59, 0.53];
        let mut value = 0.0;
        for _ in 0..30 {
            let [x, y, z] = axis;
            let image = [xx * x + xy * y + xz * z, xy * x + yy * y + yz * z, xz * x + yz * y + zz * z];
            value = image.iter().map(|v| v * v).sum::<f64>().sqrt();
            axis = image.map(|v| v / value);
        }
        (value, axis)
    }

    fn gaussian(&self, total: f64) -> Gaussian {
        let [xx, yy, zz, xy, xz, yz] = self.covariance();
        let cofactors = [
            yy * zz - yz * yz,
            xx * zz - xz * xz,
            xx * yy - xy * xy,
            xz * yz - xy * zz,
            xy * yz - xz * yy,
            xy * xz - xx * yz,
        ];
        let determinant = xx * cofactors[0] + xy * cofactors[3] + xz * cofactors[4];
        Gaussian {
            mean: self.mean().map(|v| v as f32),
            precision: cofactors.map(|v| (v / determinant) as f32),
            log_scale: ((self.count / total).ln() - 0.5 * determinant.ln()) as f32,
        }
    }
}

impl Gaussian {
    fn log_density(&self, colour: &Colour) -> f32 {
        let [x, y, z] = [colour[0] - self.mean[0], colour[1] - self.mean[1], colour[2] - self.mean[2]];
        let [xx, yy, zz, xy, xz, yz] = self.precision;
        self.log_scale - 0.5 * (xx * x * x + yy * y * y + zz * z * z) - (xy * x * y + xz * x * z + yz * y * z)
    }
}

impl Mixture {
    /// Fits at most `components` Gaussians to `colours`, fewer where the colours are few or alike.
    ///
    /// # Panics
    /// Without colours.
    pub fn fit(colours: &[Colour], components: usize) -> Self {
        const ROUNDS: usize = 4;
        assert!(!colours.is_empty(), "a mixture needs colours");
        let mut clusters = vec![colours.to_vec()];
        while clusters.len() < components {
            let widest = clusters
                .iter()
                .enumerate()
                .map(|(i, cluster)| {
                    let moments = Moments::of(cluster);
                    let (value, axis) = moments.principal_axis();
                    (i, value * moments.count, moments.mean(), axis)
                })
                .max_by(|a, b| a.1.total_cmp(&b.1));
            let Some((widest, _, mean, axis)) = widest else { break };
            let offset = |colour: &Colour| -> f64 { (0..3).map(|c| (f64::from(colour[c]) - mean[c]) * axis[c]).sum() };
            let (above, below): (Vec<Colour>, Vec<Colour>) = clusters[widest].iter().partition(|c| offset(c) > 0.0);
            if above.is_empty() || below.is_empty() {
                break;
            }
            clusters[widest] = above;
            clusters.push(below);
        }
        let total = colours.len() as f64;
        let mut mixture =
            Mixture { components: clusters.iter().map(|cluster| Moments::of(cluster).gaussian(total)).collect() };
        for _ in 0..ROUNDS {
            let mut moments = vec![Moments::default(); mixture.components.len()];
            for colour in colours {
                moments[mixture.likeliest(colour).0].add(colour);
            }
            mixture.components = moments.iter().filter(|m| m.count > 0.0).map(|m| m.gaussian(total)).collect();
        }
        mixture
    }

    /// Logarithm of the likeliest component's density, up to a constant that all mixtures share.
    pub fn log_density(&self, colour: &Colour) -> f32 {
        self.likeliest(colour).1
    }

    fn likeliest(&self, colour: &Colour) -> (usize, f32) {
        self.components
            .iter()
            .map(|component| component.log_density(colour))
            .enumerate()
            .fold((0, f32::MIN), |best, next| if next.1 > best.1 { next } else { best })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Uniform in a box of half-width `spread` about `centre`, from a fixed sequence.
    fn cloud(centre: Colour, spread: Colour, count: u32) -> Vec<Colour> {
        (0..count)
            .map(|i| {
                let unit = |k: u32| ((i * 3 + k).wrapping_mul(2_654_435_761) >> 8) as f32 / (1 << 23) as f32 - 1.0;
                [centre[0] + spread[0] * unit(0), centre[1] + spread[1] * unit(1), centre[2] + spread[2] * unit(2)]
            })
            .collect()
    }

    #[test]
    fn each_cluster_gets_its_component() {
        let colours = [cloud([40.0, 50.0, 60.0], [5.0; 3], 300), cloud([200.0, 60.0, 30.0], [9.0; 3], 700)].concat();
        let mixture = Mixture::fit(&colours, 2);
        let mut means: Vec<[i32; 3]> = mixture.components.iter().map(|c| c.mean.map(|v| v.round() as i32)).collect();
        means.sort_unstable();
        assert!((means[0][0] - 40).abs() <= 1 && (means[1][0] - 200).abs() <= 1, "{means:?}");
        assert!(mixture.log_density(&[42.0, 50.0, 60.0]) > mixture.log_density(&[120.0, 55.0, 45.0]) + 20.0);
    }

    #[test]
    fn the_density_follows_the_covariance() {
        // 60 levels off along the cloud's long axis is likelier than 15 across it.
        let mixture = Mixture::fit(&cloud([120.0; 3], [80.0, 4.0, 4.0], 2000), 1);
        assert!(mixture.log_density(&[180.0, 120.0, 120.0]) > mixture.log_density(&[120.0, 135.0, 120.0]));
    }

    #[test]
    fn one_single_colour_is_enough() {
        let mixture = Mixture::fit(&[[9.0, 9.0, 9.0]; 3], 5);
        assert!(mixture.log_density(&[9.0; 3]).is_finite());
        assert!(mixture.log_density(&[9.0; 3]) > mixture.log_density(&[30.0; 3]));
    }
}
