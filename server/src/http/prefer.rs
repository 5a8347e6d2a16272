//! `Prefer: wait=N` (RFC 7240).

use std::time::Duration;

use hyper::HeaderMap;

/// How long the client wants the answer to wait; `None` when it does not say, or says `respond-async`.
pub(super) fn wait(headers: &HeaderMap) -> Option<Duration> {
    let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let mut wait = None;
    for preference in values.flat_map(|value| value.split([',', ';'])) {
        let (name, value) = preference.split_once('=').unwrap_or((preference, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            "respond-async" => return None,
            // RFC 7240: what is not understood is ignored; the first of several counts.
            "wait" if wait.is_none() => {
                wait = value.trim().trim_matches('"').parse().ok().map(Duration::from_secs);
            }
            _ => {}
        }
    }
    wait
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wait_is_found_among_other_preferences() {
        for (prefer, seconds) in [
            ("wait=10", Some(10)),
            ("return=minimal, Wait = 7", Some(7)),
            ("wait=\"3\"; foo", Some(3)),
            ("wait=soon", None),
            ("wait=-1", None),
            ("handling=lenient", None),
            ("wait=10, respond-async", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("prefer", prefer.parse().expect("a header"));
            assert_eq!(wait(&headers), seconds.map(Duration::from_secs), "{prefer}");
        }
    }
}
