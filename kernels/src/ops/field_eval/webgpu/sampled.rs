//! The first layer applied to the planes, in as few parts as can be bound.

use std::ops::Range;

use super::{Layer, columns, vector_bytes};
use crate::{
    Error,
    webgpu::{Bound, Buffer, Dispatch, GpuTensor, Shader, WebGpu},
};

/// Consecutive samples of the planes, to which the first layer is applied without its bias.
#[derive(Clone)]
pub(super) struct Part {
    /// Which of all 3 h w.
    pub(super) samples: Range<usize>,
    /// `[samples, f / 4]` vectors of four.
    values: Buffer,
    bytes: u64,
}

impl Part {
    pub(super) fn bound(&self) -> Bound<'_> {
        Bound { buffer: &self.values, offset: 0, bytes: self.bytes }
    }
}

/// Of planes `[3, c, h, w]` in f32.
///
/// # Errors
/// [`Error::Device`] when the device fails or has no room.
pub(super) fn sampled(planes: &GpuTensor, first: &Layer) -> Result<Vec<Part>, Error> {
    let gpu = planes.gpu();
    let &[3, _, height, width] = planes.shape() else { panic!("{planes:?} is no triplane") };
    let (all, sample_bytes) = (3 * height * width, vector_bytes(first));
    // A decoder whose parameters can be bound has no sample that cannot: its first bias is as long.
    let at_once = (gpu.capabilities().max_binding_bytes / sample_bytes).max(1) as usize;
    let part = |start: usize| {
        let samples = start..all.min(start + at_once);
        let bytes = samples.len() as u64 * sample_bytes;
        Ok(Part { samples, values: gpu.allocate(bytes)?, bytes })
    };
    let parts = (0..all).step_by(at_once).map(part).collect::<Result<Vec<Part>, Error>>()?;
    write(gpu, planes, first, &parts)?;
    Ok(parts)
}

/// One launch a part where planes and weights can be bound, else one for some channels of each plane.
fn write(gpu: &WebGpu, planes: &GpuTensor, first: &Layer, parts: &[Part]) -> Result<(), Error> {
    let &[3, channels, height, width] = planes.shape() else { panic!("{planes:?} is no triplane") };
    let (area, outputs) = (height * width, 4 * first.outputs.div_ceil(4));
    let weights = GpuTensor::upload(gpu, &columns(first), &[3 * channels, outputs])?;
    let at_once = gpu.values_at_once(size_of::<f32>());
    let (samples_at_once, channels_at_once) = if planes.count().max(weights.count()) <= at_once {
        (3 * area, channels)
    } else {
        // Where not even one channel of a plane can be bound, a part's samples of it can: they take a fourth of its bytes or less.
        (area, (at_once / area.max(outputs)).max(1))
    };
    let shader = Shader {
        name: "field_eval/sampled",
        entry: "main",
        text: include_str!("../sampled.wgsl"),
        definitions: String::new(),
    };
    let pieces = parts.iter().flat_map(|part| {
        let Range { start, end } = part.samples;
        let begins = (start / samples_at_once * samples_at_once..end).step_by(samples_at_once);
        begins.map(move |begin| (part, begin.max(start)..end.min(begin + samples_at_once)))
    });
    for (part, samples) in pieces {
        for first_channel in (0..channels).step_by(channels_at_once) {
            let some = channels_at_once.min(channels - first_channel);
            // The first value and the last one that are read, of the planes and of the weights.
            let channel = |sample: usize| sample / area * channels + first_channel;
            let (from, last) = (channel(samples.start), channel(samples.end - 1) + some - 1);
            let read = from * area + samples.start % area..last * area + (samples.end - 1) % area + 1;
            let source = planes.window(read.clone());
            let applied = weights.window(from * outputs..(last + 1) * outputs);
            gpu.dispatch(&Dispatch {
                shader: &shader,
                uniforms: bytemuck::cast_slice(&[
                    samples.len() as u32,
                    samples.start as u32,
                    (samples.start - part.samples.start) as u32,
                    area as u32,
                    (outputs / 4) as u32,
                    channels as u32,
                    first_channel as u32,
                    some as u32,
                    read.start as u32 - source.base,
                    ((from * outputs) as u32 - applied.base) / 4,
                    0,
                    0,
                ]),
                buffers: &[source.bound, applied.bound, part.bound()],
                workgroups: gpu.folded((samples.len() * outputs / 4).div_ceil(64)),
                operations: (2 * samples.len() * outputs * some) as f64,
            })?;
        }
    }
    Ok(())
}
