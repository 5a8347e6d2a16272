//! `GET /v1/predictions/{id}/stream`: `logs` while it runs, then `output` or `error`, then `done`.

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::channel::Channel;
use hyper::HeaderMap;
use serde_json::json;
use time::OffsetDateTime;
use tracing::Instrument as _;

use super::{
    super::super::{
        Answer, Front, body,
        events::{self, Change, Changes},
        generations,
        problem::Problem,
    },
    prediction,
};
use crate::{
    generations::{Generation, State},
    jobs::Snapshot,
    ledger::AccountId,
};

/// The stream; what the client was told last, and what came before that, is not told again.
pub(in super::super::super) async fn stream(
    front: &Arc<Front>,
    account: AccountId,
    id: &str,
    headers: &HeaderMap,
) -> Result<Answer, Problem> {
    let (generation, mut changes) = Changes::of(front, &account, id).await?;
    let mut told = events::told_last(headers);
    if generation.state.is_final() && told == Some(event_id(changes.now(), "done")) {
        return Ok(body::no_content());
    }
    let (mut sender, body) = Channel::new(4);
    let front = Arc::clone(front);
    let tell = async move {
        while let Some(change) = changes.next().await {
            let Change::Now(now) = change else {
                if sender.send_data(events::ALIVE).await.is_err() {
                    return;
                }
                continue;
            };
            let happened = if now.state.is_final() {
                let Ok(ended) = generations::find(&front, &account, &generation.id).await else {
                    tracing::error!(generation = %generation.id, "a stream of a prediction ends early");
                    return;
                };
                ending(&front, &ended)
            } else {
                let logs = prediction::logs(now.progress);
                if logs.is_empty() { Vec::new() } else { vec![("logs", logs)] }
            };
            let told = told.take();
            let told = happened.iter().position(|(name, _)| told.as_deref() == Some(&*event_id(now, name)));
            for (name, data) in happened.iter().skip(told.map_or(0, |last| last + 1)) {
                if sender.send_data(event(now, name, data)).await.is_err() {
                    // Nobody listens any more.
                    return;
                }
            }
        }
    };
    tokio::spawn(tell.in_current_span());
    Ok(events::answer(body))
}

fn event_id(now: Snapshot, name: &str) -> String {
    format!("{}-{name}", events::event_id(now))
}

fn event(now: Snapshot, name: &str, data: &str) -> Bytes {
    // Each line of the data has its own field, or it would end the event.
    let data = data.split('\n').fold(String::new(), |text, line| text + "data: " + line + "\n");
    Bytes::from(format!("event: {name}\nid: {}\n{data}\n", event_id(now, name)))
}

/// The last events of a stream.
fn ending(front: &Front, generation: &Generation) -> Vec<(&'static str, String)> {
    let done = |reason| ("done", json!({"reason": reason}).to_string());
    match (generation.state, &generation.fault) {
        (State::Succeeded, _) => {
            let output = json!(prediction::output(front, generation, OffsetDateTime::now_utc()));
            vec![("output", output.to_string()), ("done", "{}".to_owned())]
        }
        (State::Failed, Some(fault)) => vec![("error", fault.message.clone()), done("error")],
        _ => vec![done("canceled")],
    }
}
