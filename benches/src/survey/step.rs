//! One command, its time limit, and what came of it.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::Context;
use rustix::process::{Pid, Signal, kill_process_group};
use serde::Serialize;
use serde_json::Value;
use tempfile::TempDir;

use crate::results::rounded;

/// What came of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It did what it should.
    Passed,
    /// It did not.
    Failed,
    /// It was ended at its limit.
    TimedOut,
    /// The device has no such thing, and said so.
    NotAvailable,
    /// What it needs is no part of this machine.
    NotRun,
    /// The whole survey's time was over.
    NoTimeLeft,
}

impl Outcome {
    /// Whether a survey with it can have passed.
    pub fn is_fine(self) -> bool {
        matches!(self, Outcome::Passed | Outcome::NotAvailable | Outcome::NotRun)
    }
}

/// A step of a survey.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// What was done: `verify`, `mesh`, `bench`, ...
    pub what: String,
    /// With what: a model, a precision, a file.
    pub of: String,
    /// The command, from the bundle's folder.
    pub command: String,
    /// What came of it.
    pub outcome: Outcome,
    /// Why it did not pass.
    pub why: Option<String>,
    /// The process's exit code; none when it was ended.
    pub exit_code: Option<i32>,
    /// What it took.
    pub seconds: f64,
    /// What it was allowed to take.
    pub limit_s: f64,
    /// What it found.
    pub figures: Value,
}

impl Step {
    /// A step whose command was not begun.
    pub(super) fn not_begun(what: &str, of: &str, outcome: Outcome, why: String) -> Step {
        Step {
            what: what.to_owned(),
            of: of.to_owned(),
            command: String::new(),
            outcome,
            why: Some(why),
            exit_code: None,
            seconds: 0.0,
            limit_s: 0.0,
            figures: Value::Null,
        }
    }
}

/// A process that ended, or was ended.
pub(super) struct Ran {
    /// None when it was ended at its limit, or by a signal.
    pub(super) exit_code: Option<i32>,
    pub(super) timed_out: bool,
    pub(super) stdout: String,
    pub(super) stderr: String,
    pub(super) seconds: f64,
    pub(super) limit: Duration,
}

impl Ran {
    /// The end of what it said of its failure.
    pub(super) fn last_words(&self) -> String {
        const CHARACTERS: usize = 600;
        let said = if self.stderr.trim().is_empty() { &self.stdout } else { &self.stderr };
        let said = said.trim();
        let skipped = said.chars().count().saturating_sub(CHARACTERS);
        said.chars().skip(skipped).collect()
    }
}

/// Runs commands until the survey's time is over.
pub(super) struct Runner<'a> {
    deadline: Instant,
    scratch: TempDir,
    told: &'a mut dyn FnMut(&str, &Step),
    /// The device that steps belong to.
    pub(super) device: String,
    /// `LD_LIBRARY_PATH` of programs that have CUDA, whose names end in `-cuda`, where it is not the survey's own.
    pub(super) library_path: Option<OsString>,
}

impl<'a> Runner<'a> {
    pub(super) fn new(deadline: Instant, told: &'a mut dyn FnMut(&str, &Step)) -> anyhow::Result<Runner<'a>> {
        Ok(Runner { deadline, scratch: tempfile::tempdir()?, told, device: String::new(), library_path: None })
    }

    /// A place for a file of this survey.
    pub(super) fn scratch(&self, name: &str) -> PathBuf {
        self.scratch.path().join(name)
    }

    pub(super) fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// Runs a step; `read` makes figures of what it said, or says why that is no pass.
    pub(super) fn step(
        &mut self,
        what: &str,
        of: &str,
        program: &Path,
        arguments: &[&str],
        limit: Duration,
        read: impl FnOnce(&Ran) -> Result<Value, (Value, String)>,
    ) -> Step {
        let step = if self.left() < Duration::from_secs(1) {
            Step::not_begun(what, of, Outcome::NoTimeLeft, "the survey's time is over".to_owned())
        } else {
            match self.run(program, arguments, limit) {
                Err(error) => Step::not_begun(what, of, Outcome::Failed, format!("{error:#}")),
                Ok(ran) => concluded(what, of, program, arguments, &ran, read),
            }
        };
        self.tell(&step);
        step
    }

    /// Tells of a step that was concluded without this.
    pub(super) fn tell(&mut self, step: &Step) {
        (self.told)(&self.device, step);
    }

    /// Runs a command within its limit and the survey's. Its output goes to files: a pipe that nobody reads could fill up.
    pub(super) fn run(&mut self, program: &Path, arguments: &[&str], limit: Duration) -> anyhow::Result<Ran> {
        let limit = limit.min(self.left());
        let (out, err) = (self.scratch("stdout"), self.scratch("stderr"));
        let began = Instant::now();
        let mut command = Command::new(program);
        let has_cuda = program.to_string_lossy().ends_with("-cuda");
        if let Some(path) = self.library_path.as_ref().filter(|_| has_cuda) {
            command.env("LD_LIBRARY_PATH", path);
        }
        let mut child = command
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(File::create(&out)?)
            .stderr(File::create(&err)?)
            // Its own group, so that what it has started ends with it.
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot run {}", program.display()))?;
        let mut timed_out = false;
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if began.elapsed() >= limit && !timed_out {
                timed_out = true;
                kill_process_group(Pid::from_child(&child), Signal::KILL).context("cannot end a process")?;
            }
            thread::sleep(Duration::from_millis(10));
        };
        let text = |path: &Path| fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Ok(Ran {
            exit_code: status.code(),
            timed_out,
            stdout: text(&out)?,
            stderr: text(&err)?,
            seconds: began.elapsed().as_secs_f64(),
            limit,
        })
    }
}

fn concluded(
    what: &str,
    of: &str,
    program: &Path,
    arguments: &[&str],
    ran: &Ran,
    read: impl FnOnce(&Ran) -> Result<Value, (Value, String)>,
) -> Step {
    let unavailable = ran.exit_code == Some(2) && ran.stderr.contains("cannot be had");
    // What it printed counts in a failure as well: a verification tells the stages that are over the tolerance.
    let (figures, complaint) = match read(ran) {
        Ok(figures) => (figures, None),
        Err((figures, why)) => (figures, Some(why)),
    };
    let (outcome, why) = match ran.exit_code {
        _ if ran.timed_out => (Outcome::TimedOut, Some(ran.last_words())),
        _ if unavailable => (Outcome::NotAvailable, Some(ran.last_words())),
        Some(0) if complaint.is_none() => (Outcome::Passed, None),
        Some(0) => (Outcome::Failed, complaint),
        // What was read of its report says it shorter than its last words, where it came to one.
        _ => (Outcome::Failed, complaint.filter(|_| !figures.is_null()).or_else(|| Some(ran.last_words()))),
    };
    let name = program.file_name().unwrap_or(OsStr::new("")).to_string_lossy();
    Step {
        what: what.to_owned(),
        of: of.to_owned(),
        command: format!("{name} {}", arguments.join(" ")).trim().to_owned(),
        outcome,
        why,
        exit_code: ran.exit_code,
        seconds: rounded(ran.seconds, 2),
        limit_s: rounded(ran.limit.as_secs_f64(), 1),
        figures,
    }
}
