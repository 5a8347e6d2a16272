// The product in f32: square tiles in shared memory, DOWN x ACROSS invocations with 8 rows and ACROSS_FOURS fours of columns each.
//
// Before this stand the constants TILE and ACROSS_FOURS.

const DEPTH = 16u;
const ACROSS = 16u;
const DOWN = TILE / 8u;
const INVOCATIONS = ACROSS * DOWN;
// Fours of a step of depth; one more than are used, so that banks differ from step to step.
const STRIDE = TILE / 4u + 1u;

// By depth, then row or column.
var<workgroup> x_tile: array<vec4f, DEPTH * STRIDE>;
var<workgroup> weights_tile: array<vec4f, DEPTH * STRIDE>;

@compute @workgroup_size(INVOCATIONS)
fn multiply(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) invocation: u32,
) {
    let tile = group.y * groups.x + group.x;
    let first_row = tile / uniforms.tiles_across * TILE;
    let first_column = tile % uniforms.tiles_across * TILE;
    if (first_row >= uniforms.rows) {
        return;
    }
    let across = invocation % ACROSS;
    let down = invocation / ACROSS;
    var sums: array<vec4f, 8u * ACROSS_FOURS>;
    for (var i = 0u; i < 8u * ACROSS_FOURS; i += 1u) {
        sums[i] = vec4f();
    }
    // Half of the invocations load `x`, half the weights: four steps of depth of four rows each.
    let loads_x = invocation < INVOCATIONS / 2u;
    let loader = invocation % (INVOCATIONS / 2u);
    let depth_within = 4u * (loader % 4u);
    let four = loader / 4u;
    for (var depth = 0u; depth < uniforms.depth; depth += DEPTH) {
        // Four rows of four steps become four steps of four rows. What follows is written out where it would be a loop over
        // registers: not every compiler unrolls those.
        var loaded: mat4x4f;
        if (loads_x) {
            let row = first_row + 4u * four;
            let at = depth + depth_within;
            loaded = mat4x4f(of_x(row, at), of_x(row + 1u, at), of_x(row + 2u, at), of_x(row + 3u, at));
        } else {
            let column = first_column + 4u * four;
            let at = depth + depth_within;
            loaded = mat4x4f(
                of_weights(column, at),
                of_weights(column + 1u, at),
                of_weights(column + 2u, at),
                of_weights(column + 3u, at),
            );
        }
        let steps = transpose(loaded);
        workgroupBarrier();
        let place = depth_within * STRIDE + four;
        if (loads_x) {
            x_tile[place] = steps[0];
            x_tile[place + STRIDE] = steps[1];
            x_tile[place + 2u * STRIDE] = steps[2];
            x_tile[place + 3u * STRIDE] = steps[3];
        } else {
            weights_tile[place] = steps[0];
            weights_tile[place + STRIDE] = steps[1];
            weights_tile[place + 2u * STRIDE] = steps[2];
            weights_tile[place + 3u * STRIDE] = steps[3];
        }
        workgroupBarrier();
        for (var step = 0u; step < DEPTH; step += 1u) {
            let upper = x_tile[step * STRIDE + down];
            let lower = x_tile[step * STRIDE + DOWN + down];
            for (var f = 0u; f < ACROSS_FOURS; f += 1u) {
                let columns = weights_tile[step * STRIDE + f * ACROSS + across];
                let i = 8u * f;
                sums[i] = fma(vec4f(upper.x), columns, sums[i]);
                sums[i + 1u] = fma(vec4f(upper.y), columns, sums[i + 1u]);
                sums[i + 2u] = fma(vec4f(upper.z), columns, sums[i + 2u]);
                sums[i + 3u] = fma(vec4f(upper.w), columns, sums[i + 3u]);
                sums[i + 4u] = fma(vec4f(lower.x), columns, sums[i + 4u]);
                sums[i + 5u] = fma(vec4f(lower.y), columns, sums[i + 5u]);
                sums[i + 6u] = fma(vec4f(lower.z), columns, sums[i + 6u]);
                sums[i + 7u] = fma(vec4f(lower.w), columns, sums[i + 7u]);
            }
        }
    }
    for (var r = 0u; r < 8u; r += 1u) {
        let row = first_row + 4u * (r / 4u * DOWN + down) + r % 4u;
        for (var f = 0u; f < ACROSS_FOURS; f += 1u) {
            finish(row, first_column + 4u * (f * ACROSS + across), sums[8u * f + r]);
        }
    }
}
