//! What is told of a finished run.

use std::path::Path;

use engine::pipeline::Report;
use serde::Serialize;
use serde_json::json;

use super::{Failure, input::is_dash, print_line};

/// One finished run.
#[derive(Debug, Serialize)]
pub struct Summary<'a> {
    pub input: &'a Path,
    pub output: &'a Path,
    pub bytes: u64,
    #[serde(flatten)]
    pub report: Report,
    pub total_ms: f64,
}

impl Summary<'_> {
    /// Prints it: as one JSON object, or two lines for people, beside a model that goes to stdout on stderr.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn tell(&self, json: bool) -> Result<(), Failure> {
        if json {
            return print_line(json!(self));
        }
        let Report { model, device, stages_ms, vertices, faces, watertight, .. } = &self.report;
        let to_stdout = is_dash(self.output);
        let name = if to_stdout { "stdout".into() } else { self.output.to_string_lossy() };
        let closed = if *watertight { "watertight" } else { "NOT watertight" };
        let size = self.bytes as f64 / 1e6;
        let stages: Vec<String> =
            stages_ms.iter().map(|(stage, ms)| format!("{} {ms:.0} ms", format!("{stage:?}").to_lowercase())).collect();
        let text = format!(
            "{name}: {size:.1} MB, {vertices} vertices, {faces} faces, {closed}\n{model} on {device} in {:.2} s: {}",
            self.total_ms / 1e3,
            stages.join(", "),
        );
        if to_stdout {
            eprintln!("{text}");
            return Ok(());
        }
        print_line(text)
    }
}
