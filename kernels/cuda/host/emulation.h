// Lets a C++ compiler build the kernels and run their blocks on the processor, one block at a time.
//
// A block's threads are fibers, which are resumed in an order that changes with a seed, so that what relies on an order fails.
// Operations of a warp gather the lanes' operands and work out what each lane receives from the PTX ISA's layouts. Copies to
// shared memory arrive as late as they may, at the wait, and until then there are values that are no numbers.
//
// This holds the kernels' logic against the CPU's operations. It says nothing of their speed, of what a GPU's weaker order of
// memory would show, of how exactly its fast instructions round, or of calls of the driver and of cuBLASLt.
#pragma once

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <vector>

#define __global__
#define __device__
#define __forceinline__ inline
#define __launch_bounds__(...)
// One block runs at a time.
#define __shared__ static

struct uint2 {
    unsigned x, y;
};
struct alignas(16) uint4 {
    unsigned x, y, z, w;
};
struct alignas(16) float4 {
    float x, y, z, w;
};
struct dim3 {
    unsigned x, y, z;
};

inline uint2 make_uint2(unsigned x, unsigned y) {
    return {x, y};
}
inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) {
    return {x, y, z, w};
}
inline float4 make_float4(float x, float y, float z, float w) {
    return {x, y, z, w};
}
inline float __uint_as_float(unsigned bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}
inline unsigned __float_as_uint(float value) {
    unsigned bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

inline int __popc(unsigned bits) {
    return __builtin_popcount(bits);
}

// One fiber runs at a time.
template <typename T>
T atomicAdd(T* to, T value) {
    const T before = *to;
    *to += value;
    return before;
}
inline unsigned atomicMax(unsigned* to, unsigned value) {
    const unsigned before = *to;
    *to = std::max(before, value);
    return before;
}
inline unsigned atomicOr(unsigned* to, unsigned bits) {
    const unsigned before = *to;
    *to |= bits;
    return before;
}

inline dim3 gridDim, blockDim, blockIdx, threadIdx;

namespace emulation {

constexpr int LANES = 32;
constexpr size_t STACK_BYTES = 64 << 10;
/// What memory holds before anything is written: no number in any format.
constexpr int POISON = 0xff;

/// A meeting of `expected` fibers, again and again.
struct Barrier {
    int expected = 0;
    int arrived = 0;
    unsigned generation = 0;
};

/// What a lane gives to an operation of its warp.
struct Operands {
    const void* row;
    float value;
    unsigned a[4];
    unsigned b[2];
};

struct Warp {
    Barrier barrier;
    /// Two sets in turn: a lane is at most one operation ahead of the slowest.
    Operands operands[2][LANES];
};

struct Copy {
    void* to;
    const void* from;
};

struct Fiber {
    jmp_buf state;
    ucontext_t start;
    std::unique_ptr<char[]> stack;
    std::vector<Copy> copies;
    unsigned operations = 0;
    int thread = 0;
    bool begun = false;
    bool ended = false;
};

struct Block {
    std::vector<Fiber> fibers;
    std::vector<Warp> warps;
    Barrier barrier;
    std::vector<uint4> shared;
    std::function<void()> kernel;
    jmp_buf scheduler;
    Fiber* current = nullptr;
    /// Rises with each meeting and each end; standing still over a whole turn means that fibers wait for ever.
    unsigned progress = 0;
};

inline Block block;

[[noreturn]] inline void fail(const char* what) {
    fprintf(stderr, "block (%u, %u): %s\n", blockIdx.x, blockIdx.y, what);
    exit(1);
}

// None of the three that come back twice is inlined: only what is in callee-saved registers outlives the jump.
__attribute__((noinline)) inline void pass_on() {
    if (_setjmp(block.current->state) == 0) {
        _longjmp(block.scheduler, 1);
    }
}

inline void release_if_complete(Barrier& barrier) {
    if (barrier.arrived > 0 && barrier.arrived >= barrier.expected) {
        barrier.arrived = 0;
        ++barrier.generation;
        ++block.progress;
    }
}

inline void meet(Barrier& barrier) {
    if (!block.current) {
        fail("a kernel that is listed as ALONE has threads that meet");
    }
    const unsigned generation = barrier.generation;
    ++barrier.arrived;
    release_if_complete(barrier);
    while (barrier.generation == generation) {
        pass_on();
    }
}

inline void run_fiber() {
    block.kernel();
    Fiber& fiber = *block.current;
    if (!fiber.copies.empty()) {
        fail("a thread ended without waiting for its copies");
    }
    fiber.ended = true;
    ++block.progress;
    // Threads that ended are not waited for.
    Warp& warp = block.warps[fiber.thread / LANES];
    --warp.barrier.expected, release_if_complete(warp.barrier);
    --block.barrier.expected, release_if_complete(block.barrier);
    _longjmp(block.scheduler, 1);
}

__attribute__((noinline)) inline void resume(Fiber& fiber) {
    block.current = &fiber;
    threadIdx = {static_cast<unsigned>(fiber.thread), 0, 0};
    if (_setjmp(block.scheduler) != 0) {
        return;
    }
    if (fiber.begun) {
        _longjmp(fiber.state, 1);
    }
    fiber.begun = true;
    setcontext(&fiber.start);
    fail("a fiber could not be started");
}

__attribute__((noinline)) inline void prepare(Fiber& fiber) {
    if (!fiber.stack) {
        fiber.stack.reset(new char[STACK_BYTES]);
    }
    getcontext(&fiber.start);
    fiber.start.uc_stack.ss_sp = fiber.stack.get();
    fiber.start.uc_stack.ss_size = STACK_BYTES;
    fiber.start.uc_link = nullptr;
    makecontext(&fiber.start, run_fiber, 0);
}

inline void run_block(uint64_t& random) {
    const int threads = blockDim.x;
    block.barrier = {threads, 0, 0};
    block.warps = std::vector<Warp>((threads + LANES - 1) / LANES);
    block.fibers.resize(threads);
    if (!block.shared.empty()) {
        memset(block.shared.data(), POISON, block.shared.size() * sizeof(uint4));
    }
    std::vector<int> order(threads);
    for (int thread = 0; thread < threads; ++thread) {
        Fiber& fiber = block.fibers[thread];
        ++block.warps[thread / LANES].barrier.expected;
        fiber.thread = order[thread] = thread;
        fiber.operations = 0;
        fiber.begun = fiber.ended = false;
        prepare(fiber);
    }
    // Fisher & Yates 1938, with Marsaglia's xorshift of 2003.
    for (int i = threads - 1; i > 0; --i) {
        random ^= random << 13, random ^= random >> 7, random ^= random << 17;
        std::swap(order[i], order[random % (i + 1)]);
    }
    // A warp goes on for as long as it can, so that it is as far ahead of the others as a GPU could let it be.
    std::vector<std::vector<Fiber*>> warps(block.warps.size());
    for (const int thread : order) {
        warps[thread / LANES].push_back(&block.fibers[thread]);
    }
    std::rotate(warps.begin(), warps.begin() + order[0] / LANES, warps.end());
    for (unsigned before = block.progress + 1; before != block.progress;) {
        before = block.progress;
        for (const std::vector<Fiber*>& warp : warps) {
            for (unsigned own = block.progress + 1; own != block.progress;) {
                own = block.progress;
                for (Fiber* const fiber : warp) {
                    if (!fiber->ended) {
                        resume(*fiber);
                    }
                }
            }
        }
    }
    if (!std::all_of(block.fibers.begin(), block.fibers.end(), [](const Fiber& fiber) { return fiber.ended; })) {
        fail("threads wait for each other for ever");
    }
}

/// Runs a block whose threads never meet, without a fiber for each.
inline void run_alone() {
    block.current = nullptr;
    for (unsigned thread = 0; thread < blockDim.x; ++thread) {
        threadIdx = {thread, 0, 0};
        block.kernel();
    }
}

/// Runs all blocks of a grid; `alone` where threads never meet.
inline void run_grid(
    dim3 grid, unsigned threads, size_t shared_bytes, uint64_t seed, bool alone, std::function<void()> kernel
) {
    gridDim = grid;
    blockDim = {threads, 1, 1};
    block.kernel = std::move(kernel);
    block.shared.assign((shared_bytes + sizeof(uint4) - 1) / sizeof(uint4), {});
    uint64_t random = seed | 1;
    for (unsigned y = 0; y < grid.y; ++y) {
        for (unsigned x = 0; x < grid.x; ++x) {
            blockIdx = {x, y, 0};
            alone ? run_alone() : run_block(random);
        }
    }
}

inline int lane() {
    return block.current->thread % LANES;
}

/// Gives this lane's operands to its warp and returns all lanes' once they are there.
inline const Operands* exchange(const Operands& own) {
    Fiber& fiber = *block.current;
    Warp& warp = block.warps[fiber.thread / LANES];
    Operands* const all = warp.operands[fiber.operations++ % 2];
    all[fiber.thread % LANES] = own;
    meet(warp.barrier);
    return all;
}

}  // namespace emulation

inline void __syncthreads() {
    emulation::meet(emulation::block.barrier);
}

inline void __syncwarp() {
    emulation::exchange({});
}

inline float __shfl_xor_sync(unsigned, float value, int mask) {
    emulation::Operands own{};
    own.value = value;
    return emulation::exchange(own)[emulation::lane() ^ mask].value;
}

template <typename T>
T* dynamic_shared() {
    return reinterpret_cast<T*>(emulation::block.shared.data());
}

inline float exp2_fast(float x) {
    return std::exp2(x);
}

inline float divide_fast(float a, float b) {
    return a / b;
}

struct f16;
float to_f32(f16);
f16 to_f16(float);
unsigned pack(float, float, f16);

inline void copy_async(void* to, const void* from, bool inside) {
    memset(to, emulation::POISON, sizeof(uint4));
    emulation::block.current->copies.push_back({to, inside ? from : nullptr});
}

inline void wait_copies() {
    for (const emulation::Copy& copy : emulation::block.current->copies) {
        if (copy.from) {
            memcpy(copy.to, copy.from, sizeof(uint4));
        } else {
            memset(copy.to, 0, sizeof(uint4));
        }
    }
    emulation::block.current->copies.clear();
}

inline void load_matrices(unsigned (&to)[4], const void* row) {
    emulation::Operands own{};
    own.row = row;
    const emulation::Operands* const all = emulation::exchange(own);
    const int lane = emulation::lane();
    for (int matrix = 0; matrix < 4; ++matrix) {
        to[matrix] = static_cast<const unsigned*>(all[matrix * 8 + lane / 4].row)[lane % 4];
    }
}

inline void load_matrices_transposed(unsigned (&to)[4], const void* row) {
    emulation::Operands own{};
    own.row = row;
    const emulation::Operands* const all = emulation::exchange(own);
    const int lane = emulation::lane();
    for (int matrix = 0; matrix < 4; ++matrix) {
        const auto value = [&](int k) {
            return unsigned(static_cast<const unsigned short*>(all[matrix * 8 + lane % 4 * 2 + k].row)[lane / 4]);
        };
        to[matrix] = value(0) | value(1) << 16;
    }
}

/// `mma.sync.m16n8k16`: `a` is row-major, two values a register; lane `group * 4 + t` has of `a` the rows `group` (registers
/// 0 and 2) and `group + 8` (1 and 3), columns `2t`, `2t + 1` (0 and 1) and `2t + 8`, `2t + 9` (2 and 3); of `b` the column
/// `group`, rows `2t`, `2t + 1` (0) and `2t + 8`, `2t + 9` (1).
template <typename T>
void multiply(float (&sum)[4], const unsigned (&a)[4], const unsigned* b, T) {
    emulation::Operands own{};
    memcpy(own.a, a, sizeof own.a);
    memcpy(own.b, b, sizeof own.b);
    const emulation::Operands* const all = emulation::exchange(own);
    const auto value = [](unsigned word, int k) { return to_f32(T{static_cast<unsigned short>(k % 2 ? word >> 16 : word)}); };
    const int lane = emulation::lane();
    for (int i = 0; i < 4; ++i) {
        const int row = lane / 4 + i / 2 * 8;
        const int column = lane % 4 * 2 + i % 2;
        for (int k = 0; k < 16; ++k) {
            const float left = value(all[row % 8 * 4 + k % 8 / 2].a[row / 8 + k / 8 * 2], k);
            const float right = value(all[column * 4 + k % 8 / 2].b[k / 8], k);
            sum[i] = std::fma(left, right, sum[i]);
        }
    }
}
