// A loop that does nothing but multiply and add in f32: see `peak.rs`.
#include "device.cuh"

namespace peak {

/// Sums of a thread, whose additions do not wait for each other.
constexpr int SUMS = 16;

}  // namespace peak

/// `factor` is close to 1, so that no sum leaves the range of normal numbers; `never` is what no sum is: nothing is written, but the
/// compiler cannot know.
extern "C" __global__ void __launch_bounds__(256) peak_multiply_add(
    int rounds, float factor, float addend, float never, float* result
) {
    float sums[peak::SUMS];
#pragma unroll
    for (int i = 0; i < peak::SUMS; ++i) {
        sums[i] = threadIdx.x * 0.001f + i;
    }
    for (int round = 0; round < rounds; ++round) {
#pragma unroll
        for (int i = 0; i < peak::SUMS; ++i) {
            sums[i] = fmaf(sums[i], factor, addend);
        }
    }
    float total = 0.0f;
#pragma unroll
    for (int i = 0; i < peak::SUMS; ++i) {
        total += sums[i];
    }
    if (total == never) {
        result[threadIdx.x] = total;
    }
}
