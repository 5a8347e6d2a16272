//! A machine's devices, tried and measured: what `survey` does in the folder that `benches/bundle/make.sh` builds.

mod cuda;
mod device;
mod peer;
mod step;

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use serde_json::{Value, json};

pub use step::{Outcome, Step};

use self::{device::Device, step::Runner};

/// What a survey is asked to do.
#[derive(Debug, Clone)]
pub struct Options {
    /// The bundle's folder.
    pub bundle: PathBuf,
    /// Try devices that compute on the CPU as well, with the small model.
    pub software: bool,
    /// What `bench --model` is given; `formula` is the released sizes.
    pub model: String,
    /// How long it may take in all.
    pub limit: Duration,
}

/// Tries everything, goes on after failures, and returns what it found: `passed`, `devices`, `cuda` (why there is none),
/// `conformance`, `peer`. `told` hears of
/// each step's end.
///
/// # Errors
/// When the bundle is not one, or its program lists no devices.
pub fn survey(options: &Options, told: &mut dyn FnMut(&str, &Step)) -> anyhow::Result<Value> {
    let began = Instant::now();
    let mut runner = Runner::new(began + options.limit, told)?;
    let programs = Programs::of(&options.bundle)?;
    let (mut binary, mut listed) = programs.devices(&mut runner)?;
    let mut without_cuda = None;
    if let Some(program) = programs.cuda.as_deref().filter(|_| !cuda::is_listed(&listed)) {
        runner.device = "cuda".to_owned();
        runner.library_path = cuda::library_path(&mut runner);
        if runner.library_path.is_some() {
            (binary, listed) = programs.devices(&mut runner)?;
        }
        if !cuda::is_listed(&listed) {
            without_cuda = Some(cuda::why_not(&mut runner, program));
        }
        runner.device.clear();
    }
    let mut devices: Vec<Device> = listed
        .into_iter()
        .map(|listed| Device::new(listed, &programs, &options.model))
        .filter(|device| options.software || !device.is_software)
        .collect();
    devices.sort_by_key(Device::rank);
    // Correctness first: what a wrong device measures says nothing.
    let conformance = conformance(&mut runner, &options.bundle)?;
    let reference = device::reference(&mut runner, &programs);
    let mut tried = Vec::new();
    let mut peer = None;
    for device in &devices {
        // The peer runs on the same card, so between the GPUs and the slow ones.
        if !device.is_gpu() && peer.is_none() {
            peer = Some(peer::measure(&mut runner, &options.bundle)?);
        }
        tried.push(device.survey(&mut runner, &options.bundle, &reference));
    }
    let peer = match peer {
        Some(peer) => peer,
        None => peer::measure(&mut runner, &options.bundle)?,
    };
    let of_devices = tried.iter().flat_map(|(_, steps)| steps);
    let all = of_devices.chain(&without_cuda).chain(&conformance).chain(&peer);
    let passed = !tried.is_empty() && all.clone().all(|step| step.outcome.is_fine());
    let found = json!({
        "passed": passed,
        "binary": binary,
        "limit_s": options.limit.as_secs(),
        "seconds": crate::results::rounded(began.elapsed().as_secs_f64(), 1),
        "library_path": runner.library_path.as_ref().map(|path| path.to_string_lossy()),
        "cuda": without_cuda,
        "conformance": conformance,
        "devices": tried.iter().map(|(device, steps)| json!({
            "name": device.name,
            "description": device.description,
            "software": device.is_software,
            "steps": steps,
        })).collect::<Vec<_>>(),
        "peer": peer,
    });
    let folders =
        [&options.bundle, &runner.scratch("")].map(|folder| format!("{}/", folder.display()).replace("//", "/"));
    Ok(without(&folders, found))
}

/// The same, its texts without these folders: where a bundle lay on somebody's machine is of no use to who reads the result.
fn without(folders: &[String], value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(folders.iter().fold(text, |text, folder| text.replace(folder, ""))),
        Value::Array(values) => values.into_iter().map(|value| without(folders, value)).collect(),
        Value::Object(values) => values.into_iter().map(|(key, value)| (key, without(folders, value))).collect(),
        other => other,
    }
}

/// The bundle's binaries.
struct Programs {
    default: PathBuf,
    /// The one that has CUDA, where the bundle has it.
    cuda: Option<PathBuf>,
}

impl Programs {
    fn of(bundle: &Path) -> anyhow::Result<Programs> {
        let default = bundle.join("oneclick3d");
        ensure!(default.exists(), "{} has no oneclick3d: benches/bundle/make.sh builds a bundle", bundle.display());
        let cuda = bundle.join("oneclick3d-cuda");
        Ok(Programs { default, cuda: cuda.exists().then_some(cuda) })
    }

    /// The binary that serves this device.
    fn serving(&self, device: &str) -> &Path {
        match &self.cuda {
            Some(cuda) if device.starts_with("cuda") => cuda,
            _ => &self.default,
        }
    }

    /// What there is, and which binary said so.
    fn devices(&self, runner: &mut Runner<'_>) -> anyhow::Result<(String, Vec<Value>)> {
        let mut why = String::new();
        for program in self.cuda.iter().chain([&self.default]) {
            let ran = runner.run(program, &["devices", "--json"], Duration::from_secs(60))?;
            if let (Some(0), Ok(Value::Array(listed))) = (ran.exit_code, serde_json::from_str(&ran.stdout)) {
                let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
                return Ok((name, listed));
            }
            why = ran.last_words();
        }
        anyhow::bail!("no program of the bundle lists devices: {why}")
    }
}

/// The conformance tests, each executable of the bundle's folder on all devices that it finds.
fn conformance(runner: &mut Runner<'_>, bundle: &Path) -> anyhow::Result<Vec<Step>> {
    const LIMIT: Duration = Duration::from_secs(180);
    let folder = bundle.join("conformance");
    let mut executables: Vec<PathBuf> = std::fs::read_dir(&folder)
        .with_context(|| format!("{} is no part of this bundle", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    executables.sort();
    let mut steps = Vec::new();
    for executable in &executables {
        let name = executable.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Of tests that pass as well, what they say: which part of them is not run.
        let step = runner.step("conformance", &name, executable, &["--show-output"], LIMIT, |ran| {
            let results: Vec<_> = ran.stdout.lines().filter(|line| line.starts_with("test result: ")).collect();
            let skipped = format!("{}{}", ran.stdout, ran.stderr).matches("not run: ").count();
            let figures = json!({ "results": results, "parts_not_run": skipped });
            let failed: Vec<_> = ran.stdout.lines().filter(|line| line.ends_with(" ... FAILED")).collect();
            if failed.is_empty() { Ok(figures) } else { Err((figures, failed.join("\n"))) }
        });
        steps.push(step);
    }
    Ok(steps)
}
