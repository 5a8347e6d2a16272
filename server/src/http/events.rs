//! `GET /v1/generations/{id}/events`: server-sent events until the generation has ended.
//!
//! Each event is `data: {"state", "stage", "fraction"}`; the last one has a final state. Whoever comes later than that
//! gets that one.

use bytes::Bytes;
use engine::pipeline::Stage;
use http_body_util::{
    BodyExt,
    channel::{Channel, Sender},
};
use hyper::{
    Response,
    header::{self, HeaderValue},
};
use serde::Serialize;
use tokio::{sync::watch, time::timeout};
use tracing::Instrument;

use super::{
    Answer, Front,
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

pub(super) async fn stream(front: &std::sync::Arc<Front>, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let id = parse_id(id)?;
    // Watched before it is read: what ends in between is in the row.
    let watcher = front.jobs.watch(&id);
    let generation = find(front, &account, &id).await?;
    let (sender, body) = Channel::new(4);
    match watcher.filter(|_| !generation.state.is_final()) {
        Some(watcher) => {
            let front = std::sync::Arc::clone(front);
            tokio::spawn(async move { follow(&front, watcher, sender).await }.in_current_span());
        }
        None => {
            let now = Snapshot { state: generation.state, progress: generation.progress };
            tokio::spawn(async move {
                let mut sender = sender;
                send(&mut sender, now).await
            });
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

/// Sends what happens until the end, or until nobody listens.
async fn follow(front: &Front, mut watcher: watch::Receiver<Snapshot>, mut sender: Sender<Bytes, std::io::Error>) {
    loop {
        let now = *watcher.borrow_and_update();
        if !send(&mut sender, now).await || now.state.is_final() {
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

/// Whether somebody still listens.
async fn send(sender: &mut Sender<Bytes, std::io::Error>, now: Snapshot) -> bool {
    let event = Event { state: now.state, stage: now.progress.stage, fraction: now.progress.fraction };
    let json = serde_json::to_string(&event).expect("plain data serializes");
    sender.send_data(Bytes::from(format!("data: {json}\n\n"))).await.is_ok()
}
