//! Many clients and credits for one of them.

use std::{collections::BTreeMap, sync::Arc};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::json;
use tempfile::tempdir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::Barrier,
    time::timeout,
};

use crate::{
    client::{PATIENCE, multipart},
    photos,
    server::{Server, account, audit, wait_until},
};

const CLIENTS: usize = 1000;
const ROUNDS: usize = 5;

/// P2: without 10 available credits nothing is created.
#[tokio::test(flavor = "multi_thread")]
async fn of_a_thousand_submissions_at_once_against_ten_credits_exactly_one_is_accepted() {
    allow_many_files();
    let data = tempdir().expect("a directory");
    // One address sends what otherwise a thousand would.
    let settings = "[limits]\nconnections_per_address = 0\n[rate]\naddress_per_second = 0\n";
    std::fs::write(data.path().join("oneclick3d.toml"), settings).expect("write");
    // What is accepted never ends, so that its credits stay where they are.
    let server = Server::start(data.path(), &["--queue", "2000"], "slow@model:33");
    for round in 1..=ROUNDS {
        let key = account(data.path(), &format!("{round}@example.com"), 10);
        let answers = all_at_once(&server, &key).await;
        assert_eq!(answers, BTreeMap::from([(202, 1), (402, CLIENTS - 1)]), "round {round}");
        let client = server.client(&key);
        assert_eq!(client.credits(), (0, 10), "round {round}");
        assert_eq!(client.json("/v1/generations")["data"].as_array().map(Vec::len), Some(1), "round {round}");
    }
    let audit = audit(data.path());
    assert_eq!(audit["disagreements"], json!([]));
    assert_eq!(audit["open_holds"], ROUNDS);
    assert_eq!(audit["books"]["held"], 10 * ROUNDS);
    let uploads = || std::fs::read_dir(data.path().join("uploads")).expect("uploads").count();
    wait_until("what was refused has left no upload", || uploads() == ROUNDS);
}

/// Sends the same submission on a thousand connections, all of them open before the first request ends; how often each
/// status was answered.
async fn all_at_once(server: &Server, key: &str) -> BTreeMap<u16, usize> {
    let address = server.url.strip_prefix("http://").expect("an address").to_owned();
    let (content_type, body) = multipart(&photos::cut_out(64), &[("resolution", "33")]);
    let head = format!(
        "POST /v1/generations HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let request: Arc<[u8]> = [head.as_bytes(), &body].concat().into();
    // All but the last byte of the head, so that no request begins before the barrier.
    let begun = head.len() - 1;
    let all_are_here = Arc::new(Barrier::new(CLIENTS));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (address, request, all_are_here) = (address.clone(), Arc::clone(&request), Arc::clone(&all_are_here));
            tokio::spawn(async move {
                let mut stream = TcpStream::connect(&address).await.expect("a connection");
                stream.write_all(&request[..begun]).await.expect("most of a head");
                all_are_here.wait().await;
                stream.write_all(&request[begun..]).await.expect("the rest");
                let mut answer = Vec::new();
                stream.read_to_end(&mut answer).await.expect("an answer");
                let status =
                    answer.strip_prefix(b"HTTP/1.1 ").and_then(|rest| str::from_utf8(&rest[..3]).ok()?.parse().ok());
                status.unwrap_or_else(|| panic!("answered {:?}", String::from_utf8_lossy(&answer)))
            })
        })
        .collect();
    let mut answers = BTreeMap::new();
    for client in clients {
        let status: u16 = timeout(PATIENCE, client).await.expect("in time").expect("an answer");
        *answers.entry(status).or_default() += 1;
    }
    answers
}

/// As many open files as the system allows, for this process and the server that it starts: often 1024 are allowed unless
/// one asks.
fn allow_many_files() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })
        .unwrap_or_else(|error| panic!("{current:?} open files do not become {maximum:?}: {error}"));
}
