// Sums and differences, value by value.
#include "device.cuh"

/// `a [count] + factor b [count] -> out [count]`; all three are aligned to 16 bytes.
extern "C" __global__ void __launch_bounds__(256)
    add_scaled(const float* a, const float* b, float factor, float* out, long long count) {
    const long long at = (static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x) * 4;
    if (at + 4 <= count) {
        float left[4], right[4];
        load_four(left, a + at);
        load_four(right, b + at);
        for (int i = 0; i < 4; ++i) {
            left[i] = fmaf(factor, right[i], left[i]);
        }
        store_four(out + at, left);
    } else {
        for (long long i = at; i < count; ++i) {
            out[i] = fmaf(factor, b[i], a[i]);
        }
    }
}
