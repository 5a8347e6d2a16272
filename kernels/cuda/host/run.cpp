// Runs one launch of a kernel on the processor: a request on standard input, the buffers as they are afterwards on standard
// output. Numbers are little-endian.
//
//     request:  name bytes u32, name; grid x u32, grid y u32, threads u32, shared bytes u32; seed u64;
//               buffers u32, each: bytes u64, contents; parameters u32, each: bytes u32, contents, or
//               0 u32, buffer's number u32, offset in bytes u64 for an address
//     answer:   each buffer's contents, in order
#include "kernels.h"

#include <string>

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

}  // namespace

int main() {
    std::string name(read<uint32_t>(), '\0');
    read(name.data(), name.size());
    const uint32_t x = read<uint32_t>(), y = read<uint32_t>();
    const uint32_t threads = read<uint32_t>(), shared_bytes = read<uint32_t>();
    const uint64_t seed = read<uint64_t>();
    std::vector<host::Buffer> buffers;
    for (uint32_t count = read<uint32_t>(); count > 0; --count) {
        buffers.emplace_back(read<uint64_t>());
        read(buffers.back().begin(), buffers.back().bytes);
    }
    const host::Kernel* const kernel = host::find(name.c_str());
    std::vector<std::vector<char>> parameters(read<uint32_t>());
    if (!kernel || kernel->sizes.size() != parameters.size()) {
        fprintf(stderr, "there is no kernel '%s' of %zu parameters\n", name.c_str(), parameters.size());
        return 1;
    }
    std::vector<void*> addresses;
    for (std::vector<char>& parameter : parameters) {
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
        if (parameter.size() != kernel->sizes[addresses.size()]) {
            fprintf(stderr, "parameter %zu has another size\n", addresses.size());
            return 1;
        }
        addresses.push_back(parameter.data());
    }
    emulation::run_grid({x, y, 1}, threads, shared_bytes, seed, kernel->alone, [&] { kernel->run(addresses.data()); });
    for (host::Buffer& buffer : buffers) {
        if (!buffer.is_fenced()) {
            fprintf(stderr, "%s wrote beside a buffer\n", kernel->name);
            return 1;
        }
        if (fwrite(buffer.begin(), 1, buffer.bytes, stdout) != buffer.bytes) {
            fprintf(stderr, "the answer could not be written\n");
            return 1;
        }
    }
    return 0;
}
