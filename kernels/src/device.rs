//! Devices: how they are named and which of them this build and machine have.

use std::{fmt, str::FromStr};

/// A device as a user asks for it: `auto`, `cpu`, `cuda[:N]`, `wgpu[:N]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DeviceRequest {
    /// The fastest device there is.
    #[default]
    Auto,
    /// The processor, all cores.
    Cpu,
    /// The N-th CUDA device.
    Cuda(usize),
    /// The N-th adapter that wgpu enumerates.
    Wgpu(usize),
}

/// A device that exists and can run every kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// The processor, all cores.
    Cpu,
}

/// Why a device cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeviceError {
    /// The name is not of the form that is read.
    #[error("there is no device '{0}': give auto, cpu, cuda[:N] or wgpu[:N]")]
    Unknown(String),
    /// The name is right, the device is not there.
    #[error("device {device} is not available: {reason}; `devices` lists what there is, and cpu always works")]
    Unavailable {
        /// The device asked for.
        device: DeviceRequest,
        /// What is missing.
        reason: &'static str,
    },
}

impl DeviceRequest {
    /// The device that serves this request here.
    ///
    /// # Errors
    /// [`DeviceError::Unavailable`]; a request for a GPU is never served by the CPU.
    pub fn resolve(self) -> Result<Device, DeviceError> {
        match self {
            DeviceRequest::Auto | DeviceRequest::Cpu => Ok(Device::Cpu),
            DeviceRequest::Cuda(_) | DeviceRequest::Wgpu(_) => {
                Err(DeviceError::Unavailable { device: self, reason: "this version has kernels for the CPU only" })
            }
        }
    }
}

impl Device {
    /// Every device that [`DeviceRequest::resolve`] can return here.
    pub fn all() -> Vec<Device> {
        vec![Device::Cpu]
    }

    /// What the device is, for people.
    pub fn description(self) -> String {
        match self {
            Device::Cpu => format!("{} CPU, {} threads", std::env::consts::ARCH, rayon::current_num_threads()),
        }
    }
}

impl FromStr for DeviceRequest {
    type Err = DeviceError;

    fn from_str(text: &str) -> Result<Self, DeviceError> {
        let unknown = || DeviceError::Unknown(text.to_owned());
        let (kind, index) = match text.split_once(':') {
            Some((kind, index)) => (kind, Some(index.parse().map_err(|_| unknown())?)),
            None => (text, None),
        };
        match (kind, index) {
            ("auto", None) => Ok(DeviceRequest::Auto),
            ("cpu", None) => Ok(DeviceRequest::Cpu),
            ("cuda", index) => Ok(DeviceRequest::Cuda(index.unwrap_or(0))),
            ("wgpu", index) => Ok(DeviceRequest::Wgpu(index.unwrap_or(0))),
            _ => Err(unknown()),
        }
    }
}

impl fmt::Display for DeviceRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DeviceRequest::Auto => f.write_str("auto"),
            DeviceRequest::Cpu => f.write_str("cpu"),
            DeviceRequest::Cuda(index) => write!(f, "cuda:{index}"),
            DeviceRequest::Wgpu(index) => write!(f, "wgpu:{index}"),
        }
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Device::Cpu => "cpu",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_others_are_refused() {
        for name in ["auto", "cpu", "cuda:0", "cuda:3", "wgpu:1"] {
            assert_eq!(name.parse::<DeviceRequest>().unwrap().to_string(), name);
        }
        assert_eq!("cuda".parse(), Ok(DeviceRequest::Cuda(0)));
        for name in ["", "gpu", "cuda:", "cuda:x", "cpu:0", "auto:1", "CPU"] {
            assert_eq!(name.parse::<DeviceRequest>(), Err(DeviceError::Unknown(name.to_owned())));
        }
    }

    #[test]
    fn a_gpu_that_is_not_there_is_an_error_and_never_the_cpu() {
        assert!(matches!(DeviceRequest::Cuda(0).resolve(), Err(DeviceError::Unavailable { .. })));
        assert!(matches!(DeviceRequest::Wgpu(0).resolve(), Err(DeviceError::Unavailable { .. })));
        assert_eq!(DeviceRequest::Auto.resolve(), Ok(Device::Cpu));
    }
}
