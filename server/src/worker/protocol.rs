//! Frames over the child's pipes: four bytes of length, big-endian, then that much JSON.
//!
//! The child says `Ready` once. The server says `Ping` before each run, to learn of a dead child before a generation is
//! marked as running, then `Run`; the child answers `Progress` any number of times and then one of `Succeeded`, `Failed`
//! or `Canceled`.

use std::{
    io::{self, Read},
    path::PathBuf,
};

use engine::pipeline::{Report, Stage};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tokio::io::{AsyncRead, AsyncReadExt};

use crate::generations::{Artifact, Fault, GenerationId, GenerationOptions};

/// The longest frame; a longer one is not of this protocol.
pub const MAX_FRAME: u32 = 1 << 20;

/// From the server to the child.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Request {
    /// Answer `Pong` when idle.
    Ping,
    /// Run a generation.
    Run(Run),
    /// End this run soon, if it still goes on.
    Cancel {
        /// As in [`Run::number`].
        run: u64,
    },
}

/// One run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Run {
    /// Counts the runs of one child, so that a late `Cancel` cannot meet the next run.
    pub number: u64,
    /// For the log.
    pub generation: GenerationId,
    /// The uploaded image.
    pub image: PathBuf,
    /// The uploaded mask.
    pub mask: Option<PathBuf>,
    /// The directory that the artifacts go to.
    pub artifacts: PathBuf,
    /// What the owner chose.
    pub options: GenerationOptions,
}

/// From the child to the server.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Answer {
    /// The device is open and the default model loaded; runs can come.
    Ready {
        /// What it is, for people.
        device: String,
    },
    /// Alive and idle.
    Pong,
    /// How far the run is.
    Progress {
        /// The stage.
        stage: Stage,
        /// Of the whole run, 0 to 1.
        fraction: f32,
    },
    /// The artifacts are stored.
    Succeeded {
        /// Every one of them.
        artifacts: Vec<Artifact>,
        /// What the engine did.
        report: Box<Report>,
    },
    /// The run failed; the child lives.
    Failed(Fault),
    /// The run was canceled; the child lives.
    Canceled,
}

/// A frame that carries `message`.
pub fn encode(message: &impl Serialize) -> Vec<u8> {
    let json = serde_json::to_vec(message).expect("plain data serializes");
    let length = u32::try_from(json.len()).ok().filter(|length| *length <= MAX_FRAME).expect("messages are short");
    let mut frame = length.to_be_bytes().to_vec();
    frame.extend(json);
    frame
}

/// The next message; `None` at the end of the pipe.
///
/// # Errors
/// `InvalidData` for what is no frame; what the pipe itself fails with.
pub fn read<T: DeserializeOwned>(pipe: &mut impl Read) -> io::Result<Option<T>> {
    let mut length = [0_u8; 4];
    match pipe.read(&mut length[..1])? {
        0 => return Ok(None),
        _ => pipe.read_exact(&mut length[1..])?,
    }
    let mut json = vec![0; checked_length(length)?];
    pipe.read_exact(&mut json)?;
    decode(&json).map(Some)
}

/// [`read`] for the server's side.
///
/// # Errors
/// As [`read`].
pub async fn read_async<T: DeserializeOwned>(pipe: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<T>> {
    let mut length = [0_u8; 4];
    match pipe.read(&mut length[..1]).await? {
        0 => return Ok(None),
        _ => pipe.read_exact(&mut length[1..]).await?,
    };
    let mut json = vec![0; checked_length(length)?];
    pipe.read_exact(&mut json).await?;
    decode(&json).map(Some)
}

fn checked_length(length: [u8; 4]) -> io::Result<usize> {
    let length = u32::from_be_bytes(length);
    if length > MAX_FRAME {
        let message = format!("a frame of {length} bytes; at most {MAX_FRAME} are sent");
        return Err(io::Error::new(io::ErrorKind::InvalidData, message));
    }
    Ok(length as usize)
}

fn decode<T: DeserializeOwned>(json: &[u8]) -> io::Result<T> {
    serde_json::from_slice(json).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back_as_sent_and_the_end_is_no_error() {
        let mut pipe = encode(&Request::Ping);
        pipe.extend(encode(&Request::Cancel { run: 7 }));
        let mut pipe = pipe.as_slice();
        assert!(matches!(read(&mut pipe), Ok(Some(Request::Ping))));
        assert!(matches!(read(&mut pipe), Ok(Some(Request::Cancel { run: 7 }))));
        assert!(matches!(read::<Request>(&mut pipe), Ok(None)));
    }

    #[tokio::test]
    async fn what_is_no_frame_is_an_error_and_allocates_nothing_of_its_size() {
        for garbage in [&b"hello, this is not a frame"[..], &[0, 0, 0, 2, b'{', b'x'], &[0, 0, 0, 9, b'{'], &[0, 0]] {
            assert!(read::<Answer>(&mut &*garbage).is_err(), "{garbage:?}");
            assert!(read_async::<Answer>(&mut &*garbage).await.is_err(), "{garbage:?}");
        }
    }
}
