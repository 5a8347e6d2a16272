//! The server's handle on the child: start it, feed it one run, hear of its end however it comes.

use std::{
    collections::VecDeque,
    io,
    path::{Path, PathBuf},
    process::Stdio,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use engine::{
    device::DeviceRequest,
    pipeline::{Report, Stage},
    precision::Precision,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command},
    sync::{Notify, mpsc},
    task::JoinHandle,
    time::{Instant, sleep_until, timeout},
};

pub use super::exit::Death;
use super::protocol::{self, Answer, Request, Run};
use crate::generations::{Artifact, Fault, FaultKind};

/// How a child is started.
#[derive(Debug, Clone)]
pub struct Launch {
    /// This binary.
    pub program: PathBuf,
    /// Where to run.
    pub device: DeviceRequest,
    /// How exactly networks compute.
    pub precision: Precision,
    /// The server's default model, as its operator named it.
    pub model: PathBuf,
    /// The file of the matting network.
    pub matting: Option<PathBuf>,
    /// The most memory a child may have, MiB.
    pub memory_mb: Option<u64>,
}

/// How long a child may take to open its device and load the default model.
const START_LIMIT: Duration = Duration::from_secs(120);
/// How long an idle child may take to answer.
const PING_LIMIT: Duration = Duration::from_secs(10);
/// How long a run may go on after a cancel before its process is killed.
const CANCEL_LIMIT: Duration = Duration::from_secs(2);
/// How long a child whose pipe is closed, or that was killed, may take to be gone.
pub(super) const EXIT_LIMIT: Duration = Duration::from_secs(5);
/// Lines of standard error that are kept for the message of a fault.
const LAST_WORDS: usize = 20;
/// Bytes of standard error that are read as one line.
const LONGEST_LINE: u64 = 4096;

/// A child that is ready.
pub struct Process {
    child: Child,
    stdin: ChildStdin,
    answers: mpsc::Receiver<io::Result<Answer>>,
    log: Arc<Mutex<LogTail>>,
    stderr: Option<JoinHandle<()>>,
    runs: u64,
    /// What the child runs on, for people.
    pub device: String,
}

/// What is kept of a child's standard error.
#[derive(Debug, Clone, Default)]
pub(super) struct LogTail {
    pub(super) lines: VecDeque<String>,
    /// It said that it had no memory.
    pub(super) starved: bool,
}

/// Why a child cannot be used any more.
#[derive(Debug)]
pub enum Broken {
    /// It is dying, or dead.
    Ended,
    /// It lives, and does what it should not.
    Misbehaved(String),
}

/// How a run ended, and whether the child survived it.
#[derive(Debug)]
pub enum RunEnd {
    /// The child is idle again.
    Answered(Outcome),
    /// The child is gone; a new one must be started.
    Lost(Outcome),
}

/// What became of the generation.
#[derive(Debug)]
pub enum Outcome {
    /// The artifacts are stored.
    Succeeded(Vec<Artifact>, Box<Report>),
    /// A fault.
    Failed(Fault),
    /// As its owner wished.
    Canceled,
}

/// What can end a run from outside.
#[derive(Debug)]
pub struct Interrupts<'a> {
    /// When the run has taken too long.
    pub deadline: Instant,
    /// The run's limit, for the message.
    pub limit: Duration,
    /// Its owner's wish.
    pub cancel: &'a Notify,
    /// The server's end.
    pub shutdown: &'a Notify,
}

impl Process {
    /// Starts a child and waits until it is ready.
    ///
    /// # Errors
    /// How it died, or why it could not be started.
    pub async fn start(command: &Launch) -> Result<Process, Death> {
        let mut invocation = child_of(&command.program, "worker");
        invocation.arg("--device").arg(command.device.to_string());
        invocation.arg("--precision").arg(command.precision.to_string()).arg("--model").arg(&command.model);
        if let Some(matting) = &command.matting {
            invocation.arg("--matting").arg(matting);
        }
        if let Some(memory_mb) = command.memory_mb {
            invocation.arg("--memory-mb").arg(memory_mb.to_string());
        }
        let mut child =
            invocation.spawn().map_err(|error| Death::unusual(format!("it cannot be started: {error}"), Vec::new()))?;
        let stdin = child.stdin.take().expect("standard input is piped");
        let stdout = child.stdout.take().expect("standard output is piped");
        let stderr = child.stderr.take().expect("standard error is piped");
        let log = Arc::new(Mutex::new(LogTail::default()));
        // Reading a frame cannot be given up half-way, so a task does it and a channel carries the frames.
        let (sender, answers) = mpsc::channel(16);
        tokio::spawn(forward_answers(stdout, sender));
        let stderr = tokio::spawn(forward_log(stderr, child.id(), Arc::clone(&log)));
        let mut process = Process { child, stdin, answers, log, stderr: Some(stderr), runs: 0, device: String::new() };
        match timeout(START_LIMIT, process.answers.recv()).await {
            Ok(Some(Ok(Answer::Ready { device }))) => {
                process.device = device;
                Ok(process)
            }
            Ok(Some(answer)) => Err(process.kill(&format!("it started with {answer:?}")).await),
            Ok(None) => Err(process.bury().await),
            Err(_) => Err(process.kill(&format!("it was not ready after {} s", START_LIMIT.as_secs())).await),
        }
    }

