//! On an adapter the weights of all parts lie one behind the other, in the precision's format, so that parts of equal width are
//! one product. What exceeds a binding is computed in parts of rows or columns.

mod cooperative;
mod launch;

use half::slice::HalfFloatSliceExt;
use rayon::prelude::*;

use self::launch::{Kernel, Launch};
use super::Activation;
use crate::{
    Error,
    ops::layer_norm::{LayerNorm, webgpu as layer_norm},
    precision::Precision,
    webgpu::{GpuTensor, WebGpu},
    weight::{Format, Weight},
};

/// A layer on an adapter.
#[derive(Debug)]
pub(crate) struct Resident {
    gpu: WebGpu,
    /// Values of a row of `x`.
    depth: usize,
    /// Of weights, and of results that nothing is added to.
    format: Format,
    norm: Option<layer_norm::Resident>,
    activation: Activation,
    runs: Vec<Run>,
    kernel: Kernel,
    /// Whether results are f32 although nothing is added to them.
    keeps_f32: bool,
}

/// Consecutive parts of equal width, together in one buffer.
#[derive(Debug)]
struct Run {
    parts: usize,
    /// Results of a row of each part.
    outputs: usize,
    /// Rows of weights of each part; with GEGLU the values' and the gates' alternate in pairs, padded with zeros.
    columns: usize,
    /// `[parts * columns, k]`.
    weights: GpuTensor,
    /// `[parts * columns]`.
    bias: Option<GpuTensor>,
}

impl Resident {
    pub(crate) fn new(
        gpu: &WebGpu,
        precision: Precision,
        weights: &[Weight],
        bias: Option<&[f32]>,
        norm: Option<&LayerNorm>,
        activation: Activation,
    ) -> Result<Resident, Error> {
        let kernel = match precision {
            Precision::F16 => cooperative::kernel_of_halves(gpu),
            _ => Kernel::Plain,
        };
        Resident::with_kernel(gpu, precision, weights, bias, norm, activation, kernel)
    }

    fn with_kernel(
        gpu: &WebGpu,
        precision: Precision,
        weights: &[Weight],
        bias: Option<&[f32]>,
        norm: Option<&LayerNorm>,
        activation: Activation,
        kernel: Kernel,
    ) -> Result<Resident, Error> {
        let format = if precision == Precision::F16 { Format::F16 } else { Format::F32 };
        let depth = weights[0].shape()[1];
        let at_once = gpu.values_at_once(format.size()).max(1);
        let mut runs = Vec::new();
        let mut first = 0;
        let mut rest = weights;
        while let Some(width) = rest.first().map(|weight| weight.shape()[0]) {
            let same = rest.iter().take_while(|weight| weight.shape()[0] == width).count();
            // Results of one part begin anew with a four of columns.
            let together = if width.is_multiple_of(4) { at_once / (width * depth).max(1) } else { 1 };
            let (parts, others) = rest.split_at(same.min(together.max(1)));
            let bias = bias.map(|bias| &bias[first..first + parts.len() * width]);
            runs.push(Run::new(gpu, format, parts, bias, activation)?);
            first += parts.len() * width;
            rest = others;
        }
        let norm = norm.map(|norm| layer_norm::Resident::new(gpu, norm)).transpose()?;
        Ok(Resident { gpu: gpu.clone(), depth, format, norm, activation, runs, kernel, keeps_f32: false })
    }

    /// The same layer, its results f32 where this is so.
    pub(crate) fn keeping_f32(self, keeps_f32: bool) -> Resident {
        Resident { keeps_f32, ..self }
    }

