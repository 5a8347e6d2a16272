// The first layer, without its bias, of every sample of the planes [3, c, h, w] -> [3, h, w, f / 4].

struct Uniforms { channels: u32, area: u32, fours: u32 }

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
    if i >= 3u * uniforms.area * uniforms.fours { return; }
    let plane = i / uniforms.fours / uniforms.area;
    let at = i / uniforms.fours % uniforms.area;
    var sum = vec4f();
    for (var c = 0u; c < uniforms.channels; c++) {
        let channel = plane * uniforms.channels + c;
        sum += source[channel * uniforms.area + at] * weights[channel * uniforms.fours + i % uniforms.fours];
    }
    sampled[i] = sum;
}
