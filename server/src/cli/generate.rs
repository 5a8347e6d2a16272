//! `generate`: photos to model files.

mod output;

use std::{
    fs::File,
    io::{self, IsTerminal, Read},
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use clap::Args;
use engine::{
    device::DeviceRequest,
    foreground::matting::Matting,
    pipeline::{self, Options, Report, Stage},
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use serde_json::json;

use self::output::{FormatName, Output};
use super::{Exit, Failure, print_line};

/// An input file of more bytes is refused unread.
const MAX_INPUT_BYTES: u64 = 512 << 20;

/// Turn photos into 3D models.
///
/// Finds the object in each photo, runs a model on it and writes a watertight mesh. A photo with transparency is cut along
/// it; otherwise the background is found from the photo's border, or by the network that --matting names.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  oneclick3d generate photo.png -o model.glb\n  oneclick3d generate *.jpg -o models/ \
                        --format stl\n  cat photo.webp | oneclick3d generate - -o - > model.glb\n\nThe same photo, options and \
                        device give the same bytes. RAYON_NUM_THREADS limits the threads."
)]
pub struct Generate {
    /// Photos: PNG, JPEG or WebP; `-` reads one from stdin.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// The model file, a directory (for several inputs; created if need be), or `-` for stdout. The format follows the
    /// ending: .glb, .obj (with .mtl beside it), .stl (millimetres, for printing) or .ply.
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,

    /// The format where OUT is a directory or stdout.
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<FormatName>,

    /// The model's name, as listed by `models`.
    #[arg(long, value_name = "NAME", default_value_t = Options::default().model)]
    model: String,

    /// Where to run: auto, cpu, cuda[:N] or wgpu[:N]; `devices` lists what there is.
    #[arg(long, value_name = "DEVICE", default_value = "auto")]
    device: DeviceRequest,

    /// Lattice samples an axis, 16 to 1024: twice as many show details of half the size and make four times the faces.
    #[arg(long, value_name = "N", default_value_t = Options::default().resolution)]
    resolution: u32,

    /// How much of the model's square input the object's longer side fills, 0.1 to 1.
    #[arg(long, value_name = "RATIO", default_value_t = Options::default().foreground_ratio)]
    foreground_ratio: f32,

    /// An image of the photo's size that is white (or opaque) where the object is, instead of the photo's transparency or
    /// a search for the background. For one input.
    #[arg(long, value_name = "FILE", conflicts_with = "keep_background")]
    mask: Option<PathBuf>,

    /// Take the whole photo for the object (or all that its transparency shows).
    #[arg(long)]
    keep_background: bool,

    /// A matting network that finds the object in photos without transparency: an ONNX file of U²-Net or IS-Net, as rembg
    /// keeps them in ~/.u2net. Better than the search for the background where that is no plain backdrop.
    #[arg(long, value_name = "FILE.onnx", conflicts_with_all = ["mask", "keep_background"])]
    matting: Option<PathBuf>,

    /// Print one JSON object for each input: model, device, milliseconds of each stage, vertices, faces, watertight,
    /// fraction of the lattice evaluated, output and bytes; or the error.
    #[arg(long)]
    json: bool,
}

/// What is told of one finished run.
#[derive(Debug, Serialize)]
struct Summary<'a> {
    input: &'a Path,
    output: &'a Path,
    bytes: u64,
    #[serde(flatten)]
    report: Report,
    total_ms: f64,
}

impl Generate {
    pub fn run(self) -> Result<Exit, Failure> {
        let outputs = output::plan(&self.inputs, &self.output, self.format)?;
        self.refuse_contradictions(&outputs)?;
        let options = Options {
            model: self.model.clone(),
            device: self.device,
            resolution: self.resolution,
            foreground_ratio: self.foreground_ratio,
            mask: self.mask.as_deref().map(read_input).transpose()?,
            keep_background: self.keep_background,
            matting: self.matting.as_deref().map(Matting::open).transpose()?.map(Arc::new),
        };
        pipeline::check(&options)?;
        let mut exit = Exit::Done;
        for (input, output) in self.inputs.iter().zip(&outputs) {
            match self.run_one(input, output, &options) {
                Ok(summary) => self.tell(&summary, output)?,
                Err(failure) => {
                    if self.inputs.len() == 1 && !self.json {
                        return Err(failure);
                    }
                    if self.json {
                        print_line(
                            json!({"input": input, "error": failure.to_string(), "exit_code": failure.exit() as u8}),
                        )?;
                    }
                    eprintln!("error: {}: {failure}", input.display());
                    exit = exit.max(failure.exit());
                }
            }
        }
        Ok(exit)
    }

