//! `generate --model` with a network, as a user runs it. The network is small, and its weights are a formula's: its models
//! look like noise, and are closed all the same.

#[path = "support/adapter.rs"]
mod adapter;
#[path = "support/triposr_tiny.rs"]
mod triposr_tiny;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};

const USAGE: i32 = 2;
const BAD_INPUT: i32 = 3;

fn photo(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../benches/photos").join(name);
    path.to_str().unwrap().to_owned()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

struct Workspace(tempfile::TempDir);

impl Workspace {
    fn new() -> Workspace {
        Workspace(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn name(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// A directory with the network in it.
    fn network(&self) -> String {
        triposr_tiny::copy_to(&self.path("tiny"));
        self.name("tiny")
    }

    /// Runs the program here, with nothing of the machine's own models.
    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oneclick3d"));
        command.env("HF_HOME", self.path("hf")).env("U2NET_HOME", self.path("u2net")).env_remove("HF_HUB_CACHE");
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null()).output().unwrap()
    }

    #[track_caller]
    fn report(&self, arguments: &[&str]) -> Value {
        let out = self.run(&[arguments, &["--resolution", "32", "--json"]].concat());
        assert!(out.status.success(), "{arguments:?}: {}", text(&out.stderr));
        serde_json::from_slice(&out.stdout).unwrap()
    }

    #[track_caller]
    fn refused(&self, arguments: &[&str], code: i32, words: &[&str]) {
        let out = self.run(arguments);
        let message = text(&out.stderr);
        assert_eq!(out.status.code(), Some(code), "{arguments:?}: {message}");
        assert!(message.starts_with("error: ") && !message.contains("panicked"), "{message}");
        for word in words {
            assert!(message.contains(word), "{arguments:?}: no '{word}' in: {message}");
        }
    }
}

#[test]
fn a_cut_out_and_a_photo_become_closed_models() {
    let workspace = Workspace::new();
    let network = workspace.network();
    for name in ["duck.png", "duck.jpg"] {
        let report = workspace.report(&["generate", &photo(name), "-o", "model.glb", "--model", &network]);
        assert_eq!(report["model"], "tiny", "the directory's name");
        assert_eq!(report["watertight"], true);
        assert!(report["faces"].as_u64().unwrap() > 1000, "{report}");
        assert_eq!(report["stages_ms"].as_object().unwrap().len(), 6);
        let glb = fs::read(workspace.path("model.glb")).unwrap();
        assert!(glb.starts_with(b"glTF") && report["bytes"] == glb.len());
    }
    // The frame is fixed: what the network sees decides.
    let volume = |more: &[&str]| {
        let arguments = ["generate", &photo("duck.png"), "-o", "model.glb", "--model", &network];
        workspace.report(&[&arguments, more].concat())["volume"].as_f64().unwrap()
    };
    assert_ne!(volume(&[]), volume(&["--foreground-ratio", "0.5"]));
}

#[test]
fn several_inputs_are_told_one_by_one() {
    let workspace = Workspace::new();
    let network = workspace.network();
    fs::write(workspace.path("broken.png"), b"\x89PNG\r\n\x1a\nnothing").unwrap();
    fs::copy(photo("duck.jpg"), workspace.path("second.jpg")).unwrap();
    let inputs = ["generate", &photo("duck.png"), "broken.png", "second.jpg", "-o", "models/", "--model", &network];
    let out = workspace.run(&[&inputs[..], &["--resolution", "32", "--json"]].concat());
    assert_eq!(out.status.code(), Some(BAD_INPUT));
    let lines: Vec<Value> = text(&out.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.iter().map(|line| line["model"].as_str()).collect::<Vec<_>>(), [Some("tiny"), None, Some("tiny")]);
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let workspace = Workspace::new();
    let network = workspace.network();
    let run = |threads: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oneclick3d"));
        command.args(["generate", &photo("duck.png"), "-o", "-", "--model", &network, "--resolution", "32"]);
        let out = command.env("RAYON_NUM_THREADS", threads).output().unwrap();
        assert!(out.status.success(), "{}", text(&out.stderr));
        out.stdout
    };
    let one = run("1");
    assert!(one.starts_with(b"glTF"));
    assert!(one == run("3"));
}

#[test]
fn bf16_is_near_f32_or_refused_by_name() {
    let workspace = Workspace::new();
    let network = workspace.network();
    let duck = photo("duck.png");
    let arguments = ["generate", &duck, "-o", "model.glb", "--model", &network, "--precision"];
    let with = |precision| [&arguments[..], &[precision]].concat();
    if engine::precision::Precision::Bf16.isa().is_err() {
        eprintln!("this CPU has no AVX-512 BF16: only the refusal is tested, not the result");
        workspace.refused(&with("bf16"), USAGE, &["bf16"]);
        assert!(!workspace.path("model.glb").exists());
        return;
    }
    let [exact, near] = ["f32", "bf16"].map(|precision| workspace.report(&with(precision)));
    assert_eq!(near["watertight"], true);
    let [exact, near] = [exact, near].map(|report| report["volume"].as_f64().unwrap());
    assert!(near != exact, "it took the other precision");
    assert!((near / exact - 1.0).abs() < 0.05, "{near} and {exact}");
    workspace.refused(&with("f64"), USAGE, &["no precision 'f64'", "f32, bf16 or f16"]);
}

#[test]
fn a_stored_field_gives_the_same_mesh() {
    let workspace = Workspace::new();
    let network = workspace.network();
    let generated = workspace.report(&[
        "generate",
        &photo("duck.png"),
        "-o",
        "model.glb",
        "--model",
        &network,
        "--save-field",
        "fields/duck.safetensors",
    ]);
    let meshed = workspace.report(&["mesh", "fields/duck.safetensors", "-o", "meshed.glb"]);
    for figure in ["vertices", "faces", "components", "area", "volume"] {
        assert_eq!(meshed[figure], generated[figure], "{figure}");
    }
    let [generated, meshed] = ["model.glb", "meshed.glb"].map(|name| fs::read(workspace.path(name)).unwrap());
    assert!(generated == meshed);
    assert_eq!(fs::read_dir(workspace.path("fields")).unwrap().count(), 1, "no temporary file stays");
}

#[test]
fn a_field_that_cannot_be_stored_is_told_before_the_work() {
    let workspace = Workspace::new();
    let (network, duck) = (workspace.network(), photo("duck.png"));
    let save = |more: &[&str], code, words: &[&str]| {
        workspace.refused(&[&["generate", &duck, "-o", "model.glb"], more].concat(), code, words);
        assert!(!workspace.path("model.glb").exists());
    };
    save(&["--save-field", "field"], USAGE, &["'silhouette' makes no field", "triposr"]);
    save(&["--model", &network, "--save-field", "-"], USAGE, &["--save-field takes a file"]);
    save(&["--model", &network, "--save-field", "model.glb"], USAGE, &["same file"]);
    save(&["--model", &network, "--save-field", "."], BAD_INPUT, &["cannot write ."]);
    save(&["--model", &network, "--save-field", "/dev/null"], BAD_INPUT, &["/dev/null", "give a file"]);
    save(&["--model", &network, "--save-field", "/proc/no/field"], BAD_INPUT, &["cannot write /proc/no/field"]);
    let two = ["generate", &duck, "second.jpg", "-o", "models/", "--model", &network, "--save-field", "field"];
    workspace.refused(&two, USAGE, &["--save-field is for one input"]);
    assert!(!workspace.path("field").exists() && !workspace.path("models").exists());
}

/// The weights with the tensor `name` more.
fn with_another(name: &str) -> Vec<u8> {
    triposr_tiny::weights(|header, data| {
        let offsets = [data.len(), data.len() + 4];
        data.extend(0_f32.to_le_bytes());
        header.insert(name.to_owned(), json!({"dtype": "F32", "shape": [1], "data_offsets": offsets}));
    })
}

/// A file's name and its bytes, if it is there.
type Replaced = (&'static str, Option<Vec<u8>>);

#[test]
fn what_is_wrong_with_a_directory_is_named() {
    let workspace = Workspace::new();
    let name = "backbone.proj_in.weight";
    let decoder = "decoder.layers.0.weight";
    let weights = |bytes: Vec<u8>| ("model.safetensors", Some(bytes));
    let whole = fs::read(triposr_tiny::fixture().join("model.safetensors")).unwrap();
    let transposed = triposr_tiny::weights(|header, _| header[decoder]["shape"] = json!([24, 16]));
    let integers = triposr_tiny::weights(|header, _| header[name]["dtype"] = json!("I32"));
    let config = |text: &str| ("config.yaml", Some(text.as_bytes().to_vec()));
    // The directory, the file that is other than it should be, and what is said of it.
    let cases: [(&str, Replaced, &[&str]); 11] = [
        ("missing", weights(triposr_tiny::without(name)), &["model.safetensors has no tensor", name]),
        ("extra", weights(with_another("lora.weight")), &["does not use", "'lora.weight'"]),
        ("shape", weights(transposed), &[decoder, "[24, 16]", "[16, 24]"]),
        ("type", weights(integers), &[name, "I32", "BF16"]),
        ("nan", weights(triposr_tiny::with_nan(name)), &[name, "NaN", "element 0"]),
        ("truncated", weights(whole[..whole.len() / 2].to_vec()), &["model.safetensors", "truncated"]),
        ("empty", weights(Vec::new()), &["model.safetensors", "truncated"]),
        ("weightless", ("model.safetensors", None), &["neither model.safetensors nor model.ckpt"]),
        ("nameless", ("config.yaml", None), &["cannot read", "config.yaml"]),
        ("unbalanced", config("tokenizer: ["), &["config.yaml"]),
        ("strange", config("architecture: diffusion"), &["config.yaml"]),
    ];
    for (case, (file, bytes), words) in cases {
        let directory = workspace.path(case);
        triposr_tiny::copy_to(&directory);
        match bytes {
            Some(bytes) => triposr_tiny::replace(&directory.join(file), &bytes),
            None => fs::remove_file(directory.join(file)).unwrap(),
        }
        let arguments = ["generate", &photo("duck.png"), "-o", "model.glb", "--model", case];
        workspace.refused(&arguments, BAD_INPUT, &[&[case][..], words].concat());
        assert!(!workspace.path("model.glb").exists(), "{case} left an output behind");
    }
}

#[test]
fn names_stand_for_what_is_pulled() {
    let workspace = Workspace::new();
    let duck = photo("duck.jpg");
    let generate = |more: &[&str], code, words: &[&str]| {
        workspace.refused(&[&["generate", &duck, "-o", "model.glb"], more].concat(), code, words);
    };
    generate(&["--model", "triposr"], BAD_INPUT, &["'triposr' is not here", "oneclick3d models pull triposr"]);
    generate(&["--matting", "u2net"], BAD_INPUT, &["'u2net' is not here", "oneclick3d models pull u2net"]);
    generate(&["--model", "u2net"], USAGE, &["'u2net' is for --matting"]);
    generate(&["--matting", "triposr"], USAGE, &["'triposr' is for --model"]);
    generate(&["--model", "no/such/directory"], USAGE, &["no model 'no/such/directory'"]);

    triposr_tiny::copy_to(&workspace.path("hf/oneclick3d/triposr"));
    fs::remove_file(workspace.path("hf/oneclick3d/triposr/config.yaml")).unwrap();
    generate(&["--model", "triposr"], BAD_INPUT, &["'triposr' is not here"]);
    triposr_tiny::copy_to(&workspace.path("hf/oneclick3d/triposr"));
    fs::create_dir_all(workspace.path("hf/oneclick3d/u2net")).unwrap();
    let matting = Path::new(env!("CARGO_MANIFEST_DIR")).join("../engine/tests/fixtures/matting/warm.onnx");
    fs::copy(matting, workspace.path("hf/oneclick3d/u2net/u2net.onnx")).unwrap();
    let report = workspace.report(&["generate", &duck, "-o", "model.glb", "--model", "triposr", "--matting", "u2net"]);
    assert_eq!((&report["model"], &report["watertight"]), (&json!("triposr"), &json!(true)));
}

#[test]
fn an_adapter_makes_the_same_model_as_the_processor() {
    let Some(device) = adapter::name() else { return };
    let workspace = Workspace::new();
    let network = workspace.network();
    let duck = photo("duck.png");
    let arguments = ["generate", &duck, "--model", &network, "-o"];
    let on = |output, device| workspace.report(&[&arguments[..], &[output, "--device", device]].concat());
    let (cpu, gpu) = (on("cpu.glb", "cpu"), on("gpu.glb", &device));
    assert_eq!((&cpu["device"], &gpu["device"]), (&json!("cpu"), &json!(device)));
    assert_eq!(gpu["watertight"], true);
    let volume = |report: &Value| report["volume"].as_f64().unwrap();
    assert!((volume(&gpu) / volume(&cpu) - 1.0).abs() < 1e-3, "{gpu}\n{cpu}");
    assert_eq!(gpu["components"], cpu["components"]);
    // Halves are near, and are not f32.
    let halves = [&arguments[..], &["half.glb", "--device", &device, "--precision", "f16"]].concat();
    let half = volume(&workspace.report(&halves)) / volume(&gpu);
    assert!(half != 1.0 && (half - 1.0).abs() < 0.02, "{half}");
    // Same input, same bytes.
    on("again.glb", &device);
    assert!(fs::read(workspace.path("gpu.glb")).unwrap() == fs::read(workspace.path("again.glb")).unwrap());
}

#[test]
fn a_device_that_cannot_serve_is_refused_by_name() {
    let workspace = Workspace::new();
    let network = workspace.network();
    let duck = photo("duck.png");
    let with = |rest: &[&'static str]| [&["generate", &duck, "-o", "model.glb"][..], rest].concat();
    workspace.refused(&with(&["--device", "wgpu:99"]), USAGE, &["silhouette", "computes on the CPU", "--device"]);
    let model = ["generate", &duck, "-o", "model.glb", "--model", &network, "--device"];
    let on = |rest: &[&'static str]| [&model[..], rest].concat();
    workspace.refused(&on(&["wgpu:99"]), USAGE, &["wgpu:99", "`devices` lists"]);
    workspace.refused(&on(&["cuda:99"]), USAGE, &["cuda:99", "`devices` lists"]);
    workspace.refused(&on(&["cpu", "--precision", "f16"]), USAGE, &["f16", "f32"]);
    if let Some(device) = adapter::name() {
        let bf16 = [&model[..], &[&device, "--precision", "bf16"]].concat();
        workspace.refused(&bf16, USAGE, &["bf16", "f16"]);
    }
    assert!(!workspace.path("model.glb").exists());
}
