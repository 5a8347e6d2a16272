//! What the driver's and cuBLASLt's errors mean.

use cudarc::{
    cublaslt::{result::CublasError, sys::cublasStatus_t},
    driver::{DriverError, sys::CUresult},
};

use crate::webgpu::DeviceFault;

/// What the driver says of an error, and what can be done about it where there is something.
pub(super) fn text(error: DriverError) -> String {
    let name = error.error_name().map_or_else(|_| format!("{:?}", error.0), |name| name.to_string_lossy().into_owned());
    let said = match error.error_string() {
        Ok(text) => format!("{} ({name})", text.to_string_lossy()),
        Err(_) => name,
    };
    match advice(error.0) {
        Some(advice) => format!("{said}: {advice}"),
        None => said,
    }
}

/// The fault that an error of the driver is.
pub(super) fn of_driver(error: DriverError) -> DeviceFault {
    classified(error.0, text(error))
}

/// The same, of a kernel's launch.
pub(super) fn of_launch(kernel: &str, error: DriverError) -> DeviceFault {
    match of_driver(error) {
        // What comes to light here was done before.
        lost @ DeviceFault::Lost { .. } => lost,
        _ => classified(error.0, format!("{kernel}: {}", text(error))),
    }
}

/// The same, of opening a device, for which a run's options make no difference.
pub(super) fn of_opening(error: DriverError) -> DeviceFault {
    match of_driver(error) {
        DeviceFault::OutOfMemory { reason } => {
            DeviceFault::Refused { reason: format!("{reason}: other programs use it up, and `nvidia-smi` lists them") }
        }
        fault => fault,
    }
}

/// The fault that a status of cuBLASLt is, on a device of which the driver has nothing to say.
pub(super) fn of_product(product: &str, error: CublasError) -> DeviceFault {
    use cublasStatus_t as S;
    let reason = format!("{product}: {:?}", error.0);
    match error.0 {
        S::CUBLAS_STATUS_ALLOC_FAILED => DeviceFault::OutOfMemory { reason },
        // "An execution error from the device", "access to GPU memory space failed", and what hides failed calls of the driver.
        S::CUBLAS_STATUS_EXECUTION_FAILED
        | S::CUBLAS_STATUS_MAPPING_ERROR
        | S::CUBLAS_STATUS_INTERNAL_ERROR
        | S::CUBLAS_STATUS_NOT_INITIALIZED => DeviceFault::Lost { reason },
        _ => DeviceFault::Invalid { reason },
    }
}

fn classified(error: CUresult, reason: String) -> DeviceFault {
    use CUresult as C;
    match error {
        C::CUDA_ERROR_OUT_OF_MEMORY => DeviceFault::OutOfMemory { reason },
        // The driver, its services or who administers them do not let the device be used.
        C::CUDA_ERROR_NO_DEVICE
        | C::CUDA_ERROR_INVALID_DEVICE
        | C::CUDA_ERROR_DEVICE_UNAVAILABLE
        | C::CUDA_ERROR_DEVICE_NOT_LICENSED
        | C::CUDA_ERROR_NOT_INITIALIZED
        | C::CUDA_ERROR_STUB_LIBRARY
        | C::CUDA_ERROR_CALL_REQUIRES_NEWER_DRIVER
        | C::CUDA_ERROR_NO_BINARY_FOR_GPU
        | C::CUDA_ERROR_INVALID_PTX
        | C::CUDA_ERROR_UNSUPPORTED_PTX_VERSION
        | C::CUDA_ERROR_JIT_COMPILER_NOT_FOUND
        | C::CUDA_ERROR_JIT_COMPILATION_DISABLED
        | C::CUDA_ERROR_SHARED_OBJECT_SYMBOL_NOT_FOUND
        | C::CUDA_ERROR_SHARED_OBJECT_INIT_FAILED
        | C::CUDA_ERROR_SYSTEM_NOT_READY
        | C::CUDA_ERROR_SYSTEM_DRIVER_MISMATCH
        | C::CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE
        | C::CUDA_ERROR_MPS_CONNECTION_FAILED
        | C::CUDA_ERROR_MPS_SERVER_NOT_READY
        | C::CUDA_ERROR_MPS_MAX_CLIENTS_REACHED
        | C::CUDA_ERROR_MPS_MAX_CONNECTIONS_REACHED => DeviceFault::Refused { reason },
        // After these, as cuda.h has it, "the process must be terminated and relaunched": every call answers the same.
        C::CUDA_ERROR_CONTAINED
        | C::CUDA_ERROR_ILLEGAL_ADDRESS
        | C::CUDA_ERROR_LAUNCH_TIMEOUT
        | C::CUDA_ERROR_ASSERT
        | C::CUDA_ERROR_HARDWARE_STACK_ERROR
        | C::CUDA_ERROR_ILLEGAL_INSTRUCTION
        | C::CUDA_ERROR_MISALIGNED_ADDRESS
        | C::CUDA_ERROR_INVALID_ADDRESS_SPACE
        | C::CUDA_ERROR_INVALID_PC
        | C::CUDA_ERROR_LAUNCH_FAILED
        | C::CUDA_ERROR_TENSOR_MEMORY_LEAK
        | C::CUDA_ERROR_MPS_CLIENT_TERMINATED
        | C::CUDA_ERROR_EXTERNAL_DEVICE
        // The hardware failed, the driver gave up or shuts down, or nobody knows.
        | C::CUDA_ERROR_ECC_UNCORRECTABLE
        | C::CUDA_ERROR_NVLINK_UNCORRECTABLE
        | C::CUDA_ERROR_DEINITIALIZED
        | C::CUDA_ERROR_CONTEXT_IS_DESTROYED
        | C::CUDA_ERROR_OPERATING_SYSTEM
        | C::CUDA_ERROR_MPS_RPC_FAILURE
        | C::CUDA_ERROR_UNKNOWN => DeviceFault::Lost { reason },
        _ => DeviceFault::Invalid { reason },
    }
}

