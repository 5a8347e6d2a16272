//! `oneclick3d generate`, as a user runs it.

use std::{
    fs,
    io::{Cursor, Write},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use serde_json::Value;

const USAGE: i32 = 2;
const BAD_INPUT: i32 = 3;

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

/// A transparent picture of a red disc with a blue foot.
fn cutout() -> RgbaImage {
    RgbaImage::from_fn(160, 200, |x, y| {
        let disc = (f64::from(x) - 80.0).hypot(f64::from(y) - 80.0) < 60.0;
        let foot = (60..100).contains(&x) && (120..180).contains(&y);
        match (disc, foot) {
            (true, _) => Rgba([200, 30, 40, 255]),
            (_, true) => Rgba([20, 40, 180, 255]),
            _ => Rgba([0, 0, 0, 0]),
        }
    })
}

fn encoded(image: &RgbaImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = DynamicImage::from(image.clone());
    let image = if format == ImageFormat::Jpeg { DynamicImage::from(image.to_rgb8()) } else { image };
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

struct Workspace(tempfile::TempDir);

impl Workspace {
    fn new() -> Workspace {
        let workspace = Workspace(tempfile::tempdir().unwrap());
        fs::write(workspace.path("photo.png"), encoded(&cutout(), ImageFormat::Png)).unwrap();
        workspace
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn name(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }
}

fn is_glb(bytes: &[u8]) -> bool {
    bytes.starts_with(b"glTF") && u32::from_le_bytes(bytes[8..12].try_into().unwrap()) as usize == bytes.len()
}

#[test]
fn the_summary_names_the_model_its_size_and_every_stage() {
    let workspace = Workspace::new();
    let out =
        run(&["generate", &workspace.name("photo.png"), "-o", &workspace.name("model.glb"), "--resolution", "48"]);
    assert!(out.status.success(), "{}", text(&out.stderr));
    assert!(is_glb(&fs::read(workspace.path("model.glb")).unwrap()));
    let summary = text(&out.stdout);
    let expected = ["model.glb", " MB", "vertices", "watertight", "silhouette on cpu"];
    let stages = ["decode", "foreground", "model", "isosurface", "mesh", "export"];
    for word in expected.into_iter().chain(stages) {
        assert!(summary.contains(word), "no '{word}' in {summary}");
    }
    assert_eq!(text(&out.stderr), "", "no progress bar in a pipe");
}

#[test]
fn json_reports_what_was_done() {
    let workspace = Workspace::new();
    let model = workspace.name("model.glb");
    let out = run(&["generate", &workspace.name("photo.png"), "-o", &model, "--resolution", "64", "--json"]);
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(report["model"], "silhouette");
    assert_eq!(report["device"], "cpu");
    assert_eq!(report["resolution"], 64);
    assert_eq!(report["watertight"], true);
    assert_eq!(report["bytes"], fs::metadata(&model).unwrap().len());
    // Euler: one closed surface without handles has two vertices more than half its faces.
    assert_eq!(report["vertices"].as_u64().unwrap() * 2, report["faces"].as_u64().unwrap() + 4);
    assert!((0.01..0.9).contains(&report["fraction_evaluated"].as_f64().unwrap()));
    let stages: Vec<&String> = report["stages_ms"].as_object().unwrap().keys().collect();
    assert_eq!(stages.len(), 6, "{stages:?}");
}

#[test]
fn the_format_follows_the_ending() {
    let workspace = Workspace::new();
    let generate = |name: &str| {
        let out = run(&["generate", &workspace.name("photo.png"), "-o", &workspace.name(name), "--resolution", "32"]);
        assert!(out.status.success(), "{name}: {}", text(&out.stderr));
        fs::read(workspace.path(name)).unwrap()
    };
    assert!(is_glb(&generate("m.GLB")));
    assert!(generate("m.ply").starts_with(b"ply\nformat binary_little_endian 1.0\n"));
    let stl = generate("m.stl");
    assert_eq!(stl.len(), 84 + 50 * u32::from_le_bytes(stl[80..84].try_into().unwrap()) as usize);
    let obj = text(&generate("m.obj"));
    assert!(obj.contains("mtllib m.mtl") && obj.contains("\nf "));
    assert!(fs::read_to_string(workspace.path("m.mtl")).unwrap().contains("newmtl"));
}

#[test]
fn several_inputs_go_into_a_directory_and_one_bad_input_spoils_only_itself() {
    let workspace = Workspace::new();
    fs::write(workspace.path("second.webp"), encoded(&cutout(), ImageFormat::WebP)).unwrap();
    fs::write(workspace.path("broken.png"), b"\x89PNG\r\n\x1a\nnothing").unwrap();
    let inputs = ["photo.png", "broken.png", "second.webp"].map(|name| workspace.name(name));
    let mut arguments = vec!["generate", &inputs[0], &inputs[1], &inputs[2], "--resolution", "32", "--json", "-o"];
    let models = workspace.name("models");
    arguments.push(&models);
    let out = run(&arguments);
    assert_eq!(out.status.code(), Some(BAD_INPUT));
    let lines: Vec<Value> = text(&out.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[1]["error"].as_str().unwrap().contains("cannot be decoded"), "{}", lines[1]);
    assert!(is_glb(&fs::read(workspace.path("models/photo.glb")).unwrap()));
    assert!(is_glb(&fs::read(workspace.path("models/second.glb")).unwrap()));
    assert!(!workspace.path("models/broken.glb").exists());
}

#[test]
fn a_pipe_on_both_sides() {
    let mut child = oneclick3d(&["generate", "-", "-o", "-", "--resolution", "32", "--format", "ply"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&encoded(&cutout(), ImageFormat::Png)).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success(), "{}", text(&out.stderr));
    assert!(out.stdout.starts_with(b"ply\n"));
    assert!(text(&out.stderr).contains("stdout:"), "the summary goes to stderr");
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_number_of_threads() {
    let workspace = Workspace::new();
    // An opaque photo, so that the segmentation is covered as well.
    let photo = RgbaImage::from_fn(300, 240, |x, y| {
        let grain = ((x * 7919 + y * 104_729) % 7) as u8;
        let disc = (f64::from(x) - 150.0).hypot(f64::from(y) - 120.0) < 70.0;
        if disc { Rgba([190, 60 + grain, 40, 255]) } else { Rgba([215 + grain, 214 + grain, 212 + grain, 255]) }
    });
    fs::write(workspace.path("opaque.jpg"), encoded(&photo, ImageFormat::Jpeg)).unwrap();
    let generate = |threads: &str| {
        let out = oneclick3d(&["generate", &workspace.name("opaque.jpg"), "-o", "-", "--resolution", "100"])
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        assert!(out.status.success(), "{}", text(&out.stderr));
        out.stdout
    };
    let one = generate("1");
    assert!(is_glb(&one));
    assert!(one == generate("4"));
    assert!(one == generate("3"));
}

#[test]
fn a_mask_says_what_the_object_is() {
    let workspace = Workspace::new();
    // The mask keeps a part of the foot: the model is then higher than wide, and blue.
    let mask = RgbaImage::from_fn(160, 200, |x, y| {
        let white = (70..90).contains(&x) && (142..180).contains(&y);
        if white { Rgba([255; 4]) } else { Rgba([0, 0, 0, 255]) }
    });
    fs::write(workspace.path("mask.png"), encoded(&mask, ImageFormat::Png)).unwrap();
    let arguments =
        ["generate", &workspace.name("photo.png"), "-o", "-", "--format", "obj", "--resolution", "40", "--mask"];
    let mask = workspace.name("mask.png");
    let out = run(&[&arguments[..], &[mask.as_str()]].concat());
    assert!(out.status.success(), "{}", text(&out.stderr));
    let obj = text(&out.stdout);
    let vertices: Vec<Vec<f32>> = obj
        .lines()
        .filter_map(|line| line.strip_prefix("v "))
        .map(|line| line.split(' ').map(|number| number.parse().unwrap()).collect())
        .collect();
    let side = |a: usize| {
        let values = || vertices.iter().map(move |v| v[a]);
        values().fold(f32::MIN, f32::max) - values().fold(f32::MAX, f32::min)
    };
    assert!((side(1) - 1.0).abs() < 1e-4 && (side(0) - 20.0 / 38.0).abs() < 0.06, "{} x {}", side(0), side(1));
    assert!(vertices.iter().all(|v| v[5] > 0.5 && v[3] < 0.3), "all blue");
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

#[test]
fn bad_input_says_what_to_do() {
    let workspace = Workspace::new();
    let write = |name: &str, bytes: &[u8]| {
        fs::write(workspace.path(name), bytes).unwrap();
        workspace.name(name)
    };
    let out = workspace.name("model.glb");
    let png = encoded(&cutout(), ImageFormat::Png);
    let opaque =
        |f: fn(u32, u32) -> [u8; 4]| encoded(&RgbaImage::from_fn(64, 64, |x, y| Rgba(f(x, y))), ImageFormat::Png);
    // A valid header of 60 000 x 60 000 pixels: signature, IHDR and its checksum.
    let mut huge = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\x06\0\0\0".to_vec();
    huge.extend(crc32(&huge[12..]).to_be_bytes());
    huge.extend(&png[33..]);
    let cases: [(&str, Vec<u8>, &[&str]); 7] = [
        ("empty.png", Vec::new(), &["empty", "PNG, JPEG or WebP"]),
        ("truncated.png", png[..png.len() / 2].to_vec(), &["cannot be decoded", "truncated"]),
        ("text.png", b"Dear Sir or Madam".to_vec(), &["not an image"]),
        ("huge.png", huge, &["60000 x 60000", "scale it down"]),
        (
            "dot.png",
            encoded(&RgbaImage::from_pixel(1, 1, Rgba([9, 9, 9, 255])), ImageFormat::Png),
            &["1 x 1", "at least"],
        ),
        ("clear.png", opaque(|_, _| [50, 60, 70, 0]), &["alpha channel is empty"]),
        ("flat.png", opaque(|_, _| [128, 128, 128, 255]), &["no object", "--mask"]),
    ];
    for (name, bytes, words) in &cases {
        refused(&["generate", &write(name, bytes), "-o", &out], BAD_INPUT, words);
        assert!(!Path::new(&out).exists(), "{name} left an output behind");
    }
    refused(&["generate", &workspace.name("missing.png"), "-o", &out], BAD_INPUT, &["missing.png"]);
    let photo = workspace.name("photo.png");
    refused(&["generate", &photo, "-o", "/proc/no/model.glb"], BAD_INPUT, &["cannot write /proc/no/model.glb"]);
    refused(
        &["generate", &photo, "-o", &out, "--mask", &write("small.png", &opaque(|_, _| [255; 4]))],
        BAD_INPUT,
        &["64 x 64", "160 x 200"],
    );
}

/// The checksum of a PNG chunk (PNG specification, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| if crc & 1 == 1 { 0xEDB8_8320 ^ crc >> 1 } else { crc >> 1 })
    })
}

#[test]
fn wrong_usage_says_what_to_do() {
    let workspace = Workspace::new();
    let (photo, out) = (workspace.name("photo.png"), workspace.name("model.glb"));
    let generate = |options: &[&str], words: &[&str]| {
        refused(&[&["generate", &photo, "-o", &out], options].concat(), USAGE, words);
    };
    generate(&["--resolution", "15"], &["resolution is 15", "16 to 1024"]);
    generate(&["--resolution", "1025"], &["resolution is 1025"]);
    generate(&["--foreground-ratio", "0"], &["foreground-ratio is 0"]);
    generate(&["--foreground-ratio", "NaN"], &["foreground-ratio is NaN"]);
    generate(&["--model", "magic"], &["no model 'magic'", "`models`"]);
    generate(&["--device", "cuda:1"], &["silhouette", "computes on the CPU", "--model"]);
    generate(&["--device", "wgpu"], &["silhouette", "computes on the CPU"]);
    generate(&["--device", "tpu"], &["no device 'tpu'"]);
    generate(&["--format", "stl"], &["ends otherwise"]);
    refused(&["generate", &photo, "-o", &workspace.name("model.fbx")], USAGE, &[".fbx", ".glb"]);
    refused(&["generate", &photo, &photo, "-o", &out], USAGE, &["directory"]);
    refused(&["generate", &photo, "-o", "-", "--json"], USAGE, &["stdout"]);
    refused(&["generate", &photo, &photo, "-o", &workspace.name("models/")], USAGE, &["both be written"]);
    refused(&["generate"], USAGE, &["Usage"]);
    assert!(!Path::new(&out).exists());
}

#[test]
fn an_existing_output_survives_a_failed_run() {
    let workspace = Workspace::new();
    fs::write(workspace.path("model.glb"), "precious").unwrap();
    fs::write(workspace.path("broken.jpg"), b"\xff\xd8\xff\xe0").unwrap();
    refused(&["generate", &workspace.name("broken.jpg"), "-o", &workspace.name("model.glb")], BAD_INPUT, &["decoded"]);
    assert_eq!(fs::read_to_string(workspace.path("model.glb")).unwrap(), "precious");
    assert_eq!(fs::read_dir(workspace.0.path()).unwrap().count(), 3, "no temporary file stays");
}

#[test]
fn help_and_lists() {
    for command in ["generate", "devices", "models"] {
        let out = run(&[command, "--help"]);
        assert!(out.status.success());
        assert!(text(&out.stdout).contains("Usage: oneclick3d"), "{command}");
    }
    assert!(text(&run(&["devices"]).stdout).lines().any(|line| line.starts_with("cpu ")));
    assert!(text(&run(&["models"]).stdout).starts_with("silhouette "));
    let models: Value = serde_json::from_slice(&run(&["models", "--json"]).stdout).unwrap();
    assert_eq!(models[0]["name"], "silhouette");
}

#[test]
fn a_thumbnail_is_drawn_beside_the_model() {
    let workspace = Workspace::new();
    let (photo, model, picture) = (workspace.name("photo.png"), workspace.name("m.glb"), workspace.name("m.png"));
    let generate =
        |thumbnail: &str| run(&["generate", &photo, "-o", &model, "--resolution", "48", "--thumbnail", thumbnail]);
    let out = generate(&picture);
    assert!(out.status.success(), "{}", text(&out.stderr));
    let first = fs::read(&picture).unwrap();
    let drawn = image::load_from_memory_with_format(&first, ImageFormat::Png).unwrap().into_rgba8();
    assert_eq!(drawn.dimensions(), (512, 512));
    // The disc is red and the foot below it blue; the ground shows through.
    let [red, blue] = [drawn.get_pixel(256, 190).0, drawn.get_pixel(256, 440).0];
    assert!(red[3] == 255 && red[0] > red[2] && blue[3] == 255 && blue[2] > blue[0], "{red:?} {blue:?}");
    assert_eq!(drawn.get_pixel(5, 256).0, [0; 4]);
    assert!(generate(&picture).status.success());
    assert!(fs::read(&picture).unwrap() == first, "the same photo gives another picture");

    fs::remove_file(&model).unwrap();
    for (thumbnail, code, says) in [
        (workspace.name("m.jpg"), USAGE, ".png"),
        ("-".to_owned(), USAGE, "stdout"),
        (format!("{photo}/m.png"), BAD_INPUT, "m.png"),
    ] {
        let out = generate(&thumbnail);
        assert_eq!(out.status.code(), Some(code), "{thumbnail}: {}", text(&out.stderr));
        assert!(text(&out.stderr).contains(says), "{thumbnail}: {}", text(&out.stderr));
        assert!(!workspace.path("m.glb").exists(), "{thumbnail}: refused after the work");
    }
    let out = run(&["generate", &photo, &photo, "-o", &workspace.name("models/"), "--thumbnail", &picture]);
    assert_eq!(out.status.code(), Some(USAGE), "{}", text(&out.stderr));
}
