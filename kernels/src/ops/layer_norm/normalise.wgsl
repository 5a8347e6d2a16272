@compute @workgroup_size(INVOCATIONS)
fn normalise(invocation: Invocation) {
    let row = invocation.group.y * invocation.groups.x + invocation.group.x;
    if (row >= uniforms.rows) {
        return;
    }
    let found = statistics_of(row, invocation);
    let fours = (uniforms.columns + 3u) / 4u;
    for (var four = invocation.index; four < fours; four += INVOCATIONS) {
        let value = (of_row(row, 4u * four) - found.x) * found.y * norm[four] + norm[fours + four];
        out_put(uniforms.out_base + row * uniforms.columns + 4u * four, value, uniforms.columns - 4u * four);
    }
}
