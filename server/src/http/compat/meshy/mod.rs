//! `/openapi/v1/image-to-3d`, as Meshy's clients know it (its API reference, "Image to 3D"): a task is created, asked for or
//! streamed until it has ended, listed, and deleted.

mod request;
mod task;

pub(in super::super) use task::Task;

use std::{net::IpAddr, sync::Arc};

use bytes::Bytes;
use http_body_util::{BodyExt, Empty, channel::Channel};
use hyper::{HeaderMap, Response, StatusCode, body::Incoming};
use schemars::JsonSchema;
use serde::Serialize;
use time::OffsetDateTime;
use tracing::Instrument as _;

use super::super::{
    Answer, Front, body,
    events::{self, Change, Changes},
    generations::{self, parse_id},
    idempotency_key,
    problem::Problem,
};
use crate::{
    blocking,
    generations::{self as store, Generation, GenerationId, Progress, State},
    jobs::CancelError,
    ledger::AccountId,
};

/// The answer to a new task.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MeshyCreated")]
pub(in super::super) struct Created<'a> {
    result: &'a GenerationId,
}

/// `{message}`, an error.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MeshyError")]
pub(super) struct Refusal<'a> {
    message: &'a str,
    /// For programs.
    code: &'static str,
    /// Policy P14.
    contact: &'a str,
}

/// `POST /openapi/v1/image-to-3d`.
pub(in super::super) async fn create(
    front: &Front,
    account: AccountId,
    address: Option<IpAddr>,
    headers: &HeaderMap,
    incoming: &mut Incoming,
) -> Result<Answer, Problem> {
    let key = idempotency_key::claim(front, &account, "generation", headers)?;
    let (fields, upload) = body::read_object(front, &account, headers, incoming).await?;
    let request = request::read(fields, front.catalog.default_generator().name(), &front.fetcher).await?;
    let submitted = generations::submit(front, &account, address, key, request).await?;
    drop(upload);
    let mut answer = body::json(StatusCode::ACCEPTED, &Created { result: &submitted.generation.id });
    idempotency_key::mark(&mut answer, submitted.replayed);
    Ok(answer)
}

/// `GET /openapi/v1/image-to-3d/{id}`.
pub(in super::super) async fn get(front: &Front, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let generation = undeleted(generations::find(front, &account, &parse_id(id)?).await?)?;
    let progress = generations::progress(front, &generation);
    Ok(body::json(StatusCode::OK, &task::view(front, &generation, progress, OffsetDateTime::now_utc())))
}

/// `GET /openapi/v1/image-to-3d`.
pub(in super::super) async fn list(front: &Front, account: AccountId, query: Option<&str>) -> Result<Answer, Problem> {
    let request::Listing { order, skipped, limit } = request::listing(query)?;
    let found = front.database.read(move |tx| store::undeleted(tx, &account, order, skipped, limit)).await?;
    let now = OffsetDateTime::now_utc();
    let tasks = found.iter().map(|generation| {
        let progress = generations::progress(front, generation);
        task::view(front, generation, progress, now)
    });
    Ok(body::json(StatusCode::OK, &tasks.collect::<Vec<_>>()))
}

/// `DELETE /openapi/v1/image-to-3d/{id}`: what has not ended is canceled, its credits come back, and the files go. The record
/// stays in the history (policy P4).
pub(in super::super) async fn delete(front: &Front, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let generation = undeleted(generations::find(front, &account, &parse_id(id)?).await?)?;
    let id = generation.id;
    match front.jobs.cancel(&account, &id).await {
        Ok(Generation { state: State::Canceled, .. }) | Err(CancelError::Ended(_)) => {}
        Ok(_) => {
            let detail = "the task does not end; delete it again in a moment";
            return Err(Problem::new(StatusCode::CONFLICT, "generation_not_ended", detail));
        }
        Err(error) => return Err(error.into()),
    }
    let (deleted, now) = (id.clone(), OffsetDateTime::now_utc());
    front.database.write(move |tx| store::delete(tx, &deleted, now)).await?;
    // After the commit: a file that is gone and not said to be would be a fault of ours.
    let storage = front.storage.clone();
    blocking::run(move || storage.remove_artifacts(&id)).await;
    Ok(Response::new(Empty::new().map_err(|never| match never {}).boxed()))
}

/// `GET /openapi/v1/image-to-3d/{id}/stream`: the task after each change, until it has ended.
pub(in super::super) async fn stream(front: &Arc<Front>, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let (generation, mut changes) = Changes::of(front, &account, id).await?;
    let mut generation = undeleted(generation)?;
    let (mut sender, body) = Channel::new(4);
    let front = Arc::clone(front);
    let tell = async move {
        while let Some(change) = changes.next().await {
            let piece = match change {
                Change::Now(now) => {
                    if now.state != generation.state {
                        match generations::find(&front, &account, &generation.id).await {
                            Ok(found) => generation = found,
                            Err(problem) => {
                                tracing::error!(generation = %generation.id, ?problem, "a stream of a task ends early");
                                return;
                            }
                        }
                    }
                    message(&front, &generation, now.progress)
                }
                Change::Nothing => events::ALIVE,
            };
            if sender.send_data(piece).await.is_err() {
                // Nobody listens any more.
                return;
            }
        }
    };
    tokio::spawn(tell.in_current_span());
    Ok(events::answer(body))
}

fn message(front: &Front, generation: &Generation, progress: Progress) -> Bytes {
    let task = task::view(front, generation, progress, OffsetDateTime::now_utc());
    let mut piece = b"event: message\n".to_vec();
    piece.extend_from_slice(&events::data(&task));
    piece.into()
}

/// A task that was deleted is not there.
fn undeleted(generation: Generation) -> Result<Generation, Problem> {
    if generation.deleted_at.is_some() { Err(Problem::no_such_generation()) } else { Ok(generation) }
}

/// The problem as Meshy writes it.
pub(super) fn refuse(problem: Problem, contact: &str) -> Answer {
    let refusal = Refusal { message: problem.detail(), code: problem.code(), contact };
    let answer = body::json(problem.status(), &refusal);
    problem.dress(answer)
}
