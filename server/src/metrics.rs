//! Counters and gauges in Prometheus's text format.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use crate::generations::{FaultKind, State};

/// Upper bounds of the histogram of runs, seconds.
const RUN_BOUNDS_S: [f64; 10] = [0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0];

/// Everything that is counted since the server started.
#[derive(Debug, Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<(&'static str, String, u16), u64>>,
    ended: Mutex<BTreeMap<State, u64>>,
    faults: Mutex<BTreeMap<FaultKind, u64>>,
    credits_committed: AtomicI64,
    credits_voided: AtomicI64,
    queue_length: AtomicU64,
    running: AtomicI64,
    connections: AtomicI64,
    worker_restarts: AtomicU64,
    mail: Mail,
    webhooks: Webhooks,
    runs: Mutex<Runs>,
}

#[derive(Debug, Default)]
struct Mail {
    sent: AtomicU64,
    postponed: AtomicU64,
    failed: AtomicU64,
    waiting: AtomicI64,
}

#[derive(Debug, Default)]
struct Webhooks {
    delivered: AtomicU64,
    postponed: AtomicU64,
    failed: AtomicU64,
}

#[derive(Debug, Default)]
struct Runs {
    buckets: [u64; RUN_BOUNDS_S.len()],
    count: u64,
    sum_s: f64,
}

impl Metrics {
    /// A request was answered; `route` is a pattern, never a path with ids.
    pub fn request(&self, route: &'static str, method: &str, status: u16) {
        *lock(&self.requests).entry((route, method.to_owned(), status)).or_default() += 1;
    }

    /// A generation ended, and its hold with it.
    pub fn ended(&self, state: State, credits: i64) {
        *lock(&self.ended).entry(state).or_default() += 1;
        let total = if state == State::Succeeded { &self.credits_committed } else { &self.credits_voided };
        total.fetch_add(credits, Ordering::Relaxed);
    }

    /// A generation failed, with this kind of fault.
    pub fn fault(&self, kind: FaultKind) {
        *lock(&self.faults).entry(kind).or_default() += 1;
    }

    /// A run ended after this long.
    pub fn run_seconds(&self, run: Duration) {
        let seconds = run.as_secs_f64();
        let mut runs = lock(&self.runs);
        if let Some(bucket) = RUN_BOUNDS_S.iter().position(|bound| seconds <= *bound) {
            runs.buckets[bucket] += 1;
        }
        runs.count += 1;
        runs.sum_s += seconds;
    }

    /// The mean run, between 1 s and a minute: when a place in a full queue may be free.
    pub fn typical_run(&self) -> Duration {
        let runs = lock(&self.runs);
        let mean = if runs.count == 0 { 1.0 } else { runs.sum_s / runs.count as f64 };
        Duration::from_secs_f64(mean.ceil().clamp(1.0, 60.0))
    }

    /// Generations that wait.
    pub fn queue_length(&self, length: usize) {
        self.queue_length.store(length as u64, Ordering::Relaxed);
    }

    /// A run started (+1) or ended (-1).
    pub fn running(&self, change: i64) {
        self.running.fetch_add(change, Ordering::Relaxed);
    }

    /// A connection opened (+1) or closed (-1).
    pub fn connections(&self, change: i64) {
        self.connections.fetch_add(change, Ordering::Relaxed);
    }

    /// A worker was started after another.
    pub fn worker_restarted(&self) {
        self.worker_restarts.fetch_add(1, Ordering::Relaxed);
    }

    /// A mail went.
    pub fn mail_sent(&self) {
        self.mail.sent.fetch_add(1, Ordering::Relaxed);
    }

    /// A mail could not be sent and is tried again.
    pub fn mail_postponed(&self) {
        self.mail.postponed.fetch_add(1, Ordering::Relaxed);
    }

    /// Mails were given up.
    pub fn mails_failed(&self, count: u64) {
        self.mail.failed.fetch_add(count, Ordering::Relaxed);
    }

    /// Mails that wait.
    pub fn mail_waiting(&self, count: i64) {
        self.mail.waiting.store(count, Ordering::Relaxed);
    }

    /// A webhook was taken.
    pub fn webhook_delivered(&self) {
        self.webhooks.delivered.fetch_add(1, Ordering::Relaxed);
    }

    /// A webhook was not taken and is tried again.
    pub fn webhook_postponed(&self) {
        self.webhooks.postponed.fetch_add(1, Ordering::Relaxed);
    }

    /// A webhook was given up.
    pub fn webhook_failed(&self) {
        self.webhooks.failed.fetch_add(1, Ordering::Relaxed);
    }

