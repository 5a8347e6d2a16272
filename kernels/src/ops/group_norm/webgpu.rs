//! On an adapter: two launches, whatever the number and size of groups.

use std::ops::Range;

use crate::{
    Error,
    webgpu::{Arguments, Dispatch, GpuTensor, Shader},
    weight::Format,
};

const INVOCATIONS: usize = 256;
/// Values of a group that one workgroup sums: the kernels' constant of the same name.
const CHUNK: usize = 4096;

const MOMENTS: &str = concat!(include_str!("../group_norm.wgsl"), include_str!("moments.wgsl"));
const NORMALISE: &str = concat!(include_str!("../group_norm.wgsl"), include_str!("normalise.wgsl"));

/// `x [c, n] -> [c, n]`, in f32.
pub(super) fn group_norm(
    x: &GpuTensor,
    groups: usize,
    scale: &[f32],
    shift: &[f32],
    epsilon: f32,
) -> Result<GpuTensor, Error> {
    let (gpu, [channels, places]) = (x.gpu(), x.matrix());
    let out = GpuTensor::empty(gpu, x.shape(), Format::F32)?;
    let group = channels / groups * places;
    if group == 0 {
        return Ok(out);
    }
    let chunks_of_group = group.div_ceil(CHUNK);
    let chunks = groups * chunks_of_group;
    let moments = GpuTensor::empty(gpu, &[chunks, 2], Format::F32)?;
    let [scale, shift] = [GpuTensor::upload(gpu, scale, &[channels])?, GpuTensor::upload(gpu, shift, &[channels])?];
    let first_of = |chunk: usize| chunk / chunks_of_group * group + chunk % chunks_of_group * CHUNK;
    let at_once = (gpu.values_at_once(Format::F32.size()) / CHUNK).max(1);
    let launch = |launched: Range<usize>, normalise: bool| {
        let values = first_of(launched.start)..first_of(launched.end);
        let mut arguments = Arguments::new(gpu, &[]);
        let x_base = arguments.reads("x", x.window(values.clone()), false);
        let (entry, text, out_base) = if normalise {
            arguments.bind(moments.bound(), "read", "moments", "vec2f");
            arguments.bind(scale.bound(), "read", "scale", "f32");
            arguments.bind(shift.bound(), "read", "shift", "f32");
            ("normalise", NORMALISE, arguments.writes("out", out.window(values.clone()), 1))
        } else {
            let window = moments.window(2 * launched.start..2 * launched.end);
            ("moments_of_chunks", MOMENTS, arguments.writes("out", window, 2))
        };
        arguments.define(&gpu.total(INVOCATIONS));
        let shader = Shader { name: "group_norm", entry, text, definitions: arguments.definitions };
        let sizes = [group, places, channels / groups, chunks_of_group, launched.len(), launched.start];
        let bases = [epsilon.to_bits(), x_base, out_base, 0, 0, 0];
        let uniforms: Vec<u32> = sizes.iter().map(|&size| size as u32).chain(bases).collect();
        gpu.dispatch(&Dispatch {
            shader: &shader,
            uniforms: bytemuck::cast_slice(&uniforms),
            buffers: &arguments.buffers,
            workgroups: gpu.folded(launched.len()),
            operations: (5 * values.len()) as f64,
        })
    };
    for normalise in [false, true] {
        for start in (0..chunks).step_by(at_once) {
            launch(start..chunks.min(start + at_once), normalise)?;
        }
    }
    Ok(out)
}
