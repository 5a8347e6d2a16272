//! Sending something to a URL that a stranger chose, and hearing no more than whether it was taken.

use std::time::Duration;

use time::{OffsetDateTime, format_description::well_known::Rfc2822};
use ureq::http::{HeaderMap, header};
use url::{Host, Url};

use super::{
    LONGEST_URL, agent, check,
    guarded_resolver::{NotPublic, allows},
    public_address::is_public,
};

/// What was answered. Its body is not read: a 2xx says all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// Of the answer itself; no redirect is followed.
    pub status: u16,
    /// `Retry-After`.
    pub retry_after: Option<Duration>,
}

/// Checks what can be known of a target before its name is resolved; `allow` has `HOST` and `HOST:PORT` that need not be public.
///
/// # Errors
/// What is wrong with it, and what can be.
pub fn check_target(text: &str, plain: bool, allow: &[String]) -> Result<(), String> {
    let schemes = if plain { "https:// or http://" } else { "https://" };
    if text.len() > LONGEST_URL {
        return Err(format!("it is longer than {LONGEST_URL} bytes"));
    }
    let url =
        Url::parse(text).map_err(|error| format!("it is no URL ({error}); give one that starts with {schemes}"))?;
    let insecure = url.scheme() == "http" && !plain;
    if check(&url).is_err() || insecure {
        return Err(format!("give a URL that starts with {schemes}, without a user in it"));
    }
    let port = url.port_or_known_default().unwrap_or_default();
    if url.host_str().is_some_and(|host| allows(allow, host, port)) {
        return Ok(());
    }
    let public = match url.host() {
        None => false,
        Some(Host::Ipv4(address)) => is_public(address.into()),
        Some(Host::Ipv6(address)) => is_public(address.into()),
        // RFC 6761, section 6.3; of other names the resolver tells.
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name != "localhost" && !name.ends_with(".localhost")
        }
    };
    if public { Ok(()) } else { Err(NotPublic.to_string()) }
}

/// Sends `body` to `url`, within `limit` from beginning to answer. Blocks.
///
/// # Errors
/// Why there is no answer, in words for who named the URL.
pub fn post(
    url: &str,
    headers: &[(&str, String)],
    body: &[u8],
    limit: Duration,
    allow: &[String],
) -> Result<Answered, String> {
    // One agent for each request, as for photos; a URL that was taken under another configuration may be refused now.
    let mut request = agent(allow, limit).post(url).header(header::CONTENT_TYPE, "application/json");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    match request.send(body) {
        Ok(answer) => Ok(Answered { status: answer.status().as_u16(), retry_after: retry_after(answer.headers()) }),
        Err(ureq::Error::Timeout(_)) => Err(format!("no answer within {} s", limit.as_secs_f64())),
        Err(ureq::Error::Other(other)) if other.is::<NotPublic>() => Err(NotPublic.to_string()),
        Err(error) => Err(error.to_string()),
    }
}

/// A number of seconds, or a date (RFC 9110, section 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = OffsetDateTime::parse(text, &Rfc2822).ok()?;
    (date - OffsetDateTime::now_utc()).try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_public_place_unless_the_operator_named_it() {
        let allow = ["10.0.0.1:9000".to_owned(), "hooks.internal".to_owned()];
        for right in [
            "https://example.com/hook?x=1",
            "https://1.1.1.1:8443/",
            "https://10.0.0.1:9000/hook",
            "https://hooks.internal/",
        ] {
            assert_eq!(check_target(right, false, &allow), Ok(()), "{right}");
        }
        for (wrong, said) in [
            ("example.com", "no URL"),
            ("http://example.com/", "https://"),
            ("ftp://example.com/", "https://"),
            ("https://me:word@example.com/", "user"),
            ("https://10.0.0.1/", "public internet"),
            ("https://127.1/", "public internet"),
            ("https://2130706433/", "public internet"),
            ("https://[::1]/", "public internet"),
            ("https://[::ffff:10.0.0.1]/", "public internet"),
            ("https://localhost/", "public internet"),
            ("https://LOCALHOST./", "public internet"),
            ("https://a.localhost/", "public internet"),
        ] {
            let error = check_target(wrong, false, &allow).expect_err(wrong);
            assert!(error.contains(said), "{wrong}: {error}");
        }
        assert_eq!(check_target("http://example.com/", true, &allow), Ok(()));
        assert!(check_target(&format!("https://example.com/{}", "a".repeat(LONGEST_URL)), true, &allow).is_err());
    }

    #[test]
    fn retry_after_is_a_number_of_seconds_or_a_date() {
        let of = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, value.parse().expect("a header"));
            retry_after(&headers)
        };
        assert_eq!(of("120"), Some(Duration::from_secs(120)));
        assert_eq!(of("Fri, 31 Dec 1999 23:59:59 GMT"), None, "it is over");
        let later = OffsetDateTime::now_utc() + time::Duration::hours(1);
        let date = later.format(&Rfc2822).expect("a date").replace("+0000", "GMT");
        assert!(of(&date).is_some_and(|wait| (3590..=3600).contains(&wait.as_secs())), "{date}");
        assert_eq!((of("soon"), of("-1")), (None, None));
    }
}