    /// The child's process id.
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Comes back when an idle child ends, or says something though nothing was asked. May be dropped and asked again.
    pub async fn ended(&mut self) -> Broken {
        match self.answers.recv().await {
            None => Broken::Ended,
            Some(answer) => Broken::Misbehaved(format!("it said {answer:?} without being asked")),
        }
    }

    /// Whether the child answers.
    ///
    /// # Errors
    /// Why it does not.
    pub async fn ping(&mut self) -> Result<(), Broken> {
        if let Err(error) = self.send(&Request::Ping).await {
            tracing::debug!(%error, "the worker's input is closed");
            return Err(Broken::Ended);
        }
        match timeout(PING_LIMIT, self.answers.recv()).await {
            Ok(Some(Ok(Answer::Pong))) => Ok(()),
            Ok(Some(answer)) => Err(Broken::Misbehaved(format!("it answered {answer:?} to a ping"))),
            Ok(None) => Err(Broken::Ended),
            Err(_) => Err(Broken::Misbehaved(format!("it did not answer within {} s", PING_LIMIT.as_secs()))),
        }
    }

    /// Runs one generation to its end, which always comes: by itself, by cancel, by the deadline, or by death.
    pub async fn run(
        &mut self,
        mut run: Run,
        interrupts: Interrupts<'_>,
        mut progress: impl FnMut(Stage, f32),
    ) -> RunEnd {
        self.runs += 1;
        run.number = self.runs;
        if let Err(error) = self.send(&Request::Run(run)).await {
            tracing::warn!(%error, "the worker's input is closed");
            return RunEnd::Lost(Outcome::Failed(self.bury().await.fault()));
        }
        let mut cancel_deadline = None;
        loop {
            tokio::select! {
                answer = self.answers.recv() => match answer {
                    Some(Ok(Answer::Progress { stage, fraction })) => progress(stage, fraction),
                    Some(Ok(Answer::Succeeded { artifacts, report })) => {
                        return RunEnd::Answered(Outcome::Succeeded(artifacts, report));
                    }
                    Some(Ok(Answer::Failed(fault))) => return RunEnd::Answered(Outcome::Failed(fault)),
                    Some(Ok(Answer::Canceled)) => return RunEnd::Answered(Outcome::Canceled),
                    Some(Ok(answer @ (Answer::Ready { .. } | Answer::Pong))) => {
                        let death = self.kill(&format!("it said {answer:?} in a run")).await;
                        return RunEnd::Lost(Outcome::Failed(death.fault()));
                    }
                    Some(Err(error)) => {
                        let death = self.kill(&format!("it said what is no message ({error})")).await;
                        return RunEnd::Lost(Outcome::Failed(death.fault()));
                    }
                    None => {
                        let death = self.bury().await;
                        let outcome = if cancel_deadline.is_some() {
                            Outcome::Canceled
                        } else {
                            Outcome::Failed(death.fault())
                        };
                        return RunEnd::Lost(outcome);
                    }
                },
                () = interrupts.cancel.notified(), if cancel_deadline.is_none() => {
                    cancel_deadline = Some(Instant::now() + CANCEL_LIMIT);
                    if let Err(error) = self.send(&Request::Cancel { run: self.runs }).await {
                        tracing::warn!(%error, "the worker cannot be told to cancel; it is killed");
                        cancel_deadline = Some(Instant::now());
                    }
                }
                () = sleep_until(cancel_deadline.unwrap_or(interrupts.deadline)), if cancel_deadline.is_some() => {
                    let death = self.kill("it did not heed a cancel").await;
                    tracing::warn!(how = death.how, "the worker was killed to cancel its run");
                    return RunEnd::Lost(Outcome::Canceled);
                }
                () = sleep_until(interrupts.deadline) => {
                    let death = self.kill("its run took too long").await;
                    tracing::warn!(how = death.how, "the worker was killed at its run's deadline");
                    let limit = interrupts.limit.as_secs_f64();
                    let message = format!("the run took longer than the limit of {limit} s");
                    return RunEnd::Lost(Outcome::Failed(Fault::new(FaultKind::Timeout, message)));
                }
                () = interrupts.shutdown.notified() => {
                    let death = self.kill("the server shuts down").await;
                    tracing::warn!(how = death.how, "the worker was killed at the drain deadline");
                    let message = "the server was shut down before the run ended; send the photo again";
                    return RunEnd::Lost(Outcome::Failed(Fault::new(FaultKind::Infrastructure, message)));
                }
            }
        }
    }

