//! Networks and fields on a CUDA device: on the first GPU, else on the stand-in for NVIDIA's driver and cuBLASLt, whose kernels run on the
//! processor (`kernels/cuda/host`), and the test says which. The stand-in shows that the kernels' logic and our calls are right from
//! the photo to the field; what NVIDIA's driver, cuBLASLt and hardware make of them, only a GPU shows.

#![cfg(all(feature = "cuda", target_os = "linux", target_env = "gnu"))]

mod canceled;
mod crossing;
#[path = "cuda/faults.rs"]
mod faults;
#[path = "../../kernels/tests/cuda_kernels/injection.rs"]
mod injection;
#[path = "../../kernels/tests/cuda_kernels/stand_in.rs"]
mod stand_in;

use std::path::Path;

use engine::{
    Error,
    compute::Compute,
    device::{Device, DeviceRequest},
    grid::{Grid, Sampling},
    isosurface::{Surface, extract},
    mesh::{Mesh, vertex_colors},
    model::Model,
    precision::Precision,
    verify::{StageComparison, verify},
};
use kernels::ops::field_eval::{Layer, Triplane};
use models::triplane_field::{Density, TriplaneField};

/// The device under test; none where the test runs again on the stand-in.
fn device(test: &str) -> Option<Device> {
    let devices = Device::all().iter().filter(|listed| listed.name.starts_with("cuda:")).count();
    if !stand_in::is_there(devices) {
        stand_in::run_again(Some(test), &["13000"]);
        return None;
    }
    let device = DeviceRequest::Cuda(0).open().unwrap();
    eprintln!("{}", device.description());
    Some(device)
}

#[test]
fn every_stage_is_the_references() {
    let Some(device) = device("every_stage_is_the_references") else { return };
    assert_eq!(DeviceRequest::Auto.open().unwrap().to_string(), "cuda:0", "CUDA comes first");
    for precision in [Precision::F32, Precision::Bf16, Precision::F16] {
        let compute = match Compute::new(device.clone(), precision) {
            Ok(compute) => compute,
            Err(error) => {
                eprintln!("not verified in {precision}: {error}");
                continue;
            }
        };
        // In bf16 what is decoded from the planes shows their differences up to three times larger in the small networks.
        let is_decoded = |name: &str| ["query", "density", "mesh", "render"].iter().any(|of| name.contains(of));
        let tolerance = |stage: &str| match precision {
            Precision::F32 => 1e-4,
            Precision::Bf16 if is_decoded(stage) => 3e-2,
            Precision::F16 | Precision::Bf16 => 1e-2,
        };
        // One of them is enough to tell the formats apart; on the stand-in the other takes a minute.
        let models: &[&str] =
            if precision == Precision::F32 { &["triposr-tiny", "triposr-odd"] } else { &["triposr-odd"] };
        for &name in models {
            let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/tests/fixtures").join(name);
            let reference = std::fs::read(fixture.join("reference.safetensors")).unwrap();
            let model = Model::load(name, &fixture, compute.clone()).unwrap();
            let before = device.dispatches();
            let found = verify(&model, &reference, 1.0, &mut |_| {}).unwrap();
            let launches = device.dispatches() - before;
            let is_over = |stage: &&StageComparison| !stage.passed || stage.relative_l2 > tolerance(&stage.stage);
            let failed: Vec<_> = found.stages.iter().filter(is_over).collect();
            assert!(failed.is_empty(), "{name} in {precision}: {failed:#?}");
            assert!(launches > 50, "{name} in {precision}: {launches} launches are no network");
            let worst = found.stages.iter().map(|stage| stage.relative_l2).fold(0.0, f64::max);
            eprintln!("{name} in {precision}: {worst:.1e} at most, {launches} launches");
        }
    }
}

#[test]
fn a_network_that_is_canceled_in_the_middle_leaves_the_next_run_as_it_was() {
    if let Some(device) = device("a_network_that_is_canceled_in_the_middle_leaves_the_next_run_as_it_was") {
        canceled::a_network_canceled_in_the_middle_leaves_the_next_run_as_it_was(&device);
    }
}

