//! Requests to a URL that a stranger chooses, made from inside the operator's network: fetching a photo that somebody names, and
//! [`post`] for webhooks.
//!
//! Photos are fetched only where the operator wants it. Only `http` and `https`; only addresses of the public internet, looked at after the
//! name was resolved and in the resolver itself, whose answer is what is connected to; redirects are followed by hand with the
//! same look; no proxy of the environment, which would resolve names itself. Sizes, times and their number are limited.

mod guarded_resolver;
pub mod post;
mod public_address;

use std::{
    io::Read,
    time::{Duration, Instant},
};

use bytes::Bytes;
use tokio::{sync::Semaphore, time::timeout};
use ureq::{
    Agent,
    http::{Response, StatusCode, header},
    unversioned::{resolver::DefaultResolver, transport::DefaultConnector},
};
use url::Url;

use crate::{blocking, configuration::FetchSection};
use guarded_resolver::{GuardedResolver, NotPublic};

/// Photos that are fetched at the same time.
const AT_ONCE: usize = 8;
/// How long a request waits for a place among them.
const PATIENCE: Duration = Duration::from_secs(5);
/// Redirects that are followed.
const MAX_REDIRECTS: usize = 3;
const LONGEST_URL: usize = 2048;

/// Fetches photos within the operator's limits.
#[derive(Debug)]
pub struct Fetcher {
    section: FetchSection,
    most_bytes: usize,
    places: Semaphore,
}

/// Why a photo was not fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operator does not want it.
    #[error("this server fetches no photos; send the photo itself")]
    Off,
    /// Too many at the same time.
    #[error("too many photos are being fetched; send the request again in a moment")]
    Busy,
    /// It is no URL that may be fetched.
    #[error("it is no URL of the public internet: {0}; give one that starts with https:// or http://")]
    Url(String),
    /// What is there is longer than a photo may be.
    #[error("the file there is longer than {0} bytes")]
    TooLarge(usize),
    /// It took too long.
    #[error("the file did not come within {} s", .0.as_secs_f64())]
    Timeout(Duration),
    /// It leads from place to place.
    #[error("it redirects more than {MAX_REDIRECTS} times")]
    Redirects,
    /// The other server does not give it.
    #[error("the server there answers {0}")]
    Refused(StatusCode),
    /// Anything else on the way.
    #[error("it cannot be fetched: {0}")]
    Network(String),
}

impl Fetcher {
    /// As configured; nothing longer than `most_bytes`.
    #[must_use]
    pub fn new(section: &FetchSection, most_bytes: usize) -> Fetcher {
        Fetcher { section: section.clone(), most_bytes, places: Semaphore::new(AT_ONCE) }
    }

    /// What is at `url`, whatever it is.
    ///
    /// # Errors
    /// Why it was not fetched; the messages are for who named it.
    pub async fn fetch(&self, url: &str) -> Result<Bytes, Error> {
        if !self.section.enabled {
            return Err(Error::Off);
        }
        if url.len() > LONGEST_URL {
            return Err(Error::Url(format!("it is longer than {LONGEST_URL} bytes")));
        }
        let url = Url::parse(url).map_err(|error| Error::Url(error.to_string()))?;
        let Ok(place) = timeout(PATIENCE, self.places.acquire()).await else { return Err(Error::Busy) };
        let (section, most) = (self.section.clone(), self.most_bytes);
        let fetched = blocking::run(move || fetch(&section, most, url)).await;
        drop(place);
        fetched
    }
}

/// Follows `url` to its end. Blocks.
fn fetch(section: &FetchSection, most: usize, mut url: Url) -> Result<Bytes, Error> {
    let deadline = Instant::now() + section.timeout;
    for _ in 0..=MAX_REDIRECTS {
        check(&url)?;
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Error::Timeout(section.timeout));
        }
        let told = |error| explain(error, section.timeout);
        let answer =
            agent(&section.allow, left).get(url.as_str()).header(header::ACCEPT, "image/*").call().map_err(told)?;
        match answer.status() {
            StatusCode::OK => return read(answer, most, section.timeout),
            StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT => {
                let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
                let location = location.ok_or_else(|| Error::Network("it redirects to nowhere".to_owned()))?;
                url = url.join(location).map_err(|error| Error::Url(error.to_string()))?;
            }
            status => return Err(Error::Refused(status)),
        }
    }
    Err(Error::Redirects)
}

/// The parser has made `0x7f.1`, `2130706433` and the like plain addresses by now; the resolver looks at those.
fn check(url: &Url) -> Result<(), Error> {
    let wrong = |why: &str| Err(Error::Url(why.to_owned()));
    match url.scheme() {
        "http" | "https" => {}
        scheme => return wrong(&format!("its scheme is {scheme}")),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return wrong("it has a user in it");
    }
    Ok(())
}

/// One for each request: no connection is kept that another name could use.
fn agent(allow: &[String], left: Duration) -> Agent {
    let config = Agent::config_builder()
        .proxy(None)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .timeout_global(Some(left))
        .user_agent(concat!("oneclick3d/", env!("CARGO_PKG_VERSION")))
        .build();
    let resolver = GuardedResolver { inner: DefaultResolver::default(), allow: allow.to_vec() };
    Agent::with_parts(config, DefaultConnector::default(), resolver)
}

fn read(answer: Response<ureq::Body>, most: usize, limit: Duration) -> Result<Bytes, Error> {
    let mut body = answer.into_body();
    if body.content_length().is_some_and(|length| length > most as u64) {
        return Err(Error::TooLarge(most));
    }
    let mut bytes = Vec::new();
    body.as_reader()
        .take(most as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| explain(ureq::Error::from(error), limit))?;
    if bytes.len() > most { Err(Error::TooLarge(most)) } else { Ok(bytes.into()) }
}

fn explain(error: ureq::Error, limit: Duration) -> Error {
    match error {
        ureq::Error::Timeout(_) => Error::Timeout(limit),
        ureq::Error::Other(other) if other.is::<NotPublic>() => Error::Url(NotPublic.to_string()),
        error => Error::Network(error.to_string()),
    }
}
