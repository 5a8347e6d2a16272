// Layer normalisation: a warp a row, which stays in registers between its mean, its variance and its result.
#include "device.cuh"

namespace layer_norm {

/// Vectors of four values that a lane holds: rows of up to 1024 channels.
constexpr int VECTORS = 8;

/// `x [rows, channels] -> out [rows, channels]`, `x` with `stride` values from row to row.
template <typename T>
DEVICE void normalise(
    const float* x, int stride, const float* scale, const float* shift, float epsilon, T* out, int rows, int channels
) {
    const int lane = threadIdx.x % WARP;
    const int row = blockIdx.x * (blockDim.x / WARP) + threadIdx.x / WARP;
    if (row >= rows) {
        return;
    }
    x += size_t(row) * stride;
    out += size_t(row) * channels;
    const bool vectors = channels % 4 == 0 && stride % 4 == 0 && is_aligned(x) && is_aligned(scale) && is_aligned(shift);
    if (vectors && channels <= VECTORS * 4 * WARP) {
        float values[VECTORS][4];
        float sum = 0.0f;
#pragma unroll
        for (int i = 0; i < VECTORS; ++i) {
            const int at = (i * WARP + lane) * 4;
            if (at < channels) {
                load_four(values[i], x + at);
                sum += (values[i][0] + values[i][1]) + (values[i][2] + values[i][3]);
            }
        }
        const float mean = warp_sum(sum) / channels;
        // The squares of deviations, since the mean of squares would cancel.
        float squares = 0.0f;
#pragma unroll
        for (int i = 0; i < VECTORS; ++i) {
            if ((i * WARP + lane) * 4 < channels) {
                for (int part = 0; part < 4; ++part) {
                    values[i][part] -= mean;
                    squares = fmaf(values[i][part], values[i][part], squares);
                }
            }
        }
        const float factor = 1.0f / sqrtf(warp_sum(squares) / channels + epsilon);
#pragma unroll
        for (int i = 0; i < VECTORS; ++i) {
            const int at = (i * WARP + lane) * 4;
            if (at < channels) {
                float by[4], to[4];
                load_four(by, scale + at);
                load_four(to, shift + at);
                for (int part = 0; part < 4; ++part) {
                    to[part] = fmaf(values[i][part] * factor, by[part], to[part]);
                }
                store_four(out + at, to);
            }
        }
        return;
    }
    // Any other row is read three times, twice of them from the first cache.
    float sum = 0.0f;
    for (int at = lane; at < channels; at += WARP) {
        sum += x[at];
    }
    const float mean = warp_sum(sum) / channels;
    float squares = 0.0f;
    for (int at = lane; at < channels; at += WARP) {
        squares = fmaf(x[at] - mean, x[at] - mean, squares);
    }
    const float factor = 1.0f / sqrtf(warp_sum(squares) / channels + epsilon);
    for (int at = lane; at < channels; at += WARP) {
        assign(out[at], fmaf((x[at] - mean) * factor, scale[at], shift[at]));
    }
}

}  // namespace layer_norm

#define LAYER_NORM(T, NAME)                                                                                             \
    extern "C" __global__ void __launch_bounds__(128) layer_norm_##NAME(                                               \
        const float* x, int stride, const float* scale, const float* shift, float epsilon, T* out, int rows, int channels \
    ) {                                                                                                                 \
        layer_norm::normalise<T>(x, stride, scale, shift, epsilon, out, rows, channels);                               \
    }

LAYER_NORM(float, f32)
LAYER_NORM(bf16, bf16)
LAYER_NORM(f16, f16)