fn surface(field: &TriplaneField, resolution: usize, sampling: Sampling) -> Surface {
    let grid = Grid::evaluate(field, resolution, sampling, &mut |_| true).unwrap();
    extract(&grid, &mut |_| true).unwrap()
}

fn assert_near(found: &[[f32; 3]], expected: &[[f32; 3]], tolerance: f32, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (i, (a, b)) in found.iter().zip(expected).enumerate() {
        let distance = (0..3).map(|axis| (a[axis] - b[axis]).abs()).fold(0.0, f32::max);
        assert!(distance <= tolerance, "{what} of vertex {i}: {a:?} is not {b:?}");
    }
}

#[test]
fn a_fields_surface_is_the_cpus() {
    let Some(device) = device("a_fields_surface_is_the_cpus") else { return };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/tests/fixtures/field-robot/field.safetensors");
    let bytes = std::fs::read(path).unwrap();
    let robot = TriplaneField::from_safetensors(&bytes).unwrap();
    let on_device = robot.to_device(&device).unwrap();
    let resolution = 28;
    let expected = surface(&robot, resolution, Sampling::Sparse);
    let found = surface(&on_device, resolution, Sampling::Sparse);
    assert_eq!(surface(&on_device, resolution, Sampling::Dense), found, "sparse and dense are the same bits");
    // No sample of this field is so near the surface that rounding decides its sign.
    assert!(expected.faces.len() > 1000);
    assert_eq!(found.faces, expected.faces);
    assert_near(&found.positions, &expected.positions, 2e-3 / resolution as f32, "the position");
    let attributes = found.attributes.as_ref().expect("the device computes normals and colours");
    let plain = Surface { attributes: None, ..found.clone() };
    // The CPU's of the very same vertices.
    let colors = vertex_colors(&robot, &plain).unwrap();
    assert_near(&attributes.colors, &colors, 2e-4, "the colour");
    let mesh = Mesh::new(&found, attributes.colors.clone());
    assert!(mesh.is_watertight());
    let expected = Mesh::new(&plain, colors).normals;
    let is_off = |(a, b): &(&[f32; 3], &[f32; 3])| (0..3).any(|axis| (a[axis] - b[axis]).abs() > 2e-2);
    let off = mesh.normals.iter().zip(&expected).filter(is_off).count();
    // Of slivers the CPU's are rounded with the positions.
    assert!(off * 500 <= expected.len(), "{off} of {} normals differ by more than 0.02", expected.len());

    let error = |field: &TriplaneField| match Grid::evaluate(field, 16, Sampling::Dense, &mut |_| true) {
        Err(Error::NonFiniteField { position, level }) => {
            assert!(level.is_nan());
            position
        }
        other => panic!("{:?}", other.map(|_| ())),
    };
    let broken = with_a_hole();
    assert_eq!(error(&broken.to_device(&device).unwrap()), error(&broken));
}

#[test]
fn a_network_takes_a_photo_and_gives_nothing_back() {
    let Some(device) = device("a_network_takes_a_photo_and_gives_nothing_back") else { return };
    crossing::a_network_takes_a_photo_and_gives_nothing_back(&device, 64);
}

#[test]
fn a_field_gives_its_surface_and_keeps_its_levels() {
    let Some(device) = device("a_field_gives_its_surface_and_keeps_its_levels") else { return };
    crossing::a_field_gives_its_surface_and_keeps_its_levels(&device, 128);
}

/// A field with values of its planes that are no numbers, in one corner.
fn with_a_hole() -> TriplaneField {
    const SIDE: usize = 8;
    let mut planes = vec![0.5; 3 * SIDE * SIDE];
    planes[SIDE * SIDE - 2..SIDE * SIDE].fill(f32::NAN);
    let layer = Layer { inputs: 3, outputs: 4, weight: vec![1.0; 12], bias: vec![0.0; 4] };
    let density = Density { radius: 1.0, bias: 0.0, threshold: 25.0 };
    TriplaneField::new(Triplane::from_channel_first(&planes, 1, SIDE, SIDE), vec![layer], density)
}
