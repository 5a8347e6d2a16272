// Stands in for NVIDIA's driver and cuBLASLt where there is no GPU: what of them the library calls, on the processor.
//
// Built as a shared library under both names, it lets tests go through all of the library's own code: how tensors are laid
// out, which products are asked for, and what kernels are given. Calls do what NVIDIA's documentation says of them, as far as
// it is understood here; whether the originals agree, only a GPU can show. Every call is done when it returns. Calls fail on
// request, which no GPU does: see `Faults`.
#include "kernels.h"

#include <dlfcn.h>

#include <map>
#include <mutex>
#include <string>

namespace {

constexpr int SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, INVALID_DEVICE = 101, INVALID_IMAGE = 200, NOT_FOUND = 500,
              NOT_READY = 600;
constexpr int FREE_SHARED_BYTES = 48 << 10, MOST_SHARED_BYTES = 227 << 10;
constexpr size_t MEMORY_BYTES = size_t(4) << 30;

std::mutex mutex;
std::map<uint64_t, std::unique_ptr<host::Buffer>> allocations;
/// Of all allocations.
size_t allocated_bytes = 0;
/// What a block of each kernel may be given, where it was set.
std::map<const host::Kernel*, int> shared_limits;
char anything;

/// The version of CUDA that is stood in for: 13000 is 13.0.
int driver_version() {
    const char* const version = getenv("ONECLICK3D_TEST_CUDA_STAND_IN");
    return version ? atoi(version) : 13000;
}

/// The bytes from `address` on that belong to its allocation.
size_t room(uint64_t address) {
    auto after = allocations.upper_bound(address);
    if (after == allocations.begin()) {
        return 0;
    }
    --after;
    const uint64_t end = after->first + after->second->bytes;
    return address < end ? end - address : 0;
}

/// What is to fail and what has failed. `ONECLICK3D_TEST_CUDA_FAULT` is `WHAT@PLACE:N`: the N-th call at the place, from when it was set
/// to this, answers with the error of this number. Errors after which NVIDIA wants another process end the device; what a kernel does
/// wrong comes to light at the next call. `hang` is a kernel without an end. With `2@memory:N` there are N MiB. Another request is another
/// machine if this one failed, and whatever was opened here is to be dropped before.
struct Faults {
    std::string request, place;
    int error = 0;
    long left = 0;
    bool hang_is_asked_for = false;
    /// What every call answers with.
    int lost = 0;
    bool hangs = false;
    /// Kernels behind the one without an end.
    int queued = 0;

    Faults() = default;
    explicit Faults(const std::string& request) : request(request) {
        const size_t at = request.find('@'), colon = request.find(':');
        if (at != std::string::npos && colon != std::string::npos) {
            hang_is_asked_for = request.compare(0, at, "hang") == 0;
            error = atoi(request.c_str());
            place = request.substr(at + 1, colon - at - 1);
            left = atol(request.c_str() + colon + 1);
        }
    }
};

Faults faults;
/// How often the context was retained and not released.
int retained = 0;

/// A call whose work is behind a kernel without an end, or which ended the device: it succeeds, and nothing is done.
constexpr int NOT_DONE = -1;
/// Launches that wait on a GPU before another one waits for them.
constexpr int MOST_QUEUED = 1000;

/// Of the errors after which, as cuda.h has it, "the process must be terminated and relaunched", and those of failed hardware.
bool ends_device(int error) {
    switch (error) {
        case 214: case 220: case 226: case 700: case 702: case 710: case 714: case 715: case 716: case 717: case 718: case 719:
        case 721: case 810: case 911: case 999: return true;
        default: return false;
    }
}

[[noreturn]] void would_wait(const char* call) {
    fprintf(stderr, "%s waits for a kernel without an end\n", call);
    abort();
}

void forget_allocations() {
    allocations.clear();
    allocated_bytes = 0;
}

/// Whether a call that waits for all kernels would do so for ever, which fails the test; else what it answers.
int waits(const char* call) {
    const std::lock_guard<std::mutex> lock(mutex);
    if (faults.hangs) {
        would_wait(call);
    }
    return faults.lost;
}

/// What a call that does nothing else answers.
int answer() {
    const std::lock_guard<std::mutex> lock(mutex);
    return faults.lost;
}

}  // namespace

#define DRIVER extern "C" int

