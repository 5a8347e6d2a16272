//! `kill -9` of the front at random moments under load: no credit is lost or made, nothing acknowledged is forgotten.
//!
//! `ONECLICK3D_CRASH_CYCLES=2000 cargo test --release -p server --test serve crash` for the long form;
//! `ONECLICK3D_CRASH_SEED` repeats the moments and the choices of the clients (not the scheduling).

use std::{
    collections::HashMap,
    env,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};
use tempfile::tempdir;

use crate::{
    client::Client,
    photos,
    random::Random,
    server::{Server, account, audit, wait_until},
};

const CLIENTS: u64 = 4;
const GRANTED: i64 = 1_000_000_000;

/// What the clients know across crashes: keys that were acknowledged and keys whose answer was lost.
#[derive(Default)]
struct Known {
    acknowledged: Mutex<HashMap<String, String>>,
    unanswered: Mutex<Vec<String>>,
    next_key: AtomicU64,
}

/// Posts, repeats, cancels and reads until the server is gone.
fn client_of(client: &Client, known: &Known, photo: &[u8], mut random: Random, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        let retried = known.unanswered.lock().expect("keys").pop();
        let key = retried.unwrap_or_else(|| format!("key-{}", known.next_key.fetch_add(1, Ordering::Relaxed)));
        // The key says what is asked, so that a repetition asks the same.
        let resolution = if key.bytes().map(u64::from).sum::<u64>() % 5 == 0 { "96" } else { "16" };
        match client.try_post(photo, &[("resolution", resolution)], &[("idempotency-key", &key)]) {
            Ok(reply) if reply.status == 202 => {
                let id = reply.json()["id"].as_str().expect("an id").to_owned();
                let first = known.acknowledged.lock().expect("keys").insert(key, id.clone());
                assert!(first.is_none_or(|first| first == id), "one key, two generations");
                if random.below(4) == 0 {
                    ignore_loss(client.try_send("POST", &format!("/v1/generations/{id}/cancel"), &[], &[]));
                }
            }
            Ok(reply) if matches!(reply.status, 409 | 429 | 503) => {
                known.unanswered.lock().expect("keys").push(key);
                thread::sleep(Duration::from_millis(5));
            }
            Ok(reply) => panic!("{}: {}", reply.status, String::from_utf8_lossy(&reply.body)),
            Err(_) => {
                known.unanswered.lock().expect("keys").push(key);
                thread::sleep(Duration::from_millis(5));
            }
        }
        if random.below(3) == 0 {
            ignore_loss(client.try_send("GET", "/v1/generations?limit=5", &[], &[]));
        }
        if random.below(3) == 0 {
            ignore_loss(client.try_send("GET", "/v1/credits", &[], &[]));
        }
    }
}

/// The server is killed under its clients: a lost answer is what this test is about.
fn ignore_loss(reply: Result<crate::client::Reply, ureq::Error>) {
    if let Ok(reply) = reply {
        assert!(reply.status < 500 || reply.status == 503, "{}", String::from_utf8_lossy(&reply.body));
    }
}

fn number(variable: &str) -> Option<u64> {
    env::var(variable).ok().map(|value| value.parse().unwrap_or_else(|error| panic!("{variable}: {error}")))
}

#[test]
fn killed_at_random_moments_under_load_it_loses_and_makes_no_credit() {
    let cycles = number("ONECLICK3D_CRASH_CYCLES").unwrap_or(15);
    let seed = number("ONECLICK3D_CRASH_SEED")
        .unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_nanos() as u64));
    println!("ONECLICK3D_CRASH_CYCLES={cycles} ONECLICK3D_CRASH_SEED={seed}");
    let mut random = Random(seed);
    let data = tempdir().expect("a directory");
    let photo = photos::cut_out(64);
    let known = Known::default();
    let mut key = String::new();
    let mut granted = 0;
    for cycle in 0..cycles {
        // Every other cycle the clients meet the recovery as well.
        let server = Server::start_unready(data.path(), &["--queue", "16"], "");
        if key.is_empty() {
            key = account(data.path(), "a@example.com", u32::try_from(GRANTED).expect("small"));
            granted = GRANTED;
        }
        check(&audit(data.path()), granted, cycle, seed);
        let client = server.client(&key);
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            for _ in 0..CLIENTS {
                let (client, known, photo, stop) = (&client, &known, &photo, &stop);
                let random = Random(random.below(u64::MAX));
                scope.spawn(move || client_of(client, known, photo, random, stop));
            }
            thread::sleep(Duration::from_millis(random.below(400)));
            server.kill();
            stop.store(true, Ordering::Relaxed);
        });
        check(&audit(data.path()), granted, cycle, seed);
    }

    // What was acknowledged is there, once; and everything comes to its end.
    let server = Server::start(data.path(), &["--queue", "16"], "");
    let client = server.client(&key);
    wait_until("everything has ended", || client.credits().1 == 0);
    let generations = history(&client);
    let mut by_id = HashMap::new();
    for generation in &generations {
        let id = generation["id"].as_str().expect("an id");
        assert!(by_id.insert(id, generation).is_none(), "{id} is there twice; seed {seed}");
        let state = generation["state"].as_str().expect("a state");
        assert!(matches!(state, "SUCCEEDED" | "FAILED" | "CANCELED"), "{generation}; seed {seed}");
        if state == "FAILED" {
            assert_eq!(generation["fault"]["kind"], "crash", "{generation}; seed {seed}");
        }
    }
    let acknowledged = known.acknowledged.into_inner().expect("keys");
    for (key, id) in &acknowledged {
        assert!(by_id.contains_key(id.as_str()), "{key} was acknowledged as {id} and is gone; seed {seed}");
    }
    let count = |state: &str| generations.iter().filter(|generation| generation["state"] == state).count() as i64;
    assert_eq!(client.credits().0, granted - 10 * count("SUCCEEDED"), "seed {seed}");
    check(&audit(data.path()), granted, cycles, seed);
    println!(
        "{cycles} kills: {} generations, {} acknowledged, {} succeeded, {} failed, {} canceled; every credit accounted for",
        generations.len(),
        acknowledged.len(),
        count("SUCCEEDED"),
        count("FAILED"),
        count("CANCELED"),
    );
}

#[track_caller]
fn check(audit: &Value, granted: i64, cycle: u64, seed: u64) {
    assert_eq!(audit["disagreements"], json!([]), "cycle {cycle}, seed {seed}");
    assert_eq!(audit["books"]["issued"], granted, "cycle {cycle}, seed {seed}");
}

fn history(client: &Client) -> Vec<Value> {
    let mut all = Vec::new();
    let mut path = "/v1/generations?limit=100".to_owned();
    loop {
        let page = client.json(&path);
        all.extend(page["data"].as_array().expect("a list").iter().cloned());
        match page["next"].as_str() {
            Some(cursor) => path = format!("/v1/generations?limit=100&cursor={cursor}"),
            None => return all,
        }
    }
}
