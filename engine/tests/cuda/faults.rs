//! A run, from a photo to a mesh, on a device that fails somewhere in it: on the stand-in, which fails on request. Wherever it is, the
//! run fails of its device, which is what a server replaces its worker for, and voids the run as `infrastructure`.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use engine::{
    Error,
    compute::Compute,
    device::Device,
    fault::Class,
    mesh::Mesh,
    model::Model,
    pipeline::{Options, Stage, generate},
    precision::Precision,
};
use kernels::cuda::{Configuration, Cuda};

use crate::{injection::inject, stand_in};

/// Whether this process is on the stand-in; else the test runs again, in one that is.
fn is_on_the_stand_in(test: &str) -> bool {
    let is_there = stand_in::is_there(0);
    if !is_there {
        stand_in::run_again(Some(&format!("faults::{test}")), &["13000"]);
    }
    is_there
}

fn open() -> Device {
    let configuration = Configuration { hung_after: Duration::from_millis(10), ..Configuration::default() };
    Device::Cuda(Cuda::open_with(0, configuration).unwrap())
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/tests/fixtures").join(name)
}

fn load(device: &Device) -> Result<Model, Error> {
    let compute = Compute::new(device.clone(), Precision::F32)?;
    Model::load("odd", &fixture("triposr-odd"), compute)
}

fn mesh(model: &Model, resolution: u32) -> Result<Mesh, Error> {
    mesh_and_tell(model, resolution, &mut |_| {})
}

/// Tells of each stage, and of its parts.
fn mesh_and_tell(model: &Model, resolution: u32, tell: &mut dyn FnMut(Stage)) -> Result<Mesh, Error> {
    let photo = std::fs::read(fixture("triposr-tiny/input.png")).unwrap();
    let options = Options { model: model.clone(), resolution, ..Options::default() };
    let mut progress = |stage, _| {
        tell(stage);
        ControlFlow::Continue(())
    };
    Ok(generate(&photo, &options, &mut progress)?.mesh)
}

fn is_same(a: &Mesh, b: &Mesh) -> bool {
    (&a.positions, &a.normals, &a.colors, &a.faces) == (&b.positions, &b.normals, &b.colors, &b.faces)
}

/// What an error says that is its device's.
fn told(error: &Error, what: &str) -> String {
    assert!(error.is_device_failure() && error.class() == Class::Fault, "{what}: {error:?}");
    error.to_string()
}

#[test]
fn a_fault_anywhere_in_a_run_is_its_devices_and_never_a_mesh() {
    if !is_on_the_stand_in("a_fault_anywhere_in_a_run_is_its_devices_and_never_a_mesh") {
        return;
    }
    let expected = mesh(&load(&open()).unwrap(), 16).unwrap();
    // Each of the kernels' library's calls is struck in its own tests: these are every few of a whole run's.
    let lost = ["700", "hang", "702"];
    for (place, faults, step) in [("launch", &lost[..], 3), ("product", &["13"], 5), ("copy", &["214"], 9)] {
        let began = Instant::now();
        for n in (1..).step_by(step) {
            let request = format!("{}@{place}:{n}", faults[n / step % faults.len()]);
            inject("");
            let device = open();
            inject(&request);
            let model = load(&device);
            let struck = match model.as_ref().map(|model| mesh(model, 16)) {
                Ok(Ok(found)) => {
                    assert!(is_same(&found, &expected), "{request}: another mesh");
                    eprintln!("{faults:?} among {n} calls: {place}, {:.1} s", began.elapsed().as_secs_f64());
                    break;
                }
                Ok(Err(error)) => told(&error, &request),
                Err(error) => told(error, &request),
            };
            // What follows fails of the same.
            if let Ok(model) = &model {
                assert_eq!(told(&mesh(model, 16).err().unwrap(), &request), struck);
            }
            assert_eq!(told(&load(&device).unwrap_err(), &request), struck);
        }
    }
}

#[test]
fn behind_a_kernel_without_an_end_a_part_of_the_network_waits() {
    if !is_on_the_stand_in("behind_a_kernel_without_an_end_a_part_of_the_network_waits") {
        return;
    }
    let device = open();
    let model = load(&device).unwrap();
    let (before, mut of_network) = (device.dispatches(), 0);
    let mut tell = |stage| {
        if stage == Stage::Model {
            of_network = device.dispatches() - before;
        }
    };
    mesh_and_tell(&model, 16, &mut tell).unwrap();
    inject("hang@launch:1");
    let before = device.dispatches();
    let message = told(&mesh(&model, 16).err().unwrap(), "a hang");
    assert!(message.contains("'cuda:0' failed: it has not answered"), "{message}");
    let behind = device.dispatches() - before;
    assert!(2 < behind && behind < of_network * 2 / 3, "{behind} of {of_network} launches");
}

#[test]
fn a_device_short_of_memory_does_what_it_has_memory_for() {
    if !is_on_the_stand_in("a_device_short_of_memory_does_what_it_has_memory_for") {
        return;
    }
    let device = open();
    let model = load(&device).unwrap();
    let expected = mesh(&model, 16).unwrap();
    // What the smaller run takes, rounded up.
    inject("2@memory:50");
    for _ in 0..2 {
        let message = told(&mesh(&model, 32).err().unwrap(), "the larger run");
        assert!(
            message.contains("'cuda:0' failed: its memory is used up") && message.contains("--resolution"),
            "{message}"
        );
        assert!(is_same(&mesh(&model, 16).unwrap(), &expected), "another mesh");
    }
    // And wherever in it the memory ends.
    for n in (1..).step_by(9) {
        inject(&format!("2@allocation:{n}"));
        match mesh(&model, 16) {
            Ok(found) => {
                assert!(n > 9 && is_same(&found, &expected), "{n}: another mesh");
                break;
            }
            Err(error) => assert!(told(&error, "a part").contains("its memory is used up"), "{n}: {error}"),
        }
    }
}