/// What a call at this place answers, if it is not to do its work. cuBLASLt's half asks the driver's, which is another library.
DRIVER stand_in_call(const char* place) {
    const std::lock_guard<std::mutex> lock(mutex);
    const char* const set = getenv("ONECLICK3D_TEST_CUDA_FAULT");
    const std::string request = set ? set : "";
    if (faults.request != request) {
        if (faults.lost || faults.hangs) {
            forget_allocations();
            retained = 0;
        }
        faults = Faults(request);
    }
    if (faults.lost) {
        return faults.lost;
    }
    const bool is_kernel = strcmp(place, "launch") == 0 || strcmp(place, "product") == 0;
    if (faults.place == place && --faults.left == 0) {
        if (faults.hang_is_asked_for) {
            faults.hangs = true;
        } else if (!ends_device(faults.error)) {
            return faults.error;
        } else {
            faults.lost = faults.error;
            return is_kernel ? NOT_DONE : faults.error;
        }
    }
    if (faults.hangs && is_kernel && ++faults.queued > MOST_QUEUED) {
        would_wait("a launch behind a thousand others");
    }
    return faults.hangs ? NOT_DONE : SUCCESS;
}

DRIVER cuInit(unsigned) {
    return SUCCESS;
}
DRIVER cuDriverGetVersion(int* version) {
    *version = driver_version();
    return SUCCESS;
}
DRIVER cuDeviceGetCount(int* count) {
    *count = 1;
    return SUCCESS;
}
DRIVER cuDeviceGet(int* device, int index) {
    *device = index;
    return index == 0 ? SUCCESS : INVALID_DEVICE;
}
DRIVER cuDeviceGetName(char* name, int length, int) {
    snprintf(name, length, "stand-in on the processor");
    return SUCCESS;
}
DRIVER cuDeviceTotalMem_v2(size_t* bytes, int) {
    *bytes = MEMORY_BYTES;
    return SUCCESS;
}
DRIVER cuDeviceGetAttribute(int* value, int attribute, int) {
    switch (attribute) {
        case 16: *value = 2; break;            // multiprocessors
        case 75: *value = 9; break;            // compute capability, major
        case 76: *value = 0; break;            // minor
        case 97: *value = MOST_SHARED_BYTES; break;   // shared memory that a block can ask for
        case 115: *value = 1; break;           // memory pools
        default: return INVALID_VALUE;
    }
    return SUCCESS;
}
DRIVER cuDevicePrimaryCtxRetain(void** context, int) {
    const int answer = stand_in_call("open");
    if (answer > SUCCESS) {
        return answer;
    }
    const std::lock_guard<std::mutex> lock(mutex);
    ++retained;
    *context = &anything;
    return SUCCESS;
}
DRIVER cuDevicePrimaryCtxRelease_v2(int) {
    const std::lock_guard<std::mutex> lock(mutex);
    if (--retained > 0) {
        return SUCCESS;
    }
    if (faults.hangs) {
        would_wait("closing the device");
    }
    if (faults.lost) {
        forget_allocations();
    }
    if (!allocations.empty()) {
        fprintf(stderr, "%zu pieces of memory are left when the device is closed\n", allocations.size());
        abort();
    }
    return SUCCESS;
}
DRIVER cuCtxSetCurrent(void*) {
    return SUCCESS;
}
DRIVER cuCtxGetCurrent(void** context) {
    *context = &anything;
    return SUCCESS;
}
DRIVER cuCtxSynchronize() {
    return waits("cuCtxSynchronize");
}
DRIVER cuDeviceGetDefaultMemPool(void** pool, int) {
    *pool = &anything;
    return SUCCESS;
}
DRIVER cuMemPoolSetAttribute(void*, int, void*) {
    return SUCCESS;
}
DRIVER cuStreamCreate(void** stream, unsigned) {
    *stream = &anything;
    return answer();
}
DRIVER cuStreamDestroy_v2(void*) {
    return answer();
}
DRIVER cuStreamSynchronize(void*) {
    return waits("cuStreamSynchronize");
}
DRIVER cuStreamWaitEvent(void*, void*, unsigned) {
    return answer();
}
/// An event is whether it is behind a kernel without an end.
DRIVER cuEventCreate(bool** event, unsigned) {
    if (const int error = answer()) {
        return error;
    }
    *event = new bool(false);
    return SUCCESS;
}
DRIVER cuEventDestroy_v2(bool* event) {
    delete event;
    return answer();
}
DRIVER cuEventRecord(bool* event, void*) {
    const std::lock_guard<std::mutex> lock(mutex);
    *event = faults.hangs;
    return faults.lost;
}
DRIVER cuEventQuery(const bool* event) {
    const int error = answer();
    return error ? error : *event ? NOT_READY : SUCCESS;
}
DRIVER cuGetErrorName(int error, const char** name) {
    switch (error) {
        case INVALID_VALUE: *name = "CUDA_ERROR_INVALID_VALUE"; break;
        case OUT_OF_MEMORY: *name = "CUDA_ERROR_OUT_OF_MEMORY"; break;
        case 46: *name = "CUDA_ERROR_DEVICE_UNAVAILABLE"; break;
        case 214: *name = "CUDA_ERROR_ECC_UNCORRECTABLE"; break;
        case 700: *name = "CUDA_ERROR_ILLEGAL_ADDRESS"; break;
        case 702: *name = "CUDA_ERROR_LAUNCH_TIMEOUT"; break;
        case 719: *name = "CUDA_ERROR_LAUNCH_FAILED"; break;
        default: *name = "an error of the stand-in";
    }
    return SUCCESS;
}
DRIVER cuGetErrorString(int error, const char** text) {
    switch (error) {
        case INVALID_VALUE: *text = "invalid argument"; break;
        case OUT_OF_MEMORY: *text = "out of memory"; break;
        case 46: *text = "CUDA-capable device(s) is/are busy or unavailable"; break;
        case 214: *text = "uncorrectable ECC error encountered"; break;
        case 700: *text = "an illegal memory access was encountered"; break;
        case 702: *text = "the launch timed out and was terminated"; break;
        case 719: *text = "unspecified launch failure"; break;
        default: *text = "an error of the stand-in";
    }
    return SUCCESS;
}

