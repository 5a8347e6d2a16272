// A triplane field at points: bilinear samples of the first layer's outputs, then the other layers, in one kernel and in f32.
//
// A block has a tile of points as columns; their activations stay in shared memory from the planes to the last layer, while the
// layers' weights stream through two stages. A point's result depends on no other point.
#include "device.cuh"

namespace field_eval {

constexpr int THREADS = 128;
/// Inputs of a layer whose weights are in a stage at a time.
constexpr int DEPTH = 16;

/// Blocks that a multiprocessor's shared memory has room for, which bounds their registers: 64 KiB of Turing, 164 and more of the
/// data centres', 100 of all others.
#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ == 800 || __CUDA_ARCH__ == 900 || __CUDA_ARCH__ == 1000
constexpr int RESIDENT = 4;
#elif __CUDA_ARCH__ >= 800
constexpr int RESIDENT = 2;
#else
constexpr int RESIDENT = 1;
#endif

/// Points of a tile, where layers have `FEATURES` features: as many as make eight times eight sums a thread.
template <int FEATURES>
constexpr int POINTS = THREADS * 64 / FEATURES;

/// Planes of the first layer's outputs, `[3, height, width, FEATURES]`.
struct Planes {
    const float* samples;
    int height;
    int width;
};

/// The layers, with `FEATURES` features each, padded with zeros.
struct Decoder {
    /// `[FEATURES]` of the first layer, which the planes have gone through.
    const float* first_bias;
    /// `[hidden, FEATURES inputs, FEATURES outputs]` of the layers between the first and the last.
    const float* weights;
    /// `[hidden, FEATURES]`.
    const float* bias;
    int hidden;
    /// `[outputs / 4, FEATURES inputs, 4]` of the last layer; null where the first layer is the last.
    const float* last_weights;
    /// `[outputs]`.
    const float* last_bias;
    int outputs;
};

/// The two samples of an axis that a coordinate of -1 to 1 lies between, and their weights, as `taps_along` of the CPU.
struct Taps {
    int at[2];
    float weight[2];

