//! Where an image comes from that a client names in JSON: a data URI (RFC 2397), or a URL that is fetched if the operator wants that.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use hyper::StatusCode;

use super::problem::Problem;
use crate::fetch::{self, Fetcher};

const EXPECTED: &str = "a data URI: data:image/png;base64,...";

/// The image that the field `name` names by `uri`; the one place where a URL is fetched.
///
/// # Errors
/// 422 for a URL that cannot be fetched or may not be, and for what is no data URI; 503 while too many are being fetched.
pub(super) async fn read(fetcher: &Fetcher, name: &str, uri: &str) -> Result<Bytes, Problem> {
    let scheme = uri.split_once(':').map_or("", |(scheme, _)| scheme);
    if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") {
        return fetcher.fetch(uri).await.map_err(|error| fetch_problem(name, &error));
    }
    let data = uri
        .strip_prefix("data:")
        .and_then(|rest| rest.split_once(','))
        .filter(|(media_type, _)| media_type.to_ascii_lowercase().ends_with(";base64"))
        .map(|(_, data)| data)
        .ok_or_else(|| invalid(name, "another kind of text"))?;
    let bytes = STANDARD.decode(data).map_err(|error| invalid(name, &format!("not base64 ({error})")))?;
    Ok(bytes.into())
}

fn fetch_problem(name: &str, error: &fetch::Error) -> Problem {
    match error {
        fetch::Error::Off => {
            Problem::invalid("url_not_fetched", format!("{name} is a URL, and {error}: it must be {EXPECTED}"))
        }
        fetch::Error::Busy => Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", error.to_string())
            .retry_after(std::time::Duration::from_secs(5)),
        error => Problem::invalid("url_not_fetched", format!("{name}: {error}. Nothing was charged")),
    }
}

fn invalid(name: &str, given: &str) -> Problem {
    Problem::invalid("invalid_option", format!("{name} is {given}; it must be {EXPECTED}"))
}
