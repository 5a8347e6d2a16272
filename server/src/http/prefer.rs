//! `Prefer: wait=N` and `Prefer: respond-async` (RFC 7240).

use std::time::Duration;

use hyper::HeaderMap;

/// What a client prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Preference {
    /// It does not say.
    None,
    /// An answer at once.
    RespondAsync,
    /// An answer that waits for the end, this long; or, as Replicate's clients say it, without a number.
    Wait(Option<Duration>),
}

/// How long the client wants the answer to wait.
pub(super) fn of(headers: &HeaderMap) -> Preference {
    let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let mut found = Preference::None;
    for preference in values.flat_map(|value| value.split([',', ';'])) {
        let (name, value) = preference.split_once('=').map_or((preference, None), |(name, value)| (name, Some(value)));
        match name.trim().to_ascii_lowercase().as_str() {
            "respond-async" => return Preference::RespondAsync,
            // RFC 7240: what is not understood is ignored; the first of several counts.
            "wait" if found == Preference::None => {
                let seconds = value.map(|value| value.trim().trim_matches('"').parse());
                match seconds {
                    None => found = Preference::Wait(None),
                    Some(Ok(seconds)) => found = Preference::Wait(Some(Duration::from_secs(seconds))),
                    Some(Err(_)) => {}
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wait_is_found_among_other_preferences() {
        let wait = |seconds| Preference::Wait(Some(Duration::from_secs(seconds)));
        for (prefer, expected) in [
            ("wait=10", wait(10)),
            ("return=minimal, Wait = 7", wait(7)),
            ("wait=\"3\"; foo", wait(3)),
            ("wait", Preference::Wait(None)),
            ("wait=soon", Preference::None),
            ("wait=-1", Preference::None),
            ("handling=lenient", Preference::None),
            ("wait=10, respond-async", Preference::RespondAsync),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("prefer", prefer.parse().expect("a header"));
            assert_eq!(of(&headers), expected, "{prefer}");
        }
    }
}
