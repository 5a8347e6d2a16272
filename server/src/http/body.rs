//! Reading a request's body within bounds, and answers' bodies.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use hyper::{
    HeaderMap, Response, StatusCode,
    body::{Body, Incoming},
    header::{self, HeaderValue},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use tokio::time::{Instant, timeout, timeout_at};

use super::{Answer, Front, places::Place, problem::Problem};
use crate::{configuration::Limits, ledger::AccountId};

/// The longest body of a few fields, bytes. Bodies up to here need no place: as many as connections are no burden, and what
/// anybody may send without a key must not be what others wait for.
const SMALL: usize = 16 << 10;
/// The longest event of a provider, in bytes; most have a few thousand.
const MAX_EVENT: usize = 1 << 20;

/// A body in memory, and its place among those that may be.
pub(super) struct Upload<'a> {
    pub(super) bytes: Bytes,
    _place: Place<'a>,
}

/// Reads the whole body of a request of `account` with an image.
///
/// # Errors
/// As [`read_within`]; 503 when too many are being read.
pub(super) async fn read<'a>(
    front: &'a Front,
    account: &AccountId,
    headers: &HeaderMap,
    body: &mut Incoming,
) -> Result<Upload<'a>, Problem> {
    let most = front.limits.body_bytes;
    let mut arriving = Arriving::new(front, headers, body, most, "send a smaller image")?;
    let place = timeout(front.limits.body_stall, front.uploads.take(account)).await.map_err(|_| busy(&front.limits))?;
    arriving.read(most).await?;
    Ok(Upload { bytes: arriving.bytes.freeze(), _place: place })
}

/// Reads the event of a provider. A short one needs no place, so that none waits for what is not signed.
///
/// # Errors
/// As [`read`].
pub(super) async fn read_event(front: &Front, headers: &HeaderMap, body: &mut Incoming) -> Result<Bytes, Problem> {
    let mut arriving = Arriving::new(front, headers, body, MAX_EVENT, "no event is that long")?;
    let _place = match arriving.read(SMALL).await? {
        Read::All => return Ok(arriving.bytes.freeze()),
        Read::Part => {
            timeout(front.limits.body_stall, front.long_events.acquire()).await.map_err(|_| busy(&front.limits))?
        }
    };
    arriving.read(MAX_EVENT).await?;
    Ok(arriving.bytes.freeze())
}

/// Reads a body of JSON.
///
/// # Errors
/// As [`read_within`]; 415 for another type, 422 for what is no JSON or has other fields.
pub(super) async fn read_json<T: DeserializeOwned>(
    front: &Front,
    headers: &HeaderMap,
    body: &mut Incoming,
) -> Result<T, Problem> {
    let bytes = read_typed(front, headers, body, "application/json").await?;
    serde_json::from_slice(&bytes).map_err(|error| Problem::invalid("invalid_json", format!("the body: {error}")))
}

/// Reads a JSON object with images in it, and gives its place back when it is dropped.
///
/// # Errors
/// As [`read`] and [`read_json`].
pub(super) async fn read_object<'a>(
    front: &'a Front,
    account: &AccountId,
    headers: &HeaderMap,
    body: &mut Incoming,
) -> Result<(Map<String, Value>, Upload<'a>), Problem> {
    check_type(headers, "application/json")?;
    let upload = read(front, account, headers, body).await?;
    let fields = serde_json::from_slice(&upload.bytes)
        .map_err(|error| Problem::invalid("malformed_body", format!("the body is no JSON object: {error}")))?;
    Ok((fields, upload))
}

/// Reads the body of an HTML form.
///
/// # Errors
/// As [`read_within`]; 415 for another type.
pub(super) async fn read_form(front: &Front, headers: &HeaderMap, body: &mut Incoming) -> Result<Bytes, Problem> {
    read_typed(front, headers, body, "application/x-www-form-urlencoded").await
}

async fn read_typed(front: &Front, headers: &HeaderMap, body: &mut Incoming, expected: &str) -> Result<Bytes, Problem> {
    check_type(headers, expected)?;
    read_within(front, headers, body, SMALL, "this needs a few words").await
}

fn check_type(headers: &HeaderMap, expected: &str) -> Result<(), Problem> {
    let found = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // Parameters such as a charset change nothing.
    if !found.split(';').next().is_some_and(|found| found.trim().eq_ignore_ascii_case(expected)) {
        let detail = format!("the Content-Type is '{found}'; send {expected}");
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail));
    }
    Ok(())
}

