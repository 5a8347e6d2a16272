//! Generations: one photo becoming one model, paid by one hold.
//!
//! A generation is `QUEUED` -> `RUNNING` -> `SUCCEEDED` | `FAILED` | `CANCELED` (or straight from the queue to
//! `CANCELED`). Every step compares the state, and the attempt number once it runs, and sets the next in one statement;
//! the hold is created, committed or voided in the same transaction as the step. Functions take a connection inside a
//! transaction, like [`crate::ledger`].

mod artifact;
pub mod audit;
mod deletion;
mod export;
pub mod idempotency;
pub mod retention;
mod store;
#[cfg(test)]
mod tests;
mod totals;

use std::{fmt, str::FromStr};

use engine::pipeline::{Report, Stage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::ledger::{self, AccountId, Credits, HoldId};

pub use artifact::{Artifact, ArtifactKind};
pub use deletion::delete;
pub use export::EXPORT;
pub use store::{
    Open, Order, Page, cancel_queued, create, finish, get, get_any, list, list_in, open_of, paid_by, queued,
    record_download, running, start, undeleted,
};
pub use totals::{by_fault, by_state};

/// A generation's public id, `gen_…`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct GenerationId(pub String);

impl GenerationId {
    /// A new, unguessable id.
    pub fn random() -> GenerationId {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).expect("the operating system has random numbers");
        GenerationId(format!("gen_{:032x}", u128::from_be_bytes(bytes)))
    }

    /// Whether `text` has the form of an id; what has not is never used in a path.
    pub fn parse(text: &str) -> Option<GenerationId> {
        let hex = text.strip_prefix("gen_")?;
        let digits = hex.len() == 32 && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        digits.then(|| GenerationId(text.to_owned()))
    }
}

impl fmt::Display for GenerationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a generation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    /// Paid by its hold, waiting for the worker.
    Queued,
    /// In the worker.
    Running,
    /// Its artifacts are stored; the hold is committed.
    Succeeded,
    /// A fault ended it; the hold is voided.
    Failed,
    /// Its owner ended it; the hold is voided.
    Canceled,
}

impl State {
    /// Every state.
    pub const ALL: [State; 5] = [State::Queued, State::Running, State::Succeeded, State::Failed, State::Canceled];

    /// Whether nothing can change any more.
    pub fn is_final(self) -> bool {
        matches!(self, State::Succeeded | State::Failed | State::Canceled)
    }

    /// As in the database and the API.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Queued => "QUEUED",
            State::Running => "RUNNING",
            State::Succeeded => "SUCCEEDED",
            State::Failed => "FAILED",
            State::Canceled => "CANCELED",
        }
    }
}

impl FromStr for State {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        State::ALL.into_iter().find(|state| state.as_str() == text).ok_or_else(|| {
            format!("'{text}' is no state of a generation; there are {}", State::ALL.map(State::as_str).join(", "))
        })
    }
}

/// The kinds of fault that give credits back (policy P3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The engine failed on input that it accepted, or panicked.
    ProcessingError,
    /// The run took longer than it may.
    Timeout,
    /// The worker or the server died.
    Crash,
    /// Out of memory, disk full, device lost, server shut down.
    Infrastructure,
    /// The input decodes but cannot be processed; the output cannot be encoded or stored.
    FileProcessing,
}

impl FaultKind {
    /// Every kind.
    pub const ALL: [FaultKind; 5] = [
        FaultKind::ProcessingError,
        FaultKind::Timeout,
        FaultKind::Crash,
        FaultKind::Infrastructure,
        FaultKind::FileProcessing,
    ];

    /// As in the database and the API.
    pub fn as_str(self) -> &'static str {
        match self {
            FaultKind::ProcessingError => "processing_error",
            FaultKind::Timeout => "timeout",
            FaultKind::Crash => "crash",
            FaultKind::Infrastructure => "infrastructure",
            FaultKind::FileProcessing => "file_processing",
        }
    }
}

impl FromStr for FaultKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        FaultKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| format!("'{text}' is no kind of fault"))
    }
}

/// Why a generation failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fault {
    /// Which promise of the policy applies.
    pub kind: FaultKind,
    /// What happened, for the owner.
    pub message: String,
}

