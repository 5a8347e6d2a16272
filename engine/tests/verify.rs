//! The network against the reference implementation, stage by stage.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use engine::{
    Error,
    compute::Compute,
    device::{Device, DeviceRequest},
    model::Model,
    precision::Precision,
    verify::{StageComparison, Verification, verify},
};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};

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
            // What follows the exponential, or is rounded to faces, shows any difference up to three times as large.
            let is_linear =
                |name: &str| !name.contains("density_") && !name.starts_with("mesh") && !name.starts_with("render");
            let tolerance = |name: &str| if is_linear(name) { 1e-2 } else { 3e-2 };
            let is_over =
                |stage: &&StageComparison| stage.relative_l2.is_nan() || stage.relative_l2 > tolerance(&stage.stage);
            let failed: Vec<_> = found.stages.iter().filter(is_over).collect();
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

/// A file's tensors: element type, shape, bytes.
type Tensors = BTreeMap<String, (Dtype, Vec<usize>, Vec<u8>)>;

fn file(tensors: &Tensors) -> Vec<u8> {
    let views = tensors
        .iter()
        .map(|(name, (dtype, shape, bytes))| (name, TensorView::new(*dtype, shape.clone(), bytes).unwrap()));
    safetensors::serialize(views, None).unwrap()
}

fn add(tensors: &mut Tensors, name: String, dtype: Dtype, values: &[impl Copy + Into<Number>]) {
    let bytes = values.iter().flat_map(|&value| value.into().0).collect();
    tensors.insert(name, (dtype, vec![values.len()], bytes));
}

/// A number's bytes.
struct Number(Vec<u8>);

impl From<i64> for Number {
    fn from(value: i64) -> Number {
        Number(value.to_le_bytes().to_vec())
    }
}

impl From<f32> for Number {
    fn from(value: f32) -> Number {
        Number(value.to_le_bytes().to_vec())
    }
}

impl From<f64> for Number {
    fn from(value: f64) -> Number {
        Number(value.to_le_bytes().to_vec())
    }
}

/// Values between samples of a stage.
const STRIDE: usize = 13;

/// The tiny network's reference with its stages in samples; those that a mesh needs whole are.
fn sampled() -> Tensors {
    let bytes = std::fs::read(tiny().join("reference.safetensors")).unwrap();
    let mut tensors = Tensors::new();
    for (name, tensor) in SafeTensors::deserialize(&bytes).unwrap().iter() {
        let shape: Vec<i64> = tensor.shape().iter().map(|&extent| extent as i64).collect();
        if name == "mesh20.faces" {
            add(&mut tensors, format!("{name}.shape"), Dtype::I64, &shape);
        } else if ["input_u8_hwc", "query.points", "mesh20.vertices"].contains(&name) {
            tensors.insert(name.to_owned(), (tensor.dtype(), tensor.shape().to_vec(), tensor.data().to_vec()));
        } else {
            let values: Vec<f32> = tensor.data().as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
            let places: Vec<usize> = (0..values.len()).step_by(STRIDE).collect();
            let there: Vec<f32> = places.iter().map(|&place| values[place]).collect();
            let places: Vec<i64> = places.into_iter().map(|place| place as i64).collect();
            add(&mut tensors, format!("{name}.shape"), Dtype::I64, &shape);
            add(&mut tensors, format!("{name}.indices"), Dtype::I64, &places);
            add(&mut tensors, format!("{name}.values"), Dtype::F32, &there);
            add(&mut tensors, format!("{name}.mean_and_norm"), Dtype::F64, &mean_and_norm(&values));
        }
    }
    tensors
}

fn mean_and_norm(values: &[f32]) -> [f64; 2] {
    let sum = |of: fn(f64) -> f64| values.iter().map(|&value| of(value.into())).sum::<f64>();
    [sum(|value| value) / values.len() as f64, sum(|value| value * value).sqrt()]
}

#[test]
fn samples_of_every_stage_are_the_references_on_each_device() {
    let reference = file(&sampled());
    for compute in std::iter::once(Compute::cpu()).chain(on_an_adapter()) {
        let tolerance = match (compute.device(), compute.precision()) {
            (Device::Cpu, _) => 1e-5,
            (_, Precision::F32) => 1e-4,
            _ => 1e-2,
        };
        let model = Model::load("tiny", &tiny(), compute.clone()).unwrap();
        let found = verify(&model, &reference, tolerance, &mut |_| {}).unwrap();
        let failed: Vec<_> = found.stages.iter().filter(|stage| !stage.passed).collect();
        assert!(failed.is_empty(), "{} in {}: {failed:#?}", compute.device(), compute.precision());
        assert_eq!(found.stages.len(), 31);
        let triplane = found.stages.iter().find(|stage| stage.stage == "triplane").unwrap();
        assert_eq!(triplane.values, (3 * 8 * 16 * 16usize).div_ceil(STRIDE));
    }
}

