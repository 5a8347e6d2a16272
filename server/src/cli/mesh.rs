//! `mesh`: a stored field to a model file.

use std::{ops::ControlFlow, path::PathBuf, time::Instant};

use clap::Args;
use engine::{
    device::DeviceRequest,
    grid::Sampling,
    pipeline::{self, MeshOptions, Stage},
};

use super::{
    Exit, Failure,
    input::{progress_bar, read_input},
    output::{self, FormatName},
    summary::Summary,
};

/// Mesh a stored field.
///
/// Reads what `generate --save-field` stores: three planes of features and the decoder that turns them into density and
/// colour. The mesh is made as generate makes it.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  oneclick3d mesh field.safetensors -o model.glb --resolution 512\n  oneclick3d mesh \
                        field.safetensors -o - --format stl > model.stl\n\nThe same field and options give the same bytes."
)]
pub struct Mesh {
    /// The field, a safetensors file of `triplane`, `decoder.layers.*` and metadata; `-` reads it from stdin.
    #[arg(value_name = "FIELD")]
    field: PathBuf,

    /// The model file, a directory, or `-` for stdout. The format follows the ending: .glb, .obj (with .mtl beside it),
    /// .stl (millimetres, for printing) or .ply.
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,

    /// The format where OUT is a directory or stdout.
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<FormatName>,

    /// Draw the model here as well: a PNG of 512 x 512 pixels with a transparent ground, whole or not at all.
    #[arg(long, value_name = "FILE.png")]
    thumbnail: Option<PathBuf>,

    /// Where to run: auto, cpu, cuda[:N] or wgpu[:N]; `devices` lists what there is.
    #[arg(long, value_name = "DEVICE", default_value = "auto")]
    device: DeviceRequest,

    /// Lattice samples an axis, 16 to 1024: twice as many show details of half the size and make four times the faces.
    #[arg(long, value_name = "N", default_value_t = MeshOptions::default().resolution)]
    resolution: u32,

    /// Evaluate the field at every lattice point, not only near the surface. Finds parts that are too small for the coarse
    /// lattice, and takes the time of the whole volume.
    #[arg(long)]
    dense: bool,

    /// Keep parts that are small against the largest one.
    #[arg(long)]
    keep_floaters: bool,

    /// Print one JSON object: device, milliseconds of each stage, vertices, faces, watertight, fraction of the lattice
    /// evaluated, area, volume, faces of each connected part, output and bytes.
    #[arg(long)]
    json: bool,
}

impl Mesh {
    pub fn run(self) -> Result<Exit, Failure> {
        let began = Instant::now();
        let outputs = output::plan(std::slice::from_ref(&self.field), &self.output, self.format)?;
        let [output] = &outputs[..] else { unreachable!("one input has one output") };
        if self.json && output.is_stdout() {
            let message = "--json and `-o -` both write to stdout: give a file to one of them";
            return Err(Failure::new(Exit::Usage, message));
        }
        let options = MeshOptions {
            device: self.device.open().map_err(engine::Error::from)?,
            resolution: self.resolution,
            sampling: if self.dense { Sampling::Dense } else { Sampling::Sparse },
            keep_floaters: self.keep_floaters,
        };
        pipeline::check_mesh(&options)?;
        if let Some(thumbnail) = &self.thumbnail {
            output::check_thumbnail(thumbnail, std::iter::once(output.path()))?;
            output::refuse_unwritable(thumbnail)?;
        }
        // An output that cannot be written is told before the work, not after it.
        let destination = output.prepare()?;
        let field = read_input(&self.field, "a field")?;
        let bar = progress_bar(&self.field);
        let meshed = pipeline::mesh(&field, &options, &mut |stage, fraction| {
            bar.set_message(stage.name());
            bar.set_position((fraction * 1000.0) as u64);
            ControlFlow::Continue(())
        });
        bar.finish_and_clear();
        let (mesh, mut report) = meshed?;
        let exporting = Instant::now();
        if let Some(path) = &self.thumbnail {
            output::write_thumbnail(&mesh, path)?;
        }
        let bytes = destination.write(&mesh)?;
        report.stages_ms.insert(Stage::Export, exporting.elapsed().as_secs_f64() * 1e3);
        let total_ms = began.elapsed().as_secs_f64() * 1e3;
        let summary = Summary { input: &self.field, output: output.path(), bytes, report, total_ms };
        summary.tell(self.json)?;
        Ok(Exit::Done)
    }
}
