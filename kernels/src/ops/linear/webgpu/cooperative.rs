//! Cooperative matrices prove themselves before they are used: the interface is new, and drivers differ in what they hold to be
//! 16 x 16.

use super::{Kernel, Resident};
use crate::{
    Error,
    ops::linear::Activation,
    precision::Precision,
    webgpu::{Configuration, GpuTensor, WebGpu},
    weight::Weight,
};

/// Whether `gpu` has cooperative matrices, and a small ragged product of both kernels agrees on its adapter. Found out once, on a
/// device of its own, so that a kernel that is refused harms no other.
pub(super) fn agrees(gpu: &WebGpu) -> bool {
    gpu.capabilities().cooperative_matrices && gpu.cooperative_trial(trial).is_none()
}

/// What is wrong with the kernel.
fn trial(gpu: &WebGpu) -> Option<String> {
    let distance = || -> Result<f64, Error> {
        let trial = WebGpu::open(gpu.adapter(), &Configuration::default())?;
        // Several tiles, the last ones ragged; halves that are exact.
        let [rows, depth, columns] = [83, 52, 150];
        let values = |count: usize, step: usize| -> Vec<f32> {
            (0..count).map(|i| ((i * step) % 31) as f32 / 16.0 - 1.0).collect()
        };
        let weights = [Weight::from_values("trial", &[columns, depth], &values(columns * depth, 7))];
        let bias = values(columns, 5);
        let x = GpuTensor::upload(&trial, &values(rows * depth, 11), &[rows, depth])?;
        let product = |kernel: Kernel| -> Result<Vec<f32>, Error> {
            let (bias, none) = (Some(&bias[..]), Activation::None);
            Resident::with_kernel(&trial, Precision::F16, &weights, bias, None, none, kernel)?.apply(&x, None)?[0]
                .to_vec()
        };
        let (plain, cooperative) = (product(Kernel::Plain)?, product(Kernel::Cooperative)?);
        let square = |values: &mut dyn Iterator<Item = f32>| values.map(|v| f64::from(v).powi(2)).sum::<f64>();
        let difference = square(&mut plain.iter().zip(&cooperative).map(|(a, b)| a - b));
        Ok((difference / square(&mut plain.iter().copied())).sqrt())
    };
    match distance() {
        // Sums differ in their order, and results are rounded to halves.
        Ok(distance) if distance < 1e-3 => None,
        Ok(distance) => Some(format!("its products are off by {distance:.1e} of their size")),
        Err(error) => Some(error.to_string()),
    }
}
