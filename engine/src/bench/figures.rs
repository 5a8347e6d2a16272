//! What a measurement found.

use std::collections::BTreeMap;

use kernels::ops::peak::Peak;
use serde::Serialize;

use super::{
    Laps,
    stopwatch::{Asked, Lap},
};

/// A stage of a measurement, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Weights onto the device; once.
    Load,
    /// Pixels to image tokens.
    ImageEncoder,
    /// Image tokens to the triplane's.
    Backbone,
    /// The triplane's tokens to the field.
    Upsampling,
    /// The field's surface.
    Isosurface,
    /// Floaters; on the CPU normals and colours, which a GPU makes with the surface.
    Mesh,
    /// A GLB file in memory.
    Export,
    /// Pixels to GLB: all but loading.
    Whole,
}

impl Stage {
    /// The stage's name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Load => "load",
            Stage::ImageEncoder => "image_encoder",
            Stage::Backbone => "backbone",
            Stage::Upsampling => "upsampling",
            Stage::Isosurface => "isosurface",
            Stage::Mesh => "mesh",
            Stage::Export => "export",
            Stage::Whole => "whole",
        }
    }
}

/// A measurement.
#[derive(Debug, Clone, Serialize)]
pub struct Figures {
    /// The model's name.
    pub model: String,
    /// The device's name.
    pub device: String,
    /// What the device is, for people.
    pub description: String,
    /// The driver that reaches it, if there is one.
    pub driver: Option<String>,
    /// Processor, threads and system.
    pub machine: String,
    /// The precision of products.
    pub precision: String,
    /// Lattice samples an axis of the mesh.
    pub resolution: u32,
    /// Measured runs.
    pub runs: u32,
    /// Runs before those, which are not counted.
    pub warm_up_runs: u32,
    /// Photos of a run, which went through the network together; all figures are of all of them.
    pub batch: u32,
    /// Photos a second of the whole's middle run.
    pub photos_per_s: f64,
    /// What the device's multiplications with additions reached, operations a second. Without units for whole tiles.
    pub peak_operations_per_s: f64,
    /// What a copy larger than the caches reached, bytes read and written a second.
    pub peak_bytes_per_s: f64,
    /// The most memory that the process had resident, where the system tells. A GPU's own memory is not among it.
    pub peak_memory_bytes: Option<u64>,
    /// The stages, in order.
    pub stages: Vec<StageFigures>,
    /// The mesh that was made.
    pub mesh: MeshFigures,
}

/// A stage's figures.
#[derive(Debug, Clone, Serialize)]
pub struct StageFigures {
    /// Which.
    pub stage: Stage,
    /// The middle of the runs' wall milliseconds.
    pub median_ms: f64,
    /// The least of them.
    pub least_ms: f64,
    /// The most of them.
    pub most_ms: f64,
    /// Floating-point operations of its products, counted from the configuration; of a stage that has any.
    pub operations: Option<u64>,
    /// Bytes that have to move at least; of the whole, those that the device moves.
    pub bytes: u64,
    /// Operations a second of the median run, over the device's.
    pub arithmetic_share: Option<f64>,
    /// Bytes a second of the median run, over the device's; nothing where it is not the device that moves them: weights come from
    /// files, and with a GPU the mesh and its file are made in memory.
    pub bandwidth_share: Option<f64>,
    /// Kernels launched in a run; the CPU launches none.
    pub dispatches: u64,
    /// Bytes copied to the device in a run; to the CPU none are.
    pub bytes_to_device: u64,
    /// Bytes copied from it.
    pub bytes_from_device: u64,
}

/// The mesh of a measurement.
#[derive(Debug, Clone, Serialize)]
pub struct MeshFigures {
    /// Its vertices.
    pub vertices: usize,
    /// Its faces.
    pub faces: usize,
    /// Whether each edge is in exactly two faces, oppositely wound.
    pub watertight: bool,
    /// Lattice points evaluated over all lattice points.
    pub fraction_evaluated: f64,
}

/// What a stage has to do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Demand {
    pub(super) operations: Option<u64>,
    pub(super) bytes: u64,
    /// Whether it is the device that moves the bytes.
    pub(super) is_devices: bool,
}

