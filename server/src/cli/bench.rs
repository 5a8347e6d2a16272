//! `bench`: what a network's runs cost on a device.

mod table;

use std::path::{Path, PathBuf};

use clap::Args;
use engine::{
    bench::{self, Options},
    device::DeviceRequest,
    pipeline,
    precision::Precision,
};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{
    Exit, Failure,
    input::progress_bar,
    network::{FORMULA, Network},
    print_line,
};
use crate::placement::Placement;

/// Measure a network on a device, stage by stage
///
/// Times the stages of several runs, each read when the device has finished, and holds them against what the device reaches at
/// best: a loop of multiplications with additions in registers, and a copy larger than the caches, measured in the same run.
#[derive(Debug, Args)]
#[command(
    after_help = "Needs no download: the default weights come from a formula, and so does a fixed picture that is the input. A \
                  field of such weights is noise, so that the stages from the isosurface on run on a solid by construction, a \
                  rippled sphere in planes and a decoder of the model's sizes. The kernels ask no value whether it is zero: it \
                  costs what a trained field of that surface costs.\n\nOperations are those of products, counted from the \
                  configuration; bytes are the least that have to move. Units that multiply whole tiles (tensor cores, \
                  cooperative matrices) are not covered by the measured best: with them, shares of arithmetic above 1 are \
                  possible.\n\nExamples:\n  oneclick3d bench\n  oneclick3d bench --device wgpu --precision f16 --json > \
                  benches/results/NAME.json"
)]
pub struct Bench {
    /// formula: TripoSR's released sizes with weights from a formula; tiny: the same with small sizes; a network that was pulled,
    /// or a directory with one (./tiny for a directory of such a name).
    #[arg(long, value_name = "NAME|DIR", default_value = FORMULA)]
    model: PathBuf,

    /// Where to run: auto, cpu, cuda[:N] or wgpu[:N]; `devices` lists what there is.
    #[arg(long, value_name = "DEVICE", default_value = "auto")]
    device: DeviceRequest,

    /// How exactly products are computed: f32, bf16 or f16.
    #[arg(long, value_name = "PRECISION", default_value_t)]
    precision: Precision,

    /// Measured runs, after one that is not counted.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=1000))]
    runs: u32,

    /// Photos of a run: they go through the network together, and a mesh is made of each.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=64))]
    batch: u32,

    /// Lattice samples an axis, 16 to 1024.
    #[arg(long, value_name = "N", default_value_t = pipeline::Options::default().resolution)]
    resolution: u32,

    /// Print one JSON object: the device and its driver, its measured best, and of each stage the median, least and most
    /// milliseconds, operations, bytes, shares of the device's best, launches and bytes copied to the device and from it; photos a
    /// second; command, date and versions.
    #[arg(long)]
    json: bool,
}

impl Bench {
    pub fn run(self) -> Result<Exit, Failure> {
        let network = Network::named(&self.model)?;
        let options = Options { resolution: self.resolution, runs: self.runs, batch: self.batch };
        let placement = Placement::new(self.device, self.precision);
        let compute = placement.compute()?;
        let bar = progress_bar(Path::new("bench"));
        bar.set_message("loads");
        bar.tick();
        let mut told = |run: u32| {
            bar.set_message(if run == 0 { "warms up".to_owned() } else { format!("run {run} of {}", self.runs) });
            bar.set_position(u64::from(run) * 1000 / u64::from(self.runs + 1));
        };
        let measured = bench::run(&compute, || network.load(&placement), &options, &mut told);
        bar.finish_and_clear();
        let figures = measured?;
        let notes = notes(&network);
        if self.json {
            let mut report = json!(figures);
            let more = [
                ("command", Value::from(std::env::args().collect::<Vec<_>>().join(" "))),
                ("date", Value::from(OffsetDateTime::now_utc().date().to_string())),
                ("versions", json!({ "oneclick3d": env!("CARGO_PKG_VERSION") })),
                ("notes", json!(notes)),
            ];
            for (key, value) in more {
                report[key] = value;
            }
            print_line(format_args!("{report:#}"))?;
        } else {
            print_line(table::of(&figures))?;
            for note in notes {
                print_line(format_args!("- {note}"))?;
            }
        }
        Ok(Exit::Done)
    }
}

/// What has to be known to read the figures.
fn notes(network: &Network) -> Vec<&'static str> {
    let mut notes = vec![
        "isosurface, mesh and export are of a solid by construction, in planes and a decoder of this model's sizes",
        "shares are of what multiplications with additions in registers and a copy larger than the caches reached on this device \
         in this run; units that multiply whole tiles are not covered, with which shares above 1 are possible",
        "operations are those of products; bytes are weights and values, each moved once in the precision's width, f32 from the \
         isosurface on; what is copied to the device and from it (MB to, MB from) is counted",
        "a GPU makes normals and colours with the isosurface; mesh and export are then made in memory, and are no share of its best",
    ];
    if matches!(network, Network::Formula(..)) {
        notes.push("load includes making the weights from their formula");
    }
    notes
}
