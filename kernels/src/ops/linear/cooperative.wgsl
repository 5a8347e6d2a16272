// The product of halves with f32 sums by matrices of 16 x 16 that a subgroup of 32 holds together. Tiles of x and weights, with
// zeros where there is nothing, lie in shared memory; so edges cost nothing but the zeros.
//
// Before this stands the constant TILE, 64 or 128. A subgroup has 32 rows and half of the tile's columns.

const DEPTH = 32u;
const SUBGROUPS = TILE / 16u;
const INVOCATIONS = 32u * SUBGROUPS;
const DOWN = TILE / 32u;
const BLOCKS_ACROSS = TILE / 32u;
// Halves of a row of a tile; a few more than are used, so that banks differ from row to row.
const STRIDE = DEPTH + 8u;

var<workgroup> x_tile: array<f16, TILE * STRIDE>;
var<workgroup> weights_tile: array<f16, TILE * STRIDE>;
// A matrix of sums of each subgroup.
var<workgroup> sums_tile: array<f32, SUBGROUPS * 256u>;

@compute @workgroup_size(INVOCATIONS)
fn multiply(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) invocation: u32,
    @builtin(subgroup_id) subgroup: u32,
    @builtin(subgroup_invocation_id) lane: u32,
) {
    let tile = group.y * groups.x + group.x;
    let first_row = tile / uniforms.tiles_across * TILE;
    let first_column = tile % uniforms.tiles_across * TILE;
    if (first_row >= uniforms.rows) {
        return;
    }
    let own_row = subgroup % DOWN * 32u;
    let own_column = subgroup / DOWN * (TILE / 2u);
    var sums: array<coop_mat16x16<f32, C>, 2u * BLOCKS_ACROSS>;
    for (var i = 0u; i < 2u * BLOCKS_ACROSS; i += 1u) {
        sums[i] = coop_mat16x16<f32, C>();
    }
    for (var depth = 0u; depth < uniforms.depth; depth += DEPTH) {
        workgroupBarrier();
        for (var i = invocation; i < TILE * DEPTH / 4u; i += INVOCATIONS) {
            let row = i / (DEPTH / 4u);
            let within = i % (DEPTH / 4u) * 4u;
            let x_value = vec4<f16>(of_x(first_row + row, depth + within));
            let weights_value = vec4<f16>(of_weights(first_column + row, depth + within));
            for (var c = 0u; c < 4u; c += 1u) {
                x_tile[row * STRIDE + within + c] = x_value[c];
                weights_tile[row * STRIDE + within + c] = weights_value[c];
            }
        }
        workgroupBarrier();
        for (var step = 0u; step < DEPTH; step += 16u) {
            let upper = coopLoadT<coop_mat16x16<f16, A>>(&x_tile[own_row * STRIDE + step], STRIDE);
            let lower = coopLoadT<coop_mat16x16<f16, A>>(&x_tile[(own_row + 16u) * STRIDE + step], STRIDE);
            for (var b = 0u; b < BLOCKS_ACROSS; b += 1u) {
                let place = (own_column + 16u * b) * STRIDE + step;
                let columns = coopLoad<coop_mat16x16<f16, B>>(&weights_tile[place], STRIDE);
                sums[b] = coopMultiplyAdd(upper, columns, sums[b]);
                sums[BLOCKS_ACROSS + b] = coopMultiplyAdd(lower, columns, sums[BLOCKS_ACROSS + b]);
            }
        }
    }
    for (var i = 0u; i < 2u * BLOCKS_ACROSS; i += 1u) {
        workgroupBarrier();
        coopStoreT(sums[i], &sums_tile[subgroup * 256u], 16u);
        workgroupBarrier();
        // 64 fours, two a lane.
        for (var four = lane; four < 64u; four += 32u) {
            let at = subgroup * 256u + 4u * four;
            let values = vec4f(sums_tile[at], sums_tile[at + 1u], sums_tile[at + 2u], sums_tile[at + 3u]);
            let row = first_row + own_row + i / BLOCKS_ACROSS * 16u + four / 4u;
            finish(row, first_column + own_column + i % BLOCKS_ACROSS * 16u + four % 4u * 4u, values);
        }
    }
}
