// Attention without stored scores: a running softmax (Milakov & Gimelshein 2018) over tiles of keys and values in shared memory
// (Dao et al. 2022).
//
// LANES neighbouring invocations have one query of one head, each FOURS fours of its channels: of the query and of the sum of
// values. Before this stand the constants LANES, FOURS and KEYS, the declarations of `q`, `k`, `v`, `out` and `state`, and
// `tell`, `meet` and `gathered`, which add a query's partial scores up.

struct Uniforms {
    // One below the other, each with its own keys.
    sequences: u32,
    // Of a sequence.
    queries: u32,
    // Of a sequence, in this launch; a launch that is not the first goes on from `state`, one that is not the last leaves it there.
    keys: u32,
    heads: u32,
    // Of a head.
    channels: u32,
    // log2(e) / sqrt(channels): scores are in units of ln 2.
    scale: f32,
    is_first: u32,
    is_last: u32,
    tiles: u32,
    q_base: u32,
    k_base: u32,
    v_base: u32,
    out_base: u32,
}

@group(0) @binding(0) var<uniform> uniforms: Uniforms;

const INVOCATIONS = 128u;
const QUERIES = INVOCATIONS / LANES;
const HEAD_FOURS = LANES * FOURS;
const LOWEST = -3.0e38;

var<workgroup> k_tile: array<vec4f, KEYS * HEAD_FOURS>;
var<workgroup> v_tile: array<vec4f, KEYS * HEAD_FOURS>;

@compute @workgroup_size(INVOCATIONS)
fn attend(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) invocation: u32,
) {
    let tile = group.y * groups.x + group.x;
    let sequence = tile / (uniforms.tiles * uniforms.heads);
    if (sequence >= uniforms.sequences) {
        return;
    }
    let head = tile / uniforms.tiles % uniforms.heads;
    let query = tile % uniforms.tiles * QUERIES + invocation / LANES;
    let lane = invocation % LANES;
    let is_query = query < uniforms.queries;
    let width = uniforms.heads * uniforms.channels;
    let place = (sequence * uniforms.queries + query) * width + head * uniforms.channels;
    // Of `state`: the largest score, the sum, the sums of values. What goes on from another launch is one sequence.
    let state_place = (query * uniforms.heads + head) * (2u + 4u * HEAD_FOURS);

    var own: array<vec4f, FOURS>;
    var sums: array<vec4f, FOURS>;
    for (var f = 0u; f < FOURS; f += 1u) {
        let channel = 4u * (lane * FOURS + f);
        own[f] = vec4f();
        sums[f] = vec4f();
        if (is_query && channel < uniforms.channels) {
            own[f] = q_four(uniforms.q_base + place + channel, uniforms.channels - channel) * uniforms.scale;
        }
    }
    var largest = LOWEST;
    var sum = 0.0;
    if (is_query && uniforms.is_first == 0u) {
        largest = state[state_place];
        sum = state[state_place + 1u];
        for (var f = 0u; f < FOURS; f += 1u) {
            let at = state_place + 2u + 4u * (lane * FOURS + f);
            sums[f] = vec4f(state[at], state[at + 1u], state[at + 2u], state[at + 3u]);
        }
    }

    for (var first = 0u; first < uniforms.keys; first += KEYS) {
        workgroupBarrier();
        for (var i = invocation; i < KEYS * HEAD_FOURS; i += INVOCATIONS) {
            let key = first + i / HEAD_FOURS;
            let channel = 4u * (i % HEAD_FOURS);
            var k_value = vec4f();
            var v_value = vec4f();
            if (key < uniforms.keys && channel < uniforms.channels) {
                let at = (sequence * uniforms.keys + key) * width + head * uniforms.channels + channel;
                k_value = k_four(uniforms.k_base + at, uniforms.channels - channel);
                v_value = v_four(uniforms.v_base + at, uniforms.channels - channel);
            }
            k_tile[i] = k_value;
            v_tile[i] = v_value;
        }
        workgroupBarrier();

        var scores: array<f32, KEYS>;
        for (var key = 0u; key < KEYS; key += 1u) {
            var score = vec4f();
            for (var f = 0u; f < FOURS; f += 1u) {
                score += own[f] * k_tile[key * HEAD_FOURS + lane * FOURS + f];
            }
            scores[key] = dot(score, vec4f(1.0));
            tell(scores[key], key, invocation);
        }
        meet();
        var new_largest = largest;
        for (var key = 0u; key < KEYS; key += 1u) {
            let score = gathered(scores[key], key, invocation);
            scores[key] = select(LOWEST, score, first + key < uniforms.keys);
            new_largest = max(new_largest, scores[key]);
        }
        let decay = exp2(largest - new_largest);
        largest = new_largest;
        sum *= decay;
        for (var f = 0u; f < FOURS; f += 1u) {
            sums[f] *= decay;
        }
        for (var key = 0u; key < KEYS; key += 1u) {
            let weight = exp2(scores[key] - largest);
            sum += weight;
            for (var f = 0u; f < FOURS; f += 1u) {
                sums[f] += weight * v_tile[key * HEAD_FOURS + lane * FOURS + f];
            }
        }
    }

    if (!is_query) {
        return;
    }
    if (uniforms.is_last != 0u) {
        for (var f = 0u; f < FOURS; f += 1u) {
            let channel = 4u * (lane * FOURS + f);
            if (channel < uniforms.channels) {
                out_put(uniforms.out_base + place + channel, sums[f] / sum, uniforms.channels - channel);
            }
        }
    } else {
        if (lane == 0u) {
            state[state_place] = largest;
            state[state_place + 1u] = sum;
        }
        for (var f = 0u; f < FOURS; f += 1u) {
            let at = state_place + 2u + 4u * (lane * FOURS + f);
            for (var c = 0u; c < 4u; c += 1u) {
                state[at + c] = sums[f][c];
            }
        }
    }
}
