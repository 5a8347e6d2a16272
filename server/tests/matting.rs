//! `--matting`, as a user of `generate` and an operator of `serve` meet it. The networks are the engine's fixtures.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::Value;

fn network(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../engine/tests/fixtures/matting").join(name)
}

fn photo(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../benches/photos").join(name)
}

fn generate(photo: &Path, output: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oneclick3d"))
        .arg("generate")
        .arg(photo)
        .arg("-o")
        .arg(output)
        .args(["--resolution", "64"])
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn matting(name: &str) -> [String; 2] {
    ["--matting".to_owned(), network(name).to_str().unwrap().to_owned()]
}

/// `matting` with more options.
fn with(name: &str, more: &[&str], photo: &Path, output: &Path) -> Output {
    let [flag, file] = matting(name);
    generate(photo, output, &[&[flag.as_str(), file.as_str()], more].concat())
}

/// Red and blue of the vertices of an OBJ, means.
fn mean_red_and_blue(obj: &Path) -> (f32, f32) {
    let text = fs::read_to_string(obj).unwrap();
    let colours: Vec<(f32, f32)> = text
        .lines()
        .filter_map(|line| line.strip_prefix("v "))
        .map(|line| line.split(' ').map(|number| number.parse().unwrap()).collect::<Vec<f32>>())
        .map(|vertex| (vertex[3], vertex[5]))
        .collect();
    let mean = |of: fn(&(f32, f32)) -> f32| colours.iter().map(of).sum::<f32>() / colours.len() as f32;
    (mean(|colour| colour.0), mean(|colour| colour.1))
}

#[test]
fn the_network_says_what_the_object_is() {
    let directory = tempfile::tempdir().unwrap();
    // A yellow duck on blue paper; the network takes what is yellow for the object, and no shadow.
    let (duck, model) = (photo("duck.jpg"), directory.path().join("duck.obj"));
    let out = with("warm.onnx", &["--json"], &duck, &model);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(report["watertight"], true);
    assert_eq!(report["stages_ms"].as_object().unwrap().len(), 6);
    assert!(report["stages_ms"]["foreground"].as_f64().unwrap() > 0.0);
    let (red, blue) = mean_red_and_blue(&model);
    assert!(red > 0.6 && blue < 0.4, "red {red}, blue {blue}: not the duck alone");

    // The cut-out's own transparency comes first: a network that finds nothing is not asked.
    let out = with("nothing.onnx", &[], &photo("duck.png"), &model);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let directory = tempfile::tempdir().unwrap();
    let run = |threads: &str| {
        let model = directory.path().join(format!("{threads}.glb"));
        let [flag, file] = matting("warm.onnx");
        let mut command = Command::new(env!("CARGO_BIN_EXE_oneclick3d"));
        command.arg("generate").arg(photo("duck.jpg")).arg("-o").arg(&model).args([&flag, &file]);
        let out = command.args(["--resolution", "64"]).env("RAYON_NUM_THREADS", threads).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        fs::read(model).unwrap()
    };
    let one = run("1");
    assert!(one == run("3"));
}

#[test]
fn what_cannot_be_used_is_refused_in_words() {
    const USAGE: i32 = 2;
    const BAD_INPUT: i32 = 3;
    const ENGINE_FAULT: i32 = 4;
    let directory = tempfile::tempdir().unwrap();
    let (duck, model) = (photo("duck.jpg"), directory.path().join("duck.glb"));
    let cases: [(&str, &[&str], i32, &str); 7] = [
        ("missing.onnx", &[], BAD_INPUT, "cannot be read"),
        ("photo.png", &[], BAD_INPUT, "does not end in .onnx"),
        ("four-classes.onnx", &[], BAD_INPUT, "[1, 4, 64, 64]"),
        ("nothing.onnx", &[], BAD_INPUT, "finds nothing that stands out"),
        ("nan.onnx", &[], ENGINE_FAULT, "give another one"),
        ("warm.onnx", &["--keep-background"], USAGE, "cannot be used with"),
        ("warm.onnx", &["--mask", "mask.png"], USAGE, "cannot be used with"),
    ];
    for (name, more, code, says) in cases {
        let out = with(name, more, &duck, &model);
        let message = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(code), "{name}: {message}");
        assert!(message.contains(says) && !message.contains("panicked"), "{name}: {message}");
        assert!(!model.exists(), "{name} left an output behind");
    }
}
