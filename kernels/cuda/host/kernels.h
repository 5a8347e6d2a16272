// The kernels, built for the processor, by name.
#pragma once

#define HOST_EMULATION
#include "../device.cuh"

// IEEE binary16, to the nearest, ties to even.
inline float to_f32(f16 value) {
    const int exponent = value.bits >> 10 & 31;
    const float fraction = static_cast<float>(value.bits & 1023);
    const float size = exponent == 31 ? (fraction == 0.0f ? INFINITY : NAN)
                       : exponent == 0 ? std::ldexp(fraction, -24)
                                       : std::ldexp(fraction + 1024.0f, exponent - 25);
    return value.bits >> 15 ? -size : size;
}

inline f16 to_f16(float value) {
    const unsigned short sign = std::signbit(value) ? 0x8000 : 0;
    const float size = std::fabs(value);
    if (value != value) {
        return {0x7fff};
    }
    if (size >= 65520.0f) {
        return {static_cast<unsigned short>(sign | 0x7c00)};
    }
    // The distance between neighbours at this size; a carry goes on into the exponent by itself.
    const int exponent = std::max(size == 0.0f ? -14 : std::ilogb(size), -14);
    const int steps = static_cast<int>(std::nearbyint(std::ldexp(size, 10 - exponent)));
    return {static_cast<unsigned short>(sign | (((exponent + 14) << 10) + steps))};
}

inline unsigned pack(float low, float high, f16) {
    return to_f16(low).bits | unsigned(to_f16(high).bits) << 16;
}

#include "../kernels.cu"

#include <tuple>
#include <utility>

namespace host {

struct Kernel {
    const char* name;
    /// Of each parameter, bytes.
    std::vector<size_t> sizes;
    /// Called by each thread, with the addresses of the parameters.
    std::function<void(void* const*)> run;
    /// Whether its threads never meet, which spares a fiber for each.
    bool alone;
};

template <typename... Ts, size_t... I>
void call(void (*kernel)(Ts...), void* const* parameters, std::index_sequence<I...>) {
    std::tuple<Ts...> values;
    (memcpy(&std::get<I>(values), parameters[I], sizeof(Ts)), ...);
    std::apply(kernel, values);
}

template <typename... Ts>
Kernel named(const char* name, void (*kernel)(Ts...), bool alone) {
    const auto run = [kernel](void* const* parameters) { call(kernel, parameters, std::index_sequence_for<Ts...>{}); };
    return {name, {sizeof(Ts)...}, run, alone};
}

#define KERNEL(NAME) named(#NAME, NAME, false)
#define ALONE(NAME) named(#NAME, NAME, true)
inline const Kernel KERNELS[] = {
    KERNEL(add_scaled),
    KERNEL(attention_bf16_64),
    KERNEL(attention_bf16_128),
    KERNEL(attention_f16_64),
    KERNEL(attention_f16_128),
    KERNEL(attention_plain_f32_64),
    KERNEL(attention_plain_f32_128),
    KERNEL(attention_plain_bf16_64),
    KERNEL(attention_plain_bf16_128),
    KERNEL(attention_plain_f16_64),
    KERNEL(attention_plain_f16_128),
    KERNEL(field_eval_64),
    KERNEL(field_eval_128),
    KERNEL(group_norm_f32),
    ALONE(lattice_assign),
    ALONE(lattice_coarse),
    ALONE(lattice_expand),
    ALONE(lattice_fill),
    KERNEL(lattice_inside),
    KERNEL(lattice_surface_count_faces),
    ALONE(lattice_surface_gather),
    ALONE(lattice_surface_normalise),
    ALONE(lattice_surface_sum_normals),
    ALONE(lattice_surface_vertices),
    KERNEL(lattice_surface_write_faces),
    KERNEL(layer_norm_f32),
    KERNEL(layer_norm_bf16),
    KERNEL(layer_norm_f16),
    KERNEL(linear_epilogue_f32_f32),
    KERNEL(linear_epilogue_f32_bf16),
    KERNEL(linear_epilogue_f32_f16),
    KERNEL(linear_epilogue_bf16_f32),
    KERNEL(linear_epilogue_bf16_bf16),
    KERNEL(linear_epilogue_f16_f32),
    KERNEL(linear_epilogue_f16_f16),
    ALONE(peak_multiply_add),
    KERNEL(permute_16),
    KERNEL(permute_32),
};
#undef KERNEL
#undef ALONE

/// Null where there is none of this name.
inline const Kernel* find(const char* name) {
    for (const Kernel& kernel : KERNELS) {
        if (strcmp(kernel.name, name) == 0) {
            return &kernel;
        }
    }
    return nullptr;
}

/// Memory as aligned as the driver's, between fences of what is no number.
struct Buffer {
    static constexpr size_t FENCE = 256;
    std::vector<uint4> memory;
    size_t bytes;

    explicit Buffer(size_t bytes) : memory((bytes + 2 * FENCE) / sizeof(uint4) + 1), bytes(bytes) {
        memset(memory.data(), emulation::POISON, memory.size() * sizeof(uint4));
    }
    char* begin() {
        return reinterpret_cast<char*>(memory.data()) + FENCE;
    }
    bool is_fenced() {
        const char* const first = reinterpret_cast<const char*>(memory.data());
        const auto is_poison = [](char byte) { return byte == static_cast<char>(emulation::POISON); };
        const char* const end = first + memory.size() * sizeof(uint4);
        return std::all_of(first, first + FENCE, is_poison) && std::all_of(first + FENCE + bytes, end, is_poison);
    }
};

}  // namespace host
