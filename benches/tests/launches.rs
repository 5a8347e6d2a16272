//! How many kernels the network at its released size launches on an adapter: what decides its time where each of them is short.

use std::{collections::BTreeMap, ops::ControlFlow};

use kernels::{
    compute::Compute,
    device::Device,
    image::Image,
    precision::Precision,
    webgpu::{Configuration, WebGpu, adapters},
};
use models::{
    formula::Sizes,
    triposr::{Observer, Part, TripoSr},
};

#[test]
fn pixels_become_planes_in_275_launches() {
    let Some(adapter) = adapters().into_iter().next() else {
        assert!(std::env::var_os("CI").is_none(), "CI needs a Vulkan driver: install mesa-vulkan-drivers");
        return eprintln!("not run: no Vulkan or Metal driver here shows an adapter (Debian: mesa-vulkan-drivers)");
    };
    // What every adapter can bind. Larger bindings spare a launch: keys and values of the image's tokens take a little more.
    let configuration = Configuration { count_only: true, max_binding_bytes: 128 << 20, ..Configuration::default() };
    let device = Device::WebGpu(WebGpu::open(&adapter, &configuration).unwrap());
    let network = TripoSr::of_formula(Sizes::Released, Compute::new(device.clone(), Precision::F32).unwrap()).unwrap();
    let before = device.dispatches();
    let mut began = BTreeMap::new();
    let mut progress = |part: Part, _| {
        began.entry(format!("{part:?}")).or_insert_with(|| device.dispatches() - before);
        ControlFlow::Continue(())
    };
    let side = network.config().cond_image_size;
    let rgb = Image::new(side, side, vec![[0.5; 3]; side * side]);
    network.run(&rgb, &mut Observer { progress: &mut progress, stages: None }).unwrap();
    let launches = device.dispatches() - before;
    println!("{launches} launches in f32; from where each part begins: {began:?}");
    // Twelve layers of seven and sixteen blocks of eleven; two before the layers, two between, eight around the blocks, three behind.
    assert_eq!(launches, 2 + 12 * 7 + 2 + 8 + 16 * 11 + 3);
}