    /// Ends an idle child by closing its input.
    pub async fn stop(self) {
        let Process { mut child, stdin, .. } = self;
        drop(stdin);
        match timeout(EXIT_LIMIT, child.wait()).await {
            Ok(Ok(status)) => tracing::debug!(%status, "the worker ended"),
            // Dropping the handle kills it.
            Ok(Err(error)) => tracing::warn!(%error, "the worker's end is unknown"),
            Err(_) => tracing::warn!("the worker does not end; it is killed"),
        }
    }

    /// Ends a child that cannot be used any more, and says of what it died.
    pub async fn end(&mut self, broken: Broken) -> Death {
        match broken {
            Broken::Ended => self.bury().await,
            Broken::Misbehaved(why) => self.kill(&why).await,
        }
    }

    async fn kill(&mut self, why: &str) -> Death {
        if let Err(error) = self.child.start_kill() {
            tracing::warn!(%error, "the worker cannot be killed");
        }
        let Death { last_words, .. } = self.bury().await;
        Death::unusual(why.to_owned(), last_words)
    }

    /// Waits for a child that is dying and says of what.
    async fn bury(&mut self) -> Death {
        let status = match timeout(EXIT_LIMIT, self.child.wait()).await {
            Ok(status) => status,
            // Its output is closed but it lives on: it is no use any more.
            Err(_) => match self.child.kill().await {
                Ok(()) => self.child.wait().await,
                Err(error) => Err(error),
            },
        };
        // The task ends with the pipe; a grandchild that holds the pipe open must not hold this up.
        if let Some(stderr) = self.stderr.take()
            && timeout(EXIT_LIMIT, stderr).await.is_err()
        {
            tracing::warn!("the worker's standard error stays open after its end");
        }
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match status {
            Ok(status) => Death::new(status, log),
            Err(error) => Death::unusual(format!("its end is unknown: {error}"), log.lines.into()),
        }
    }

    async fn send(&mut self, request: &Request) -> io::Result<()> {
        // A stopped child reads nothing, but a request fits into the pipe's buffer.
        self.stdin.write_all(&protocol::encode(request)).await?;
        self.stdin.flush().await
    }
}

/// A child of this binary that does `subcommand`, with pipes for all that it reads and says.
pub(super) fn child_of(program: &Path, subcommand: &str) -> Command {
    let mut invocation = Command::new(program);
    invocation
        .arg(subcommand)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // Ctrl-C at a terminal reaches the whole group; the server drains, so its child must not die of it.
        .process_group(0)
        .kill_on_drop(true);
    invocation
}

async fn forward_answers(mut stdout: ChildStdout, answers: mpsc::Sender<io::Result<Answer>>) {
    loop {
        let answer = protocol::read_async(&mut stdout).await;
        let last = !matches!(answer, Ok(Some(_)));
        if let Some(answer) = answer.transpose()
            && answers.send(answer).await.is_err()
        {
            return;
        }
        if last {
            return;
        }
    }
}

pub(super) async fn forward_log(stderr: ChildStderr, worker: Option<u32>, log: Arc<Mutex<LogTail>>) {
    let mut stderr = BufReader::new(stderr);
    let mut line = Vec::new();
    loop {
        line.clear();
        match (&mut stderr).take(LONGEST_LINE).read_until(b'\n', &mut line).await {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "the worker's log cannot be read");
                return;
            }
        }
        let text = String::from_utf8_lossy(&line).trim_end().to_owned();
        tracing::info!(target: "worker", worker, "{text}");
        log.lock().unwrap_or_else(PoisonError::into_inner).push(text);
    }
}

impl LogTail {
    pub(super) fn push(&mut self, line: String) {
        // Rust's allocator says this and aborts; a backtrace may follow, longer than what is kept.
        self.starved |= line.starts_with("memory allocation of");
        if self.lines.len() == LAST_WORDS {
            self.lines.pop_front();
        }
        self.lines.push_back(line);
    }
}
