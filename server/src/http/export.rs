//! `GET /v1/account/export`: everything that is known of the account, as a zip.

use std::io::{self, BufWriter, Seek, SeekFrom};

use http_body_util::{BodyExt, Empty, channel::Channel};
use hyper::{
    Response, StatusCode,
    header::{self, HeaderValue},
};
use time::OffsetDateTime;
use tokio::{fs::File, time::timeout};
use tracing::Instrument;

use super::{Answer, Front, files, problem::Problem};
use crate::{export, ledger::AccountId, sweeper};

pub(super) async fn get(front: &Front, account: AccountId, head_only: bool) -> Result<Answer, Problem> {
    let wait = front.limits.body_stall;
    let Ok(place) = timeout(wait, front.exports.acquire()).await else {
        let detail = "another export is being written; send the request again in a moment";
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail).retry_after(wait));
    };
    let now = OffsetDateTime::now_utc();
    sweeper::settle_expiry(&front.database, &account, now).await?;
    let name = format!("attachment; filename=\"{account}.zip\"");
    let storage = front.storage.clone();
    // Into a file first: the archive is of one snapshot, which no slow client may keep open.
    let (file, length) = front
        .database
        .read(move |tx| {
            let mut file = storage.passing_file()?;
            export::write(tx, &account, now, BufWriter::new(&file))?;
            let length = file.metadata()?.len();
            file.seek(SeekFrom::Start(0))?;
            Ok::<_, export::Error>((file, length))
        })
        .await?;
    drop(place);
    let body = if head_only {
        Empty::new().map_err(|never| match never {}).boxed()
    } else {
        let (sender, body) = Channel::<_, io::Error>::new(2);
        tokio::spawn(files::copy(File::from_std(file), length, sender).in_current_span());
        body.boxed()
    };
    let mut answer = Response::new(body);
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CONTENT_LENGTH, length.into());
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::try_from(name).expect("an id is ASCII"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}
