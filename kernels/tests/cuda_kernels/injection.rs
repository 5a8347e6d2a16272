//! Faults of the stand-in for NVIDIA's driver and cuBLASLt. The engine's tests have this file too.

/// Has the stand-in fail as `WHAT@PLACE:N` says (`Faults` in `kernels/cuda/host/driver.cpp`), on what is then another machine if the last
/// one failed: what was opened on that is to be dropped before. Nothing fails where it is empty.
pub fn inject(request: &str) {
    // SAFETY: the test is alone in its process, and no other thread of it asks the driver or the environment.
    #[expect(unsafe_code, reason = "the environment is the process's")]
    unsafe {
        std::env::set_var("ONECLICK3D_TEST_CUDA_FAULT", request);
    }
}
