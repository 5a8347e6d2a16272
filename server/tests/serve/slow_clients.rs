//! A running server and clients that are slow on purpose, of each kind: it closes them in time, and others are served meanwhile.

use std::{
    fs,
    io::{ErrorKind, Read, Write},
    net::{Shutdown, TcpStream},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use tempfile::{TempDir, tempdir};

use crate::{
    client::PATIENCE,
    payments::{shop, wait_for_credits},
    photos,
    provider::{deliver, now, story},
    server::{Server, account, wait_until},
};

const LIMIT: Duration = Duration::from_secs(1);

/// A server whose patience can be waited for.
fn server() -> (TempDir, Server) {
    let data = tempdir().expect("a directory");
    let file = "[limits]\nhead_s = 1\nbody_stall_s = 1\nbody_s = 2\nwrite_stall_s = 1\nconnections_per_address = 8\n";
    fs::write(data.path().join("oneclick3d.toml"), file).expect("write");
    let server = Server::start(data.path(), &[], "");
    (data, server)
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.url.strip_prefix("http://").expect("an address")).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
    stream
}

/// Everything until the server closes.
fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    if let Err(error) = stream.read_to_end(&mut bytes) {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{error}");
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Sends a byte now and then until the server has had enough.
fn drip(stream: &TcpStream) -> thread::JoinHandle<()> {
    let mut output = stream.try_clone().expect("a clone");
    thread::spawn(move || {
        while output.write_all(b"x").is_ok() {
            thread::sleep(LIMIT / 20);
        }
    })
}

#[track_caller]
fn serves_others(server: &Server) {
    assert_eq!(server.client("").get("/healthz").status, 200);
}

#[test]
fn a_slow_head_is_closed_and_an_idle_connection_is_not_kept() {
    let (_data, server) = server();
    let mut slow = connect(&server);
    let began = Instant::now();
    slow.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ").expect("write");
    let drips = drip(&slow);
    serves_others(&server);
    assert_eq!(rest(&mut slow), "");
    // As often as it sends: the whole head has this time.
    assert!(began.elapsed() < 10 * LIMIT, "{:?}", began.elapsed());
    drips.join().expect("ended");

    let mut idle = connect(&server);
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").expect("write");
    assert!(rest(&mut idle).starts_with("HTTP/1.1 200"), "answered, and closed when nothing more came");
    let mut silent = connect(&server);
    assert_eq!(rest(&mut silent), "");
}

#[test]
fn a_slow_body_is_answered_408() {
    let (data, server) = server();
    let key = account(data.path(), "a@example.com", 10);
    let head = format!(
        "POST /v1/generations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
    );
    for drips in [false, true] {
        let mut slow = connect(&server);
        slow.write_all(head.as_bytes()).expect("write");
        let dripping = drips.then(|| drip(&slow));
        serves_others(&server);
        let mut start = [0; 12];
        slow.read_exact(&mut start).expect("an answer");
        assert_eq!(&start, b"HTTP/1.1 408");
        // An end that a client may refuse to hear: it is over for the dripping thread.
        slow.shutdown(Shutdown::Both).expect("open until now");
        if let Some(dripping) = dripping {
            dripping.join().expect("ended");
        }
    }
    assert_eq!(server.client(&key).credits(), (10, 0), "nothing was charged");
}

/// Runs `meanwhile` while 40 clients send `begun` and then a byte now and then of the body that it announces.
fn while_bodies_drip(server: &Server, begun: &[u8], meanwhile: impl FnOnce()) {
    let slow: Vec<TcpStream> = (0..40)
        .map(|_| {
            let mut stream = connect(server);
            stream.write_all(begun).expect("write");
            stream
        })
        .collect();
    wait_until("they are connected", || open_connections(server) > slow.len() as u64);
    let enough = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            // Not for ever: what fails meanwhile has to be told.
            let end = Instant::now() + PATIENCE;
            while !enough.load(Ordering::Relaxed) && Instant::now() < end {
                for mut stream in &slow {
                    // Whoever waits for a place in vain is answered and closed.
                    if let Err(error) = stream.write_all(b" ") {
                        assert!(matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe), "{error}");
                    }
                }
                thread::sleep(LIMIT / 2);
            }
        });
        thread::sleep(LIMIT);
        meanwhile();
        enough.store(true, Ordering::Relaxed);
    });
}

