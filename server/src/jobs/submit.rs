//! A request becomes a generation: place, upload, then row, hold and idempotency key in one transaction.

use std::{
    collections::HashSet,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use time::OffsetDateTime;
use tokio::runtime::Handle;

use super::Jobs;
use crate::{
    blocking,
    generations::{self, Error, Generation, GenerationId, GenerationOptions, idempotency},
    idempotency::KeyedRequest,
    ledger::AccountId,
    policy, storage,
    webhooks::{self, PredictionWebhook},
};

/// What a client asks for, checked as far as it can be without running it.
#[derive(Debug)]
pub struct Submission {
    /// Who pays.
    pub account: AccountId,
    /// Where the request came from, if that is known.
    pub address: Option<IpAddr>,
    /// An encoded image.
    pub image: Bytes,
    /// An encoded mask.
    pub mask: Option<Bytes>,
    /// What the client chose.
    pub options: GenerationOptions,
    /// Where it wants to hear of this one.
    pub webhook: Option<PredictionWebhook>,
    /// When the client may send it again.
    pub key: Option<IdempotencyKey>,
}

/// An `Idempotency-Key` in use.
#[derive(Debug)]
pub struct IdempotencyKey {
    /// Keeps other requests with this key out until this one is answered.
    pub guard: KeyGuard,
    /// Of what was asked.
    pub request_sha256: String,
}

/// While it lives, no other request of the account is served with the same key.
#[derive(Debug)]
pub struct KeyGuard {
    entry: KeyInFlight,
    keys: Arc<Mutex<HashSet<KeyInFlight>>>,
}

/// Account, kind of request, key.
pub(super) type KeyInFlight = (String, &'static str, String);

impl KeyGuard {
    /// The key.
    pub fn name(&self) -> &str {
        &self.entry.2
    }
}

impl Drop for KeyGuard {
    fn drop(&mut self) {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.entry);
    }
}

/// What a submission led to.
#[derive(Debug)]
pub struct Submitted {
    /// As it stands now.
    pub generation: Generation,
    /// The key had created it before.
    pub replayed: bool,
}

/// Why nothing was created.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// The server is about to end.
    #[error("the server is shutting down; send the request again in a moment")]
    Draining,
    /// Every place in the queue is taken.
    #[error("the queue is full; send the request again in {} s", retry_after.as_secs())]
    QueueFull {
        /// When a place may be free.
        retry_after: Duration,
    },
    /// The upload could not be stored.
    #[error("the upload cannot be stored: {0}")]
    Storage(std::io::Error),
    /// The store refused: no credits, another request's key.
    #[error(transparent)]
    Store(#[from] Error),
}

impl From<crate::database::Error> for SubmitError {
    fn from(error: crate::database::Error) -> Self {
        SubmitError::Store(error.into())
    }
}

impl Jobs {
    /// Claims an idempotency key for the time of a request; `None` while another request of this `kind` has it.
    pub fn claim_key(&self, account: &AccountId, kind: &'static str, key: &str) -> Option<KeyGuard> {
        let entry = (account.0.clone(), kind, key.to_owned());
        let fresh = self.keys_in_flight.lock().unwrap_or_else(PoisonError::into_inner).insert(entry.clone());
        fresh.then(|| KeyGuard { entry, keys: Arc::clone(&self.keys_in_flight) })
    }

    /// Creates a generation and its hold and puts it into the line, or finds the one that the same request created.
    /// `prepare` makes the submission of what was sent; it may block. Once asked, it is done to the end, even when the
    /// caller goes away, and all of it on one thread: each time that another is woken costs as much as the work.
    ///
    /// # Errors
    /// Those of `prepare`, or why nothing was created; nothing is held then.
    pub async fn submit<E>(
        self: &Arc<Self>,
        prepare: impl FnOnce() -> Result<Submission, E> + Send + 'static,
    ) -> Result<Submitted, E>
    where
        E: From<SubmitError> + Send + 'static,
    {
        let jobs = Arc::clone(self);
        blocking::run(move || Ok(jobs.submit_here(prepare()?)?)).await
    }

    fn submit_here(&self, submission: Submission) -> Result<Submitted, SubmitError> {
        if let Some(generation) = self.find_earlier(&submission)? {
            return Ok(Submitted { generation, replayed: true });
        }
        if self.draining() {
            return Err(SubmitError::Draining);
        }
        let id = GenerationId::random();
        self.queue().reserve(&id).map_err(|_| SubmitError::QueueFull { retry_after: self.metrics.typical_run() })?;
        let created = self.create(&id, submission);
        let mut queue = self.queue();
        match created {
            Ok(Submitted { replayed: false, .. }) => queue.enqueue(id),
            Ok(Submitted { replayed: true, .. }) | Err(_) => {
                queue.release(&id);
                self.clean_up(id, generations::State::Canceled);
            }
        }
        self.metrics.queue_length(queue.len());
        drop(queue);
        self.work.notify_one();
        created
    }

    fn find_earlier(&self, submission: &Submission) -> Result<Option<Generation>, Error> {
        let Some(key) = &submission.key else { return Ok(None) };
        let find = |tx: &rusqlite::Connection| match idempotency::find(tx, &submission.account, &key.request())? {
            Some(id) => generations::get(tx, &submission.account, &id),
            None => Ok(None),
        };
        // On a thread of the runtime that may block, and therefore may wait for a reader.
        Handle::current().block_on(self.database.read_here(find))
    }

    fn create(&self, id: &GenerationId, submission: Submission) -> Result<Submitted, SubmitError> {
        let Submission { account, address, image, mask, mut options, webhook, key } = submission;
        self.storage.store_upload(id, &image, mask.as_deref()).map_err(SubmitError::Storage)?;
        options.upload_sha256 = Some(storage::upload_sha256(&image, mask.as_deref()));
        // Only the words go to the writer; the guard stays here until the transaction is on disk.
        let request = key.as_ref().map(IdempotencyKey::request);
        let new = id.clone();
        let now = OffsetDateTime::now_utc();
        let price = self.configuration.price.of(&options.model, options.resolution);
        let create = move |tx: &rusqlite::Connection| {
            let created = idempotency::create_once(tx, &new, &account, &options, price, request.as_ref(), now)?;
            let replayed = created != new;
            if !replayed {
                policy::accept_by_use(tx, &account, address, now)?;
                if let Some(webhook) = &webhook {
                    webhooks::attach(tx, &account, &new, webhook, now).map_err(Error::from)?;
                }
            }
            let generation = generations::get(tx, &account, &created)?;
            let reason = "it is not there after its creation".to_owned();
            let generation = generation.ok_or(Error::Unreadable { id: created, reason })?;
            Ok(Submitted { generation, replayed })
        };
        self.database.write_blocking(create)
    }
}

impl IdempotencyKey {
    fn request(&self) -> KeyedRequest {
        KeyedRequest { key: self.guard.name().to_owned(), sha256: self.request_sha256.clone() }
    }
}
