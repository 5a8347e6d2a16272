@compute @workgroup_size(INVOCATIONS)
fn normalise(invocation: Invocation) {
    let own = invocation.group.y * invocation.groups.x + invocation.group.x;
    if (own >= uniforms.chunks) {
        return;
    }
    let chunk = uniforms.first + own;
    let group = chunk / uniforms.chunks_of_group;
    var mean = 0.0;
    var squares = 0.0;
    var count = 0.0;
    for (var i = 0u; i < uniforms.chunks_of_group; i += 1u) {
        let part = moments[group * uniforms.chunks_of_group + i];
        let more = f32(min(CHUNK, uniforms.group - i * CHUNK));
        let difference = part.x - mean;
        let all = count + more;
        mean += difference * (more / all);
        squares += part.y + difference * difference * (count * more / all);
        count = all;
    }
    let factor = 1.0 / sqrt(squares / count + uniforms.epsilon);
    let bound = bounds(chunk);
    let within = chunk % uniforms.chunks_of_group * CHUNK;
    for (var i = invocation.index; i < bound.y; i += INVOCATIONS) {
        let channel = group * uniforms.channels + (within + i) / uniforms.places;
        let value = (value_at(bound.x + i) - mean) * factor * scale[channel] + shift[channel];
        out_put(uniforms.out_base + bound.x + i, vec4f(value, 0.0, 0.0, 0.0), 1u);
    }
}
