//! The network at its released size, weights from a formula, against the reference implementation's recorded statistics.

use std::{collections::BTreeMap, ops::ControlFlow};

use engine::verify::density_grid;
use kernels::{compute::Compute, device::Device, image::Image, precision::Precision};
use models::{
    formula::{self, Sizes},
    triplane_field::TriplaneField,
    triposr::{Observer, TripoSr},
};
use rayon::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

fn fixture(name: &str) -> Value {
    let path = format!("{}/../models/tests/fixtures/triposr-full/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

/// Fails unless norm and sampled values are the recorded ones, to a relative L2 of `tolerance`.
fn assert_stage(name: &str, actual: &[f32], recorded: &Value, tolerance: f64) {
    assert_eq!(recorded["n"], actual.len(), "{name}");
    let norm = actual.iter().map(|&v| f64::from(v).powi(2)).sum::<f64>().sqrt();
    let expected = recorded["l2"].as_f64().unwrap();
    assert!((norm / expected - 1.0).abs() <= tolerance, "{name}: norm {norm}, not {expected}");
    let first = actual.iter().take(64).copied();
    let places = recorded["idx"].as_array().unwrap().iter().map(|i| actual[i.as_u64().unwrap() as usize]);
    let expected = [numbers(&recorded["first64"]), numbers(&recorded["at_idx"])].concat();
    let squares = |of: &mut dyn Iterator<Item = f64>| of.map(|v| v * v).sum::<f64>().sqrt();
    let distance = squares(&mut first.chain(places).zip(&expected).map(|(a, e)| f64::from(a) - e));
    let relative = distance / squares(&mut expected.iter().copied());
    println!("{name:<28} {relative:.1e}");
    assert!(relative <= tolerance, "{name}: relative L2 {relative:e}");
}

#[test]
fn the_full_size_network_has_the_references_statistics() {
    let network = TripoSr::of_formula(Sizes::Released, Compute::cpu()).unwrap();
    let pixels = formula::disc(512).iter().map(|pixel| pixel.map(|v| f32::from(v) / 255.0)).collect();
    let recorded = &fixture("expected_stats.json")["stages"];
    let mut seen = Vec::new();
    let mut compare = |name: &str, value: kernels::tensor::Tensor| {
        let name = if name == "pixel_values_chw" { "vit.patch_embed.in" } else { name };
        if let Some(recorded) = recorded.get(name) {
            assert_stage(name, &value.to_vec().unwrap(), recorded, 2e-5);
            seen.push(name.to_owned());
        }
    };
    let mut observer = Observer { progress: &mut |_, _| ControlFlow::Continue(()), stages: Some(&mut compare) };
    let rgb = Image::new(512, 512, pixels);
    let field = network.run(&rgb, &mut observer).unwrap();
    assert_eq!(seen.len(), 20, "{seen:?}");

    let points: Vec<[f32; 3]> =
        formula::stream("fixture.points", 4096 * 3).map(|u| u * 0.9f32).collect::<Vec<_>>().as_chunks().0.to_vec();
    let query = field.query(&points).unwrap();
    let found = BTreeMap::from([
        ("query.density", query.density),
        ("query.features", query.features.into_flattened()),
        ("query.density_act", query.density_act),
        ("query.color", query.color.into_flattened()),
    ]);
    for (name, values) in &found {
        assert_stage(name, values, &recorded[*name], 2e-5);
    }
    assert_stage("density_grid_64", &density_grid(&field, 64).unwrap(), &recorded["density_grid_64"], 2e-5);
    drop(network);
    assert_reduced_precision_is_near(&rgb, &field);
}

/// Fails unless the triplane of bfloat16 products is within a hundredth of `exact`'s.
fn assert_reduced_precision_is_near(rgb: &Image<[f32; 3]>, exact: &TriplaneField) {
    let compute = match Compute::new(Device::Cpu, Precision::Bf16) {
        Ok(compute) => compute,
        Err(error) => {
            println!("bf16 was not compared: {error}");
            return;
        }
    };
    let network = TripoSr::of_formula(Sizes::Released, compute).unwrap();
    let mut observer = Observer { progress: &mut |_, _| ControlFlow::Continue(()), stages: None };
    let reduced = network.run(rgb, &mut observer).unwrap();
    let points: Vec<[f32; 3]> =
        formula::stream("fixture.points", 4096 * 3).map(|u| u * 0.87).collect::<Vec<_>>().as_chunks().0.to_vec();
    let [exact, reduced] = [exact, &reduced].map(|field| field.sampled_features(&points).unwrap());
    let squares = |of: &mut dyn Iterator<Item = f64>| of.map(|v| v * v).sum::<f64>().sqrt();
    let distance = squares(&mut exact.iter().zip(&reduced).map(|(&a, &b)| f64::from(a) - f64::from(b)));
    let relative = distance / squares(&mut exact.iter().map(|&v| f64::from(v)));
    println!("bf16 against f32, features of the triplane: {relative:.1e}");
    assert!(relative <= 1e-2 && relative > 1e-4, "relative L2 {relative:e}");
}

#[test]
fn the_formula_gives_the_recorded_weights() {
    let mut hash = Sha256::new();
    // In the released network's state dict's order.
    let keys = fixture("state_dict_keys.json");
    for tensor in keys["tensors"].as_array().unwrap() {
        let key = tensor["key"].as_str().unwrap();
        let shape: Vec<usize> = serde_json::from_value(tensor["shape"].clone()).unwrap();
        let bytes: Vec<u8> = formula::tensor(key, &shape, Sizes::Released.gains())
            .par_iter()
            .flat_map_iter(|v| v.to_le_bytes())
            .collect();
        hash.update(bytes);
    }
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, fixture("weight_scheme_check.json")["all_tensors_in_state_dict_order_sha256"]);
}
