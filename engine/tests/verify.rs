//! The network against the reference implementation, stage by stage.

use std::path::{Path, PathBuf};

use engine::{
    Error,
    compute::Compute,
    device::{Device, DeviceRequest},
    model::Model,
    precision::Precision,
    verify::{StageComparison, Verification, verify},
};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/tests/fixtures").join(name)
}

fn tiny() -> PathBuf {
    fixture("triposr-tiny")
}

fn verified(tolerance: f64) -> Verification {
    let reference = std::fs::read(tiny().join("reference.safetensors")).unwrap();
    let model = Model::load("tiny", &tiny(), Compute::cpu()).unwrap();
    let mut told =
        |stage: &StageComparison| println!("{:<32} {:.1e} {:.1e}", stage.stage, stage.relative_l2, stage.max_abs);
    verify(&model, &reference, tolerance, &mut told).unwrap()
}

#[test]
fn every_stage_of_the_tiny_network_is_the_references() {
    let verification = verified(1e-5);
    assert!(verification.passed(), "{:#?}", verification.stages.iter().filter(|s| !s.passed).collect::<Vec<_>>());
    // All that the fixture holds but its input and points.
    assert_eq!(verification.stages.len(), 31);
    assert_eq!(verification.inputs, ["input_u8_hwc", "query.points"]);
}

#[test]
fn reduced_precision_is_within_a_hundredth_where_the_processor_has_it() {
    let reference = std::fs::read(tiny().join("reference.safetensors")).unwrap();
    match Compute::new(Device::Cpu, Precision::Bf16) {
        Ok(compute) => {
            let model = Model::load("tiny", &tiny(), compute).unwrap();
            let found = verify(&model, &reference, 1e-2, &mut |_| {}).unwrap();
            // What follows the exponential, or is rounded to faces, shows any difference many times larger.
            let is_linear =
                |name: &str| !name.contains("density_") && !name.starts_with("mesh") && !name.starts_with("render");
            let failed: Vec<_> = found.stages.iter().filter(|stage| is_linear(&stage.stage) && !stage.passed).collect();
            assert!(failed.is_empty(), "{failed:#?}");
            let tokens = found.stages.iter().find(|stage| stage.stage == "vit.tokens").unwrap();
            assert!(tokens.relative_l2 > 1e-4, "bfloat16 was not used: {tokens:?}");
        }
        Err(error) => {
            println!("not verified, since this processor cannot: {error}");
            assert!(Precision::Bf16.isa().is_err(), "{error}");
        }
    }
}

#[test]
fn a_weight_that_is_a_little_off_fails_from_its_stage_on() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::copy(tiny().join("config.yaml"), directory.path().join("config.yaml")).unwrap();
    let mut weights = std::fs::read(tiny().join("model.safetensors")).unwrap();
    let tensors = safetensors::SafeTensors::deserialize(&weights).unwrap();
    let gate = tensors.tensor("backbone.transformer_blocks.1.norm3.weight").unwrap().data();
    let start = gate.as_ptr().addr() - weights.as_ptr().addr();
    for value in weights[start..start + 256].as_chunks_mut().0 {
        *value = (f32::from_le_bytes(*value) * 1.001).to_le_bytes();
    }
    std::fs::write(directory.path().join("model.safetensors"), weights).unwrap();
    let reference = std::fs::read(tiny().join("reference.safetensors")).unwrap();
    let model = Model::load("off", directory.path(), Compute::cpu()).unwrap();
    let found = verify(&model, &reference, 1e-5, &mut |_| {}).unwrap();
    let passed = |name: &str| found.stages.iter().find(|stage| stage.stage == name).unwrap().passed;
    assert!(!found.passed() && passed("vit.tokens") && passed("backbone.block.0"));
    assert!(!passed("backbone.block.1") && !passed("triplane") && !passed("query.density"));
}

#[test]
fn what_is_no_reference_is_refused_with_the_reason() {
    let model = Model::load("tiny", &tiny(), Compute::cpu()).unwrap();
    let refused = |bytes: &[u8]| verify(&model, bytes, 1e-5, &mut |_| {}).unwrap_err().to_string();
    let whole = std::fs::read(tiny().join("reference.safetensors")).unwrap();
    assert!(refused(b"no safetensors").contains("no complete safetensors file"));
    assert!(refused(&whole[..whole.len() - 1]).contains("no complete safetensors file"));
    let weights = std::fs::read(tiny().join("model.safetensors")).unwrap();
    assert!(refused(&weights).contains("it has no 'input_u8_hwc'"));
    // A stage that the model does not have: one more block, in a header of the same length.
    let text = b"\"backbone.block.1\"";
    let at = whole.windows(text.len()).position(|window| window == text).unwrap();
    let mut other = whole.clone();
    other[at..at + text.len()].copy_from_slice(b"\"backbone.block.7\"");
    assert!(refused(&other).contains("the model has no stage 'backbone.block.7'"));
    let silhouette = verify(&Model::default(), &whole, 1e-5, &mut |_| {});
    assert!(matches!(silhouette, Err(Error::NoNetwork { .. })));
}

