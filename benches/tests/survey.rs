//! The survey's own behaviour, with a program that pretends: what passes, fails, hangs and is not there is told apart.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

use serde_json::{Value, json};

fn executable(path: &Path, script: &str) {
    fs::write(path, format!("#!/bin/sh\n{script}")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// A bundle whose `oneclick3d` runs `commands`, a shell script with the arguments in `$*`, after it has listed a CPU, a GPU and an
/// adapter that computes on the CPU.
fn bundle(commands: &str) -> tempfile::TempDir {
    let bundle = tempfile::tempdir().unwrap();
    let devices = json!([
        {"name": "cpu", "description": "a CPU, 2 threads", "software": false},
        {"name": "wgpu:1", "description": "softpipe (Mesa)", "software": true},
        {"name": "wgpu:0", "description": "Some GPU 9000 (driver)", "software": false},
    ]);
    let script = format!("case \"$*\" in devices*) echo '{devices}'; exit 0;; esac\n{commands}");
    executable(&bundle.path().join("oneclick3d"), &script);
    fs::create_dir(bundle.path().join("conformance")).unwrap();
    let tests = r#"case "$*" in *--show-output*) echo 'not run: no adapter';; esac
echo 'test result: ok. 3 passed; 0 failed'"#;
    executable(&bundle.path().join("conformance/ops"), tests);
    bundle
}

/// Runs a survey without a python3; its exit code and what it wrote.
fn survey(bundle: &Path, more: &[&str]) -> (Option<i32>, Value) {
    survey_with(Path::new("/nowhere"), bundle, more)
}

/// The same, with what is in `path` to run.
fn survey_with(path: &Path, bundle: &Path, more: &[&str]) -> (Option<i32>, Value) {
    let output = bundle.join("found.json");
    let ran = Command::new(env!("CARGO_BIN_EXE_survey"))
        .arg("--bundle")
        .arg(bundle)
        .arg("--output")
        .arg(&output)
        .args(more)
        .env("PATH", path)
        .env_remove("LD_LIBRARY_PATH")
        .output()
        .unwrap();
    let report = fs::read(&output).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&ran.stderr)));
    (ran.status.code(), serde_json::from_slice(&report).unwrap())
}

fn device<'a>(report: &'a Value, name: &str) -> &'a [Value] {
    let devices = report["devices"].as_array().unwrap();
    devices.iter().find(|device| device["name"] == name).map_or(&[], |device| device["steps"].as_array().unwrap())
}

fn outcomes(steps: &[Value], what: &str) -> Vec<String> {
    let of_kind = steps.iter().filter(|step| step["what"] == what);
    of_kind.map(|step| format!("{} {}", step["of"].as_str().unwrap(), step["outcome"].as_str().unwrap())).collect()
}

/// A program that verifies in f32, has no other precision, and makes the fixture's mesh in the real engine.
const GOOD: &str = r#"case "$*" in
*bf16*|*f16*) echo 'error: it cannot be had: there is none' >&2; exit 2;;
mesh*) cp "$(dirname "$0")/mesh.glb" "$4"; cat "$(dirname "$0")/mesh.json";;
*verify*) echo '{"tolerance": 1e-4, "stages": [{"stage": "triplane", "relative_l2": 1e-6, "passed": true}]}';;
bench*) echo '{"device": "?", "stages": []}';;
esac"#;

/// Puts a mesh with a report beside the program.
fn add_mesh(bundle: &Path) {
    let field = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/tests/fixtures/field-robot/field.safetensors");
    let options = engine::pipeline::MeshOptions { resolution: 64, ..Default::default() };
    let go_on = &mut |_, _| std::ops::ControlFlow::Continue(());
    let (mesh, report) = engine::pipeline::mesh(&fs::read(field).unwrap(), &options, go_on).unwrap();
    fs::write(bundle.join("mesh.glb"), engine::export::Format::Glb.encode(&mesh)).unwrap();
    fs::write(bundle.join("mesh.json"), json!(report).to_string()).unwrap();
    fs::create_dir_all(bundle.join("fixtures/field-robot")).unwrap();
    fs::copy(field, bundle.join("fixtures/field-robot/field.safetensors")).unwrap();
}

fn with_path(script: &str) -> String {
    format!("PATH=/usr/bin:/bin\n{script}")
}