DRIVER cuMemAllocAsync(uint64_t* address, size_t bytes, void*) {
    if (bytes == 0) {
        return INVALID_VALUE;
    }
    // Memory comes at once, whatever is under way.
    if (const int answer = stand_in_call("allocation"); answer > SUCCESS) {
        return answer;
    }
    const std::lock_guard<std::mutex> lock(mutex);
    if (allocated_bytes + bytes > (faults.place == "memory" ? size_t(faults.left) << 20 : MEMORY_BYTES)) {
        return OUT_OF_MEMORY;
    }
    allocated_bytes += bytes;
    auto buffer = std::make_unique<host::Buffer>(bytes);
    *address = reinterpret_cast<uint64_t>(buffer->begin());
    allocations[*address] = std::move(buffer);
    return SUCCESS;
}
DRIVER cuMemFreeAsync(uint64_t address, void*) {
    const std::lock_guard<std::mutex> lock(mutex);
    if (faults.lost) {
        return faults.lost;
    }
    const auto found = allocations.find(address);
    if (found == allocations.end()) {
        return INVALID_VALUE;
    }
    if (!found->second->is_fenced()) {
        fprintf(stderr, "something was written beside %zu bytes of memory\n", found->second->bytes);
        abort();
    }
    allocated_bytes -= found->second->bytes;
    allocations.erase(found);
    return SUCCESS;
}
DRIVER cuMemcpyHtoDAsync_v2(uint64_t to, const void* from, size_t bytes, void*) {
    if (const int answer = stand_in_call("copy")) {
        // What does not go along with the command is read when the copy's turn comes.
        if (answer == NOT_DONE && bytes > 64 << 10) {
            would_wait("a copy to the device");
        }
        return answer == NOT_DONE ? SUCCESS : answer;
    }
    const std::lock_guard<std::mutex> lock(mutex);
    if (room(to) < bytes) {
        return INVALID_VALUE;
    }
    memcpy(reinterpret_cast<void*>(to), from, bytes);
    return SUCCESS;
}
DRIVER cuMemcpyDtoHAsync_v2(void* to, uint64_t from, size_t bytes, void*) {
    if (const int answer = stand_in_call("copy")) {
        if (answer == NOT_DONE) {
            would_wait("a copy from the device");
        }
        return answer;
    }
    const std::lock_guard<std::mutex> lock(mutex);
    if (room(from) < bytes) {
        return INVALID_VALUE;
    }
    memcpy(to, reinterpret_cast<const void*>(from), bytes);
    return SUCCESS;
}
DRIVER cuMemcpyDtoDAsync_v2(uint64_t to, uint64_t from, size_t bytes, void*) {
    if (const int answer = stand_in_call("copy")) {
        return answer == NOT_DONE ? SUCCESS : answer;
    }
    const std::lock_guard<std::mutex> lock(mutex);
    if (room(from) < bytes || room(to) < bytes) {
        return INVALID_VALUE;
    }
    memcpy(reinterpret_cast<void*>(to), reinterpret_cast<const void*>(from), bytes);
    return SUCCESS;
}
DRIVER cuMemsetD8Async(uint64_t to, unsigned char value, size_t bytes, void*) {
    if (const int answer = stand_in_call("copy")) {
        return answer == NOT_DONE ? SUCCESS : answer;
    }
    const std::lock_guard<std::mutex> lock(mutex);
    if (room(to) < bytes) {
        return INVALID_VALUE;
    }
    memset(reinterpret_cast<void*>(to), value, bytes);
    return SUCCESS;
}

