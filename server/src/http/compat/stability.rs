//! `POST /v2beta/3d/stable-fast-3d` and `GET /v1/user/balance`, as Stability's clients know them (its REST API v2beta, and v1
//! for the balance): one request, one GLB.
//!
//! The run is the server's, as any other: a client that hangs up finds it in the history.

use std::{net::IpAddr, time::Duration};

use engine::export::Format;
use hyper::{
    HeaderMap, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use time::OffsetDateTime;

use super::{
    super::{
        Answer, Front, body, files,
        generation_request::{self, Encoding},
        generations, idempotency_key,
        problem::Problem,
    },
    fields::{Field, Fields, Kept},
};
use crate::{
    generations::{ArtifactKind, FaultKind, Generation, State},
    hex,
    ledger::{self, AccountId, Credits},
    sweeper,
};

/// The code of a run that failed.
pub(super) const FAILED: &str = "generation_failed";

const READ: [&str; 2] = ["image", "foreground_ratio"];

const KEPT: &[Field] = &[
    Field {
        name: "texture_resolution",
        kept: Kept::Never,
        why: "models have their colours at the vertices and no texture",
    },
    Field { name: "remesh", kept: Kept::Text("none"), why: "the surface is delivered as it was made" },
    Field { name: "vertex_count", kept: Kept::Text("-1"), why: "the number of vertices follows from the surface" },
];

/// `POST /v2beta/3d/stable-fast-3d`.
pub(in super::super) async fn generate(
    front: &Front,
    account: AccountId,
    address: Option<IpAddr>,
    headers: &HeaderMap,
    incoming: &mut Incoming,
) -> Result<Answer, Problem> {
    let Encoding::Multipart { boundary } = Encoding::of(headers)? else {
        let detail = "the Content-Type is application/json; send multipart/form-data";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail));
    };
    let key = idempotency_key::claim(front, &account, "generation", headers)?;
    let upload = body::read(front, &account, headers, incoming).await?;
    let fields = generation_request::multipart_fields(boundary, upload.bytes.clone()).await?;
    let (read, others): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(name, _)| READ.contains(&name.as_str()));
    let others = others.into_iter().map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into()));
    Fields::new(others.collect::<Map<String, Value>>())
        .finish(KEPT, "image, foreground_ratio, remesh (none) and vertex_count (-1)")?;
    let request = generation_request::of_multipart(read, front.catalog.default_generator().name())?;
    let submitted = generations::submit(front, &account, address, key, request).await?;
    drop(upload);

    let id = submitted.generation.id;
    generations::wait_for_end(front, &id, Duration::MAX).await;
    let generation = generations::find(front, &account, &id).await?;
    ended(&generation)?;
    // Nothing that the request says is about the file.
    let mut answer =
        files::send(front, &generation, ArtifactKind::Model(Format::Glb), &HeaderMap::new(), false).await?;
    let location = format!("/v1/generations/{id}/model.glb");
    answer.headers_mut().insert(header::CONTENT_LOCATION, HeaderValue::try_from(location).expect("an id is ASCII"));
    idempotency_key::mark(&mut answer, submitted.replayed);
    Ok(answer)
}

/// Whether there is something to send.
fn ended(generation: &Generation) -> Result<(), Problem> {
    let Generation { id, state, credits, .. } = generation;
    match (state, &generation.fault) {
        (State::Succeeded, _) => Ok(()),
        (State::Failed, Some(fault)) => {
            let status = match fault.kind {
                FaultKind::FileProcessing => StatusCode::UNPROCESSABLE_ENTITY,
                FaultKind::ProcessingError | FaultKind::Timeout | FaultKind::Crash | FaultKind::Infrastructure => {
                    StatusCode::INTERNAL_SERVER_ERROR
                }
            };
            let (kind, message) = (fault.kind.as_str(), &fault.message);
            let detail = format!("{id} failed ({kind}): {message}; its {credits} credits are back");
            Err(Problem::new(status, FAILED, detail))
        }
        (State::Canceled, _) => {
            let detail = format!("{id} was canceled meanwhile; its {credits} credits are back");
            Err(Problem::new(StatusCode::CONFLICT, "generation_canceled", detail))
        }
        (State::Queued | State::Running | State::Failed, _) => {
            let detail = format!("the server is shutting down; {id} is made after its restart: look into the history");
            Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "draining", detail).retry_after(Duration::from_secs(5)))
        }
    }
}

/// What is left.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "StabilityBalance")]
pub(in super::super) struct View {
    credits: Credits,
}

/// `{id, name, errors}`, an error.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "StabilityError")]
pub(super) struct Refusal<'a> {
    id: String,
    name: &'static str,
    errors: [&'a str; 1],
    /// Policy P14.
    contact: &'a str,
}

/// `GET /v1/user/balance`.
pub(in super::super) async fn balance(front: &Front, account: AccountId) -> Result<Answer, Problem> {
    let now = OffsetDateTime::now_utc();
    sweeper::settle_expiry(&front.database, &account, now).await?;
    let balance = front.database.read(move |tx| ledger::balance(tx, &account, now)).await?;
    Ok(body::json(StatusCode::OK, &View { credits: balance.available }))
}

/// The problem as Stability writes it.
pub(super) fn refuse(problem: Problem, contact: &str) -> Answer {
    let name = match problem.status() {
        StatusCode::BAD_REQUEST => "bad_request",
        StatusCode::UNAUTHORIZED => "unauthorized",
        StatusCode::PAYMENT_REQUIRED => "payment_required",
        StatusCode::FORBIDDEN => "forbidden",
        StatusCode::PAYLOAD_TOO_LARGE => "payload_too_large",
        StatusCode::UNPROCESSABLE_ENTITY => "unprocessable_entity",
        StatusCode::TOO_MANY_REQUESTS => "rate_limit_exceeded",
        StatusCode::INTERNAL_SERVER_ERROR => "internal_error",
        _ => problem.code(),
    };
    let mut id = [0_u8; 16];
    getrandom::fill(&mut id).expect("the operating system has random numbers");
    let refusal = Refusal { id: hex::encode(&id), name, errors: [problem.detail()], contact };
    let answer = body::json(problem.status(), &refusal);
    problem.dress(answer)
}
