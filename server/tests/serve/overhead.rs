//! What the front adds to a run.

use serde_json::json;
use tempfile::tempdir;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{
    photos,
    server::{Server, account},
};

/// `cargo test --release -p server --test serve overhead -- --ignored --nocapture`
#[test]
#[ignore = "a measurement, for an idle machine"]
fn overhead_of_the_front() {
    let data = tempdir().expect("a directory");
    let server = Server::start(data.path(), &[], "");
    let client = server.client(&account(data.path(), "a@example.com", 10_000));
    let photo = photos::cut_out(64);
    let mut samples = Vec::new();
    for _ in 0..220 {
        let began = std::time::Instant::now();
        let reply = client.post(&photo, &[("resolution", "16")], &[("prefer", "wait=30")]);
        let total_ms = began.elapsed().as_secs_f64() * 1e3;
        let generation = reply.json();
        assert_eq!(generation["state"], "SUCCEEDED");
        let time =
            |name: &str| OffsetDateTime::parse(generation[name].as_str().expect("a time"), &Rfc3339).expect("RFC 3339");
        // From RUNNING to the end is the worker's: what is left is the front's.
        let run_ms = (time("finished_at") - time("started_at")).as_seconds_f64() * 1e3;
        samples.push((total_ms - run_ms, total_ms));
    }
    // The first ones warm caches up.
    let mut samples = samples.split_off(20);
    samples.sort_by(|one, other| one.0.total_cmp(&other.0));
    let at = |part: f64| samples[(part * (samples.len() - 1) as f64) as usize];
    let report = json!({
        "samples": samples.len(),
        "front_ms": {"p50": at(0.5).0, "p90": at(0.9).0, "p99": at(0.99).0},
        "total_ms_p50": at(0.5).1,
    });
    println!("{report}");
    assert!(at(0.5).0 < 5.0, "{report}");
}
