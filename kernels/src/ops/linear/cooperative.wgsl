// The product of halves with f32 sums by cooperative matrices of 16 x 16. Tiles of x and weights, with zeros where there is nothing,
// lie in shared memory; so edges cost nothing but the zeros.
//
// Before this stand the constants TILE, 64 or 128, and INVOCATIONS, and the matrices. A subgroup has 32 rows and half of the tile's
// columns; what there are more than SUBGROUPS only read, where the driver has chosen small ones.

const DEPTH = 32u;
const SUBGROUPS = TILE / 16u;
const DOWN = TILE / 32u;
const BLOCKS_ACROSS = TILE / 32u;
// Halves of a row of a tile; a few more than are used, so that banks differ from row to row.
const STRIDE = DEPTH + 8u;
const SUMS_STRIDE = 16u;

var<workgroup> x_tile: array<f16, TILE * STRIDE>;
var<workgroup> weights_tile: array<f16, TILE * STRIDE>;
// A matrix of sums of each subgroup.
var<workgroup> sums_tile: array<f32, SUBGROUPS * 256u>;

@compute @workgroup_size(INVOCATIONS)
fn multiply(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, place: Place) {
    let subgroup = subgroup_of(place);
    let multiplies = subgroup.index < SUBGROUPS;
    let tile = group.y * groups.x + group.x;
    let first_row = tile / uniforms.tiles_across * TILE;
    let first_column = tile % uniforms.tiles_across * TILE;
    if (first_row >= uniforms.rows) {
        return;
    }
    let own_row = subgroup.index % DOWN * 32u;
    let own_column = subgroup.index / DOWN * (TILE / 2u);
    var sums: array<Sums, 2u * BLOCKS_ACROSS>;
    for (var i = 0u; i < 2u * BLOCKS_ACROSS; i += 1u) {
        sums[i] = zeros();
    }
    for (var depth = 0u; depth < uniforms.depth; depth += DEPTH) {
        workgroupBarrier();
        for (var i = place.invocation; i < TILE * DEPTH / 4u; i += INVOCATIONS) {
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
        if (multiplies) {
            for (var step = 0u; step < DEPTH; step += 16u) {
                let upper = x_tile_left(own_row * STRIDE + step);
                let lower = x_tile_left((own_row + 16u) * STRIDE + step);
                for (var b = 0u; b < BLOCKS_ACROSS; b += 1u) {
                    let columns = weights_tile_right_turned((own_column + 16u * b) * STRIDE + step);
                    sums[b] = times(upper, columns, sums[b]);
                    sums[BLOCKS_ACROSS + b] = times(lower, columns, sums[BLOCKS_ACROSS + b]);
                }
            }
        }
    }
    for (var i = 0u; i < 2u * BLOCKS_ACROSS; i += 1u) {
        workgroupBarrier();
        if (multiplies) {
            sums_tile_put(sums[i], subgroup.index * 256u);
        }
        workgroupBarrier();
        if (multiplies) {
            // 64 fours.
            for (var four = subgroup.lane; four < 64u; four += subgroup.lanes) {
                let at = subgroup.index * 256u + 4u * four;
                let values = vec4f(sums_tile[at], sums_tile[at + 1u], sums_tile[at + 2u], sums_tile[at + 3u]);
                let row = first_row + own_row + i / BLOCKS_ACROSS * 16u + four / 4u;
                finish(row, first_column + own_column + i % BLOCKS_ACROSS * 16u + four % 4u * 4u, values);
            }
        }
    }
}
