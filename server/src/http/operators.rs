//! `POST /v1/operator/commands`: what operators' commands do, for accounts with that role. The command and its answer are those of
//! the control socket; what is done is recorded under the account of the key.

use hyper::{HeaderMap, StatusCode, body::Incoming};
use serde::Deserialize;
use tracing::Instrument;

use super::{Answer, Front, auth::Caller, body, problem::Problem};
use crate::{
    control::{self, Asker, Command, Reply, Request},
    ledger::Role,
};

/// Longest command, in bytes: as on the control socket.
const MAX_BODY: usize = 64 << 10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    command: Command,
    why: Option<String>,
}

/// `POST /v1/operator/commands`. 200 done, 422 refused, 500 failed.
pub(super) async fn command(
    front: &Front,
    caller: Caller,
    headers: &HeaderMap,
    body: &mut Incoming,
) -> Result<Answer, Problem> {
    check_role(&caller)?;
    let bytes = body::read_within(front, headers, body, MAX_BODY, "send one command").await?;
    let Asked { command, why } = serde_json::from_slice(&bytes).map_err(|error| {
        let detail = format!(
            "the body must be {{\"command\": …, \"why\": …}}, with a command as the control socket takes it: {error}"
        );
        Problem::invalid("unknown_command", detail)
    })?;
    if command.names_a_file() {
        let detail = "this writes a file of the server's machine: use the command line there";
        return Err(Problem::new(StatusCode::FORBIDDEN, "only_on_the_server", detail));
    }
    let context = control::Context {
        database: front.database.clone(),
        configuration: front.configuration.clone(),
        jobs: Some(front.jobs.clone()),
    };
    // A task of its own: a client that goes away leaves no command half-done.
    let request = Request { command, by: None, why };
    let asked = async move { control::answer(&context, Asker::Account(caller.account), request).await };
    let asked = tokio::spawn(asked.in_current_span());
    let reply = asked.await.map_err(|error| Problem::internal(&error))?;
    let status = match &reply {
        Reply::Done(_) => StatusCode::OK,
        Reply::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Reply::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let mut answer = body::json(status, &reply);
    // It may have a key in it.
    answer.headers_mut().insert(hyper::header::CACHE_CONTROL, hyper::header::HeaderValue::from_static("no-store"));
    Ok(answer)
}

/// Checks that an operator asks.
///
/// # Errors
/// 403.
pub(super) fn check_role(caller: &Caller) -> Result<(), Problem> {
    if caller.role == Role::Operator {
        return Ok(());
    }
    let detail = "this takes the key of an operator's account";
    Err(Problem::new(StatusCode::FORBIDDEN, "not_an_operator", detail))
}