#[test]
fn slow_bodies_without_a_key_keep_no_generation_and_no_payment_waiting() {
    let (data, _stripe, server, buyer) = shop("");
    let client = server.client(&account(data.path(), "a@example.com", 10));
    let story = story(&buyer);
    let head = |path: &str, length: usize| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{{"
        )
    };
    while_bodies_drip(&server, head("/v1/session", 10_000).as_bytes(), || {
        client.create(&photos::cut_out(64), &[("resolution", "32")]);
    });
    // More of an event than any has that is sent in earnest.
    let event = head("/v1/payments/stripe", 1 << 20) + &" ".repeat(20_000);
    while_bodies_drip(&server, event.as_bytes(), || {
        assert_eq!(deliver(&buyer, &story.completed(true, now())).status, 200);
        wait_for_credits(&buyer, 60);
    });
}

#[test]
fn slow_uploads_of_one_account_keep_no_other_waiting() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let key = account(data.path(), "slow@example.com", 0);
    let client = server.client(&account(data.path(), "a@example.com", 10));
    let upload = format!(
        "POST /v1/cutouts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n\
         Content-Length: 1000000\r\n\r\n"
    );
    while_bodies_drip(&server, upload.as_bytes(), || {
        client.create(&photos::cut_out(64), &[("resolution", "32")]);
    });
}

#[test]
fn a_client_that_does_not_take_its_answer_is_closed() {
    let (data, server) = server();
    let key = account(data.path(), "a@example.com", 10);
    let client = server.client(&key);
    let id = client.create(&photos::cut_out(128), &[("resolution", "256")]);
    let done = client.wait(&id, &["SUCCEEDED"]);
    let path = done["artifacts"]["obj"].as_str().expect("an artifact");
    let bytes = client.get(path).body.len();
    assert!(bytes > 1 << 20, "{bytes} bytes are more than a few buffers");

    // Nothing of it, or a byte now and then.
    for sips in [false, true] {
        let mut deaf = connect(&server);
        // Over and over, until what the machine buffers for the client is full.
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n\r\n");
        deaf.write_all(request.repeat(64).as_bytes()).expect("write");
        let enough = AtomicBool::new(false);
        thread::scope(|scope| {
            let sipping = sips.then(|| scope.spawn(|| sip(&deaf, &enough)));
            wait_until("its connection is open", || open_connections(&server) >= 2);
            wait_until("it is closed", || open_connections(&server) <= 1);
            enough.store(true, Ordering::Relaxed);
            assert!(sipping.is_none_or(|sipping| sipping.join().expect("no panic") > 3), "it took some");
        });
        let taken = rest(&mut deaf).len();
        assert!(taken < 64 * bytes, "{taken} bytes");
        serves_others(&server);
    }
}

/// Takes a byte now and then; how many.
fn sip(mut input: &TcpStream, enough: &AtomicBool) -> usize {
    let mut taken = 0;
    while !enough.load(Ordering::Relaxed) {
        taken += input.read(&mut [0]).expect("more than it takes is there");
        thread::sleep(LIMIT / 20);
    }
    taken
}

/// Including the one that asks.
fn open_connections(server: &Server) -> u64 {
    // A connection that ends with its answer, so that none is kept beside it.
    let reply = server.client("").send("GET", "/metrics", &[("connection", "close")], &[]);
    let text = String::from_utf8(reply.body).expect("UTF-8");
    let line = text.lines().find_map(|line| line.strip_prefix("oneclick3d_http_connections ")).expect("the gauge");
    line.parse().expect("a number")
}

#[test]
fn one_address_has_so_many_connections_and_no_more() {
    let (_data, server) = server();
    wait_until("the connections of the start are gone", || open_connections(&server) <= 1);
    let request = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    let mut open = Vec::new();
    for _ in 0..8 {
        let mut stream = connect(&server);
        stream.write_all(request).expect("write");
        let mut start = [0; 12];
        stream.read_exact(&mut start).expect("an answer");
        open.push(stream);
    }
    let mut ninth = connect(&server);
    // It may be closed while this is being sent.
    if let Err(error) = ninth.write_all(request) {
        assert!(matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe), "{error}");
    }
    assert_eq!(rest(&mut ninth), "", "closed without an answer");
    drop(open);
    wait_until("there is room again", || {
        let mut stream = connect(&server);
        stream.write_all(request).is_ok() && stream.read_exact(&mut [0; 12]).is_ok()
    });
}

#[test]
fn a_drain_does_not_wait_for_slow_clients() {
    let (_data, mut server) = server();
    let mut slow = connect(&server);
    slow.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ").expect("write");
    let drips = drip(&slow);
    let began = Instant::now();
    server.signal(rustix::process::Signal::TERM);
    assert_eq!(server.wait().code(), Some(0));
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    drips.join().expect("ended");
}
