//! Where and how exactly a network computes: fixed when it is loaded, since its weights are laid out for both.

use crate::{Error, cpu::simd::Isa, device::Device, precision::Precision};

/// A device, and a precision that it has.
#[derive(Debug, Clone)]
pub struct Compute {
    device: Device,
    precision: Precision,
}

impl Compute {
    /// # Errors
    /// [`Error::Precision`] where the device has no such products; another precision is never taken instead.
    pub fn new(device: Device, precision: Precision) -> Result<Compute, Error> {
        match (&device, precision) {
            (Device::Cpu, _) => {
                precision.isa()?;
            }
            (Device::WebGpu(_), Precision::F32) => {}
            (Device::WebGpu(gpu), Precision::F16) if gpu.capabilities().f16 => {}
            (Device::WebGpu(gpu), Precision::F16) => {
                let reason = format!("{} has no halves: use --precision f32", gpu.adapter().name());
                return Err(Error::Precision { precision, reason });
            }
            #[cfg(feature = "cuda")]
            (Device::Cuda(cuda), _) => {
                cuda.operands(precision)?;
            }
            (Device::WebGpu(_), Precision::Bf16) => {
                let reason = "shaders have no bf16: use --precision f16, or f32".to_owned();
                return Err(Error::Precision { precision, reason });
            }
        }
        Ok(Compute { device, precision })
    }

    /// The processor, in f32.
    pub fn cpu() -> Compute {
        Compute { device: Device::Cpu, precision: Precision::F32 }
    }

    /// Where.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// How exactly.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// The CPU's instruction set for this precision.
    ///
    /// # Errors
    /// As [`Precision::isa`].
    pub(crate) fn isa(&self) -> Result<Isa, Error> {
        self.precision.isa()
    }
}
