// The field at a tile of POINTS points a workgroup: see `field_eval.rs`. The activations of the tile's points stay in workgroup
// memory, [features, POINTS / 4] vectors of four points; an invocation computes four features of four points, so that each
// vector that it reads serves four products.
//
// One launch of `main` takes points through all of it where planes and layers can be bound. Else several do, IN_PARTS: `add` adds
// the samples of one part of the planes after the other to sums of the points, and `main` begins with what a launch before it has
// left of them.
//
// Defined before this text: CHANNELS4, HEIGHT, WIDTH, IN_PARTS, QUADS (= POINTS / 4), ROWS (of `features`), OUTPUTS, MODE, and
// `fn layers(lane: u32)`, which applies layers after the first.

struct Uniforms {
    count: u32,
    bias: f32,
    threshold: f32,
    // Of a part.
    first_sample: u32,
    samples: u32,
}

@group(0) @binding(0) var<uniform> uniforms: Uniforms;
// Coordinates in -1..1 as bits, and where a level goes.
@group(0) @binding(1) var<storage, read> points: array<vec4u>;
// The first layer, without its bias, of the planes, [3, h, w, f / 4], or of a part's samples. For `main` IN_PARTS what is left of the
// points, [points, f / 4].
@group(0) @binding(2) var<storage, read> planes: array<vec4f>;
// A bias, the first layer's; then of each layer its weights [inputs, outputs / 4] and its bias [outputs / 4].
@group(0) @binding(3) var<storage, read> parameters: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> written: array<f32>;

const LANES = 256u;
const OUTPUT_RAW = 0u;
const OUTPUT_LEVEL = 1u;
const LARGEST = 3.4028234e38f;

var<workgroup> features: array<vec4f, ROWS * QUADS>;

fn is_nan(x: f32) -> bool {
    return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}

struct Tap { at: u32, weight: f32 }

// Beyond the plane there are zeros; what is no number stays none.
fn tap(sample: f32, weight: f32, size: u32) -> Tap {
    if is_nan(sample) { return Tap(0u, sample); }
    if sample < 0.0 || sample >= f32(size) { return Tap(0u, 0.0); }
    return Tap(u32(sample), weight);
}

// The plane's samples around (x, y), channels 4 `four` and on.
fn sampled(plane: u32, x: f32, y: f32, four: u32, sum: vec4f) -> vec4f {
    let column = ((x + 1.0) * f32(WIDTH) - 1.0) / 2.0;
    let row = ((y + 1.0) * f32(HEIGHT) - 1.0) / 2.0;
    let left = floor(column);
    let low = floor(row);
    var columns = array<Tap, 2>(tap(left, 1.0 - (column - left), WIDTH), tap(left + 1.0, column - left, WIDTH));
    var rows = array<Tap, 2>(tap(low, 1.0 - (row - low), HEIGHT), tap(low + 1.0, row - low, HEIGHT));
    var total = sum;
    for (var i = 0u; i < 4u; i++) {
        let r = rows[i >> 1u];
        let c = columns[i & 1u];
        var sample = (plane * HEIGHT + r.at) * WIDTH + c.at;
        if IN_PARTS {
            // Another part has it. Below the first one, the difference wraps around.
            sample -= uniforms.first_sample;
            if sample >= uniforms.samples { continue; }
        }
        total += (r.weight * c.weight) * planes[sample * CHANNELS4 + four];
    }
    return total;
}

// The three planes' samples around a point.
fn with_samples(point: vec3f, four: u32, sum: vec4f) -> vec4f {
    var total = sampled(0u, point.x, point.y, four, sum);
    total = sampled(1u, point.x, point.z, four, total);
    return sampled(2u, point.y, point.z, four, total);
}

// Quotients are only exact where the divisor is below 2^126.
fn silu(x: vec4f) -> vec4f {
    return x / (1.0 + exp(min(-x, vec4f(80.0))));
}

// One layer in place: `inputs` rows to 4 `outputs4` rows.
fn dense(weights: u32, bias: u32, inputs: u32, outputs4: u32, activated: bool, lane: u32) {
    let quad = lane % QUADS;
    let four = lane / QUADS;
    var sums = array<vec4f, 4>();
    if four < outputs4 {
        for (var k = 0u; k < inputs; k++) {
            let x = features[k * QUADS + quad];
            let w = parameters[weights + k * outputs4 + four];
            sums[0] += w.x * x;
            sums[1] += w.y * x;
            sums[2] += w.z * x;
            sums[3] += w.w * x;
        }
        let b = parameters[bias + four];
        for (var i = 0u; i < 4u; i++) {
            sums[i] += b[i];
            if activated { sums[i] = silu(sums[i]); }
        }
    }
    workgroupBarrier();
    if four < outputs4 {
        for (var i = 0u; i < 4u; i++) { features[(4u * four + i) * QUADS + quad] = sums[i]; }
    }
    workgroupBarrier();
}

fn output(row: u32, column: u32) -> f32 {
    return features[row * QUADS + column / 4u][column % 4u];
}

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let begin = (group.y * groups.x + group.x) * 4u * QUADS;
    // Neighbouring invocations read neighbouring features of one point.
    for (var i = lane; i < CHANNELS4 * 4u * QUADS; i += LANES) {
        let column = i / CHANNELS4;
        let four = i % CHANNELS4;
        var sum = vec4f();
        if begin + column < uniforms.count {
            if IN_PARTS {
                sum = planes[(begin + column) * CHANNELS4 + four];
            } else {
                sum = with_samples(bitcast<vec3f>(points[begin + column].xyz), four, sum);
            }
            sum += parameters[four];
            if ACTIVATED { sum = silu(sum); }
        }
        for (var k = 0u; k < 4u; k++) { features[(4u * four + k) * QUADS + column / 4u][column % 4u] = sum[k]; }
    }
    workgroupBarrier();
    layers(lane);
    if MODE == OUTPUT_LEVEL {
        for (var column = lane; column < 4u * QUADS; column += LANES) {
            if begin + column < uniforms.count {
                let density = output(0u, column) + uniforms.bias;
                // Far inside, the exponential may leave f32's range; that is no fault of the field.
                let level = select(exp(density) - uniforms.threshold, LARGEST, density > 88.0);
                written[points[begin + column].w] = select(level, density, is_nan(density));
            }
        }
    } else {
        // Raw outputs, or the colours among them.
        let skipped = select(1u, 0u, MODE == OUTPUT_RAW);
        let each = OUTPUTS - skipped;
        for (var i = lane; i < each * 4u * QUADS; i += LANES) {
            let column = i / each;
            if begin + column < uniforms.count {
                let value = output(i % each + skipped, column);
                written[begin * each + i] =
                    select(1.0 / (1.0 + exp(clamp(-value, -80.0, 80.0))), value, MODE == OUTPUT_RAW || is_nan(value));
            }
        }
    }
}

// [points, f / 4]
@group(0) @binding(3) var<storage, read_write> sums: array<vec4f>;

@compute @workgroup_size(256)
fn add(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let i = (group.y * groups.x + group.x) * LANES + lane;
    if i >= uniforms.count * CHANNELS4 { return; }
    var sum = vec4f();
    if uniforms.first_sample > 0u { sum = sums[i]; }
    sums[i] = with_samples(bitcast<vec3f>(points[i / CHANNELS4].xyz), i % CHANNELS4, sum);
}