#[test]
fn a_wrong_sample_and_what_no_sample_shows_fail_their_stage_alone() {
    let model = Model::load("tiny", &tiny(), Compute::cpu()).unwrap();
    let failing = |tensors: &Tensors| -> Vec<(String, f64)> {
        let found = verify(&model, &file(tensors), 1e-5, &mut |_| {}).unwrap();
        let failed = found.stages.iter().filter(|stage| !stage.passed);
        failed.map(|stage| (stage.stage.clone(), stage.relative_l2)).collect()
    };
    let names = |found: &[(String, f64)]| found.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();

    let mut wrong = sampled();
    let value = &mut wrong.get_mut("backbone.block.0.values").unwrap().2[400..404];
    let moved = f32::from_le_bytes(value.try_into().unwrap()) + 0.01;
    value.copy_from_slice(&moved.to_le_bytes());
    assert_eq!(names(&failing(&wrong)), ["backbone.block.0"]);

    // One value of the whole stage that lies between two samples.
    let bytes = std::fs::read(tiny().join("reference.safetensors")).unwrap();
    let whole = SafeTensors::deserialize(&bytes).unwrap();
    let triplane = whole.tensor("triplane").unwrap();
    let values: Vec<f32> = triplane.data().as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
    let mut moved = values.clone();
    moved[STRIDE + 1] += 20.0;
    let distance = 20.0 / mean_and_norm(&values)[1];
    let mut unseen = sampled();
    add(&mut unseen, "triplane.mean_and_norm".to_owned(), Dtype::F64, &mean_and_norm(&moved));
    let found = failing(&unseen);
    assert_eq!(names(&found), ["triplane"]);
    assert!((distance / 100.0..=distance).contains(&found[0].1), "{found:?}, and the distance is {distance:e}");
    // A mean alone: values that are as large, and some of them of the other sign.
    let [mean, norm] = mean_and_norm(&values);
    for [mean, norm] in [[mean + 1e-3, norm], [mean, norm * 1.001], [f64::NAN, norm], [mean, f64::NAN]] {
        add(&mut unseen, "triplane.mean_and_norm".to_owned(), Dtype::F64, &[mean, norm]);
        assert_eq!(names(&failing(&unseen)), ["triplane"], "{mean} {norm}");
    }

    let mut more_faces = sampled();
    add(&mut more_faces, "mesh20.faces.shape".to_owned(), Dtype::I64, &[20_000, 3]);
    assert_eq!(names(&failing(&more_faces)), ["mesh20.faces"]);
}

#[test]
fn samples_that_cannot_be_are_refused_by_name() {
    let model = Model::load("tiny", &tiny(), Compute::cpu()).unwrap();
    let refused = |bytes: &[u8]| verify(&model, bytes, 1e-5, &mut |_| {}).unwrap_err().to_string();
    let changed = |change: &dyn Fn(&mut Tensors)| {
        let mut tensors = sampled();
        change(&mut tensors);
        refused(&file(&tensors))
    };
    let set = |tensors: &mut Tensors, part: &str, values: &[i64]| {
        add(tensors, format!("vit.tokens.{part}"), Dtype::I64, values);
    };
    let count = 37 * 48;
    let samples = (count as usize).div_ceil(STRIDE);
    for (found, said) in [
        (changed(&|t| set(t, "indices", &vec![count; samples])), "'vit.tokens.indices' holds 1776: the stage has 1776"),
        (changed(&|t| set(t, "indices", &vec![-1; samples])), "'vit.tokens.indices' holds -1"),
        (changed(&|t| set(t, "indices", &[1, 2])), "'vit.tokens' has 2 places and 137 values there"),
        (changed(&|t| set(t, "shape", &[37, 49])), "'vit.tokens' has 1813 values; the model's stage has 1776"),
        (changed(&|t| set(t, "shape", &[i64::MAX, i64::MAX])), "more than can be"),
        (changed(&|t| set(t, "values", &[1])), "'vit.tokens.values' holds I64, not F32"),
        (changed(&|t| add(t, "vit.tokens.mean_and_norm".into(), Dtype::F64, &[1.0])), "is [1], not [2]"),
        (changed(&|t| drop(t.remove("vit.tokens.values"))), "it has no 'vit.tokens.values'"),
        (changed(&|t| drop(t.remove("vit.tokens.mean_and_norm"))), "it has no 'vit.tokens.mean_and_norm'"),
        (changed(&|t| drop(t.remove("vit.tokens.shape"))), "no stage 'vit.tokens.indices'"),
        (changed(&|t| add(t, "vit.tokens".into(), Dtype::F32, &[1.0f32])), "has 'vit.tokens' whole and in samples"),
        (changed(&|t| add(t, "vit.layer.7.shape".into(), Dtype::I64, &[1])), "no stage 'vit.layer.7'"),
        (
            changed(&|t| add(t, "mesh20.faces.shape".into(), Dtype::I64, &[9])),
            "'mesh20.faces' does not consist of triples",
        ),
    ] {
        assert!(found.contains(said), "{said}: {found}");
    }
    let whole = file(&sampled());
    assert!(refused(&whole[..whole.len() - 1]).contains("no complete safetensors file"));
}
