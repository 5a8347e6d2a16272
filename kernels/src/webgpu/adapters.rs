//! The adapters of this machine.

use std::fmt;

use super::cooperative::LANES;

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

    pub(super) fn handle(&self) -> &wgpu::Adapter {
        &self.handle
    }

    /// The most invocations that a subgroup may have, where it multiplies 16 x 16 halves with f32 sums and kernels have room for so
    /// many. Where there are several sizes, the driver chooses one for each kernel.
    pub(super) fn cooperative_lanes(&self) -> Option<u32> {
        use wgpu::CooperativeScalarType::{F16, F32};
        let has_matrices = self.handle.features().contains(wgpu::Features::EXPERIMENTAL_COOPERATIVE_MATRIX)
            && self.handle.cooperative_matrix_properties().iter().any(|tile| {
                (tile.m_size, tile.n_size, tile.k_size) == (16, 16, 16) && tile.ab_type == F16 && tile.cr_type == F32
            });
        let lanes = self.info.subgroup_max_size;
        (has_matrices && LANES.contains(&lanes)).then_some(lanes)
    }
}

/// The adapter that `auto` takes: the first of the most capable kind, none that computes on the CPU.
pub(crate) fn fastest(adapters: &[Adapter]) -> Option<&Adapter> {
    let kinds: Vec<wgpu::DeviceType> = adapters.iter().map(|adapter| adapter.info.device_type).collect();
    fastest_of(&kinds).map(|index| &adapters[index])
}

/// The place of the first of the kind that is expected to be the fastest.
fn fastest_of(kinds: &[wgpu::DeviceType]) -> Option<usize> {
    use wgpu::DeviceType::{DiscreteGpu, IntegratedGpu, Other, VirtualGpu};
    [DiscreteGpu, VirtualGpu, Other, IntegratedGpu]
        .iter()
        .find_map(|wanted| kinds.iter().position(|kind| kind == wanted))
}

impl fmt::Debug for Adapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "wgpu:{} {}", self.index, self.info.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wgpu::DeviceType::{Cpu, DiscreteGpu, IntegratedGpu, Other, VirtualGpu};

    #[test]
    fn the_first_of_the_most_capable_kind_is_taken_and_none_that_computes_on_the_cpu() {
        for (kinds, taken) in [
            (&[][..], None),
            (&[Cpu, Cpu], None),
            (&[Cpu, IntegratedGpu], Some(1)),
            (&[IntegratedGpu, Cpu, DiscreteGpu, DiscreteGpu], Some(2)),
            (&[IntegratedGpu, Other, VirtualGpu], Some(2)),
            (&[IntegratedGpu, Other], Some(1)),
            (&[VirtualGpu, DiscreteGpu], Some(1)),
        ] {
            assert_eq!(fastest_of(kinds), taken, "{kinds:?}");
        }
    }
}
