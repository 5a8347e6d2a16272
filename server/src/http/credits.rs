//! `/v1/credits`: the balance and the journal of the account.

use hyper::StatusCode;
use time::OffsetDateTime;

use super::{
    Answer, Front, body,
    pages::{Page, PageRequest},
    problem::Problem,
    query::Query,
};
use crate::{
    ledger::{self, AccountId},
    statements::PointInTime,
    sweeper,
};

/// `GET /v1/credits`, now or `?at=` a time that has passed.
pub(super) async fn balance(front: &Front, account: AccountId, query: Option<&str>) -> Result<Answer, Problem> {
    let at = Query::parse(query, &["at"])?.get::<PointInTime>("at")?;
    let now = OffsetDateTime::now_utc();
    let balance = match at {
        Some(PointInTime(at)) => front.database.read(move |tx| ledger::balance_at(tx, &account, at, now)).await?,
        None => {
            sweeper::settle_expiry(&front.database, &account, now).await?;
            front.database.read(move |tx| ledger::balance(tx, &account, now)).await?
        }
    };
    Ok(body::json(StatusCode::OK, &balance))
}

/// `GET /v1/credits/entries`.
pub(super) async fn entries(front: &Front, account: AccountId, query: Option<&str>) -> Result<Answer, Problem> {
    let PageRequest { cursor, limit } = PageRequest::parse(query)?;
    sweeper::settle_expiry(&front.database, &account, OffsetDateTime::now_utc()).await?;
    let page = front.database.read(move |tx| ledger::entries(tx, &account, cursor.as_deref(), limit)).await?;
    Ok(body::json(StatusCode::OK, &Page { data: page.data, next: page.next }))
}
