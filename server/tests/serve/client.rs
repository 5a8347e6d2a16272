//! A client of one account.

use std::{
    io::{BufRead, BufReader},
    time::{Duration, Instant},
};

use serde_json::Value;
use ureq::{
    Agent,
    http::{HeaderMap, Request},
};

/// How long anything may take on a busy machine before a test gives up on it.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// An answer, read to its end.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error} in {:?}", String::from_utf8_lossy(&self.body)))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }

    /// Checks that this is a problem of `status` and `code`; its detail.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> String {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, status, "{text}");
        assert_eq!(self.header("content-type"), "application/problem+json", "{text}");
        let problem = self.json();
        assert_eq!(problem["status"], status, "{text}");
        assert_eq!(problem["code"], code, "{text}");
        assert_eq!(problem["type"], "about:blank", "{text}");
        assert!(problem["contact"].as_str().is_some_and(|contact| contact.contains('@')), "policy P14: {text}");
        assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()), "{text}");
        problem["detail"].as_str().expect("a detail").to_owned()
    }
}

/// Fields of a multipart body.
pub type Fields<'a> = &'a [(&'a str, &'a str)];

/// A server-sent event.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Event {
    pub name: String,
    pub id: String,
    pub data: String,
}

#[derive(Clone)]
pub struct Client {
    agent: Agent,
    pub base: String,
    pub key: String,
}

impl Client {
    pub fn new(base: &str, key: &str) -> Client {
        let config =
            Agent::config_builder().http_status_as_error(false).max_redirects(0).timeout_global(Some(PATIENCE)).build();
        Client { agent: config.into(), base: base.to_owned(), key: key.to_owned() }
    }

    /// Sends anything, with this account's key unless a header says otherwise.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Reply, ureq::Error> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization")) {
            request = request.header("authorization", format!("Bearer {}", self.key));
        }
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, *value);
        }
        let answer = if matches!(method, "GET" | "HEAD") {
            self.agent.run(request.body(()).expect("a request"))?
        } else {
            self.agent.run(request.body(body).expect("a request"))?
        };
        let (parts, mut body) = answer.into_parts();
        let body = body.with_config().limit(1 << 30).read_to_vec()?;
        Ok(Reply { status: parts.status.as_u16(), headers: parts.headers, body })
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        self.try_send(method, path, headers, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], &[])
    }

    pub fn json(&self, path: &str) -> Value {
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "{path}: {}", String::from_utf8_lossy(&reply.body));
        reply.json()
    }

    pub fn try_post(&self, image: &[u8], fields: Fields<'_>, headers: &[(&str, &str)]) -> Result<Reply, ureq::Error> {
        let (content_type, body) = multipart(image, fields);
        let mut all = vec![("content-type", content_type.as_str())];
        all.extend(headers);
        self.try_send("POST", "/v1/generations", &all, &body)
    }

    /// `POST /v1/generations`, multipart.
    pub fn post(&self, image: &[u8], fields: Fields<'_>, headers: &[(&str, &str)]) -> Reply {
        self.try_post(image, fields, headers).unwrap_or_else(|error| panic!("POST /v1/generations: {error}"))
    }

    /// Posts what is accepted; the generation's id.
    #[track_caller]
    pub fn create(&self, image: &[u8], fields: Fields<'_>) -> String {
        let reply = self.post(image, fields, &[]);
        assert_eq!(reply.status, 202, "{}", String::from_utf8_lossy(&reply.body));
        reply.json()["id"].as_str().expect("an id").to_owned()
    }

    pub fn generation(&self, id: &str) -> Value {
        self.json(&format!("/v1/generations/{id}"))
    }

    /// All generations of this account, newest first.
    pub fn history(&self) -> Vec<Value> {
        let mut all = Vec::new();
        let mut path = "/v1/generations?limit=100".to_owned();
        loop {
            let page = self.json(&path);
            all.extend(page["data"].as_array().expect("a list").iter().cloned());
            match page["next"].as_str() {
                Some(cursor) => path = format!("/v1/generations?limit=100&cursor={cursor}"),
                None => return all,
            }
        }
    }

    /// Asks until the generation is in one of `states`.
    #[track_caller]
    pub fn wait(&self, id: &str, states: &[&str]) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let generation = self.generation(id);
            if states.iter().any(|state| generation["state"] == *state) {
                return generation;
            }
            assert!(Instant::now() < deadline, "never {states:?}: {generation}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    #[track_caller]
    pub fn wait_for_end(&self, id: &str) -> Value {
        self.wait(id, &["SUCCEEDED", "FAILED", "CANCELED"])
    }

    pub fn cancel(&self, id: &str) -> Reply {
        self.send("POST", &format!("/v1/generations/{id}/cancel"), &[], &[])
    }

    /// Available and held credits.
    pub fn credits(&self) -> (i64, i64) {
        let balance = self.json("/v1/credits");
        (balance["available"].as_i64().expect("available"), balance["held"].as_i64().expect("held"))
    }

    /// The events of a generation, as they come.
    pub fn events(&self, id: &str) -> impl Iterator<Item = Value> {
        let stream = self.stream(&format!("/v1/generations/{id}/events"), "");
        stream.map(|event| serde_json::from_str(&event.data).expect("JSON"))
    }

    /// Server-sent events as they come, to a client that was told `last` before.
    pub fn stream(&self, path: &str, last: &str) -> impl Iterator<Item = Event> + use<> {
        let request = Request::get(format!("{}{path}", self.base))
            .header("authorization", format!("Bearer {}", self.key))
            .header("last-event-id", last);
        let answer = self.agent.run(request.body(()).expect("a request")).expect("events");
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        let mut lines = BufReader::new(answer.into_body().into_reader()).lines();
        std::iter::from_fn(move || {
            let mut event = Event::default();
            loop {
                let line = lines.next()?.expect("the stream goes on");
                match line.split_once(": ") {
                    Some(("event", name)) => event.name = name.to_owned(),
                    Some(("id", id)) => event.id = id.to_owned(),
                    Some(("data", data)) => event.data.push_str(data),
                    // A blank line ends an event; after a comment there was none.
                    _ if line.is_empty() && event != Event::default() => return Some(event),
                    _ => {}
                }
            }
        })
    }
}

/// The body of a generation's request, and its Content-Type.
pub fn multipart(image: &[u8], fields: Fields<'_>) -> (String, Vec<u8>) {
    multipart_file("image", image, fields)
}

/// A body with a picture in the field `name`, and its Content-Type.
pub fn multipart_file(name: &str, image: &[u8], fields: Fields<'_>) -> (String, Vec<u8>) {
    const BOUNDARY: &str = "a-boundary-that-no-picture-contains";
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(head.into_bytes());
    }
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"photo.png\"\r\n\
         Content-Type: image/png\r\n\r\n"
    );
    body.extend(head.into_bytes());
    body.extend(image);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}
