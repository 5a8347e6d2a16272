// The surface of blocks of a lattice, a workgroup a block: see `surface.rs`. Entry points bind what they use.
//
// Defined before this text: CASE_WORDS, the words of a case of the table.

struct Uniforms {
    blocks: u32,
    // Of the segment, or of the window of vertices: where it begins, and how much it has.
    first: u32,
    count: u32,
    // What fractions of an edge keep from its ends.
    least: f32,
    step: f32,
    half_extent: f32,
    first_vertex: u32,
}

const RECORD = 64u;
const ORIGIN = 8u;
const AROUND = 12u;
const CORNERS = 128u;
const NO_SLOT = 0xffffffffu;
const FRAME = -3.4028234e38f;
const ONE = 16777216.0f;

@group(0) @binding(0) var<uniform> uniforms: Uniforms;
// A block: the slots of its 8 owners; its origin and a word; of 7 owners the first vertex and three masks of crossed edges.
@group(0) @binding(3) var<storage, read> records: array<u32>;
// Levels at the corners of a block's cells, x + 5 y + 25 z.
@group(0) @binding(1) var<storage, read_write> corners: array<f32>;

fn place_of(bit: u32) -> vec3u {
    return vec3u(bit & 3u, bit >> 2u & 3u, bit >> 4u);
}

fn corner_at(block: u32, place: vec3u) -> u32 {
    return block * CORNERS + place.x + 5u * place.y + 25u * place.z;
}

// gather: the levels at the corners, of one segment's slots

@group(0) @binding(2) var<storage, read> levels: array<f32>;

@compute @workgroup_size(64)
fn gather(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let block = group.y * groups.x + group.x;
    if block >= uniforms.blocks { return; }
    for (var i = lane; i < 125u; i += 64u) {
        let place = vec3u(i % 5u, i / 5u % 5u, i / 25u);
        let owner = place / 4u;
        let within = place % 4u;
        let slot = records[block * RECORD + owner.x + 2u * owner.y + 4u * owner.z];
        if slot == NO_SLOT {
            corners[block * CORNERS + i] = FRAME;
        } else if slot >= uniforms.first && slot - uniforms.first < uniforms.count {
            let bit = within.x + 4u * within.y + 16u * within.z;
            corners[block * CORNERS + i] = levels[64u * (slot - uniforms.first) + bit];
        }
    }
}

// vertices

@group(0) @binding(2) var<storage, read> coordinates: array<vec2f>;
@group(0) @binding(4) var<storage, read_write> positions: array<f32>;
// In -1..1, as a field takes them.
@group(0) @binding(5) var<storage, read_write> points: array<vec4u>;

fn mask_of(block: u32, octant: u32, axis: u32) -> vec2u {
    let at = block * RECORD + AROUND + 7u * octant + 1u + 2u * axis;
    return vec2u(records[at], records[at + 1u]);
}

// Set bits below `bit`.
fn below(mask: vec2u, bit: u32) -> u32 {
    let part = (1u << (bit & 31u)) - 1u;
    if bit < 32u { return countOneBits(mask.x & part); }
    return countOneBits(mask.x) + countOneBits(mask.y & part);
}

fn ones(mask: vec2u) -> u32 {
    return countOneBits(mask.x) + countOneBits(mask.y);
}

fn vertex_of(block: u32, octant: u32, axis: u32, bit: u32) -> u32 {
    var vertex = records[block * RECORD + AROUND + 7u * octant] + below(mask_of(block, octant, axis), bit);
    for (var before = 0u; before < axis; before++) { vertex += ones(mask_of(block, octant, before)); }
    return vertex;
}

fn along(axis: u32) -> vec3u {
    return vec3u(u32(axis == 0u), u32(axis == 1u), u32(axis == 2u));
}