#[test]
fn every_size_comes_from_the_configuration() {
    // No two sizes alike, none a multiple of a vector; the backbone's width is not its channels.
    let odd = fixture("triposr-odd");
    let reference = std::fs::read(odd.join("reference.safetensors")).unwrap();
    let found = verify(&Model::load("odd", &odd, Compute::cpu()).unwrap(), &reference, 1e-5, &mut |_| {}).unwrap();
    assert!(found.passed(), "{:#?}", found.stages);
    assert_eq!(found.stages.len(), 23);
}

#[test]
fn weights_of_half_the_size_are_read_as_they_are() {
    let bytes = std::fs::read(tiny().join("model.safetensors")).unwrap();
    let weights = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    let reference = std::fs::read(tiny().join("reference.safetensors")).unwrap();
    type Halve = fn(f32) -> [u8; 2];
    let formats: [(safetensors::Dtype, Halve, f64); 2] = [
        (safetensors::Dtype::F16, |v| half::f16::from_f32(v).to_le_bytes(), 2e-3),
        (safetensors::Dtype::BF16, |v| half::bf16::from_f32(v).to_le_bytes(), 1e-2),
    ];
    for (format, halve, tolerance) in formats {
        let halved: Vec<(String, Vec<usize>, Vec<u8>)> = weights
            .iter()
            .map(|(name, tensor)| {
                let values = tensor.data().as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes));
                (name.to_owned(), tensor.shape().to_vec(), values.flat_map(halve).collect())
            })
            .collect();
        let views = halved.iter().map(|(name, shape, bytes)| {
            (name, safetensors::tensor::TensorView::new(format, shape.clone(), bytes).unwrap())
        });
        let directory = tempfile::tempdir().unwrap();
        std::fs::copy(tiny().join("config.yaml"), directory.path().join("config.yaml")).unwrap();
        safetensors::serialize_to_file(views, None, &directory.path().join("model.safetensors")).unwrap();
        let model = Model::load("half", directory.path(), Compute::cpu()).unwrap();
        let found = verify(&model, &reference, tolerance, &mut |_| {}).unwrap();
        let triplane = found.stages.iter().find(|stage| stage.stage == "triplane").unwrap();
        assert!(triplane.passed && triplane.relative_l2 > 1e-5, "{format}: {triplane:?}");
    }
}

/// The first adapter, one that computes on the CPU included, in the precisions that it has; none, said so, where there is none.
fn on_an_adapter() -> Vec<Compute> {
    match DeviceRequest::Wgpu(Some(0)).open() {
        Ok(device) => {
            let compute = |precision| match Compute::new(device.clone(), precision) {
                Ok(compute) => Some(compute),
                Err(error) => {
                    eprintln!("not verified in {precision}: {error}");
                    None
                }
            };
            [Precision::F32, Precision::F16].into_iter().filter_map(compute).collect()
        }
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "CI needs a Vulkan driver, from mesa-vulkan-drivers: {error}");
            eprintln!("not verified on an adapter: {error}");
            Vec::new()
        }
    }
}

#[test]
fn every_stage_is_the_references_on_an_adapter() {
    for compute in on_an_adapter() {
        let tolerance = if compute.precision() == Precision::F32 { 1e-4 } else { 1e-2 };
        for name in ["triposr-tiny", "triposr-odd"] {
            let reference = std::fs::read(fixture(name).join("reference.safetensors")).unwrap();
            let model = Model::load(name, &fixture(name), compute.clone()).unwrap();
            let found = verify(&model, &reference, tolerance, &mut |_| {}).unwrap();
            let failed: Vec<_> = found.stages.iter().filter(|stage| !stage.passed).collect();
            assert!(failed.is_empty(), "{name} on {}, {}: {failed:#?}", compute.device(), compute.precision());
            let worst = found.stages.iter().map(|stage| stage.relative_l2).fold(0.0, f64::max);
            println!("{name}, {}: {worst:.1e} at most", compute.precision());
        }
    }
}
