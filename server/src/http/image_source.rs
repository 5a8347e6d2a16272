//! Where an image comes from that a client names in JSON: a data URI (RFC 2397).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;

use super::problem::Problem;

const EXPECTED: &str = "a data URI: data:image/png;base64,...";

/// The image that the field `name` names by `uri`. The one place where a URL would be fetched.
///
/// # Errors
/// 422 for a URL, which this server does not fetch, and for what is no data URI.
pub(super) async fn read(name: &str, uri: &str) -> Result<Bytes, Problem> {
    let scheme = uri.split_once(':').map_or("", |(scheme, _)| scheme);
    if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") {
        let detail = format!("{name} is a URL, and this server fetches none; it must be {EXPECTED}");
        return Err(Problem::invalid("url_not_fetched", detail));
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

fn invalid(name: &str, given: &str) -> Problem {
    Problem::invalid("invalid_option", format!("{name} is {given}; it must be {EXPECTED}"))
}
