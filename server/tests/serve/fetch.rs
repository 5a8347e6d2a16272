//! Photos by URL: off by default, and never a way into the operator's network, whatever the URL looks like and wherever it leads.

use std::{
    io::{BufRead, BufReader, Write},
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use serde_json::json;
use tempfile::tempdir;

use crate::{
    client::{Client, Reply},
    names, photos,
    server::{Server, account, wait_until},
};

/// Somebody's web server: `/photo`, `/to?URL` redirects, `/long` has no end, `/slow` never comes, `/text` is no photo.
struct Site {
    address: SocketAddr,
    requests: Arc<AtomicUsize>,
}

impl Site {
    fn start() -> Site {
        Site::start_at(Ipv4Addr::LOCALHOST.into())
    }

    fn start_at(address: IpAddr) -> Site {
        let listener = TcpListener::bind((address, 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let requests = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                count.fetch_add(1, Ordering::Relaxed);
                let stream = stream.expect("a connection");
                // Who asked may go away on the way.
                thread::spawn(move || drop(answer(stream)));
            }
        });
        Site { address, requests }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let target = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let plain =
        |body: &[u8]| [format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat();
    match path {
        "/photo" => stream.write_all(&plain(&photos::cut_out(64))),
        "/text" => stream.write_all(&plain(b"no photo")),
        "/to" => write!(stream, "HTTP/1.1 302 Found\r\nLocation: {query}\r\nContent-Length: 0\r\n\r\n"),
        "/again" => write!(stream, "HTTP/1.1 307 X\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"),
        "/slow" => {
            thread::sleep(Duration::from_secs(60));
            Ok(())
        }
        "/long" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
            loop {
                stream.write_all(&[0; 1 << 16])?;
            }
        }
        _ => write!(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
    }
}

fn post(client: &Client, url: &str) -> Reply {
    let body = json!({"image_url": url, "resolution": 16}).to_string();
    client.send("POST", "/v1/generations", &[("content-type", "application/json")], body.as_bytes())
}

#[test]
fn nothing_is_fetched_unless_the_operator_wants_it() {
    let data = tempdir().expect("a directory");
    let site = Site::start();
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let detail = post(&client, &site.url("/photo")).problem(422, "url_not_fetched");
    assert!(detail.contains("fetches no photos"), "{detail}");
    assert_eq!((site.requests(), client.credits()), (0, (60, 0)));
}

#[test]
fn a_photo_is_fetched_and_no_private_address_is_ever_connected_to() {
    let data = tempdir().expect("a directory");
    let (site, secret) = (Site::start(), Site::start());
    let allow = format!("['{}']", site.address);
    let settings = [
        ("ONECLICK3D__FETCH__ENABLED", "true"),
        ("ONECLICK3D__FETCH__ALLOW", allow.as_str()),
        ("ONECLICK3D__FETCH__TIMEOUT_S", "2"),
        ("ONECLICK3D__LIMITS__BODY_MB", "1"),
        // Whoever resolves names elsewhere cannot look at addresses: a proxy is not asked.
        ("HTTP_PROXY", "http://127.0.0.1:9"),
        ("ALL_PROXY", "http://127.0.0.1:9"),
    ];
    let server = Server::start_in(data.path(), &["--device", "cpu"], &settings);
    server.wait_ready();
    let client = server.client(&account(data.path(), "a@example.com", 60));

    for path in ["/photo", "/to?/photo", "/to?/to?/to?/photo"] {
        let reply = post(&client, &site.url(path));
        assert_eq!(reply.status, 202, "{path}: {}", String::from_utf8_lossy(&reply.body));
        client.wait(reply.json()["id"].as_str().expect("an id"), &["SUCCEEDED"]);
    }
    assert_eq!(client.credits(), (30, 0));

    let port = secret.address.port();
    let hosts = [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "0",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:127.0.0.1]",
        "localhost",
        "LOCALHOST.",
        "①②⑦.0.0.1",
        "127.0.0.1%2f",
        "%31%32%37.0.0.1",
    ];
    for host in hosts {
        let direct = format!("http://{host}:{port}/photo");
        for url in [direct.clone(), site.url(&format!("/to?{direct}")), site.url(&format!("/to?//{host}:{port}/photo"))]
        {
            // What a header cannot carry never leaves the site.
            post(&client, &url).problem(422, "url_not_fetched");
        }
    }
    for url in [
        "http://10.0.0.1/".to_owned(),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://[fd00:ec2::254]/".to_owned(),
        "https://192.168.1.1/".to_owned(),
        "http://100.64.0.1/".to_owned(),
        "http://[64:ff9b::7f00:1]/".to_owned(),
        format!("http://me:word@{}/photo", site.address),
        format!("http://{}@{}/photo", site.address, secret.address),
        site.url("/to?http://169.254.169.254/"),
        site.url("/to?file:///etc/passwd"),
        site.url("/to?ftp://127.0.0.1/"),
        site.url("/nowhere"),
    ] {
        post(&client, &url).problem(422, "url_not_fetched");
    }
    assert_eq!(secret.requests(), 0, "nothing of it was ever connected to");

    for (path, said) in [("/again", "redirects"), ("/long", "longer than"), ("/slow", "did not come within 2 s")] {
        let detail = post(&client, &site.url(path)).problem(422, "url_not_fetched");
        assert!(detail.contains(said), "{path}: {detail}");
    }
    post(&client, &site.url("/text")).problem(422, "invalid_image");
    for other in ["file:///etc/passwd", "ftp://example.com/a.png", "gopher://127.0.0.1/"] {
        post(&client, other).problem(422, "invalid_option");
    }
    assert_eq!(client.credits(), (30, 0), "nothing of that was charged");
}

#[test]
fn a_name_that_leads_into_a_private_network_is_never_connected_to() {
    let Some((name, address)) = names::private() else { return };
    let data = tempdir().expect("a directory");
    let (site, secret) = (Site::start(), Site::start_at(address));
    let allow = format!("['{}']", site.address);
    let settings = [("ONECLICK3D__FETCH__ENABLED", "true"), ("ONECLICK3D__FETCH__ALLOW", allow.as_str())];
    let server = Server::start_in(data.path(), &[], &settings);
    server.wait_ready();
    let client = server.client(&account(data.path(), "a@example.com", 60));
    let port = secret.address.port();
    let direct = format!("http://{name}:{port}/photo");
    for url in [direct.clone(), site.url(&format!("/to?{direct}")), site.url(&format!("/to?//{name}:{port}/photo"))] {
        let detail = post(&client, &url).problem(422, "url_not_fetched");
        assert!(detail.contains("public internet"), "{url}: {detail}");
    }
    assert_eq!((secret.requests(), client.credits()), (0, (60, 0)));
    // It was the server that did not go there.
    TcpStream::connect((name.as_str(), port)).expect("the name leads there");
    wait_until("it is connected to", || secret.requests() == 1);
}
