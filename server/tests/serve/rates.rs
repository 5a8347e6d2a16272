//! Rate limits per key and per address: 429 with `Retry-After`, and others are served.

use std::{thread, time::Duration};

use tempfile::tempdir;

use crate::{
    client::Reply,
    server::{Server, account},
};

#[track_caller]
fn refused(reply: &Reply) -> Duration {
    reply.problem(429, "rate_limited");
    let after = reply.header("retry-after").parse().expect("seconds");
    assert!((1..=10).contains(&after), "{after}");
    Duration::from_secs(after)
}

#[test]
fn a_key_that_is_used_too_often_waits_and_others_do_not() {
    let data = tempdir().expect("a directory");
    let limits = [("ONECLICK3D__RATE__KEY_PER_SECOND", "1"), ("ONECLICK3D__RATE__KEY_BURST", "3")];
    let server = Server::start_in(data.path(), &[], &limits);
    let busy = server.client(&account(data.path(), "a@example.com", 0));
    let other = server.client(&account(data.path(), "b@example.com", 0));
    let replies: Vec<Reply> = (0..8).map(|_| busy.get("/v1/credits")).collect();
    assert!(replies[..3].iter().all(|reply| reply.status == 200));
    let wait = refused(replies.last().expect("eight"));
    assert_eq!(other.get("/v1/credits").status, 200);
    thread::sleep(wait);
    assert_eq!(busy.get("/v1/credits").status, 200);
}

#[test]
fn an_address_that_asks_too_often_waits_as_the_proxy_tells_it() {
    let data = tempdir().expect("a directory");
    let limits = [
        ("ONECLICK3D__RATE__ADDRESS_PER_SECOND", "1"),
        ("ONECLICK3D__RATE__ADDRESS_BURST", "3"),
        ("ONECLICK3D__SERVICE__PROXIES", "['127.0.0.1']"),
    ];
    let server = Server::start_in(data.path(), &[], &limits);
    let client = server.client("");
    let ask = |address| client.send("GET", "/v1/prices", &[("x-forwarded-for", address)], &[]);
    let replies: Vec<Reply> = (0..8).map(|_| ask("203.0.113.7")).collect();
    assert!(replies[..3].iter().all(|reply| reply.status == 200));
    refused(replies.last().expect("eight"));
    assert_eq!(ask("203.0.113.8").status, 200);
    // Who guesses keys is stopped as well.
    let guess = [("x-forwarded-for", "203.0.113.9"), ("authorization", "Bearer oc3d_guess")];
    let guesses: Vec<u16> = (0..8).map(|_| client.send("GET", "/v1/credits", &guess, &[]).status).collect();
    assert_eq!((guesses[0], guesses[7]), (401, 429), "{guesses:?}");
    for _ in 0..20 {
        assert_eq!(client.get("/healthz").status, 200, "who watches the server is not counted");
    }
}
