@compute @workgroup_size(INVOCATIONS)
fn moments_of_chunks(invocation: Invocation) {
    let chunk = invocation.group.y * invocation.groups.x + invocation.group.x;
    if (chunk >= uniforms.chunks) {
        return;
    }
    let bound = bounds(uniforms.first + chunk);
    var sum = 0.0;
    for (var i = invocation.index; i < bound.y; i += INVOCATIONS) {
        sum += value_at(bound.x + i);
    }
    let mean = total(sum, invocation) / f32(bound.y);
    var squares = 0.0;
    for (var i = invocation.index; i < bound.y; i += INVOCATIONS) {
        let deviation = value_at(bound.x + i) - mean;
        squares += deviation * deviation;
    }
    let all_squares = total(squares, invocation);
    if (invocation.index == 0u) {
        out_put(uniforms.out_base + 2u * chunk, vec4f(mean, all_squares, 0.0, 0.0), 2u);
    }
}
