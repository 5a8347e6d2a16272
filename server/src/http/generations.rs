//! `/v1/generations`: create, list, look at, cancel.

use std::{collections::BTreeMap, io, net::IpAddr, str::FromStr, time::Duration};

use hyper::{
    HeaderMap, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
};
use schemars::JsonSchema;
use serde::Serialize;
use time::OffsetDateTime;

use super::{
    Answer, Front, body,
    generation_request::{self, Encoding, GenerationRequest},
    idempotency_key,
    pages::{Page, PageRequest},
    prefer::{self, Preference},
    problem::Problem,
    query::Query,
};
use crate::{
    date_time::DateTime,
    generations::{self, Artifact, ArtifactKind, Fault, Generation, GenerationId, Progress, State},
    jobs::{CancelError, IdempotencyKey, KeyGuard, Submission, SubmitError, Submitted},
    ledger::{AccountId, Credits, HoldId},
};

/// The generation object of the API.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Generation")]
pub(super) struct View<'a> {
    id: &'a GenerationId,
    state: State,
    model: &'a str,
    credits: Credits,
    /// What paid for it: the entries of this hold at `/v1/credits/entries` charge the credits, and keep or return them.
    hold: &'a HoldId,
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "DateTime")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schemars(with = "Option<DateTime>")]
    started_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schemars(with = "Option<DateTime>")]
    finished_at: Option<OffsetDateTime>,
    progress: Progress,
    fault: Option<&'a Fault>,
    /// The model's files by format.
    artifacts: BTreeMap<&'static str, String>,
    /// When a retention rule took the files away.
    #[serde(with = "time::serde::rfc3339::option")]
    #[schemars(with = "Option<DateTime>")]
    artifacts_expired_at: Option<OffsetDateTime>,
    /// A picture of the model; null until it is there, and for what was made before there were pictures.
    thumbnail_url: Option<String>,
}

/// A generation as it is answered.
pub(super) fn view<'a>(front: &Front, generation: &'a Generation) -> View<'a> {
    let (mut artifacts, mut thumbnail_url) = (BTreeMap::new(), None);
    for kind in generation.artifacts.iter().filter_map(Artifact::kind) {
        let url = format!("/v1/generations/{}/{}", generation.id, kind.file());
        match kind {
            ArtifactKind::Model(format) => drop(artifacts.insert(format.extension(), url)),
            ArtifactKind::Thumbnail => thumbnail_url = Some(url),
        }
    }
    View {
        id: &generation.id,
        state: generation.state,
        model: &generation.options.model,
        credits: generation.credits,
        hold: &generation.hold,
        created_at: generation.created_at,
        started_at: generation.started_at,
        finished_at: generation.finished_at,
        progress: progress(front, generation),
        fault: generation.fault.as_ref(),
        artifacts,
        artifacts_expired_at: generation.artifacts_expired_at,
        thumbnail_url,
    }
}

/// How far a generation is at this moment.
pub(super) fn progress(front: &Front, generation: &Generation) -> Progress {
    let live = if generation.state == State::Running { front.jobs.watch(&generation.id) } else { None };
    live.map_or(generation.progress, |live| live.borrow().progress)
}

/// `POST /v1/generations`.
pub(super) async fn create(
    front: &Front,
    account: AccountId,
    address: Option<IpAddr>,
    headers: &HeaderMap,
    incoming: &mut Incoming,
) -> Result<Answer, Problem> {
    let encoding = Encoding::of(headers)?;
    // Before the body: while the first request still sends it, a second one with the key is in flight already.
    let key = idempotency_key::claim(front, &account, "generation", headers)?;
    let upload = body::read(front, &account, headers, incoming).await?;
    let default = front.catalog.default_generator().name();
    let request = generation_request::parse(encoding, upload.bytes.clone(), default, &front.fetcher).await?;
    let submitted = submit(front, &account, address, key, request).await?;
    drop(upload);

    let mut generation = submitted.generation;
    let wait = match prefer::of(headers) {
        Preference::Wait(Some(wait)) => Some(wait.min(front.limits.wait)),
        // RFC 7240 wants a number with it.
        Preference::Wait(None) | Preference::RespondAsync | Preference::None => None,
    };
    if let Some(wait) = wait {
        wait_for_end(front, &generation.id, wait).await;
        generation = find(front, &account, &generation.id).await?;
    }
    let mut answer = body::json(StatusCode::ACCEPTED, &view(front, &generation));
    let location = format!("/v1/generations/{}", generation.id);
    let headers = answer.headers_mut();
    headers.insert(header::LOCATION, HeaderValue::try_from(location).expect("an id is ASCII"));
    if let Some(wait) = wait {
        let applied = HeaderValue::try_from(format!("wait={}", wait.as_secs())).expect("a number is ASCII");
        headers.insert("preference-applied", applied);
    }
    idempotency_key::mark(&mut answer, submitted.replayed);
    Ok(answer)
}

