//! One device: verification in each precision that it has, a mesh held against the CPU's, and measurements.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context;
use engine::mesh::Mesh;
use models::{field::Field, triplane_field::TriplaneField};
use serde_json::{Value, json};

use super::{
    Programs,
    step::{Outcome, Ran, Runner, Step},
};
use crate::{
    agreement::{Agreement, cell},
    glb,
};

const PRECISIONS: [&str; 3] = ["f32", "f16", "bf16"];
const VERIFIED: [&str; 2] = ["triposr-tiny", "triposr-odd"];
/// Photos that go through a GPU's network together where throughput is measured.
const BATCH: usize = 4;
/// The network's stages are within 1e-2 in bfloat16, but what follows the decoder's exponential is off by three times as much as
/// its input, in the small networks whose values the exponential spreads. PyTorch's own bf16 is over 1e-2 at nine of their stages.
const BF16_TOLERANCE: &str = "3e-2";
/// Lattice samples an axis of the meshes.
const RESOLUTION: u32 = 256;
/// What the mesh is made of, in the bundle.
const FIELD: &str = "fixtures/field-robot/field.safetensors";

const VERIFY_LIMIT: Duration = Duration::from_secs(60);
const MESH_LIMIT: Duration = Duration::from_secs(60);
const BENCH_LIMIT: Duration = Duration::from_secs(120);

/// A device that the bundle's program lists.
pub(super) struct Device {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) is_software: bool,
    program: PathBuf,
    model: String,
}

/// The CPU's mesh, which the others are held against.
pub(super) struct Reference {
    path: PathBuf,
    report: Value,
}

/// Makes the CPU's mesh; nothing where that fails, which the CPU's own steps then tell.
pub(super) fn reference(runner: &mut Runner<'_>, programs: &Programs) -> Option<Reference> {
    let path = runner.scratch("cpu.glb");
    let field = programs.default.with_file_name(FIELD);
    let (field, to) = (field.to_string_lossy(), path.to_string_lossy().into_owned());
    let resolution = RESOLUTION.to_string();
    let arguments = ["mesh", &field, "-o", &to, "--device", "cpu", "--resolution", &resolution, "--json"];
    let ran = runner.run(&programs.default, &arguments, MESH_LIMIT).ok()?;
    let report = serde_json::from_str(&ran.stdout).ok()?;
    (ran.exit_code == Some(0)).then_some(Reference { path, report })
}

impl Reference {
    /// How a device's mesh of the same field compares.
    fn compared(&self, device: &Path, field: &Path) -> anyhow::Result<Agreement> {
        let (theirs, mine) = (read(&self.path)?, read(device)?);
        // A file's mesh has the size of 1; the report's area is in the model's units.
        let area = self.report["area"].as_f64().context("the CPU's report has an area")?;
        let bytes = fs::read(field).with_context(|| format!("cannot read {}", field.display()))?;
        let half_extent = TriplaneField::from_safetensors(&bytes)?.half_extent();
        Ok(Agreement::between(&theirs, &mine, cell(&theirs, area, half_extent, RESOLUTION)))
    }
}

fn read(path: &Path) -> anyhow::Result<Mesh> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    glb::read(&bytes).with_context(|| path.display().to_string())
}

impl Device {
    pub(super) fn new(listed: Value, programs: &Programs, model: &str) -> Device {
        let text = |key: &str| listed[key].as_str().unwrap_or_default().to_owned();
        let name = text("name");
        let is_software = listed["software"] == true;
        // At the released size, an adapter that computes on the CPU would take all the time there is.
        let model = if is_software { "tiny" } else { model };
        Device {
            program: programs.serving(&name).to_owned(),
            description: text("description"),
            is_software,
            model: model.to_owned(),
            name,
        }
    }

    /// Whether it is a GPU.
    pub(super) fn is_gpu(&self) -> bool {
        self.name != "cpu" && !self.is_software
    }

    /// Its place in the order of trying: CUDA, other GPUs, the CPU, what computes on it.
    pub(super) fn rank(&self) -> u8 {
        match self.name.as_str() {
            name if name.starts_with("cuda") => 0,
            "cpu" => 2,
            _ if self.is_software => 3,
            _ => 1,
        }
    }

