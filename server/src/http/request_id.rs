//! A name for each request: in the answer's headers, in problems, and in every line of the log that the request causes.

use std::fmt;

use hyper::{
    HeaderMap,
    header::{HeaderName, HeaderValue},
};

/// Where a proxy before us puts the one that it made, and where ours goes.
pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The longest that is taken over: a UUID has 36, and traces somewhat more.
const LONGEST: usize = 128;

tokio::task_local! {
    static CURRENT: RequestId;
}

/// Letters, digits and `-_.:`.
#[derive(Debug, Clone)]
pub(super) struct RequestId(HeaderValue);

impl RequestId {
    /// What the request brings, if it is fit for a log, or a new one.
    pub(super) fn of(headers: &HeaderMap) -> RequestId {
        let sane = |value: &&HeaderValue| {
            let bytes = value.as_bytes();
            let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte);
            (1..=LONGEST).contains(&bytes.len()) && bytes.iter().all(plain)
        };
        match headers.get(HEADER).filter(sane) {
            Some(value) => RequestId(value.clone()),
            None => RequestId::random(),
        }
    }

    fn random() -> RequestId {
        let number = getrandom::u64().expect("the operating system has random numbers");
        RequestId(HeaderValue::try_from(format!("req_{number:016x}")).expect("ASCII"))
    }

    pub(super) fn header(&self) -> HeaderValue {
        self.0.clone()
    }

    /// Runs what the request causes under its name.
    pub(super) async fn scope<T>(self, work: impl Future<Output = T>) -> T {
        CURRENT.scope(self, work).await
    }
}

/// The id of the request that is being answered here, if one is.
pub(super) fn current() -> Option<String> {
    CURRENT.try_with(ToString::to_string).ok()
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.to_str().expect("only ASCII is taken"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_fits_into_a_log_is_taken_over() {
        let long = "x".repeat(LONGEST + 1);
        for (given, taken) in [
            ("0191d9a1-7e1c-7000-8000-000000000000", true),
            ("a.b:c_d", true),
            ("", false),
            ("two words", false),
            ("<script>", false),
            (long.as_str(), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HEADER, given.parse().expect("a value"));
            let id = RequestId::of(&headers).to_string();
            assert_eq!(id == given, taken, "{given} became {id}");
        }
        let none = HeaderMap::new();
        assert_ne!(RequestId::of(&none).to_string(), RequestId::of(&none).to_string());
    }
}
