//! `models verify` as its users call it.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn tiny() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/tests/fixtures/triposr-tiny")
}

fn verify(model: &Path, reference: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oneclick3d"))
        .args(["models", "verify"])
        .arg(model)
        .arg("--reference")
        .arg(reference)
        .args(more)
        .output()
        .expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn the_reference_passes_with_a_line_a_stage() {
    let output = verify(&tiny(), &tiny().join("reference.safetensors"), &[]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}{}", text(&output.stderr));
    assert_eq!(said.lines().count(), 32, "{said}");
    for stage in ["vit.tokens", "backbone.block.0.attn1", "triplane", "query.color", "mesh20.faces", "render.view1"] {
        assert!(
            said.lines().any(|line| line.starts_with(&format!("{stage} ")) && line.ends_with(" ok")),
            "{stage}: {said}"
        );
    }
    assert!(said.ends_with("31 of 31 stages within 1e-5\n"), "{said}");
}

#[test]
fn a_formulas_network_is_named_and_needs_no_directory() {
    let output = verify(Path::new("tiny"), &tiny().join("reference.safetensors"), &["--device", "cpu"]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}{}", text(&output.stderr));
    assert!(said.ends_with("tiny on cpu in f32: 31 of 31 stages within 1e-5\n"), "{said}");
}

#[test]
fn json_tells_the_same_and_a_stage_over_the_tolerance_is_an_exit_code() {
    let output = verify(&tiny(), &tiny().join("reference.safetensors"), &["--json", "--tolerance", "1e-7"]);
    assert_eq!(output.status.code(), Some(4));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    assert_eq!(report["passed"], false);
    let stages = report["stages"].as_array().expect("a list");
    assert_eq!(stages.len(), 31);
    let input = stages.iter().find(|stage| stage["stage"] == "rgb_hwc").expect("the first stage");
    assert_eq!((&input["passed"], &input["max_abs"]), (&serde_json::json!(true), &serde_json::json!(0.0)));
    assert!(stages.iter().any(|stage| stage["passed"] == false));
}

#[test]
fn what_cannot_be_verified_is_told() {
    let reference = tiny().join("reference.safetensors");
    for (model, reference, more, code, said) in [
        (Path::new("silhouette"), reference.as_path(), &[][..], 2, "is no network"),
        (Path::new("no-such-model"), &reference, &[], 2, "no model 'no-such-model'"),
        (&tiny(), &tiny().join("absent.safetensors"), &[], 3, "cannot read"),
        (&tiny(), &tiny().join("config.yaml"), &[], 3, "no complete safetensors file"),
        (&tiny(), &tiny().join("model.safetensors"), &[], 3, "it has no 'input_u8_hwc'"),
        (&tiny(), &reference, &["--tolerance", "0"], 2, "tolerance is 0"),
        (&tiny(), &reference, &["--device", "cuda:99"], 2, "cuda:99 is not available"),
    ] {
        let output = verify(model, reference, more);
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{error}");
        assert!(error.contains(said), "{said}: {error}");
    }
}
