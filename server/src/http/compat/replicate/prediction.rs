//! A generation in the words of cog and Replicate.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::{
    super::super::{Front, generations, links},
    OWNER,
};
use crate::{
    date_time::DateTime,
    generations::{Generation, GenerationId, Progress, State},
};

/// The prediction object.
#[derive(Debug, Serialize, JsonSchema)]
pub(in super::super::super) struct Prediction<'a> {
    id: &'a GenerationId,
    model: String,
    version: &'a str,
    status: &'static str,
    /// The options that it has; not its images.
    input: Input,
    /// URLs that need no key, by format.
    output: Option<BTreeMap<&'static str, String>>,
    error: Option<&'a str>,
    logs: String,
    metrics: Metrics,
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "DateTime")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schemars(with = "Option<DateTime>")]
    started_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schemars(with = "Option<DateTime>")]
    completed_at: Option<OffsetDateTime>,
    urls: BTreeMap<&'static str, String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PredictionInput")]
struct Input {
    resolution: u32,
    foreground_ratio: f32,
    keep_background: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PredictionMetrics")]
struct Metrics {
    /// Seconds in the worker.
    #[serde(skip_serializing_if = "Option::is_none")]
    predict_time: Option<f64>,
}

/// The prediction of a generation at `now`.
pub(in super::super::super) fn view<'a>(
    front: &Front,
    generation: &'a Generation,
    now: OffsetDateTime,
) -> Prediction<'a> {
    let options = &generation.options;
    let url = |tail: &str| format!("{}/v1/predictions/{}{tail}", front.configuration.service.url, generation.id);
    let ran = generation.started_at.zip(generation.finished_at).map(|(start, end)| end - start);
    Prediction {
        id: &generation.id,
        model: format!("{OWNER}/{}", options.model),
        version: &options.model,
        status: match generation.state {
            State::Queued => "starting",
            State::Running => "processing",
            State::Succeeded => "succeeded",
            State::Failed => "failed",
            State::Canceled => "canceled",
        },
        input: Input {
            resolution: options.resolution,
            foreground_ratio: options.foreground_ratio,
            keep_background: options.keep_background,
        },
        output: (generation.state == State::Succeeded).then(|| output(front, generation, now)),
        error: generation.fault.as_ref().map(|fault| fault.message.as_str()),
        logs: logs(generations::progress(front, generation)),
        metrics: Metrics { predict_time: ran.map(Duration::as_seconds_f64) },
        created_at: generation.created_at,
        started_at: generation.started_at,
        completed_at: generation.finished_at,
        urls: [("get", url("")), ("cancel", url("/cancel")), ("stream", url("/stream"))].into(),
    }
}

/// The same, as the answer to the request that made it: what has not ended is `starting`. Replicate's client asks again after
/// that word, and takes `processing` for an end.
pub(super) fn created<'a>(front: &Front, generation: &'a Generation, now: OffsetDateTime) -> Prediction<'a> {
    let mut prediction = view(front, generation, now);
    if !generation.state.is_final() {
        prediction.status = "starting";
    }
    prediction
}

/// The files of a generation that succeeded.
pub(super) fn output(front: &Front, generation: &Generation, now: OffsetDateTime) -> BTreeMap<&'static str, String> {
    let links = links::of(front, generation, now);
    links.models.into_iter().map(|(format, url)| (format.extension(), url)).collect()
}

/// How far it is, as a line that Replicate's client reads as progress; empty before it runs.
pub(super) fn logs(progress: Progress) -> String {
    const WIDTH: usize = 20;
    let Some(stage) = progress.stage else { return String::new() };
    let percent = (progress.fraction.clamp(0.0, 1.0) * 100.0) as usize;
    let bar = "#".repeat(percent * WIDTH / 100);
    let stage = json!(stage);
    format!("{}\n{percent:3}%|{bar:WIDTH$}| {percent}/100", stage.as_str().unwrap_or_default())
}
