//! A triplane field on an adapter: the same steps as on the CPU, a tile of points a workgroup.

use std::fmt;

use super::{
    Layer, Level,
    gpu::{POINT_BYTES, Written},
};
use crate::{
    Error,
    webgpu::{Bound, Buffer, DeviceFault, Dispatch, GpuTensor, Shader, WebGpu},
};

/// Invocations of a workgroup, each with four features of four points.
const LANES: usize = 256;
/// The most points of a tile; fewer where layers are wide, so that a tile fits in 16 KiB.
const MAX_QUADS: usize = 16;
/// Points of a launch; a run can be ended between launches.
const POINTS_A_LAUNCH: usize = 1 << 16;
/// Planes and the layers that decode them, on an adapter; clones share them.
#[derive(Clone)]
pub(super) struct WebGpuFieldEval {
    /// `[3, c, h, w]`
    planes: GpuTensor,
    layers: Vec<Layer>,
    /// The first layer of the planes.
    sampled: Buffer,
    parameters: Buffer,
    definitions: String,
    /// Points of a tile over four.
    quads: usize,
}

#[repr(C)]
#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
struct Uniforms {
    count: u32,
    bias: f32,
    threshold: f32,
    unused: u32,
}

impl WebGpuFieldEval {
    /// Of planes `[3, c, h, w]` and layers that follow on each other.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails, or planes or layers are larger than it can bind.
    pub(super) fn new(planes: &GpuTensor, layers: Vec<Layer>) -> Result<WebGpuFieldEval, Error> {
        // A network in reduced precision may give halves.
        let planes = planes.in_f32()?;
        let gpu = planes.gpu().clone();
        let &[3, channels, height, width] = planes.shape() else { panic!("{planes:?} is no triplane") };
        let fours = |layer: &Layer| layer.outputs.div_ceil(4);
        let (first, others) = layers.split_first().expect("a decoder has layers");
        let rows = layers.iter().map(fours).max().expect("a decoder has layers");
        if rows > LANES {
            let reason = format!("a decoder's layer has {} features; there is room for {}", 4 * rows, 4 * LANES);
            return Err(gpu.failed(DeviceFault::Invalid { reason }));
        }
        let quads = (LANES / rows).min(MAX_QUADS);

        let mut parameters: Vec<f32> = padded(&first.bias);
        let mut applied = String::new();
        for (index, layer) in others.iter().enumerate() {
            let weights = parameters.len() / 4;
            parameters.extend(columns(layer));
            let bias = parameters.len() / 4;
            parameters.extend(padded(&layer.bias));
            let activated = index + 1 < others.len();
            let (inputs, outputs4) = (layer.inputs, fours(layer));
            applied += &format!("dense({weights}u, {bias}u, {inputs}u, {outputs4}u, {activated}, lane);\n");
        }
        let definitions = format!(
            "const CHANNELS4 = {}u;\nconst HEIGHT = {height}u;\nconst WIDTH = {width}u;\nconst QUADS = {quads}u;\n\
             const ROWS = {}u;\nconst OUTPUTS = {}u;\nconst ACTIVATED = {};\nfn layers(lane: u32) {{\n{applied}}}\n",
            fours(first),
            4 * rows,
            layers[layers.len() - 1].outputs,
            !others.is_empty(),
        );
        let parameters = gpu.upload(bytemuck::cast_slice(&parameters))?;
        let area = height * width;
        let count = 3 * area * fours(first);
        let sampled = gpu.allocate(16 * count as u64)?;
        let weights = gpu.upload(bytemuck::cast_slice(&columns(first)))?;
        let largest = sampled.size().max(parameters.size()).max(weights.size()).max(planes.bound().bytes);
        let limit = gpu.capabilities().max_binding_bytes;
        if largest > limit {
            let reason = format!("a field's planes take {largest} bytes; a kernel is given at most {limit}");
            return Err(gpu.failed(DeviceFault::OutOfMemory { reason }));
        }
        gpu.dispatch(&Dispatch {
            shader: &Shader {
                name: "field_eval/sampled",
                entry: "main",
                text: include_str!("sampled.wgsl"),
                definitions: String::new(),
            },
            uniforms: bytemuck::cast_slice(&[channels as u32, area as u32, fours(first) as u32, 0]),
            buffers: &[planes.bound(), whole(&weights), whole(&sampled)],
            workgroups: gpu.folded(count.div_ceil(64)),
            operations: (8 * count * channels) as f64,
        })?;
        Ok(WebGpuFieldEval { planes, layers, sampled, parameters, definitions, quads })
    }

