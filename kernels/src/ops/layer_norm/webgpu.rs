//! Rows on an adapter: normalised in one launch, or their statistics alone, for a product that normalises as it reads.

use super::LayerNorm;
use crate::{
    Error,
    webgpu::{Arguments, Dispatch, GpuTensor, Shader, WebGpu},
    weight::Format,
};

const INVOCATIONS: usize = 128;

/// Scale and shift on an adapter, each padded to fours with zeros.
#[derive(Debug)]
pub(crate) struct Resident {
    parameters: GpuTensor,
    epsilon: f32,
}

impl Resident {
    pub(crate) fn new(gpu: &WebGpu, norm: &LayerNorm) -> Result<Resident, Error> {
        let mut values = Vec::new();
        for parameters in [&norm.scale, &norm.shift] {
            values.extend_from_slice(parameters);
            values.resize(values.len().next_multiple_of(4), 0.0);
        }
        Ok(Resident { parameters: GpuTensor::upload(gpu, &values, &[values.len()])?, epsilon: norm.epsilon })
    }

    /// Scale, then shift.
    pub(crate) fn parameters(&self) -> &GpuTensor {
        &self.parameters
    }

    /// `x [n, c] -> [n, 2]`: each row's mean, and the reciprocal of its deviation.
    pub(crate) fn statistics(&self, x: &GpuTensor) -> Result<GpuTensor, Error> {
        self.apply(x, false)
    }

    /// `x [n, c] -> [n, c]`, or each row's statistics.
    fn apply(&self, x: &GpuTensor, normalise: bool) -> Result<GpuTensor, Error> {
        let (gpu, [rows, columns]) = (x.gpu(), x.matrix());
        let in_fours = columns.is_multiple_of(4);
        let (entry, text, results, width) = match (normalise, in_fours) {
            (false, _) => ("statistics", STATISTICS, 2, 2),
            (true, true) => ("normalise", NORMALISE, columns, 4),
            (true, false) => ("normalise", NORMALISE, columns, 1),
        };
        let out = GpuTensor::empty(gpu, &[rows, results], Format::F32)?;
        // Rows that are bound at once, their results included.
        let step = (gpu.values_at_once(Format::F32.size()) / columns.max(2)).max(1);
        for start in (0..rows).step_by(step) {
            let rows = start..rows.min(start + step);
            let mut arguments = Arguments::new(gpu, &[]);
            let x_base = arguments.reads("x", x.window(rows.start * columns..rows.end * columns), in_fours);
            let out_base = arguments.writes("out", out.window(rows.start * results..rows.end * results), width);
            if normalise {
                arguments.bind(self.parameters.bound(), "read", "norm", "vec4f");
            }
            arguments.define(&gpu.total(INVOCATIONS));
            let shader = Shader { name: "layer_norm", entry, text, definitions: arguments.definitions };
            let uniforms = [rows.len() as u32, columns as u32, self.epsilon.to_bits(), x_base, out_base, 0, 0, 0];
            gpu.dispatch(&Dispatch {
                shader: &shader,
                uniforms: bytemuck::cast_slice(&uniforms),
                buffers: &arguments.buffers,
                workgroups: gpu.folded(rows.len()),
                operations: (6 * rows.len() * columns) as f64,
            })?;
        }
        Ok(out)
    }
}

const STATISTICS: &str = concat!(include_str!("../layer_norm.wgsl"), include_str!("statistics.wgsl"));
const NORMALISE: &str = concat!(include_str!("../layer_norm.wgsl"), include_str!("normalise.wgsl"));

/// `x [n, c] -> [n, c]`, in f32.
pub(super) fn layer_norm(norm: &LayerNorm, x: &GpuTensor) -> Result<GpuTensor, Error> {
    assert_eq!(x.matrix()[1], norm.channels(), "a row has as many channels as the norm");
    Resident::new(x.gpu(), norm)?.apply(x, true)
}
