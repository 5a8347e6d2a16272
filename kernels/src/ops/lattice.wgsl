// Samples of a lattice in blocks of 4 x 4 x 4: see `lattice.rs`. Entry points bind what they use.

struct Uniforms {
    count: u32,
    value: f32,
    first: u32,
    side: u32,
}

// Missing samples of a block: its slot in the segment, where its points begin, the mask of samples; its first sample's place.
struct Item { slot: u32, first: u32, mask: vec2u, origin: vec4u }

@group(0) @binding(0) var<uniform> uniforms: Uniforms;
@group(0) @binding(1) var<storage, read_write> levels: array<f32>;

// filled

@compute @workgroup_size(64)
fn fill(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.y * groups.x + group.x) * 64u + lane;
    if i < uniforms.count { levels[i] = uniforms.value; }
}

// assign: samples whose levels are known

@group(0) @binding(2) var<storage, read> known: array<vec2u>;

@compute @workgroup_size(64)
fn assign(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.y * groups.x + group.x) * 64u + lane;
    if i < uniforms.count { levels[known[i].x] = bitcast<f32>(known[i].y); }
}

// expand: items to points

@group(0) @binding(1) var<storage, read> items: array<Item>;
@group(0) @binding(2) var<storage, read> coordinates: array<f32>;
@group(0) @binding(3) var<storage, read_write> points: array<vec4u>;

fn has(mask: vec2u, bit: u32) -> bool {
    return (mask[bit >> 5u] >> (bit & 31u) & 1u) == 1u;
}

// Set bits below `bit`.
fn below(mask: vec2u, bit: u32) -> u32 {
    let part = (1u << (bit & 31u)) - 1u;
    if bit < 32u { return countOneBits(mask.x & part); }
    return countOneBits(mask.x) + countOneBits(mask.y & part);
}

@compute @workgroup_size(64)
fn expand(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) bit: u32,
) {
    let i = group.y * groups.x + group.x;
    if i >= uniforms.count { return; }
    let item = items[i];
    if !has(item.mask, bit) { return; }
    let sample = item.origin.xyz + vec3u(bit & 3u, bit >> 2u & 3u, bit >> 4u);
    let point = vec3f(coordinates[sample.x], coordinates[sample.y], coordinates[sample.z]);
    points[item.first + below(item.mask, bit)] = vec4u(bitcast<vec3u>(point), 64u * item.slot + bit);
}

// coarse: the samples with places among `ticks`, x fastest, as points from `first` on

@group(0) @binding(1) var<storage, read> ticks: array<u32>;

@compute @workgroup_size(64)
fn coarse(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.y * groups.x + group.x) * 64u + lane;
    if i >= uniforms.count { return; }
    let at = uniforms.first + i;
    let side = uniforms.side;
    let sample = vec3u(ticks[at % side], ticks[at / side % side], ticks[at / side / side]);
    let point = vec3f(coordinates[sample.x], coordinates[sample.y], coordinates[sample.z]);
    points[i] = vec4u(bitcast<vec3u>(point), i);
}

// inside: which of the items' samples are at least 0, and the first that is no number

@group(0) @binding(2) var<storage, read_write> evaluated: array<f32>;
// The first sample without a level, 64 item + bit with all bits turned, which 0 is not; then two words an item.
@group(0) @binding(3) var<storage, read_write> found: array<atomic<u32>>;

var<workgroup> words: array<atomic<u32>, 2>;

@compute @workgroup_size(64)
fn inside(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) bit: u32,
) {
    if bit < 2u { atomicStore(&words[bit], 0u); }
    workgroupBarrier();
    let i = group.y * groups.x + group.x;
    if i < uniforms.count {
        let item = items[i];
        if has(item.mask, bit) {
            let level = evaluated[64u * item.slot + bit];
            if (bitcast<u32>(level) & 0x7f800000u) == 0x7f800000u { atomicMax(&found[0], ~(64u * i + bit)); }
            if level >= 0.0 { atomicOr(&words[bit >> 5u], 1u << (bit & 31u)); }
        }
    }
    workgroupBarrier();
    if i < uniforms.count && bit < 2u { atomicStore(&found[1u + 2u * i + bit], atomicLoad(&words[bit])); }
}
