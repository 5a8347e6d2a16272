// Two loops that do nothing but what they measure. Before this stand `alias Value = f32;` or f16, and WORKGROUP.

struct Parameters {
    // Rounds of the loop, or vectors to copy.
    count: u32,
    // Close to 1, so that no sum leaves the range of normal numbers. Not known to the compiler.
    factor: f32,
    addend: f32,
    // What no sum is: nothing is written, but the compiler cannot know.
    never: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read_write> result: array<u32>;

@compute @workgroup_size(WORKGROUP)
fn multiply_add(@builtin(local_invocation_index) index: u32) {
    let a = vec4<Value>(Value(parameters.factor));
    let b = vec4<Value>(Value(parameters.addend));
    let start = vec4<Value>(Value(f32(index) * 0.001));
    var s0 = start;
    var s1 = start + a;
    var s2 = start + b;
    var s3 = start - a;
    var s4 = start - b;
    var s5 = start * a;
    var s6 = start * b;
    var s7 = start + a + b;
    for (var i = 0u; i < parameters.count; i++) {
        s0 = fma(s0, a, b);
        s1 = fma(s1, a, b);
        s2 = fma(s2, a, b);
        s3 = fma(s3, a, b);
        s4 = fma(s4, a, b);
        s5 = fma(s5, a, b);
        s6 = fma(s6, a, b);
        s7 = fma(s7, a, b);
        s0 = fma(s0, a, b);
        s1 = fma(s1, a, b);
        s2 = fma(s2, a, b);
        s3 = fma(s3, a, b);
        s4 = fma(s4, a, b);
        s5 = fma(s5, a, b);
        s6 = fma(s6, a, b);
        s7 = fma(s7, a, b);
    }
    let sum = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    if all(sum == vec4<Value>(Value(parameters.never))) {
        result[index] = 1u;
    }
}

@group(0) @binding(1) var<storage, read> source: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> copied: array<vec4u>;

@compute @workgroup_size(WORKGROUP)
fn copy(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) index: u32,
) {
    let place = (workgroup.y * workgroups.x + workgroup.x) * WORKGROUP + index;
    if place < parameters.count {
        copied[place] = source[place];
    }
}
