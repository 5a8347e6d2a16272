// The first layer, without its bias, of samples of the planes [3, c, h, w] -> [samples, f / 4].

struct Uniforms {
    // Samples of this launch, the first one, and its place in what is written.
    count: u32,
    first: u32,
    place: u32,
    // Of a plane.
    area: u32,
    fours: u32,
    plane_channels: u32,
    // Channels of this launch, those before added to.
    first_channel: u32,
    channels: u32,
    // Where in the planes and in the weights what is bound begins.
    source_first: u32,
    weights_first: u32,
}

@group(0) @binding(0) var<uniform> uniforms: Uniforms;
@group(0) @binding(1) var<storage, read> source: array<f32>;
// [3 c, f / 4]
@group(0) @binding(2) var<storage, read> weights: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> sampled: array<vec4f>;

@compute @workgroup_size(64)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.y * groups.x + group.x) * 64u + lane;
    if i >= uniforms.count * uniforms.fours { return; }
    let plane = (uniforms.first + i / uniforms.fours) / uniforms.area;
    let at = (uniforms.first + i / uniforms.fours) % uniforms.area;
    let place = uniforms.place * uniforms.fours + i;
    var sum = vec4f();
    if uniforms.first_channel > 0u { sum = sampled[place]; }
    for (var c = 0u; c < uniforms.channels; c++) {
        let channel = plane * uniforms.plane_channels + uniforms.first_channel + c;
        let value = source[channel * uniforms.area + at - uniforms.source_first];
        sum += value * weights[channel * uniforms.fours + i % uniforms.fours - uniforms.weights_first];
    }
    sampled[place] = sum;
}