// Where the level is 0 on the edge that begins at `place`. Levels are bounded, so that the quotient's divisor is in range; that
// also takes the frame for what is infinitely far outside.
fn fraction_at(block: u32, place: vec3u, axis: u32) -> f32 {
    let a = clamp(corners[corner_at(block, place)], -1e30, 1e30);
    let b = clamp(corners[corner_at(block, place + along(axis))], -1e30, 1e30);
    return clamp(a / (a - b), uniforms.least, 1.0 - uniforms.least);
}

@compute @workgroup_size(64)
fn vertices(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) bit: u32,
) {
    let block = group.y * groups.x + group.x;
    if block >= uniforms.blocks { return; }
    let at = block * RECORD + ORIGIN;
    let place = place_of(bit);
    let sample = vec3u(records[at], records[at + 1u], records[at + 2u]) + place;
    for (var axis = 0u; axis < 3u; axis++) {
        let mask = mask_of(block, 0u, axis);
        if (mask[bit >> 5u] >> (bit & 31u) & 1u) == 0u { continue; }
        let vertex = vertex_of(block, 0u, axis, bit) - uniforms.first_vertex;
        // Of samples' coordinates along the edge there are two parts, so that what is rounded last is the sum.
        var position = vec3f(coordinates[sample.x].x, coordinates[sample.y].x, coordinates[sample.z].x);
        let edge = coordinates[sample[axis] + uniforms.count];
        position[axis] = edge.x + (edge.y + fraction_at(block, place, axis) * uniforms.step);
        for (var i = 0u; i < 3u; i++) { positions[3u * vertex + i] = position[i]; }
        let half = vec3f(uniforms.half_extent);
        let point = (position + half) / (half + half) * 2.0 - 1.0;
        points[vertex] = vec4u(bitcast<vec3u>(point), 0u);
    }
}

// faces: their number a block, then themselves

// [256, CASE_WORDS]: how many triangles, then three edges of each.
@group(0) @binding(2) var<storage, read> cases: array<u32>;
@group(0) @binding(3) var<storage, read_write> counts: array<u32>;

// The words of the table where the case of a cell begins.
fn case_of(block: u32, cell: vec3u) -> u32 {
    var case_bits = 0u;
    for (var corner = 0u; corner < 8u; corner++) {
        let place = cell + vec3u(corner & 1u, corner >> 1u & 1u, corner >> 2u);
        case_bits |= u32(corners[corner_at(block, place)] >= 0.0) << corner;
    }
    return case_bits * CASE_WORDS;
}

var<workgroup> triangles: array<u32, 64>;

@compute @workgroup_size(64)
fn count_faces(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) bit: u32,
) {
    let block = group.y * groups.x + group.x;
    if block < uniforms.blocks { triangles[bit] = cases[case_of(block, place_of(bit))]; }
    workgroupBarrier();
    if bit == 0u && block < uniforms.blocks {
        var sum = 0u;
        for (var i = 0u; i < 64u; i++) { sum += triangles[i]; }
        counts[block] = sum;
    }
}

// An edge of a cell, four an axis: the corner that it begins at.
fn edge_from(edge: u32) -> vec3u {
    let axis = edge / 4u;
    let among = edge % 4u;
    let low = (1u << axis) - 1u;
    let corner = (among & low) | (among & ~low) << 1u;
    return vec3u(corner & 1u, corner >> 1u & 1u, corner >> 2u);
}

// The vertex on a cell's edge.
fn vertex_on(block: u32, cell: vec3u, edge: u32) -> u32 {
    let place = cell + edge_from(edge);
    let owner = place / 4u;
    let within = place % 4u;
    return vertex_of(
        block,
        owner.x + 2u * owner.y + 4u * owner.z,
        edge / 4u,
        within.x + 4u * within.y + 16u * within.z,
    );
}

// Where each block's faces begin in `faces`.
@group(0) @binding(4) var<storage, read> first_faces: array<u32>;
@group(0) @binding(5) var<storage, read_write> faces: array<u32>;