    /// Tries all of it.
    pub(super) fn survey(
        &self,
        runner: &mut Runner<'_>,
        bundle: &Path,
        reference: &Option<Reference>,
    ) -> (&Device, Vec<Step>) {
        runner.device.clone_from(&self.name);
        let mut steps = vec![self.mesh(runner, bundle, reference)];
        for precision in PRECISIONS {
            let verified: Vec<Step> =
                VERIFIED.iter().map(|fixture| self.verify(runner, bundle, fixture, precision)).collect();
            let has_it = verified.iter().all(|step| step.outcome != Outcome::NotAvailable);
            steps.extend(verified);
            if has_it {
                steps.push(self.bench(runner, precision, 1));
                if self.is_gpu() {
                    steps.push(self.bench(runner, precision, BATCH));
                }
            }
        }
        (self, steps)
    }

    fn mesh(&self, runner: &mut Runner<'_>, bundle: &Path, reference: &Option<Reference>) -> Step {
        let path = runner.scratch("device.glb");
        let (field, to) = (bundle.join(FIELD), path.to_string_lossy().into_owned());
        let resolution = RESOLUTION.to_string();
        let arguments = [
            "mesh",
            &field.to_string_lossy(),
            "-o",
            &to,
            "--device",
            &self.name,
            "--resolution",
            &resolution,
            "--json",
        ];
        runner.step("mesh", "field-robot", &self.program, &arguments, MESH_LIMIT, |ran| {
            let report = object(ran)?;
            let Some(reference) = reference else {
                return Err((report, "there is no mesh of the CPU to hold it against".to_owned()));
            };
            match reference.compared(&path, &field) {
                Ok(agreement) if agreement.holds() && report["watertight"] == true => {
                    Ok(json!({ "report": report, "agreement": agreement }))
                }
                Ok(agreement) => {
                    let why = format!("it is not the CPU's mesh: {agreement:?}");
                    Err((json!({ "report": report, "agreement": agreement }), why))
                }
                Err(error) => Err((report, format!("{error:#}"))),
            }
        })
    }

    fn verify(&self, runner: &mut Runner<'_>, bundle: &Path, fixture: &str, precision: &str) -> Step {
        let directory = bundle.join("fixtures").join(fixture);
        let (model, reference) = (directory.to_string_lossy(), directory.join("reference.safetensors"));
        let reference = reference.to_string_lossy();
        let mut arguments = vec!["models", "verify", &model, "--reference", &reference, "--device", &self.name];
        arguments.extend(["--precision", precision, "--json"]);
        if precision == "bf16" {
            arguments.extend(["--tolerance", BF16_TOLERANCE]);
        }
        let of = format!("{fixture} {precision}");
        runner.step("verify", &of, &self.program, &arguments, VERIFY_LIMIT, |ran| {
            let report = object(ran)?;
            let distance = |stage: &Value| stage["relative_l2"].as_f64().unwrap_or(f64::INFINITY);
            let stages = report["stages"].as_array().map_or(&[][..], Vec::as_slice);
            let worst = stages.iter().max_by(|a, b| distance(a).total_cmp(&distance(b)));
            let over: Vec<_> = stages.iter().filter(|stage| stage["passed"] != true).collect();
            let figures = json!({
                "tolerance": report["tolerance"],
                "stages": stages.len(),
                "worst": worst,
                "over_tolerance": over,
            });
            if over.is_empty() {
                return Ok(figures);
            }
            let name = |stage: &&Value| format!("{} {:.1e}", stage["stage"].as_str().unwrap_or("?"), distance(stage));
            let names: Vec<_> = over.iter().map(name).collect();
            let why = format!("over {}: {}", report["tolerance"], names.join(", "));
            Err((figures, why))
        })
    }

    fn bench(&self, runner: &mut Runner<'_>, precision: &str, batch: usize) -> Step {
        let runs = if self.is_gpu() { "10" } else { "1" };
        let photos = batch.to_string();
        let arguments = [
            "bench",
            "--device",
            &self.name,
            "--model",
            &self.model,
            "--precision",
            precision,
            "--runs",
            runs,
            "--batch",
            &photos,
            "--json",
        ];
        let together = if batch == 1 { String::new() } else { format!(", {batch} photos together") };
        let of = format!("{} {precision}{together}", self.model);
        runner.step("bench", &of, &self.program, &arguments, BENCH_LIMIT, object)
    }
}

/// The object that `--json` prints.
fn object(ran: &Ran) -> Result<Value, (Value, String)> {
    serde_json::from_str(&ran.stdout).map_err(|error| (Value::Null, format!("it printed no JSON object: {error}")))
}
