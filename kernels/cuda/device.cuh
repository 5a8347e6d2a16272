// What the kernels share: number formats, vectors of them, sums over a warp, and every instruction that C++ has no word for.
//
// Instructions stand behind functions so that `host/emulation.h` can put plain C++ in their place. Vocabulary of the PTX ISA
// (version 7.8, "Warp-level matrix instructions"): lane = thread of a warp, group = lane / 4, t = lane % 4.
#pragma once

#ifdef HOST_EMULATION
#include "host/emulation.h"
#endif

#define DEVICE __device__ __forceinline__

constexpr int WARP = 32;
constexpr unsigned ALL_LANES = 0xffffffffu;
constexpr float LOWEST = -__builtin_inff();

/// bfloat16 and IEEE binary16 as they lie in memory.
struct bf16 {
    unsigned short bits;
};
struct f16 {
    unsigned short bits;
};

#ifndef HOST_EMULATION

/// Dynamic shared memory, aligned for any vector.
template <typename T>
DEVICE T* dynamic_shared() {
    extern __shared__ uint4 dynamic_shared_memory[];
    return reinterpret_cast<T*>(dynamic_shared_memory);
}

DEVICE float exp2_fast(float x) {
    float y;
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
    return y;
}

DEVICE float divide_fast(float a, float b) {
    return __fdividef(a, b);
}

DEVICE float to_f32(f16 value) {
    float y;
    asm("cvt.f32.f16 %0, %1;" : "=f"(y) : "h"(value.bits));
    return y;
}

DEVICE f16 to_f16(float value) {
    f16 y;
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(y.bits) : "f"(value));
    return y;
}

/// Two values in a word, `low` in its low half.
DEVICE unsigned pack(float low, float high, f16) {
#if __CUDA_ARCH__ >= 800
    unsigned y;
    asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(y) : "f"(high), "f"(low));
    return y;
#else
    return to_f16(low).bits | unsigned(to_f16(high).bits) << 16;
#endif
}

/// Begins to copy 16 bytes to shared memory, or zeros where `!inside`. They are there after `wait_copies`.
DEVICE void copy_async(void* to, const void* from, bool inside) {
#if __CUDA_ARCH__ >= 800
    const unsigned address = static_cast<unsigned>(__cvta_generic_to_shared(to));
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(address), "l"(from), "r"(inside ? 16 : 0) : "memory");
#else
    *static_cast<uint4*>(to) = inside ? *static_cast<const uint4*>(from) : make_uint4(0, 0, 0, 0);
#endif
}

/// Waits for all copies that this thread began; others see them after the next barrier.
DEVICE void wait_copies() {
#if __CUDA_ARCH__ >= 800
    asm volatile("cp.async.wait_all;" ::: "memory");
#endif
}

/// Four 8 x 8 matrices of 16-bit values; lane `l` gives the address of row `l % 8` of matrix `l / 8`. Each lane receives
/// of each matrix row `group`, columns `2t` and `2t + 1`.
DEVICE void load_matrices(unsigned (&to)[4], const void* row) {
    const unsigned address = static_cast<unsigned>(__cvta_generic_to_shared(row));
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3])
                 : "r"(address)
                 : "memory");
}

/// The same of the matrices' transposes.
DEVICE void load_matrices_transposed(unsigned (&to)[4], const void* row) {
    const unsigned address = static_cast<unsigned>(__cvta_generic_to_shared(row));
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3])
                 : "r"(address)
                 : "memory");
}

/// `sum [16, 8] += a [16, 16] b [16, 8]`, f32 sums. Rows `group` and `group + 8`, columns `2t` and `2t + 1` of the sum are a
/// lane's own.
DEVICE void multiply(float (&sum)[4], const unsigned (&a)[4], const unsigned* b, f16) {
#if __CUDA_ARCH__ >= 800
    asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                 : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#else
    // Turing's instruction has half the depth.
    for (int half = 0; half < 2; ++half) {
        asm volatile("mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {%0, %1, %2, %3}, {%4, %5}, {%6}, {%0, %1, %2, %3};"
                     : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
                     : "r"(a[2 * half]), "r"(a[2 * half + 1]), "r"(b[half]));
    }
#endif
}

DEVICE void multiply(float (&sum)[4], const unsigned (&a)[4], const unsigned* b, bf16) {
#if __CUDA_ARCH__ >= 800
    asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                 : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#else
    // The host refuses bfloat16 on such a device.
    __trap();
#endif
}

#endif  // HOST_EMULATION

DEVICE float to_f32(float value) {
    return value;
}

DEVICE float to_f32(bf16 value) {
    return __uint_as_float(unsigned(value.bits) << 16);
}

/// To the nearest, ties to even; what is no number stays none.
DEVICE bf16 to_bf16(float value) {
    const unsigned bits = __float_as_uint(value);
    const unsigned rounded = bits + 0x7fffu + (bits >> 16 & 1u);
    const unsigned quiet = bits | 0x400000u;
    return {static_cast<unsigned short>((value != value ? quiet : rounded) >> 16)};
}

DEVICE unsigned pack(float low, float high, bf16) {
#if !defined(HOST_EMULATION) && __CUDA_ARCH__ >= 800
    unsigned y;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(y) : "f"(high), "f"(low));
    return y;
#else
    return to_bf16(low).bits | unsigned(to_bf16(high).bits) << 16;
#endif
}

DEVICE void assign(float& to, float value) {
    to = value;
}

DEVICE void assign(bf16& to, float value) {
    to = to_bf16(value);
}

DEVICE void assign(f16& to, float value) {
    to = to_f16(value);
}

DEVICE bool is_aligned(const void* address) {
    return reinterpret_cast<unsigned long long>(address) % 16 == 0;
}

/// Four values at an address that is aligned for them.
DEVICE void load_four(float (&to)[4], const float* from) {
    const float4 values = *reinterpret_cast<const float4*>(from);
    to[0] = values.x, to[1] = values.y, to[2] = values.z, to[3] = values.w;
}

template <typename T>
DEVICE void load_four(float (&to)[4], const T* from) {
    const uint2 words = *reinterpret_cast<const uint2*>(from);
    to[0] = to_f32(T{static_cast<unsigned short>(words.x)}), to[1] = to_f32(T{static_cast<unsigned short>(words.x >> 16)});
    to[2] = to_f32(T{static_cast<unsigned short>(words.y)}), to[3] = to_f32(T{static_cast<unsigned short>(words.y >> 16)});
}

DEVICE void store_four(float* to, const float (&from)[4]) {
    *reinterpret_cast<float4*>(to) = make_float4(from[0], from[1], from[2], from[3]);
}

template <typename T>
DEVICE void store_four(T* to, const float (&from)[4]) {
    *reinterpret_cast<uint2*>(to) = make_uint2(pack(from[0], from[1], T{}), pack(from[2], from[3], T{}));
}

/// The sum over a warp's lanes, the same in each.
DEVICE float warp_sum(float value) {
    for (int distance = WARP / 2; distance > 0; distance /= 2) {
        value += __shfl_xor_sync(ALL_LANES, value, distance);
    }
    return value;
}

/// `x / (1 + e^-x)`: SiLU (Hendrycks & Gimpel 2016).
DEVICE float silu(float x) {
    return divide_fast(x, 1.0f + exp2_fast(x * -1.44269504f));
}
