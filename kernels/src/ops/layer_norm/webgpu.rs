//! Rows on an adapter: normalised in one launch, or their statistics alone, for a product that normalises as it reads.

use std::ops::Range;

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
        let out = GpuTensor::empty(x.gpu(), &[x.matrix()[0], 2], Format::F32)?;
        for rows in rows_at_once(x) {
            let range = 2 * rows.start..2 * rows.end;
            self.launch(x, rows, &out, range, 2, "statistics", STATISTICS)?;
        }
        Ok(out)
    }

    fn normalise(&self, x: &GpuTensor) -> Result<GpuTensor, Error> {
        let [_, columns] = x.matrix();
        let out = GpuTensor::empty(x.gpu(), x.shape(), Format::F32)?;
        let width = if columns.is_multiple_of(4) { 4 } else { 1 };
        for rows in rows_at_once(x) {
            let range = rows.start * columns..rows.end * columns;
            self.launch(x, rows, &out, range, width, "normalise", NORMALISE)?;
        }
        Ok(out)
    }

    #[expect(clippy::too_many_arguments, reason = "one place for two kernels")]
    fn launch(
        &self,
        x: &GpuTensor,
        rows: Range<usize>,
        out: &GpuTensor,
        range: Range<usize>,
        width: usize,
        entry: &'static str,
        text: &'static str,
    ) -> Result<(), Error> {
        let (gpu, [_, columns]) = (x.gpu(), x.matrix());
        let mut arguments = Arguments::new(gpu, &[]);
        let values = rows.start * columns..rows.end * columns;
        let x_base = arguments.reads("x", x.window(values), columns.is_multiple_of(4));
        let out_base = arguments.writes("out", out.window(range), width);
        if entry == "normalise" {
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
        })
    }
}

const STATISTICS: &str = concat!(include_str!("../layer_norm.wgsl"), include_str!("statistics.wgsl"));
const NORMALISE: &str = concat!(include_str!("../layer_norm.wgsl"), include_str!("normalise.wgsl"));

/// Rows of `x` that are bound at once, all of their f32 results included.
fn rows_at_once(x: &GpuTensor) -> impl Iterator<Item = Range<usize>> + use<> {
    let [rows, columns] = x.matrix();
    let step = (x.gpu().values_at_once(Format::F32.size()) / columns.max(2)).max(1);
    (0..rows).step_by(step).map(move |start| start..rows.min(start + step))
}

/// `x [n, c] -> [n, c]`, in f32.
pub(super) fn layer_norm(norm: &LayerNorm, x: &GpuTensor) -> Result<GpuTensor, Error> {
    assert_eq!(x.matrix()[1], norm.channels(), "a row has as many channels as the norm");
    Resident::new(x.gpu(), norm)?.normalise(x)
}
