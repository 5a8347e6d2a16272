// Group normalisation: a block a group.
#include "device.cuh"

namespace group_norm {

constexpr int MOST_WARPS = 32;

/// The sum over a block's threads, the same in each. `parts [MOST_WARPS]` is in shared memory.
DEVICE float block_sum(float value, float* parts) {
    value = warp_sum(value);
    const int warp = threadIdx.x / WARP;
    // A sum before this one may still be read.
    __syncthreads();
    if (threadIdx.x % WARP == 0) {
        parts[warp] = value;
    }
    __syncthreads();
    const int lane = threadIdx.x % WARP;
    return warp_sum(lane < int(blockDim.x / WARP) ? parts[lane] : 0.0f);
}

/// The sum of `f(value)` over `x [count]`: threads sum what lies apart, so that none adds many values to a large sum.
template <typename F>
DEVICE float sum_over(const float* x, int count, float* parts, F f) {
    float sums[4] = {};
    int rest = 0;
    if (is_aligned(x)) {
        rest = count / 4 * 4;
        for (int at = threadIdx.x * 4; at < rest; at += blockDim.x * 4) {
            float values[4];
            load_four(values, x + at);
            for (int i = 0; i < 4; ++i) {
                sums[i] += f(values[i]);
            }
        }
    }
    for (int at = rest + threadIdx.x; at < count; at += blockDim.x) {
        sums[0] += f(x[at]);
    }
    return block_sum((sums[0] + sums[1]) + (sums[2] + sums[3]), parts);
}

}  // namespace group_norm

/// `x [groups, channels, places] -> out`, the same; `channels` of a group. A block a group.
extern "C" __global__ void __launch_bounds__(1024)
    group_norm_f32(const float* x, const float* scale, const float* shift, float epsilon, float* out, int channels, int places) {
    __shared__ float parts[group_norm::MOST_WARPS];
    const int group = blockIdx.x;
    const int count = channels * places;
    x += size_t(group) * count;
    out += size_t(group) * count;
    const float mean = group_norm::sum_over(x, count, parts, [](float value) { return value; }) / count;
    const float squares =
        group_norm::sum_over(x, count, parts, [mean](float value) { return (value - mean) * (value - mean); });
    const float factor = 1.0f / sqrtf(squares / count + epsilon);
    // A warp a channel at a time: its scale and shift are read once.
    for (int channel = threadIdx.x / WARP; channel < channels; channel += blockDim.x / WARP) {
        const float by = factor * scale[group * channels + channel];
        const float to = shift[group * channels + channel];
        for (int at = threadIdx.x % WARP; at < places; at += WARP) {
            const size_t place = size_t(channel) * places + at;
            out[place] = fmaf(x[place] - mean, by, to);
        }
    }
}
