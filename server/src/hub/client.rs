//! Requests to the hub, redirects followed by hand.
//!
//! By hand, because the hub tells a file's size and digest in its redirect, and because the token must go to the hub alone.

use std::time::Duration;

use ureq::{
    Agent, Body,
    http::{HeaderMap, Response, header},
};

use super::{Environment, Error, url};

const MAX_REDIRECTS: usize = 10;

/// A file on the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteFile {
    /// `OWNER/NAME`.
    pub repository: String,
    /// A branch, tag or commit.
    pub revision: String,
    /// The path in the repository.
    pub name: String,
}

/// What is known of a file before it is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// Its size.
    pub bytes: Option<u64>,
    /// Its SHA-256, in lower-case hexadecimal.
    pub sha256: Option<String>,
}

/// The hub, or a mirror.
pub struct Client {
    agent: Agent,
    endpoint: String,
    /// Scheme and authority of the endpoint: what may see the token.
    origin: Option<String>,
    token: Option<String>,
}

/// An answer, after redirects.
pub struct Answer {
    pub response: Response<Body>,
    /// Whether the endpoint itself gave it.
    pub from_endpoint: bool,
    /// What the endpoint told of the file on the way.
    pub told: Expected,
}

impl Client {
    pub fn new(environment: &Environment) -> Client {
        let stall = Some(environment.stall_timeout);
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(stall)
            .timeout_per_read(stall)
            .timeout_per_write(stall)
            .timeout_resolve(Some(Duration::from_secs(30)))
            .user_agent(concat!("oneclick3d/", env!("CARGO_PKG_VERSION")))
            .build();
        Client {
            agent: config.into(),
            endpoint: environment.endpoint.clone(),
            origin: url::origin(&environment.endpoint),
            token: environment.token.clone(),
        }
    }

    /// Where the file is.
    pub fn url(&self, file: &RemoteFile) -> String {
        let [repository, name] = [&file.repository, &file.name].map(|path| url::escape(path));
        // A revision may have slashes (refs/pr/1), which are no separators of the path.
        let revision = url::escape(&file.revision).replace('/', "%2F");
        format!("{}/{repository}/resolve/{revision}/{name}", self.endpoint)
    }

    /// Asks what the hub tells of a file. A server that does not understand the question tells nothing.
    pub fn describe(&self, file: &RemoteFile) -> Result<Expected, Error> {
        let url = self.url(file);
        let answer = self.ask("HEAD", &url, &[]).map_err(|fault| fault.into_error(&url))?;
        let mut told = answer.told;
        match answer.response.status().as_u16() {
            200 => {
                let length = answer.response.headers().get(header::CONTENT_LENGTH);
                told.bytes = told.bytes.or_else(|| length?.to_str().ok()?.parse().ok());
                Ok(told)
            }
            status @ (401 | 403 | 404) if answer.from_endpoint => Err(self.refusal(file, status)),
            _ => Ok(told),
        }
    }

    /// Asks for a file: the whole, or what follows `from` bytes unless it has changed from `etag`.
    pub fn get(&self, url: &str, from: u64, etag: Option<&str>) -> Result<Answer, Fault> {
        let range = format!("bytes={from}-");
        match (from, etag) {
            (0, _) => self.ask("GET", url, &[]),
            (_, None) => self.ask("GET", url, &[("range", &range)]),
            (_, Some(etag)) => self.ask("GET", url, &[("range", &range), ("if-range", etag)]),
        }
    }

    /// What the endpoint's refusal of a file means.
    pub fn refusal(&self, file: &RemoteFile, status: u16) -> Error {
        match status {
            401 | 403 => Error::Unauthorized { url: self.url(file), status, token_given: self.token.is_some() },
            404 => Error::NotFound {
                endpoint: self.endpoint.clone(),
                repository: file.repository.clone(),
                revision: file.revision.clone(),
                file: file.name.clone(),
            },
            _ => Error::Status { url: self.url(file), status },
        }
    }

    fn ask(&self, method: &str, url: &str, headers: &[(&str, &str)]) -> Result<Answer, Fault> {
        let mut url = url.to_owned();
        let mut told = Expected::default();
        for _ in 0..=MAX_REDIRECTS {
            let from_endpoint = url::origin(&url) == self.origin;
            let mut request =
                ureq::http::Request::builder().method(method).uri(&url).header("accept-encoding", "identity");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            if let (true, Some(token)) = (from_endpoint, &self.token) {
                request = request.header("authorization", format!("Bearer {token}"));
            }
            let request = request.body(()).map_err(|error| Fault::Network(error.to_string()))?;
            let response = self.agent.run(request).map_err(|error| Fault::Network(error.to_string()))?;
            if from_endpoint {
                told.learn(response.headers());
            }
            let location = response.headers().get(header::LOCATION).filter(|_| response.status().is_redirection());
            let Some(location) = location else { return Ok(Answer { response, from_endpoint, told }) };
            let next = location.to_str().ok().and_then(|location| url::join(&url, location));
            let refused = |reason: String| Fault::Error(Error::Redirect { url: url.clone(), reason });
            match next {
                None => return Err(refused("to what is no http URL".to_owned())),
                Some(next) if url.starts_with("https:") && next.starts_with("http:") => {
                    return Err(refused("from https to http, which anyone on the way could forge".to_owned()));
                }
                Some(next) => url = next,
            }
        }
        Err(Fault::Error(Error::Redirect { url, reason: format!("more than {MAX_REDIRECTS} times") }))
    }
}

impl Expected {
    /// Takes what the hub tells of a file in Git LFS or its successor.
    fn learn(&mut self, headers: &HeaderMap) {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        if let Some(bytes) = text("x-linked-size").and_then(|size| size.parse().ok()) {
            self.bytes = Some(bytes);
        }
        if let Some(etag) = text("x-linked-etag") {
            let digest = etag.trim_start_matches("W/").trim_matches('"');
            if digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                self.sha256 = Some(digest.to_ascii_lowercase());
            }
        }
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Fault {
    /// The network: may go better the next time.
    Network(String),
    /// Anything else will not.
    Error(Error),
}

impl Fault {
    fn into_error(self, url: &str) -> Error {
        match self {
            Fault::Network(cause) => Error::Unreachable { url: url.to_owned(), cause },
            Fault::Error(error) => error,
        }
    }
}
