//! A field on an adapter is meshed there: the same surface as on the CPU, but where a level is so small that rounding decides its
//! sign. And a network there can be ended in the middle.

mod crossing;

use std::{ops::ControlFlow, path::PathBuf};

use engine::{
    Error,
    grid::{Grid, Sampling},
    isosurface::{Surface, extract},
    mesh::{Mesh, Parts},
    pipeline::{self, MeshOptions, Stage},
};
use kernels::{
    device::Device,
    ops::field_eval::{Layer, Triplane},
    webgpu::{Configuration, WebGpu, adapters},
};
use models::triplane_field::{Density, TriplaneField};

mod canceled;

/// The first adapter, opened; `None`, said on stderr, where there is none.
fn open(configuration: &Configuration) -> Option<Device> {
    let Some(adapter) = adapters().into_iter().next() else {
        assert!(std::env::var_os("CI").is_none(), "CI needs a Vulkan driver: install mesa-vulkan-drivers");
        eprintln!("not run: no Vulkan or Metal driver here shows an adapter (Debian: mesa-vulkan-drivers)");
        return None;
    };
    Some(Device::WebGpu(WebGpu::open(&adapter, configuration).expect("the adapter opens")))
}

fn poisoned() -> Configuration {
    Configuration { poison: true, ..Configuration::default() }
}

fn robot_file() -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../models/tests/fixtures/field-robot/field.safetensors");
    std::fs::read(path).unwrap()
}

fn robot() -> TriplaneField {
    TriplaneField::from_safetensors(&robot_file()).unwrap()
}

fn surface(field: &TriplaneField, resolution: usize, sampling: Sampling) -> (Surface, f64) {
    let grid = Grid::evaluate(field, resolution, sampling, &mut |_| true).unwrap();
    (extract(&grid, &mut |_| true).unwrap(), grid.fraction_evaluated())
}

/// A solid ball; its planes have `side` samples an axis.
fn ball(side: usize, centre: [f32; 3], radius: f32) -> TriplaneField {
    planes(side, |x, y| (x - centre[0]).powi(2) + (y - centre[1]).powi(2), |z| (z - centre[2]).powi(2), radius)
}

/// The surface is where `xy + z = radius^2`; more is outside, and so is all beyond the cube, where planes fade to zero.
fn planes(side: usize, xy: impl Fn(f32, f32) -> f32, z: impl Fn(f32) -> f32, radius: f32) -> TriplaneField {
    const FAR: f32 = 4.0;
    let at = |i: usize| (2 * i + 1) as f32 / side as f32 - 1.0;
    let mut values = Vec::new();
    for plane in 0..3 {
        for row in 0..side {
            for column in 0..side {
                values.push(match plane {
                    0 => FAR - xy(at(column), at(row)),
                    1 => FAR - z(at(row)),
                    _ => 0.0,
                });
            }
        }
    }
    let triplane = Triplane::from_channel_first(&values, 1, side, side);
    let mut weight = vec![0.0; 12];
    weight[..3].fill(1.0);
    // A colour that differs from place to place.
    weight[3..6].copy_from_slice(&[1.0, -2.0, 0.5]);
    let layer = Layer { inputs: 3, outputs: 4, weight, bias: vec![radius * radius - 2.0 * FAR, 0.0, 1.0, -1.0] };
    TriplaneField::new(triplane, vec![layer], Density { radius: 1.0, bias: 25f32.ln(), threshold: 25.0 })
}

