//! `GET /v1/operator/overview`: how the service stands, for accounts with the role.

use std::collections::BTreeMap;

use hyper::StatusCode;
use rusqlite::Connection;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, Front, auth::Caller, body, operators, problem::Problem};
use crate::{
    cases, generations,
    jobs::QueueLength,
    ledger::{self, Books},
    payments::{self, Revenue},
};

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Overview")]
pub(super) struct View {
    queue: QueueLength,
    worker: Worker,
    /// Of all time, by state.
    generations: BTreeMap<String, i64>,
    /// Of all time, by kind.
    faults: BTreeMap<String, i64>,
    revenue: Vec<Revenue>,
    credits: Books,
    open_cases: i64,
}

#[derive(Serialize, JsonSchema)]
struct Worker {
    ready: bool,
    /// What it computes on, while it is ready.
    device: Option<String>,
}

/// `GET /v1/operator/overview`.
pub(super) async fn get(front: &Front, caller: &Caller) -> Result<Answer, Problem> {
    operators::check_role(caller)?;
    let device = front.worker_device.borrow().clone();
    let (queue, worker) = (front.jobs.length(), Worker { ready: device.is_some(), device });
    let read = move |tx: &Connection| {
        Ok::<_, cases::Error>(View {
            queue,
            worker,
            generations: generations::by_state(tx).map_err(payments::Error::from)?,
            faults: generations::by_fault(tx).map_err(payments::Error::from)?,
            revenue: payments::revenue(tx)?,
            credits: ledger::books(tx)?,
            open_cases: cases::count_open(tx)?,
        })
    };
    Ok(body::json(StatusCode::OK, &front.database.read(read).await?))
}
