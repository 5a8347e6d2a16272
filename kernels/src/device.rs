//! Devices: how they are named and which of them this build and machine have.

use std::{fmt, str::FromStr};

use crate::{
    Error,
    traffic::Traffic,
    webgpu::{Adapter, Configuration, WebGpu, adapters, fastest},
};
#[cfg(feature = "cuda")]
use crate::{cuda::Cuda, webgpu::DeviceFault};

/// A device as a user asks for it: `auto`, `cpu`, `cuda[:N]`, `wgpu[:N]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DeviceRequest {
    /// The fastest device there is: CUDA, then a GPU through wgpu, then the processor.
    #[default]
    Auto,
    /// The processor, all cores.
    Cpu,
    /// The N-th CUDA device.
    Cuda(usize),
    /// The N-th adapter that wgpu enumerates; without a number, the first that is a GPU. One that computes on the CPU is only
    /// used when its number is given.
    Wgpu(Option<usize>),
}

/// A device that is there and opened; clones share it.
#[derive(Debug, Clone, PartialEq)]
pub enum Device {
    /// The processor, all cores.
    Cpu,
    /// A GPU through wgpu.
    WebGpu(WebGpu),
    /// An NVIDIA GPU through CUDA.
    #[cfg(feature = "cuda")]
    Cuda(Cuda),
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
        reason: String,
    },
}

/// A device that can be asked for here.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its name: `cpu`, `wgpu:0`.
    pub name: String,
    /// What it is, for people.
    pub description: String,
    /// Whether it is an adapter that computes on the CPU, which is only used when it is named.
    pub is_software: bool,
}

impl DeviceRequest {
    /// Opens the device that serves this request here.
    ///
    /// # Errors
    /// [`DeviceError::Unavailable`]; a request for a GPU is never served by the CPU, and `auto` does not pass over a GPU that
    /// is there and fails to open.
    pub fn open(self) -> Result<Device, DeviceError> {
        let unavailable = |reason: String| DeviceError::Unavailable { device: self, reason };
        let opened = |adapter: &Adapter| match WebGpu::open(adapter, &Configuration::default()) {
            Ok(gpu) => Ok(Device::WebGpu(gpu)),
            Err(error) => Err(unavailable(error.to_string())),
        };
        match self {
            DeviceRequest::Cpu => Ok(Device::Cpu),
            DeviceRequest::Auto => {
                #[cfg(feature = "cuda")]
                if let Some(first) = Cuda::devices().ok().and_then(|devices| devices.into_iter().next()) {
                    return Cuda::open(first.index).map(Device::Cuda).map_err(|error| unavailable(error.to_string()));
                }
                match fastest(&adapters()) {
                    Some(adapter) => opened(adapter),
                    None => Ok(Device::Cpu),
                }
            }
            #[cfg(feature = "cuda")]
            DeviceRequest::Cuda(index) => match Cuda::open(index) {
                Ok(cuda) => Ok(Device::Cuda(cuda)),
                Err(Error::Device { fault: DeviceFault::Refused { reason }, .. }) => Err(unavailable(reason)),
                Err(error) => Err(unavailable(error.to_string())),
            },
            #[cfg(not(feature = "cuda"))]
            DeviceRequest::Cuda(_) => Err(unavailable(
                "this program was built without CUDA (cargo build --release --features cuda builds it with), and wgpu \
                 serves NVIDIA's GPUs too"
                    .to_owned(),
            )),
            DeviceRequest::Wgpu(index) => {
                let adapters = adapters();
                let found = match index {
                    Some(index) => adapters.get(index),
                    None => fastest(&adapters),
                };
                match (found, index, adapters.first()) {
                    (Some(adapter), ..) => opened(adapter),
                    (None, _, None) => Err(unavailable("no driver for Vulkan or Metal shows an adapter".to_owned())),
                    (None, None, Some(_)) => Err(unavailable(
                        "every adapter here computes on the CPU, and such a one has to be named, as in wgpu:0"
                            .to_owned(),
                    )),
                    (None, Some(_), Some(_)) => {
                        Err(unavailable(format!("the last adapter is wgpu:{}", adapters.len() - 1)))
                    }
                }
            }
        }
    }
}

impl Device {
    /// What there is here.
    pub fn all() -> Vec<Listed> {
        let mut listed = Vec::new();
        // Why there is none, `--device cuda` says.
        #[cfg(feature = "cuda")]
        listed.extend(Cuda::devices().into_iter().flatten().map(|device| Listed {
            name: format!("cuda:{}", device.index),
            description: device.to_string(),
            is_software: false,
        }));
        listed.extend(adapters().iter().map(|adapter| {
            let is_software = adapter.is_software();
            let software = if is_software { ", computes on the CPU: only used when it is named" } else { "" };
            Listed {
                name: format!("wgpu:{}", adapter.index()),
                description: format!("{} ({}){software}", adapter.name(), adapter.driver()),
                is_software,
            }
        }));
        let cpu = Device::Cpu;
        listed.push(Listed { name: cpu.to_string(), description: cpu.description(), is_software: false });
        listed
    }