    pub(crate) fn gpu(&self) -> &WebGpu {
        self.planes.gpu()
    }

    /// `[3, c, h, w]`.
    pub(super) fn planes(&self) -> &GpuTensor {
        &self.planes
    }

    pub(super) fn layers(&self) -> &[Layer] {
        &self.layers
    }

    fn outputs(&self) -> usize {
        self.layers[self.layers.len() - 1].outputs
    }

    /// Points that one launch takes: what it reads and writes of them can be bound.
    pub(crate) fn points_a_launch(&self) -> usize {
        let bytes = POINT_BYTES.max(4 * self.outputs());
        let bound = self.gpu().capabilities().max_binding_bytes as usize / bytes;
        // Parts of buffers begin at multiples of 256 bytes.
        (bound.min(POINTS_A_LAUNCH) / 64 * 64).max(64)
    }

    /// Records the evaluation of the first `count` of `points`, as many as a launch takes at a time.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    pub(crate) fn write(&self, points: &Buffer, count: usize, what: Written, to: Bound<'_>) -> Result<(), Error> {
        let some = self.points_a_launch();
        let (mode, level, each) = match what {
            Written::Raw => (0, Level::default(), self.outputs()),
            Written::Level(level) => (1, level, 0),
            Written::Colors => (2, Level::default(), self.outputs() - 1),
        };
        let shader = Shader {
            name: "field_eval",
            entry: "main",
            text: include_str!("../field_eval.wgsl"),
            definitions: format!("const MODE = {mode}u;\n{}", self.definitions),
        };
        let products: usize = self.layers.iter().skip(1).map(|layer| layer.inputs * layer.outputs).sum();
        let operations = 2 * products + 24 * self.layers[0].outputs;
        for begin in (0..count).step_by(some) {
            let points_here = some.min(count - begin);
            let part = if each == 0 {
                Bound { buffer: to.buffer, offset: to.offset, bytes: to.bytes }
            } else {
                let offset = to.offset + (4 * begin * each) as u64;
                Bound { buffer: to.buffer, offset, bytes: (4 * points_here * each) as u64 }
            };
            let (offset, bytes) = ((begin * POINT_BYTES) as u64, (points_here * POINT_BYTES) as u64);
            self.gpu().dispatch(&Dispatch {
                shader: &shader,
                uniforms: bytemuck::bytes_of(&Uniforms {
                    count: points_here as u32,
                    bias: level.bias,
                    threshold: level.threshold,
                    unused: 0,
                }),
                buffers: &[
                    Bound { buffer: points, offset, bytes },
                    whole(&self.sampled),
                    whole(&self.parameters),
                    part,
                ],
                workgroups: self.gpu().folded(points_here.div_ceil(4 * self.quads)),
                operations: (points_here * operations) as f64,
            })?;
        }
        Ok(())
    }
}

impl fmt::Debug for WebGpuFieldEval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a field of {:?}", self.planes)
    }
}

/// All of a buffer.
fn whole(buffer: &Buffer) -> Bound<'_> {
    Bound { buffer, offset: 0, bytes: buffer.size() }
}

/// `values`, with zeros up to a multiple of four.
fn padded(values: &[f32]) -> Vec<f32> {
    let mut padded = values.to_vec();
    padded.resize(values.len().next_multiple_of(4), 0.0);
    padded
}

/// A layer's weights as `[inputs, outputs]`, the outputs padded with zeros to a multiple of four.
fn columns(layer: &Layer) -> Vec<f32> {
    let column = |input| {
        let column: Vec<f32> = (0..layer.outputs).map(|output| layer.row(output)[input]).collect();
        padded(&column)
    };
    (0..layer.inputs).flat_map(column).collect()
}
