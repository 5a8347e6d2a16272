// Attention that never stores its scores, after FlashAttention 2 (Dao 2023): a block holds a tile of one head's queries and
// goes over the keys once; scores, weights and results stay in registers, and softmax runs along (Milakov & Gimelshein 2018).
#include "device.cuh"

namespace attention {

/// The running softmax of one query: `decay` is what results and sum so far have to be multiplied with.
struct Running {
    float largest = LOWEST;
    float sum = 0.0f;

    /// Takes in the largest score of further keys; `scale` turns scores into powers of two.
    DEVICE float meet(float score, float scale) {
        const float before = largest;
        largest = fmaxf(largest, score);
        const float decay = exp2_fast((before - largest) * scale);
        sum *= decay;
        return decay;
    }
};

// ---- Tensor cores: heads of 64 channels in 16-bit formats.

constexpr int HEAD = 64;
constexpr int KEYS = 64;
constexpr int WARPS = 4;
constexpr int THREADS = WARPS * WARP;
/// 16-byte chunks of a row of a tile.
constexpr int CHUNKS = HEAD / 8;

/// Where a tile in shared memory has the chunk of a row: turned by the row, so that eight rows' equal chunks lie in different banks.
DEVICE int place(int row, int chunk) {
    return row * CHUNKS + (chunk ^ (row % CHUNKS));
}

/// Begins to copy a tile of `TILE` rows, of which there are `rows`, at least one; the others become zeros.
template <int TILE, typename T>
DEVICE void copy_tile(uint4* tile, const T* from, int stride, int rows) {
#pragma unroll
    for (int i = threadIdx.x; i < TILE * CHUNKS; i += THREADS) {
        const int row = i / CHUNKS;
        const int chunk = i % CHUNKS;
        const bool inside = row < rows;
        copy_async(&tile[place(row, chunk)], inside ? from + size_t(row) * stride + chunk * 8 : from, inside);
    }
}

/// `q [queries, .], k [keys, .], v [keys, .] -> out [queries, .]`, each with its own number of values from row to row; of
/// each sequence, which lie one below the other; block `(x, y)` has the `x`-th tile of queries and the columns of the `y`-th head,
/// counted through all sequences. Each warp has `SLICES` times 16 queries.
template <int SLICES, typename T>
DEVICE void attend(
    const T* q, int q_stride, const T* k, int k_stride, const T* v, int v_stride, T* out, int out_stride, int queries,
    int keys, float scale, int heads
) {
    constexpr int QUERIES = WARPS * SLICES * 16;
    constexpr int STEPS = HEAD / 16;
    uint4* const q_tile = dynamic_shared<uint4>();
    uint4* const k_tiles = q_tile + QUERIES * CHUNKS;
    uint4* const v_tiles = k_tiles + 2 * KEYS * CHUNKS;

    const int lane = threadIdx.x % WARP;
    const int t = lane % 4;
    const int group = lane / 4;
    const int first_row = threadIdx.x / WARP * SLICES * 16;
    const int first = blockIdx.x * QUERIES;
    const size_t sequence = blockIdx.y / heads;
    const int head = blockIdx.y % heads * HEAD;
    q += (sequence * queries + first) * q_stride + head;
    out += (sequence * queries + first) * out_stride + head;
    k += sequence * keys * k_stride + head;
    v += sequence * keys * v_stride + head;

    copy_tile<QUERIES>(q_tile, q, q_stride, queries - first);
    copy_tile<KEYS>(k_tiles, k, k_stride, keys);
    copy_tile<KEYS>(v_tiles, v, v_stride, keys);
    wait_copies();
    __syncthreads();
    unsigned q_parts[SLICES][STEPS][4];
#pragma unroll
    for (int slice = 0; slice < SLICES; ++slice) {
#pragma unroll
        for (int step = 0; step < STEPS; ++step) {
            load_matrices(q_parts[slice][step], &q_tile[place(first_row + slice * 16 + lane % 16, step * 2 + lane / 16)]);
        }
    }

    float results[SLICES][HEAD / 8][4] = {};
    Running running[SLICES][2];
    const int blocks = (keys + KEYS - 1) / KEYS;
    for (int block = 0; block < blocks; ++block) {
        // One barrier a block of keys: this one's copies are there, and nobody reads the tiles of the one before any more.
        wait_copies();
        __syncthreads();
        if (block + 1 < blocks) {
            const int next = (block + 1) * KEYS;
            const int stage = (block + 1) % 2 * KEYS * CHUNKS;
            copy_tile<KEYS>(k_tiles + stage, k + size_t(next) * k_stride, k_stride, keys - next);
            copy_tile<KEYS>(v_tiles + stage, v + size_t(next) * v_stride, v_stride, keys - next);
        }
        const uint4* const k_tile = k_tiles + block % 2 * KEYS * CHUNKS;
        const uint4* const v_tile = v_tiles + block % 2 * KEYS * CHUNKS;

        float scores[SLICES][KEYS / 8][4] = {};
#pragma unroll
        for (int step = 0; step < STEPS; ++step) {
#pragma unroll
            for (int pair = 0; pair < KEYS / 16; ++pair) {
                unsigned k_parts[4];
                load_matrices(k_parts, &k_tile[place(pair * 16 + lane % 8 + lane / 16 * 8, step * 2 + lane / 8 % 2)]);
#pragma unroll
                for (int slice = 0; slice < SLICES; ++slice) {
                    multiply(scores[slice][pair * 2], q_parts[slice][step], &k_parts[0], T{});
                    multiply(scores[slice][pair * 2 + 1], q_parts[slice][step], &k_parts[2], T{});
                }
            }
        }
        if (block * KEYS + KEYS > keys) {
#pragma unroll
            for (int i = 0; i < KEYS / 8 * 4; ++i) {
                if (block * KEYS + i / 4 * 8 + 2 * t + i % 2 >= keys) {
                    for (int slice = 0; slice < SLICES; ++slice) {
                        scores[slice][i / 4][i % 4] = LOWEST;
                    }
                }
            }
        }
#pragma unroll
        for (int slice = 0; slice < SLICES; ++slice) {
#pragma unroll
            for (int half = 0; half < 2; ++half) {
                // Rows `group` and `group + 8` of the slice, which four lanes share.
                float largest = LOWEST;
#pragma unroll
                for (int tile = 0; tile < KEYS / 8; ++tile) {
                    largest = fmaxf(largest, fmaxf(scores[slice][tile][2 * half], scores[slice][tile][2 * half + 1]));
                }
                largest = fmaxf(largest, __shfl_xor_sync(ALL_LANES, largest, 1));
                largest = fmaxf(largest, __shfl_xor_sync(ALL_LANES, largest, 2));
                Running& row = running[slice][half];
                const float decay = row.meet(largest, scale);
                const float offset = row.largest * scale;
#pragma unroll
                for (int tile = 0; tile < KEYS / 8; ++tile) {
#pragma unroll
                    for (int part = 2 * half; part < 2 * half + 2; ++part) {
                        scores[slice][tile][part] = exp2_fast(fmaf(scores[slice][tile][part], scale, -offset));
                        row.sum += scores[slice][tile][part];
                    }
                }
#pragma unroll
                for (int tile = 0; tile < HEAD / 8; ++tile) {
                    results[slice][tile][2 * half] *= decay;
                    results[slice][tile][2 * half + 1] *= decay;
                }
            }
        }
#pragma unroll
        for (int step = 0; step < KEYS / 16; ++step) {
            // A lane's scores are just what it has to hold of the next product's left side.
            unsigned weights[SLICES][4];
#pragma unroll
            for (int slice = 0; slice < SLICES; ++slice) {
#pragma unroll
                for (int i = 0; i < 4; ++i) {
                    const float(&from)[4] = scores[slice][step * 2 + i / 2];
                    weights[slice][i] = pack(from[i % 2 * 2], from[i % 2 * 2 + 1], T{});
                }
            }
#pragma unroll
            for (int pair = 0; pair < HEAD / 16; ++pair) {
                unsigned v_parts[4];
                load_matrices_transposed(v_parts, &v_tile[place(step * 16 + lane % 16, pair * 2 + lane / 16)]);
#pragma unroll
                for (int slice = 0; slice < SLICES; ++slice) {
                    multiply(results[slice][pair * 2], weights[slice], &v_parts[0], T{});
                    multiply(results[slice][pair * 2 + 1], weights[slice], &v_parts[2], T{});
                }
            }
        }
    }

    // Out by way of the warp's own rows of the tile of queries, so that whole chunks are written.
#pragma unroll
    for (int slice = 0; slice < SLICES; ++slice) {
#pragma unroll
        for (int half = 0; half < 2; ++half) {
            float sum = running[slice][half].sum;
            sum += __shfl_xor_sync(ALL_LANES, sum, 1);
            sum += __shfl_xor_sync(ALL_LANES, sum, 2);
            const float factor = 1.0f / sum;
            const int row = first_row + slice * 16 + half * 8 + group;
#pragma unroll
            for (int tile = 0; tile < HEAD / 8; ++tile) {
                const float(&from)[4] = results[slice][tile];
                unsigned* const words = reinterpret_cast<unsigned*>(&q_tile[place(row, tile)]);
                words[t] = pack(from[2 * half] * factor, from[2 * half + 1] * factor, T{});
            }
        }
    }
    __syncwarp();
    for (int i = lane; i < SLICES * 16 * CHUNKS; i += WARP) {
        const int row = first_row + i / CHUNKS;
        const int chunk = i % CHUNKS;
        if (first + row < queries) {
            *reinterpret_cast<uint4*>(out + size_t(row) * out_stride + chunk * 8) = q_tile[place(row, chunk)];
        }
    }
}

// ---- Any format, and heads of any size up to 128 channels: products in f32.

constexpr int PLAIN_QUERIES = 64;
constexpr int PLAIN_KEYS = 32;
/// Threads side by side along the keys and along the channels; each has four queries.
constexpr int SIDE = 8;

/// As `attend`; `MOST` is what `channels` may be. Thread `(y, x)` has queries `4 y + i`, keys `x + 8 j`, channels `x + 8 j`.
template <int MOST, typename T>
DEVICE void attend_plainly(
    const T* q, int q_stride, const T* k, int k_stride, const T* v, int v_stride, T* out, int out_stride, int queries,
    int keys, float scale, int heads, int channels
) {
    // One value of padding a row, so that a column's values lie in different banks.
    const int width = channels + 1;
    float* const q_tile = dynamic_shared<float>();
    float* const kv_tile = q_tile + PLAIN_QUERIES * width;
    float* const weights = kv_tile + PLAIN_KEYS * width;
    constexpr int WEIGHTS = PLAIN_KEYS + 1;

    const int x = threadIdx.x % SIDE;
    const int y = threadIdx.x / SIDE;
    const int first = blockIdx.x * PLAIN_QUERIES;
    const size_t sequence = blockIdx.y / heads;
    const int head = blockIdx.y % heads * channels;
    q += sequence * queries * q_stride;
    out += sequence * queries * out_stride;
    k += sequence * keys * k_stride;
    v += sequence * keys * v_stride;
    const auto load = [&](float* tile, const T* from, int stride, int start, int tile_rows, int rows) {
        for (int i = threadIdx.x; i < tile_rows * channels; i += THREADS) {
            const int row = i / channels;
            const int channel = i % channels;
            const bool inside = start + row < rows;
            tile[row * width + channel] = inside ? to_f32(from[size_t(start + row) * stride + head + channel]) : 0.0f;
        }
    };
    load(q_tile, q, q_stride, first, PLAIN_QUERIES, queries);

    float results[4][MOST / SIDE] = {};
    Running running[4];
    for (int start = 0; start < keys; start += PLAIN_KEYS) {
        __syncthreads();
        load(kv_tile, k, k_stride, start, PLAIN_KEYS, keys);
        __syncthreads();
        float scores[4][PLAIN_KEYS / SIDE] = {};
        for (int channel = 0; channel < channels; ++channel) {
            float left[4];
            for (int i = 0; i < 4; ++i) {
                left[i] = q_tile[(4 * y + i) * width + channel];
            }
#pragma unroll
            for (int j = 0; j < PLAIN_KEYS / SIDE; ++j) {
                const float right = kv_tile[(x + SIDE * j) * width + channel];
                for (int i = 0; i < 4; ++i) {
                    scores[i][j] = fmaf(left[i], right, scores[i][j]);
                }
            }
        }
#pragma unroll
        for (int i = 0; i < 4; ++i) {
            float largest = LOWEST;
#pragma unroll
            for (int j = 0; j < PLAIN_KEYS / SIDE; ++j) {
                if (start + x + SIDE * j >= keys) {
                    scores[i][j] = LOWEST;
                }
                largest = fmaxf(largest, scores[i][j]);
            }
            for (int distance = 1; distance < SIDE; distance *= 2) {
                largest = fmaxf(largest, __shfl_xor_sync(ALL_LANES, largest, distance));
            }
            const float decay = running[i].meet(largest, scale);
#pragma unroll
            for (int j = 0; j < PLAIN_KEYS / SIDE; ++j) {
                const float weight = exp2_fast((scores[i][j] - running[i].largest) * scale);
                running[i].sum += weight;
                weights[(4 * y + i) * WEIGHTS + x + SIDE * j] = weight;
            }
#pragma unroll
            for (int j = 0; j < MOST / SIDE; ++j) {
                results[i][j] *= decay;
            }
        }
        // The keys have been read; the weights are read by the eight lanes that wrote them.
        __syncthreads();
        load(kv_tile, v, v_stride, start, PLAIN_KEYS, keys);
        __syncthreads();
        for (int key = 0; key < PLAIN_KEYS; ++key) {
            float left[4];
            for (int i = 0; i < 4; ++i) {
                left[i] = weights[(4 * y + i) * WEIGHTS + key];
            }
#pragma unroll
            for (int j = 0; j < MOST / SIDE; ++j) {
                if (x + SIDE * j < channels) {
                    const float right = kv_tile[key * width + x + SIDE * j];
                    for (int i = 0; i < 4; ++i) {
                        results[i][j] = fmaf(left[i], right, results[i][j]);
                    }
                }
            }
        }
    }
#pragma unroll
    for (int i = 0; i < 4; ++i) {
        float sum = running[i].sum;
        for (int distance = 1; distance < SIDE; distance *= 2) {
            sum += __shfl_xor_sync(ALL_LANES, sum, distance);
        }
        const int query = first + 4 * y + i;
#pragma unroll
        for (int j = 0; j < MOST / SIDE; ++j) {
            if (query < queries && x + SIDE * j < channels) {
                assign(out[size_t(query) * out_stride + head + x + SIDE * j], results[i][j] / sum);
            }
        }
    }
}

}  // namespace attention