DRIVER cuModuleLoadData(void** module, const void* image) {
    if (const int answer = stand_in_call("module"); answer > SUCCESS) {
        return answer;
    }
    *module = &anything;
    // A fat binary of CUDA 13 begins with this number; what is older takes text that ends in a zero.
    const bool is_binary = *static_cast<const uint32_t*>(image) == 0xba55ed50;
    if (driver_version() >= 13000) {
        return is_binary ? SUCCESS : INVALID_IMAGE;
    }
    return !is_binary && strstr(static_cast<const char*>(image), "\n.version 8.0\n") ? SUCCESS : INVALID_IMAGE;
}
DRIVER cuModuleUnload(void*) {
    return waits("cuModuleUnload");
}
DRIVER cuModuleGetFunction(const void** function, void*, const char* name) {
    *function = host::find(name);
    return *function ? SUCCESS : NOT_FOUND;
}
DRIVER cuFuncSetAttribute(const host::Kernel* kernel, int attribute, int value) {
    const std::lock_guard<std::mutex> lock(mutex);
    shared_limits[kernel] = value;
    return attribute == 8 && value <= MOST_SHARED_BYTES ? SUCCESS : INVALID_VALUE;
}
DRIVER cuLaunchKernel(
    const host::Kernel* kernel, unsigned x, unsigned y, unsigned z, unsigned threads, unsigned threads_y, unsigned threads_z,
    unsigned shared_bytes, void*, void** parameters, void**
) {
    if (x == 0 || y == 0 || z != 1 || threads == 0 || threads > 1024 || threads_y != 1 || threads_z != 1) {
        return INVALID_VALUE;
    }
    if (const int answer = stand_in_call("launch")) {
        return answer == NOT_DONE ? SUCCESS : answer;
    }
    const std::lock_guard<std::mutex> lock(mutex);
    const auto limit = shared_limits.find(kernel);
    if (int(shared_bytes) > (limit == shared_limits.end() ? FREE_SHARED_BYTES : limit->second)) {
        return INVALID_VALUE;
    }
    emulation::run_grid({x, y, 1}, threads, shared_bytes, 1, kernel->alone, [&] { kernel->run(parameters); });
    return SUCCESS;
}

// ---- cuBLASLt

namespace {

constexpr int NOT_INITIALIZED = 1, INVALID = 7, EXECUTION_FAILED = 13, INTERNAL_ERROR = 14, NOT_SUPPORTED = 15;
constexpr int R_32F = 0, R_16F = 2, R_16BF = 14;

struct Layout {
    int type;
    uint64_t rows, columns;
    int64_t stride;
};

struct Product {
    int compute, scale;
    int32_t transposed[2] = {};
    uint32_t epilogue = 1;
    const void* bias = nullptr;
};

float load(const void* from, int type, size_t at) {
    switch (type) {
        case R_32F: return static_cast<const float*>(from)[at];
        case R_16F: return to_f32(static_cast<const f16*>(from)[at]);
        default: return to_f32(static_cast<const bf16*>(from)[at]);
    }
}

void store(void* to, int type, size_t at, float value) {
    switch (type) {
        case R_32F: static_cast<float*>(to)[at] = value; break;
        case R_16F: static_cast<f16*>(to)[at] = to_f16(value); break;
        default: static_cast<bf16*>(to)[at] = to_bf16(value);
    }
}

/// As `stand_in_call`: a status of cuBLASLt that is asked for, or `on_a_lost_device`, since it does not pass the driver's on.
int ask_driver(const char* place, int on_a_lost_device) {
    using Call = int (*)(const char*);
    static const auto call = reinterpret_cast<Call>(dlsym(dlopen("libcuda.so.1", RTLD_NOW | RTLD_NOLOAD), "stand_in_call"));
    const int answer = call(place);
    return answer > NOT_SUPPORTED ? on_a_lost_device : answer;
}

}  // namespace

