// The surface of blocks of a lattice, 64 threads a block of it: see `surface.rs`, and `surface.wgsl` beside it.
#include "device.cuh"

namespace surface {

struct Uniforms {
    unsigned blocks;
    // Of the segment, or of the window of vertices: where it begins, and how much it has.
    unsigned first;
    unsigned count;
    // What fractions of an edge keep from its ends.
    float least;
    float step;
    float half_extent;
    unsigned first_vertex;
    unsigned unused;
};

constexpr unsigned RECORD = 64, ORIGIN = 8, AROUND = 12, CORNERS = 128, NO_SLOT = 0xffffffffu;
/// Words of a case of the table: how many triangles, then three edges of each of five at most.
constexpr unsigned CASE_WORDS = 16;
constexpr float FRAME = -3.4028234e38f;
/// What sums of normals count in: 2^-24.
constexpr float ONE = 16777216.0f;

struct Place {
    unsigned axis[3];
};

struct Vector {
    float axis[3];
};

DEVICE Place place_of(unsigned bit) {
    return {{bit & 3u, bit >> 2 & 3u, bit >> 4}};
}

DEVICE unsigned bit_of(const Place& place) {
    return place.axis[0] % 4 + 4 * (place.axis[1] % 4) + 16 * (place.axis[2] % 4);
}

/// Which of the eight blocks at a corner has a sample.
DEVICE unsigned owner_of(const Place& place) {
    return place.axis[0] / 4 + 2 * (place.axis[1] / 4) + 4 * (place.axis[2] / 4);
}

DEVICE size_t corner_at(unsigned block, const Place& place) {
    return size_t(block) * CORNERS + place.axis[0] + 5 * place.axis[1] + 25 * place.axis[2];
}

/// A block's records: the slots of its 8 owners; its origin and a word; of 7 owners the first vertex and three masks of edges.
DEVICE const unsigned* record_of(const unsigned* records, unsigned block) {
    return records + size_t(block) * RECORD;
}

DEVICE const unsigned* mask_of(const unsigned* record, unsigned owner, unsigned axis) {
    return record + AROUND + 7 * owner + 1 + 2 * axis;
}

DEVICE unsigned vertex_of(const unsigned* record, unsigned owner, unsigned axis, unsigned bit) {
    unsigned vertex = record[AROUND + 7 * owner] + lattice::below(mask_of(record, owner, axis), bit);
    for (unsigned before = 0; before < axis; ++before) {
        const unsigned* const mask = mask_of(record, owner, before);
        vertex += __popc(mask[0]) + __popc(mask[1]);
    }
    return vertex;
}

DEVICE float clamped(float value, float low, float high) {
    return fminf(fmaxf(value, low), high);
}

/// Where the level is 0 on the edge that begins at `place`. Levels are bounded, so that the quotient's divisor is in range; that
/// also takes the frame for what is infinitely far outside.
DEVICE float fraction_at(const float* corners, unsigned block, Place place, unsigned axis, float least) {
    const float a = clamped(corners[corner_at(block, place)], -1e30f, 1e30f);
    ++place.axis[axis];
    const float b = clamped(corners[corner_at(block, place)], -1e30f, 1e30f);
    return clamped(a / (a - b), least, 1.0f - least);
}

/// The words of the table of the case of a cell.
DEVICE const unsigned* case_of(const float* corners, const unsigned* cases, unsigned block, const Place& cell) {
    unsigned bits = 0;
    for (unsigned corner = 0; corner < 8; ++corner) {
        const Place place{{cell.axis[0] + (corner & 1u), cell.axis[1] + (corner >> 1 & 1u), cell.axis[2] + (corner >> 2)}};
        bits |= unsigned(corners[corner_at(block, place)] >= 0.0f) << corner;
    }
    return cases + bits * CASE_WORDS;
}

/// Where an edge of a cell begins; four an axis.
DEVICE Place edge_from(const Place& cell, unsigned edge) {
    const unsigned axis = edge / 4;
    const unsigned among = edge % 4;
    const unsigned low = (1u << axis) - 1u;
    const unsigned corner = (among & low) | (among & ~low) << 1;
    return {{cell.axis[0] + (corner & 1u), cell.axis[1] + (corner >> 1 & 1u), cell.axis[2] + (corner >> 2)}};
}

/// The vertex on a cell's edge.
DEVICE unsigned vertex_on(const unsigned* record, const Place& cell, unsigned edge) {
    const Place place = edge_from(cell, edge);
    return vertex_of(record, owner_of(place), edge / 4, bit_of(place));
}

DEVICE Vector difference(const Vector& a, const Vector& b) {
    return {{a.axis[0] - b.axis[0], a.axis[1] - b.axis[1], a.axis[2] - b.axis[2]}};
}

DEVICE float dot(const Vector& a, const Vector& b) {
    return a.axis[0] * b.axis[0] + a.axis[1] * b.axis[1] + a.axis[2] * b.axis[2];
}

DEVICE Vector cross(const Vector& a, const Vector& b) {
    return {{
        a.axis[1] * b.axis[2] - a.axis[2] * b.axis[1],
        a.axis[2] * b.axis[0] - a.axis[0] * b.axis[2],
        a.axis[0] * b.axis[1] - a.axis[1] * b.axis[0],
    }};
}

/// Of length 1; of nothing, nothing.
DEVICE Vector unit(Vector v) {
    // Twice: the squares of a short side are below f32's range.
    const float largest = fmaxf(fabsf(v.axis[0]), fmaxf(fabsf(v.axis[1]), fabsf(v.axis[2])));
    if (largest == 0.0f) {
        return {};
    }
    for (float& component : v.axis) {
        component /= largest;
    }
    const float length = sqrtf(dot(v, v));
    for (float& component : v.axis) {
        component /= length;
    }
    return v;
}

/// Of an edge's vertex, in cells from the block's first sample.
DEVICE Vector cells_to(const float* corners, unsigned block, const Place& cell, unsigned edge, float least) {
    const Place place = edge_from(cell, edge);
    Vector position{{float(place.axis[0]), float(place.axis[1]), float(place.axis[2])}};
    position.axis[edge / 4] += fraction_at(corners, block, place, edge / 4, least);
    return position;
}

}  // namespace surface

