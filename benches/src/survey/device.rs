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
/// Small networks, with all that was recorded of them.
const VERIFIED: [&str; 2] = ["triposr-tiny", "triposr-odd"];
/// What `models verify` calls the network of the released sizes, and what was recorded of it, in the bundle.
const FULL: &str = "formula";
const FULL_REFERENCE: &str = "fixtures/triposr-full/reference.safetensors";
/// Photos that go through a GPU's network together where throughput is measured.
const BATCH: usize = 4;
/// Relative L2 of the network's stages in bfloat16, up to the planes.
const BF16_TOLERANCE: f64 = 1e-2;
/// Of what is decoded from the planes, of the small networks and of the released sizes. Decoder and exponential are f32 in each
/// precision, but they make of the planes' 7e-3 to 9e-3 up to six times as much where a field is noise, as the formula's are, and a
/// few points of high density decide how much: the README has the figures.
const BF16_DECODED: &str = "3e-2";
const BF16_DECODED_FULL: &str = "1e-1";
/// The program's own on a GPU, at the released sizes for the CPU as well: the reference's f32 is 2e-5 from its f64 there.
const F32_FULL: &str = "1e-4";
/// Lattice samples an axis of the meshes.
const RESOLUTION: u32 = 256;
/// What the mesh is made of, in the bundle.
const FIELD: &str = "fixtures/field-robot/field.safetensors";

const VERIFY_LIMIT: Duration = Duration::from_secs(60);
/// At the released sizes, whose weights are made first.
const VERIFY_FULL_LIMIT: Duration = Duration::from_secs(120);
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

/// A network that is verified, and how.
struct Recorded {
    /// What the step is told by.
    name: &'static str,
    model: PathBuf,
    reference: PathBuf,
    /// What the program is given; its own where there is none.
    tolerance: Option<&'static str>,
    limit: Duration,
}

impl Recorded {
    fn small(bundle: &Path, fixture: &'static str, precision: &str) -> Recorded {
        let model = bundle.join("fixtures").join(fixture);
        let reference = model.join("reference.safetensors");
        let tolerance = (precision == "bf16").then_some(BF16_DECODED);
        Recorded { name: fixture, model, reference, tolerance, limit: VERIFY_LIMIT }
    }

    fn full(bundle: &Path, precision: &str) -> Recorded {
        let tolerance = match precision {
            "f32" => Some(F32_FULL),
            "bf16" => Some(BF16_DECODED_FULL),
            _ => None,
        };
        let (model, reference) = (PathBuf::from(FULL), bundle.join(FULL_REFERENCE));
        Recorded { name: "triposr-full", model, reference, tolerance, limit: VERIFY_FULL_LIMIT }
    }
}

/// Whether a stage is of what the decoder makes of the planes.
fn is_decoded(stage: &Value) -> bool {
    let name = stage["stage"].as_str().unwrap_or_default();
    ["query.", "density_grid_", "mesh", "render."].iter().any(|of| name.starts_with(of))
        && name != "query.sampled_features"
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
            let verified: Vec<Step> = VERIFIED
                .iter()
                .map(|fixture| self.verify(runner, &Recorded::small(bundle, fixture, precision), precision))
                .collect();
            let has_it = verified.iter().all(|step| step.outcome != Outcome::NotAvailable);
            steps.extend(verified);
            if has_it {
                if self.model == FULL {
                    steps.push(self.verify(runner, &Recorded::full(bundle, precision), precision));
                }
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

    fn verify(&self, runner: &mut Runner<'_>, recorded: &Recorded, precision: &str) -> Step {
        let (model, reference) = (recorded.model.to_string_lossy(), recorded.reference.to_string_lossy());
        let mut arguments = vec!["models", "verify", &model, "--reference", &reference, "--device", &self.name];
        arguments.extend(["--precision", precision, "--json"]);
        if let Some(tolerance) = recorded.tolerance {
            arguments.extend(["--tolerance", tolerance]);
        }
        let of = format!("{} {precision}", recorded.name);
        runner.step("verify", &of, &self.program, &arguments, recorded.limit, |ran| {
            let report = object(ran)?;
            let distance = |stage: &Value| stage["relative_l2"].as_f64().unwrap_or(f64::INFINITY);
            let is_over = |stage: &&Value| {
                let of_the_network = precision == "bf16" && !is_decoded(stage);
                stage["passed"] != true || (of_the_network && distance(stage) > BF16_TOLERANCE)
            };
            let stages = report["stages"].as_array().map_or(&[][..], Vec::as_slice);
            let worst = stages.iter().max_by(|a, b| distance(a).total_cmp(&distance(b)));
            let over: Vec<_> = stages.iter().filter(is_over).collect();
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
            let why = format!("over the tolerance: {}", names.join(", "));
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
