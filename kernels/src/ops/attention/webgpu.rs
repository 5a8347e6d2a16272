//! On an adapter: one launch, or as many as the bindings' limit makes of the sequences, their queries and keys.

mod cooperative;

use std::ops::Range;

use crate::{
    Error,
    webgpu::{Arguments, Dispatch, GpuTensor, Shader, WebGpu},
    weight::Format,
};

/// Of a workgroup: the kernel's constant of the same name.
const INVOCATIONS: usize = 128;
/// The most channels of a head that an invocation has.
const CHANNELS_A_LANE: usize = 32;
/// The most channels of a head: one key and its values fill half of what a workgroup shares.
const MAX_CHANNELS: usize = 1024;

/// How a head's channels lie in invocations.
struct Layout {
    /// Invocations of a query.
    lanes: usize,
    /// Fours of channels of an invocation.
    fours: usize,
    /// Keys of a tile.
    keys: usize,
}

impl Layout {
    fn of(channels: usize) -> Layout {
        // 32 channels at most an invocation, of the query and of the sums: more registers would leave few invocations under way.
        let lanes = channels.div_ceil(CHANNELS_A_LANE).max(1).next_power_of_two();
        // Tiles and partial scores in 16 KiB.
        let keys = (32 / lanes).clamp(1, 16);
        Layout { lanes, fours: channels.div_ceil(4 * lanes), keys }
    }

    /// Values of a query and head between launches.
    fn state(&self) -> usize {
        2 + 4 * self.lanes * self.fours
    }
}

/// `q [n, h d], k [m, h d], v [m, h d] -> [n, h d]`, in the format of `q`, each sequence among itself.
pub(super) fn attention(
    q: &GpuTensor,
    k: &GpuTensor,
    v: &GpuTensor,
    heads: usize,
    sequences: usize,
) -> Result<GpuTensor, Error> {
    let (gpu, [all_queries, width], [all_keys, _]) = (q.gpu(), q.matrix(), k.matrix());
    let layout = Layout::of(width / heads);
    assert!(width / heads <= MAX_CHANNELS, "heads of {} channels: at most {MAX_CHANNELS}", width / heads);
    let out = GpuTensor::empty(gpu, q.shape(), q.format())?;
    let at_once = |values_a_row: usize| (gpu.values_at_once(Format::F32.size()) / values_a_row).max(1);
    let parts = |count: usize, step: usize| (0..count).step_by(step).map(move |s| s..count.min(s + step));
    let keys_at_once = at_once(width);
    if all_queries == 0 {
        return Ok(out);
    }
    if all_queries.max(all_keys) <= keys_at_once {
        match cooperative::of_halves(q, k, v, heads) {
            Some(cooperative) => cooperative::record(cooperative, [q, k, v], &out, heads, sequences)?,
            None => record_plainly([q, k, v], &out, heads, sequences)?,
        }
        return Ok(out);
    }
    let [queries, keys] = [all_queries, all_keys].map(|rows| rows / sequences);
    let is_whole = keys <= keys_at_once;
    let queries_at_once = if is_whole { at_once(width) } else { at_once(heads * layout.state().max(width / heads)) };
    let state_rows = if is_whole { 0 } else { queries.min(queries_at_once) };
    let state = GpuTensor::empty(gpu, &[state_rows, heads * layout.state()], Format::F32)?;
    let launch = Launch { q, k, v, out: &out, state: &state, heads, sequences: 1, layout: &layout };
    let beyond = |range: &Range<usize>, first: usize| range.start + first..range.end + first;
    for sequence in 0..sequences {
        for rows in parts(queries, queries_at_once) {
            for part in parts(keys, keys_at_once) {
                let (first, last) = (part.start == 0, part.end == keys);
                launch.record(beyond(&rows, sequence * queries), beyond(&part, sequence * keys), first, last)?;
            }
        }
    }
    Ok(out)
}

/// Records all of it, in one launch.
fn record_plainly([q, k, v]: [&GpuTensor; 3], out: &GpuTensor, heads: usize, sequences: usize) -> Result<(), Error> {
    let state = GpuTensor::empty(out.gpu(), &[0], Format::F32)?;
    let layout = Layout::of(out.matrix()[1] / heads);
    let launch = Launch { q, k, v, out, state: &state, heads, sequences, layout: &layout };
    launch.record(0..out.matrix()[0], 0..k.matrix()[0], true, true)
}

