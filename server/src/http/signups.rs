//! `/v1/signups`: a link by mail, and what it brings.

use std::sync::Arc;

use hyper::{
    HeaderMap, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use time::OffsetDateTime;

use super::{Answer, Front, body, problem::Problem};
use crate::signups::{self, Confirmed, SignupToken};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewSignup")]
pub(super) struct Request {
    email: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SignupConfirmation")]
pub(super) struct Confirmation {
    token: SignupToken,
}

/// `POST /v1/signups`: the same answer for every address.
pub(super) async fn request(front: &Front, headers: &HeaderMap, body: &mut Incoming) -> Result<Answer, Problem> {
    let Request { email } = body::read_json(front, headers, body).await?;
    ask(front, email).await?;
    let detail = "a mail with a link is on its way to this address; the link works once, within an hour";
    Ok(body::json(StatusCode::ACCEPTED, &json!({ "detail": detail })))
}

/// `POST /v1/signups/confirm`.
pub(super) async fn confirm(front: &Front, headers: &HeaderMap, body: &mut Incoming) -> Result<Answer, Problem> {
    let Confirmation { token } = body::read_json(front, headers, body).await?;
    let confirmed = use_link(front, token).await?;
    let mut answer = body::json(StatusCode::CREATED, &confirmed);
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

/// Asks for a link.
pub(super) async fn ask(front: &Front, email: String) -> Result<(), signups::Error> {
    let configuration = Arc::clone(&front.configuration);
    let now = OffsetDateTime::now_utc();
    let request = move |tx: &_| signups::request(tx, &email, &configuration.service, &configuration.signup, now);
    front.database.write(request).await
}

/// Uses a link.
pub(super) async fn use_link(front: &Front, token: SignupToken) -> Result<Confirmed, signups::Error> {
    let now = OffsetDateTime::now_utc();
    let confirmed = front.database.write(move |tx| signups::confirm(tx, &token, now)).await?;
    tracing::info!(account = %confirmed.account, "a mailed link made a key");
    Ok(confirmed)
}
