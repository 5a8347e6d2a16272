//! A triplane field on an adapter: the same steps as on the CPU, a tile of points a workgroup. One launch takes points through all of
//! it where planes and layers can be bound. Else parts of the planes are added to the points' sums one after the other, and layers
//! are applied some at a time.

mod sampled;
mod stage;

use std::fmt;

use self::{sampled::Part, stage::Stage};
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
    /// The first layer of the planes; one part where it can be bound.
    parts: Vec<Part>,
    /// The other layers; one stage where they can be bound.
    stages: Vec<Stage>,
    /// What every stage's kernel is told.
    definitions: String,
    /// Points of a tile over four.
    quads: usize,
}

#[repr(C)]
#[derive(Clone, Copy, Default, bytemuck::Pod, bytemuck::Zeroable)]
struct Uniforms {
    count: u32,
    bias: f32,
    threshold: f32,
    first_sample: u32,
    samples: u32,
    unused: [u32; 3],
}

impl WebGpuFieldEval {
    /// Of planes `[3, c, h, w]` and layers that follow on each other.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or has no room, or a layer is larger than it can bind.
    pub(super) fn new(planes: &GpuTensor, layers: Vec<Layer>) -> Result<WebGpuFieldEval, Error> {
        // A network in reduced precision may give halves.
        let planes = planes.in_f32()?;
        let gpu = planes.gpu().clone();
        let &[3, _, height, width] = planes.shape() else { panic!("{planes:?} is no triplane") };
        let fours = |layer: &Layer| layer.outputs.div_ceil(4);
        let (first, others) = layers.split_first().expect("a decoder has layers");
        let rows = layers.iter().map(fours).max().expect("a decoder has layers");
        if rows > LANES {
            let reason = format!("a decoder's layer has {} features; there is room for {}", 4 * rows, 4 * LANES);
            return Err(gpu.failed(DeviceFault::Invalid { reason }));
        }
        let quads = (LANES / rows).min(MAX_QUADS);
        let stages = stage::stages(&gpu, first, others)?;
        let parts = sampled::sampled(&planes, first)?;
        let definitions = format!(
            "const HEIGHT = {height}u;\nconst WIDTH = {width}u;\nconst QUADS = {quads}u;\nconst ROWS = {}u;\n",
            4 * rows
        );
        Ok(WebGpuFieldEval { planes, layers, parts, stages, definitions, quads })
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
        let widest = self.layers.iter().map(vector_bytes).max().expect("a decoder has layers") as usize;
        // What one launch leaves to the next.
        let left = if self.parts.len() == 1 && self.stages.len() == 1 { 0 } else { widest };
        let bytes = POINT_BYTES.max(4 * self.outputs()).max(left);
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
        let each = match what {
            Written::Raw => self.outputs(),
            Written::Level(_) => 0,
            Written::Colors => self.outputs() - 1,
        };
        for begin in (0..count).step_by(some) {
            let points_here = some.min(count - begin);
            let [offset, bytes] = [begin, points_here].map(|points| (points * POINT_BYTES) as u64);
            let points = || Bound { buffer: points, offset, bytes };
            let to = if each == 0 {
                Bound { buffer: to.buffer, offset: to.offset, bytes: to.bytes }
            } else {
                let offset = to.offset + (4 * begin * each) as u64;
                Bound { buffer: to.buffer, offset, bytes: (4 * points_here * each) as u64 }
            };
            let mut left = match &self.parts[..] {
                [_] => None,
                _ => Some(self.sums(points(), points_here)?),
            };
            let (last, others) = self.stages.split_last().expect("of every decoder");
            for stage in others {
                let features = self.gpu().allocate((4 * points_here * stage.outputs) as u64)?;
                self.apply(stage, points(), points_here, left.as_ref(), Written::Raw, whole(&features))?;
                left = Some(features);
            }
            self.apply(last, points(), points_here, left.as_ref(), what, to)?;
        }
        Ok(())
    }

    /// Records the first layer, without its bias, of points: `[count, f / 4]` vectors of four.
    fn sums(&self, points: Bound<'_>, count: usize) -> Result<Buffer, Error> {
        let bytes = count as u64 * vector_bytes(&self.layers[0]);
        let (sums, vectors) = (self.gpu().allocate(bytes)?, bytes as usize / 16);
        let shader = self.shader("add", &self.stages[0], 0, true);
        for part in &self.parts {
            self.gpu().dispatch(&Dispatch {
                shader: &shader,
                uniforms: bytemuck::bytes_of(&Uniforms {
                    count: count as u32,
                    first_sample: part.samples.start as u32,
                    samples: part.samples.len() as u32,
                    ..Uniforms::default()
                }),
                buffers: &[Bound { ..points }, part.bound(), whole(&sums)],
                workgroups: self.gpu().folded(vectors.div_ceil(LANES)),
                operations: (24 * 4 * vectors) as f64,
            })?;
        }
        Ok(sums)
    }

    /// Records a stage, of points in the planes or of what the launch before has left of them.
    fn apply(
        &self,
        stage: &Stage,
        points: Bound<'_>,
        count: usize,
        left: Option<&Buffer>,
        what: Written,
        to: Bound<'_>,
    ) -> Result<(), Error> {
        let (mode, level) = match what {
            Written::Raw => (0, Level::default()),
            Written::Level(level) => (1, level),
            Written::Colors => (2, Level::default()),
        };
        let sampling = if left.is_some() { 0 } else { 24 * self.layers[0].outputs };
        self.gpu().dispatch(&Dispatch {
            shader: &self.shader("main", stage, mode, left.is_some()),
            uniforms: bytemuck::bytes_of(&Uniforms {
                count: count as u32,
                bias: level.bias,
                threshold: level.threshold,
                ..Uniforms::default()
            }),
            buffers: &[points, left.map_or_else(|| self.parts[0].bound(), whole), stage.parameters(), to],
            workgroups: self.gpu().folded(count.div_ceil(4 * self.quads)),
            operations: (count * (sampling + stage.operations)) as f64,
        })
    }

    fn shader(&self, entry: &'static str, stage: &Stage, mode: u32, in_parts: bool) -> Shader {
        Shader {
            name: "field_eval",
            entry,
            text: include_str!("../field_eval.wgsl"),
            definitions: format!(
                "const MODE = {mode}u;\nconst IN_PARTS = {in_parts};\n{}{}",
                self.definitions, stage.definitions
            ),
        }
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

/// Bytes of what the layer gives, as vectors of four.
fn vector_bytes(layer: &Layer) -> u64 {
    16 * layer.outputs.div_ceil(4) as u64
}