    /// The exposition, version 0.0.4.
    pub fn render(&self, worker_ready: bool) -> String {
        let mut text = Exposition::default();
        text.family("oneclick3d_http_requests_total", "counter", "Requests answered.");
        for ((route, method, status), count) in lock(&self.requests).iter() {
            text.sample(&format!("{{route=\"{route}\",method=\"{method}\",status=\"{status}\"}}"), count);
        }
        text.family("oneclick3d_generations_total", "counter", "Generations that ended.");
        for (state, count) in lock(&self.ended).iter() {
            text.sample(&format!("{{state=\"{}\"}}", state.as_str()), count);
        }
        text.family("oneclick3d_faults_total", "counter", "Generations that failed, by the kind of fault.");
        let faults = lock(&self.faults);
        // All of them, so that the first fault of a kind shows as a rise.
        for kind in FaultKind::ALL {
            let count = faults.get(&kind).copied().unwrap_or(0);
            text.sample(&format!("{{kind=\"{}\"}}", kind.as_str()), count);
        }
        drop(faults);
        text.family("oneclick3d_credits_committed_total", "counter", "Credits spent by generations that succeeded.");
        text.sample("", self.credits_committed.load(Ordering::Relaxed));
        text.family("oneclick3d_credits_voided_total", "counter", "Credits given back by generations that did not.");
        text.sample("", self.credits_voided.load(Ordering::Relaxed));
        text.family("oneclick3d_queue_length", "gauge", "Generations that wait.");
        text.sample("", self.queue_length.load(Ordering::Relaxed));
        text.family("oneclick3d_running", "gauge", "Generations in the worker.");
        text.sample("", self.running.load(Ordering::Relaxed));
        text.family("oneclick3d_http_connections", "gauge", "Open connections.");
        text.sample("", self.connections.load(Ordering::Relaxed));
        text.family("oneclick3d_worker_ready", "gauge", "1 when a worker is ready.");
        text.sample("", u8::from(worker_ready));
        text.family("oneclick3d_worker_restarts_total", "counter", "Workers started after the first.");
        text.sample("", self.worker_restarts.load(Ordering::Relaxed));
        let Mail { sent, postponed, failed, waiting } = &self.mail;
        text.family("oneclick3d_mail_attempts_total", "counter", "Attempts to send a mail, by what came of them.");
        for (outcome, count) in [("sent", sent), ("postponed", postponed), ("failed", failed)] {
            text.sample(&format!("{{outcome=\"{outcome}\"}}"), count.load(Ordering::Relaxed));
        }
        text.family("oneclick3d_mail_waiting", "gauge", "Mails that wait to be sent.");
        text.sample("", waiting.load(Ordering::Relaxed));
        let Webhooks { delivered, postponed, failed } = &self.webhooks;
        text.family(
            "oneclick3d_webhook_attempts_total",
            "counter",
            "Attempts to send a webhook, by what came of them.",
        );
        for (outcome, count) in [("delivered", delivered), ("postponed", postponed), ("failed", failed)] {
            text.sample(&format!("{{outcome=\"{outcome}\"}}"), count.load(Ordering::Relaxed));
        }
        text.family("oneclick3d_run_seconds", "histogram", "From a run's start to its end.");
        let runs = lock(&self.runs);
        let mut below = 0;
        for (bound, count) in RUN_BOUNDS_S.iter().zip(runs.buckets) {
            below += count;
            text.sample(&format!("_bucket{{le=\"{bound}\"}}"), below);
        }
        text.sample("_bucket{le=\"+Inf\"}", runs.count);
        text.sample("_sum", runs.sum_s);
        text.sample("_count", runs.count);
        text.text
    }
}

#[derive(Default)]
struct Exposition {
    text: String,
    family: &'static str,
}

impl Exposition {
    fn family(&mut self, name: &'static str, kind: &str, help: &str) {
        self.family = name;
        writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}").expect("writing to a string");
    }

    fn sample(&mut self, suffix_and_labels: &str, value: impl std::fmt::Display) {
        writeln!(self.text, "{}{suffix_and_labels} {value}", self.family).expect("writing to a string");
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A counter is whole at any time.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_histogram_is_cumulative_and_counts_what_is_beyond_its_bounds() {
        let metrics = Metrics::default();
        for run_ms in [50, 200, 900_000] {
            metrics.run_seconds(Duration::from_millis(run_ms));
        }
        let text = metrics.render(true);
        for line in [
            "oneclick3d_run_seconds_bucket{le=\"0.1\"} 1",
            "oneclick3d_run_seconds_bucket{le=\"0.25\"} 2",
            "oneclick3d_run_seconds_bucket{le=\"300\"} 2",
            "oneclick3d_run_seconds_bucket{le=\"+Inf\"} 3",
            "oneclick3d_run_seconds_sum 900.25",
            "oneclick3d_worker_ready 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
        }
    }

    #[test]
    fn faults_are_counted_by_kind_and_a_kind_that_never_was_is_zero() {
        let metrics = Metrics::default();
        metrics.fault(FaultKind::Timeout);
        metrics.fault(FaultKind::Timeout);
        let text = metrics.render(true);
        assert!(text.contains("oneclick3d_faults_total{kind=\"timeout\"} 2\n"), "{text}");
        assert!(text.contains("oneclick3d_faults_total{kind=\"crash\"} 0\n"), "{text}");
    }

    #[test]
    fn credits_are_counted_by_how_the_hold_ended() {
        let metrics = Metrics::default();
        metrics.ended(State::Succeeded, 10);
        metrics.ended(State::Failed, 10);
        metrics.ended(State::Canceled, 10);
        let text = metrics.render(false);
        assert!(text.contains("oneclick3d_credits_committed_total 10\n"), "{text}");
        assert!(text.contains("oneclick3d_credits_voided_total 20\n"), "{text}");
    }
}
