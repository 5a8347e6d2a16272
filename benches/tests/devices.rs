//! Every device of this machine makes the CPU's meshes: each adapter, with fresh memory poisoned, and in a build with CUDA its devices.

use std::ops::ControlFlow;

use benches::agreement::{Agreement, cell};
use engine::{
    device::{Device, DeviceRequest},
    pipeline::{self, MeshOptions},
};
use kernels::{
    compute::Compute,
    ops::field_eval::{Layer, Triplane},
    webgpu::{Configuration, WebGpu, adapters},
};
use models::{
    field::Field,
    formula::Sizes,
    triplane_field::{Density, TriplaneField},
    triposr::TripoSr,
};

fn devices() -> Vec<Device> {
    let poisoned = Configuration { poison: true, ..Configuration::default() };
    let adapters = adapters().into_iter().map(|adapter| Device::WebGpu(WebGpu::open(&adapter, &poisoned).unwrap()));
    let cuda = Device::all().into_iter().filter(|listed| listed.name.starts_with("cuda:"));
    let open = |name: &str| name.parse::<DeviceRequest>().unwrap().open().unwrap();
    adapters.chain(cuda.map(|listed| open(&listed.name))).collect()
}

/// A ball off the middle, whose cube is smaller than the others': on a plane, squares of distances are sampled, and one layer adds
/// them up.
fn ball() -> TriplaneField {
    const SIDE: usize = 32;
    let at = |i: usize| (2 * i + 1) as f32 / SIDE as f32 - 1.0;
    let from = |i: usize, centre: f32| 2.0 - (at(i) - centre).powi(2);
    let mut planes = vec![0.0; 3 * SIDE * SIDE];
    for (i, value) in planes.iter_mut().take(2 * SIDE * SIDE).enumerate() {
        let (column, row) = (i % SIDE, i / SIDE % SIDE);
        // The first plane has x and y, the second x and z.
        *value = if i < SIDE * SIDE { from(column, 0.1) + from(row, -0.05) } else { from(row, 0.02) };
    }
    let mut weight = vec![0.0; 12];
    weight[..3].fill(1.0);
    weight[3..6].copy_from_slice(&[1.0, -2.0, 0.5]);
    let layer = Layer { inputs: 3, outputs: 4, weight, bias: vec![0.64 * 0.64 - 6.0, 0.0, 1.0, -1.0] };
    let density = Density { radius: 0.5, bias: 25f32.ln(), threshold: 25.0 };
    TriplaneField::new(Triplane::from_channel_first(&planes, 1, SIDE, SIDE), vec![layer], density)
}

#[test]
fn every_device_makes_the_cpus_meshes() {
    let devices = devices();
    if devices.is_empty() {
        assert!(std::env::var_os("CI").is_none(), "CI needs a Vulkan driver: install mesa-vulkan-drivers");
        return eprintln!("not run: no driver here shows a GPU (Debian: mesa-vulkan-drivers)");
    }
    let robot = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/tests/fixtures/field-robot/field.safetensors");
    let robot = TriplaneField::from_safetensors(&std::fs::read(robot).unwrap()).unwrap();
    // What `bench` meshes, in the planes of a small network.
    let solid = TripoSr::of_formula(Sizes::Tiny, Compute::cpu()).unwrap().solid().unwrap();
    for (name, field) in [("robot", robot), ("solid", solid), ("ball", ball())] {
        let file = field.to_safetensors().unwrap();
        for resolution in [64, 128] {
            let meshed = |device: &Device| {
                let options = MeshOptions { device: device.clone(), resolution, ..MeshOptions::default() };
                pipeline::mesh(&file, &options, &mut |_, _| ControlFlow::Continue(())).unwrap()
            };
            let (expected, report) = meshed(&Device::Cpu);
            let cell = cell(&expected, report.area, field.half_extent(), resolution);
            for device in &devices {
                let (mesh, report) = meshed(device);
                let agreement = Agreement::between(&expected, &mesh, cell);
                let what = format!("{name} at {resolution} on {device}, {}: {agreement:?}", device.description());
                assert!(agreement.holds() && report.watertight, "{what}");
                eprintln!("{what}");
            }
        }
    }
}
