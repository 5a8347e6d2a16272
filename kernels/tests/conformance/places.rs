//! Where problems are held.

use std::sync::OnceLock;

#[cfg(feature = "cuda")]
use kernels::cuda::Cuda;
use kernels::{
    compute::Compute,
    device::Device,
    precision::Precision,
    webgpu::{Configuration, CooperativeMatrices, WebGpu, adapters},
};

/// A device in some configuration, and a precision.
pub struct Place {
    pub name: String,
    pub compute: Compute,
}

impl Place {
    pub fn device(&self) -> &Device {
        self.compute.device()
    }

    /// What products of this precision may be off, relative L2. f32 sums of a few thousand terms in any order stay within 1e-5;
    /// operands, and on devices results, are rounded to 11 bits in f16 and to 8 in bf16, by chance up or down.
    pub fn tolerance(&self) -> f64 {
        match self.compute.precision() {
            Precision::F32 => 1e-5,
            Precision::F16 => 1e-3,
            Precision::Bf16 => 8e-3,
        }
    }

    /// The most channels that a head of attention may have; none where any number has a kernel.
    pub fn most_channels(&self) -> Option<usize> {
        match self.device() {
            #[cfg(feature = "cuda")]
            Device::Cuda(_) => Some(kernels::cuda::launches::MOST_CHANNELS),
            _ => None,
        }
    }
}

/// Every place of this machine; in a process that runs on the stand-in for NVIDIA's driver, that alone.
pub fn places() -> &'static [Place] {
    static PLACES: OnceLock<Vec<Place>> = OnceLock::new();
    PLACES.get_or_init(|| {
        let mut places = Vec::new();
        #[cfg(feature = "cuda")]
        {
            add_cuda(&mut places);
            if crate::cuda::is_on_the_stand_in() {
                return places;
            }
        }
        places.push(Place { name: "cpu f32".to_owned(), compute: Compute::cpu() });
        match Compute::new(Device::Cpu, Precision::Bf16) {
            Ok(compute) => places.push(Place { name: "cpu bf16".to_owned(), compute }),
            Err(error) => eprintln!("not run: bf16 on the CPU: {error}"),
        }
        add_adapters(&mut places);
        places
    })
}

/// Those for operations that are f32 in every precision: each device in each configuration once.
pub fn fields() -> impl Iterator<Item = &'static Place> {
    places().iter().filter(|place| place.compute.precision() == Precision::F32)
}

fn add_adapters(places: &mut Vec<Place>) {
    let adapters = adapters();
    if adapters.is_empty() {
        assert!(std::env::var_os("CI").is_none(), "CI has no adapter: install mesa-vulkan-drivers");
        eprintln!("not run: adapters: no driver for Vulkan or Metal shows one (mesa-vulkan-drivers has one)");
    }
    let all = Configuration { poison: true, ..Configuration::default() };
    let none = Configuration { f16: false, subgroups: false, cooperative_matrices: CooperativeMatrices::Off, ..all };
    // Where they stand in for the adapter's, in halves alone. The second is a driver's choice of small subgroups.
    let emulated = |lanes, most_lanes| Configuration {
        cooperative_matrices: CooperativeMatrices::Emulated { lanes, most_lanes },
        ..all
    };
    let (matrices, small_subgroups) = (emulated(32, 32), emulated(16, 64));
    let small = Configuration { max_binding_bytes: 64 << 10, ..all };
    for adapter in &adapters {
        for (what, configuration) in [
            ("all", all),
            ("none", none),
            ("small bindings", small),
            ("emulated matrices", matrices),
            ("emulated matrices of small subgroups", small_subgroups),
        ] {
            let gpu = WebGpu::open(adapter, &configuration).unwrap();
            for precision in [Precision::F32, Precision::F16] {
                let is_emulated = matches!(configuration.cooperative_matrices, CooperativeMatrices::Emulated { .. });
                if precision == Precision::F16 && !gpu.capabilities().f16 || precision == Precision::F32 && is_emulated
                {
                    continue;
                }
                let name = format!("{adapter:?}, {what}, {precision}");
                places.push(Place { name, compute: Compute::new(Device::WebGpu(gpu.clone()), precision).unwrap() });
            }
        }
    }
}

/// Every CUDA device, in each precision that it has.
#[cfg(feature = "cuda")]
fn add_cuda(places: &mut Vec<Place>) {
    let devices = match Cuda::devices() {
        Ok(devices) => devices,
        Err(reason) => {
            assert!(!crate::cuda::is_on_the_stand_in(), "the stand-in is not found: {reason}");
            return eprintln!("not run: CUDA: {reason}");
        }
    };
    for device in devices {
        let poisoned = kernels::cuda::Configuration { poison: true, ..Default::default() };
        let cuda = Cuda::open_with(device.index, poisoned).unwrap();
        for precision in [Precision::F32, Precision::F16, Precision::Bf16] {
            match Compute::new(Device::Cuda(cuda.clone()), precision) {
                Ok(compute) => {
                    places.push(Place { name: format!("cuda:{} {device}, {precision}", device.index), compute });
                }
                Err(error) => eprintln!("not run: {precision} on cuda:{}: {error}", device.index),
            }
        }
    }
}
