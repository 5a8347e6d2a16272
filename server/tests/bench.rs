//! `bench` as its users and harnesses call it, with the small sizes.

use std::process::{Command, Output};

use serde_json::Value;

fn bench(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oneclick3d")).arg("bench").args(arguments).output().expect("the binary runs")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn json_has_every_figure_of_every_stage() {
    let arguments = ["--json", "--model", "tiny", "--runs", "2", "--device", "cpu", "--resolution", "48"];
    let output = bench(&arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    for (key, value) in [("device", "cpu"), ("precision", "f32"), ("model", "tiny")] {
        assert_eq!(report[key], value, "{key}");
    }
    assert!(report["command"].as_str().is_some_and(|command| command.ends_with(&arguments.join(" "))), "{report}");
    assert_eq!(report["versions"]["oneclick3d"], env!("CARGO_PKG_VERSION"));
    assert_eq!((&report["runs"], &report["warm_up_runs"], &report["resolution"]), (&2.into(), &1.into(), &48.into()));
    assert_eq!(report["batch"], 1);
    for key in ["date", "machine", "description"] {
        assert!(report[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {report}");
    }
    assert!(report["driver"].is_null(), "a processor has none");
    assert_eq!(report["mesh"]["watertight"], true);
    assert!(report["notes"].to_string().contains("solid by construction"));
    if cfg!(target_os = "linux") {
        assert!(report["peak_memory_bytes"].as_u64().is_some_and(|bytes| bytes > 1 << 20));
    }
    let number = |value: &Value| value.as_f64().unwrap_or_else(|| panic!("{value} in {report}"));
    assert!(number(&report["peak_operations_per_s"]) > 1e8 && number(&report["peak_bytes_per_s"]) > 1e8);

    let stages = report["stages"].as_array().expect("a list");
    let names: Vec<_> = stages.iter().map(|stage| stage["stage"].as_str().unwrap()).collect();
    let all = ["load", "image_encoder", "backbone", "upsampling", "isosurface", "mesh", "export", "whole"];
    assert_eq!(names, all);
    for stage in stages {
        let [least, median, most] = ["least_ms", "median_ms", "most_ms"].map(|key| number(&stage[key]));
        assert!(0.0 < least && least <= median && median <= most, "{stage}");
        assert!(stage["bytes"].as_u64().unwrap() > 0 && stage["dispatches"] == 0, "{stage}");
        assert_eq!((&stage["bytes_to_device"], &stage["bytes_from_device"]), (&0.into(), &0.into()), "{stage}");
        let has_products = !["load", "export"].contains(&stage["stage"].as_str().unwrap());
        assert_eq!(stage["operations"].is_u64(), has_products, "{stage}");
        if has_products {
            // Far above 1 only when the best was measured, or the operations were counted, wrongly.
            let share = number(&stage["arithmetic_share"]);
            assert!(0.0 < share && share < 4.0, "{stage}");
        }
    }
    // By hand, for 37 image tokens of width 48 and 192 triplane tokens of width 64; see `models/src/triposr/work.rs`.
    let layer = 4 * 2 * 37 * 48 * 48 + 4 * 37 * 37 * 48 + 2 * 2 * 37 * 48 * 192;
    assert_eq!(stages[1]["operations"], 2 * 36 * 768 * 48 + 2 * layer);
    let block = 6 * 2 * 192 * 64 * 64 + 4 * 192 * 192 * 64 + 4 * 192 * 37 * 64 + 2 * 192 * 64 * (512 + 256);
    assert_eq!(stages[2]["operations"], 2 * 2 * 192 * 64 * 64 + 4 * 2 * 37 * 48 * 64 + 2 * block);
    let sum: u64 = stages[..7].iter().filter_map(|stage| stage["operations"].as_u64()).sum();
    assert_eq!(stages[7]["operations"], sum);
    let whole_s = number(&stages[7]["median_ms"]) / 1e3;
    assert!((number(&report["photos_per_s"]) * whole_s - 1.0).abs() < 1e-6, "{report}");
    // A vertex: four samples of three planes of 16 features, two layers more of 16, and four outputs.
    let decoder = 2 * 3 * 4 * 16 + 2 * (2 * 16 * 16 + 16 * 4);
    let points = (number(&report["mesh"]["fraction_evaluated"]) * 48f64.powi(3)).round() as u64;
    assert_eq!(stages[4]["operations"], decoder * points);
    assert_eq!(stages[5]["operations"], decoder * report["mesh"]["vertices"].as_u64().unwrap());
}

#[test]
fn photos_of_a_batch_share_the_weights_and_nothing_else() {
    let measured = |batch: &str| -> Value {
        let size = ["--json", "--model", "tiny", "--runs", "1", "--device", "cpu", "--resolution", "32"];
        let output = bench(&[&size[..], &["--batch", batch]].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("one JSON object")
    };
    let [one, three] = ["1", "3"].map(measured);
    assert_eq!(three["batch"], 3);
    for (one, three) in one["stages"].as_array().unwrap().iter().zip(three["stages"].as_array().unwrap()) {
        let [operations, bytes] = ["operations", "bytes"].map(|key| [one, three].map(|stage| stage[key].as_u64()));
        match one["stage"].as_str().unwrap() {
            "load" => assert_eq!(bytes[0], bytes[1]),
            "export" => assert_eq!(bytes[0].map(|bytes| 3 * bytes), bytes[1]),
            name => {
                assert_eq!(operations[0].map(|operations| 3 * operations), operations[1], "{name}");
                let shared = ["image_encoder", "backbone", "upsampling", "whole"].contains(&name);
                let fewer = bytes[1] < bytes[0].map(|bytes| 3 * bytes);
                assert_eq!(fewer, shared, "{name}: {bytes:?}");
            }
        }
    }
    let per_s = |report: &Value| report["photos_per_s"].as_f64().unwrap();
    let whole_s = three["stages"][7]["median_ms"].as_f64().unwrap() / 1e3;
    assert!((per_s(&three) * whole_s - 3.0).abs() < 1e-6, "{three}");
}

#[test]
fn an_adapters_launches_are_counted_and_add_up() {
    let devices = Command::new(env!("CARGO_BIN_EXE_oneclick3d")).args(["devices", "--json"]).output().unwrap();
    if !text(&devices.stdout).contains("wgpu:0") {
        assert!(std::env::var_os("CI").is_none(), "CI needs a Vulkan driver: install mesa-vulkan-drivers");
        return eprintln!("not run: no Vulkan or Metal driver here shows an adapter (Debian: mesa-vulkan-drivers)");
    }
    let output = bench(&["--model", "tiny", "--runs", "1", "--device", "wgpu:0", "--resolution", "32", "--json"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    assert_eq!((&report["device"], &report["mesh"]["watertight"]), (&"wgpu:0".into(), &true.into()));
    assert!(report["driver"].as_str().is_some_and(|driver| !driver.is_empty()), "{report}");
    let stages = report["stages"].as_array().expect("a list");
    let launches = |stage: &Value| stage["dispatches"].as_u64().unwrap();
    let [load, runs @ .., whole] = &stages[..] else { panic!("{report}") };
    assert_eq!((&load["stage"], &whole["stage"]), (&"load".into(), &"whole".into()));
    // Normals and colours come with the surface: what is left of the mesh, and the file, are made on the processor.
    let on_the_processor = ["mesh", "export"];
    let number = |stage: &Value, key: &str| stage[key].as_u64().unwrap_or_else(|| panic!("no {key}: {stage}"));
    for stage in runs {
        let is_there = !on_the_processor.contains(&stage["stage"].as_str().unwrap());
        assert_eq!(launches(stage) > 0, is_there, "{stage}");
        if !is_there {
            assert_eq!(["bytes_to_device", "bytes_from_device"].map(|key| number(stage, key)), [0, 0], "{stage}");
        }
    }
    // Weights of f32; then nothing but the photo, two norms, the decoder, what is asked of the lattice, and the surface.
    let [sent, fetched] = ["bytes_to_device", "bytes_from_device"].map(|key| move |stage: &Value| number(stage, key));
    // The decoder's are counted, and sent with each field.
    let weights = number(load, "bytes");
    assert!((weights * 9 / 10..weights * 11 / 10).contains(&sent(load)) && fetched(load) == 0, "{load}");
    assert!((0..4096).contains(&(sent(&runs[0]) - 4 * 3 * 96 * 96)), "{}", runs[0]);
    assert!(sent(&runs[1]) + sent(&runs[2]) < 8192 && runs[..3].iter().map(fetched).sum::<u64>() == 0, "{report}");
    let [vertices, faces] = ["vertices", "faces"].map(|key| report["mesh"][key].as_u64().unwrap());
    assert!(fetched(&runs[3]) >= 36 * vertices + 12 * faces, "{}", runs[3]);
    // The colours' operations are where the colours are made, as in the CPU's test.
    let points = (report["mesh"]["fraction_evaluated"].as_f64().unwrap() * 32f64.powi(3)).round() as u64;
    let decoder = 2 * 3 * 4 * 16 + 2 * (2 * 16 * 16 + 16 * 4);
    assert_eq!(number(&runs[3], "operations"), decoder * (points + vertices), "{}", runs[3]);
    for stage in [&runs[4], &runs[5]] {
        let figures = ["operations", "arithmetic_share", "bandwidth_share"].map(|key| &stage[key]);
        assert!(figures.iter().all(|figure| figure.is_null()) && number(stage, "bytes") > 0, "{stage}");
    }
    let moved: u64 = runs[..4].iter().map(|stage| number(stage, "bytes")).sum();
    assert_eq!(number(whole, "bytes"), moved, "{report}");
    for sum in [sent, fetched] {
        assert_eq!(sum(whole), runs.iter().map(sum).sum::<u64>(), "{report}");
    }
    assert_eq!(launches(whole), runs.iter().map(launches).sum::<u64>(), "{report}");
    // Of a single run, so are the times.
    let ms = |stage: &Value| stage["median_ms"].as_f64().unwrap();
    let sum: f64 = runs.iter().map(ms).sum();
    assert!((ms(whole) - sum).abs() < 1e-6 * sum, "{report}");
}

#[test]
fn people_get_a_table_and_what_has_to_be_known_to_read_it() {
    let output = bench(&["--model", "tiny", "--runs", "1", "--device", "cpu", "--resolution", "32"]);
    let said = text(&output.stdout);
    assert!(output.status.success(), "{said}{}", text(&output.stderr));
    for line in
        ["tiny on cpu in f32", "stage ", "image encoder ", "whole ", "peak memory", "- isosurface, mesh and export"]
    {
        assert!(said.lines().any(|said| said.starts_with(line)), "no '{line}' in {said}");
    }
}

#[test]
fn a_directorys_network_is_measured_under_its_name() {
    let tiny = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/tests/fixtures/triposr-tiny");
    let output = bench(&["--model", tiny, "--runs", "1", "--device", "cpu", "--resolution", "32", "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    assert_eq!(report["model"], "triposr-tiny");
    assert!(!report["notes"].to_string().contains("formula"), "{report}");
}

#[test]
fn what_cannot_be_measured_is_named() {
    for (arguments, code, said) in [
        (&["--model", "silhouette"][..], 2, "'silhouette' is no network"),
        (&["--model", "no/such/place"], 2, "no model 'no/such/place'"),
        (&["--model", "tiny", "--resolution", "8", "--device", "cpu"], 2, "resolution is 8"),
        (&["--model", "tiny", "--runs", "0"], 2, "--runs"),
        (&["--model", "tiny", "--batch", "0"], 2, "--batch"),
        (&["--model", "tiny", "--precision", "f64"], 2, "no precision 'f64'"),
        (&["--model", "tiny", "--precision", "f16", "--device", "cpu"], 2, "f16 cannot be had"),
        (&["--model", "tiny", "--device", "wgpu:99"], 2, "wgpu:99 is not available"),
        (&["--model", "tiny", "--device", "tpu"], 2, "no device 'tpu'"),
    ] {
        let output = bench(arguments);
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {error}");
        assert!(error.contains(said) && !error.contains("panicked"), "{arguments:?}: no '{said}' in {error}");
    }
}
