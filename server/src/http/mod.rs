//! The HTTP front: thin, HTTP/1 only, and deaf to whatever a client does to it.
//!
//! [`server`] accepts connections within limits, [`router`] finds the handler, the rest is one file per resource. No
//! handler runs a model or changes a generation's state itself: that is [`crate::jobs`].

mod account;
mod api_keys;
mod auth;
mod body;
mod cases;
mod checkouts;
mod client_address;
mod compat;
mod credits;
mod cutouts;
mod etag;
mod events;
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
mod policy;
mod prefer;
mod prices;
mod problem;
mod query;
mod router;
mod routes;
pub mod server;
mod sessions;
mod signup_page;
mod signups;
mod stalled;
mod statements;
mod web;
mod webhooks;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use hyper::Response;
use tokio::sync::{Semaphore, watch};

use crate::{
    catalog::Catalog, configuration::Configuration, database::Database, jobs::Jobs, link_key::LinkKey,
    metrics::Metrics, payments::Till, storage::Storage, worker::cutout::Cutter,
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
    /// Places for bodies that are being read.
    pub uploads: Semaphore,
    /// What links to artifacts are signed with.
    pub link_key: LinkKey,
    /// Places for exports that are being written.
    pub exports: Semaphore,
}

/// Bounds on what clients may take.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Open connections; more wait in the system's backlog.
    pub connections: usize,
    /// The longest request body.
    pub body_bytes: usize,
    /// From a connection's opening, or its last answer, to the end of the next head.
    pub head: Duration,
    /// Between two pieces of a body.
    pub body_stall: Duration,
    /// The whole of a body.
    pub body: Duration,
    /// A client that takes no byte of an answer.
    pub write_stall: Duration,
    /// Between two signs of life on a stream of events.
    pub events_keep_alive: Duration,
    /// The longest `Prefer: wait`.
    pub wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connections: 1024,
            body_bytes: 32 << 20,
            head: Duration::from_secs(30),
            body_stall: Duration::from_secs(15),
            body: Duration::from_secs(120),
            write_stall: Duration::from_secs(30),
            events_keep_alive: Duration::from_secs(15),
            wait: Duration::from_secs(60),
        }
    }
}

type Answer = Response<BoxBody<Bytes, std::io::Error>>;