/// Reads the whole body, if it has no more than `most` bytes, which are few; `advice` is for who sends more.
///
/// # Errors
/// 413 over the limit, 408 from a client that stalls.
pub(super) async fn read_within(
    front: &Front,
    headers: &HeaderMap,
    body: &mut Incoming,
    most: usize,
    advice: &str,
) -> Result<Bytes, Problem> {
    let mut arriving = Arriving::new(front, headers, body, most, advice)?;
    arriving.read(most).await?;
    Ok(arriving.bytes.freeze())
}

/// A body on its way.
struct Arriving<'a> {
    body: &'a mut Incoming,
    bytes: BytesMut,
    /// As the client says.
    length: usize,
    most: usize,
    advice: &'a str,
    limits: &'a Limits,
    /// From the first read on.
    deadline: Option<Instant>,
}

/// How far a body was read.
enum Read {
    All,
    Part,
}

impl<'a> Arriving<'a> {
    fn new(
        front: &'a Front,
        headers: &HeaderMap,
        body: &'a mut Incoming,
        most: usize,
        advice: &'a str,
    ) -> Result<Arriving<'a>, Problem> {
        let declared = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
        let length = declared.unwrap_or_default();
        let (bytes, limits) = (BytesMut::new(), &front.limits);
        let arriving = Arriving { body, bytes, length, most, advice, limits, deadline: None };
        if length > most { Err(arriving.too_large()) } else { Ok(arriving) }
    }

    /// Reads on, until there are more than `enough` bytes or no more come.
    async fn read(&mut self, enough: usize) -> Result<Read, Problem> {
        let deadline = *self.deadline.get_or_insert_with(|| Instant::now() + self.limits.body);
        self.bytes.reserve(self.length.min(enough).saturating_sub(self.bytes.len()));
        while self.bytes.len() <= enough {
            let until = deadline.min(Instant::now() + self.limits.body_stall);
            match timeout_at(until, self.body.frame()).await {
                Ok(None) => return Ok(Read::All),
                Ok(Some(Ok(frame))) => {
                    // Trailers mean nothing here.
                    let data = frame.into_data().unwrap_or_default();
                    if self.bytes.len() + data.len() > self.most {
                        return Err(self.too_large());
                    }
                    self.bytes.extend_from_slice(&data);
                }
                Ok(Some(Err(error))) => {
                    let detail = format!("the request's body ended early: {error}");
                    return Err(Problem::new(StatusCode::BAD_REQUEST, "incomplete_body", detail));
                }
                Err(_) => {
                    let detail = "the request's body did not arrive in time; nothing was charged";
                    return Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "body_timeout", detail));
                }
            }
        }
        Ok(Read::Part)
    }

    fn too_large(&self) -> Problem {
        let detail = format!("the request is longer than {} bytes; {}", self.most, self.advice);
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", detail)
    }
}

fn busy(limits: &Limits) -> Problem {
    let detail = "too many uploads at the same time; send the request again in a moment";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail).retry_after(limits.body_stall)
}

/// Reads what is left of a body that was answered early, for a while: closing a connection with unread bytes resets it,
/// and the client may lose the answer.
pub(super) async fn linger(mut body: Incoming, limit_bytes: usize) {
    const LINGER: Duration = Duration::from_secs(10);
    let deadline = Instant::now() + LINGER;
    let mut left = limit_bytes;
    while let Ok(Some(Ok(frame))) = timeout_at(deadline, body.frame()).await {
        left = match left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) {
            Some(left) => left,
            None => return,
        };
    }
}

/// Whether the client still has something to send that was not asked for.
pub(super) fn has_more(headers: &HeaderMap, body: &Incoming) -> bool {
    // Who waits for '100 Continue' has sent nothing and hears the answer instead.
    !body.is_end_stream() && !headers.contains_key(header::EXPECT)
}

/// An answer of text.
pub(super) fn text(status: StatusCode, media_type: &'static str, text: impl Into<Bytes>) -> Answer {
    let mut answer = Response::new(Full::new(text.into()).map_err(|never| match never {}).boxed());
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    answer
}

/// An answer that says all with its status, which is a success.
pub(super) fn no_content() -> Answer {
    let mut answer = Response::new(Full::default().map_err(|never| match never {}).boxed());
    *answer.status_mut() = StatusCode::NO_CONTENT;
    answer
}

/// An answer of JSON.
pub(super) fn json(status: StatusCode, value: &impl Serialize) -> Answer {
    text(status, "application/json", serde_json::to_vec(value).expect("plain data serializes"))
}
