@compute @workgroup_size(INVOCATIONS)
fn statistics(invocation: Invocation) {
    let row = invocation.group.y * invocation.groups.x + invocation.group.x;
    if (row >= uniforms.rows) {
        return;
    }
    let found = statistics_of(row, invocation);
    if (invocation.index == 0u) {
        out_put(uniforms.out_base + 2u * row, vec4f(found, 0.0, 0.0), 2u);
    }
}
