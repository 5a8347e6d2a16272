// Attention of halves with f32 sums by cooperative matrices of 16 x 16: a running softmax over tiles of keys, as in attention.wgsl.
// A subgroup multiplies for 16 queries of one head. Softmax is computed by plain invocations, LANES neighbouring ones a query, as are
// the sums of values: a tile's are multiplied from zero and added to what is there, since matrices have no rows that can be scaled.
//
// Before this stand the constants BLOCKS, 16 channels each, and LANES, the declarations of `q`, `k`, `v` and `out`, and the matrices.
// What subgroups there are more than SUBGROUPS multiply nothing, where the driver has chosen small ones.

struct Uniforms {
    // One below the other, each with its own keys.
    sequences: u32,
    // Of a sequence.
    queries: u32,
    keys: u32,
    heads: u32,
    // Of a head.
    channels: u32,
    // log2(e) / sqrt(channels): scores are in units of ln 2.
    scale: f32,
    tiles: u32,
    q_base: u32,
    k_base: u32,
    v_base: u32,
    out_base: u32,
}

@group(0) @binding(0) var<uniform> uniforms: Uniforms;

const SUBGROUPS = 4u;
const QUERIES = 16u * SUBGROUPS;
const INVOCATIONS = LANES * QUERIES;
const KEYS = 32u;
const CHANNELS = 16u * BLOCKS;
// Fours of channels that an invocation adds up.
const FOURS = CHANNELS / 4u / LANES;
// A few more than are used, so that banks differ from row to row.
const KEY_STRIDE = CHANNELS + 8u;
const WEIGHT_STRIDE = KEYS + 8u;
const SUMS_STRIDE = max(KEYS, CHANNELS) + 4u;
const LOWEST = -3.0e38;

var<workgroup> k_tile: array<f16, KEYS * KEY_STRIDE>;
var<workgroup> v_tile: array<f16, KEYS * KEY_STRIDE>;
// Queries, as many channels as there are keys at a time; then the weights of keys.
var<workgroup> weights_tile: array<f16, QUERIES * WEIGHT_STRIDE>;
// Scores, and the tile's sums of values.
var<workgroup> sums_tile: array<f32, QUERIES * SUMS_STRIDE>;

