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

#[cfg(test)]
mod tests {
    use super::{super::launch::Launch, *};
    use crate::{ops::layer_norm::LayerNorm, webgpu::adapters, weight::Format};

    /// What wgpu makes of a kernel before a driver sees it: parsed, validated, and written as SPIR-V.
    fn compiled(source: &str) -> Result<Vec<u32>, String> {
        use naga::{
            back::spv,
            valid::{Capabilities, ValidationFlags, Validator},
        };
        let module = naga::front::wgsl::parse_str(source).map_err(|error| error.emit_to_string(source))?;
        let capabilities = Capabilities::COOPERATIVE_MATRIX | Capabilities::SHADER_FLOAT16 | Capabilities::SUBGROUP;
        let info = Validator::new(ValidationFlags::all(), capabilities)
            .validate(&module)
            .map_err(|error| error.emit_to_string(source))?;
        let options = spv::Options { lang_version: (1, 6), ..spv::Options::default() };
        spv::write_vec(&module, &info, &options, None).map_err(|error| error.to_string())
    }

    /// Software adapters have no cooperative matrices, so there the kernel is never compiled. Here it is, as it is composed for
    /// `x` in both formats, rows in fours and ragged ones, each activation, and all that can come before and after.
    #[test]
    fn every_composition_compiles() {
        let found = adapters();
        let opened = found.iter().map(|adapter| WebGpu::open(adapter, &Configuration::default()).unwrap());
        let Some(gpu) = opened.into_iter().find(|gpu| gpu.capabilities().f16) else {
            assert!(std::env::var_os("CI").is_none(), "CI has no adapter with halves: install mesa-vulkan-drivers");
            return eprintln!("not run: no driver for Vulkan or Metal shows an adapter with halves");
        };
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
                Kernel::Cooperative,
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
            let shader = launch.prepared(0..rows, 0..run.columns).shader;
            let source = format!("{}\n{}", shader.definitions, shader.text);
            assert!(source.contains("coopMultiplyAdd"), "{what}: the other kernel");
            compiled(&source).unwrap_or_else(|error| panic!("{what}: {error}"));
            // The test can fail.
            compiled(&source.replace("coopMultiplyAdd(upper, columns", "coopMultiplyAdd(columns, upper")).unwrap_err();
        }
    }
}
