//! Group normalisation (Wu & He 2018).

mod webgpu;

use rayon::prelude::*;

use crate::{
    Error,
    tensor::{CpuTensor, Tensor},
};

/// `x [c, n] -> [c, n]`: each group of `c / groups` channels with mean 0 and population variance 1 over the group's channels
/// and all `n` places, then each channel scaled and shifted. `epsilon` is added to the variance.
///
/// # Errors
/// [`Error::Device`] when the device fails.
///
/// # Panics
/// When the channels do not divide into groups, or `scale` or `shift` has not one value a channel.
pub fn group_norm(x: &Tensor, groups: usize, scale: &[f32], shift: &[f32], epsilon: f32) -> Result<Tensor, Error> {
    let &[channels, _] = x.shape() else { panic!("{:?} is no matrix", x.shape()) };
    assert!(channels.is_multiple_of(groups), "{channels} channels in {groups} groups");
    assert!(scale.len() == channels && shift.len() == channels, "a scale and a shift a channel");
    match x {
        Tensor::Cpu(x) => on_cpu(x, groups, scale, shift, epsilon).map(Tensor::Cpu),
        Tensor::WebGpu(x) => webgpu::group_norm(x, groups, scale, shift, epsilon).map(Tensor::WebGpu),
        #[cfg(feature = "cuda")]
        Tensor::Cuda(x) => {
            crate::cuda::Norm::new(x.cuda(), scale, shift, epsilon)?.group_norm(x, groups).map(Tensor::Cuda)
        }
    }
}

fn on_cpu(x: &CpuTensor, groups: usize, scale: &[f32], shift: &[f32], epsilon: f32) -> Result<CpuTensor, Error> {
    let reading = x.read();
    let values = reading.contiguous();
    let (channels, places) = (x.shape()[0], x.shape()[1]);
    let a_group = channels / groups * places;
    let mut out = vec![0.0; values.len()];
    out.par_chunks_mut(a_group).zip(values.par_chunks(a_group)).enumerate().for_each(|(group, (out, x))| {
        let mean = x.iter().copied().map(f64::from).sum::<f64>() / a_group as f64;
        let variance = x.iter().map(|&v| (f64::from(v) - mean).powi(2)).sum::<f64>() / a_group as f64;
        let factor = 1.0 / (variance + f64::from(epsilon)).sqrt();
        for (i, (out, x)) in out.chunks_mut(places).zip(x.chunks(places)).enumerate() {
            let channel = group * (channels / groups) + i;
            let factor = (factor * f64::from(scale[channel])) as f32;
            for (out, x) in out.iter_mut().zip(x) {
                *out = (x - mean as f32) * factor + shift[channel];
            }
        }
    });
    CpuTensor::new(out, x.shape())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::Device;
    use crate::testing::{assert_close, noise};

    #[test]
    fn statistics_are_over_a_groups_channels_and_all_places() {
        let (channels, places, groups) = (6, 35, 3);
        let x = noise(channels * places, 1);
        let (scale, shift) = (noise(channels, 2), noise(channels, 3));
        let tensor = Tensor::new(&Device::Cpu, x.clone(), &[channels, places]).unwrap();
        let out = group_norm(&tensor, groups, &scale, &shift, 1e-6).unwrap().to_vec().unwrap();
        let expected: Vec<f64> = (0..x.len())
            .map(|i| {
                let channel = i / places;
                let group: Vec<f64> =
                    x.chunks(2 * places).nth(channel / 2).unwrap().iter().map(|&v| v.into()).collect();
                let mean = group.iter().sum::<f64>() / group.len() as f64;
                let variance = group.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / group.len() as f64;
                (f64::from(x[i]) - mean) / (variance + 1e-6).sqrt() * f64::from(scale[channel])
                    + f64::from(shift[channel])
            })
            .collect();
        assert_close(&out, &expected, 1e-6, "group norm");
    }
}