struct Launch<'a> {
    q: &'a GpuTensor,
    k: &'a GpuTensor,
    v: &'a GpuTensor,
    out: &'a GpuTensor,
    state: &'a GpuTensor,
    heads: usize,
    /// That a launch's rows are parts of.
    sequences: usize,
    layout: &'a Layout,
}

impl Launch<'_> {
    fn record(&self, rows: Range<usize>, keys: Range<usize>, is_first: bool, is_last: bool) -> Result<(), Error> {
        let (gpu, [_, width]) = (self.q.gpu(), self.q.matrix());
        let Layout { lanes, fours, keys: keys_of_tile } = *self.layout;
        let channels = width / self.heads;
        let in_fours = channels.is_multiple_of(4);
        let values = |rows: &Range<usize>| rows.start * width..rows.end * width;
        let mut arguments = Arguments::new(gpu, &[]);
        arguments.constants([("LANES", lanes), ("FOURS", fours), ("KEYS", keys_of_tile)]);
        let q_base = arguments.reads("q", self.q.window(values(&rows)), in_fours);
        let k_base = arguments.reads("k", self.k.window(values(&keys)), in_fours);
        let v_base = arguments.reads("v", self.v.window(values(&keys)), in_fours);
        let out_base = arguments.writes("out", self.out.window(values(&rows)), if in_fours { 4 } else { 1 });
        arguments.bind(self.state.bound(), "read_write", "state", "f32");
        arguments.define(&partial_scores(gpu, lanes));
        let shader = Shader {
            name: "attention",
            entry: "attend",
            text: include_str!("../attention.wgsl"),
            definitions: arguments.definitions,
        };
        let [queries, keys_of_query] = [&rows, &keys].map(|rows| rows.len() / self.sequences);
        let tiles = queries.div_ceil(INVOCATIONS / lanes);
        let scale = std::f32::consts::LOG2_E / (channels as f32).sqrt();
        let uniforms = [
            self.sequences as u32,
            queries as u32,
            keys_of_query as u32,
            self.heads as u32,
            channels as u32,
            scale.to_bits(),
            u32::from(is_first),
            u32::from(is_last),
            tiles as u32,
            q_base,
            k_base,
            v_base,
            out_base,
        ];
        gpu.dispatch(&Dispatch {
            shader: &shader,
            uniforms: bytemuck::cast_slice(&uniforms),
            buffers: &arguments.buffers,
            workgroups: gpu.folded(tiles * self.heads * self.sequences),
            operations: 4.0 * rows.len() as f64 * keys_of_query as f64 * width as f64,
        })
    }
}

/// WGSL that adds up the partial scores of a query's lanes: among the invocations of a subgroup, or in shared memory.
fn partial_scores(gpu: &WebGpu, lanes: usize) -> String {
    let signature = "fn gathered(own: f32, key: u32, invocation: u32) -> f32";
    let nothing = "fn tell(score: f32, key: u32, invocation: u32) {}\nfn meet() {}";
    if lanes == 1 {
        format!("{nothing}\n{signature} {{ return own; }}")
    } else if gpu.capabilities().subgroups && lanes <= 4 {
        // Invocations of a workgroup with one axis lie in subgroups in their order, which are of four at least.
        let steps: String =
            (0..lanes.ilog2()).map(|i| format!("sum += subgroupShuffleXor(sum, {}u); ", 1 << i)).collect();
        format!("{nothing}\n{signature} {{ var sum = own; {steps}return sum; }}")
    } else {
        format!(
            "var<workgroup> partial: array<f32, {INVOCATIONS}u * KEYS>;\n\
             fn tell(score: f32, key: u32, invocation: u32) {{ partial[key * {INVOCATIONS}u + invocation] = score; }}\n\
             fn meet() {{ workgroupBarrier(); }}\n\
             {signature} {{\n\
                 var sum = 0.0;\n\
                 let first = key * {INVOCATIONS}u + invocation / LANES * LANES;\n\
                 for (var lane = 0u; lane < LANES; lane += 1u) {{ sum += partial[first + lane]; }}\n\
                 return sum;\n\
             }}"
        )
    }
}
