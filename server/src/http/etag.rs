//! What a client has already (RFC 9110, 13.1.2).

use http_body_util::{BodyExt, Empty};
use hyper::{
    HeaderMap, Response, StatusCode,
    header::{self, HeaderValue},
};

use super::Answer;

/// 304, if the request says that it has `etag`; with its quotes.
pub(super) fn not_modified(headers: &HeaderMap, etag: &HeaderValue) -> Option<Answer> {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().any(|value| {
        value.to_str().is_ok_and(|tags| {
            tags.split(',').any(|tag| tag.trim().trim_start_matches("W/").as_bytes() == etag.as_bytes())
        })
    });
    known.then(|| {
        let mut answer = Response::new(Empty::new().map_err(|never| match never {}).boxed());
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        answer.headers_mut().insert(header::ETAG, etag.clone());
        answer
    })
}