@compute @workgroup_size(INVOCATIONS)
fn attend(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, place: Place) {
    let subgroup = subgroup_of(place);
    let multiplies = subgroup.index < SUBGROUPS;
    let tile = group.y * groups.x + group.x;
    let sequence = tile / (uniforms.tiles * uniforms.heads);
    if (sequence >= uniforms.sequences) {
        return;
    }
    let head_channel = tile / uniforms.tiles % uniforms.heads * uniforms.channels;
    let first_query = tile % uniforms.tiles * QUERIES;
    let width = uniforms.heads * uniforms.channels;

    // What a subgroup has of its queries stays in its matrices.
    var own: array<Left, BLOCKS>;
    for (var first = 0u; first < CHANNELS; first += KEYS) {
        workgroupBarrier();
        for (var i = place.invocation; i < QUERIES * KEYS / 4u; i += INVOCATIONS) {
            let row = i / (KEYS / 4u);
            let within = i % (KEYS / 4u) * 4u;
            let channel = first + within;
            var value = vec4f();
            if (first_query + row < uniforms.queries && channel < uniforms.channels) {
                let at = (sequence * uniforms.queries + first_query + row) * width + head_channel + channel;
                value = q_four(uniforms.q_base + at, uniforms.channels - channel);
            }
            for (var c = 0u; c < 4u; c += 1u) {
                weights_tile[row * WEIGHT_STRIDE + within + c] = f16(value[c]);
            }
        }
        workgroupBarrier();
        if (multiplies) {
            for (var b = 0u; b < min(KEYS, CHANNELS - first) / 16u; b += 1u) {
                own[first / 16u + b] = weights_tile_left(16u * subgroup.index * WEIGHT_STRIDE + 16u * b);
            }
        }
    }

    // Of this invocation's query: the largest score, the sum of weights, and its part of the sums of values.
    let query = place.invocation / LANES;
    let lane = place.invocation % LANES;
    var largest = LOWEST;
    var sum = 0.0;
    var sums: array<vec4f, FOURS>;
    for (var f = 0u; f < FOURS; f += 1u) {
        sums[f] = vec4f();
    }
    for (var first = 0u; first < uniforms.keys; first += KEYS) {
        workgroupBarrier();
        for (var i = place.invocation; i < KEYS * CHANNELS / 4u; i += INVOCATIONS) {
            let key = i / (CHANNELS / 4u);
            let channel = i % (CHANNELS / 4u) * 4u;
            var k_value = vec4f();
            var v_value = vec4f();
            if (first + key < uniforms.keys && channel < uniforms.channels) {
                let at = (sequence * uniforms.keys + first + key) * width + head_channel + channel;
                k_value = k_four(uniforms.k_base + at, uniforms.channels - channel);
                v_value = v_four(uniforms.v_base + at, uniforms.channels - channel);
            }
            for (var c = 0u; c < 4u; c += 1u) {
                k_tile[key * KEY_STRIDE + channel + c] = f16(k_value[c]);
                v_tile[key * KEY_STRIDE + channel + c] = f16(v_value[c]);
            }
        }
        workgroupBarrier();
        if (multiplies) {
            for (var key = 0u; key < KEYS; key += 16u) {
                var scores = zeros();
                for (var b = 0u; b < BLOCKS; b += 1u) {
                    scores = times(own[b], k_tile_right_turned(key * KEY_STRIDE + 16u * b), scores);
                }
                sums_tile_put(scores, 16u * subgroup.index * SUMS_STRIDE + key);
            }
        }
        workgroupBarrier();
        var scores: array<f32, KEYS / LANES>;
        var new_largest = largest;
        for (var i = 0u; i < KEYS / LANES; i += 1u) {
            let key = i * LANES + lane;
            let score = sums_tile[query * SUMS_STRIDE + key] * uniforms.scale;
            scores[i] = select(LOWEST, score, first + key < uniforms.keys);
            new_largest = max(new_largest, scores[i]);
        }
        // Invocations of a workgroup with one axis lie in subgroups in their order, which are of four at least.
        for (var step = 1u; step < LANES; step *= 2u) {
            new_largest = max(new_largest, subgroupShuffleXor(new_largest, step));
        }
        let decay = exp2(largest - new_largest);
        largest = new_largest;
        sum *= decay;
        for (var i = 0u; i < KEYS / LANES; i += 1u) {
            // Of what is added up and of what is multiplied the same rounding.
            let weight = f16(exp2(scores[i] - largest));
            sum += f32(weight);
            weights_tile[query * WEIGHT_STRIDE + i * LANES + lane] = weight;
        }
        workgroupBarrier();
        if (multiplies) {
            for (var b = 0u; b < BLOCKS; b += 1u) {
                var products = zeros();
                for (var key = 0u; key < KEYS; key += 16u) {
                    let weights = weights_tile_left(16u * subgroup.index * WEIGHT_STRIDE + key);
                    products = times(weights, v_tile_right(key * KEY_STRIDE + 16u * b), products);
                }
                sums_tile_put(products, 16u * subgroup.index * SUMS_STRIDE + 16u * b);
            }
        }
        workgroupBarrier();
        for (var f = 0u; f < FOURS; f += 1u) {
            let at = query * SUMS_STRIDE + 4u * (f * LANES + lane);
            let added = vec4f(sums_tile[at], sums_tile[at + 1u], sums_tile[at + 2u], sums_tile[at + 3u]);
            sums[f] = sums[f] * decay + added;
        }
    }

    for (var step = 1u; step < LANES; step *= 2u) {
        sum += subgroupShuffleXor(sum, step);
    }
    if (first_query + query >= uniforms.queries) {
        return;
    }
    let row = (sequence * uniforms.queries + first_query + query) * width + head_channel;
    for (var f = 0u; f < FOURS; f += 1u) {
        let channel = 4u * (f * LANES + lane);
        if (channel < uniforms.channels) {
            out_put(uniforms.out_base + row + channel, sums[f] / sum, uniforms.channels - channel);
        }
    }
}
