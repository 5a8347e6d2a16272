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
        var loaded: array<vec4f, 4>;
        for (var i = 0u; i < 4u; i += 1u) {
            if (loads_x) {
                loaded[i] = of_x(first_row + 4u * four + i, depth + depth_within);
            } else {
                loaded[i] = of_weights(first_column + 4u * four + i, depth + depth_within);
            }
        }
        workgroupBarrier();
        for (var i = 0u; i < 4u; i += 1u) {
            let step = vec4f(loaded[0][i], loaded[1][i], loaded[2][i], loaded[3][i]);
            if (loads_x) {
                x_tile[(depth_within + i) * STRIDE + four] = step;
            } else {
                weights_tile[(depth_within + i) * STRIDE + four] = step;
            }
        }
        workgroupBarrier();
        for (var step = 0u; step < DEPTH; step += 1u) {
            let upper = x_tile[step * STRIDE + down];
            let lower = x_tile[step * STRIDE + DOWN + down];
            for (var f = 0u; f < ACROSS_FOURS; f += 1u) {
                let columns = weights_tile[step * STRIDE + f * ACROSS + across];
                for (var r = 0u; r < 4u; r += 1u) {
                    sums[r * ACROSS_FOURS + f] = fma(vec4f(upper[r]), columns, sums[r * ACROSS_FOURS + f]);
                    let i = (4u + r) * ACROSS_FOURS + f;
                    sums[i] = fma(vec4f(lower[r]), columns, sums[i]);
                }
            }
        }
    }
    for (var r = 0u; r < 8u; r += 1u) {
        let row = first_row + 4u * (r / 4u * DOWN + down) + r % 4u;
        for (var f = 0u; f < ACROSS_FOURS; f += 1u) {
            finish(row, first_column + 4u * (f * ACROSS + across), sums[r * ACROSS_FOURS + f]);
        }
    }
}