#[test]
fn the_robot_has_the_same_surface_on_both() {
    let Some(device) = open(&poisoned()) else { return };
    let on_device = robot().to_device(&device).unwrap();
    for resolution in [64, 128] {
        let (expected, evaluated) = surface(&robot(), resolution, Sampling::Sparse);
        let (found, evaluated_there) = surface(&on_device, resolution, Sampling::Sparse);
        // Where a sign differs, up to six edges and as many faces do.
        let differ = |a: usize, b: usize| a.abs_diff(b);
        let vertices = differ(found.positions.len(), expected.positions.len());
        let faces = differ(found.faces.len(), expected.faces.len());
        eprintln!("{resolution}: {vertices} vertices and {faces} faces more or less; evaluated {evaluated_there}");
        assert!(vertices <= 12 && faces <= 24, "at {resolution}: {vertices} vertices, {faces} faces");
        if vertices == 0 {
            assert_eq!(evaluated_there, evaluated);
            assert_eq!(found.faces, expected.faces);
            assert_near(&found.positions, &expected.positions, nearly_parallel(resolution));
        }
        let attributes = found.attributes.as_ref().expect("the device computes normals and colours");
        let mesh = Mesh::new(&found, attributes.colors.clone());
        assert!(mesh.is_watertight());
        // The CPU's normals and colours of the very same vertices.
        let plain = Surface { attributes: None, ..found.clone() };
        let colors = engine::mesh::vertex_colors(&robot(), &plain).unwrap();
        assert_near(&attributes.colors, &colors, 2e-4);
        let expected = Mesh::new(&plain, colors).normals;
        let off = mesh.normals.iter().zip(&expected).filter(|(a, b)| (0..3).any(|i| (a[i] - b[i]).abs() > 2e-2));
        let (off, all) = (off.count(), expected.len());
        eprintln!("{resolution}: {off} of {all} normals differ by more than 0.02");
        // Of slivers the CPU's are rounded with the positions.
        assert!(off * 500 <= all, "{off} of {all} normals");
    }
}

/// A thousandth of a cell: where the surface is nearly parallel to an edge, the last place of a level moves the crossing by
/// hundreds of it.
fn nearly_parallel(resolution: usize) -> f32 {
    2e-3 / resolution as f32
}

fn assert_near(found: &[[f32; 3]], expected: &[[f32; 3]], tolerance: f32) {
    assert_eq!(found.len(), expected.len());
    for (i, (a, b)) in found.iter().zip(expected).enumerate() {
        let distance = (0..3).map(|axis| (a[axis] - b[axis]).abs()).fold(0.0, f32::max);
        assert!(distance <= tolerance, "{i}: {a:?} is not {b:?}");
    }
}

#[test]
fn sparse_and_dense_are_the_same_bits_whatever_can_be_bound() {
    let Some(device) = open(&poisoned()) else { return };
    let field = ball(24, [0.1, -0.05, 0.02], 0.62);
    let (sparse, fraction) = surface(&field.to_device(&device).unwrap(), 48, Sampling::Sparse);
    let (dense, everything) = surface(&field.to_device(&device).unwrap(), 48, Sampling::Dense);
    assert!(fraction < everything && everything == 1.0, "{fraction} {everything}");
    assert_eq!(sparse, dense);
    // The planes' 27 KiB, levels, batches and vertices are divided among what can be bound.
    let small = Configuration { max_binding_bytes: 16 << 10, f16: false, subgroups: false, ..poisoned() };
    let Some(small) = open(&small) else { return };
    assert!(dense.positions.len() * 12 > 2 * (16 << 10) && dense.faces.len() > 64);
    assert_eq!(surface(&field.to_device(&small).unwrap(), 48, Sampling::Dense).0, sparse);
}

#[test]
fn a_ball_is_round_and_cut_where_it_leaves_the_cube() {
    let Some(device) = open(&poisoned()) else { return };
    let resolution = 40;
    for (centre, radius) in [([0.0; 3], 0.7), ([0.4, 0.0, 0.0], 0.8)] {
        let field = ball(64, centre, radius);
        let (found, _) = surface(&field.to_device(&device).unwrap(), resolution, Sampling::Sparse);
        let half_a_cell = 1.0 / (resolution - 1) as f32;
        for p in found.positions.iter().filter(|p| p.iter().all(|c| c.abs() < 0.95)) {
            let distance = (0..3).map(|a| (p[a] - centre[a]).powi(2)).sum::<f32>().sqrt();
            assert!((distance - radius).abs() < half_a_cell, "{p:?} is {distance} away");
        }
        let (expected, _) = surface(&field, resolution, Sampling::Sparse);
        assert_eq!(found.positions.len(), expected.positions.len());
        assert_eq!(found.faces, expected.faces);
        assert_near(&found.positions, &expected.positions, nearly_parallel(resolution));
        let attributes = found.attributes.as_ref().unwrap();
        let mesh = Mesh::new(&found, attributes.colors.clone());
        assert!(mesh.is_watertight());
        if centre == [0.0; 3] {
            for (normal, p) in attributes.normals.iter().zip(&found.positions) {
                let along = (0..3).map(|a| normal[a] * p[a] / radius).sum::<f32>();
                assert!(along > 0.95, "{normal:?} at {p:?}");
            }
        }
    }
}

