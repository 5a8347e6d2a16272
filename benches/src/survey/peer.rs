//! The reference implementation in PyTorch on the same card, where both are there.

use std::{path::Path, time::Duration};

use serde_json::Value;

use super::step::{Outcome, Runner, Step};

const NETWORK: &str = "preprocess,image_encoder,backbone,upsampling";
/// With the time that the formula's weights take to make, once.
const LIMIT: Duration = Duration::from_secs(180);
const PROBE: &str = "import sys, numpy, safetensors, torch, yaml
if not torch.cuda.is_available(): sys.exit('PyTorch finds no CUDA device')";

/// Times the network in two precisions, and the query and mesh of the stored field.
pub(super) fn measure(runner: &mut Runner<'_>, bundle: &Path) -> anyhow::Result<Vec<Step>> {
    runner.device = "PyTorch".to_owned();
    let python = Path::new("python3");
    let missing = match runner.run(python, &["-c", PROBE], Duration::from_secs(60)) {
        Ok(ran) if ran.exit_code == Some(0) => None,
        Ok(ran) if ran.timed_out => Some("PyTorch did not load in time".to_owned()),
        Ok(ran) => Some(ran.last_words()),
        Err(error) => Some(format!("{error:#}")),
    };
    if let Some(why) = missing {
        let step = Step::not_begun("peer", "triposr_torch.py", Outcome::NotRun, why);
        runner.tell(&step);
        return Ok(vec![step]);
    }
    let script = bundle.join("peers/triposr_torch.py");
    let (script, directory) = (script.to_string_lossy(), runner.scratch("peer-model"));
    let (directory, field) = (directory.to_string_lossy(), bundle.join("fixtures/field-robot/field.safetensors"));
    let field = field.to_string_lossy();
    let read = |ran: &super::step::Ran| {
        serde_json::from_str(&ran.stdout).map_err(|error| (Value::Null, format!("it printed no JSON object: {error}")))
    };
    let mut steps = Vec::new();
    for precision in ["f32", "bf16"] {
        let arguments = [
            &script,
            "--model-dir",
            &directory,
            "--device",
            "cuda",
            "--precision",
            precision,
            "--runs",
            "10",
            "--stages",
            NETWORK,
        ];
        steps.push(runner.step("peer", &format!("network {precision}"), python, &arguments, LIMIT, read));
    }
    let has_marching_cubes =
        runner.run(python, &["-c", "import mcubes"], Duration::from_secs(30)).is_ok_and(|ran| ran.exit_code == Some(0));
    let stages = if has_marching_cubes { "grid,density,marching_cubes,colors" } else { "grid,density" };
    let arguments = [&*script, "--field", &field, "--device", "cuda", "--stages", stages, "--runs", "3"];
    steps.push(runner.step("peer", "field-robot f32", python, &arguments, LIMIT, read));
    Ok(steps)
}
