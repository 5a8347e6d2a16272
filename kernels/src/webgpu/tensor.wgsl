// Sums, differences, copies and other orders of axes.
//
// Before this stand the declarations of `a`, `b` and `out`, and `combined`.

struct Uniforms {
    // Values, and how many are bound before the first one of each.
    count: u32,
    a_base: u32,
    b_base: u32,
    out_base: u32,
}

@group(0) @binding(0) var<uniform> uniforms: Uniforms;

@compute @workgroup_size(256)
fn combine(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) invocation: u32,
) {
    let at = ((group.y * groups.x + group.x) * 256u + invocation) * 4u;
    if (at >= uniforms.count) {
        return;
    }
    let count = uniforms.count - at;
    let value = combined(a_four(uniforms.a_base + at, count), b_four(uniforms.b_base + at, count));
    out_put(uniforms.out_base + at, value, count);
}
