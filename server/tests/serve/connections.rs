//! What clients cannot do to the front, with limits short enough to wait for.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use server::{
    catalog::Catalog,
    configuration::{FetchSection, Limits, RateSection},
    database::Database,
    fetch::Fetcher,
    http::{Front, Places, Rates, server::serve},
    input_files::InputFiles,
    jobs::Jobs,
    ledger,
    link_key::LinkKey,
    metrics::Metrics,
    payments::Till,
    storage::Storage,
    worker::cutout::Cutter,
};
use tempfile::TempDir;
use time::OffsetDateTime;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    time::{Instant, sleep, timeout},
};

use crate::{client::PATIENCE, server::PROGRAM};

const SHORT: Duration = Duration::from_millis(500);

struct Bench {
    address: SocketAddr,
    key: String,
    _data: TempDir,
    _ready: watch::Sender<Option<String>>,
}

/// A front without a worker: everything stays queued.
async fn front(limits: Limits) -> Bench {
    let data = tempfile::tempdir().expect("a directory");
    let database = Database::open(&data.path().join("test.sqlite3")).expect("a database");
    let now = OffsetDateTime::now_utc();
    let key = database
        .write(move |tx| {
            let account = ledger::create_account(tx, "a@example.com", now)?;
            ledger::create_key(tx, &account, None, now)
        })
        .await
        .expect("a key");
    let storage = Storage::open(data.path()).expect("storage");
    let input_files = InputFiles::open(data.path()).expect("a directory");
    let link_key = LinkKey::open(data.path()).expect("a key");
    let metrics = Arc::new(Metrics::default());
    let ready = watch::Sender::new(None);
    let jobs = Jobs::new(database.clone(), storage.clone(), Arc::clone(&metrics), Arc::default(), 8);
    let front = Arc::new(Front {
        configuration: Arc::default(),
        till: Arc::new(Till::new(database.clone(), Arc::default(), Some(Arc::clone(&jobs)))),
        jobs,
        database,
        storage,
        metrics,
        worker_device: ready.subscribe(),
        catalog: Catalog::default(),
        cutter: Cutter::new(PROGRAM.into(), None, None),
        limits,
        uploads: Places::new(4, 2),
        long_events: Semaphore::new(1),
        input_files,
        link_key,
        exports: Semaphore::new(1),
        rates: Rates::new(&RateSection::default()),
        fetcher: Fetcher::new(&FetchSection::default(), 1 << 20),
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(serve(front, listener, std::future::pending()));
    Bench { address, key: key.0, _data: data, _ready: ready }
}

/// Everything until the server closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset is an end as well.
    let ended = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.expect("the server closes");
    if let Err(error) = ended {
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_sends_its_head_byte_by_byte_is_closed() {
    let bench = front(Limits { head: SHORT, ..Limits::default() }).await;
    // The server's clock runs from the connection on.
    let began = Instant::now();
    let mut slow = TcpStream::connect(bench.address).await.expect("a connection");
    slow.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ").await.expect("write");
    assert_eq!(rest(&mut slow).await, "");
    assert!(began.elapsed() >= SHORT);

    let mut silent = TcpStream::connect(bench.address).await.expect("a connection");
    assert_eq!(rest(&mut silent).await, "");

    let mut idle = TcpStream::connect(bench.address).await.expect("a connection");
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("write");
    assert!(rest(&mut idle).await.contains("200 OK"), "answered, kept, and closed when nothing more came");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_stalls_or_drips_is_answered_408() {
    let bench = front(Limits { body_stall: SHORT, body: 3 * SHORT, ..Limits::default() }).await;
    let head = format!(
        "POST /v1/generations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{",
        bench.key
    );
    let mut stalled = TcpStream::connect(bench.address).await.expect("a connection");
    stalled.write_all(head.as_bytes()).await.expect("write");
    assert!(rest(&mut stalled).await.starts_with("HTTP/1.1 408"));

    let dripping = TcpStream::connect(bench.address).await.expect("a connection");
    let (mut input, mut output) = dripping.into_split();
    output.write_all(head.as_bytes()).await.expect("write");
    let drips = tokio::spawn(async move {
        while output.write_all(b" ").await.is_ok() {
            sleep(SHORT / 10).await;
        }
    });
    let mut status = [0; 12];
    timeout(PATIENCE, input.read_exact(&mut status)).await.expect("an answer").expect("an answer");
    assert_eq!(&status, b"HTTP/1.1 408");
    drips.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_never_ends_is_refused() {
    let bench = front(Limits::default()).await;
    let mut stream = TcpStream::connect(bench.address).await.expect("a connection");
    let head = format!("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "x".repeat(200_000));
    // The server may close while this is being sent.
    if let Err(error) = stream.write_all(head.as_bytes()).await {
        assert!(matches!(error.kind(), std::io::ErrorKind::ConnectionReset | std::io::ErrorKind::BrokenPipe));
    }
    let answer = rest(&mut stream).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn more_connections_than_places_wait_for_one() {
    let bench = front(Limits { connections: 2, ..Limits::default() }).await;
    let request = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    let mut open = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(bench.address).await.expect("a connection");
        stream.write_all(request).await.expect("write");
        let mut start = [0; 12];
        stream.read_exact(&mut start).await.expect("an answer");
        open.push(stream);
    }
    let mut third = TcpStream::connect(bench.address).await.expect("the backlog");
    third.write_all(request).await.expect("write");
    let mut start = [0; 12];
    timeout(SHORT, third.read_exact(&mut start)).await.expect_err("no place yet");
    drop(open.pop());
    timeout(PATIENCE, third.read_exact(&mut start)).await.expect("a place").expect("an answer");
    assert_eq!(&start, b"HTTP/1.1 200");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_http_is_answered_400() {
    let bench = front(Limits::default()).await;
    let mut stream = TcpStream::connect(bench.address).await.expect("a connection");
    stream.write_all(b"\x16\x03\x01 this is TLS\r\n\r\n").await.expect("write");
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 400"));
}
