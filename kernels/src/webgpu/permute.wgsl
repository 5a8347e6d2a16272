// The axes of a tensor in another order: one invocation a value of the result.
//
// Before this stand the declarations of `x` and `out`.

struct Uniforms {
    // Of the result, the last axis first; axes that are not there have one value.
    shape: array<vec4u, 2>,
    // In `x`, of the same axes.
    strides: array<vec4u, 2>,
    // Values of the result that are computed, and the first one.
    count: u32,
    first: u32,
    // Values of `x` that are bound, and the first one.
    x_count: u32,
    x_first: u32,
    x_base: u32,
    out_base: u32,
}

@group(0) @binding(0) var<uniform> uniforms: Uniforms;

@compute @workgroup_size(256)
fn permute(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) invocation: u32,
) {
    let at = (group.y * groups.x + group.x) * 256u + invocation;
    if (at >= uniforms.count) {
        return;
    }
    var rest = uniforms.first + at;
    var source = 0u;
    for (var axis = 0u; axis < 6u; axis += 1u) {
        let length = uniforms.shape[axis / 4u][axis % 4u];
        source += rest % length * uniforms.strides[axis / 4u][axis % 4u];
        rest /= length;
    }
    // Another launch has it bound. Below the first one, the difference wraps around.
    let within = source - uniforms.x_first;
    if (within >= uniforms.x_count) {
        return;
    }
    out_put(uniforms.out_base + at, x_four(uniforms.x_base + within, 1u), 1u);
}
