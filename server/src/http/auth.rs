//! Who asks: `Authorization: Bearer KEY`, or the web page's cookie.

use hyper::{
    Method, StatusCode,
    header::{self, HeaderValue},
    http::request::Parts,
};

use time::OffsetDateTime;
use tracing::Instrument;

use super::{Front, problem::Problem, sessions};
use crate::{
    database::Database,
    ledger::{self, AccountId, KeyId, Role},
};

/// Who asks.
pub(super) struct Caller {
    pub(super) account: AccountId,
    pub(super) role: Role,
}

/// The account of the request's key or session, and what it may do. A key counts before a cookie.
///
/// # Errors
/// 401 for nobody; 403 for a terminated account, and for a change with a cookie that no page of this site asks for.
pub(super) async fn caller(front: &Front, parts: &Parts) -> Result<Caller, Problem> {
    let Some(authorization) = parts.headers.get(header::AUTHORIZATION) else {
        let missing = || unauthorized("missing_key", "send your API key as 'Authorization: Bearer KEY'");
        let token = sessions::token(front, &parts.headers).ok_or_else(missing)?;
        let session = sessions::session(front, &token).await?;
        if parts.method != Method::GET && parts.method != Method::HEAD {
            sessions::check_csrf(&parts.headers, &token)?;
        }
        return Ok(Caller { account: session.account, role: session.role });
    };
    let caller = caller_of_key(front, bearer(authorization)?).await?;
    Ok(Caller { account: caller.account, role: caller.role })
}

/// The key in the header.
fn bearer(authorization: &HeaderValue) -> Result<&str, Problem> {
    let key = authorization.to_str().ok().and_then(|value| {
        let (scheme, key) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
    });
    key.ok_or_else(|| unauthorized("wrong_scheme", "send your API key as 'Authorization: Bearer KEY'"))
}

/// Whose key this is.
///
/// # Errors
/// 401 for a wrong key, 403 for a terminated account, 429 for one that is used too often.
pub(super) async fn caller_of_key(front: &Front, key: &str) -> Result<ledger::Caller, Problem> {
    let now = OffsetDateTime::now_utc();
    match front.database.read_here(|tx| ledger::authenticate(tx, key, now)).await? {
        Some(ledger::Caller { terminated: true, .. }) => Err(terminated()),
        Some(caller) => {
            front.rates.count_key(&caller.key)?;
            if caller.use_unnoted {
                // Nobody waits for it.
                tokio::spawn(note_use(front.database.clone(), caller.key.clone(), now).in_current_span());
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

pub(super) fn terminated() -> Problem {
    let detail = "this account was terminated; write to the contact of this service";
    Problem::new(StatusCode::FORBIDDEN, "account_terminated", detail)
}

fn unauthorized(code: &'static str, detail: &str) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, code, detail)
        .with(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"oneclick3d\""))
}