/// What whoever runs the machine can do.
fn advice(error: CUresult) -> Option<&'static str> {
    use CUresult as C;
    Some(match error {
        C::CUDA_ERROR_NO_DEVICE => {
            "`nvidia-smi` shows what the driver sees, of which CUDA_VISIBLE_DEVICES may hide some"
        }
        C::CUDA_ERROR_DEVICE_UNAVAILABLE => {
            "another program has it for itself, or it is closed to all: `nvidia-smi -q -d COMPUTE` shows its compute mode"
        }
        C::CUDA_ERROR_DEVICE_NOT_LICENSED => "its vGPU licence is missing",
        C::CUDA_ERROR_STUB_LIBRARY => "take the toolkit's folder `stubs` off LD_LIBRARY_PATH",
        C::CUDA_ERROR_CALL_REQUIRES_NEWER_DRIVER | C::CUDA_ERROR_UNSUPPORTED_PTX_VERSION => "install a newer driver",
        C::CUDA_ERROR_JIT_COMPILATION_DISABLED => "unset CUDA_DISABLE_PTX_JIT and CUDA_DISABLE_JIT",
        C::CUDA_ERROR_SYSTEM_NOT_READY => "start the driver's services, such as nvidia-fabricmanager",
        C::CUDA_ERROR_SYSTEM_DRIVER_MISMATCH => "the driver was updated while it was in use: restart the machine",
        C::CUDA_ERROR_MPS_CONNECTION_FAILED
        | C::CUDA_ERROR_MPS_SERVER_NOT_READY
        | C::CUDA_ERROR_MPS_MAX_CLIENTS_REACHED
        | C::CUDA_ERROR_MPS_MAX_CONNECTIONS_REACHED
        | C::CUDA_ERROR_MPS_RPC_FAILURE
        | C::CUDA_ERROR_MPS_CLIENT_TERMINATED => "the log of nvidia-cuda-mps-control says more",
        C::CUDA_ERROR_ECC_UNCORRECTABLE | C::CUDA_ERROR_NVLINK_UNCORRECTABLE | C::CUDA_ERROR_CONTAINED => {
            "its hardware failed, and `nvidia-smi -q` shows what of it; reset it, and replace it if it fails again"
        }
        C::CUDA_ERROR_LAUNCH_TIMEOUT => "a GPU that drives a display ends long kernels: take one without",
        C::CUDA_ERROR_ILLEGAL_ADDRESS
        | C::CUDA_ERROR_ASSERT
        | C::CUDA_ERROR_HARDWARE_STACK_ERROR
        | C::CUDA_ERROR_ILLEGAL_INSTRUCTION
        | C::CUDA_ERROR_MISALIGNED_ADDRESS
        | C::CUDA_ERROR_INVALID_ADDRESS_SPACE
        | C::CUDA_ERROR_INVALID_PC
        | C::CUDA_ERROR_LAUNCH_FAILED
        | C::CUDA_ERROR_UNKNOWN => "start again; if it comes back, `dmesg` has what the driver noted of it (Xid)",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use CUresult as C;

    use super::*;

    fn kind(fault: &DeviceFault) -> &'static str {
        match fault {
            DeviceFault::Refused { .. } => "refused",
            DeviceFault::Lost { .. } => "lost",
            DeviceFault::OutOfMemory { .. } => "out of memory",
            DeviceFault::Hung { .. } => "hung",
            DeviceFault::Invalid { .. } => "invalid",
        }
    }

    /// By number, which is what programs are told, against what cuda.h of 13.0 says of each.
    #[test]
    fn every_error_that_a_run_can_meet_has_its_kind() {
        let is = |errors: &[(C, u32)], expected: &str| {
            for &(error, number) in errors {
                assert_eq!(error as u32, number);
                assert_eq!(kind(&classified(error, String::new())), expected, "{error:?}");
            }
        };
        is(&[(C::CUDA_ERROR_OUT_OF_MEMORY, 2)], "out of memory");
        is(
            &[
                (C::CUDA_ERROR_NOT_INITIALIZED, 3),
                (C::CUDA_ERROR_STUB_LIBRARY, 34),
                (C::CUDA_ERROR_DEVICE_UNAVAILABLE, 46),
                (C::CUDA_ERROR_NO_DEVICE, 100),
                (C::CUDA_ERROR_NO_BINARY_FOR_GPU, 209),
                (C::CUDA_ERROR_INVALID_PTX, 218),
                (C::CUDA_ERROR_UNSUPPORTED_PTX_VERSION, 222),
                (C::CUDA_ERROR_JIT_COMPILATION_DISABLED, 223),
                (C::CUDA_ERROR_SHARED_OBJECT_INIT_FAILED, 303),
                (C::CUDA_ERROR_SYSTEM_NOT_READY, 802),
                (C::CUDA_ERROR_SYSTEM_DRIVER_MISMATCH, 803),
                (C::CUDA_ERROR_MPS_SERVER_NOT_READY, 807),
            ],
            "refused",
        );
        is(
            &[
                (C::CUDA_ERROR_DEINITIALIZED, 4),
                (C::CUDA_ERROR_ECC_UNCORRECTABLE, 214),
                (C::CUDA_ERROR_NVLINK_UNCORRECTABLE, 220),
                (C::CUDA_ERROR_CONTAINED, 226),
                (C::CUDA_ERROR_OPERATING_SYSTEM, 304),
                (C::CUDA_ERROR_ILLEGAL_ADDRESS, 700),
                (C::CUDA_ERROR_LAUNCH_TIMEOUT, 702),
                (C::CUDA_ERROR_CONTEXT_IS_DESTROYED, 709),
                (C::CUDA_ERROR_ASSERT, 710),
                (C::CUDA_ERROR_HARDWARE_STACK_ERROR, 714),
                (C::CUDA_ERROR_ILLEGAL_INSTRUCTION, 715),
                (C::CUDA_ERROR_MISALIGNED_ADDRESS, 716),
                (C::CUDA_ERROR_INVALID_ADDRESS_SPACE, 717),
                (C::CUDA_ERROR_INVALID_PC, 718),
                (C::CUDA_ERROR_LAUNCH_FAILED, 719),
                (C::CUDA_ERROR_TENSOR_MEMORY_LEAK, 721),
                (C::CUDA_ERROR_MPS_CLIENT_TERMINATED, 810),
                (C::CUDA_ERROR_EXTERNAL_DEVICE, 911),
                (C::CUDA_ERROR_UNKNOWN, 999),
            ],
            "lost",
        );
        // The device works on after these: a graphics interface that is not there, too many registers, our own mistakes.
        is(
            &[
                (C::CUDA_ERROR_INVALID_VALUE, 1),
                (C::CUDA_ERROR_INVALID_IMAGE, 200),
                (C::CUDA_ERROR_INVALID_CONTEXT, 201),
                (C::CUDA_ERROR_INVALID_GRAPHICS_CONTEXT, 219),
                (C::CUDA_ERROR_INVALID_HANDLE, 400),
                (C::CUDA_ERROR_NOT_FOUND, 500),
                (C::CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES, 701),
                (C::CUDA_ERROR_NOT_SUPPORTED, 801),
            ],
            "invalid",
        );
    }

    #[test]
    fn every_status_of_cublaslt_has_its_kind() {
        use cublasStatus_t as S;
        for (status, number, expected) in [
            (S::CUBLAS_STATUS_NOT_INITIALIZED, 1, "lost"),
            (S::CUBLAS_STATUS_ALLOC_FAILED, 3, "out of memory"),
            (S::CUBLAS_STATUS_INVALID_VALUE, 7, "invalid"),
            (S::CUBLAS_STATUS_ARCH_MISMATCH, 8, "invalid"),
            (S::CUBLAS_STATUS_MAPPING_ERROR, 11, "lost"),
            (S::CUBLAS_STATUS_EXECUTION_FAILED, 13, "lost"),
            (S::CUBLAS_STATUS_INTERNAL_ERROR, 14, "lost"),
            (S::CUBLAS_STATUS_NOT_SUPPORTED, 15, "invalid"),
            (S::CUBLAS_STATUS_LICENSE_ERROR, 16, "invalid"),
        ] {
            assert_eq!(status as u32, number);
            let fault = of_product("a product of 1 x 2 x 3", CublasError(status));
            assert_eq!(kind(&fault), expected, "{status:?}");
            assert!(fault.to_string().contains("a product of 1 x 2 x 3: CUBLAS_STATUS_"), "{fault}");
        }
    }
}
