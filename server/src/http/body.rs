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
use tokio::{
    sync::SemaphorePermit,
    time::{Instant, timeout, timeout_at},
};

use super::{Answer, Front, problem::Problem};

/// The longest body of a few fields, bytes.
const SMALL: usize = 16 << 10;

/// A body in memory, and its place among those that may be.
pub(super) struct Upload<'a> {
    pub(super) bytes: Bytes,
    _place: SemaphorePermit<'a>,
}

/// Reads the whole body of a request with an image.
///
/// # Errors
/// As [`read_within`].
pub(super) async fn read<'a>(
    front: &'a Front,
    headers: &HeaderMap,
    body: &mut Incoming,
) -> Result<Upload<'a>, Problem> {
    read_within(front, headers, body, front.limits.body_bytes, "send a smaller image").await
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
    let upload = read_typed(front, headers, body, "application/json").await?;
    serde_json::from_slice(&upload.bytes)
        .map_err(|error| Problem::invalid("invalid_json", format!("the body: {error}")))
}

/// Reads a JSON object with images in it, and gives its place back when it is dropped.
///
/// # Errors
/// As [`read_json`].
pub(super) async fn read_object<'a>(
    front: &'a Front,
    headers: &HeaderMap,
    body: &mut Incoming,
) -> Result<(Map<String, Value>, Upload<'a>), Problem> {
    check_type(headers, "application/json")?;
    let upload = read(front, headers, body).await?;
    let fields = serde_json::from_slice(&upload.bytes)
        .map_err(|error| Problem::invalid("malformed_body", format!("the body is no JSON object: {error}")))?;
    Ok((fields, upload))
}

/// Reads the body of an HTML form.
///
/// # Errors
/// As [`read_within`]; 415 for another type.
pub(super) async fn read_form(front: &Front, headers: &HeaderMap, body: &mut Incoming) -> Result<Bytes, Problem> {
    Ok(read_typed(front, headers, body, "application/x-www-form-urlencoded").await?.bytes)
}

async fn read_typed<'a>(
    front: &'a Front,
    headers: &HeaderMap,
    body: &mut Incoming,
    expected: &str,
) -> Result<Upload<'a>, Problem> {
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

/// Reads the whole body, if it has no more than `most` bytes; `advice` is for who sends more.
///
/// # Errors
/// 413 over the limit, 408 from a client that stalls, 503 when too many bodies are being read.
pub(super) async fn read_within<'a>(
    front: &'a Front,
    headers: &HeaderMap,
    body: &mut Incoming,
    most: usize,
    advice: &str,
) -> Result<Upload<'a>, Problem> {
    let limits = &front.limits;
    let too_large = || {
        let detail = format!("the request is longer than {most} bytes; {advice}");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", detail)
    };
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > most) {
        return Err(too_large());
    }
    let place = match timeout(limits.body_stall, front.uploads.acquire()).await {
        Ok(place) => place.expect("the semaphore is never closed"),
        Err(_) => {
            let detail = "too many uploads at the same time; send the request again in a moment";
            return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail).retry_after(limits.body_stall));
        }
    };
    let deadline = Instant::now() + limits.body;
    let mut bytes = BytesMut::with_capacity(declared.unwrap_or_default());
    loop {
        let until = deadline.min(Instant::now() + limits.body_stall);
        match timeout_at(until, body.frame()).await {
            Ok(None) => return Ok(Upload { bytes: bytes.freeze(), _place: place }),
            Ok(Some(Ok(frame))) => {
                // Trailers mean nothing here.
                let data = frame.into_data().unwrap_or_default();
                if bytes.len() + data.len() > most {
                    return Err(too_large());
                }
                bytes.extend_from_slice(&data);
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
