//! For operators and their machines: `/healthz`, `/readyz`, `/metrics`.

use std::time::Duration;

use hyper::StatusCode;
use tokio::time::timeout;

use super::{Answer, Front, body, problem::Problem};
use crate::database;

/// How long the ledger may take to take a write.
const LEDGER_LIMIT: Duration = Duration::from_secs(5);

pub(super) fn healthz() -> Answer {
    body::text(StatusCode::OK, "text/plain; charset=utf-8", "ok\n")
}

/// Ready when the queue is open, a worker is ready, and the ledger takes writes.
pub(super) async fn readyz(front: &Front) -> Result<Answer, Problem> {
    let not_ready = |code, detail: &str| Problem::new(StatusCode::SERVICE_UNAVAILABLE, code, detail);
    if front.jobs.draining() {
        return Err(not_ready("draining", "the server is shutting down"));
    }
    if front.worker_device.borrow().is_none() {
        return Err(not_ready("worker_not_ready", "the engine's process is being started"));
    }
    match timeout(LEDGER_LIMIT, front.database.write(|_| Ok::<_, database::Error>(()))).await {
        Ok(Ok(())) => Ok(body::text(StatusCode::OK, "text/plain; charset=utf-8", "ready\n")),
        Ok(Err(error)) => {
            tracing::error!(%error, "the ledger takes no writes");
            Err(not_ready("ledger_not_writable", "the ledger takes no writes"))
        }
        Err(_) => Err(not_ready("ledger_not_writable", "the ledger is slow")),
    }
}

pub(super) fn metrics(front: &Front) -> Answer {
    let text = front.metrics.render(front.worker_device.borrow().is_some());
    body::text(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", text)
}
