//! The kernel with cooperative matrices: for halves of heads that it has room for, in one launch, where it agrees with the plain one.

use crate::{
    Error,
    webgpu::{Arguments, Bound, Cooperative, Dispatch, GpuTensor, SIDE, Shader, Tile, WebGpu},
    weight::Format,
};

/// The most channels of a head: tiles of keys, values, weights and sums in 32 KiB.
const MAX_CHANNELS: usize = 64;
/// Subgroups of a workgroup that multiply, with 16 queries each: the kernel's constant of the same name.
const SUBGROUPS: usize = 4;
const QUERIES: usize = SIDE * SUBGROUPS;
/// Keys of a tile: the kernel's constant of the same name.
const KEYS: usize = 32;

const TILES: [Tile; 4] = [
    Tile::Operands("k_tile", "KEY_STRIDE"),
    Tile::Operands("v_tile", "KEY_STRIDE"),
    Tile::Operands("weights_tile", "WEIGHT_STRIDE"),
    Tile::Sums("sums_tile", "SUMS_STRIDE"),
];

/// What the kernel is composed for, if it is the one for these.
pub(super) fn of_halves(q: &GpuTensor, k: &GpuTensor, v: &GpuTensor, heads: usize) -> Option<Cooperative> {
    let are_halves = [q, k, v].iter().all(|tensor| tensor.format() == Format::F16);
    let channels = q.matrix()[1] / heads;
    let has_room = workgroup_bytes(MAX_CHANNELS) <= q.gpu().capabilities().workgroup_bytes as usize;
    if are_halves && channels <= MAX_CHANNELS && has_room { agreed(q.gpu()) } else { None }
}

fn workgroup_bytes(channels: usize) -> usize {
    let halves = 2 * KEYS * (channels + 8) + QUERIES * (KEYS + 8);
    2 * halves + 4 * QUERIES * (channels.max(KEYS) + 4)
}

/// Two sequences and heads, with several tiles of queries and keys, the last ones ragged.
fn agreed(gpu: &WebGpu) -> Option<Cooperative> {
    let [sequences, queries, keys, heads, channels] = [2, 83, 75, 2, 64];
    gpu.cooperates("attention", |trial, cooperative| {
        let halves = |rows: usize, step: usize| {
            let values: Vec<half::f16> = (0..sequences * rows * heads * channels)
                .map(|i| half::f16::from_f32(((i * step) % 31) as f32 / 16.0 - 1.0))
                .collect();
            let buffer = trial.upload(bytemuck::cast_slice(&values))?;
            Ok::<_, Error>(GpuTensor::of(trial, buffer, 0, &[sequences * rows, heads * channels], Format::F16))
        };
        let [q, k, v] = [halves(queries, 7)?, halves(keys, 11)?, halves(keys, 5)?];
        let out = GpuTensor::empty(trial, q.shape(), Format::F16)?;
        match cooperative {
            Some(cooperative) => record(cooperative, [&q, &k, &v], &out, heads, sequences)?,
            None => super::record_plainly([&q, &k, &v], &out, heads, sequences)?,
        }
        out.to_vec()
    })
}

/// Records all of it, in one launch.
pub(super) fn record(
    cooperative: Cooperative,
    operands: [&GpuTensor; 3],
    out: &GpuTensor,
    heads: usize,
    sequences: usize,
) -> Result<(), Error> {
    let (gpu, [rows, width]) = (out.gpu(), out.matrix());
    let channels = width / heads;
    let [queries, keys] = [rows, operands[1].matrix()[0]].map(|rows| rows / sequences);
    let tiles = queries.div_ceil(QUERIES);
    let scale = std::f32::consts::LOG2_E / (channels as f32).sqrt();
    let sizes = [sequences, queries, keys, heads, channels].map(|size| size as u32);
    let (shader, buffers, bases) = composed(cooperative, operands, out, channels);
    let uniforms: Vec<u32> = sizes.into_iter().chain([scale.to_bits(), tiles as u32]).chain(bases).collect();
    gpu.dispatch(&Dispatch {
        shader: &shader,
        uniforms: bytemuck::cast_slice(&uniforms),
        buffers: &buffers,
        workgroups: gpu.folded(tiles * heads * sequences),
        operations: 4.0 * rows as f64 * keys as f64 * width as f64,
    })
}

/// The kernel, what it is given, and where queries, keys, values and results begin there.
fn composed<'a>(
    cooperative: Cooperative,
    [q, k, v]: [&'a GpuTensor; 3],
    out: &'a GpuTensor,
    channels: usize,
) -> (Shader, Vec<Bound<'a>>, [u32; 4]) {
    let in_fours = channels.is_multiple_of(4);
    let whole = |tensor: &'a GpuTensor| tensor.window(0..tensor.count());
    let mut arguments = Arguments::new(out.gpu(), cooperative.extensions());
    let bases = [
        arguments.reads("q", whole(q), in_fours),
        arguments.reads("k", whole(k), in_fours),
        arguments.reads("v", whole(v), in_fours),
        arguments.writes("out", whole(out), if in_fours { 4 } else { 1 }),
    ];
    let lanes = cooperative.invocations(SUBGROUPS) / QUERIES;
    arguments.constants([("BLOCKS", channels.div_ceil(SIDE)), ("LANES", lanes)]);
    arguments.define(&cooperative.definitions(&TILES));
    let shader = Shader {
        name: "attention/cooperative",
        entry: "attend",
        text: include_str!("../cooperative.wgsl"),
        definitions: arguments.definitions,
    };
    (shader, arguments.buffers, bases)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::webgpu::{CooperativeMatrices, EMULATED_SUBGROUPS, compiled, with_halves};

    #[test]
    fn what_is_emulated_agrees_and_is_used_for_halves_of_heads_that_there_is_room_for() {
        for matrices in EMULATED_SUBGROUPS {
            let Some(gpu) = with_halves(matrices) else { return };
            let of = |(channels, format): (usize, Format)| {
                let tensor = GpuTensor::empty(&gpu, &[4, 2 * channels], format).unwrap();
                of_halves(&tensor, &tensor, &tensor, 2).is_some()
            };
            let cases = [(7, Format::F16), (64, Format::F16), (65, Format::F16), (64, Format::F32)];
            assert_eq!(cases.map(of), [true, true, false, false], "{matrices:?}");
            assert_eq!(gpu.cooperative_matrices_refused(), None, "{matrices:?}");
        }
    }

    /// Software adapters have no cooperative matrices, so there the kernel is never compiled for them. Here it is.
    #[test]
    fn every_composition_compiles() {
        let Some(gpu) = with_halves(CooperativeMatrices::Adapter) else { return };
        for (channels, most_lanes) in [(64, 32), (64, 64), (33, 32), (7, 32), (20, 64)] {
            let tensor = GpuTensor::empty(&gpu, &[70, 2 * channels], Format::F16).unwrap();
            let cooperative = Cooperative::of_adapter(most_lanes);
            let source = composed(cooperative, [&tensor; 3], &tensor, channels).0.source();
            assert!(source.contains("coopMultiplyAdd"), "{channels} channels: the other kernel");
            compiled(&source).unwrap_or_else(|error| panic!("{channels} channels: {error}"));
            // The test can fail.
            compiled(&source.replace("coopMultiplyAdd(left, right", "coopMultiplyAdd(right, left")).unwrap_err();
        }
    }
}
