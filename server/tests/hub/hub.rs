//! A hub on this machine: it answers like the real one, and can be told to misbehave.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex},
    thread,
    time::Duration,
};

/// What was asked, and what became of it.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub path: String,
    headers: Vec<(String, String)>,
    /// Bytes of the body that were sent.
    pub sent: usize,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The first byte that a Range header asks for.
    pub fn from(&self) -> Option<usize> {
        self.header("range")?.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()
    }
}

/// An answer.
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// Close the connection after so many bytes of the body.
    pub cut_after: Option<usize>,
    /// Fall silent after so many bytes of the body, until the hub is dropped.
    pub stall_after: Option<usize>,
}

impl Reply {
    pub fn status(status: u16) -> Reply {
        Reply { status, headers: Vec::new(), body: b"no file".to_vec(), cut_after: None, stall_after: None }
    }

    pub fn redirect(status: u16, location: String) -> Reply {
        Reply::status(status).with("Location", location)
    }

    /// A file, or the part of it that is asked for; an If-Range that names another version gets the whole.
    pub fn file(request: &Request, body: &[u8]) -> Reply {
        const ETAG: &str = "\"version-1\"";
        let whole = Reply { body: body.to_vec(), ..Reply::status(200) }.with("ETag", ETAG.to_owned());
        match request.from() {
            Some(from) if request.header("if-range").is_none_or(|etag| etag == ETAG) => {
                if from >= body.len() {
                    return Reply::status(416).with("Content-Range", format!("bytes */{}", body.len()));
                }
                let range = format!("bytes {from}-{}/{}", body.len() - 1, body.len());
                Reply { status: 206, body: body[from..].to_vec(), ..whole }.with("Content-Range", range)
            }
            _ => whole,
        }
    }

    pub fn with(mut self, name: &'static str, value: String) -> Reply {
        self.headers.push((name, value));
        self
    }

    pub fn cut_after(self, bytes: usize) -> Reply {
        Reply { cut_after: Some(bytes), ..self }
    }

    pub fn stall_after(self, bytes: usize) -> Reply {
        Reply { stall_after: Some(bytes), ..self }
    }
}

/// What a hub answers; told the number of the request too, from 0.
type Answer = dyn Fn(usize, &Request) -> Reply + Send + Sync;

/// A running server on a port of its own, until the test process ends.
pub struct Hub {
    pub url: String,
    state: Arc<State>,
}

struct State {
    answer: Box<Answer>,
    requests: Mutex<Vec<Request>>,
    changed: Condvar,
}

impl Hub {
    pub fn start(answer: impl Fn(usize, &Request) -> Reply + Send + Sync + 'static) -> Hub {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        let state =
            Arc::new(State { answer: Box::new(answer), requests: Mutex::new(Vec::new()), changed: Condvar::new() });
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let state = Arc::clone(&shared);
                // A client that goes away is what some tests are about.
                thread::spawn(move || drop(state.serve(stream.expect("a connection"))));
            }
        });
        Hub { url, state }
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.state.requests.lock().expect("no panic").clone()
    }

    /// Bytes of bodies sent in answer to GETs of paths with this ending.
    pub fn sent(&self, ending: &str) -> usize {
        let requests = self.requests();
        requests
            .iter()
            .filter(|request| request.method == "GET" && request.path.ends_with(ending))
            .map(|r| r.sent)
            .sum()
    }

    /// Waits until as many bytes were sent in answer to one request.
    pub fn wait_until_sent(&self, bytes: usize) {
        let requests = self.state.requests.lock().expect("no panic");
        let done = |requests: &mut Vec<Request>| !requests.iter().any(|request| request.sent >= bytes);
        let (requests, timeout) =
            self.state.changed.wait_timeout_while(requests, Duration::from_secs(30), done).expect("no panic");
        assert!(!timeout.timed_out(), "{bytes} bytes were never sent: {requests:?}");
    }
}

impl State {
    fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut first = String::new();
        reader.read_line(&mut first)?;
        let mut words = first.split_whitespace().map(str::to_owned);
        let (Some(method), Some(path)) = (words.next(), words.next()) else { return Ok(()) };
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            match line.trim_end().split_once(": ") {
                Some((name, value)) => headers.push((name.to_owned(), value.to_owned())),
                None => break,
            }
        }
        let request = Request { method, path, headers, sent: 0 };
        let index = {
            let mut requests = self.requests.lock().expect("no panic");
            requests.push(request.clone());
            requests.len() - 1
        };
        let reply = (self.answer)(index, &request);
        let mut head = format!("HTTP/1.1 {} x\r\nConnection: close\r\n", reply.status);
        if !reply.headers.iter().any(|(name, _)| ["Content-Length", "Transfer-Encoding"].contains(name)) {
            head += &format!("Content-Length: {}\r\n", reply.body.len());
        }
        for (name, value) in &reply.headers {
            head += &format!("{name}: {value}\r\n");
        }
        stream.write_all(format!("{head}\r\n").as_bytes())?;
        if request.method == "HEAD" {
            return Ok(());
        }
        let end = reply.cut_after.or(reply.stall_after).unwrap_or(reply.body.len()).min(reply.body.len());
        for chunk in reply.body[..end].chunks(64 << 10) {
            stream.write_all(chunk)?;
            self.requests.lock().expect("no panic")[index].sent += chunk.len();
            self.changed.notify_all();
        }
        if reply.stall_after.is_some() {
            // Until the client has had enough.
            stream.read_exact(&mut [0])?;
        }
        Ok(())
    }
}