    DEVICE Taps(float coordinate, int size) {
        const float place = ((coordinate + 1.0f) * size - 1.0f) / 2.0f;
        const float low = floorf(place);
        const float part = place - low;
        for (int i = 0; i < 2; ++i) {
            const float sample = low + i;
            const bool outside = sample < 0.0f || sample >= size;
            const bool inside = sample >= 0.0f && sample < size;
            // NaN is neither: it must come out again.
            weight[i] = outside ? 0.0f : i ? part : 1.0f - part;
            at[i] = inside ? static_cast<int>(sample) : 0;
        }
    }
};

/// Where the activation of a point lies: fours of columns are turned by the feature, so that lanes that write neighbouring
/// features of a point, and those that read neighbouring points of a feature, use different banks.
template <int FEATURES>
DEVICE int place(int feature, int point) {
    return feature * POINTS<FEATURES> + (point ^ feature / 4 % 8 * 4);
}

/// The first layer at the tile's points, with bias and activation, to `activations`.
template <int FEATURES, typename Point>
DEVICE void sample(const Planes& planes, const Decoder& decoder, int count, Point point, float* activations) {
    constexpr int LANES = FEATURES / 4;
    const int feature = threadIdx.x % LANES * 4;
    float bias[4];
    load_four(bias, decoder.first_bias + feature);
    for (int column = threadIdx.x / LANES; column < POINTS<FEATURES>; column += THREADS / LANES) {
        float sum[4] = {};
        if (column < count) {
            float at[3];
            point(column, at);
            for (int plane = 0; plane < 3; ++plane) {
                // (x, y), (x, z), (y, z): the first along the plane's width.
                const Taps columns(at[plane == 2 ? 1 : 0], planes.width);
                const Taps rows(at[plane == 0 ? 1 : 2], planes.height);
                for (int tap = 0; tap < 4; ++tap) {
                    const int row = plane * planes.height + rows.at[tap / 2];
                    const float weight = rows.weight[tap / 2] * columns.weight[tap % 2];
                    float values[4];
                    load_four(values, planes.samples + (size_t(row) * planes.width + columns.at[tap % 2]) * FEATURES + feature);
                    for (int i = 0; i < 4; ++i) {
                        sum[i] = fmaf(weight, values[i], sum[i]);
                    }
                }
            }
            for (int i = 0; i < 4; ++i) {
                sum[i] += bias[i];
                sum[i] = decoder.last_weights ? silu(sum[i]) : sum[i];
            }
        }
        for (int i = 0; i < 4; ++i) {
            activations[place<FEATURES>(feature + i, column)] = sum[i];
        }
    }
}

/// `point(column, float[3])`, then `write(column, output, value)` for a tile's points and the first `wanted` outputs. All threads
/// of the block take part; dynamic shared memory holds `FEATURES * POINTS + 2 * DEPTH * FEATURES` floats.
template <int FEATURES, typename Point, typename Write>
DEVICE void evaluate_tile(const Planes& planes, const Decoder& decoder, int count, int wanted, Point point, Write write) {
    constexpr int COLUMNS = POINTS<FEATURES>;
    constexpr int STAGE = DEPTH * FEATURES;
    float* const activations = dynamic_shared<float>();
    float* const stages = activations + FEATURES * COLUMNS;

    const int chunks = decoder.hidden * (FEATURES / DEPTH);
    const auto copy_chunk = [&](int chunk) {
        for (int i = threadIdx.x * 4; i < STAGE; i += THREADS * 4) {
            copy_async(&stages[chunk % 2 * STAGE + i], decoder.weights + size_t(chunk) * STAGE + i, true);
        }
    };
    if (chunks > 0) {
        copy_chunk(0);
    }
    sample<FEATURES>(planes, decoder, count, point, activations);

    // Eight features and eight points a thread, in two fours each: lanes' fours lie side by side.
    const int points = threadIdx.x % (COLUMNS / 8) * 4;
    const int features = threadIdx.x / (COLUMNS / 8) * 4;
    float sums[8][8] = {};
    for (int chunk = 0; chunk < chunks; ++chunk) {
        // This chunk and the activations are there, and nobody reads the other stage any more.
        wait_copies();
        __syncthreads();
        if (chunk + 1 < chunks) {
            copy_chunk(chunk + 1);
        }
        const float* const stage = stages + chunk % 2 * STAGE;
        const int start = chunk * DEPTH % FEATURES;
#pragma unroll 4
        for (int step = 0; step < DEPTH; ++step) {
            float left[2][4], right[2][4];
            for (int half = 0; half < 2; ++half) {
                load_four(left[half], stage + step * FEATURES + half * (FEATURES / 2) + features);
                load_four(right[half], activations + place<FEATURES>(start + step, half * (COLUMNS / 2) + points));
            }
#pragma unroll
            for (int i = 0; i < 64; ++i) {
                const int feature = i / 8;
                const int column = i % 8;
                sums[feature][column] =
                    fmaf(left[feature / 4][feature % 4], right[column / 4][column % 4], sums[feature][column]);
            }
        }
        if (start + DEPTH == FEATURES) {
            __syncthreads();
            const float* const bias = decoder.bias + chunk * DEPTH / FEATURES * FEATURES;
#pragma unroll
            for (int i = 0; i < 8; ++i) {
                const int feature = i / 4 * (FEATURES / 2) + features + i % 4;
                const float by = bias[feature];
#pragma unroll
                for (int half = 0; half < 2; ++half) {
                    float values[4];
                    for (int part = 0; part < 4; ++part) {
                        values[part] = silu(sums[i][half * 4 + part] + by);
                        sums[i][half * 4 + part] = 0.0f;
                    }
                    store_four(activations + place<FEATURES>(feature, half * (COLUMNS / 2) + points), values);
                }
            }
        }
    }
    __syncthreads();
    const int column = threadIdx.x % COLUMNS;
    if (column >= count) {
        return;
    }
    for (int output = threadIdx.x / COLUMNS * 4; output < wanted; output += THREADS / COLUMNS * 4) {
        float sum[4] = {};
        if (decoder.last_weights) {
            const float* const weights = decoder.last_weights + size_t(output) * FEATURES;
            for (int feature = 0; feature < FEATURES; ++feature) {
                const float value = activations[place<FEATURES>(feature, column)];
                float row[4];
                load_four(row, weights + feature * 4);
                for (int i = 0; i < 4; ++i) {
                    sum[i] = fmaf(value, row[i], sum[i]);
                }
            }
        }
        for (int i = 0; i < 4 && output + i < wanted; ++i) {
            const float value =
                decoder.last_weights ? sum[i] + decoder.last_bias[output + i] : activations[place<FEATURES>(output + i, column)];
            write(column, output + i, value);
        }
    }
}

/// What is written of a point, `Written` of `field_eval/gpu.rs`.
enum Written { RAW = 0, LEVEL = 1, COLORS = 2 };

/// How a level follows from the first output.
struct Level {
    float bias;
    float threshold;
};

/// `exp(output + bias) - threshold`. Far inside, the exponential may leave f32's range; that is no fault of the field.
DEVICE float level_of(float output, Level level) {
    const float density = output + level.bias;
    return density > 88.0f ? 3.4028234e38f : expf(density) - level.threshold;
}

/// A block a tile. `points [count]` are coordinates, as bits, and the place of the point's level. To `out` goes what `written`
/// says: `[count, outputs]`; levels at their places; or the sigmoids of all outputs but the first, `[count, outputs - 1]`.
template <int FEATURES>
DEVICE void evaluate(
    const Planes& planes, const Decoder& decoder, const uint4* points, int count, int written, Level level, float* out
) {
    const size_t first = size_t(blockIdx.x) * POINTS<FEATURES>;
    const auto point = [&](int column, float (&at)[3]) {
        const uint4 bits = points[first + column];
        at[0] = __uint_as_float(bits.x), at[1] = __uint_as_float(bits.y), at[2] = __uint_as_float(bits.z);
    };
    const auto write = [&](int column, int output, float value) {
        if (written == LEVEL) {
            out[points[first + column].w] = level_of(value, level);
        } else if (written == RAW) {
            out[(first + column) * decoder.outputs + output] = value;
        } else if (output > 0) {
            out[(first + column) * (decoder.outputs - 1) + output - 1] = 1.0f / (1.0f + expf(-value));
        }
    };
    evaluate_tile<FEATURES>(planes, decoder, count - first, written == LEVEL ? 1 : decoder.outputs, point, write);
}

}  // namespace field_eval

#define FIELD_EVAL(FEATURES)                                                                                             \
    extern "C" __global__ void __launch_bounds__(field_eval::THREADS, field_eval::RESIDENT) field_eval_##FEATURES(       \
        const float* samples, int height, int width, const float* first_bias, const float* weights, const float* bias,   \
        int hidden, const float* last_weights, const float* last_bias, int outputs, const uint4* points, int count,      \
        int written, float level_bias, float threshold, float* out                                                      \
    ) {                                                                                                                 \
        const field_eval::Decoder decoder{first_bias, weights, bias, hidden, last_weights, last_bias, outputs};          \
        field_eval::evaluate<FEATURES>(                                                                                  \
            {samples, height, width}, decoder, points, count, written, {level_bias, threshold}, out                     \
        );                                                                                                              \
    }

FIELD_EVAL(64)
FIELD_EVAL(128)
