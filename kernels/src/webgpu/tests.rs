//! The device context, with a kernel of one line.

use super::*;

const SCALE: &str = "
struct Uniforms { count: u32, factor: f32 }
@group(0) @binding(0) var<uniform> uniforms: Uniforms;
@group(0) @binding(1) var<storage, read> source: array<f32>;
@group(0) @binding(2) var<storage, read_write> scaled: array<f32>;
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
    let i = (group.y * groups.x + group.x) * 64u + lane;
    if i < uniforms.count { scaled[i] = source[i] * uniforms.factor; }
}
";

#[repr(C)]
#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
struct Uniforms {
    count: u32,
    factor: f32,
}

/// The first adapter, opened; `None`, said on stderr, where there is none.
fn open(configuration: &Configuration) -> Option<WebGpu> {
    let Some(adapter) = adapters().into_iter().next() else {
        assert!(std::env::var_os("CI").is_none(), "CI needs a Vulkan driver: install mesa-vulkan-drivers");
        eprintln!("not run: no Vulkan or Metal driver here shows an adapter (Debian: mesa-vulkan-drivers)");
        return None;
    };
    Some(WebGpu::open(&adapter, configuration).expect("the adapter opens"))
}

fn scale(gpu: &WebGpu, from: &Buffer, to: &Buffer, count: u32, factor: f32) -> Result<(), Error> {
    let shader = Shader { name: "scale", entry: "main", text: SCALE, definitions: String::new() };
    let bytes = u64::from(count) * 4;
    gpu.dispatch(&Dispatch {
        shader: &shader,
        uniforms: bytemuck::bytes_of(&Uniforms { count, factor }),
        buffers: &[Bound { buffer: from, offset: 0, bytes }, Bound { buffer: to, offset: 0, bytes }],
        workgroups: gpu.folded(count.div_ceil(64) as usize),
        operations: f64::from(count),
    })
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytemuck::pod_collect_to_vec(bytes)
}

#[test]
fn what_is_recorded_runs_in_order_with_its_own_uniforms() {
    let Some(gpu) = open(&Configuration { poison: true, ..Configuration::default() }) else { return };
    let values: Vec<f32> = (0..1000).map(|i| i as f32).collect();
    let mut from = gpu.upload(bytemuck::cast_slice(&values)).unwrap();
    // More launches than one arena of uniforms holds, buffers taken again as soon as they are let go of.
    let launches = 1500;
    for i in 0..launches {
        let to = gpu.allocate(4000).unwrap();
        scale(&gpu, &from, &to, 1000, if i % 2 == 0 { 2.0 } else { 0.5 }).unwrap();
        from = to;
    }
    assert_eq!(floats(&gpu.download(&from, 0, 4000).unwrap()), values);
    assert_eq!(gpu.dispatches(), launches);
}

#[test]
fn what_is_only_counted_does_not_run_and_is_checked_as_if_it_did() {
    let Some(gpu) = open(&Configuration { count_only: true, ..Configuration::default() }) else { return };
    let from = gpu.upload(bytemuck::cast_slice(&[3.0f32; 64])).unwrap();
    let to = gpu.upload(bytemuck::cast_slice(&[7.0f32; 64])).unwrap();
    // More than the arena of uniforms holds.
    for _ in 0..1000 {
        scale(&gpu, &from, &to, 64, 2.0).unwrap();
    }
    assert_eq!(gpu.dispatches(), 1000);
    assert_eq!(floats(&gpu.download(&to, 0, 256).unwrap()), [7.0; 64]);
    // Sixteen values more than there are.
    assert!(scale(&gpu, &from, &to, 80, 2.0).is_err());
}

#[test]
fn an_upload_comes_after_what_was_recorded_before_it() {
    let Some(gpu) = open(&Configuration::default()) else { return };
    let old = gpu.upload(bytemuck::cast_slice(&[1.0f32; 64])).unwrap();
    let doubled = gpu.allocate(256).unwrap();
    scale(&gpu, &old, &doubled, 64, 2.0).unwrap();
    // Takes the same memory while the kernel that reads it is only recorded.
    drop(old);
    let new = gpu.upload(bytemuck::cast_slice(&[7.0f32; 64])).unwrap();
    assert_eq!(floats(&gpu.download(&doubled, 0, 256).unwrap()), [2.0; 64]);
    assert_eq!(floats(&gpu.download(&new, 0, 256).unwrap()), [7.0; 64]);
}

