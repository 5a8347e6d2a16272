//! `GET /v1/credits/statement?from=&to=&format=json|csv`: streamed page by page.

use std::io;

use bytes::Bytes;
use http_body_util::{
    BodyExt,
    channel::{Channel, Sender},
};
use hyper::{
    Response,
    header::{self, HeaderValue},
};
use time::OffsetDateTime;
use tracing::Instrument;

use super::{Answer, Front, problem::Problem, query::Query};
use crate::{
    database::Database,
    ledger::AccountId,
    statements::{Error, Format, PAGE, PointInTime, Statement},
    sweeper,
};

pub(super) async fn get(front: &Front, account: AccountId, query: Option<&str>) -> Result<Answer, Problem> {
    let query = Query::parse(query, &["from", "to", "format"])?;
    let time = |name| Ok::<_, Problem>(query.get::<PointInTime>(name)?.map(|PointInTime(time)| time));
    let (from, to) = (time("from")?, time("to")?);
    let format = query.get::<Format>("format")?.unwrap_or(Format::Json);
    let now = OffsetDateTime::now_utc();
    sweeper::settle_expiry(&front.database, &account, now).await?;
    let statement = front.database.read(move |tx| Statement::open(tx, &account, from, to, now)).await?;

    let (mut sender, body) = Channel::new(2);
    let database = front.database.clone();
    let sending = async move {
        if let Err(error) = copy(&database, statement, format, &mut sender).await {
            tracing::error!(%error, "a statement cannot be read");
            // The connection is closed before the answer's end, so that what came is not taken for all of it.
            sender.abort(io::Error::other(error));
        }
    };
    tokio::spawn(sending.in_current_span());
    let mut answer = Response::new(body.boxed());
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    if format == Format::Csv {
        let disposition = HeaderValue::from_static("attachment; filename=\"statement.csv\"");
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(answer)
}

async fn copy(
    database: &Database,
    statement: Statement,
    format: Format,
    sender: &mut Sender<Bytes, io::Error>,
) -> Result<(), Error> {
    let mut piece = format.opening(&statement.head)?;
    let mut after = None;
    loop {
        let page = {
            let statement = statement.clone();
            database.read(move |tx| statement.lines(tx, after)).await?
        };
        piece.extend(format.lines(&page, after.is_none())?);
        let whole = page.len() < PAGE;
        if whole {
            piece.extend(format.closing(&statement.head)?);
        }
        // A client that went away needs no more.
        if sender.send_data(Bytes::from(std::mem::take(&mut piece))).await.is_err() || whole {
            return Ok(());
        }
        after = page.last().map(|line| line.sequence);
    }
}