#[test]
fn floaters_go_with_their_normals_and_colours() {
    let Some(device) = open(&poisoned()) else { return };
    // A large ball and a small one, in opposite corners.
    let xy = |x: f32, y: f32| {
        let large = (x + 0.25).powi(2) + (y + 0.25).powi(2);
        let small = (x - 0.703_125).powi(2) + (y - 0.703_125).powi(2) + 0.458;
        large.min(small)
    };
    let field = planes(64, xy, |z| z.powi(2), 0.46f32.sqrt()).to_device(&device).unwrap();
    let (found, _) = surface(&field, 96, Sampling::Dense);
    let parts = Parts::of(&found);
    let all = parts.iter().count();
    let (kept, left) = parts.without_floaters(found.clone());
    assert_eq!((all, left.iter().count()), (2, 1));
    let (of_all, of_kept) = (found.attributes.unwrap(), kept.attributes.clone().unwrap());
    let mut at = 0;
    for (vertex, position) in kept.positions.iter().enumerate() {
        at += found.positions[at..].iter().position(|p| p == position).expect("in order");
        assert_eq!(of_kept.normals[vertex], of_all.normals[at]);
        assert_eq!(of_kept.colors[vertex], of_all.colors[at]);
    }
    assert_eq!(of_kept.normals.len(), kept.positions.len());
}

#[test]
fn nothing_and_no_numbers_are_told_as_on_the_cpu() {
    let Some(device) = open(&poisoned()) else { return };
    let (nothing, _) = surface(&ball(64, [0.0; 3], 1e-3).to_device(&device).unwrap(), 32, Sampling::Sparse);
    assert_eq!((nothing.positions.len(), nothing.faces.len()), (0, 0));

    for sampling in [Sampling::Sparse, Sampling::Dense] {
        // No number beside one place only.
        let broken = planes(64, |x, y| if x > 0.5 && y > 0.5 { f32::NAN } else { x * x + y * y }, |z| z * z, 0.6);
        let error = |field: &TriplaneField| match Grid::evaluate(field, 32, sampling, &mut |_| true) {
            Err(Error::NonFiniteField { position, level }) => {
                assert!(level.is_nan());
                position
            }
            other => panic!("{:?}", other.map(|_| ())),
        };
        assert_eq!(error(&broken.to_device(&device).unwrap()), error(&broken));
    }
}

#[test]
fn a_stored_field_is_meshed_on_the_device_and_can_be_canceled() {
    let Some(device) = open(&poisoned()) else { return };
    let options = MeshOptions { device, resolution: 48, ..MeshOptions::default() };
    let (mesh, report) = pipeline::mesh(&robot_file(), &options, &mut |_, _| ControlFlow::Continue(())).unwrap();
    let on_cpu = MeshOptions { device: Device::Cpu, ..options.clone() };
    let (expected, on_cpu) = pipeline::mesh(&robot_file(), &on_cpu, &mut |_, _| ControlFlow::Continue(())).unwrap();
    assert!(report.watertight && report.device.starts_with("wgpu:"), "{report:?}");
    assert_eq!(report.floaters, on_cpu.floaters);
    assert!(mesh.positions.len().abs_diff(expected.positions.len()) <= 12);
    let mut told = 0;
    let result = pipeline::mesh(&robot_file(), &options, &mut |stage, _| {
        told += usize::from(stage == Stage::Isosurface);
        if told > 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(result, Err(Error::Canceled)), "{:?}", result.map(|_| ()));
}

#[test]
fn a_network_takes_a_photo_and_gives_nothing_back() {
    let Some(device) = open(&poisoned()) else { return };
    crossing::a_network_takes_a_photo_and_gives_nothing_back(&device, 4);
}

#[test]
fn a_field_gives_its_surface_and_keeps_its_levels() {
    let Some(device) = open(&poisoned()) else { return };
    crossing::a_field_gives_its_surface_and_keeps_its_levels(&device, 128);
    crossing::a_field_gives_its_surface_and_keeps_its_levels(&device, 256);
}

#[test]
fn a_network_that_is_canceled_in_the_middle_leaves_the_next_run_as_it_was() {
    let Some(device) = open(&poisoned()) else { return };
    canceled::a_network_canceled_in_the_middle_leaves_the_next_run_as_it_was(&device);
}
