//! The driver and its library: whether they are there and new enough, and the kernels as they take them.

use std::{ffi::c_int, sync::Arc};

use super::context::CudaDevice;
use cudarc::driver::{CudaContext, DriverError, result, sys};

/// All kernels, for each architecture (`build.rs`).
static KERNELS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/kernels.fatbin"));
/// All kernels as text for the driver to compile, with the instructions of 7.5 and of [`AMPERE`].
static TURING_PTX: &str = include_str!(concat!(env!("OUT_DIR"), "/kernels_75.ptx"));
static AMPERE_PTX: &str = include_str!(concat!(env!("OUT_DIR"), "/kernels_80.ptx"));
/// The version of CUDA that the kernels were compiled by: 13000 is 13.0.
const TOOLKIT: &str = env!("KERNELS_CUDA_VERSION");
/// bfloat16 products and asynchronous copies begin here.
pub(super) const AMPERE: (i32, i32) = (8, 0);
/// The least version of CUDA that a driver has to support, which comes with 525.
const LEAST_DRIVER: i32 = 12_000;

/// The loaded kernels.
pub(super) struct Module {
    pub(super) handle: sys::CUmodule,
    pub(super) context: Arc<CudaContext>,
}

// SAFETY: a handle that the driver lets any thread use.
#[expect(unsafe_code, reason = "the driver's handle is a pointer")]
unsafe impl Send for Module {}
// SAFETY: as above.
#[expect(unsafe_code, reason = "the driver's handle is a pointer")]
unsafe impl Sync for Module {}

impl Drop for Module {
    fn drop(&mut self) {
        self.context.record_err(self.context.bind_to_thread());
        // SAFETY: loaded in `load`, unloaded once; kernels are launched through `Cuda`, which is being dropped.
        #[expect(unsafe_code, reason = "the driver's handle is a pointer")]
        self.context.record_err(unsafe { result::module::unload(self.handle) });
    }
}

impl Module {
    /// The image that the driver and the device take.
    pub(super) fn load(context: &Arc<CudaContext>, driver: i32, capability: (i32, i32)) -> Result<Module, DriverError> {
        let image = match (takes_machine_code(driver), capability < AMPERE) {
            (true, _) => KERNELS,
            (false, true) => TURING_PTX.as_bytes(),
            (false, false) => AMPERE_PTX.as_bytes(),
        };
        // SAFETY: the image is whole, as build.rs wrote it, ends in a zero where it is text, and lives for ever.
        #[expect(unsafe_code, reason = "a call of the driver")]
        let handle = unsafe { result::module::load_data(image.as_ptr().cast()) }?;
        Ok(Module { handle, context: Arc::clone(context) })
    }
}

/// Drivers refuse machine code of a later major version of CUDA's than their own.
fn takes_machine_code(driver: i32) -> bool {
    driver / 1000 >= TOOLKIT.parse::<i32>().expect("build.rs writes a number") / 1000
}

/// Whether the driver's library and cuBLASLt can be opened; why not.
pub(super) fn libraries() -> Result<(), String> {
    // SAFETY: both open a shared library, whose initialisers are NVIDIA's, and close it again.
    #[expect(unsafe_code, reason = "opening a library runs its code")]
    let (driver, cublaslt) = unsafe { (sys::is_culib_present(), cudarc::cublaslt::sys::is_culib_present()) };
    if !driver {
        return Err("NVIDIA's driver (libcuda) is not installed".to_owned());
    }
    if !cublaslt {
        return Err("cuBLASLt is not found: install libcublas of CUDA 12 or 13 (the driver's version or an older one; \
                    `pip install nvidia-cublas` or `nvidia-cublas-cu12` has it), and put the folder with libcublasLt.so on \
                    LD_LIBRARY_PATH"
            .to_owned());
    }
    Ok(())
}

/// The CUDA version that the driver supports: 13000 is 13.0.
pub(super) fn version() -> Result<i32, DriverError> {
    let mut version: c_int = 0;
    // SAFETY: writes one int.
    #[expect(unsafe_code, reason = "a call of the driver")]
    unsafe { sys::cuDriverGetVersion(&mut version) }.result()?;
    Ok(version)
}

/// What the device with this number is, without opening it.
pub(super) fn device(index: usize) -> Result<CudaDevice, DriverError> {
    use sys::CUdevice_attribute as Of;
    let device = result::device::get(c_int::try_from(index).expect("devices are few"))?;
    let name = result::device::get_name(device)?;
    // SAFETY: the device is one that the driver gave.
    #[expect(unsafe_code, reason = "calls of the driver")]
    let capability = unsafe {
        (
            result::device::get_attribute(device, Of::CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)?,
            result::device::get_attribute(device, Of::CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR)?,
        )
    };
    Ok(CudaDevice { index, name, capability })
}

/// Whether a driver for this version of CUDA serves; why not.
pub(super) fn check_version(version: i32) -> Result<(), String> {
    if version >= LEAST_DRIVER {
        return Ok(());
    }
    let (major, minor) = (version / 1000, version % 1000 / 10);
    Err(format!("its driver supports CUDA {major}.{minor}: one for 12.0 or later is needed, which is 525 or later"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_driver_that_is_too_old_is_refused_and_an_older_one_gets_text() {
        assert_eq!(check_version(12_000), Ok(()));
        let reason = check_version(11_080).unwrap_err();
        assert!(reason.contains("CUDA 11.8"), "{reason}");
        let toolkit: i32 = TOOLKIT.parse().unwrap();
        // Minor versions take each other's.
        assert!(takes_machine_code(toolkit / 1000 * 1000) && takes_machine_code(toolkit + 1000));
        assert!(!takes_machine_code(toolkit / 1000 * 1000 - 910));
        for ptx in [TURING_PTX, AMPERE_PTX] {
            assert!(ptx.ends_with('\0') && ptx.contains("\n.version 8.0\n"), "text that CUDA 12.0 reads");
        }
    }
}
