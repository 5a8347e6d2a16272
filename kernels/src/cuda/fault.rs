//! What the driver's and cuBLASLt's errors mean.

use cudarc::driver::{DriverError, sys::CUresult};

use crate::webgpu::DeviceFault;

/// What the driver says of an error.
pub(super) fn text(error: DriverError) -> String {
    let name = error.error_name().map_or_else(|_| format!("{:?}", error.0), |name| name.to_string_lossy().into_owned());
    match error.error_string() {
        Ok(text) => format!("{} ({name})", text.to_string_lossy()),
        Err(_) => name,
    }
}

/// The fault that an error of the driver is.
pub(super) fn of_driver(error: DriverError) -> DeviceFault {
    classified(error, text(error))
}

/// The same, of a kernel's launch.
pub(super) fn of_launch(kernel: &str, error: DriverError) -> DeviceFault {
    classified(error, format!("{kernel}: {}", text(error)))
}

fn classified(error: DriverError, reason: String) -> DeviceFault {
    use CUresult as C;
    match error.0 {
        C::CUDA_ERROR_OUT_OF_MEMORY => DeviceFault::OutOfMemory { reason },
        C::CUDA_ERROR_NO_DEVICE
        | C::CUDA_ERROR_INVALID_DEVICE
        | C::CUDA_ERROR_DEVICE_UNAVAILABLE
        | C::CUDA_ERROR_DEVICE_NOT_LICENSED
        | C::CUDA_ERROR_NOT_INITIALIZED
        | C::CUDA_ERROR_STUB_LIBRARY
        | C::CUDA_ERROR_NO_BINARY_FOR_GPU
        | C::CUDA_ERROR_UNSUPPORTED_PTX_VERSION
        | C::CUDA_ERROR_JIT_COMPILER_NOT_FOUND
        | C::CUDA_ERROR_SYSTEM_NOT_READY
        | C::CUDA_ERROR_SYSTEM_DRIVER_MISMATCH
        | C::CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE => DeviceFault::Refused { reason },
        // After any of these the context answers every call with the same error: only another process helps.
        C::CUDA_ERROR_DEINITIALIZED
        | C::CUDA_ERROR_ECC_UNCORRECTABLE
        | C::CUDA_ERROR_NVLINK_UNCORRECTABLE
        | C::CUDA_ERROR_ILLEGAL_ADDRESS
        | C::CUDA_ERROR_LAUNCH_TIMEOUT
        | C::CUDA_ERROR_CONTEXT_IS_DESTROYED
        | C::CUDA_ERROR_ASSERT
        | C::CUDA_ERROR_HARDWARE_STACK_ERROR
        | C::CUDA_ERROR_ILLEGAL_INSTRUCTION
        | C::CUDA_ERROR_MISALIGNED_ADDRESS
        | C::CUDA_ERROR_INVALID_ADDRESS_SPACE
        | C::CUDA_ERROR_INVALID_PC
        | C::CUDA_ERROR_LAUNCH_FAILED
        | C::CUDA_ERROR_EXTERNAL_DEVICE
        | C::CUDA_ERROR_UNKNOWN => DeviceFault::Lost { reason },
        _ => DeviceFault::Invalid { reason },
    }
}