/// Checks a request, and creates its generation and hold, or finds those that it created before.
///
/// # Errors
/// 422 that names what is wrong; why nothing was created.
pub(super) async fn submit(
    front: &Front,
    account: &AccountId,
    address: Option<IpAddr>,
    key: Option<KeyGuard>,
    request: GenerationRequest,
) -> Result<Submitted, Problem> {
    let (catalog, account) = (front.catalog.clone(), account.clone());
    let prepare = move || {
        generation_request::check(&request, &catalog)?;
        let key =
            key.map(|guard| IdempotencyKey { guard, request_sha256: generation_request::request_sha256(&request) });
        let GenerationRequest { image, mask, options, webhook } = request;
        Ok::<_, Problem>(Submission { account, address, image, mask, options, webhook, key })
    };
    front.jobs.submit(prepare).await
}

/// Waits until a generation has ended. Gives up early on what stays queued when the server drains.
pub(super) async fn wait_for_end(front: &Front, id: &GenerationId, wait: Duration) {
    let Some(mut watcher) = front.jobs.watch(id) else { return };
    let stays_queued = {
        let watcher = watcher.clone();
        async move {
            front.jobs.drained().await;
            if watcher.borrow().state != State::Queued {
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        _ = watcher.wait_for(|now| now.state.is_final()) => {}
        () = tokio::time::sleep(wait) => {}
        () = stays_queued => {}
    }
}

/// The value of `state`: states, separated by commas.
struct States(Vec<State>);

impl FromStr for States {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split(',').map(str::parse).collect::<Result<_, _>>().map(States)
    }
}

/// `GET /v1/generations`: all, or those in the states that `?state=` names.
pub(super) async fn list(front: &Front, account: AccountId, query: Option<&str>) -> Result<Answer, Problem> {
    let [limit, cursor] = PageRequest::NAMES;
    let query = Query::parse(query, &[limit, cursor, "state"])?;
    let PageRequest { cursor, limit } = PageRequest::of(&query)?;
    let States(states) = query.get("state")?.unwrap_or(States(State::ALL.to_vec()));
    let page = front
        .database
        .read(move |tx| generations::list_in(tx, &account, &states, cursor.as_deref(), limit))
        .await?
        .ok_or_else(PageRequest::wrong_cursor)?;
    let data = page.generations.iter().map(|generation| view(front, generation)).collect();
    Ok(body::json(StatusCode::OK, &Page { data, next: page.next }))
}

/// `GET /v1/generations/{id}`.
pub(super) async fn get(front: &Front, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let generation = find(front, &account, &parse_id(id)?).await?;
    Ok(body::json(StatusCode::OK, &view(front, &generation)))
}

/// `POST /v1/generations/{id}/cancel`.
pub(super) async fn cancel(front: &Front, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let generation = front.jobs.cancel(&account, &parse_id(id)?).await?;
    Ok(body::json(StatusCode::OK, &view(front, &generation)))
}

/// The id in a path.
///
/// # Errors
/// 404 for what is no id.
pub(super) fn parse_id(id: &str) -> Result<GenerationId, Problem> {
    GenerationId::parse(id).ok_or_else(Problem::no_such_generation)
}

/// The account's generation.
///
/// # Errors
/// 404 when there is none, or it is another account's.
pub(super) async fn find(front: &Front, account: &AccountId, id: &GenerationId) -> Result<Generation, Problem> {
    let (account, id) = (account.clone(), id.clone());
    let found = front.database.read(move |tx| generations::get(tx, &account, &id)).await?;
    found.ok_or_else(Problem::no_such_generation)
}

impl From<SubmitError> for Problem {
    fn from(error: SubmitError) -> Self {
        let detail = error.to_string();
        match error {
            SubmitError::Draining => {
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, "draining", detail).retry_after(Duration::from_secs(5))
            }
            SubmitError::QueueFull { retry_after } => {
                Problem::new(StatusCode::TOO_MANY_REQUESTS, "queue_full", detail).retry_after(retry_after)
            }
            SubmitError::Storage(error)
                if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) =>
            {
                tracing::error!(%error, "the disk is full: generations are refused");
                let detail = "the server cannot store uploads now; nothing was charged. Send the request again later";
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, "storage_full", detail)
                    .retry_after(Duration::from_secs(60))
            }
            SubmitError::Storage(error) => Problem::internal(&error),
            SubmitError::Store(error) => error.into(),
        }
    }
}

impl From<CancelError> for Problem {
    fn from(error: CancelError) -> Self {
        match error {
            CancelError::NotFound => Problem::no_such_generation(),
            CancelError::Ended(state) => {
                let detail = format!("the generation is {} already", state.as_str());
                Problem::new(StatusCode::CONFLICT, "generation_ended", detail)
            }
            CancelError::Store(error) => error.into(),
        }
    }
}
