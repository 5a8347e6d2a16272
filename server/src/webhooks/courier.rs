//! The task that empties the outbox.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::json;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use tokio::{sync::oneshot, task::JoinSet, time::sleep};

use super::{
    Error, Event,
    outbox::{self, Due, Outcome, Sent, UnderWay},
    secret::signatures,
};
use crate::{
    blocking,
    configuration::{Configuration, WebhooksSection},
    database::{self, Database},
    fetch::post::post,
    generations::Generation,
    metrics::Metrics,
};

/// How often the outbox is looked at.
const LOOK: Duration = Duration::from_millis(250);
/// Deliveries on their way at the same time, each on a thread of its own.
const AT_ONCE: usize = 64;
/// Pause after the database failed.
const PAUSE: Duration = Duration::from_secs(1);

/// A generation in the words of the API that an event belongs to: JSON.
pub type Words = dyn Fn(&Generation, Event) -> Vec<u8> + Send + Sync;

/// Sends what is in the outbox.
#[derive(Clone)]
pub struct Courier {
    database: Database,
    configuration: Arc<Configuration>,
    metrics: Arc<Metrics>,
    words: Arc<Words>,
}

impl Courier {
    /// A courier who says it in these words.
    pub fn new(
        database: Database,
        configuration: Arc<Configuration>,
        metrics: Arc<Metrics>,
        words: Arc<Words>,
    ) -> Courier {
        Courier { database, configuration, metrics, words }
    }

    /// Sends until `stop` comes; what is on its way then is finished.
    pub async fn run(self, mut stop: oneshot::Receiver<()>) {
        let (mut under_way, mut tasks) = (Vec::new(), JoinSet::new());
        let mut last = String::new();
        loop {
            for due in self.due(&under_way, &last).await {
                under_way.push((due.sequence, due.lane.clone()));
                last.clone_from(&due.lane);
                let courier = self.clone();
                tasks.spawn(async move { courier.deliver(due).await });
            }
            tokio::select! {
                biased;
                _ = &mut stop => break,
                Some(ended) = tasks.join_next() => match ended {
                    Ok(sequence) => under_way.retain(|(number, _)| *number != sequence),
                    // It stays under way, and is sent again by the next server.
                    Err(error) => tracing::error!(%error, "a webhook could not be tried"),
                },
                () = sleep(LOOK) => {}
            }
        }
        while tasks.join_next().await.is_some() {}
    }

    async fn due(&self, under_way: &UnderWay, last: &str) -> Vec<Due> {
        let room = AT_ONCE.saturating_sub(under_way.len());
        if room == 0 {
            return Vec::new();
        }
        let (under_way, last) = (under_way.to_vec(), last.to_owned());
        let look = move |tx: &_| outbox::due(tx, OffsetDateTime::now_utc(), &under_way, &last, room);
        match self.database.read(look).await {
            Ok(due) => due,
            Err(error) => {
                tracing::error!(%error, "due webhooks cannot be read; tried again");
                sleep(PAUSE).await;
                Vec::new()
            }
        }
    }

    /// Sends a delivery and notes what came of it; its number.
    async fn deliver(self, due: Due) -> i64 {
        let sent = self.send(&due).await;
        let Some(outcome) = self.note(due.sequence, sent).await else { return due.sequence };
        match outcome {
            Outcome::Delivered => tracing::info!(webhook = %due.id, "delivered"),
            Outcome::Waits => tracing::info!(webhook = %due.id, "a webhook was not taken and is tried again"),
            Outcome::GivenUp => tracing::warn!(webhook = %due.id, "a webhook was given up"),
        }
        match outcome {
            Outcome::Delivered => self.metrics.webhook_delivered(),
            Outcome::Waits => self.metrics.webhook_postponed(),
            Outcome::GivenUp => self.metrics.webhook_failed(),
        }
        due.sequence
    }

    async fn send(&self, due: &Due) -> Sent {
        let (at, began) = (OffsetDateTime::now_utc(), Instant::now());
        let (body, timestamp) = (self.body(due), at.unix_timestamp());
        let headers = [
            ("webhook-id", due.id.0.clone()),
            ("webhook-timestamp", timestamp.to_string()),
            ("webhook-signature", signatures(&due.secrets, &due.id, timestamp, &body)),
        ];
        // Nothing of the server's goes along: it may end before the thread does.
        let WebhooksSection { timeout, allow, .. } = self.configuration.webhooks.clone();
        let url = due.url.clone();
        let answer = blocking::run(move || post(&url, &headers, &body, timeout, &allow)).await;
        let retry_after = answer.as_ref().ok().and_then(|answered| answered.retry_after);
        Sent { at, took: began.elapsed(), answer: answer.map(|answered| answered.status), retry_after }
    }

    /// An endpoint gets the event around the generation; a prediction's own webhook the prediction alone.
    fn body(&self, due: &Due) -> Vec<u8> {
        let data = match &due.generation {
            Some(generation) => (self.words)(generation, due.event),
            None => json!({ "endpoint": due.endpoint }).to_string().into_bytes(),
        };
        if due.endpoint.is_none() {
            return data;
        }
        let (event, timestamp) = (due.event.as_str(), due.created_at.format(&Rfc3339).expect("a time of this era"));
        let head = format!("{{\"type\":\"{event}\",\"timestamp\":\"{timestamp}\",\"data\":");
        [head.as_bytes(), &data, b"}"].concat()
    }

    /// Notes what came of an attempt. Insists until the database has it: who reads an outbox without the note sends again.
    async fn note(&self, sequence: i64, sent: Sent) -> Option<Outcome> {
        loop {
            let (sent, configuration) = (sent.clone(), Arc::clone(&self.configuration));
            let note = move |tx: &_| outbox::note(tx, sequence, &sent, &configuration, OffsetDateTime::now_utc());
            match self.database.write(note).await {
                Ok(outcome) => return Some(outcome),
                Err(Error::Database(database::Error::WriterStopped)) => return None,
                Err(error) => {
                    tracing::error!(%error, "what came of a webhook cannot be noted yet; tried again");
                    sleep(PAUSE).await;
                }
            }
        }
    }
}