/// `corners [blocks, 128]`: the levels at the corners of the blocks' cells, x + 5 y + 25 z, as far as one segment has them.
extern "C" __global__ void __launch_bounds__(64) lattice_surface_gather(
    surface::Uniforms uniforms, float* corners, const float* levels, const unsigned* records
) {
    const unsigned block = blockIdx.x;
    const unsigned* const record = surface::record_of(records, block);
    for (unsigned i = threadIdx.x; i < 125; i += 64) {
        const surface::Place place{{i % 5, i / 5 % 5, i / 25}};
        const unsigned slot = record[surface::owner_of(place)];
        float& corner = corners[size_t(block) * surface::CORNERS + i];
        if (slot == surface::NO_SLOT) {
            corner = surface::FRAME;
        } else if (slot >= uniforms.first && slot - uniforms.first < uniforms.count) {
            corner = levels[size_t(lattice::SAMPLES) * (slot - uniforms.first) + surface::bit_of(place)];
        }
    }
}

/// `positions [vertices, 3]`, and `points [vertices]` in -1..1, as a field takes them. `coordinates` are those of samples, twice
/// `count`: rounded, and in two exact parts.
extern "C" __global__ void __launch_bounds__(64) lattice_surface_vertices(
    surface::Uniforms uniforms, const float* corners, const uint2* coordinates, const unsigned* records, float* positions,
    uint4* points
) {
    const unsigned block = blockIdx.x;
    const unsigned bit = threadIdx.x;
    const unsigned* const record = surface::record_of(records, block);
    const surface::Place place = surface::place_of(bit);
    for (unsigned axis = 0; axis < 3; ++axis) {
        if (!lattice::has(surface::mask_of(record, 0, axis), bit)) {
            continue;
        }
        const unsigned vertex = surface::vertex_of(record, 0, axis, bit) - uniforms.first_vertex;
        float position[3];
        unsigned point[3];
        for (unsigned i = 0; i < 3; ++i) {
            const unsigned sample = record[surface::ORIGIN + i] + place.axis[i];
            if (i == axis) {
                // Of samples' coordinates along the edge there are two parts, so that what is rounded last is the sum.
                const uint2 edge = coordinates[sample + uniforms.count];
                const float fraction = surface::fraction_at(corners, block, place, axis, uniforms.least);
                position[i] = __uint_as_float(edge.x) + (__uint_as_float(edge.y) + fraction * uniforms.step);
            } else {
                position[i] = __uint_as_float(coordinates[sample].x);
            }
            positions[size_t(3) * vertex + i] = position[i];
            const float half = uniforms.half_extent;
            point[i] = __float_as_uint((position[i] + half) / (half + half) * 2.0f - 1.0f);
        }
        points[vertex] = make_uint4(point[0], point[1], point[2], 0);
    }
}