#[test]
fn all_that_passes_is_told_with_its_figures() {
    let bundle = bundle(&with_path(GOOD));
    add_mesh(bundle.path());
    let (code, report) = survey(bundle.path(), &["--model", "tiny"]);
    assert_eq!((code, &report["passed"]), (Some(0), &json!(true)), "{report:#}");
    let names: Vec<_> = report["devices"].as_array().unwrap().iter().map(|device| &device["name"]).collect();
    assert_eq!(names, ["wgpu:0", "cpu"], "GPUs first, none that computes on the CPU");
    let steps = device(&report, "wgpu:0");
    assert_eq!(outcomes(steps, "mesh"), ["field-robot passed"]);
    assert_eq!(steps[0]["figures"]["agreement"]["hausdorff_cells"], 0.0);
    let measured = ["tiny f32 passed", "tiny f32, 4 photos together passed"];
    assert_eq!(outcomes(steps, "bench"), measured, "none in a precision that is not there");
    assert_eq!(outcomes(steps, "verify").iter().filter(|outcome| outcome.ends_with("not_available")).count(), 4);
    assert!(steps.iter().all(|step| !step["command"].as_str().unwrap().is_empty() && step["limit_s"].is_number()));
    assert_eq!(steps[0]["command"].as_str().unwrap().split(' ').nth(2), Some("fixtures/field-robot/field.safetensors"));
    let found = report["devices"].to_string();
    assert!(!found.contains(std::env::temp_dir().to_str().unwrap()), "where the bundle lies on this machine: {found}");
    assert_eq!(report["conformance"][0]["outcome"], "passed");
    assert_eq!(report["conformance"][0]["figures"]["parts_not_run"], 1);
    assert_eq!(report["peer"][0]["outcome"], "not_run");
    for key in ["date", "machine", "command"] {
        assert!(report[key].as_str().is_some_and(|text| !text.is_empty()), "{key}");
    }
    let (_, report) = survey(bundle.path(), &["--model", "tiny", "--software"]);
    let software = device(&report, "wgpu:1");
    assert_eq!(outcomes(software, "bench"), ["tiny f32 passed"], "a processor is filled by one photo");
    assert_eq!(software.len() + 1, device(&report, "wgpu:0").len());
}

#[test]
fn a_failure_ends_no_other_step_and_is_an_exit_code() {
    let commands = r#"case "$*" in
*verify*odd*wgpu*) echo '{"tolerance": 0.01, "stages": [{"stage": "triplane", "relative_l2": 0.5, "passed": false}]}'; exit 4;;
bench*wgpu*f32*) echo 'error: the device failed: it was lost' >&2; exit 4;;
esac
"#;
    let bundle = bundle(&with_path(&format!("{commands}{GOOD}")));
    add_mesh(bundle.path());
    let tests = "echo 'test linear::wide ... FAILED'; echo 'test norms::rows ... ok'; exit 101";
    executable(&bundle.path().join("conformance/ops"), tests);
    let (code, report) = survey(bundle.path(), &["--model", "tiny"]);
    assert_eq!((code, &report["passed"]), (Some(1), &json!(false)));
    let conformance = &report["conformance"][0];
    assert_eq!((&conformance["outcome"], &conformance["exit_code"]), (&json!("failed"), &json!(101)));
    assert_eq!(conformance["why"], "test linear::wide ... FAILED");
    let steps = device(&report, "wgpu:0");
    assert!(outcomes(steps, "verify").contains(&"triposr-odd f32 failed".to_owned()), "{steps:#?}");
    let why = |of: &str| steps.iter().find(|step| step["of"] == of).map(|step| step["why"].to_string()).unwrap();
    assert!(why("triposr-odd f32").contains("triplane 5.0e-1"), "{}", why("triposr-odd f32"));
    assert!(why("tiny f32").contains("it was lost"));
    assert_eq!(outcomes(device(&report, "cpu"), "bench"), ["tiny f32 passed"], "what comes after is tried");
}

#[test]
fn the_released_sizes_are_verified_where_they_are_measured() {
    let bundle = bundle(&with_path(GOOD));
    add_mesh(bundle.path());
    let (code, report) = survey(bundle.path(), &["--model", "formula", "--software"]);
    assert_eq!(code, Some(0), "{report:#}");
    for (name, verified) in [("wgpu:0", 1), ("cpu", 1), ("wgpu:1", 0)] {
        let full: Vec<_> = device(&report, name).iter().filter(|step| step["of"] == "triposr-full f32").collect();
        assert_eq!(full.len(), verified, "{name}: an adapter that computes on the CPU takes too long");
        for step in full {
            let command = step["command"].as_str().unwrap();
            assert!(command.contains("models verify formula ") && command.contains("triposr-full/"), "{command}");
        }
    }
}

#[test]
fn in_bf16_the_networks_stages_are_held_to_less_than_what_is_decoded() {
    let commands = r#"case "$*" in *verify*tiny*bf16*)
echo '{"tolerance": 0.03, "stages": [{"stage": "triplane", "relative_l2": 0.02, "passed": true},'
echo '{"stage": "query.density_act", "relative_l2": 0.025, "passed": true}]}'; exit 0;;
esac
"#;
    let bundle = bundle(&with_path(&format!("{commands}{GOOD}")));
    add_mesh(bundle.path());
    let (_, report) = survey(bundle.path(), &["--model", "tiny"]);
    let steps = device(&report, "wgpu:0");
    let step = steps.iter().find(|step| step["of"] == "triposr-tiny bf16").unwrap();
    assert_eq!((&step["outcome"], &step["why"]), (&json!("failed"), &json!("over the tolerance: triplane 2.0e-2")));
}