    /// `x [m, k]` -> `[m, n_i]` for each weight; with GEGLU, half as many columns. With a `residual`, of a layer with one weight,
    /// the result is f32.
    pub(crate) fn apply(&self, x: &GpuTensor, residual: Option<&GpuTensor>) -> Result<Vec<GpuTensor>, Error> {
        let [rows, depth] = x.matrix();
        assert_eq!(depth, self.depth, "{x:?}: a row has as many values as a weight's");
        assert!(residual.is_none() || matches!(self.runs[..], [Run { parts: 1, .. }]), "a residual of one weight");
        let format = if residual.is_some() || self.keeps_f32 { Format::F32 } else { self.format };
        let statistics = self.norm.as_ref().map(|norm| norm.statistics(x)).transpose()?;
        let mut results = Vec::new();
        for run in &self.runs {
            // Parts begin at multiples of 256 bytes, which are those of 128 values.
            let stride = if run.parts == 1 { rows * run.outputs } else { (rows * run.outputs).next_multiple_of(128) };
            let together = (self.gpu.values_at_once(format.size()) / stride.max(1)).clamp(1, run.parts);
            for first in (0..run.parts).step_by(together) {
                let parts = first..run.parts.min(first + together);
                let out = GpuTensor::empty(&self.gpu, &[parts.len() * stride], format)?;
                let launch = Launch {
                    layer: self,
                    run,
                    parts: parts.clone(),
                    x,
                    statistics: statistics.as_ref(),
                    residual,
                    out: &out,
                    stride,
                };
                launch.record()?;
                results.extend((0..parts.len()).map(|part| out.part(part * stride, &[rows, run.outputs])));
            }
        }
        Ok(results)
    }
}

impl Run {
    fn new(
        gpu: &WebGpu,
        format: Format,
        parts: &[Weight],
        bias: Option<&[f32]>,
        activation: Activation,
    ) -> Result<Run, Error> {
        let [width, depth] = parts[0].shape() else { panic!("{parts:?} are matrices") };
        let (width, depth) = (*width, *depth);
        // Where the row of each column is: one behind the other, or two values and two gates in turn.
        let (outputs, order): (usize, Vec<Option<usize>>) = if activation == Activation::Geglu {
            let half = width / 2;
            let place = |column: usize| {
                let value = column / 4 * 2 + column % 2;
                (value < half).then_some(if column % 4 < 2 { value } else { half + value })
            };
            (half, (0..half.div_ceil(2) * 4).map(place).collect())
        } else {
            (width, (0..width).map(Some).collect())
        };
        let columns = order.len();
        let mut bytes = vec![0; parts.len() * columns * depth * format.size()];
        let rows = bytes.par_chunks_mut((depth * format.size()).max(1)).enumerate();
        rows.try_for_each_init(
            || vec![0.0; depth],
            |values, (row, bytes)| {
                let weight = &parts[row / columns];
                match order[row % columns] {
                    Some(source) => {
                        weight.read(source * depth, values);
                        stored(weight, values, format, bytes)
                    }
                    None => Ok(()),
                }
            },
        )?;
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        let buffer = gpu.upload(&bytes)?;
        let weights = GpuTensor::of(gpu, buffer, 0, &[parts.len() * columns, depth], format);
        let bias = match bias {
            Some(bias) => {
                let of_part =
                    |bias: &[f32]| order.iter().map(|row| row.map_or(0.0, |row| bias[row])).collect::<Vec<_>>();
                let values: Vec<f32> = bias.chunks(width.max(1)).flat_map(of_part).collect();
                Some(GpuTensor::upload(gpu, &values, &[values.len()])?)
            }
            None => None,
        };
        Ok(Run { parts: parts.len(), outputs, columns, weights, bias })
    }
}

/// Writes a weight's values in the format of the device.
fn stored(weight: &Weight, values: &[f32], format: Format, bytes: &mut [u8]) -> Result<(), Error> {
    if format == Format::F32 {
        bytes.copy_from_slice(bytemuck::cast_slice(values));
        return Ok(());
    }
    if let Some(large) = values.iter().find(|value| half::f16::from_f32(**value).is_infinite()) {
        let reason = format!("{} has the value {large}, and f16 ends at 65504: use --precision f32", weight.name());
        return Err(Error::Precision { precision: Precision::F16, reason });
    }
    let mut halves = vec![half::f16::ZERO; values.len()];
    halves.convert_from_f32_slice(values);
    for (bytes, half) in bytes.as_chunks_mut().0.iter_mut().zip(&halves) {
        *bytes = half.to_bits().to_ne_bytes();
    }
    Ok(())
}
