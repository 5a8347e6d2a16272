//! The adapters of this machine.

use std::fmt;

/// An adapter that wgpu enumerates: a GPU and the driver that reaches it, or a driver that computes on the CPU.
#[derive(Clone)]
pub struct Adapter {
    index: usize,
    handle: wgpu::Adapter,
    info: wgpu::AdapterInfo,
}

/// Every adapter, in the order of their numbers.
pub fn adapters() -> Vec<Adapter> {
    let descriptor = wgpu::InstanceDescriptor {
        backends: wgpu::Backends::VULKAN | wgpu::Backends::METAL,
        ..wgpu::InstanceDescriptor::new_without_display_handle()
    };
    let instance = wgpu::Instance::new(descriptor);
    pollster::block_on(instance.enumerate_adapters(wgpu::Backends::all()))
        .into_iter()
        .enumerate()
        .map(|(index, handle)| Adapter { index, info: handle.get_info(), handle })
        .collect()
}

impl Adapter {
    /// Its number: the N of `wgpu:N`.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Its name, as its driver tells it.
    pub fn name(&self) -> &str {
        &self.info.name
    }

    /// Its driver, and the interface that reaches it.
    pub fn driver(&self) -> String {
        format!("{:?}, {} {}", self.info.backend, self.info.driver, self.info.driver_info)
    }

    /// Whether it computes on the CPU.
    pub fn is_software(&self) -> bool {
        self.info.device_type == wgpu::DeviceType::Cpu
    }

    /// How much faster than others it is expected to be, the least first.
    pub(crate) fn rank(&self) -> u8 {
        match self.info.device_type {
            wgpu::DeviceType::DiscreteGpu => 0,
            wgpu::DeviceType::VirtualGpu => 1,
            wgpu::DeviceType::Other => 2,
            wgpu::DeviceType::IntegratedGpu => 3,
            wgpu::DeviceType::Cpu => 4,
        }
    }

    pub(super) fn handle(&self) -> &wgpu::Adapter {
        &self.handle
    }

    /// Whether it multiplies tiles of 16 x 16 halves with f32 sums.
    pub(super) fn multiplies_tiles_of_16(&self) -> bool {
        use wgpu::CooperativeScalarType::{F16, F32};
        self.handle.features().contains(wgpu::Features::EXPERIMENTAL_COOPERATIVE_MATRIX)
            && self.handle.cooperative_matrix_properties().iter().any(|tile| {
                (tile.m_size, tile.n_size, tile.k_size) == (16, 16, 16) && tile.ab_type == F16 && tile.cr_type == F32
            })
    }
}

impl fmt::Debug for Adapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "wgpu:{} {}", self.index, self.info.name)
    }
}
