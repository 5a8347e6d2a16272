//! Transposed convolution by 2 x 2 with stride 2: each pixel becomes four, which do not overlap.

use super::linear::{Linear, Parameters};
use crate::{Error, compute::Compute, tensor::Tensor, weight::Weight};

/// The layer, laid out as a linear one from a pixel's channels to those of its four. Its results are f32 in every precision.
#[derive(Debug)]
pub struct ConvTranspose2x2 {
    pixels: Linear,
    outputs: usize,
}

impl ConvTranspose2x2 {
    /// `weight [in, out, 2, 2], bias [out]`.
    ///
    /// # Errors
    /// As [`Linear::new`].
    ///
    /// # Panics
    /// When the shapes are others.
    pub fn new(compute: &Compute, weight: &Weight, bias: &[f32]) -> Result<ConvTranspose2x2, Error> {
        let &[inputs, outputs, 2, 2] = weight.shape() else { panic!("{weight:?} is no [in, out, 2, 2]") };
        assert_eq!(bias.len(), outputs, "a bias a channel");
        let columns = outputs * 4;
        let values = weight.to_vec();
        let transposed: Vec<f32> = (0..columns)
            .flat_map(|column| (0..inputs).map(move |input| (input, column)))
            .map(|(i, c)| values[i * columns + c])
            .collect();
        let parameters = Parameters {
            weights: vec![Weight::from_values(weight.name(), &[columns, inputs], &transposed)],
            bias: Some(bias.iter().flat_map(|&bias| [bias; 4]).collect()),
            keeps_f32: true,
            ..Parameters::default()
        };
        Ok(ConvTranspose2x2 { pixels: Linear::new(compute, parameters)?, outputs })
    }

    /// `x [planes * height * width, in] -> [planes, out, 2 height, 2 width]`.
    ///
    /// # Errors
    /// As [`Linear::apply`].
    ///
    /// # Panics
    /// When `x` has another number of rows.
    pub fn apply(&self, x: &Tensor, [planes, height, width]: [usize; 3]) -> Result<Tensor, Error> {
        assert_eq!(x.shape()[0], planes * height * width, "a row a pixel");
        let pixels = self.pixels.apply(x)?.reshape(&[planes, height, width, self.outputs, 2, 2])?;
        pixels.permute(&[0, 3, 1, 4, 2, 5])?.reshape(&[planes, self.outputs, 2 * height, 2 * width])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::Device;
    use crate::testing::{assert_close, noise};

    #[test]
    fn each_output_is_the_sum_over_its_pixels_channels() {
        let (planes, height, width, inputs, outputs) = (2, 3, 4, 5, 7);
        let x = noise(planes * height * width * inputs, 1);
        let (weight, bias) = (noise(inputs * outputs * 4, 2), noise(outputs, 3));
        let layer =
            ConvTranspose2x2::new(&Compute::cpu(), &Weight::from_values("w", &[inputs, outputs, 2, 2], &weight), &bias)
                .unwrap();
        let tensor = Tensor::new(&Device::Cpu, x.clone(), &[planes * height * width, inputs]).unwrap();
        let out = layer.apply(&tensor, [planes, height, width]).unwrap();
        assert_eq!(out.shape(), [planes, outputs, 2 * height, 2 * width]);
        let mut expected = Vec::new();
        for (plane, output) in (0..planes).flat_map(|p| (0..outputs).map(move |o| (p, o))) {
            for (row, column) in (0..2 * height).flat_map(|r| (0..2 * width).map(move |c| (r, c))) {
                let pixel = &x[((plane * height + row / 2) * width + column / 2) * inputs..][..inputs];
                let tap = |i: usize| weight[((i * outputs + output) * 2 + row % 2) * 2 + column % 2];
                let sum: f64 = pixel.iter().enumerate().map(|(i, &v)| f64::from(v) * f64::from(tap(i))).sum();
                expected.push(sum + f64::from(bias[output]));
            }
        }
        assert_close(&out.to_vec().unwrap(), &expected, 1e-6, "transposed convolution");
    }
}
