//! Keeps one worker process alive and feeds it the queue.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{Notify, watch},
    time::Instant,
};

use crate::{
    generations::{End, GenerationId, Progress},
    jobs::Jobs,
    metrics::Metrics,
    storage::Storage,
    worker::{
        process::{Interrupts, Launch, Outcome, Process, RunEnd},
        protocol::Run,
    },
};

/// The pause before a child that died at its start is started again; it doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// A child that lived this long, or ran something, was a good one: the next comes at once.
const GOOD_LIFE: Duration = Duration::from_secs(10);

/// One device's worker and the queue before it.
pub struct Supervisor {
    /// Where the work comes from.
    pub jobs: Arc<Jobs>,
    /// Where images and artifacts are.
    pub storage: Storage,
    /// How a child is started.
    pub launch: Launch,
    /// The longest run.
    pub run_timeout: Duration,
    /// Counts.
    pub metrics: Arc<Metrics>,
    /// What the child computes on, while one is ready.
    pub ready: watch::Sender<Option<String>>,
    /// The end of the drain: the run that still goes on is given up.
    pub give_up: Arc<Notify>,
}

/// What a child's life was good for.
struct Life {
    ran: bool,
    /// The server drains; no other child is needed.
    last: bool,
}

impl Supervisor {
    /// Runs until the server drains and the worker is idle.
    pub async fn run(self) {
        let mut pause = FIRST_PAUSE;
        let mut starts = 0_u64;
        while !self.jobs.draining() {
            starts += 1;
            if starts > 1 {
                self.metrics.worker_restarted();
            }
            let started = tokio::select! {
                started = Process::start(&self.launch) => started,
                () = self.jobs.drained() => return,
            };
            match started {
                Ok(process) => {
                    let born = Instant::now();
                    tracing::info!(worker = process.id(), device = process.device, "the worker is ready");
                    self.ready.send_replace(Some(process.device.clone()));
                    let life = self.serve(process).await;
                    self.ready.send_replace(None);
                    if life.last {
                        return;
                    }
                    if life.ran || born.elapsed() > GOOD_LIFE {
                        pause = FIRST_PAUSE;
                        continue;
                    }
                }
                Err(death) => {
                    let last_words = death.last_words.join(" | ");
                    tracing::error!(how = death.how, last_words, "the worker died at its start");
                }
            }
            tracing::warn!("the next worker is started in {} ms", pause.as_millis());
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.jobs.drained() => return,
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Feeds one child until it dies or the server drains.
    async fn serve(&self, mut process: Process) -> Life {
        let mut ran = false;
        loop {
            let id = tokio::select! {
                biased;
                () = self.jobs.drained() => {
                    process.stop().await;
                    return Life { ran, last: true };
                }
                broken = process.ended() => {
                    let death = process.end(broken).await;
                    tracing::error!(how = death.how, "the idle worker died");
                    return Life { ran, last: false };
                }
                id = self.jobs.next() => id,
            };
            // A child that died just now must not cost its owner a failed generation.
            if let Err(broken) = process.ping().await {
                self.jobs.give_back(id);
                let death = process.end(broken).await;
                tracing::error!(how = death.how, "the worker does not answer");
                return Life { ran, last: false };
            }
            ran = true;
            if self.run_one(&mut process, id).await.is_break() {
                return Life { ran, last: false };
            }
        }
    }

    /// Runs one generation to its end; `Break` when the child is gone.
    async fn run_one(&self, process: &mut Process, id: GenerationId) -> std::ops::ControlFlow<()> {
        let Some(mut started) = self.jobs.start(&id).await else {
            return std::ops::ControlFlow::Continue(());
        };
        let options = started.generation.options.clone();
        let run = Run {
            number: 0,
            image: self.storage.image(&id),
            mask: options.mask.then(|| self.storage.mask(&id)),
            artifacts: self.storage.artifacts(&id),
            generation: id,
            options,
        };
        let cancel = Arc::clone(&started.cancel);
        let interrupts = Interrupts {
            deadline: Instant::now() + self.run_timeout,
            limit: self.run_timeout,
            cancel: &cancel,
            shutdown: &self.give_up,
        };
        let end = process
            .run(run, interrupts, |stage, fraction| {
                self.jobs.progress(&mut started, Progress { stage: Some(stage), fraction });
            })
            .await;
        let (outcome, flow) = match end {
            RunEnd::Answered(outcome) => (outcome, std::ops::ControlFlow::Continue(())),
            RunEnd::Lost(outcome) => {
                // Said before the generation ends, so that who sees it FAILED does not see a ready server.
                self.ready.send_replace(None);
                (outcome, std::ops::ControlFlow::Break(()))
            }
        };
        let end = match outcome {
            Outcome::Succeeded(artifacts, report) => End::Succeeded { artifacts, report },
            Outcome::Failed(fault) => End::Failed(fault),
            Outcome::Canceled => End::Canceled,
        };
        self.jobs.finish(started, end).await;
        flow
    }
}