DRIVER cublasLtCreate(void** handle) {
    if (const int answer = ask_driver("handle", NOT_INITIALIZED); answer > SUCCESS) {
        return answer;
    }
    *handle = &anything;
    return SUCCESS;
}
DRIVER cublasLtDestroy(void*) {
    return SUCCESS;
}
DRIVER cublasLtMatrixLayoutCreate(Layout** layout, int type, uint64_t rows, uint64_t columns, int64_t stride) {
    if (stride < int64_t(rows)) {
        return INVALID;
    }
    *layout = new Layout{type, rows, columns, stride};
    return SUCCESS;
}
DRIVER cublasLtMatrixLayoutDestroy(Layout* layout) {
    delete layout;
    return SUCCESS;
}
DRIVER cublasLtMatmulDescCreate(Product** product, int compute, int scale) {
    *product = new Product{compute, scale};
    return SUCCESS;
}
DRIVER cublasLtMatmulDescDestroy(Product* product) {
    delete product;
    return SUCCESS;
}
DRIVER cublasLtMatmulDescSetAttribute(Product* product, int attribute, const void* value, size_t bytes) {
    void* to;
    size_t size;
    switch (attribute) {
        case 3: to = &product->transposed[0], size = sizeof(int32_t); break;
        case 4: to = &product->transposed[1], size = sizeof(int32_t); break;
        case 7: to = &product->epilogue, size = sizeof(uint32_t); break;
        case 8: to = &product->bias, size = sizeof(void*); break;
        default: return INVALID;
    }
    if (bytes != size) {
        return INVALID;
    }
    memcpy(to, value, size);
    return SUCCESS;
}
DRIVER cublasLtMatmulPreferenceCreate(void** preference) {
    *preference = &anything;
    return SUCCESS;
}
DRIVER cublasLtMatmulPreferenceDestroy(void*) {
    return SUCCESS;
}
DRIVER cublasLtMatmulPreferenceSetAttribute(void*, int attribute, const void*, size_t bytes) {
    // The working space is a size_t, the masks and alignments are of 32 bits.
    return bytes == (attribute == 1 ? 8 : 4) ? SUCCESS : INVALID;
}
DRIVER cublasLtMatmulAlgoGetHeuristic(
    void*, const Product* product, const Layout* a, const Layout*, const Layout*, const Layout* d, void*, int, void* results,
    int* count
) {
    if (const int answer = ask_driver("choice", INTERNAL_ERROR); answer > SUCCESS) {
        return answer;
    }
    // One choice in four adds no bias, so that this way is gone as well.
    if (product->epilogue != 1 && (a->columns + d->columns) % 4 == 3) {
        *count = 0;
        return NOT_SUPPORTED;
    }
    // cublasLtMatmulHeuristicResult_t: 64 bytes of algorithm, size_t, status, float, int[4].
    memset(results, 0, 64 + 8 + 4 + 4 + 16);
    *count = 1;
    return SUCCESS;
}
DRIVER cublasLtMatmul(
    void*, const Product* product, const float* alpha, const void* a, const Layout* a_layout, const void* b,
    const Layout* b_layout, const float* beta, const void* c, const Layout* c_layout, void* d, const Layout* d_layout,
    const void*, void*, size_t, void*
) {
    // Columns first: d [n, m] = alpha a^T b + beta c + bias, the bias along d's rows.
    const uint64_t n = d_layout->rows, m = d_layout->columns, k = a_layout->rows;
    if (product->compute != 68 || product->scale != R_32F || product->transposed[0] != 1 || product->transposed[1] != 0 ||
        a_layout->columns != n || b_layout->columns != m || b_layout->rows != k || c_layout->rows != n ||
        c_layout->columns != m || c_layout->type != d_layout->type || a_layout->type != b_layout->type ||
        (product->epilogue != 1 && (product->epilogue != 4 || !product->bias))) {
        return INVALID;
    }
    if (const int answer = ask_driver("product", EXECUTION_FAILED)) {
        return answer == NOT_DONE ? SUCCESS : answer;
    }
    const std::lock_guard<std::mutex> lock(mutex);
    for (uint64_t column = 0; column < m; ++column) {
        for (uint64_t row = 0; row < n; ++row) {
            float sum = 0.0f;
            for (uint64_t i = 0; i < k; ++i) {
                sum = std::fma(
                    load(a, a_layout->type, row * a_layout->stride + i), load(b, b_layout->type, column * b_layout->stride + i), sum
                );
            }
            sum *= *alpha;
            if (*beta != 0.0f) {
                sum += *beta * load(c, c_layout->type, column * c_layout->stride + row);
            }
            if (product->epilogue == 4) {
                sum += load(product->bias, d_layout->type, row);
            }
            store(d, d_layout->type, column * d_layout->stride + row, sum);
        }
    }
    return SUCCESS;
}
