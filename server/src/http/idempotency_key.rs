//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): claimed for the time of a request.

use std::time::Duration;

use hyper::{
    HeaderMap, StatusCode,
    header::{HeaderName, HeaderValue},
};

use super::{Answer, Front, problem::Problem};
use crate::{jobs::KeyGuard, ledger::AccountId};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const MAX_KEY: usize = 255;

/// Claims the request's key among the account's requests of this `kind`; none when it has none.
///
/// # Errors
/// 422 for what is no key, 409 while another request has it.
pub(super) fn claim(
    front: &Front,
    account: &AccountId,
    kind: &'static str,
    headers: &HeaderMap,
) -> Result<Option<KeyGuard>, Problem> {
    let Some(value) = headers.get(&IDEMPOTENCY_KEY) else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| (1..=MAX_KEY).contains(&key.len())).ok_or_else(|| {
        let detail = format!("the Idempotency-Key must be 1 to {MAX_KEY} visible ASCII characters");
        Problem::invalid("invalid_idempotency_key", detail)
    })?;
    front.jobs.claim_key(account, kind, key).map(Some).ok_or_else(|| {
        let detail = "a request with this Idempotency-Key is being served; send it again in a moment";
        Problem::new(StatusCode::CONFLICT, "idempotency_key_in_flight", detail).retry_after(Duration::from_secs(1))
    })
}

/// Says in an answer that it is the first one again.
pub(super) fn mark(answer: &mut Answer, replayed: bool) {
    if replayed {
        answer.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    }
}