#[test]
fn bytes_that_cross_are_counted_and_neither_arguments_nor_poison_are() {
    let Some(gpu) = open(&Configuration { poison: true, ..Configuration::default() }) else { return };
    assert_eq!(gpu.traffic(), Traffic::default());
    let from = gpu.upload(bytemuck::cast_slice(&[1.0f32; 100])).unwrap();
    let to = gpu.allocate(400).unwrap();
    scale(&gpu, &from, &to, 100, 2.0).unwrap();
    gpu.copy((&to, 0), (&from, 0), 400).unwrap();
    assert_eq!(gpu.traffic(), Traffic { to_device: 400, from_device: 0 });
    let before = gpu.traffic();
    gpu.download(&from, 256, 44).unwrap();
    assert_eq!(gpu.traffic() - before, Traffic { to_device: 0, from_device: 44 });
}

#[test]
fn poisoned_memory_is_no_number() {
    let Some(gpu) = open(&Configuration { poison: true, ..Configuration::default() }) else { return };
    let buffer = gpu.allocate(1024).unwrap();
    assert!(floats(&gpu.download(&buffer, 0, 1024).unwrap()).iter().all(|value| value.is_nan()));
}

#[test]
fn more_workgroups_than_an_axis_has_are_folded() {
    let Some(gpu) = open(&Configuration::default()) else { return };
    let count = 64 * 65_535 + 100;
    let from = gpu.upload(bytemuck::cast_slice(&vec![3.0f32; count])).unwrap();
    let to = gpu.allocate(4 * count as u64).unwrap();
    scale(&gpu, &from, &to, count as u32, 2.0).unwrap();
    let end = gpu.download(&to, 4 * (count as u64 - 200), 800).unwrap();
    assert_eq!(floats(&end), [6.0; 200]);
}

#[test]
fn a_lost_device_fails_everything_that_follows_and_hangs_nothing() {
    let Some(gpu) = open(&Configuration::default()) else { return };
    let buffer = gpu.upload(bytemuck::cast_slice(&[1.0f32; 64])).unwrap();
    let other = gpu.allocate(256).unwrap();
    scale(&gpu, &buffer, &other, 64, 2.0).unwrap();
    gpu.lose();
    let lost = |result: Result<(), Error>| match result {
        Err(Error::Device { fault: DeviceFault::Lost { .. } | DeviceFault::Invalid { .. }, device }) => {
            assert_eq!(device, gpu.adapter().name());
        }
        other => panic!("{other:?}"),
    };
    lost(gpu.download(&other, 0, 256).map(|_| ()));
    lost(gpu.upload(&[0; 256]).map(|_| ()));
    lost(scale(&gpu, &buffer, &other, 64, 2.0));
    lost(gpu.finish());
}

#[test]
fn memory_that_is_not_there_is_an_error() {
    let Some(gpu) = open(&Configuration::default()) else { return };
    match gpu.allocate(1 << 60) {
        Err(Error::Device { fault: DeviceFault::OutOfMemory { reason }, .. }) => assert!(reason.contains("bytes")),
        other => panic!("{:?}", other.map(|buffer| buffer.size())),
    }
    // The device itself is as good as before.
    gpu.upload(&[0; 256]).unwrap();
}

#[test]
fn more_than_can_be_bound_is_refused() {
    let Some(gpu) = open(&Configuration { max_binding_bytes: 1024, ..Configuration::default() }) else { return };
    let from = gpu.upload(bytemuck::cast_slice(&[1.0f32; 512])).unwrap();
    let to = gpu.allocate(2048).unwrap();
    scale(&gpu, &from, &to, 256, 2.0).unwrap();
    let message = scale(&gpu, &from, &to, 512, 2.0).unwrap_err().to_string();
    assert!(message.contains("refused") && message.contains("1024"), "{message}");
}

#[test]
fn a_kernel_that_does_not_compile_is_an_error_that_names_it() {
    let Some(gpu) = open(&Configuration::default()) else { return };
    let shader = Shader { name: "broken", entry: "main", text: "fn main( {", definitions: String::new() };
    let dispatch = Dispatch { shader: &shader, uniforms: &[0; 16], buffers: &[], workgroups: [1; 3], operations: 0.0 };
    let message = gpu.dispatch(&dispatch).unwrap_err().to_string();
    assert!(message.contains("broken") && message.contains("refused"), "{message}");
}
