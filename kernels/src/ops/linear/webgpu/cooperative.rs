//! Which kernel multiplies halves: the one with cooperative matrices where a small ragged product of both agrees.

use super::{Kernel, Resident};
use crate::{
    ops::linear::Activation,
    precision::Precision,
    webgpu::{Cooperative, GpuTensor, WebGpu},
    weight::Weight,
};

/// The kernel for products of halves.
pub(super) fn kernel_of_halves(gpu: &WebGpu) -> Kernel {
    // Several tiles, the last ones ragged; halves that are exact.
    let [rows, depth, columns] = [83, 52, 150];
    let values =
        |count: usize, step: usize| -> Vec<f32> { (0..count).map(|i| ((i * step) % 31) as f32 / 16.0 - 1.0).collect() };
    let agreed = gpu.cooperates("linear", |trial, cooperative: Option<Cooperative>| {
        let weights = [Weight::from_values("trial", &[columns, depth], &values(columns * depth, 7))];
        let x = GpuTensor::upload(trial, &values(rows * depth, 11), &[rows, depth])?;
        let kernel = cooperative.map_or(Kernel::Plain, Kernel::Cooperative);
        let (bias, none) = (values(columns, 5), Activation::None);
        Resident::with_kernel(trial, Precision::F16, &weights, Some(&bias), None, none, kernel)?.apply(&x, None)?[0]
            .to_vec()
    });
    agreed.map_or(Kernel::Plain, Kernel::Cooperative)
}

#[cfg(test)]
mod tests {
    use super::{super::launch::Launch, *};
    use crate::{
        ops::layer_norm::LayerNorm,
        webgpu::{CooperativeMatrices, EMULATED_SUBGROUPS, compiled, with_halves},
        weight::Format,
    };

    #[test]
    fn what_is_emulated_agrees_and_is_used_for_halves() {
        for matrices in EMULATED_SUBGROUPS {
            let Some(gpu) = with_halves(matrices) else { return };
            assert!(matches!(kernel_of_halves(&gpu), Kernel::Cooperative(_)), "{matrices:?}");
            assert_eq!(gpu.cooperative_matrices_refused(), None, "{matrices:?}");
        }
    }

    /// Software adapters have no cooperative matrices, so there the kernel is never compiled. Here it is, as it is composed for
    /// `x` in both formats, rows in fours and ragged ones, each activation, and all that can come before and after.
    #[test]
    fn every_composition_compiles() {
        let Some(gpu) = with_halves(CooperativeMatrices::Adapter) else { return };
        let rows = 70;
        for (format, depth, outputs, activation, is_whole) in [
            (Format::F32, 64, 96, Activation::None, true),
            (Format::F16, 64, 96, Activation::Gelu, false),
            (Format::F32, 51, 70, Activation::Gelu, true),
            (Format::F16, 51, 33, Activation::None, false),
            (Format::F32, 64, 128, Activation::Geglu, true),
            (Format::F16, 51, 66, Activation::Geglu, true),
            (Format::F16, 64, 6, Activation::Geglu, false),
        ] {
            let what = format!("x in {format:?}, {depth} deep, {outputs} outputs, {activation:?}, {is_whole}");
            let weights = [Weight::from_values("w", &[outputs, depth], &vec![0.5; outputs * depth])];
            let bias = is_whole.then(|| vec![0.5; outputs]);
            let norm = is_whole.then(|| LayerNorm::new(vec![1.0; depth], vec![0.0; depth], 1e-5));
            let layer = Resident::with_kernel(
                &gpu,
                Precision::F16,
                &weights,
                bias.as_deref(),
                norm.as_ref(),
                activation,
                Kernel::Cooperative(Cooperative::of_adapter(32)),
            )
            .unwrap();
            let run = &layer.runs[0];
            let tensor = |columns, format| GpuTensor::empty(&gpu, &[rows, columns], format).unwrap();
            let (x, out) = (tensor(depth, format), tensor(run.outputs, Format::F32));
            let (statistics, residual) = (tensor(2, Format::F32), tensor(run.outputs, Format::F32));
            let launch = Launch {
                layer: &layer,
                run,
                parts: 0..1,
                x: &x,
                statistics: is_whole.then_some(&statistics),
                residual: is_whole.then_some(&residual),
                out: &out,
                stride: 0,
            };
            let source = launch.prepared(0..rows, 0..run.columns).shader.source();
            assert!(source.contains("coopMultiplyAdd"), "{what}: the other kernel");
            compiled(&source).unwrap_or_else(|error| panic!("{what}: {error}"));
            // The test can fail.
            compiled(&source.replace("coopMultiplyAdd(left, right", "coopMultiplyAdd(right, left")).unwrap_err();
        }
    }
}
