// A field's levels on a lattice in blocks of 4 x 4 x 4 samples: see `lattice.rs`, and `lattice.wgsl` beside it. 64 threads a block.
#include "device.cuh"

namespace lattice {

constexpr int SAMPLES = 64;

struct Uniforms {
    unsigned count;
    float value;
    unsigned first;
    unsigned side;
};

/// Missing samples of a block: its slot in the segment, where its points begin, the mask of samples; its first sample's place.
struct Item {
    unsigned slot;
    unsigned first;
    unsigned mask[2];
    unsigned origin[4];
};

DEVICE bool has(const unsigned* mask, unsigned bit) {
    return mask[bit >> 5] >> (bit & 31u) & 1u;
}

/// Set bits below `bit`.
DEVICE unsigned below(const unsigned* mask, unsigned bit) {
    const unsigned part = (1u << (bit & 31u)) - 1u;
    return bit < 32 ? __popc(mask[0] & part) : __popc(mask[0]) + __popc(mask[1] & part);
}

DEVICE bool is_finite(float value) {
    return (__float_as_uint(value) & 0x7f800000u) != 0x7f800000u;
}

}  // namespace lattice

/// `levels [count]`, all of one value.
extern "C" __global__ void __launch_bounds__(64) lattice_fill(lattice::Uniforms uniforms, float* levels) {
    const unsigned i = blockIdx.x * 64 + threadIdx.x;
    if (i < uniforms.count) {
        levels[i] = uniforms.value;
    }
}

/// Samples whose levels are known: `known [count]` are places and levels.
extern "C" __global__ void __launch_bounds__(64) lattice_assign(
    lattice::Uniforms uniforms, float* levels, const uint2* known
) {
    const unsigned i = blockIdx.x * 64 + threadIdx.x;
    if (i < uniforms.count) {
        levels[known[i].x] = __uint_as_float(known[i].y);
    }
}

/// `items [count] -> points`, an item a block, with the places of their levels.
extern "C" __global__ void __launch_bounds__(64) lattice_expand(
    lattice::Uniforms, const lattice::Item* items, const float* coordinates, uint4* points
) {
    const lattice::Item& item = items[blockIdx.x];
    const unsigned bit = threadIdx.x;
    if (!lattice::has(item.mask, bit)) {
        return;
    }
    const auto coordinate = [&](int axis) {
        return __float_as_uint(coordinates[item.origin[axis] + (bit >> 2 * axis & 3u)]);
    };
    points[item.first + lattice::below(item.mask, bit)] =
        make_uint4(coordinate(0), coordinate(1), coordinate(2), lattice::SAMPLES * item.slot + bit);
}

/// The samples with places among `ticks [side]`, x fastest, from `first` on `-> points [count]`, with the places of their levels.
extern "C" __global__ void __launch_bounds__(64) lattice_coarse(
    lattice::Uniforms uniforms, const unsigned* ticks, const float* coordinates, uint4* points
) {
    const unsigned i = blockIdx.x * 64 + threadIdx.x;
    if (i >= uniforms.count) {
        return;
    }
    const unsigned at = uniforms.first + i;
    const unsigned side = uniforms.side;
    const auto coordinate = [&](unsigned tick) { return __float_as_uint(coordinates[ticks[tick]]); };
    points[i] = make_uint4(coordinate(at % side), coordinate(at / side % side), coordinate(at / side / side), i);
}

/// Which of an item's samples are at least 0, an item a block. `found` begins with the first sample whose level is no number,
/// 64 item + bit with all bits turned, which 0 is not; two words an item follow.
extern "C" __global__ void __launch_bounds__(64) lattice_inside(
    lattice::Uniforms, const lattice::Item* items, const float* evaluated, unsigned* found
) {
    __shared__ unsigned words[2];
    const unsigned bit = threadIdx.x;
    if (bit < 2) {
        words[bit] = 0;
    }
    __syncthreads();
    const lattice::Item& item = items[blockIdx.x];
    if (lattice::has(item.mask, bit)) {
        const float level = evaluated[size_t(lattice::SAMPLES) * item.slot + bit];
        if (!lattice::is_finite(level)) {
            atomicMax(&found[0], ~(lattice::SAMPLES * blockIdx.x + bit));
        }
        if (level >= 0.0f) {
            atomicOr(&words[bit >> 5], 1u << (bit & 31u));
        }
    }
    __syncthreads();
    if (bit < 2) {
        found[1 + 2 * blockIdx.x + bit] = words[bit];
    }
}
