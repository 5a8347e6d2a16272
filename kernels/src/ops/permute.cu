// The axes of a tensor in another order.
#include "device.cuh"

namespace permute {

constexpr int AXES = 6;

/// The result's sizes, and how far apart its neighbours along each axis lie in the source. Missing axes stand first, of size 1.
struct Layout {
    int sizes[AXES];
    int strides[AXES];
};

template <typename T>
DEVICE void gather(const T* from, T* to, Layout layout, int count) {
    const int at = blockIdx.x * blockDim.x + threadIdx.x;
    if (at >= count) {
        return;
    }
    int rest = at;
    int source = 0;
#pragma unroll
    for (int axis = AXES - 1; axis >= 0; --axis) {
        source += rest % layout.sizes[axis] * layout.strides[axis];
        rest /= layout.sizes[axis];
    }
    to[at] = from[source];
}

}  // namespace permute

/// `from -> to [count]`, values of 32 bits.
extern "C" __global__ void __launch_bounds__(256)
    permute_32(const unsigned* from, unsigned* to, permute::Layout layout, int count) {
    permute::gather(from, to, layout, count);
}

/// The same of values of 16 bits.
extern "C" __global__ void __launch_bounds__(256)
    permute_16(const unsigned short* from, unsigned short* to, permute::Layout layout, int count) {
    permute::gather(from, to, layout, count);
}