/// `counts [blocks]`: faces of each.
extern "C" __global__ void __launch_bounds__(64) lattice_surface_count_faces(
    surface::Uniforms, const float* corners, const unsigned* cases, unsigned* counts
) {
    __shared__ unsigned sum;
    if (threadIdx.x == 0) {
        sum = 0;
    }
    __syncthreads();
    atomicAdd(&sum, surface::case_of(corners, cases, blockIdx.x, surface::place_of(threadIdx.x))[0]);
    __syncthreads();
    if (threadIdx.x == 0) {
        counts[blockIdx.x] = sum;
    }
}

/// `faces [.., 3]`: vertices of the blocks' faces, those of a block from `first_faces` on, in the order of its cells.
extern "C" __global__ void __launch_bounds__(64) lattice_surface_write_faces(
    surface::Uniforms, const float* corners, const unsigned* cases, const unsigned* records, const unsigned* first_faces,
    unsigned* faces
) {
    __shared__ unsigned triangles[64];
    const unsigned block = blockIdx.x;
    const surface::Place cell = surface::place_of(threadIdx.x);
    const unsigned* const words = surface::case_of(corners, cases, block, cell);
    triangles[threadIdx.x] = words[0];
    __syncthreads();
    size_t face = first_faces[block];
    for (unsigned i = 0; i < threadIdx.x; ++i) {
        face += triangles[i];
    }
    const unsigned* const record = surface::record_of(records, block);
    for (unsigned i = 0; i < 3 * words[0]; ++i) {
        faces[3 * face + i] = surface::vertex_on(record, cell, words[1 + i]);
    }
}

/// `sums [vertices, 3]` of a window: face normals weighted by the corners' angles, added in integers, whose sums have no order.
extern "C" __global__ void __launch_bounds__(64) lattice_surface_sum_normals(
    surface::Uniforms uniforms, const float* corners, const unsigned* cases, const unsigned* records, int* sums
) {
    const unsigned block = blockIdx.x;
    const surface::Place cell = surface::place_of(threadIdx.x);
    const unsigned* const record = surface::record_of(records, block);
    const unsigned* const words = surface::case_of(corners, cases, block, cell);
    for (unsigned triangle = 0; triangle < words[0]; ++triangle) {
        const unsigned* const edges = words + 1 + 3 * triangle;
        surface::Vector corner[3];
        for (int i = 0; i < 3; ++i) {
            corner[i] = surface::cells_to(corners, block, cell, edges[i], uniforms.least);
        }
        surface::Vector sides[3];
        for (int i = 0; i < 3; ++i) {
            sides[i] = surface::unit(surface::difference(corner[(i + 1) % 3], corner[i]));
        }
        // The third side from the first corner is the last one backwards, which turns the product around.
        const surface::Vector normal = surface::unit(surface::cross(sides[2], sides[0]));
        for (int i = 0; i < 3; ++i) {
            const unsigned vertex = surface::vertex_on(record, cell, edges[i]) - uniforms.first;
            if (vertex >= uniforms.count) {
                continue;
            }
            const float cosine = -surface::dot(sides[i], sides[(i + 2) % 3]);
            const float angle = acosf(surface::clamped(cosine, -1.0f, 1.0f));
            for (int axis = 0; axis < 3; ++axis) {
                atomicAdd(&sums[size_t(3) * vertex + axis], int(rintf(normal.axis[axis] * angle * surface::ONE)));
            }
        }
    }
}

/// `sums [count, 3] -> normals [count, 3]`, of length 1.
extern "C" __global__ void __launch_bounds__(64) lattice_surface_normalise(
    surface::Uniforms uniforms, const int* sums, float* normals
) {
    const unsigned vertex = blockIdx.x * 64 + threadIdx.x;
    if (vertex >= uniforms.count) {
        return;
    }
    const int* const sum = sums + size_t(3) * vertex;
    surface::Vector normal = surface::unit({{float(sum[0]), float(sum[1]), float(sum[2])}});
    if (surface::dot(normal, normal) == 0.0f) {
        normal = {{0.0f, 0.0f, 1.0f}};
    }
    for (int axis = 0; axis < 3; ++axis) {
        normals[size_t(3) * vertex + axis] = normal.axis[axis];
    }
}
