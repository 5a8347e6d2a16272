//! The server's side: a child for each photo, a few at a time.

use std::{
    io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{ChildStdin, ChildStdout},
    sync::Semaphore,
    time::timeout,
};

use super::{
    super::{
        exit::Death,
        process::{EXIT_LIMIT, LogTail, child_of, forward_log},
        protocol,
    },
    Answer, MAX_SIDE, Task,
};

/// Photos that are cut out at the same time; each takes the memory of a run and as many cores.
const PLACES: usize = 2;
/// How long one may take. A photo of the largest size takes seconds.
const LIMIT: Duration = Duration::from_secs(20);
/// The longest picture: one that does not compress at all, with its rows' filters and its chunks.
const MAX_PICTURE: u64 = 2 * 4 * (MAX_SIDE as u64) * (MAX_SIDE as u64);

/// Cuts photos out.
#[derive(Debug)]
pub struct Cutter {
    program: PathBuf,
    matting: Option<PathBuf>,
    memory_mb: Option<u64>,
    places: Semaphore,
}

/// What is cut out, and how.
#[derive(Debug)]
pub struct Photo {
    /// An encoded image.
    pub image: Bytes,
    /// An encoded mask.
    pub mask: Option<Bytes>,
    /// Do not look for a background.
    pub keep_background: bool,
    /// How much of the frame the object fills, 0.1 to 1.
    pub foreground_ratio: f32,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum CutError {
    /// Every place is taken.
    #[error("{PLACES} photos are being cut out already; send the request again in a moment")]
    Busy,
    /// There is no object in the photo.
    #[error("{0}")]
    NoForeground(String),
    /// The photo or the mask cannot be used.
    #[error("{0}")]
    Unusable(String),
    /// It was ended.
    #[error("cutting the object out took longer than {} s; send a smaller photo, or a mask", LIMIT.as_secs())]
    TimedOut,
    /// The engine failed, or died of it.
    #[error("the object could not be cut out: {0}")]
    Failed(String),
}

impl Cutter {
    /// Children are of the binary `program`, use the matting network of this file, and may have so much memory, MiB.
    pub fn new(program: PathBuf, matting: Option<PathBuf>, memory_mb: Option<u64>) -> Cutter {
        Cutter { program, matting, memory_mb, places: Semaphore::new(PLACES) }
    }

    /// How long it may take until a place is free.
    pub const PATIENCE: Duration = Duration::from_secs(2);

    /// The photo's object as a PNG file with a transparent ground, framed as a model gets it, at most [`MAX_SIDE`] pixels a
    /// side. Dropping the future ends the child.
    ///
    /// # Errors
    /// [`CutError`].
    pub async fn cut(&self, photo: &Photo) -> Result<Bytes, CutError> {
        let Ok(_place) = self.places.try_acquire() else { return Err(CutError::Busy) };
        let mut invocation = child_of(&self.program, "cutout-worker");
        if let Some(matting) = &self.matting {
            invocation.arg("--matting").arg(matting);
        }
        if let Some(memory_mb) = self.memory_mb {
            invocation.arg("--memory-mb").arg(memory_mb.to_string());
        }
        let mut child =
            invocation.spawn().map_err(|error| CutError::Failed(format!("no process can be started: {error}")))?;
        let mut stdin = child.stdin.take().expect("standard input is piped");
        let mut stdout = child.stdout.take().expect("standard output is piped");
        let log = Arc::new(Mutex::new(LogTail::default()));
        let stderr = child.stderr.take().expect("standard error is piped");
        let stderr = tokio::spawn(forward_log(stderr, child.id(), Arc::clone(&log)));
        let exchange = async {
            let (sent, answer) = tokio::join!(send(&mut stdin, photo), receive(&mut stdout));
            if let Err(error) = sent {
                tracing::debug!(%error, "a child that cuts out did not take all that it was sent");
            }
            answer
        };
        match timeout(LIMIT, exchange).await {
            Ok(Ok(Some(answer))) => {
                // It has said all that it will; the end of its input is its end.
                drop(stdin);
                match timeout(EXIT_LIMIT, child.wait()).await {
                    Ok(Ok(_)) => {}
                    // Dropping the handle kills it.
                    ended => tracing::warn!(?ended, "a child that cuts out does not end; it is killed"),
                }
                answer
            }
            Ok(Ok(None)) => {
                let died = match timeout(EXIT_LIMIT, child.wait()).await {
                    Ok(Ok(status)) => {
                        if timeout(EXIT_LIMIT, stderr).await.is_err() {
                            tracing::warn!("a child's standard error stays open after its end");
                        }
                        let log = log.lock().unwrap_or_else(PoisonError::into_inner).clone();
                        Death::new(status, log).fault().message
                    }
                    _ => "its process closed its output and does not end".to_owned(),
                };
                tracing::error!(died, "a child that cut a photo out died");
                Err(CutError::Failed(died))
            }
            Ok(Err(error)) => Err(CutError::Failed(format!("its process said what is no message ({error})"))),
            Err(_) => {
                tracing::warn!(limit_s = LIMIT.as_secs(), "a child that cuts out is killed at its deadline");
                if let Err(error) = child.kill().await {
                    tracing::warn!(%error, "it cannot be killed");
                }
                Err(CutError::TimedOut)
            }
        }
    }
}

async fn send(stdin: &mut ChildStdin, photo: &Photo) -> io::Result<()> {
    let task = Task {
        image_bytes: photo.image.len() as u64,
        mask_bytes: photo.mask.as_ref().map(|mask| mask.len() as u64),
        keep_background: photo.keep_background,
        foreground_ratio: photo.foreground_ratio,
    };
    stdin.write_all(&protocol::encode(&task)).await?;
    for file in [Some(&photo.image), photo.mask.as_ref()].into_iter().flatten() {
        stdin.write_all(file).await?;
    }
    stdin.flush().await
}

/// What the child says; `None` when it ends without a word, or in the middle of one.
async fn receive(stdout: &mut ChildStdout) -> io::Result<Option<Result<Bytes, CutError>>> {
    let answer = match protocol::read_async(stdout).await {
        Ok(Some(answer)) => answer,
        Ok(None) => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(Some(match answer {
        Answer::Picture { bytes } if bytes <= MAX_PICTURE => {
            let mut picture = Vec::new();
            let read = stdout.take(bytes).read_to_end(&mut picture).await?;
            if read as u64 != bytes {
                return Ok(None);
            }
            Ok(picture.into())
        }
        Answer::Picture { bytes } => Err(CutError::Failed(format!("a picture of {bytes} bytes came of it"))),
        Answer::NoForeground(why) => Err(CutError::NoForeground(why)),
        Answer::Unusable(why) => Err(CutError::Unusable(why)),
        Answer::Failed(why) => {
            tracing::error!(why, "the engine could not cut a photo out");
            Err(CutError::Failed(why))
        }
    }))
}
