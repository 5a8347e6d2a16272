//! Where problems are held.

use std::sync::OnceLock;

use kernels::{
    compute::Compute,
    device::Device,
    precision::Precision,
    webgpu::{Configuration, WebGpu, adapters},
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
    /// operands, and on adapters results, are rounded to 11 bits in f16 and to 8 in bf16, by chance up or down.
    pub fn tolerance(&self) -> f64 {
        match self.compute.precision() {
            Precision::F32 => 1e-5,
            Precision::F16 => 1e-3,
            Precision::Bf16 => 8e-3,
        }
    }
}

/// Every place of this machine.
pub fn places() -> &'static [Place] {
    static PLACES: OnceLock<Vec<Place>> = OnceLock::new();
    PLACES.get_or_init(|| {
        let mut places = vec![Place { name: "cpu f32".to_owned(), compute: Compute::cpu() }];
        match Compute::new(Device::Cpu, Precision::Bf16) {
            Ok(compute) => places.push(Place { name: "cpu bf16".to_owned(), compute }),
            Err(error) => eprintln!("bf16 is not tested on the CPU: {error}"),
        }
        let adapters = adapters();
        if adapters.is_empty() {
            assert!(std::env::var_os("CI").is_none(), "CI has no adapter: install mesa-vulkan-drivers");
            eprintln!("no adapter is tested: no driver for Vulkan or Metal shows one (mesa-vulkan-drivers has one)");
        }
        let all = Configuration { poison: true, ..Configuration::default() };
        let none = Configuration { f16: false, subgroups: false, cooperative_matrices: false, ..all };
        let small = Configuration { max_binding_bytes: 64 << 10, ..all };
        for adapter in &adapters {
            for (what, configuration) in [("all", all), ("none", none), ("small bindings", small)] {
                let gpu = WebGpu::open(adapter, &configuration).unwrap();
                for precision in [Precision::F32, Precision::F16] {
                    if precision == Precision::F16 && !gpu.capabilities().f16 {
                        continue;
                    }
                    let name = format!("{adapter:?}, {what}, {precision}");
                    places.push(Place { name, compute: Compute::new(Device::WebGpu(gpu.clone()), precision).unwrap() });
                }
            }
        }
        places
    })
}
