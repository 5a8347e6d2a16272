//! `/v1/session`: signing in and out of the web page, by a cookie (RFC 6265) that scripts cannot read.

use hyper::{
    HeaderMap, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
};
use rusqlite::Connection;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Answer, Front, auth, body, problem::Problem};
use crate::{
    ledger::{self, AccountId, Role},
    sessions::{self, LIFETIME, SessionToken},
    signups::{self, SignupToken},
};

/// The cookie's name. Browsers take one that begins with `__Host-` only from this host, over TLS.
const COOKIE: &str = "oneclick3d";
const COOKIE_OVER_TLS: &str = "__Host-oneclick3d";

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewSession")]
pub(super) struct Request {
    key: Option<String>,
    token: Option<SignupToken>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Session")]
pub(super) struct View {
    account: AccountView,
    csrf_token: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SessionAccount")]
struct AccountView {
    id: AccountId,
    email: String,
    role: Role,
}

/// `POST /v1/session`, with a key or with the token of a mailed link.
pub(super) async fn open(front: &Front, headers: &HeaderMap, body: &mut Incoming) -> Result<Answer, Problem> {
    // JSON, which a form of another site cannot send: nobody is signed in to another's account behind his back.
    let (account, key) = match body::read_json(front, headers, body).await? {
        Request { key: Some(key), token: None } => {
            let caller = auth::caller_of_key(front, key.trim()).await?;
            (caller.account, Some(caller.key))
        }
        Request { key: None, token: Some(token) } => {
            let now = OffsetDateTime::now_utc();
            (front.database.write(move |tx| signups::redeem(tx, &token, now)).await?, None)
        }
        _ => return Err(Problem::invalid("invalid", "send either a key or the token of a mailed link")),
    };
    let owner = account.clone();
    let open = move |tx: &Connection| sessions::open(tx, &account, key.as_ref(), OffsetDateTime::now_utc());
    let token = front.database.write(open).await?;
    let mut answer = view(front, owner, &token).await?;
    set_cookie(&mut answer, front, &token.0, LIFETIME.whole_seconds());
    Ok(answer)
}

/// `GET /v1/session`.
pub(super) async fn get(front: &Front, headers: &HeaderMap) -> Result<Answer, Problem> {
    let token = token(front, headers).ok_or_else(nobody)?;
    let session = session(front, &token).await?;
    view(front, session.account, &token).await
}

/// `DELETE /v1/session`.
pub(super) async fn close(front: &Front, headers: &HeaderMap) -> Result<Answer, Problem> {
    if let Some(token) = token(front, headers) {
        check_csrf(headers, &token)?;
        front.database.write(move |tx| sessions::close(tx, &token)).await?;
    }
    let mut answer = body::no_content();
    set_cookie(&mut answer, front, "", 0);
    Ok(answer)
}

/// The session whose cookie came.
///
/// # Errors
/// 401 where there is none any more, 403 for a terminated account.
pub(super) async fn session(front: &Front, token: &SessionToken) -> Result<sessions::Session, Problem> {
    let now = OffsetDateTime::now_utc();
    let session = front.database.read_here(|tx| sessions::find(tx, token, now)).await?.ok_or_else(nobody)?;
    if session.terminated { Err(auth::terminated()) } else { Ok(session) }
}

/// The token in the request's cookie.
pub(super) fn token(front: &Front, headers: &HeaderMap) -> Option<SessionToken> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split("; ")).filter_map(|cookie| cookie.split_once('='));
    let name = cookie_name(front);
    pairs.find(|(found, _)| *found == name).map(|(_, value)| SessionToken(value.to_owned()))
}

/// Checks that a page of this site asks.
///
/// # Errors
/// 403.
pub(super) fn check_csrf(headers: &HeaderMap, token: &SessionToken) -> Result<(), Problem> {
    let presented = headers.get("x-csrf-token").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if token.is_csrf_token(presented) {
        return Ok(());
    }
    let detail =
        "with a session, requests that change something need the header X-CSRF-Token (GET /v1/session tells it)";
    Err(Problem::new(StatusCode::FORBIDDEN, "wrong_csrf_token", detail))
}

async fn view(front: &Front, account: AccountId, token: &SessionToken) -> Result<Answer, Problem> {
    let account = front.database.read(move |tx| ledger::account(tx, &account)).await?;
    let account = AccountView { id: account.id, email: account.email, role: account.role };
    let mut answer = body::json(StatusCode::OK, &View { account, csrf_token: token.csrf_token() });
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

fn is_over_tls(front: &Front) -> bool {
    front.configuration.service.url.starts_with("https://")
}

fn cookie_name(front: &Front) -> &'static str {
    if is_over_tls(front) { COOKIE_OVER_TLS } else { COOKIE }
}

fn set_cookie(answer: &mut Answer, front: &Front, value: &str, max_age_s: i64) {
    let secure = if is_over_tls(front) { "; Secure" } else { "" };
    let name = cookie_name(front);
    let cookie = format!("{name}={value}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Strict{secure}");
    answer.headers_mut().insert(header::SET_COOKIE, HeaderValue::try_from(cookie).expect("a token is ASCII"));
}

fn nobody() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "not_signed_in", "nobody is signed in; POST /v1/session signs in")
}
