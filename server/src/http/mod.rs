//! The HTTP front: thin, HTTP/1 only, and deaf to whatever a client does to it.
//!
//! [`server`] accepts connections within limits, [`router`] finds the handler, the rest is one file per resource. No
//! handler runs a model or changes a generation's state itself: that is [`crate::jobs`].

mod account;
mod api_keys;
mod archive;
mod auth;
mod body;
mod cases;
mod checkouts;
mod client_address;
mod compat;
mod credits;
mod crowd;
mod cutouts;
mod etag;
mod events;
mod evidence;
mod examples;
mod export;
mod files;
mod generation_request;
mod generations;
mod idempotency_key;
mod image_source;
mod links;
mod openapi;
mod operations;
mod operators;
mod overview;
mod pages;
mod places;
mod policy;
mod prefer;
mod prices;
mod problem;
mod query;
mod rates;
mod request_id;
mod router;
mod routes;
pub mod server;
mod sessions;
mod signup_page;
mod signups;
mod stalled;
mod statements;
mod web;
mod webhook_endpoints;
mod webhooks;

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use hyper::Response;
use tokio::sync::{Semaphore, watch};

use crate::{
    catalog::Catalog,
    configuration::{Configuration, Limits},
    database::Database,
    fetch::Fetcher,
    input_files::InputFiles,
    jobs::Jobs,
    link_key::LinkKey,
    metrics::Metrics,
    payments::Till,
    storage::Storage,
    worker::cutout::Cutter,
};

/// What every handler may use.
pub struct Front {
    /// Generations, keys and credits.
    pub database: Database,
    /// What runs generations.
    pub jobs: Arc<Jobs>,
    /// What takes checkouts and the events of providers.
    pub till: Arc<Till>,
    /// Where artifacts are.
    pub storage: Storage,
    /// Counts.
    pub metrics: Arc<Metrics>,
    /// What the worker computes on; none while none is ready.
    pub worker_device: watch::Receiver<Option<String>>,
    /// What the operator chose.
    pub configuration: Arc<Configuration>,
    /// What generations may run, and what those run that name no model.
    pub catalog: Catalog,
    /// What cuts photos out to look at.
    pub cutter: Cutter,
    /// Bounds on clients.
    pub limits: Limits,
    /// Places for uploads that are being read.
    pub uploads: Places,
    /// Places for events of providers that are longer than usual.
    pub long_events: Semaphore,
    /// Images that were sent ahead.
    pub input_files: InputFiles,
    /// What links to artifacts are signed with.
    pub link_key: LinkKey,
    /// Places for exports that are being written.
    pub exports: Semaphore,
    /// How many requests are answered.
    pub rates: Rates,
    /// Photos by URL.
    pub fetcher: Fetcher,
}

pub use places::Places;
pub use rates::Rates;
pub use webhook_endpoints::words;

type Answer = Response<BoxBody<Bytes, std::io::Error>>;
