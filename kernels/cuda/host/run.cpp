// Runs one launch of a kernel on the processor: a request on standard input, the buffers as they are afterwards on standard
// output. Numbers are little-endian.
//
//     request:  name bytes u32, name; grid x u32, grid y u32, threads u32, shared bytes u32; seed u64;
//               buffers u32, each: bytes u64, contents; parameters u32, each: bytes u32, contents, or
//               0 u32, buffer's number u32, offset in bytes u64 for an address
//     answer:   each buffer's contents, in order
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

#include <string>
#include <tuple>
#include <utility>

namespace {

void read(void* to, size_t bytes) {
    if (fread(to, 1, bytes, stdin) != bytes) {
        fprintf(stderr, "the request is too short\n");
        exit(1);
    }
}

template <typename T>
T read() {
    T value;
    read(&value, sizeof value);
    return value;
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
        for (size_t at = 0; at < memory.size() * sizeof(uint4); ++at) {
            if ((at < FENCE || at >= FENCE + bytes) && first[at] != static_cast<char>(emulation::POISON)) {
                return false;
            }
        }
        return true;
    }
};

/// A parameter's bytes, as the driver would be given them.
using Parameter = std::vector<char>;

template <typename... Ts, size_t... I>
void call(void (*kernel)(Ts...), const std::vector<Parameter>& parameters, std::index_sequence<I...>) {
    if (parameters.size() != sizeof...(Ts)) {
        emulation::fail("another number of parameters");
    }
    std::tuple<Ts...> values;
    const auto set = [&](auto& value, const Parameter& parameter) {
        if (parameter.size() != sizeof value) {
            emulation::fail("a parameter of another size");
        }
        memcpy(&value, parameter.data(), sizeof value);
    };
    (set(std::get<I>(values), parameters[I]), ...);
    std::apply(kernel, values);
}

struct Kernel {
    const char* name;
    std::function<void(const std::vector<Parameter>&)> run;
};

template <typename... Ts>
std::function<void(const std::vector<Parameter>&)> runner(void (*kernel)(Ts...)) {
    return [kernel](const std::vector<Parameter>& parameters) {
        call(kernel, parameters, std::index_sequence_for<Ts...>{});
    };
}

#define KERNEL(NAME) {#NAME, runner(NAME)}
const Kernel KERNELS[] = {
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
    KERNEL(field_eval_points_64),
    KERNEL(field_eval_points_128),
    KERNEL(group_norm_f32),
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
    KERNEL(permute_16),
    KERNEL(permute_32),
};

}  // namespace

int main() {
    std::string name(read<uint32_t>(), '\0');
    read(name.data(), name.size());
    const uint32_t x = read<uint32_t>(), y = read<uint32_t>();
    const uint32_t threads = read<uint32_t>(), shared_bytes = read<uint32_t>();
    const uint64_t seed = read<uint64_t>();
    std::vector<Buffer> buffers;
    for (uint32_t count = read<uint32_t>(); count > 0; --count) {
        buffers.emplace_back(read<uint64_t>());
        read(buffers.back().begin(), buffers.back().bytes);
    }
    std::vector<Parameter> parameters(read<uint32_t>());
    for (Parameter& parameter : parameters) {
        const uint32_t bytes = read<uint32_t>();
        if (bytes > 0) {
            parameter.resize(bytes);
            read(parameter.data(), bytes);
        } else {
            char* const begin = buffers.at(read<uint32_t>()).begin();
            char* const address = begin + read<uint64_t>();
            parameter.resize(sizeof address);
            memcpy(parameter.data(), &address, sizeof address);
        }
    }
    for (const Kernel& kernel : KERNELS) {
        if (name == kernel.name) {
            emulation::run_grid({x, y, 1}, threads, shared_bytes, seed, [&] { kernel.run(parameters); });
            for (Buffer& buffer : buffers) {
                if (!buffer.is_fenced()) {
                    fprintf(stderr, "%s wrote beside a buffer\n", kernel.name);
                    return 1;
                }
                if (fwrite(buffer.begin(), 1, buffer.bytes, stdout) != buffer.bytes) {
                    fprintf(stderr, "the answer could not be written\n");
                    return 1;
                }
            }
            return 0;
        }
    }
    fprintf(stderr, "there is no kernel '%s'\n", name.c_str());
    return 1;
}
