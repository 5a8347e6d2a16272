//! Somebody's web server that takes webhooks, as badly as a test wants.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use crate::server::wait_until;

/// A webhook as it came.
#[derive(Debug, Clone)]
pub struct Hook {
    pub path: String,
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
}

impl Hook {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.headers))
    }

    pub fn id(&self) -> &str {
        self.header("webhook-id")
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// How many of its signatures `secret` (`whsec_…`) makes.
    pub fn signed_by(&self, secret: &str) -> usize {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("a secret")).expect("Base64");
        assert!((24..=64).contains(&key.len()), "{} bytes", key.len());
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("a key");
        mac.update(format!("{}.{}.", self.id(), self.header("webhook-timestamp")).as_bytes());
        mac.update(&self.body);
        let wanted = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        self.header("webhook-signature").split(' ').filter(|signature| *signature == wanted).count()
    }
}

/// What a receiver does with a webhook.
#[derive(Debug, Clone)]
pub enum Doing {
    Answer(u16),
    /// With this header.
    Say(u16, &'static str, String),
    Hang,
}

pub struct Receiver {
    pub address: SocketAddr,
    hooks: Arc<Mutex<Vec<Hook>>>,
    connections: Arc<AtomicUsize>,
}

impl Receiver {
    /// Does with the `n`th webhook for a path, from 0 on, what `script` says.
    pub fn start(script: impl Fn(&Hook, usize) -> Doing + Send + Sync + 'static) -> Receiver {
        Receiver::start_at("127.0.0.1:0", script)
    }

    pub fn start_at(address: &str, script: impl Fn(&Hook, usize) -> Doing + Send + Sync + 'static) -> Receiver {
        let listener = TcpListener::bind(address).expect("a port");
        let address = listener.local_addr().expect("an address");
        let receiver = Receiver { address, hooks: Arc::default(), connections: Arc::default() };
        let (hooks, connections, script) =
            (Arc::clone(&receiver.hooks), Arc::clone(&receiver.connections), Arc::new(script));
        thread::spawn(move || {
            for stream in listener.incoming() {
                connections.fetch_add(1, Ordering::Relaxed);
                let (stream, hooks, script) = (stream.expect("a connection"), Arc::clone(&hooks), Arc::clone(&script));
                // Who sends may be killed on the way.
                thread::spawn(move || drop(take(stream, &hooks, &*script)));
            }
        });
        receiver
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    /// Those for a path, in the order they came.
    pub fn hooks(&self, path: &str) -> Vec<Hook> {
        self.hooks.lock().expect("hooks").iter().filter(|hook| hook.path == path).cloned().collect()
    }

    /// Waits for the `count`th webhook for a path.
    #[track_caller]
    pub fn wait_for(&self, path: &str, count: usize) -> Hook {
        wait_until(&format!("webhook {count} for {path}"), || self.hooks(path).len() >= count);
        self.hooks(path).swap_remove(count - 1)
    }
}

fn take(
    mut stream: TcpStream,
    hooks: &Mutex<Vec<Hook>>,
    script: &dyn Fn(&Hook, usize) -> Doing,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    assert!(line.starts_with("POST "), "{line}");
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = HashMap::new();
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or_default();
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let hook = Hook { path, headers, body };
    let before = {
        let mut hooks = hooks.lock().expect("hooks");
        let before = hooks.iter().filter(|other| other.path == hook.path).count();
        hooks.push(hook.clone());
        before
    };
    match script(&hook, before) {
        Doing::Answer(status) => write!(stream, "HTTP/1.1 {status} X\r\nContent-Length: 2\r\n\r\nok"),
        Doing::Say(status, name, value) => {
            write!(stream, "HTTP/1.1 {status} X\r\n{name}: {value}\r\nContent-Length: 0\r\n\r\n")
        }
        Doing::Hang => {
            thread::sleep(Duration::from_secs(300));
            Ok(())
        }
    }
}