    /// What the device is, for people.
    pub fn description(&self) -> String {
        match self {
            Device::Cpu => format!("{} CPU, {} threads", std::env::consts::ARCH, rayon::current_num_threads()),
            Device::WebGpu(gpu) => format!("{} ({})", gpu.adapter().name(), gpu.adapter().driver()),
            #[cfg(feature = "cuda")]
            Device::Cuda(cuda) => cuda.description(),
        }
    }

    /// The driver that reaches it, and the interface that it is reached by; the CPU has none.
    pub fn driver(&self) -> Option<String> {
        match self {
            Device::Cpu => None,
            Device::WebGpu(gpu) => {
                let driver = gpu.adapter().driver();
                Some(match gpu.cooperative_matrices_refused() {
                    Some(why) => format!("{driver}; its cooperative matrices are not used: {why}"),
                    None => driver,
                })
            }
            #[cfg(feature = "cuda")]
            Device::Cuda(cuda) => Some(format!("CUDA {}", cuda.driver())),
        }
    }

    /// Hands over what is recorded, and waits while too much is under way: called now and then in a long run, so that it can
    /// be ended in the middle.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or hangs.
    pub fn pace(&self) -> Result<(), Error> {
        match self {
            Device::Cpu => Ok(()),
            Device::WebGpu(gpu) => gpu.pace(),
            #[cfg(feature = "cuda")]
            Device::Cuda(cuda) => cuda.pace(),
        }
    }

    /// Waits until all that was asked of the device is done.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or hangs.
    pub fn finish(&self) -> Result<(), Error> {
        match self {
            Device::Cpu => Ok(()),
            Device::WebGpu(gpu) => gpu.finish(),
            #[cfg(feature = "cuda")]
            Device::Cuda(cuda) => cuda.finish(),
        }
    }

    /// Loses the device, as one that is unplugged or reset; whatever uses it fails from then on. Says whether it can be lost: the
    /// CPU cannot, and CUDA has no call for it. For tests of what happens then.
    pub fn lose(&self) -> bool {
        match self {
            Device::Cpu => false,
            Device::WebGpu(gpu) => {
                gpu.lose();
                true
            }
            #[cfg(feature = "cuda")]
            Device::Cuda(_) => false,
        }
    }

    /// How many kernels were launched so far; the CPU launches none.
    pub fn dispatches(&self) -> u64 {
        match self {
            Device::Cpu => 0,
            Device::WebGpu(gpu) => gpu.dispatches(),
            #[cfg(feature = "cuda")]
            Device::Cuda(cuda) => cuda.dispatches(),
        }
    }

    /// What was copied to the device and from it so far; to the CPU nothing is.
    pub fn traffic(&self) -> Traffic {
        match self {
            Device::Cpu => Traffic::default(),
            Device::WebGpu(gpu) => gpu.traffic(),
            #[cfg(feature = "cuda")]
            Device::Cuda(cuda) => cuda.traffic(),
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
            ("wgpu", index) => Ok(DeviceRequest::Wgpu(index)),
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
            DeviceRequest::Wgpu(None) => f.write_str("wgpu"),
            DeviceRequest::Wgpu(Some(index)) => write!(f, "wgpu:{index}"),
        }
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Device::Cpu => f.pad("cpu"),
            Device::WebGpu(gpu) => f.pad(&format!("wgpu:{}", gpu.adapter().index())),
            #[cfg(feature = "cuda")]
            Device::Cuda(cuda) => f.pad(&format!("cuda:{}", cuda.index())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_others_are_refused() {
        for name in ["auto", "cpu", "cuda:0", "cuda:3", "wgpu", "wgpu:1"] {
            assert_eq!(name.parse::<DeviceRequest>().unwrap().to_string(), name);
        }
        assert_eq!("cuda".parse(), Ok(DeviceRequest::Cuda(0)));
        for name in ["", "gpu", "cuda:", "cuda:x", "cpu:0", "auto:1", "CPU"] {
            assert_eq!(name.parse::<DeviceRequest>(), Err(DeviceError::Unknown(name.to_owned())));
        }
    }

    #[test]
    fn a_gpu_that_is_not_there_is_an_error_and_never_the_cpu() {
        let refused = |request: DeviceRequest| match request.open() {
            Err(DeviceError::Unavailable { device, .. }) => assert_eq!(device, request),
            other => panic!("{other:?}"),
        };
        refused(DeviceRequest::Cuda(9999));
        refused(DeviceRequest::Wgpu(Some(9999)));
    }

    #[test]
    fn an_adapter_that_computes_on_the_cpu_is_taken_by_number_only() {
        let adapters = adapters();
        if adapters.iter().any(|adapter| !adapter.is_software()) {
            eprintln!("not run: this machine has a GPU, which is taken without a number");
            return;
        }
        assert!(matches!(DeviceRequest::Wgpu(None).open(), Err(DeviceError::Unavailable { .. })));
        assert_eq!(DeviceRequest::Auto.open(), Ok(Device::Cpu));
        for adapter in &adapters {
            let device = DeviceRequest::Wgpu(Some(adapter.index())).open().unwrap();
            assert_eq!(device.to_string(), format!("wgpu:{}", adapter.index()));
        }
    }
}
