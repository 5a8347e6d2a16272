//! Layer normalisation (Ba, Kiros & Hinton 2016).

pub(crate) mod webgpu;

use rayon::prelude::*;

use crate::{
    Error,
    cpu::simd::{Isa, Kernel, Simd},
    tensor::{CpuTensor, Tensor},
};

/// A layer normalisation's parameters.
#[derive(Debug, Clone)]
pub struct LayerNorm {
    scale: Vec<f32>,
    shift: Vec<f32>,
    epsilon: f32,
}

impl LayerNorm {
    /// `scale [c], shift [c]`; `epsilon` is added to the variance.
    ///
    /// # Panics
    /// When their lengths differ.
    pub fn new(scale: Vec<f32>, shift: Vec<f32>, epsilon: f32) -> LayerNorm {
        assert_eq!(scale.len(), shift.len(), "scale and shift of equal length");
        LayerNorm { scale, shift, epsilon }
    }

    /// Values of a row.
    pub fn channels(&self) -> usize {
        self.scale.len()
    }

    /// `x [n, c] -> [n, c]`: each row with mean 0 and population variance 1, then scaled and shifted.
    ///
    /// Where a product follows, [`super::linear::Parameters::norm`] does this on the way and saves the pass over memory.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    ///
    /// # Panics
    /// When a row has another number of values.
    pub fn apply(&self, x: &Tensor) -> Result<Tensor, Error> {
        match x {
            Tensor::Cpu(x) => self.apply_on_cpu(x).map(Tensor::Cpu),
            Tensor::WebGpu(x) => webgpu::layer_norm(self, x).map(Tensor::WebGpu),
            #[cfg(feature = "cuda")]
            Tensor::Cuda(x) => self.on_cuda(x.cuda())?.layer_norm(x, crate::weight::Format::F32).map(Tensor::Cuda),
        }
    }

    /// The norm in a device's memory.
    #[cfg(feature = "cuda")]
    pub(crate) fn on_cuda(&self, cuda: &crate::cuda::Cuda) -> Result<crate::cuda::Norm, Error> {
        crate::cuda::Norm::new(cuda, &self.scale, &self.shift, self.epsilon)
    }

    fn apply_on_cpu(&self, x: &CpuTensor) -> Result<CpuTensor, Error> {
        struct Rows<'a>(&'a LayerNorm, &'a [f32], &'a mut [f32]);
        impl Kernel for Rows<'_> {
            type Output = ();
            #[inline(always)]
            fn run<S: Simd>(self, simd: S) {
                self.0.row(simd, self.1, self.2);
            }
        }
        let reading = x.read();
        let matrix = reading.matrix();
        let isa = Isa::detect();
        let mut out = vec![0.0; matrix.rows * matrix.columns];
        out.par_chunks_mut(matrix.columns).enumerate().for_each(|(i, out)| isa.run(Rows(self, matrix.row(i), out)));
        CpuTensor::new(out, x.shape())
    }

    /// One row.
    #[inline(always)]
    pub(crate) fn row<S: Simd>(&self, simd: S, x: &[f32], out: &mut [f32]) {
        assert_eq!(x.len(), self.scale.len(), "a row has as many channels as the norm");
        let count = x.len() as f32;
        let mut sum = simd.splat(0.0);
        for chunk in x.chunks(S::LANES) {
            sum = simd.add(sum, simd.load_partial(chunk));
        }
        let mean = simd.sum(sum) / count;
        // Twice over the row, which is in the first cache: the mean of squares would cancel.
        let (whole, rest) = x.split_at(x.len() / S::LANES * S::LANES);
        let mut squares = simd.splat(0.0);
        for chunk in whole.chunks(S::LANES) {
            let deviation = simd.sub(simd.load(chunk), simd.splat(mean));
            squares = simd.mul_add(deviation, deviation, squares);
        }
        let rest: f32 = rest.iter().map(|value| (value - mean).powi(2)).sum();
        let variance = (simd.sum(squares) + rest) / count;
        let factor = simd.splat(1.0 / (variance + self.epsilon).sqrt());
        let parameters = self.scale.chunks(S::LANES).zip(self.shift.chunks(S::LANES));
        for ((x, out), (scale, shift)) in x.chunks(S::LANES).zip(out.chunks_mut(S::LANES)).zip(parameters) {
            let normalised = simd.mul(simd.sub(simd.load_partial(x), simd.splat(mean)), factor);
            let value = simd.mul_add(normalised, simd.load_partial(scale), simd.load_partial(shift));
            simd.store_partial(out, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::Device;
    use crate::testing::{assert_close, noise};

    #[test]
    fn rows_are_normalised_as_in_f64() {
        for (rows, channels) in [(1, 1), (3, 15), (2, 16), (5, 17), (7, 1024)] {
            // An offset that a mean of squares would drown in.
            let x: Vec<f32> = noise(rows * channels, 1).iter().map(|v| v + 30.0).collect();
            let (scale, shift) = (noise(channels, 2), noise(channels, 3));
            let norm = LayerNorm::new(scale.clone(), shift.clone(), 1e-5);
            let out = norm
                .apply(&Tensor::new(&Device::Cpu, x.clone(), &[rows, channels]).unwrap())
                .unwrap()
                .to_vec()
                .unwrap();
            let expected: Vec<f64> = x
                .chunks(channels)
                .flat_map(|row| {
                    let mean = row.iter().map(|&v| f64::from(v)).sum::<f64>() / channels as f64;
                    let variance = row.iter().map(|&v| (f64::from(v) - mean).powi(2)).sum::<f64>() / channels as f64;
                    let parameters = scale.iter().zip(&shift).map(|(&a, &b)| (f64::from(a), f64::from(b)));
                    let normal = move |v: f32| (f64::from(v) - mean) / (variance + 1e-5).sqrt();
                    row.iter().zip(parameters).map(move |(&v, (a, b))| normal(v) * a + b).collect::<Vec<_>>()
                })
                .collect();
            assert_close(&out, &expected, 1e-5, &format!("{rows} x {channels}"));
        }
    }
}
