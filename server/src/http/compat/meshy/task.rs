//! A generation in Meshy's words.

use std::collections::BTreeMap;

use serde::Serialize;
use time::OffsetDateTime;

use super::super::super::{Front, links};
use crate::{
    generations::{Generation, GenerationId, Progress, State},
    ledger::Credits,
};

/// The task object. Times are milliseconds since 1970, and 0 for what has not happened.
#[derive(Debug, Serialize)]
pub(super) struct Task<'a> {
    id: &'a GenerationId,
    r#type: &'static str,
    status: &'static str,
    /// Per cent.
    progress: u32,
    created_at: i64,
    started_at: i64,
    finished_at: i64,
    /// When the URLs of this answer end; a later answer has new ones.
    expires_at: i64,
    consumed_credits: Credits,
    task_error: TaskError<'a>,
    model_urls: BTreeMap<&'static str, String>,
    thumbnail_url: Option<String>,
    texture_urls: [(); 0],
    ai_model: &'a str,
}

#[derive(Debug, Serialize)]
struct TaskError<'a> {
    /// Empty without an error.
    message: &'a str,
}

/// The task of a generation that is this far at `now`.
pub(super) fn view<'a>(front: &Front, generation: &'a Generation, progress: Progress, now: OffsetDateTime) -> Task<'a> {
    let (status, consumed_credits) = match generation.state {
        State::Queued => ("PENDING", generation.credits),
        State::Running => ("IN_PROGRESS", generation.credits),
        State::Succeeded => ("SUCCEEDED", generation.credits),
        State::Failed => ("FAILED", Credits(0)),
        State::Canceled => ("CANCELED", Credits(0)),
    };
    let links = (generation.state == State::Succeeded).then(|| links::of(front, generation, now));
    let (expires_at, models, thumbnail_url) =
        links.map_or((None, Vec::new(), None), |links| (Some(links.expires_at), links.models, links.thumbnail));
    Task {
        id: &generation.id,
        r#type: "image-to-3d",
        status,
        progress: (progress.fraction.clamp(0.0, 1.0) * 100.0) as u32,
        created_at: milliseconds(Some(generation.created_at)),
        started_at: milliseconds(generation.started_at),
        finished_at: milliseconds(generation.finished_at),
        expires_at: milliseconds(expires_at),
        consumed_credits,
        task_error: TaskError { message: generation.fault.as_ref().map_or("", |fault| &fault.message) },
        model_urls: models.into_iter().map(|(format, url)| (format.extension(), url)).collect(),
        thumbnail_url,
        texture_urls: [],
        ai_model: &generation.options.model,
    }
}

fn milliseconds(time: Option<OffsetDateTime>) -> i64 {
    time.map_or(0, |time| time.unix_timestamp() * 1000 + i64::from(time.millisecond()))
}
