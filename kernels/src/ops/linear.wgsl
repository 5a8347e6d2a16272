// What all products share: where things lie, how `x` is read, and what is done to sums.
//
// Before this stand the declarations of `x`, `weights`, `bias`, `residual` and `out`, `normalised`, `activated`, and the constant
// OUTPUTS: results of four columns, which are two where values and gates alternate in pairs (GEGLU).

struct Uniforms {
    // Of this launch. Columns are rows of weights.
    rows: u32,
    depth: u32,
    columns: u32,
    // Columns of one part of the layer, and the first one of this launch within its part, of which there is one then.
    part_columns: u32,
    first_column: u32,
    // Results of a row of a part, and from one part to the next.
    out_columns: u32,
    out_stride: u32,
    tiles_across: u32,
    x_base: u32,
    weights_base: u32,
    bias_base: u32,
    residual_base: u32,
    out_base: u32,
    statistics_base: u32,
}

@group(0) @binding(0) var<uniform> uniforms: Uniforms;

// Values of a row of `x` from `depth` on; zeros where there is none.
fn of_x(row: u32, depth: u32) -> vec4f {
    if (row >= uniforms.rows || depth >= uniforms.depth) {
        return vec4f();
    }
    let at = uniforms.x_base + row * uniforms.depth + depth;
    return normalised(x_four(at, uniforms.depth - depth), row, depth);
}

fn of_weights(column: u32, depth: u32) -> vec4f {
    if (column >= uniforms.columns || depth >= uniforms.depth) {
        return vec4f();
    }
    let at = uniforms.weights_base + column * uniforms.depth + depth;
    return weights_four(at, uniforms.depth - depth);
}

// The error function as in `cpu/functions.rs`: a rational function on ±4, beyond which it is 1 to the last bit. The coefficients
// are those of Eigen's and XLA's `erf` for f32.
fn erf(value: vec4f) -> vec4f {
    let x = clamp(value, vec4f(-4.0), vec4f(4.0));
    let s = x * x;
    var numerator = vec4f(-2.7261424e-10);
    numerator = fma(numerator, s, vec4f(2.7706814e-8));
    numerator = fma(numerator, s, vec4f(-2.101024e-6));
    numerator = fma(numerator, s, vec4f(-5.6925065e-5));
    numerator = fma(numerator, s, vec4f(-7.349906e-4));
    numerator = fma(numerator, s, vec4f(-2.9546e-3));
    numerator = fma(numerator, s, vec4f(-0.016096033));
    var denominator = vec4f(-1.4566072e-5);
    denominator = fma(denominator, s, vec4f(-2.1337405e-4));
    denominator = fma(denominator, s, vec4f(-1.682827e-3));
    denominator = fma(denominator, s, vec4f(-0.0073733293));
    denominator = fma(denominator, s, vec4f(-0.014264739));
    return x * numerator / denominator;
}

// GELU in its exact form (Hendrycks & Gimpel 2016).
fn gelu(x: vec4f) -> vec4f {
    return 0.5 * x * (1.0 + erf(x * 0.70710678));
}

// Sums of four columns from `column` on, a multiple of four, become results.
fn finish(row: u32, column: u32, sums: vec4f) {
    if (row >= uniforms.rows || column >= uniforms.columns) {
        return;
    }
    let value = activated(sums + bias_four(uniforms.bias_base + column, uniforms.columns - column));
    let part = column / uniforms.part_columns;
    let within = (uniforms.first_column + column - part * uniforms.part_columns) / 4u * OUTPUTS;
    // Other columns of four may not be there: at the end of a part, which is that of the launch's.
    let count = min(OUTPUTS, uniforms.out_columns - within);
    let at = row * uniforms.out_columns + within;
    let result = value + residual_four(uniforms.residual_base + at, count);
    out_put(uniforms.out_base + part * uniforms.out_stride + at, result, count);
}
