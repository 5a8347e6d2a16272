//! `generate`: photos to model files.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use clap::Args;
use engine::{
    device::DeviceRequest,
    foreground::matting::Matting,
    model::Model,
    pipeline::{self, Options, Stage},
    precision::Precision,
    registry,
};
use serde_json::json;

use super::{
    Exit, Failure,
    input::{is_dash, progress_bar, read_input},
    output::{self, FormatName, Output},
    print_line,
    summary::Summary,
};
use crate::{
    catalog::{self, Generator},
    placement::Placement,
};

/// Turn photos into 3D models.
///
/// Finds the object in each photo, runs a model on it and writes a watertight mesh. A photo with transparency is cut along
/// it; otherwise the background is found from the photo's border, or by the network that --matting names.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  oneclick3d generate photo.png -o model.glb\n  oneclick3d generate *.jpg -o models/ \
                        --format stl\n  oneclick3d models pull triposr\n  oneclick3d generate photo.png -o model.glb --model \
                        triposr --matting u2net\n  cat photo.webp | oneclick3d generate - -o - > model.glb\n\nThe same photo, options and \
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

    /// The model: a generator that `models` lists and that is here (`models pull triposr` gets one), or a directory with a
    /// network's config.yaml and its model.safetensors or model.ckpt. It is loaded once for all inputs.
    #[arg(long, value_name = "NAME|DIR", default_value = registry::SILHOUETTE.name)]
    model: PathBuf,

    /// How exactly a network computes its products: f32; bf16, about twice as fast where the CPU has AVX-512 BF16; or f16, for
    /// GPUs. Both are within 1e-2 of f32 at every stage of the network.
    #[arg(long, value_name = "PRECISION", default_value_t = Precision::default())]
    precision: Precision,

    /// Store the network's field here as well, whole or not at all: `mesh` makes models of it at other resolutions without
    /// running the network again. For one input, and a model that makes such a field (triposr does, silhouette does not).
    #[arg(long, value_name = "FILE")]
    save_field: Option<PathBuf>,

    /// Draw the model here as well: a PNG of 512 x 512 pixels with a transparent ground, whole or not at all. For one input.
    #[arg(long, value_name = "FILE.png")]
    thumbnail: Option<PathBuf>,

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

    /// A matting network that finds the object in photos without transparency: one that `models` lists and that is here
    /// (u2net), or an ONNX file of U²-Net or IS-Net, as rembg keeps them in ~/.u2net. Better than the search for the
    /// background where that is no plain backdrop.
    #[arg(long, value_name = "NAME|FILE.onnx", conflicts_with_all = ["mask", "keep_background"])]
    matting: Option<PathBuf>,

    /// Print one JSON object for each input: model, device, milliseconds of each stage, vertices, faces, watertight,
    /// fraction of the lattice evaluated, output and bytes; or the error.
    #[arg(long)]
    json: bool,
}

impl Generate {
    pub fn run(self) -> Result<Exit, Failure> {
        let outputs = output::plan(&self.inputs, &self.output, self.format)?;
        self.refuse_contradictions(&outputs)?;
        let generator = Generator::named(&self.model)?;
        let mut options = Options {
            model: Model::default(),
            resolution: self.resolution,
            foreground_ratio: self.foreground_ratio,
            mask: self.mask.as_deref().map(|mask| read_input(mask, "a photo")).transpose()?,
            keep_background: self.keep_background,
            matting: self.matting.as_deref().map(open_matting).transpose()?,
        };
        pipeline::check(&options)?;
        let placement = Placement::new(self.device, self.precision);
        if generator.is_built_in() && matches!(self.device, DeviceRequest::Cuda(_) | DeviceRequest::Wgpu(_)) {
            return Err(engine::Error::CpuOnly { model: generator.name().to_owned() }.into());
        }
        options.model = load(&generator, &placement)?;
        if self.save_field.is_some() && !options.model.makes_storable_fields() {
            return Err(engine::Error::NoStorableField { model: generator.name().to_owned() }.into());
        }
        let mut exit = Exit::Done;
        for (input, output) in self.inputs.iter().zip(&outputs) {
            match self.run_one(input, output, &options) {
                Ok(summary) => summary.tell(self.json)?,
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
        if let Some(field) = &self.save_field {
            if self.inputs.len() > 1 {
                return usage("--save-field is for one input: run generate once for each");
            }
            if is_dash(field) {
                return usage("--save-field takes a file: a field cannot be written to stdout");
            }
            if outputs.iter().any(|output| output.path() == field) {
                return usage("--save-field and -o name the same file: give two");
            }
        }
        if let Some(thumbnail) = &self.thumbnail {
            if self.inputs.len() > 1 {
                return usage("--thumbnail is for one input: run generate once for each");
            }
            let others = outputs.iter().map(Output::path).chain(self.save_field.as_deref());
            output::check_thumbnail(thumbnail, others)?;
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
        for file in [&self.save_field, &self.thumbnail].into_iter().flatten() {
            output::refuse_unwritable(file)?;
        }
        let image = read_input(input, "a photo")?;
        let bar = progress_bar(input);
        let generated = pipeline::generate(&image, options, &mut |stage, fraction| {
            bar.set_message(stage.name());
            bar.set_position((fraction * 1000.0) as u64);
            ControlFlow::Continue(())
        });
        bar.finish_and_clear();
        let mut generated = generated?;
        let exporting = Instant::now();
        if let (Some(path), Some(field)) = (&self.save_field, generated.field.as_triplane()) {
            field.write(path).map_err(engine::Error::from)?;
        }
        if let Some(path) = &self.thumbnail {
            output::write_thumbnail(&generated.mesh, path)?;
        }
        let bytes = destination.write(&generated.mesh)?;
        generated.report.stages_ms.insert(Stage::Export, exporting.elapsed().as_secs_f64() * 1e3);
        let total_ms = began.elapsed().as_secs_f64() * 1e3;
        Ok(Summary { input, output: output.path(), bytes, report: generated.report, total_ms })
    }
}

fn load(generator: &Generator, placement: &Placement) -> Result<Model, Failure> {
    let bar = progress_bar(Path::new(generator.name()));
    bar.set_message("is loaded");
    bar.tick();
    let model = generator.load(placement);
    bar.finish_and_clear();
    Ok(model?)
}

fn open_matting(given: &Path) -> Result<Arc<Matting>, Failure> {
    Ok(Arc::new(Matting::open(&catalog::matting_file(given)?)?))
}
