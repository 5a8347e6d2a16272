//! `oneclick3d mesh`, as a user runs it, on a trained field.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::Value;

const USAGE: i32 = 2;
const BAD_INPUT: i32 = 3;

fn robot() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../models/tests/fixtures/field-robot/field.safetensors")
}

fn oneclick3d(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oneclick3d"));
    command.args(arguments).stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    oneclick3d(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A directory with the field in it.
struct Workspace(tempfile::TempDir);

impl Workspace {
    fn new() -> Workspace {
        let workspace = Workspace(tempfile::tempdir().unwrap());
        fs::copy(robot(), workspace.path("field.safetensors")).unwrap();
        workspace
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn name(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// Meshes the field with `options` and gives back the report.
    fn report(&self, options: &[&str]) -> Value {
        let (field, model) = (self.name("field.safetensors"), self.name("model.glb"));
        let out = run(&[&["mesh", &field, "-o", &model, "--json"], options].concat());
        assert!(out.status.success(), "{}", text(&out.stderr));
        serde_json::from_slice(&out.stdout).unwrap()
    }
}

#[test]
fn the_report_has_the_references_figures() {
    let workspace = Workspace::new();
    for (resolution, vertices, faces, components, area, volume) in [
        ("128", 16_106, 32_208, [25_132, 7_076], 2.470_601_824, 0.127_570_195_9),
        ("256", 65_710, 131_416, [101_664, 29_752], 2.462_358_547, 0.125_893_647_3),
    ] {
        let report = workspace.report(&["--resolution", resolution]);
        assert_eq!(report["vertices"], vertices);
        assert_eq!(report["faces"], faces);
        assert_eq!(report["components"], Value::from(components.to_vec()));
        assert_eq!(report["floaters"], 0);
        assert_eq!(report["watertight"], true);
        assert!((report["area"].as_f64().unwrap() / area - 1.0).abs() < 1e-4, "{}", report["area"]);
        assert!((report["volume"].as_f64().unwrap() / volume - 1.0).abs() < 1e-4, "{}", report["volume"]);
        assert!(report["fraction_evaluated"].as_f64().unwrap() < if resolution == "256" { 0.08 } else { 0.4 });
        assert_eq!(report["bytes"], fs::metadata(workspace.path("model.glb")).unwrap().len());
        let stages: Vec<&String> = report["stages_ms"].as_object().unwrap().keys().collect();
        assert_eq!(stages, ["decode", "export", "isosurface", "mesh"]);
        assert!(report["total_ms"].as_f64().unwrap() > 0.0);
    }
}

#[test]
fn sparse_and_dense_and_any_number_of_threads_give_the_same_bytes() {
    let workspace = Workspace::new();
    let field = workspace.name("field.safetensors");
    let mesh = |threads: &str, options: &[&str]| {
        let arguments = [&["mesh", &field, "-o", "-", "--resolution", "96"], options].concat();
        let out = oneclick3d(&arguments).env("RAYON_NUM_THREADS", threads).output().unwrap();
        assert!(out.status.success(), "{}", text(&out.stderr));
        out.stdout
    };
    let sparse = mesh("1", &[]);
    assert!(sparse.starts_with(b"glTF"));
    assert!(sparse == mesh("3", &[]));
    assert!(sparse == mesh("2", &["--dense"]));
    assert_eq!(workspace.report(&["--resolution", "96", "--dense"])["fraction_evaluated"], 1.0);
}

#[test]
fn the_format_follows_the_ending_or_the_option() {
    let workspace = Workspace::new();
    let field = workspace.name("field.safetensors");
    for (name, begins) in [("m.glb", "glTF"), ("m.obj", "# "), ("m.stl", ""), ("m.PLY", "ply\n")] {
        let out = run(&["mesh", &field, "-o", &workspace.name(name), "--resolution", "32"]);
        assert!(out.status.success(), "{name}: {}", text(&out.stderr));
        assert!(text(&out.stdout).contains(name) && text(&out.stdout).contains("watertight"), "{}", text(&out.stdout));
        let bytes = fs::read(workspace.path(name)).unwrap();
        assert!(bytes.starts_with(begins.as_bytes()), "{name}: {:?}", &bytes[..20]);
    }
    assert!(workspace.path("m.mtl").exists());
    // A directory names the model after the field.
    let models = workspace.name("models/");
    assert!(run(&["mesh", &field, "-o", &models, "--format", "stl", "--resolution", "32"]).status.success());
    assert!(workspace.path("models/field.stl").exists());
}

#[test]
fn a_pipe_on_both_sides() {
    let mut child = oneclick3d(&["mesh", "-", "-o", "-", "--format", "ply", "--resolution", "32"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&fs::read(robot()).unwrap()).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success(), "{}", text(&out.stderr));
    assert!(out.stdout.starts_with(b"ply\n"));
    assert!(text(&out.stderr).contains("stdout:"), "the summary goes to stderr");
}

fn refused(arguments: &[&str], code: i32, words: &[&str]) {
    let out = run(arguments);
    let message = text(&out.stderr);
    assert_eq!(out.status.code(), Some(code), "{arguments:?}: {message}");
    for word in words {
        assert!(message.contains(word), "{arguments:?}: no '{word}' in: {message}");
    }
    assert!(!message.contains("panicked"), "{message}");
}

/// `bytes` with the first `from` replaced by `to`, which is as long.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = bytes.windows(from.len()).position(|window| window == from).expect("it is there");
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

#[test]
fn a_field_that_cannot_be_used_is_refused_by_name_and_leaves_the_output_alone() {
    let workspace = Workspace::new();
    let out = workspace.name("model.glb");
    fs::write(&out, "precious").unwrap();
    let whole = fs::read(robot()).unwrap();
    let header = u64::from_le_bytes(whole[..8].try_into().unwrap()) as usize;
    let mut not_a_number = whole.clone();
    // The triplane is the last tensor of the file.
    let last = whole.len() - 4;
    not_a_number[last..].copy_from_slice(&f32::NAN.to_le_bytes());
    let mut empty = replaced(&whole, b"\"density_bias\":\"-1.0\"", b"\"density_bias\":\"-99.\"");
    assert_eq!(empty.len(), whole.len());
    let cases: [(&str, Vec<u8>, &[&str]); 8] = [
        ("empty.safetensors", Vec::new(), &["no complete safetensors file"]),
        ("truncated.safetensors", whole[..whole.len() / 2].to_vec(), &["truncated"]),
        ("header.safetensors", whole[..header / 2].to_vec(), &["truncated"]),
        ("picture.safetensors", b"\x89PNG\r\n\x1a\n and so on".to_vec(), &["no complete safetensors file"]),
        ("nan.safetensors", not_a_number, &["'triplane' has NaN"]),
        ("shape.safetensors", replaced(&whole, b"[3,40,64,64]", b"[3,64,64,40]"), &["[outputs, 192]"]),
        (
            "name.safetensors",
            replaced(&whole, b"\"decoder.layers.4.bias\"", b"\"decoder.layers.4.bibs\""),
            &["'decoder.layers.4.bias'"],
        ),
        ("none.safetensors", std::mem::take(&mut empty), &["no surface at resolution 32"]),
    ];
    for (name, bytes, words) in &cases {
        fs::write(workspace.path(name), bytes).unwrap();
        refused(&["mesh", &workspace.name(name), "-o", &out, "--resolution", "32"], BAD_INPUT, words);
    }
    refused(&["mesh", &workspace.name("missing.safetensors"), "-o", &out], BAD_INPUT, &["missing.safetensors"]);
    assert_eq!(fs::read_to_string(&out).unwrap(), "precious");
    assert!(
        fs::read_dir(workspace.0.path()).unwrap().all(|e| !e.unwrap().file_name().as_encoded_bytes().starts_with(b"."))
    );
}

#[test]
fn wrong_usage_says_what_to_do() {
    let workspace = Workspace::new();
    let (field, out) = (workspace.name("field.safetensors"), workspace.name("model.glb"));
    let mesh = |options: &[&str], words: &[&str]| {
        refused(&[&["mesh", &field, "-o", &out], options].concat(), USAGE, words);
    };
    mesh(&["--resolution", "15"], &["resolution is 15", "16 to 1024"]);
    mesh(&["--resolution", "1025"], &["resolution is 1025"]);
    mesh(&["--device", "cuda:99"], &["cuda:99 is not available"]);
    mesh(&["--format", "obj"], &["ends otherwise"]);
    refused(&["mesh", &field, "-o", &workspace.name("model.fbx")], USAGE, &[".fbx", ".glb"]);
    refused(&["mesh", &field, "-o", "-", "--json"], USAGE, &["stdout"]);
    refused(&["mesh", &field], USAGE, &["--output"]);
    refused(&["mesh"], USAGE, &["Usage"]);
    assert!(!Path::new(&out).exists());
    let help = run(&["mesh", "--help"]);
    assert!(help.status.success() && text(&help.stdout).contains("Usage: oneclick3d mesh"));
}

#[test]
fn a_thumbnail_is_drawn_of_a_stored_field_too() {
    let workspace = Workspace::new();
    workspace.report(&["--resolution", "48", "--thumbnail", &workspace.name("robot.png")]);
    let drawn = image::load_from_memory(&fs::read(workspace.path("robot.png")).unwrap()).unwrap().into_rgba8();
    assert_eq!(drawn.dimensions(), (512, 512));
    let covered = drawn.pixels().filter(|pixel| pixel.0[3] == 255).count();
    assert!((512 * 512 / 20..512 * 512 / 2).contains(&covered), "{covered} pixels show the robot");
    let model = workspace.name("model.glb");
    let out = run(&["mesh", &workspace.name("field.safetensors"), "-o", &model, "--thumbnail", &model]);
    assert_eq!(out.status.code(), Some(USAGE), "{}", text(&out.stderr));
}
