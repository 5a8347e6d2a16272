//! Several photos in one pass of a network make the fields that each makes alone.

use std::ops::ControlFlow;

use kernels::{
    compute::Compute,
    device::Device,
    image::Image,
    precision::Precision,
    webgpu::{Configuration, WebGpu, adapters},
};
use models::{
    formula::{Sizes, disc},
    triplane_field::TriplaneField,
    triposr::{Observer, Part, TripoSr},
};

const PHOTOS: usize = 3;

fn photos(side: usize) -> Vec<Image<[f32; 3]>> {
    let photo = |turned| {
        let mut pixels: Vec<[f32; 3]> = disc(side).iter().map(|pixel| pixel.map(|v| f32::from(v) / 255.0)).collect();
        pixels.rotate_left(turned * side * side / 5);
        Image::new(side, side, pixels)
    };
    (0..PHOTOS).map(photo).collect()
}

/// The fields of single runs, and of one for all.
fn fields(network: &TripoSr) -> [Vec<TriplaneField>; 2] {
    let photos = photos(network.config().cond_image_size);
    let go_on = &mut |_: Part, _: f32| ControlFlow::Continue(());
    let alone = |rgb: &Image<[f32; 3]>| network.run(rgb, &mut Observer { progress: go_on, stages: None }).unwrap();
    let alone = photos.iter().map(alone).collect();
    [alone, network.run_batch(&photos.iter().collect::<Vec<_>>(), go_on).unwrap()]
}

#[test]
fn on_the_cpu_to_the_bit() {
    let network = TripoSr::of_formula(Sizes::Tiny, Compute::cpu()).unwrap();
    let [alone, together] = fields(&network);
    assert_eq!(together.len(), PHOTOS);
    let stored = |fields: &[TriplaneField]| -> Vec<Vec<u8>> {
        fields.iter().map(|field| field.to_safetensors().unwrap()).collect()
    };
    let (alone, together) = (stored(&alone), stored(&together));
    assert!(alone == together, "of one photo and of several");
    assert!(alone[0] != alone[1] && alone[1] != alone[2], "the photos differ");
}

#[test]
fn on_an_adapter_to_rounding() {
    let Some(adapter) = adapters().into_iter().next() else {
        assert!(std::env::var_os("CI").is_none(), "CI needs a Vulkan driver: install mesa-vulkan-drivers");
        eprintln!("not run: no Vulkan or Metal driver here shows an adapter (Debian: mesa-vulkan-drivers)");
        return;
    };
    let configuration = Configuration { poison: true, ..Configuration::default() };
    let device = Device::WebGpu(WebGpu::open(&adapter, &configuration).unwrap());
    let compute = Compute::new(device, Precision::F32).unwrap();
    let [alone, together] = fields(&TripoSr::of_formula(Sizes::Tiny, compute).unwrap());
    let points: Vec<[f32; 3]> =
        (0..300).map(|i| [7, 11, 13].map(|step| (i * step % 101) as f32 / 60.0 - 0.84)).collect();
    for (photo, (alone, together)) in alone.iter().zip(&together).enumerate() {
        let [alone, together] = [alone, together].map(|field| field.query(&points).unwrap());
        let largest = alone.density.iter().fold(0f32, |largest, value| largest.max(value.abs()));
        for (a, b) in alone.density.iter().zip(&together.density) {
            assert!((a - b).abs() <= 1e-5 * largest, "photo {photo}: {a} alone, {b} with others");
        }
    }
}
