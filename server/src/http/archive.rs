//! Archives that are made when they are asked for, and sent.

use std::{
    fs::File,
    io::{self, BufWriter, Seek, SeekFrom},
};

use http_body_util::{BodyExt, Empty, channel::Channel};
use hyper::{
    Response, StatusCode,
    header::{self, HeaderValue},
};
use rusqlite::Connection;
use tokio::time::timeout;
use tracing::Instrument;

use super::{Answer, Front, files, problem::Problem};
use crate::database;

/// Sends the zip that `write` makes of one snapshot, to be kept as `name`.
///
/// # Errors
/// 503 while too many others are made; what `write` fails with.
pub(super) async fn send<E>(
    front: &Front,
    name: &str,
    head_only: bool,
    write: impl FnOnce(&Connection, BufWriter<&File>) -> Result<(), E> + Send + 'static,
) -> Result<Answer, Problem>
where
    E: From<database::Error> + From<io::Error> + Into<Problem> + Send + 'static,
{
    let wait = front.limits.body_stall;
    let Ok(place) = timeout(wait, front.exports.acquire()).await else {
        let detail = "another export is being written; send the request again in a moment";
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail).retry_after(wait));
    };
    let storage = front.storage.clone();
    // Into a file first: the archive is of one snapshot, which no slow client may keep open.
    let make = move |tx: &Connection| {
        let mut file = storage.passing_file()?;
        write(tx, BufWriter::new(&file))?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(0))?;
        Ok::<_, E>((file, length))
    };
    let (file, length) = front.database.read(make).await.map_err(E::into)?;
    drop(place);
    let body = if head_only {
        Empty::new().map_err(|never| match never {}).boxed()
    } else {
        let (sender, body) = Channel::<_, io::Error>::new(2);
        tokio::spawn(files::copy(tokio::fs::File::from_std(file), length, sender).in_current_span());
        body.boxed()
    };
    let mut answer = Response::new(body);
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CONTENT_LENGTH, length.into());
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")).expect("a name is ASCII");
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}
