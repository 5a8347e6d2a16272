//! The layers after the first, in as few launches as their parameters can be bound in.

use super::{Layer, columns, padded, vector_bytes};
use crate::{
    Error,
    webgpu::{Bound, Buffer, DeviceFault, WebGpu},
};

/// Consecutive layers that one launch applies, once it has added a bias to what they read.
#[derive(Clone)]
pub(super) struct Stage {
    /// That bias; then of each layer its weights `[inputs, outputs / 4]` and its bias.
    parameters: Buffer,
    bytes: u64,
    /// CHANNELS4, ACTIVATED, OUTPUTS and `layers` of `field_eval.wgsl`.
    pub(super) definitions: String,
    /// Features that it gives: of the last stage as many as there are, of another one whole vectors of four.
    pub(super) outputs: usize,
    /// Of a point.
    pub(super) operations: usize,
}

impl Stage {
    pub(super) fn parameters(&self) -> Bound<'_> {
        Bound { buffer: &self.parameters, offset: 0, bytes: self.bytes }
    }

    fn new(gpu: &WebGpu, bias: Vec<f32>, layers: &[Layer], outputs: usize) -> Result<Stage, Error> {
        let (channels4, mut parameters) = (bias.len() / 4, bias);
        let mut applied = String::new();
        for (index, layer) in layers.iter().enumerate() {
            let weights = parameters.len() / 4;
            parameters.extend(columns(layer));
            let bias = parameters.len() / 4;
            parameters.extend(padded(&layer.bias));
            // The next stage activates what it reads.
            let activated = index + 1 < layers.len();
            let (inputs, outputs4) = (layer.inputs, layer.outputs.div_ceil(4));
            applied += &format!("dense({weights}u, {bias}u, {inputs}u, {outputs4}u, {activated}, lane);\n");
        }
        let definitions = format!(
            "const CHANNELS4 = {channels4}u;\nconst ACTIVATED = {};\nconst OUTPUTS = {outputs}u;\n\
             fn layers(lane: u32) {{\n{applied}}}\n",
            !layers.is_empty(),
        );
        let operations = layers.iter().map(|layer| 2 * layer.inputs * layer.outputs).sum();
        let bytes = 4 * parameters.len() as u64;
        let parameters = gpu.upload(bytemuck::cast_slice(&parameters))?;
        Ok(Stage { parameters, bytes, definitions, outputs, operations })
    }
}

/// Of a decoder, the first layer's bias included.
///
/// # Errors
/// [`Error::Device`] when the device fails, or cannot bind one layer.
pub(super) fn stages(gpu: &WebGpu, first: &Layer, others: &[Layer]) -> Result<Vec<Stage>, Error> {
    let limit = gpu.capabilities().max_binding_bytes;
    let (mut stages, mut bias, mut last, mut rest) = (Vec::new(), padded(&first.bias), first, others);
    loop {
        let mut taken = vector_bytes(last);
        let fits = |layer: &&Layer| {
            taken += vector_bytes(layer) * (layer.inputs + 1) as u64;
            taken <= limit
        };
        let (here, later) = rest.split_at(rest.iter().take_while(fits).count());
        if let ([], [layer, ..]) = (here, later) {
            let Layer { inputs, outputs, .. } = layer;
            let reason = format!(
                "a decoder's layer of {inputs} x {outputs} takes {taken} bytes; a kernel is given at most {limit}"
            );
            return Err(gpu.failed(DeviceFault::Invalid { reason }));
        }
        last = here.last().unwrap_or(last);
        let outputs = if later.is_empty() { last.outputs } else { last.outputs.next_multiple_of(4) };
        stages.push(Stage::new(gpu, bias, here, outputs)?);
        if later.is_empty() {
            return Ok(stages);
        }
        // Where layers were parted, nothing is left to add.
        bias = vec![0.0; outputs];
        rest = later;
    }
}
