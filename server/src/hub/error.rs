//! Why a model cannot be had.

use std::{io, path::PathBuf};

use models::checkpoint;

/// Every error of the hub. The message says what was wrong and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A variable that cannot be used.
    #[error("the environment's {variable} {reason}")]
    Environment {
        /// Its name.
        variable: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// HTTP 401 or 403.
    #[error("{url} is not for everyone (HTTP {status}): {}", credential(*.token_given))]
    Unauthorized {
        /// What was asked for.
        url: String,
        /// The answer.
        status: u16,
        /// Whether a token was sent.
        token_given: bool,
    },
    /// HTTP 404.
    #[error(
        "{endpoint} has no file '{file}' in the repository '{repository}' at the revision '{revision}' (HTTP 404): check \
         --repo, --revision and HF_ENDPOINT"
    )]
    NotFound {
        /// Of the hub or mirror.
        endpoint: String,
        /// `OWNER/NAME`.
        repository: String,
        /// A branch, tag or commit.
        revision: String,
        /// The path in the repository.
        file: String,
    },
    /// Any other answer that is no file.
    #[error("{url} answers with HTTP {status}, which is not a file: check HF_ENDPOINT, or try again later")]
    Status {
        /// What was asked for.
        url: String,
        /// The answer.
        status: u16,
    },
    /// A redirect that is not followed.
    #[error("{url} redirects {reason}: check HF_ENDPOINT")]
    Redirect {
        /// What was asked for.
        url: String,
        /// Where to.
        reason: String,
    },
    /// The network failed before there was anything to keep.
    #[error("{url} cannot be had ({cause}): check the network, HTTPS_PROXY and HF_ENDPOINT")]
    Unreachable {
        /// What was asked for.
        url: String,
        /// What the network said.
        cause: String,
    },
    /// The network failed too often.
    #[error(
        "the download of {file} broke off {attempts} times in a row at {received} bytes ({cause}): {}",
        again(*.kept)
    )]
    Interrupted {
        /// Which file.
        file: String,
        /// How often it was tried without getting on.
        attempts: u32,
        /// What is there.
        received: u64,
        /// Whether another pull goes on from it.
        kept: bool,
        /// What the network said.
        cause: String,
    },
    /// The server's file has another size than it should have.
    #[error(
        "{url} has {found} bytes, but {expected} are expected: it is another file; check --repo, --revision and HF_ENDPOINT"
    )]
    WrongSize {
        /// What was asked for.
        url: String,
        /// The size that is known.
        expected: u64,
        /// The size that the server tells, or "more".
        found: String,
    },
    /// The bytes are others than they should be.
    #[error(
        "the download of {url} has the SHA-256 {found}, but {expected} is expected: it was damaged or is another file, and was \
         deleted; run pull again, from another mirror if this repeats"
    )]
    WrongChecksum {
        /// What was asked for.
        url: String,
        /// The digest that is known.
        expected: String,
        /// The digest of what came.
        found: String,
    },
    /// Too little room, before anything was written.
    #[error(
        "{path} needs {needed} free bytes and its disk has {free}: make room, or set HF_HOME to a directory on another disk"
    )]
    NoRoom {
        /// The model's directory.
        path: PathBuf,
        /// For what is still to be downloaded, and its conversion.
        needed: u64,
        /// What there is.
        free: u64,
    },
    /// The disk became full.
    #[error(
        "the disk is full: {path} holds {written} bytes and {} ({source}): make room; {}",
        .needed.map_or("more are to come".to_owned(), |needed| format!("needs {needed} more")),
        again(*.kept)
    )]
    DiskFull {
        /// The file that was written.
        path: PathBuf,
        /// What is there.
        written: u64,
        /// What is missing, if known.
        needed: Option<u64>,
        /// Whether another pull goes on from it.
        kept: bool,
        /// What the file system said.
        source: io::Error,
    },
    /// The file system failed.
    #[error("cannot {verb} {path}: {source}")]
    File {
        /// What was tried.
        verb: &'static str,
        /// On what.
        path: PathBuf,
        /// What the file system said.
        source: io::Error,
    },
    /// The downloaded checkpoint was not converted.
    #[error("{path} was downloaded, but not converted: {source}")]
    Checkpoint {
        /// The checkpoint.
        path: PathBuf,
        /// Why.
        source: checkpoint::Error,
    },
    /// The cache holds the model, from another source.
    #[error("{path} already holds this model, from {source_there}: `models rm` it first")]
    OtherSource {
        /// The model's directory.
        path: PathBuf,
        /// Repository and revision.
        source_there: String,
    },
}

/// Bytes are gone on with when a digest tells that they are of the same file.
fn again(kept: bool) -> &'static str {
    if kept {
        "the bytes are kept, and running pull again continues"
    } else {
        "run pull again; as the server tells no SHA-256 of the file, it starts over"
    }
}

fn credential(token_given: bool) -> &'static str {
    if token_given {
        "there is no such repository, or the token in HF_TOKEN is wrong, or its owner has not been granted access on the \
         repository's page"
    } else {
        "there is no such repository, or it needs a token: set HF_TOKEN to one of an account that may read it"
    }
}

impl Error {
    /// A failure of the file system, told apart where the disk is full.
    pub(super) fn file(verb: &'static str, path: &std::path::Path) -> impl FnOnce(io::Error) -> Error {
        let path = path.to_owned();
        move |source| Error::File { verb, path, source }
    }
}

/// Whether an error says that a disk, quota or file size is exhausted.
pub(super) fn is_full(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}
