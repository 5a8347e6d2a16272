//! The Khronos glTF validator finds no error and no warning in any example's GLB file.
//!
//! It is an npm package; `benches/gltf_validator/README.md` tells how to install it. Without it the test cannot run and
//! says so; under `CI` that is a failure.

use std::{
    env,
    ops::ControlFlow,
    path::{Path, PathBuf},
    process::Command,
};

use benches::photos;
use engine::{
    export::Format,
    pipeline::{self, Options},
};
use serde_json::Value;

const VARIABLE: &str = "ONECLICK3D_GLTF_VALIDATOR";

fn validator() -> Option<PathBuf> {
    match env::var_os(VARIABLE) {
        Some(directory) => Some(PathBuf::from(directory)),
        None => {
            let reason = format!("{VARIABLE} does not name a directory with the validator (benches/gltf_validator)");
            assert!(env::var_os("CI").is_none(), "{reason}");
            println!("NOT RUN: {reason}");
            None
        }
    }
}

/// One report a file, in order.
fn reports(validator: &Path, files: &[PathBuf]) -> Vec<Value> {
    let output =
        Command::new("node").arg(validator.join("validate.mjs")).args(files).output().expect("node runs the validator");
    assert!(output.status.success(), "the validator failed: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("reports are UTF-8");
    let reports: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a report is JSON")).collect();
    assert_eq!(reports.len(), files.len());
    reports
}

fn count(report: &Value, what: &str) -> u64 {
    report["issues"][what].as_u64().unwrap_or_else(|| panic!("the report has {what}: {report}"))
}

#[test]
fn every_example_passes_the_khronos_validator() {
    let Some(validator) = validator() else { return };
    let directory = tempfile::tempdir().expect("a directory for the models");
    let mut files = Vec::new();
    for name in photos::NAMES {
        let photo = photos::read(&photos::cutout_file(name)).expect("the cut-out is in the repository");
        for resolution in [64, 256] {
            let options = Options { resolution, ..Options::default() };
            let generated = pipeline::generate(&photo, &options, &mut |_, _| ControlFlow::Continue(()));
            let generated = generated.unwrap_or_else(|e| panic!("{name}: {e}"));
            let file = directory.path().join(format!("{name}-{resolution}.glb"));
            std::fs::write(&file, Format::Glb.encode(&generated.mesh)).expect("the model is written");
            files.push(file);
        }
    }
    let mut faulty = Vec::new();
    for report in reports(&validator, &files) {
        let [errors, warnings, infos, hints] =
            ["numErrors", "numWarnings", "numInfos", "numHints"].map(|what| count(&report, what));
        println!("{}: {errors} errors, {warnings} warnings, {infos} infos, {hints} hints", report["uri"]);
        for message in report["issues"]["messages"].as_array().into_iter().flatten() {
            println!("  {message}");
        }
        if errors + warnings > 0 {
            faulty.push(report["issues"].clone());
        }
    }
    assert!(faulty.is_empty(), "{faulty:#?}");
}

#[test]
fn the_validator_sees_a_damaged_file() {
    let Some(validator) = validator() else { return };
    let photo = photos::read(&photos::cutout_file("ball")).expect("the cut-out is in the repository");
    let options = Options { resolution: 32, ..Options::default() };
    let generated = pipeline::generate(&photo, &options, &mut |_, _| ControlFlow::Continue(())).expect("the ball runs");
    let mut mesh = generated.mesh;
    // A normal that is no unit vector, the kind of fault that viewers forgive and the specification does not.
    mesh.normals[0] = [3.0, 0.0, 0.0];
    let directory = tempfile::tempdir().expect("a directory for the model");
    let file = directory.path().join("damaged.glb");
    std::fs::write(&file, Format::Glb.encode(&mesh)).expect("the model is written");
    assert!(count(&reports(&validator, &[file])[0], "numErrors") > 0);
}