impl Fault {
    /// A fault of `kind`.
    pub fn new(kind: FaultKind, message: impl Into<String>) -> Fault {
        Fault { kind, message: message.into() }
    }
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Progress {
    /// The stage, once running.
    #[schemars(with = "Option<String>")]
    pub stage: Option<Stage>,
    /// Of the whole run, 0 to 1.
    pub fraction: f32,
}

impl Progress {
    /// Before a run.
    pub const NONE: Progress = Progress { stage: None, fraction: 0.0 };
}

/// What the owner chose and sent; stored with the generation and sent to the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GenerationOptions {
    /// A built-in model's name.
    pub model: String,
    /// Lattice samples an axis.
    pub resolution: u32,
    /// How much of the frame the object fills.
    pub foreground_ratio: f32,
    /// Do not look for a background.
    pub keep_background: bool,
    /// Whether a mask was uploaded beside the image.
    pub mask: bool,
    /// [`crate::storage::upload_sha256`] of what was uploaded: what the run reads must be that. None for what a version
    /// accepted that did not note it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload_sha256: Option<String>,
}

/// How a run ended.
#[derive(Debug, Clone)]
pub enum End {
    /// Artifacts are on disk.
    Succeeded {
        /// Every one of them.
        artifacts: Vec<Artifact>,
        /// What the engine did.
        report: Box<Report>,
    },
    /// A fault of ours.
    Failed(Fault),
    /// As its owner wished.
    Canceled,
}

impl End {
    /// The state that this end leads to.
    pub fn state(&self) -> State {
        match self {
            End::Succeeded { .. } => State::Succeeded,
            End::Failed(_) => State::Failed,
            End::Canceled => State::Canceled,
        }
    }
}

/// A generation as stored.
#[derive(Debug, Clone)]
pub struct Generation {
    /// Public id.
    pub id: GenerationId,
    /// Its owner.
    pub account: AccountId,
    /// What pays for it.
    pub hold: HoldId,
    /// The price.
    pub credits: Credits,
    /// Where it stands.
    pub state: State,
    /// Runs started.
    pub attempt: i64,
    /// What the owner chose.
    pub options: GenerationOptions,
    /// Where a run that ended had got to.
    pub progress: Progress,
    /// Why it failed.
    pub fault: Option<Fault>,
    /// When it was accepted.
    pub created_at: OffsetDateTime,
    /// When the worker took it.
    pub started_at: Option<OffsetDateTime>,
    /// When it ended.
    pub finished_at: Option<OffsetDateTime>,
    /// What it made, as long as that is kept.
    pub artifacts: Vec<Artifact>,
    /// When its owner deleted what it made.
    pub deleted_at: Option<OffsetDateTime>,
    /// When a retention rule took the artifacts away.
    pub artifacts_expired_at: Option<OffsetDateTime>,
}

impl Generation {
    /// As it was when its run started.
    #[must_use]
    pub fn as_started(&self) -> Generation {
        Generation {
            state: State::Running,
            progress: Progress::NONE,
            fault: None,
            finished_at: None,
            artifacts: Vec::new(),
            artifacts_expired_at: None,
            ..self.clone()
        }
    }
}

/// What a hold pays for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// Which generation.
    pub id: GenerationId,
    /// How it stands now.
    pub state: State,
    /// What it failed with (policy P3).
    pub fault: Option<FaultKind>,
}

/// What the store refuses, and why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] crate::database::Error),
    /// The ledger refused: no credits, no account, a hold that has ended.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// The generation is not in the state, or not in the attempt, that the step needs.
    #[error("generation {id} is not {expected}")]
    Stale {
        /// Which.
        id: GenerationId,
        /// The state, and attempt, that was expected.
        expected: String,
    },
    /// What webhooks are to tell cannot be written.
    #[error(transparent)]
    Webhook(Box<crate::webhooks::Error>),
    /// The key has been used for another request.
    #[error(transparent)]
    KeyReused(#[from] crate::idempotency::Reused),
    /// A row that this version cannot read.
    #[error("generation {id}: {reason}")]
    Unreadable {
        /// Which.
        id: GenerationId,
        /// What is wrong with it.
        reason: String,
    },
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Error::Database(error.into())
    }
}

impl From<crate::webhooks::Error> for Error {
    fn from(error: crate::webhooks::Error) -> Self {
        match error {
            // What may pass, the disk that is full, is known by these.
            crate::webhooks::Error::Database(error) => Error::Database(error),
            crate::webhooks::Error::Ledger(error) => Error::Ledger(error),
            error => Error::Webhook(Box::new(error)),
        }
    }
}
