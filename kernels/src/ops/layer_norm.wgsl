// Layer normalisation: one workgroup a row.
//
// Before this stand the declarations of `x` and `out`; for `normalise` those of `norm`, scale then shift, both padded to fours;
// and `total`, the sum over the workgroup.

struct Uniforms {
    rows: u32,
    columns: u32,
    epsilon: f32,
    x_base: u32,
    out_base: u32,
}

@group(0) @binding(0) var<uniform> uniforms: Uniforms;

const INVOCATIONS = 128u;

// Values of a row from `column` on; zeros behind its end.
fn of_row(row: u32, column: u32) -> vec4f {
    return x_four(uniforms.x_base + row * uniforms.columns + column, uniforms.columns - column);
}

// Mean, and the reciprocal of the deviation.
fn statistics_of(row: u32, invocation: Invocation) -> vec2f {
    let count = f32(uniforms.columns);
    var sum = vec4f();
    for (var column = 4u * invocation.index; column < uniforms.columns; column += 4u * INVOCATIONS) {
        sum += of_row(row, column);
    }
    let mean = total(dot(sum, vec4f(1.0)), invocation) / count;
    // Twice over the row, which is in a cache: the mean of squares would cancel.
    var squares = 0.0;
    for (var column = 4u * invocation.index; column < uniforms.columns; column += 4u * INVOCATIONS) {
        let inside = vec4u(column, column + 1u, column + 2u, column + 3u) < vec4u(uniforms.columns);
        let deviation = select(vec4f(), of_row(row, column) - mean, inside);
        squares += dot(deviation, deviation);
    }
    let variance = total(squares, invocation) / count;
    return vec2f(mean, 1.0 / sqrt(variance + uniforms.epsilon));
}
