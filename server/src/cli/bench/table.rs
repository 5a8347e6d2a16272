//! A measurement, for people.

use engine::bench::{Figures, StageFigures};

/// A heading, a line a stage, and the memory.
pub fn of(figures: &Figures) -> String {
    let Figures { model, device, description, machine, precision, resolution, runs, batch, .. } = figures;
    let photos = if *batch == 1 { "a photo".to_owned() } else { format!("{batch} photos together") };
    let mut lines = vec![
        format!("{model} on {device} in {precision}, mesh at {resolution}; {photos}, {runs} runs after a warm-up"),
        format!("{description}; {machine}"),
        format!(
            "at best {:.1} GFLOP/s and {:.1} GB/s, measured",
            figures.peak_operations_per_s / 1e9,
            figures.peak_bytes_per_s / 1e9
        ),
        format!(
            "{:<14} {:>10} {:>10} {:>10} {:>10} {:>8} {:>10} {:>8} {:>8} {:>8} {:>8}",
            "stage",
            "median ms",
            "least ms",
            "most ms",
            "GFLOP",
            "of best",
            "MB",
            "of best",
            "launches",
            "MB to",
            "MB from"
        ),
    ];
    lines.extend(figures.stages.iter().map(line));
    lines.push(format!("{:.2} photos a second", figures.photos_per_s));
    if let Some(bytes) = figures.peak_memory_bytes {
        lines.push(format!("peak memory of the process: {:.0} MB", bytes as f64 / 1e6));
    }
    let closed = if figures.mesh.watertight { "watertight" } else { "NOT watertight" };
    lines.push(format!("mesh: {} vertices, {} faces, {closed}", figures.mesh.vertices, figures.mesh.faces));
    lines.join("\n")
}

fn line(figures: &StageFigures) -> String {
    let StageFigures { stage, median_ms, least_ms, most_ms, operations, bytes, dispatches, .. } = figures;
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    let operations = operations.map_or_else(String::new, |operations| format!("{:.3}", operations as f64 / 1e9));
    let percent = |share: Option<f64>| share.map_or_else(String::new, |share| format!("{:.1} %", 100.0 * share));
    format!(
        "{:<14} {median_ms:>10.2} {least_ms:>10.2} {most_ms:>10.2} {operations:>10} {:>8} {:>10.3} {:>8} {dispatches:>8} {:>8.3} {:>8.3}",
        stage.name().replace('_', " "),
        percent(figures.arithmetic_share),
        megabytes(*bytes),
        percent(figures.bandwidth_share),
        megabytes(figures.bytes_to_device),
        megabytes(figures.bytes_from_device),
    )
}
