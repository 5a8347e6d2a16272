//! `GET /v1/generations/{id}/events`: server-sent events until the generation has ended.
//!
//! Each event is `data: {"state", "stage", "fraction"}`; the last one has a final state. Whoever comes later than that
//! gets that one. A client that comes again with `Last-Event-ID` (as browsers do, see "Server-sent events" of the HTML
//! standard) is not told again what it was told last; 204 says that there is nothing more.

use std::sync::Arc;

use bytes::Bytes;
use engine::pipeline::Stage;
use http_body_util::{
    BodyExt,
    channel::{Channel, Sender},
};
use hyper::{
    HeaderMap, Response,
    header::{self, HeaderValue},
};
use serde::Serialize;
use tokio::{sync::watch, time::timeout};

use super::{
    Answer, Front, body,
    generations::{find, parse_id},
    problem::Problem,
};
use crate::{generations::State, jobs::Snapshot, ledger::AccountId};

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
    let id = parse_id(id)?;
    // Watched before it is read: what ends in between is in the row.
    let watcher = front.jobs.watch(&id);
    let generation = find(front, &account, &id).await?;
    let told = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let stored = Snapshot { state: generation.state, progress: generation.progress };
    if stored.state.is_final() && told.as_deref() == Some(&*event_id(stored)) {
        return Ok(body::no_content());
    }
    let (mut sender, body) = Channel::new(4);
    match watcher.filter(|_| !generation.state.is_final()) {
        Some(watcher) => {
            let front = Arc::clone(front);
            tokio::spawn(async move { follow(&front, watcher, sender, told).await });
        }
        None => {
            tokio::spawn(async move { send(&mut sender, stored).await });
        }
    }
    let mut answer = Response::new(body.boxed());
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx holds answers back otherwise.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(answer)
}

/// Sends what happens after what was `told` before, until the end, or until nobody listens.
async fn follow(
    front: &Front,
    mut watcher: watch::Receiver<Snapshot>,
    mut sender: Sender<Bytes, std::io::Error>,
    mut told: Option<String>,
) {
    loop {
        let now = *watcher.borrow_and_update();
        let known = told.take().is_some_and(|told| told == event_id(now));
        if (!known && !send(&mut sender, now).await) || now.state.is_final() {
            return;
        }
        loop {
            tokio::select! {
                changed = timeout(front.limits.events_keep_alive, watcher.changed()) => match changed {
                    Ok(Ok(())) => break,
                    // It ended and was told so before; there is nothing more.
                    Ok(Err(_)) => return,
                    Err(_) => {
                        if sender.send_data(Bytes::from_static(b": alive\n\n")).await.is_err() {
                            return;
                        }
                    }
                },
                // Nothing happens to it until the next start; the client comes again then.
                () = front.jobs.drained(), if now.state == State::Queued => return,
            }
        }
    }
}

/// Names a snapshot among those of its generation.
fn event_id(now: Snapshot) -> String {
    format!("{}-{:.4}", now.state.as_str(), now.progress.fraction)
}

/// Whether somebody still listens.
async fn send(sender: &mut Sender<Bytes, std::io::Error>, now: Snapshot) -> bool {
    let event = Event { state: now.state, stage: now.progress.stage, fraction: now.progress.fraction };
    let json = serde_json::to_string(&event).expect("plain data serializes");
    sender.send_data(Bytes::from(format!("id: {}\ndata: {json}\n\n", event_id(now)))).await.is_ok()
}