    fn refuse_contradictions(&self, outputs: &[Output]) -> Result<(), Failure> {
        let usage = |message: &str| Err(Failure::new(Exit::Usage, message));
        if self.json && outputs.iter().any(Output::is_stdout) {
            return usage("--json and `-o -` both write to stdout: give a file to one of them");
        }
        if self.mask.is_some() && self.inputs.len() > 1 {
            return usage("--mask is for one input: run generate once for each");
        }
        if self.inputs.iter().filter(|input| is_dash(input)).count()
            + usize::from(self.mask.as_deref().is_some_and(is_dash))
            > 1
        {
            return usage("`-` is given twice, but stdin is read once");
        }
        Ok(())
    }

    fn run_one<'a>(&self, input: &'a Path, output: &'a Output, options: &Options) -> Result<Summary<'a>, Failure> {
        let began = Instant::now();
        // An output that cannot be written is told before the work, not after it.
        let destination = output.prepare()?;
        let image = read_input(input)?;
        let bar = progress_bar(input);
        let generated = pipeline::generate(&image, options, &mut |stage, fraction| {
            bar.set_message(stage.name());
            bar.set_position((fraction * 1000.0) as u64);
            ControlFlow::Continue(())
        });
        bar.finish_and_clear();
        let mut generated = generated?;
        let exporting = Instant::now();
        let bytes = destination.write(&generated.mesh)?;
        generated.report.stages_ms.insert(Stage::Export, exporting.elapsed().as_secs_f64() * 1e3);
        let total_ms = began.elapsed().as_secs_f64() * 1e3;
        Ok(Summary { input, output: output.path(), bytes, report: generated.report, total_ms })
    }

    fn tell(&self, summary: &Summary<'_>, output: &Output) -> Result<(), Failure> {
        if self.json {
            return print_line(json!(summary));
        }
        let Report { model, device, stages_ms, vertices, faces, watertight, .. } = &summary.report;
        let name = if output.is_stdout() { "stdout".into() } else { summary.output.to_string_lossy() };
        let closed = if *watertight { "watertight" } else { "NOT watertight" };
        let size = summary.bytes as f64 / 1e6;
        let stages: Vec<String> =
            stages_ms.iter().map(|(stage, ms)| format!("{} {ms:.0} ms", format!("{stage:?}").to_lowercase())).collect();
        let text = format!(
            "{name}: {size:.1} MB, {vertices} vertices, {faces} faces, {closed}\n{model} on {device} in {:.2} s: {}",
            summary.total_ms / 1e3,
            stages.join(", "),
        );
        if output.is_stdout() {
            eprintln!("{text}");
            return Ok(());
        }
        print_line(text)
    }
}

fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn read_input(path: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |error| Failure::file("read", path, error);
    let mut bytes = Vec::new();
    let mut source: Box<dyn Read> =
        if is_dash(path) { Box::new(io::stdin().lock()) } else { Box::new(File::open(path).map_err(unreadable)?) };
    source.by_ref().take(MAX_INPUT_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_INPUT_BYTES {
        let message = format!("{} is larger than {} MiB: it is no photo", path.display(), MAX_INPUT_BYTES >> 20);
        return Err(Failure::new(Exit::BadInput, message));
    }
    Ok(bytes)
}

/// A bar on a terminal, nothing in a pipe.
fn progress_bar(input: &Path) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{prefix} {bar:30} {percent:>3}% {msg}").expect("the template is valid");
    let bar = ProgressBar::with_draw_target(Some(1000), ProgressDrawTarget::stderr()).with_style(style);
    bar.with_prefix(input.file_name().unwrap_or(input.as_os_str()).to_string_lossy().into_owned())
}
