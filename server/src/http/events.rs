//! `GET /v1/generations/{id}/events`: server-sent events until the generation has ended.
//!
//! Each event is `data: {"state", "stage", "fraction"}`; the last one has a final state. Whoever comes later than that
//! gets that one. A client that comes again with `Last-Event-ID` (as browsers do, see "Server-sent events" of the HTML
//! standard) is not told again what it was told last; 204 says that there is nothing more.

use std::sync::Arc;

use bytes::Bytes;
use engine::pipeline::Stage;
use http_body_util::{BodyExt, channel::Channel};
use hyper::{
    HeaderMap, Response,
    header::{self, HeaderValue},
};
use serde::Serialize;
use tokio::{sync::watch, time::timeout};
use tracing::Instrument as _;

use super::{
    Answer, Front, body,
    generations::{find, parse_id},
    problem::Problem,
};
use crate::{
    generations::{Generation, State},
    jobs::Snapshot,
    ledger::AccountId,
};

/// A comment, as a sign of life.
pub(super) const ALIVE: Bytes = Bytes::from_static(b": alive\n\n");

/// What happens to a generation, from now to its end.
pub(super) struct Changes {
    front: Arc<Front>,
    now: Snapshot,
    /// None for what has ended.
    watcher: Option<watch::Receiver<Snapshot>>,
    told: bool,
}

/// One of them.
pub(super) enum Change {
    /// Where it stands now.
    Now(Snapshot),
    /// Nothing for a while.
    Nothing,
}

impl Changes {
    /// The account's generation as it is, and what happens to it.
    ///
    /// # Errors
    /// 404 when there is none, or it is another account's.
    pub(super) async fn of(
        front: &Arc<Front>,
        account: &AccountId,
        id: &str,
    ) -> Result<(Generation, Changes), Problem> {
        let id = parse_id(id)?;
        // Watched before it is read: what ends in between is in the row.
        let watcher = front.jobs.watch(&id);
        let generation = find(front, account, &id).await?;
        let watcher = watcher.filter(|_| !generation.state.is_final());
        let now = Snapshot { state: generation.state, progress: generation.progress };
        Ok((generation, Changes { front: Arc::clone(front), now, watcher, told: false }))
    }

    /// Where it stands now.
    pub(super) fn now(&self) -> Snapshot {
        self.now
    }

    /// Where it stands, at first; then each change. None after the end, or when nothing will happen any more.
    pub(super) async fn next(&mut self) -> Option<Change> {
        let Some(watcher) = &mut self.watcher else {
            return (!std::mem::replace(&mut self.told, true)).then_some(Change::Now(self.now));
        };
        if self.told {
            if self.now.state.is_final() {
                return None;
            }
            tokio::select! {
                changed = timeout(self.front.limits.events_keep_alive, watcher.changed()) => match changed {
                    Ok(Ok(())) => {}
                    // It ended and was told so before; there is nothing more.
                    Ok(Err(_)) => return None,
                    Err(_) => return Some(Change::Nothing),
                },
                // Nothing happens to it until the next start; the client comes again then.
                () = self.front.jobs.drained(), if self.now.state == State::Queued => return None,
            }
        }
        self.told = true;
        self.now = *watcher.borrow_and_update();
        Some(Change::Now(self.now))
    }
}

#[derive(Serialize)]
struct Event {
    state: State,
    stage: Option<Stage>,
    fraction: f32,
}

pub(super) async fn stream(
    front: &Arc<Front>,
    account: AccountId,
    id: &str,
    headers: &HeaderMap,
) -> Result<Answer, Problem> {
    let (generation, mut changes) = Changes::of(front, &account, id).await?;
    let mut told = told_last(headers);
    if generation.state.is_final() && told.as_deref() == Some(&*event_id(changes.now)) {
        return Ok(body::no_content());
    }
    let (mut sender, body) = Channel::new(4);
    let tell = async move {
        while let Some(change) = changes.next().await {
            let piece = match change {
                Change::Now(now) if told.take().is_some_and(|told| told == event_id(now)) => continue,
                Change::Now(now) => {
                    let event = Event { state: now.state, stage: now.progress.stage, fraction: now.progress.fraction };
                    [format!("id: {}\n", event_id(now)).as_bytes(), &data(&event)].concat().into()
                }
                Change::Nothing => ALIVE,
            };
            if sender.send_data(piece).await.is_err() {
                // Nobody listens any more.
                return;
            }
        }
    };
    tokio::spawn(tell.in_current_span());
    Ok(answer(body))
}

/// The id of the event that a client was told last.
pub(super) fn told_last(headers: &HeaderMap) -> Option<String> {
    headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned)
}

/// Names a snapshot among those of its generation: one stage may end where the next one begins.
pub(super) fn event_id(now: Snapshot) -> String {
    let stage = now.progress.stage.map_or("none", Stage::name);
    format!("{}-{stage}-{:.4}", now.state.as_str(), now.progress.fraction)
}

/// An event of JSON, without a name.
pub(super) fn data(event: &impl Serialize) -> Bytes {
    let json = serde_json::to_string(event).expect("plain data serializes");
    Bytes::from(format!("data: {json}\n\n"))
}

/// An answer of events as they come.
pub(super) fn answer(body: Channel<Bytes, std::io::Error>) -> Answer {
    let mut answer = Response::new(body.boxed());
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx holds answers back otherwise.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    answer
}
