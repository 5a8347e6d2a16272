// Group normalisation in two launches: the moments of each chunk of a group, then the chunks, by the moments of all of their
// group's (Chan, Golub & LeVeque 1979). One workgroup a chunk.
//
// Before this stand the declarations of `x` and `out`, and `total`; for `normalise` those of `moments`, `scale` and `shift`.

struct Uniforms {
    // Values of a group, and of a channel; channels of a group.
    group: u32,
    places: u32,
    channels: u32,
    chunks_of_group: u32,
    // Chunks of this launch, and the first one.
    chunks: u32,
    first: u32,
    epsilon: f32,
    x_base: u32,
    out_base: u32,
}

@group(0) @binding(0) var<uniform> uniforms: Uniforms;

const INVOCATIONS = 256u;
const CHUNK = 4096u;

// Of the launch's chunk: its first value, counted from the launch's first, and how many it has.
fn bounds(chunk: u32) -> vec2u {
    let within = chunk % uniforms.chunks_of_group * CHUNK;
    let start = chunk / uniforms.chunks_of_group * uniforms.group + within;
    let first = uniforms.first / uniforms.chunks_of_group * uniforms.group
        + uniforms.first % uniforms.chunks_of_group * CHUNK;
    return vec2u(start - first, min(CHUNK, uniforms.group - within));
}

fn value_at(at: u32) -> f32 {
    return x_four(uniforms.x_base + at, 1u).x;
}
