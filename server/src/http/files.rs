//! `GET /v1/generations/{id}/model.{glb,obj,stl,ply}` and `thumbnail.png`: artifacts, streamed from disk.

use std::io;

use bytes::{Bytes, BytesMut};
use engine::export::Format;
use http_body_util::{
    BodyExt, Empty,
    channel::{Channel, Sender},
};
use hyper::{
    HeaderMap, Response, StatusCode,
    header::{self, HeaderValue},
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use tokio::{fs::File, io::AsyncReadExt};
use tracing::Instrument;

use super::{
    Answer, Front, etag,
    generations::{find, parse_id},
    problem::Problem,
};
use crate::{
    generations::{self, ArtifactKind, Generation, State},
    ledger::AccountId,
    worker::artifacts,
};

/// Bytes that are read at once.
const PIECE: usize = 256 << 10;

pub(super) async fn get(
    front: &Front,
    account: AccountId,
    id: &str,
    kind: ArtifactKind,
    headers: &HeaderMap,
    head_only: bool,
) -> Result<Answer, Problem> {
    let generation = find(front, &account, &parse_id(id)?).await?;
    send(front, &generation, kind, headers, head_only).await
}

/// Sends an artifact of a generation to whoever may have it, and records that.
///
/// # Errors
/// 409 before the generation has ended, 404 when it has no such file (any more).
pub(super) async fn send(
    front: &Front,
    generation: &Generation,
    kind: ArtifactKind,
    headers: &HeaderMap,
    head_only: bool,
) -> Result<Answer, Problem> {
    let not_there = |detail: &str| Problem::new(StatusCode::NOT_FOUND, "no_artifact", detail);
    match generation.state {
        State::Queued | State::Running => {
            let detail = format!("the generation is {}; wait until it has SUCCEEDED", generation.state.as_str());
            return Err(Problem::new(StatusCode::CONFLICT, "generation_not_ended", detail));
        }
        State::Failed | State::Canceled => return Err(not_there("the generation made no model")),
        State::Succeeded if generation.deleted_at.is_some() => return Err(not_there("its owner deleted the model")),
        State::Succeeded => {}
    }
    let artifact = generation.artifacts.iter().find(|artifact| artifact.kind() == Some(kind));
    let artifact = artifact.ok_or_else(|| {
        not_there(match kind {
            ArtifactKind::Model(_) => "the generation has no file of this format",
            ArtifactKind::Thumbnail => "the generation was made before thumbnails were, and has none",
        })
    })?;
    if let Some(expired) = generation.artifacts_expired_at {
        let when = expired.format(&Rfc3339).map_err(|error| Problem::internal(&error))?;
        let detail = format!("the file was removed on {when}, as it was due; its record stays in the history");
        return Err(Problem::new(StatusCode::GONE, "expired", detail));
    }

    let etag = HeaderValue::try_from(format!("\"{}\"", artifact.sha256)).expect("a hash is ASCII");
    if let Some(answer) = etag::not_modified(headers, &etag) {
        return Ok(answer);
    }

    let path = artifacts::path(&front.storage.artifacts(&generation.id), kind);
    let file = File::open(&path).await.map_err(|error| {
        tracing::error!(path = %path.display(), %error, "an artifact cannot be opened");
        not_there("the file is no longer stored")
    })?;
    let stored = file.metadata().await.map_err(|error| Problem::internal(&error))?.len();
    if stored != artifact.bytes {
        let message = format!("{}: {stored} bytes stored, {} made", path.display(), artifact.bytes);
        return Err(Problem::internal(&io::Error::new(io::ErrorKind::InvalidData, message)));
    }

    let body = if head_only {
        Empty::new().map_err(|never| match never {}).boxed()
    } else {
        if let ArtifactKind::Model(format) = kind {
            record(front, generation, format).await;
        }
        let (sender, body) = Channel::new(2);
        let length = artifact.bytes;
        tokio::spawn(copy(file, length, sender).in_current_span());
        body.boxed()
    };
    let mut answer = Response::new(body);
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind.media_type()));
    headers.insert(header::CONTENT_LENGTH, artifact.bytes.into());
    let shown = if kind == ArtifactKind::Thumbnail { "inline" } else { "attachment" };
    let disposition = format!("{shown}; filename=\"{}.{}\"", generation.id, kind.extension());
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::try_from(disposition).expect("an id is ASCII"));
    headers.insert(header::ETAG, etag);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));
    Ok(answer)
}

/// The delivery record. A download is not refused for want of its record.
async fn record(front: &Front, generation: &Generation, format: Format) {
    let id = generation.id.clone();
    let now = OffsetDateTime::now_utc();
    let recorded = front.database.write(move |tx| generations::record_download(tx, &id, format.extension(), now)).await;
    if let Err(error) = recorded {
        tracing::error!(generation = %generation.id, %error, "a download is not in the delivery record");
    }
}

/// Sends `length` bytes of a file, piece by piece.
pub(super) async fn copy(mut file: File, length: u64, mut sender: Sender<Bytes, io::Error>) {
    file.set_max_buf_size(PIECE);
    let mut left = length;
    while left > 0 {
        let mut piece = BytesMut::with_capacity(PIECE);
        match file.read_buf(&mut piece).await {
            Ok(0) => return sender.abort(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => {
                left = left.saturating_sub(read as u64);
                if sender.send_data(piece.freeze()).await.is_err() {
                    return;
                }
            }
            Err(error) => {
                tracing::error!(%error, "a file that is being sent cannot be read");
                return sender.abort(error);
            }
        }
    }
}