#[test]
fn another_mesh_than_the_cpus_fails() {
    // The GPU's has as many of everything, a little higher up.
    let commands = r#"case "$*" in mesh*wgpu:0*) cp "$(dirname "$0")/other.glb" "$4"; cat "$(dirname "$0")/mesh.json"; exit 0;; esac
"#;
    let bundle = bundle(&with_path(&format!("{commands}{GOOD}")));
    add_mesh(bundle.path());
    let glb = fs::read(bundle.path().join("mesh.glb")).unwrap();
    let mut mesh = benches::glb::read(&glb).unwrap();
    mesh.positions.iter_mut().for_each(|position| position[1] += 0.02);
    fs::write(bundle.path().join("other.glb"), engine::export::Format::Glb.encode(&mesh)).unwrap();
    let (code, report) = survey(bundle.path(), &["--model", "tiny"]);
    assert_eq!(code, Some(1));
    let mesh = &device(&report, "wgpu:0")[0];
    assert_eq!(mesh["outcome"], "failed");
    assert!(mesh["figures"]["agreement"]["hausdorff_cells"].as_f64().unwrap() > 0.5, "{mesh}");
}

#[test]
fn a_bundle_with_cuda_says_why_it_lists_no_such_device_and_fails_where_there_is_a_driver() {
    let bundle = bundle(&with_path(GOOD));
    add_mesh(bundle.path());
    let refuses = r#"case "$*" in *--device\ cuda*) echo 'error: cuda:0 is not available: cuBLASLt is not found' >&2; exit 2;; esac
exec "$(dirname "$0")/oneclick3d" "$@""#;
    executable(&bundle.path().join("oneclick3d-cuda"), &with_path(refuses));
    let driver = tempfile::tempdir().unwrap();
    executable(&driver.path().join("nvidia-smi"), "exit 0");
    let (code, report) = survey_with(driver.path(), bundle.path(), &["--model", "tiny"]);
    assert_eq!((code, &report["passed"], &report["cuda"]["outcome"]), (Some(1), &json!(false), &json!("failed")));
    assert!(report["cuda"]["why"].as_str().unwrap().contains("cuBLASLt is not found"), "{report:#}");
    if Path::new("/proc/driver/nvidia").exists() {
        return eprintln!("not run: this machine has NVIDIA's driver, and what is said without one cannot be seen");
    }
    let (code, report) = survey(bundle.path(), &["--model", "tiny"]);
    assert_eq!((code, &report["cuda"]["outcome"]), (Some(0), &json!("not_run")), "no GPU is no failure: {report:#}");
}

#[test]
fn cublaslt_is_found_where_pytorch_has_it() {
    let bundle = bundle(&with_path(GOOD));
    add_mesh(bundle.path());
    let has_it = r#"case "$LD_LIBRARY_PATH $*" in
*nvidia/cublas/lib\ devices*) echo '[{"name": "cuda:0", "description": "Some GPU", "software": false}]'; exit 0;;
esac
exec "$(dirname "$0")/oneclick3d" "$@""#;
    executable(&bundle.path().join("oneclick3d-cuda"), &with_path(has_it));
    let python = tempfile::tempdir().unwrap();
    let wheel = python.path().join("nvidia/cublas/lib");
    fs::create_dir_all(&wheel).unwrap();
    fs::write(wheel.join("libcublasLt.so.12"), "").unwrap();
    let packages = format!("case \"$*\" in *sys.path*) echo '{}';; *) exit 1;; esac", python.path().display());
    executable(&python.path().join("python3"), &packages);
    let (code, report) = survey_with(python.path(), bundle.path(), &["--model", "tiny"]);
    assert_eq!((code, &report["cuda"], &report["binary"]), (Some(0), &Value::Null, &json!("oneclick3d-cuda")));
    assert!(report["library_path"].as_str().unwrap().ends_with("nvidia/cublas/lib"), "{report:#}");
    assert_eq!(outcomes(device(&report, "cuda:0"), "mesh"), ["field-robot passed"]);
}

#[test]
fn what_hangs_is_ended_and_the_rest_has_no_time_left() {
    let bundle = bundle(&with_path(&format!("case \"$*\" in *verify*) sleep 60;; esac\n{GOOD}")));
    add_mesh(bundle.path());
    let began = std::time::Instant::now();
    let (code, report) = survey(bundle.path(), &["--model", "tiny", "--limit-s", "10"]);
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    assert_eq!(code, Some(1));
    assert_eq!(outcomes(device(&report, "wgpu:0"), "verify")[0], "triposr-tiny f32 timed_out");
    assert_eq!(outcomes(device(&report, "cpu"), "verify")[0], "triposr-tiny f32 no_time_left");
}

#[test]
fn a_folder_that_is_no_bundle_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_survey")).arg("--bundle").arg(folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(!ran.status.success() && said.contains("no oneclick3d") && said.contains("make.sh"), "{said}");
}
