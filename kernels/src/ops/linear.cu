// What follows a linear layer's product, in one pass: bias, activation, residual, and the format of the result.
#include "device.cuh"

namespace linear {

/// `Activation` of the layer.
enum Activation { NONE = 0, GELU = 1, GEGLU = 2 };

/// GELU in its exact form (Hendrycks & Gimpel 2016).
DEVICE float gelu(float x) {
    return 0.5f * x * (1.0f + erff(x * 0.70710678f));
}

/// `COUNT` outputs of a row, from column `at` on.
template <int COUNT, typename In, typename Out>
DEVICE void finish(const In* sums, const float* bias, const float* residual, Out* out, int width, int at, int activation) {
    // Loads of four where the row's layout allows them, which the host has made sure of.
    const auto load = [](float (&to)[COUNT], const auto* from) {
        if constexpr (COUNT == 4) {
            load_four(to, from);
        } else {
            to[0] = to_f32(*from);
        }
    };
    const auto biased = [&](float (&value)[COUNT], int column) {
        load(value, sums + column);
        if (bias) {
            float by[COUNT];
            load(by, bias + column);
            for (int i = 0; i < COUNT; ++i) {
                value[i] += by[i];
            }
        }
    };
    float value[COUNT];
    biased(value, at);
    if (activation == GELU) {
        for (int i = 0; i < COUNT; ++i) {
            value[i] = gelu(value[i]);
        }
    } else if (activation == GEGLU) {
        float gate[COUNT];
        biased(gate, width + at);
        for (int i = 0; i < COUNT; ++i) {
            value[i] *= gelu(gate[i]);
        }
    }
    if (residual) {
        float before[COUNT];
        load(before, residual + at);
        for (int i = 0; i < COUNT; ++i) {
            value[i] += before[i];
        }
    }
    if constexpr (COUNT == 4) {
        store_four(out + at, value);
    } else {
        assign(out[at], value[0]);
    }
}

/// `sums [rows, width]`, or `[rows, 2 width]` with GEGLU, with `stride` values from row to row `-> out [rows, width]`. `bias` is
/// as long as a row of sums; it and `residual [rows, width]` (`residual_stride` from row to row) may be null.
template <typename In, typename Out>
DEVICE void epilogue(
    const In* sums, int stride, const float* bias, const float* residual, int residual_stride, Out* out, int width,
    int activation
) {
    const size_t row = blockIdx.x;
    sums += row * stride;
    out += row * width;
    if (residual) {
        residual += row * residual_stride;
    }
    const bool vectors = width % 4 == 0 && stride % 4 == 0 && is_aligned(sums) && is_aligned(bias) && is_aligned(residual);
    const int thread = blockIdx.y * blockDim.x + threadIdx.x;
    const int threads = gridDim.y * blockDim.x;
    if (vectors) {
        for (int at = thread * 4; at < width; at += threads * 4) {
            finish<4>(sums, bias, residual, out, width, at, activation);
        }
    } else {
        for (int at = thread; at < width; at += threads) {
            finish<1>(sums, bias, residual, out, width, at, activation);
        }
    }
}

}  // namespace linear

#define LINEAR_EPILOGUE(IN, IN_NAME, OUT, OUT_NAME)                                                                      \
    extern "C" __global__ void __launch_bounds__(128) linear_epilogue_##IN_NAME##_##OUT_NAME(                           \
        const IN* sums, int stride, const float* bias, const float* residual, int residual_stride, OUT* out, int width,  \
        int activation                                                                                                  \
    ) {                                                                                                                 \
        linear::epilogue<IN, OUT>(sums, stride, bias, residual, residual_stride, out, width, activation);               \
    }

LINEAR_EPILOGUE(float, f32, float, f32)
LINEAR_EPILOGUE(float, f32, bf16, bf16)
LINEAR_EPILOGUE(float, f32, f16, f16)
LINEAR_EPILOGUE(bf16, bf16, float, f32)
LINEAR_EPILOGUE(bf16, bf16, bf16, bf16)
LINEAR_EPILOGUE(f16, f16, float, f32)
LINEAR_EPILOGUE(f16, f16, f16, f16)