/// The figures of loading, of each stage of the runs, and of the whole.
///
/// # Panics
/// When there was no run, or a stage has no demand.
pub(super) fn figures_of(
    loaded: Lap,
    runs: &[Laps],
    demands: &BTreeMap<Stage, Demand>,
    peak: Peak,
) -> Vec<StageFigures> {
    let load = stage(Stage::Load, &[loaded], demands[&Stage::Load], peak);
    let stages: Vec<Stage> = runs[0].keys().copied().collect();
    let each = stages.iter().map(|name| {
        let laps: Vec<Lap> = runs.iter().map(|run| run[name]).collect();
        stage(*name, &laps, demands[name], peak)
    });
    let sums: Vec<Lap> = runs.iter().map(|run| run.values().copied().sum()).collect();
    let all = Demand {
        operations: Some(stages.iter().filter_map(|name| demands[name].operations).sum()),
        bytes: stages.iter().filter(|name| demands[name].is_devices).map(|name| demands[name].bytes).sum(),
        is_devices: true,
    };
    std::iter::once(load).chain(each).chain([stage(Stage::Whole, &sums, all, peak)]).collect()
}

fn stage(stage: Stage, laps: &[Lap], demand: Demand, peak: Peak) -> StageFigures {
    let mut ms: Vec<f64> = laps.iter().map(|lap| lap.ms).collect();
    ms.sort_by(f64::total_cmp);
    let median_ms = ms[ms.len() / 2];
    let share = |done: u64, of: f64| done as f64 / (median_ms / 1e3) / of;
    let Asked { dispatches, traffic } = laps[laps.len() - 1].asked;
    StageFigures {
        stage,
        median_ms,
        least_ms: ms[0],
        most_ms: ms[ms.len() - 1],
        operations: demand.operations,
        bytes: demand.bytes,
        arithmetic_share: demand.operations.map(|operations| share(operations, peak.operations_per_s)),
        bandwidth_share: demand.is_devices.then(|| share(demand.bytes, peak.bytes_per_s)),
        dispatches,
        bytes_to_device: traffic.to_device,
        bytes_from_device: traffic.from_device,
    }
}

#[cfg(test)]
mod tests {
    use kernels::traffic::Traffic;

    use super::*;

    #[test]
    fn medians_sums_and_shares_are_those_of_the_laps() {
        let lap = |ms, dispatches, to_device, from_device| Lap {
            ms,
            asked: Asked { dispatches, traffic: Traffic { to_device, from_device } },
        };
        let run = |encoder, mesh| {
            Laps::from([(Stage::ImageEncoder, lap(encoder, 7, 40, 3)), (Stage::Export, lap(mesh, 1, 2, 500))])
        };
        let demands = BTreeMap::from([
            (Stage::Load, Demand { operations: None, bytes: 8, is_devices: false }),
            (Stage::ImageEncoder, Demand { operations: Some(1000), bytes: 100, is_devices: true }),
            (Stage::Export, Demand { operations: None, bytes: 50, is_devices: true }),
        ]);
        let peak = Peak { operations_per_s: 1e6, bytes_per_s: 1e5 };
        let loaded = lap(3.0, 0, 9, 0);
        let figures = figures_of(loaded, &[run(4.0, 1.0), run(2.0, 5.0), run(3.0, 0.5)], &demands, peak);
        let found: Vec<_> =
            figures.iter().map(|f| (f.stage, f.median_ms, f.least_ms, f.most_ms, f.dispatches)).collect();
        assert_eq!(
            found,
            [
                (Stage::Load, 3.0, 3.0, 3.0, 0),
                (Stage::ImageEncoder, 3.0, 2.0, 4.0, 7),
                (Stage::Export, 1.0, 0.5, 5.0, 1),
                (Stage::Whole, 5.0, 3.5, 7.0, 8),
            ]
        );
        let crossed: Vec<_> = figures.iter().map(|f| (f.bytes_to_device, f.bytes_from_device)).collect();
        assert_eq!(crossed, [(9, 0), (40, 3), (2, 500), (42, 503)]);
        assert_eq!((figures[0].arithmetic_share, figures[0].bandwidth_share), (None, None));
        // 1000 operations in 3 ms, of a million a second; 100 bytes, of 100 000 a second.
        assert_eq!(figures[1].arithmetic_share.map(|share| (share * 3.0 * 1e6).round()), Some(1e6));
        assert_eq!(figures[1].bandwidth_share.map(|share| (share * 3.0 * 1e6).round()), Some(1e6));
        assert_eq!((figures[3].operations, figures[3].bytes), (Some(1000), 150));
        // A file that is not the device's has no share of what it can, and none of the whole's.
        let mut demands = demands;
        demands.insert(Stage::Export, Demand { operations: None, bytes: 50, is_devices: false });
        let figures = figures_of(loaded, &[run(4.0, 1.0)], &demands, peak);
        assert_eq!((figures[2].bytes, figures[2].bandwidth_share, figures[3].bytes), (50, None, 100));
    }
}
