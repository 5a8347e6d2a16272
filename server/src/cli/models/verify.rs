//! `models verify`: a network against what the reference implementation recorded.

use std::path::PathBuf;

use clap::Args;
use engine::{
    device::{Device, DeviceRequest},
    precision::Precision,
    verify::{self, StageComparison},
};
use serde_json::json;

use crate::{
    cli::{Exit, Failure, input::read_input, network::Network, print_line},
    placement::Placement,
};

/// Compare a network's stages with recorded ones
///
/// Runs the reference's input through the network and compares every stage that the reference holds: relative L2 distance and
/// largest absolute difference, one line each. Exits with 4 when a stage is over the tolerance. Of a stage in samples these are what is
/// compared; mean and norm of all its values say what its distance is at least.
#[derive(Debug, Args)]
#[command(
    after_help = "A reference is a safetensors file: input_u8_hwc, and any of vit.*, backbone.*, triplane, query.* (at \
                  query.points), density_grid_N, meshN.* and render.*. A stage is whole, or in samples: STAGE.shape, \
                  STAGE.indices, STAGE.values, STAGE.mean_and_norm.\n\nExamples:\n  oneclick3d models verify DIR --reference \
                  DIR/reference.safetensors\n  oneclick3d models verify formula --reference \
                  models/tests/fixtures/triposr-full/reference.safetensors --device wgpu"
)]
pub struct Verify {
    /// A network's directory, or the name of one that was pulled; formula: TripoSR's released sizes with weights from a formula; tiny:
    /// the same with small sizes (./tiny for a directory of such a name).
    #[arg(value_name = "NAME|DIR")]
    model: PathBuf,

    /// The recorded stages.
    #[arg(long, value_name = "FILE")]
    reference: PathBuf,

    /// Where to run: auto, cpu, cuda[:N] or wgpu[:N].
    #[arg(long, value_name = "DEVICE", default_value = "auto")]
    device: DeviceRequest,

    /// How exactly products are computed: f32, bf16 or f16.
    #[arg(long, value_name = "PRECISION", default_value_t)]
    precision: Precision,

    /// The largest relative L2 that passes; 1e-5 in f32 on the CPU, 1e-4 in f32 on a GPU, and 1e-2 in bf16 and f16 where it is left out.
    #[arg(long, value_name = "X")]
    tolerance: Option<f64>,

    /// Print one JSON object: model, device, precision, tolerance, passed, and each stage's name, values, relative_l2, max_abs
    /// and passed.
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub fn run(self) -> Result<Exit, Failure> {
        if let Some(tolerance) = self.tolerance.filter(|tolerance| !(*tolerance > 0.0 && tolerance.is_finite())) {
            return Err(Failure::new(Exit::Usage, format!("tolerance is {tolerance}; it must be a positive number")));
        }
        let reference = read_input(&self.reference, "a reference")?;
        let model = Network::named(&self.model)?.load(&Placement::new(self.device, self.precision))?;
        let device = model.device();
        let tolerance = self.tolerance.unwrap_or(match (device, self.precision) {
            (Device::Cpu, Precision::F32) => 1e-5,
            (_, Precision::F32) => 1e-4,
            (_, Precision::Bf16 | Precision::F16) => 1e-2,
        });
        let mut failure = None;
        let mut told = |stage: &StageComparison| {
            if !self.json && failure.is_none() {
                failure = print_line(line(stage)).err();
            }
        };
        let found = verify::verify(&model, &reference, tolerance, &mut told)?;
        if let Some(failure) = failure {
            return Err(failure);
        }
        if self.json {
            print_line(json!({
                "model": model.name(),
                "device": device.to_string(),
                "precision": self.precision.to_string(),
                "tolerance": tolerance,
                "passed": found.passed(),
                "stages": found.stages,
                "inputs": found.inputs,
            }))?;
        } else {
            let failed = found.stages.iter().filter(|stage| !stage.passed).count();
            let (name, stages) = (model.name(), found.stages.len());
            print_line(format_args!(
                "{name} on {device} in {}: {} of {stages} stages within {tolerance:e}",
                self.precision,
                stages - failed
            ))?;
        }
        Ok(if found.passed() { Exit::Done } else { Exit::EngineFault })
    }
}

fn line(stage: &StageComparison) -> String {
    let StageComparison { stage, relative_l2, max_abs, passed, .. } = stage;
    let verdict = if *passed { "ok" } else { "OVER" };
    format!("{stage:<32} relative L2 {relative_l2:<9.2e} max abs {max_abs:<9.2e} {verdict}")
}