@compute @workgroup_size(64)
fn write_faces(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) bit: u32,
) {
    let block = group.y * groups.x + group.x;
    let cell = place_of(bit);
    var at = 0u;
    if block < uniforms.blocks {
        at = case_of(block, cell);
        triangles[bit] = cases[at];
    }
    workgroupBarrier();
    if block >= uniforms.blocks { return; }
    var face = first_faces[block];
    for (var i = 0u; i < bit; i++) { face += triangles[i]; }
    for (var i = 0u; i < 3u * cases[at]; i++) { faces[3u * face + i] = vertex_on(block, cell, cases[at + 1u + i]); }
}

// normals: face normals weighted by the corners' angles, summed in integers, whose sums have no order

@group(0) @binding(4) var<storage, read_write> sums: array<atomic<i32>>;

// Of an edge's vertex, in cells from the block's first sample.
fn cells_to(block: u32, cell: vec3u, edge: u32) -> vec3f {
    let place = cell + edge_from(edge);
    let axis = edge / 4u;
    var position = vec3f(place);
    position[axis] += fraction_at(block, place, axis);
    return position;
}

fn unit(v: vec3f) -> vec3f {
    // Twice: the squares of a short side are below f32's range.
    let largest = max(abs(v.x), max(abs(v.y), abs(v.z)));
    if largest == 0.0 { return vec3f(); }
    let scaled = v / largest;
    return scaled / sqrt(dot(scaled, scaled));
}

// Abramowitz & Stegun 4.4.46, within 2e-8; WGSL's own may be off by thousands of units in the last place.
fn arc_cosine(x: f32) -> f32 {
    let a = min(abs(x), 1.0);
    var p = -0.0012624911;
    p = p * a + 0.0066700901;
    p = p * a - 0.0170881256;
    p = p * a + 0.0308918810;
    p = p * a - 0.0501743046;
    p = p * a + 0.0889789874;
    p = p * a - 0.2145988016;
    p = p * a + 1.5707963050;
    let angle = p * sqrt(1.0 - a);
    return select(angle, 3.14159265 - angle, x < 0.0);
}

@compute @workgroup_size(64)
fn sum_normals(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) bit: u32,
) {
    let block = group.y * groups.x + group.x;
    if block >= uniforms.blocks { return; }
    let cell = place_of(bit);
    let at = case_of(block, cell);
    for (var triangle = 0u; triangle < cases[at]; triangle++) {
        var corner: array<vec3f, 3>;
        for (var i = 0u; i < 3u; i++) { corner[i] = cells_to(block, cell, cases[at + 1u + 3u * triangle + i]); }
        let normal = unit(cross(unit(corner[1] - corner[0]), unit(corner[2] - corner[0])));
        for (var i = 0u; i < 3u; i++) {
            let vertex = vertex_on(block, cell, cases[at + 1u + 3u * triangle + i]) - uniforms.first;
            if vertex >= uniforms.count { continue; }
            let next = unit(corner[(i + 1u) % 3u] - corner[i]);
            let previous = unit(corner[(i + 2u) % 3u] - corner[i]);
            let weighted = normal * arc_cosine(dot(next, previous)) * ONE;
            for (var axis = 0u; axis < 3u; axis++) { atomicAdd(&sums[3u * vertex + axis], i32(round(weighted[axis]))); }
        }
    }
}

@group(0) @binding(1) var<storage, read> summed: array<i32>;
@group(0) @binding(2) var<storage, read_write> normals: array<f32>;

@compute @workgroup_size(64)
fn normalise(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let vertex = (group.y * groups.x + group.x) * 64u + lane;
    if vertex >= uniforms.count { return; }
    var normal = unit(vec3f(f32(summed[3u * vertex]), f32(summed[3u * vertex + 1u]), f32(summed[3u * vertex + 2u])));
    if dot(normal, normal) == 0.0 { normal = vec3f(0.0, 0.0, 1.0); }
    for (var axis = 0u; axis < 3u; axis++) { normals[3u * vertex + axis] = normal[axis]; }
}
