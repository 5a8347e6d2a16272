//! Who asks: `Authorization: Bearer KEY`.

use hyper::{
    HeaderMap, StatusCode,
    header::{self, HeaderValue},
};

use time::OffsetDateTime;

use super::{Front, problem::Problem};
use crate::{
    database::Database,
    ledger::{self, Caller, KeyId},
};

/// The account of the request's key, and what it may do.
pub(super) async fn caller(front: &Front, headers: &HeaderMap) -> Result<Caller, Problem> {
    let Some(authorization) = headers.get(header::AUTHORIZATION) else {
        return Err(unauthorized("missing_key", "send your API key as 'Authorization: Bearer KEY'"));
    };
    let key = authorization.to_str().ok().and_then(|value| {
        let (scheme, key) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| key.trim().to_owned())
    });
    let Some(key) = key else {
        return Err(unauthorized("wrong_scheme", "send your API key as 'Authorization: Bearer KEY'"));
    };
    let now = OffsetDateTime::now_utc();
    match front.database.read_here(|tx| ledger::authenticate(tx, &key, now)).await? {
        Some(Caller { terminated: true, .. }) => {
            let detail = "this account was terminated; write to the contact of this service";
            Err(Problem::new(StatusCode::FORBIDDEN, "account_terminated", detail))
        }
        Some(caller) => {
            if caller.use_unnoted {
                // Nobody waits for it.
                tokio::spawn(note_use(front.database.clone(), caller.key.clone(), now));
            }
            Ok(caller)
        }
        None => Err(unauthorized("wrong_key", "this API key is unknown or was revoked")),
    }
}

async fn note_use(database: Database, key: KeyId, now: OffsetDateTime) {
    if let Err(error) = database.write(move |tx| ledger::note_use(tx, &key, now)).await {
        tracing::warn!(%error, "that a key was used could not be noted");
    }
}

fn unauthorized(code: &'static str, detail: &str) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, code, detail)
        .with(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"oneclick3d\""))
}