#define ATTENTION(T, NAME, SLICES, QUERIES)                                                                              \
    extern "C" __global__ void __launch_bounds__(attention::THREADS) attention_##NAME##_##QUERIES(                       \
        const T* q, int q_stride, const T* k, int k_stride, const T* v, int v_stride, T* out, int out_stride, int queries, \
        int keys, float scale, int heads                                                                                \
    ) {                                                                                                                 \
        attention::attend<SLICES>(q, q_stride, k, k_stride, v, v_stride, out, out_stride, queries, keys, scale, heads);  \
    }

ATTENTION(bf16, bf16, 1, 64)
ATTENTION(bf16, bf16, 2, 128)
ATTENTION(f16, f16, 1, 64)
ATTENTION(f16, f16, 2, 128)

#define ATTENTION_PLAIN(T, NAME, MOST)                                                                                   \
    extern "C" __global__ void __launch_bounds__(attention::THREADS) attention_plain_##NAME##_##MOST(                    \
        const T* q, int q_stride, const T* k, int k_stride, const T* v, int v_stride, T* out, int out_stride, int queries, \
        int keys, float scale, int heads, int channels                                                                  \
    ) {                                                                                                                 \
        attention::attend_plainly<MOST>(                                                                                \
            q, q_stride, k, k_stride, v, v_stride, out, out_stride, queries, keys, scale, heads, channels               \
        );                                                                                                              \
    }

ATTENTION_PLAIN(float, f32, 64)
ATTENTION_PLAIN(float, f32, 128)
ATTENTION_PLAIN(bf16, bf16, 64)
ATTENTION_PLAIN(bf16, bf16, 128)
ATTENTION_PLAIN(f16, f16, 64)
ATTENTION_PLAIN(f16, f16, 128)
