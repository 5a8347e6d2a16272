//! What a run of TripoSR costs on this machine, at its released size, weights from a formula: loading, image encoder, backbone,
//! and the mesh of a trained field of the same decoder, since formula weights make noise and not a solid.
//!
//! `cargo run --release -p benches --bin measure_triposr`; `--record` keeps the result.

use std::{ops::ControlFlow, path::PathBuf, time::Instant};

use anyhow::Context;
use benches::{formula, machine, results, results::rounded};
use clap::Parser;
use engine::{
    export::Format,
    pipeline::{self, MeshOptions},
    precision::Precision,
};
use kernels::{compute::Compute, device::Device, image::Image};
use models::triposr::{Observer, Part, TripoSr};
use serde_json::{Value, json};

/// Measures the network's stages and the mesh of a field, in this process.
#[derive(Parser)]
struct Arguments {
    /// A model directory; made in a temporary place where it is left out.
    #[arg(long)]
    model: Option<PathBuf>,
    /// f32 or bf16; both, one after the other, where it is left out.
    #[arg(long)]
    precision: Vec<Precision>,
    /// Measured runs, after one that is not counted.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// The trained field that is meshed.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/tests/fixtures/field-robot/field.safetensors"))]
    field: PathBuf,
    /// Write the result to benches/results/triposr.json.
    #[arg(long)]
    record: bool,
}

/// Seconds of one run's stages.
struct Seconds {
    image_encoder: f64,
    backbone: f64,
    mesh: f64,
}

impl Seconds {
    fn total(&self) -> f64 {
        self.image_encoder + self.backbone + self.mesh
    }
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let temporary = tempfile::tempdir()?;
    let directory = match &arguments.model {
        Some(directory) => directory.clone(),
        None => {
            let tensors = formula::full_size_tensors();
            formula::write_model(temporary.path(), formula::FULL_SIZE_CONFIG, &tensors, formula::FULL)?;
            temporary.path().to_owned()
        }
    };
    println!("{}; {} runs after a warm-up", machine::line()?, arguments.runs);
    let loading = Instant::now();
    drop(TripoSr::load(&directory, Compute::cpu())?);
    let load_s = loading.elapsed().as_secs_f64();
    println!("{:<24} {load_s:>8.2} s", "load");
    let field = std::fs::read(&arguments.field).context("no field")?;
    let all = [Precision::F32, Precision::Bf16];
    let asked = if arguments.precision.is_empty() { &all[..] } else { &arguments.precision };
    let mut figures = Vec::new();
    for &precision in asked {
        match Compute::new(Device::Cpu, precision) {
            Ok(compute) => {
                let network = TripoSr::load(&directory, compute)?;
                figures.push(measure(&network, &field, arguments.runs)?);
            }
            Err(error) => println!("{precision}: not measured: {error}"),
        }
    }
    let peak_mb = peak_bytes()? / 1e6;
    println!("{:<24} {peak_mb:>8.0} MB", "peak memory");
    if arguments.record {
        let command = "cargo run --release -p benches --bin measure_triposr -- --record";
        let report = json!({
            "runs": arguments.runs,
            "warm_up_runs": 1,
            "load_s": rounded(load_s, 3),
            "peak_rss_mb": rounded(peak_mb, 0),
            "results": figures,
        });
        results::record("triposr", command, report)?;
    }
    Ok(())
}

fn measure(network: &TripoSr, field: &[u8], runs: u32) -> anyhow::Result<Value> {
    let precision = network.compute().precision();
    one_run(network, field)?;
    let seconds = (0..runs).map(|_| one_run(network, field)).collect::<Result<Vec<_>, _>>()?;
    let of = |name: &str, stage: fn(&Seconds) -> f64| {
        let mut values: Vec<f64> = seconds.iter().map(stage).collect();
        values.sort_by(f64::total_cmp);
        let (median, least, most) = (values[values.len() / 2], values[0], values[values.len() - 1]);
        println!("{precision:<5} {name:<18} {median:>8.2} s  ({least:.2} to {most:.2})");
        json!({"median_s": rounded(median, 3), "least_s": rounded(least, 3), "most_s": rounded(most, 3)})
    };
    Ok(json!({
        "precision": precision.to_string(),
        "image_encoder": of("image encoder", |s| s.image_encoder),
        "backbone": of("backbone", |s| s.backbone),
        "mesh_256": of("mesh at 256", |s| s.mesh),
        "pixels_to_glb": of("pixels to GLB", Seconds::total),
    }))
}

fn one_run(network: &TripoSr, field: &[u8]) -> anyhow::Result<Seconds> {
    let side = network.config().cond_image_size;
    let pixels = formula::disc(side).iter().map(|pixel| pixel.map(|v| f32::from(v) / 255.0)).collect();
    let rgb = Image::new(side, side, pixels);
    let began = Instant::now();
    let mut encoded = None;
    let mut progress = |part: Part, _: f32| {
        if part == Part::Backbone {
            encoded.get_or_insert_with(|| began.elapsed().as_secs_f64());
        }
        ControlFlow::Continue(())
    };
    let mut observer = Observer { progress: &mut progress, stages: None };
    network.run(&rgb, &mut observer)?;
    let network_s = began.elapsed().as_secs_f64();
    let meshing = Instant::now();
    let (mesh, _) = pipeline::mesh(field, &MeshOptions::default(), &mut |_, _| ControlFlow::Continue(()))?;
    let glb = Format::Glb.encode(&mesh);
    anyhow::ensure!(!glb.is_empty(), "a mesh has bytes");
    let encoded = encoded.context("the network has a backbone")?;
    Ok(Seconds { image_encoder: encoded, backbone: network_s - encoded, mesh: meshing.elapsed().as_secs_f64() })
}

/// The most memory that this process had resident at once.
fn peak_bytes() -> anyhow::Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status").context("this measures on Linux")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("the kernel tells the peak")?;
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kilobytes * 1024.0)
}
